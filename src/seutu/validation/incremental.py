"""A large workspace checked in units: by several processes, and only those units that have changed since.

What is found is what checking the whole at once finds. Every rule, check and constraint declares how far it sees
(`locality`). Where one does not, where a unit says something new of a thing that others speak of, or where anything
goes wrong, there are no units and the caller checks the whole. Where two units share a value by which things meet,
they become one unit.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from multiprocessing import get_context
from typing import Self, TypeVar

import pyoxigraph as ox

from seutu.errors import SeutuError
from seutu.rdf.model import RDF_TYPE
from seutu.shacl.constraints import COMPONENT
from seutu.shacl.report import Finding, Report
from seutu.validation import units, worker
from seutu.validation.outcome import Outcome
from seutu.validation.survey import Sights, sights_of
from seutu.validation.units import Division, Index
from seutu.validation.worker import Job, Setting, name_of
from seutu.workspace import cache
from seutu.workspace.contents import QUERY, Contents
from seutu.workspace.layers import Layers

SMALL = 4_000_000
"""How many bytes of files are checked at once, without units."""

COMMON = 0
"""The number of the outcome of what is common to all units; those of the units follow."""

_NAME = 64  # characters of a key
_PLACE = 2  # the last parts of a finding's key: file and line
_PART = 256  # files that a process looks at in one go
_In = TypeVar("_In")
_Out = TypeVar("_Out")

ROUNDS = 5
"""How often units may turn out to share something before the whole is checked at once."""


def report(contents: Contents) -> Report | None:
    """What checking the whole would find; None when it is small, or has to be checked as a whole."""
    if contents.scope or sum(len(file.data) for file in contents.files) < SMALL:
        return None
    # Whatever is wrong is told by the one who checks the whole.
    with suppress(SeutuError, BrokenProcessPool, OSError, MemoryError), _Checker(contents) as checker:
        return checker.report()
    return None


class _Checker:
    """The checking of one workspace, with the processes that help."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self._started: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._started:
            self._started.shutdown(wait=True, cancel_futures=True)

    def _mapped(self, work: Callable[[_In], _Out], given: Sequence[_In]) -> Iterable[_Out]:
        """What some work gives for each of the things given, in their order, by as many processes as serve."""
        workers = os.cpu_count() or 1
        if min(workers, len(given)) <= 1:  # one may as well do it itself
            return map(work, given)
        if self._started is None:
            # A process that is forked while others work in it may wait for them for ever.
            self._started = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        return self._started.map(work, given)

    def report(self) -> Report | None:
        sights = self._sights
        if sights is None:
            return None
        common = [file.path for file in self.contents.ontology]
        together: list[Sequence[str]] = []
        for _ in range(ROUNDS):
            division = units.divide(self._files, common, together)
            if len(division.units) <= 1 or self._divides_what_is_named(division, sights) or self._are_alike():
                return None
            outcomes = self._outcomes(division, sights)
            if not all(outcome.apart for outcome in outcomes) or not self._are_of_described(outcomes):
                return None
            clashes = list(_clashes(outcomes, sights))
            if not clashes:
                return _united(outcomes, sights, division)
            holding = self._holding(clashes, self._jobs(division, sights))
            for clash in clashes:
                paths = [
                    path for number in clash.holders for path in holding[number, clash.meeting, clash.value]
                ]
                together.append(paths)
                common += paths if COMMON in clash.holders else []
        return None

    def _divides_what_is_named(self, division: Division, sights: Sights) -> bool:
        """Whether a shape or a query names what a unit describes, for which every other unit would look in vain.

        Where something is asked to be absent, a unit must not describe a common thing either: what it says would be
        missing in every other.
        """
        common = frozenset(division.common)
        looked_for = sights.named
        if sights.absent:
            looked_for = looked_for.union(*(self._files[path][1].described for path in common))
        return any(
            not looked_for.isdisjoint(index.described)
            for path, (_, index) in self._files.items()
            if path not in common
        )

    def _are_alike(self) -> bool:
        """Whether two things have names that differ in capital letters alone, which no unit may see (`casing`)."""
        known: dict[int, int] = {}
        graphs = (units.index_of([ox.Quad(file.graph, RDF_TYPE, file.graph)]) for file in self.contents.files)
        indices = (*(index for _, index in self._files.values()), *graphs)
        return any(
            known.setdefault(folded, number) != number
            for index in indices
            for number, folded in zip(index.files[::2], index.files[1::2], strict=True)
        )

    def _are_of_described(self, outcomes: Iterable[Outcome]) -> bool:
        """Whether every finding is of a thing that some file describes: others may be found once in each unit."""
        graphs = (units.number(graph) for file in self.contents.files for graph in file.graphs)
        described = frozenset(graphs).union(*(index.described for _, index in self._files.values()))
        return all(
            isinstance(finding.focus, ox.BlankNode) or units.number(finding.focus) in described
            for outcome in outcomes
            for finding in outcome.findings
        )

    def _holding(
        self, clashes: Iterable["Clash"], jobs: Sequence[Job]
    ) -> dict[tuple[int, int, int], list[str]]:
        """The files of each outcome whose things come to a value by some meeting."""
        wanted: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for clash in clashes:
            for number in clash.holders - {COMMON}:
                wanted[number].append((clash.meeting, clash.value))
        questions = [(jobs[number], tuple(values)) for number, values in wanted.items()]
        names = [cache.key([self._name(job).encode(), str(values).encode()]) for job, values in questions]
        found: dict[tuple[int, int, int], list[str]] = defaultdict(list)
        answers = self._kept(names, worker.holders, questions)
        for (number, values), content in zip(wanted.items(), answers, strict=True):
            for (meeting, value), paths in zip(values, json.loads(content), strict=True):
                found[number, meeting, value] = paths
        return found

    # --- What is asked --------------------------------------------------------------------------------

    @cached_property
    def _environment(self) -> bytes:
        """What every unit is checked by: the code, and all that lies beside the data."""
        beside = [*_read(self.contents.layers)]
        beside += [part for file in self.contents.shape_files for part in (file.path.encode(), file.data)]
        engine = version("pyshifty").encode()
        return cache.key([cache.code(), engine, *beside]).encode()

    @cached_property
    def _sights(self) -> Sights | None:
        name = cache.key([b"sights", self._environment])
        kept = cache.read(name)
        if kept is not None:
            return Sights.of_bytes(kept) if kept else None
        found = sights_of(self.contents)
        cache.write(name, found.to_bytes() if found else b"")
        return found

    # --- What the files speak of ----------------------------------------------------------------------

    @cached_property
    def _hashes(self) -> dict[str, bytes]:
        return {file.path: name_of(file) for file in self.contents.files}

    @cached_property
    def _files(self) -> dict[str, tuple[int, Index]]:
        name = cache.key([b"indices", cache.code(), str(self.contents.root.resolve()).encode()])
        kept = _indices_of_bytes(cache.read(name) or b"")
        found = {path: kept[name] for path, name in self._hashes.items() if name in kept}
        waiting = [pair for pair in self._hashes.items() if pair[0] not in found]
        parts = [(self.contents.layers, waiting[at : at + _PART]) for at in range(0, len(waiting), _PART)]
        for (_, files), indices in zip(parts, self._mapped(worker.index, parts), strict=True):
            found |= {path: Index.of_bytes(index) for (path, _), index in zip(files, indices, strict=True)}
        fresh = {self._hashes[path]: index for path, index in found.items()}
        if fresh.keys() != kept.keys():
            cache.write(name, _indices_to_bytes(fresh))
        return {file.path: (len(file.data), found[file.path]) for file in self.contents.files}

    # --- Checking -------------------------------------------------------------------------------------

    def _outcomes(self, division: Division, sights: Sights) -> list[Outcome]:
        """The outcome of what is common to all, then of each unit."""
        jobs = self._jobs(division, sights)
        contents = self._kept([self._name(job) for job in jobs], worker.check, jobs)
        return [Outcome.of_bytes(content) for content in contents]

    def _jobs(self, division: Division, sights: Sights) -> list[Job]:
        # In the order of the whole, by which the place of a finding is chosen among several.
        among = frozenset(division.common)
        common = tuple(pair for pair in self._hashes.items() if pair[0] in among)
        setting = Setting(self.contents.layers, common, division.named_in_common, sights)
        pairs = [((), frozenset[int]()), *zip(division.units, division.shared, strict=True)]
        named = self._hashes
        return [Job(setting, tuple((path, named[path]) for path in paths), shared) for paths, shared in pairs]

    def _kept(
        self, names: Sequence[str], work: Callable[[_In], bytes], given: Sequence[_In]
    ) -> Iterator[bytes]:
        """What some work gives for each of the things given, as it was kept under its name, or now done and kept."""
        kept = [cache.read(name) for name in names]
        waiting = [one for one, content in zip(given, kept, strict=True) if content is None]
        fresh = iter(self._mapped(work, waiting))
        for name, content in zip(names, kept, strict=True):
            if content is None:
                done = next(fresh)
                cache.write(name, done)
            yield done if content is None else content

    def _name(self, job: Job) -> str:
        hashes = [name for _, name in (*job.setting.common, *job.files)]
        shared = ",".join(map(str, sorted(job.shared))).encode()
        return cache.key([b"unit", self._environment, shared, str(len(job.setting.common)).encode(), *hashes])


# --- Together again -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """A value by which things of several outcomes meet: the number of the meeting, and those of the outcomes."""

    meeting: int
    value: int
    holders: frozenset[int]


def _clashes(outcomes: Sequence[Outcome], sights: Sights) -> Iterator[Clash]:
    """The clashes between outcomes."""
    at = 0
    for group in sights.groups:
        choices = [list(_sharing(outcomes, number)) for number in range(at, at + len(group))]
        at += len(group)
        # Things meet only if they share every one of the values, so the one that fewest share is enough.
        yield from min(choices, key=lambda clashes: sum(len(clash.holders) for clash in clashes))


def _sharing(outcomes: Sequence[Outcome], meeting: int) -> Iterator[Clash]:
    """The values to which things come by the one side in one outcome, and by the other in another."""
    sides = [(outcome.values[2 * meeting], outcome.values[2 * meeting + 1]) for outcome in outcomes]
    seen, several = set[int](), set[int]()
    for pair in sides:
        several |= pair[0].union(pair[1]) & seen
        seen |= pair[0].union(pair[1])
    holders: dict[int, tuple[set[int], set[int]]] = {value: (set(), set()) for value in several}
    for number, pair in enumerate(sides):
        for which, values in enumerate(pair):
            for value in values & several:
                holders[value][which].add(number)
    for value, (one, other) in holders.items():
        if one and other and len(one | other) > 1:
            yield Clash(meeting, value, frozenset(one | other))


def _united(outcomes: Sequence[Outcome], sights: Sights, division: Division) -> Report | None:
    """What the whole has, where that can be told from what the units have."""
    if _is_doubtful([outcome.findings for outcome in outcomes], frozenset(division.common)):
        return None
    return Report.of(_combined(outcomes, sights, division))


def _is_doubtful(found: Sequence[Sequence[Finding]], common: frozenset[str]) -> bool:
    """Whether several outcomes add the same finding, wherever it is placed: the whole may have it once, or more often.

    So may it be with a unit that finds of what is common more nodes without a name than there are in the common files.
    """
    before = Counter(map(_key, found[COMMON]))
    nameless = Counter(_unnamed(one) for one in found[COMMON] if _nameless(one, common))
    seen = {key[:-_PLACE] for key in before}
    for findings in found[COMMON + 1 :]:
        if Counter(_unnamed(one) for one in findings if _nameless(one, common)) - nameless:
            return True
        told = Counter(_key(one) for one in findings if not _nameless(one, common))
        fresh = {key[:-_PLACE] for key in told - before}
        if not seen.isdisjoint(fresh):
            return True
        seen |= fresh
    return False


def _combined(outcomes: Sequence[Outcome], sights: Sights, division: Division) -> list[Finding]:
    """What the whole has: what any unit has, and of what others could have prevented, what every unit has."""
    everywhere = Counter[tuple[object, ...]]()
    most: dict[tuple[object, ...], tuple[int, Finding]] = {}
    common = frozenset(division.common)
    for number, outcome in enumerate(outcomes):
        # A node without a name has another in each unit, so what is common is heard once.
        findings = [one for one in outcome.findings if number == COMMON or not _nameless(one, common)]
        counted = Counter(map(_key, findings))
        everywhere.update(counted.keys())
        for finding in findings:
            key = _key(finding)
            if key not in most or counted[key] > most[key][0]:
                most[key] = counted[key], finding
    shared = division.named_in_common.union(*division.shared)
    return [
        finding
        for key, (times, finding) in most.items()
        if everywhere[key] == len(outcomes) or not _preventable(finding, sights, shared)
        for _ in range(times)
    ]


def _nameless(finding: Finding, common: frozenset[str]) -> bool:
    nodes = (finding.focus, finding.value)
    return finding.file in common and any(isinstance(node, ox.BlankNode) for node in nodes)


def _preventable(finding: Finding, sights: Sights, shared: frozenset[int]) -> bool:
    name = finding.shape if finding.component == COMPONENT else finding.component
    return name in sights.absent and units.number(finding.focus) in shared


def _key(finding: Finding) -> tuple[object, ...]:
    told = tuple(sorted(finding.messages.items()))
    named = (str(finding.focus), finding.path, str(finding.value), finding.component, finding.shape)
    return (*named, finding.severity, told, finding.file, finding.line)


def _unnamed(finding: Finding) -> tuple[object, ...]:
    """The key of a finding, without the nodes that have no name."""
    focus, path, value, *rest = _key(finding)
    return (*("_:" if str(node).startswith("_:") else node for node in (focus, value)), path, *rest)


# --- As bytes -----------------------------------------------------------------------------------------


def _indices_to_bytes(indices: Mapping[bytes, Index]) -> bytes:
    parts = []
    for name, index in indices.items():
        content = index.to_bytes()
        parts += [name, len(content).to_bytes(8, "little"), content]
    return b"".join(parts)


def _indices_of_bytes(content: bytes) -> dict[bytes, Index]:
    found, at = {}, 0
    while at < len(content):
        start = at + _NAME + 8
        end = start + int.from_bytes(content[at + _NAME : start], "little")
        found[content[at : at + _NAME]] = Index.of_bytes(content[start:end])
        at = end
    return found


def _read(layers: Layers) -> Iterator[bytes]:
    for one in layers.found("queries", QUERY):
        yield one.path.as_posix().encode()
        yield one.path.read_bytes()
