"""Incremental validation of a large workspace in units, by several processes, of the changed units only.

The findings are those of validating the whole workspace at once. Every rule, check and constraint declares its
`locality`. If one does not, if a unit infers something about a resource of other units, or after any error, there are
no units, and the caller validates the whole workspace. Two units that share a value of a meeting become one unit.
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
from seutu.validation.survey import Survey, survey_of
from seutu.validation.units import Division, Index
from seutu.validation.worker import Job, Setting, file_key
from seutu.workspace import cache
from seutu.workspace.contents import QUERY, Contents
from seutu.workspace.layers import Layers

MIN_SIZE = 4_000_000
"""The size of files in bytes below which a workspace is validated without units."""

COMMON = 0
"""The number of the outcome of the common files; those of the units follow."""

_KEY_LENGTH = 64  # characters of a key
_PLACE_PARTS = 2  # the last parts of a finding's key: file and line
_CHUNK = 256  # files that a process indexes in one call
_In = TypeVar("_In")
_Out = TypeVar("_Out")

MAX_ROUNDS = 5
"""The number of times that units are joined before the whole workspace is validated at once."""


def report(contents: Contents) -> Report | None:
    """Return the report on a workspace; None if it is small, or has to be validated as a whole."""
    if contents.scope or sum(len(file.data) for file in contents.files) < MIN_SIZE:
        return None
    # The validation of the whole workspace reports the errors.
    with suppress(SeutuError, BrokenProcessPool, OSError, MemoryError), _Checker(contents) as checker:
        return checker.report()
    return None


class _Checker:
    """The validation of one workspace, with its worker processes."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def _map(self, function: Callable[[_In], _Out], inputs: Sequence[_In]) -> Iterable[_Out]:
        """Apply a function to each input, in order, in several processes if that helps."""
        workers = os.cpu_count() or 1
        if min(workers, len(inputs)) <= 1:  # this process is enough
            return map(function, inputs)
        if self._executor is None:
            # A process forked while other threads run may deadlock.
            self._executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        return self._executor.map(function, inputs)

    def report(self) -> Report | None:
        survey = self._survey
        if survey is None:
            return None
        common = [file.path for file in self.contents.ontology]
        joined_paths: list[Sequence[str]] = []
        for _ in range(MAX_ROUNDS):
            division = units.divide(self._files, common, joined_paths)
            if (
                len(division.units) <= 1
                or self._splits_named_resources(division, survey)
                or self._has_names_alike()
            ):
                return None
            outcomes = self._outcomes(division, survey)
            if not all(outcome.is_independent for outcome in outcomes) or not self._have_described_focus(
                outcomes
            ):
                return None
            clashes = list(_clashes(outcomes, survey))
            if not clashes:
                return _merged_report(outcomes, survey, division)
            paths_by_value = self._paths_by_value(clashes, self._jobs(division, survey))
            for clash in clashes:
                paths = [
                    path
                    for number in clash.holders
                    for path in paths_by_value[number, clash.meeting, clash.value]
                ]
                joined_paths.append(paths)
                common += paths if COMMON in clash.holders else []
        return None

    def _splits_named_resources(self, division: Division, survey: Survey) -> bool:
        """Return whether a shape or a query names a resource that only one unit describes.

        If a constraint requires an absence, no unit may describe a resource of the common files either, because the
        other units would lack its statements.
        """
        common = frozenset(division.common)
        looked_for = survey.named
        if survey.absent:
            looked_for = looked_for.union(*(self._files[path][1].described for path in common))
        return any(
            not looked_for.isdisjoint(index.described)
            for path, (_, index) in self._files.items()
            if path not in common
        )

    def _has_names_alike(self) -> bool:
        """Return whether the IRIs of two resources differ only in case, which no single unit shows (see `casing`)."""
        known: dict[int, int] = {}
        graphs = (units.index_of([ox.Quad(file.graph, RDF_TYPE, file.graph)]) for file in self.contents.files)
        indices = (*(index for _, index in self._files.values()), *graphs)
        return any(
            known.setdefault(folded, number) != number
            for index in indices
            for number, folded in zip(index.files[::2], index.files[1::2], strict=True)
        )

    def _have_described_focus(self, outcomes: Iterable[Outcome]) -> bool:
        """Return whether a file describes the focus of every finding; others may be found in each unit."""
        graphs = (units.number(graph) for file in self.contents.files for graph in file.graphs)
        described = frozenset(graphs).union(*(index.described for _, index in self._files.values()))
        return all(
            isinstance(finding.focus, ox.BlankNode) or units.number(finding.focus) in described
            for outcome in outcomes
            for finding in outcome.findings
        )

    def _paths_by_value(
        self, clashes: Iterable["Clash"], jobs: Sequence[Job]
    ) -> dict[tuple[int, int, int], list[str]]:
        """The files of each outcome whose resources reach a value of a meeting."""
        wanted: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for clash in clashes:
            for number in clash.holders - {COMMON}:
                wanted[number].append((clash.meeting, clash.value))
        questions = [(jobs[number], tuple(values)) for number, values in wanted.items()]
        names = [cache.key([self._name(job).encode(), str(values).encode()]) for job, values in questions]
        found: dict[tuple[int, int, int], list[str]] = defaultdict(list)
        answers = self._cached(names, worker.holders, questions)
        for (number, values), content in zip(wanted.items(), answers, strict=True):
            for (meeting, value), paths in zip(values, json.loads(content), strict=True):
                found[number, meeting, value] = paths
        return found

    # --- Environment ----------------------------------------------------------------------------------

    @cached_property
    def _environment(self) -> bytes:
        """The cache key of the code, the queries and the shapes, with which every unit is validated."""
        contents = [*_queries(self.contents.layers)]
        contents += [part for file in self.contents.shape_files for part in (file.path.encode(), file.data)]
        engine = version("pyshifty").encode()
        return cache.key([cache.code(), engine, *contents]).encode()

    @cached_property
    def _survey(self) -> Survey | None:
        name = cache.key([b"survey", self._environment])
        cached = cache.read(name)
        if cached is not None:
            return Survey.of_bytes(cached) if cached else None
        found = survey_of(self.contents)
        cache.write(name, found.to_bytes() if found else b"")
        return found

    # --- Indices of files -----------------------------------------------------------------------------

    @cached_property
    def _hashes(self) -> dict[str, bytes]:
        return {file.path: file_key(file) for file in self.contents.files}

    @cached_property
    def _files(self) -> dict[str, tuple[int, Index]]:
        name = cache.key([b"indices", cache.code(), str(self.contents.root.resolve()).encode()])
        cached = _indices_of_bytes(cache.read(name) or b"")
        found = {path: cached[name] for path, name in self._hashes.items() if name in cached}
        missing = [pair for pair in self._hashes.items() if pair[0] not in found]
        chunks = [(self.contents.layers, missing[at : at + _CHUNK]) for at in range(0, len(missing), _CHUNK)]
        for (_, files), indices in zip(chunks, self._map(worker.index, chunks), strict=True):
            found |= {path: Index.of_bytes(index) for (path, _), index in zip(files, indices, strict=True)}
        computed = {self._hashes[path]: index for path, index in found.items()}
        if computed.keys() != cached.keys():
            cache.write(name, _indices_to_bytes(computed))
        return {file.path: (len(file.data), found[file.path]) for file in self.contents.files}

    # --- Validation -----------------------------------------------------------------------------------

    def _outcomes(self, division: Division, survey: Survey) -> list[Outcome]:
        """The outcome of the common files, then of each unit."""
        jobs = self._jobs(division, survey)
        contents = self._cached([self._name(job) for job in jobs], worker.check, jobs)
        return [Outcome.of_bytes(content) for content in contents]

    def _jobs(self, division: Division, survey: Survey) -> list[Job]:
        # In the order of the whole workspace, which decides among several places of a finding.
        among = frozenset(division.common)
        common = tuple(pair for pair in self._hashes.items() if pair[0] in among)
        setting = Setting(self.contents.layers, common, division.named_in_common, survey)
        pairs = [((), frozenset[int]()), *zip(division.units, division.shared, strict=True)]
        named = self._hashes
        return [Job(setting, tuple((path, named[path]) for path in paths), shared) for paths, shared in pairs]

    def _cached(
        self, names: Sequence[str], function: Callable[[_In], bytes], inputs: Sequence[_In]
    ) -> Iterator[bytes]:
        """The results of a function for each input, from the cache under its name, else computed and cached."""
        cached = [cache.read(name) for name in names]
        missing = [one for one, content in zip(inputs, cached, strict=True) if content is None]
        computed = iter(self._map(function, missing))
        for name, content in zip(names, cached, strict=True):
            if content is None:
                new_content = next(computed)
                cache.write(name, new_content)
            yield new_content if content is None else content

    def _name(self, job: Job) -> str:
        hashes = [name for _, name in (*job.setting.common, *job.files)]
        shared = ",".join(map(str, sorted(job.shared))).encode()
        return cache.key([b"unit", self._environment, shared, str(len(job.setting.common)).encode(), *hashes])


# --- Merging ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clash:
    """A value of a meeting that several outcomes share, with the numbers of the meeting and of the outcomes."""

    meeting: int
    value: int
    holders: frozenset[int]


def _clashes(outcomes: Sequence[Outcome], survey: Survey) -> Iterator[Clash]:
    """The clashes between outcomes."""
    at = 0
    for group in survey.groups:
        choices = [list(_sharing(outcomes, number)) for number in range(at, at + len(group))]
        at += len(group)
        # Resources meet only if they share all values of a group, so the value with the fewest holders is enough.
        yield from min(choices, key=lambda clashes: sum(len(clash.holders) for clash in clashes))


def _sharing(outcomes: Sequence[Outcome], meeting: int) -> Iterator[Clash]:
    """The values that one side of a meeting reaches in one outcome, and the other side in another."""
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


def _merged_report(outcomes: Sequence[Outcome], survey: Survey, division: Division) -> Report | None:
    """The report on the whole workspace; None if the outcomes do not determine it."""
    if _is_doubtful([outcome.findings for outcome in outcomes], frozenset(division.common)):
        return None
    return Report.of(_merged_findings(outcomes, survey, division))


def _is_doubtful(found: Sequence[Sequence[Finding]], common: frozenset[str]) -> bool:
    """Return whether several outcomes add the same finding at any place: its number in the whole is then unknown.

    The same is true if a unit has findings on more blank nodes of the common files than the common files alone.
    """
    before = Counter(map(_key, found[COMMON]))
    on_blank_nodes = Counter(
        _key_without_blank_nodes(one) for one in found[COMMON] if _is_on_blank_node(one, common)
    )
    seen = {key[:-_PLACE_PARTS] for key in before}
    for findings in found[COMMON + 1 :]:
        if (
            Counter(_key_without_blank_nodes(one) for one in findings if _is_on_blank_node(one, common))
            - on_blank_nodes
        ):
            return True
        keys = Counter(_key(one) for one in findings if not _is_on_blank_node(one, common))
        added = {key[:-_PLACE_PARTS] for key in keys - before}
        if not seen.isdisjoint(added):
            return True
        seen |= added
    return False


def _merged_findings(outcomes: Sequence[Outcome], survey: Survey, division: Division) -> list[Finding]:
    """The findings of any unit; a finding that another unit could prevent only if every unit has it."""
    occurrences = Counter[tuple[object, ...]]()
    most_often: dict[tuple[object, ...], tuple[int, Finding]] = {}
    common = frozenset(division.common)
    for number, outcome in enumerate(outcomes):
        # A blank node differs in each unit, so only the common outcome counts for the common files.
        findings = [one for one in outcome.findings if number == COMMON or not _is_on_blank_node(one, common)]
        counted = Counter(map(_key, findings))
        occurrences.update(counted.keys())
        for finding in findings:
            key = _key(finding)
            if key not in most_often or counted[key] > most_often[key][0]:
                most_often[key] = counted[key], finding
    shared = division.named_in_common.union(*division.shared)
    return [
        finding
        for key, (times, finding) in most_often.items()
        if occurrences[key] == len(outcomes) or not _may_be_prevented(finding, survey, shared)
        for _ in range(times)
    ]


def _is_on_blank_node(finding: Finding, common: frozenset[str]) -> bool:
    nodes = (finding.focus, finding.value)
    return finding.file in common and any(isinstance(node, ox.BlankNode) for node in nodes)


def _may_be_prevented(finding: Finding, survey: Survey, shared: frozenset[int]) -> bool:
    name = finding.shape if finding.component == COMPONENT else finding.component
    return name in survey.absent and units.number(finding.focus) in shared


def _key(finding: Finding) -> tuple[object, ...]:
    messages = tuple(sorted(finding.messages.items()))
    named = (str(finding.focus), finding.path, str(finding.value), finding.component, finding.shape)
    return (*named, finding.severity, messages, finding.file, finding.line)


def _key_without_blank_nodes(finding: Finding) -> tuple[object, ...]:
    """The key of a finding without its blank nodes."""
    focus, path, value, *rest = _key(finding)
    return (*("_:" if str(node).startswith("_:") else node for node in (focus, value)), path, *rest)


# --- Serialisation ------------------------------------------------------------------------------------


def _indices_to_bytes(indices: Mapping[bytes, Index]) -> bytes:
    chunks = []
    for name, index in indices.items():
        content = index.to_bytes()
        chunks += [name, len(content).to_bytes(8, "little"), content]
    return b"".join(chunks)


def _indices_of_bytes(content: bytes) -> dict[bytes, Index]:
    found, at = {}, 0
    while at < len(content):
        start = at + _KEY_LENGTH + 8
        end = start + int.from_bytes(content[at + _KEY_LENGTH : start], "little")
        found[content[at : at + _KEY_LENGTH]] = Index.of_bytes(content[start:end])
        at = end
    return found


def _queries(layers: Layers) -> Iterator[bytes]:
    for one in layers.found("queries", QUERY):
        yield one.path.as_posix().encode()
        yield one.path.read_bytes()
