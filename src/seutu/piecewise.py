"""A large workspace checked in units: by several processes, and only those units that have changed since.

What is found is what checking the whole at once finds. Every rule, check and constraint is read for how far it sees
(`joins`). Where one sees everything, where a unit says something new of a thing that others speak of, or where
anything goes wrong, there are no units and the caller checks the whole. Where two units share a value by which things
meet, they become one unit.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Self, TypeVar

import pyoxigraph as ox

from seutu import cache, checked, folder, joins, rdf, units
from seutu.constraints import COMPONENT
from seutu.contents import Contents
from seutu.errors import InputError, SeutuError
from seutu.joins import ABSENT, GLOBAL, LOCAL, MEETING, Group, Side, Sight
from seutu.outcome import Outcome
from seutu.places import File
from seutu.report import Finding, Report
from seutu.units import Division, Index

SMALL = 4_000_000
"""How many bytes of files are checked at once, without units."""

COMMON = 0
"""The number of the outcome of what is common to all units; those of the units follow."""

_NAME = 64  # characters of a key
_PART = 256  # files that a process looks at in one go
_In = TypeVar("_In")
_Out = TypeVar("_Out")

ROUNDS = 5
"""How often units may turn out to share something before the whole is checked at once."""

_SELECT, _INVERSE = rdf.node("sh:select"), rdf.node("sh:inversePath")
_SPARQL = rdf.node("sh:sparql")
# What asks a query in other ways than a constraint of a shape does.
_OTHER_QUERIES = tuple(map(rdf.node, ("sh:ask", "sh:validator", "sh:nodeValidator", "sh:propertyValidator")))


Named = tuple[str, bytes]
"""The path of a file, and the name by which its content is known."""


@dataclass(frozen=True)
class Sights:
    """How far the rules, checks and constraints of a workspace see; ``absent`` are those of the kind `ABSENT`."""

    groups: tuple[Group, ...]
    absent: frozenset[str]

    @property
    def meetings(self) -> tuple[joins.Meeting, ...]:
        """The meetings of all groups, in order."""
        return tuple(meeting for group in self.groups for meeting in group)


@dataclass(frozen=True)
class Setting:
    """What all units of a workspace are checked with: the files common to all and the IRIs named in them."""

    root: Path
    common: tuple[Named, ...]
    named: frozenset[int]
    sights: Sights


@dataclass(frozen=True)
class Job:
    """A unit to be checked: its files, and the IRIs in it that stand for more than this unit."""

    setting: Setting
    files: tuple[Named, ...]
    shared: frozenset[int]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its files."""
        return tuple(path for path, _ in self.files)


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
        if min(workers, len(given)) < 2:  # noqa: PLR2004 - one may as well do it itself
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
            if len(division.units) < 2:  # noqa: PLR2004 - there is nothing to divide
                return None
            outcomes = self._outcomes(division, sights)
            if not all(outcome.apart for outcome in outcomes):
                return None
            clashes = list(_clashes(outcomes, sights))
            if not clashes:
                return Report.of(_combined(outcomes, sights, division))
            holding = self._holding(clashes, self._jobs(division, sights))
            for clash in clashes:
                paths = [
                    path for number in clash.holders for path in holding[number, clash.meeting, clash.value]
                ]
                together.append(paths)
                common += paths if COMMON in clash.holders else []
        return None

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
        for (number, values), content in zip(
            wanted.items(), self._kept(names, _holders, questions), strict=True
        ):
            for (meeting, value), paths in zip(values, json.loads(content), strict=True):
                found[number, meeting, value] = paths
        return found

    # --- What is asked --------------------------------------------------------------------------------

    @cached_property
    def _environment(self) -> bytes:
        """What every unit is checked by: the code, and all that lies beside the data."""
        beside = [file for name in ("queries", "shapes") for file in _read(self.contents.root / name)]
        engine = version("pyshifty").encode()
        return cache.key([cache.code(), engine, *beside]).encode()

    @cached_property
    def _sights(self) -> Sights | None:
        name = cache.key([b"sights", self._environment])
        kept = cache.read(name)
        found = sights_of(self.contents) if kept is None else _sights_of_bytes(kept)
        if kept is None:
            cache.write(name, _sights_to_bytes(found))
        return found

    # --- What the files speak of ----------------------------------------------------------------------

    @cached_property
    def _hashes(self) -> dict[str, bytes]:
        return {file.path: _name_of(file) for file in self.contents.files}

    @cached_property
    def _files(self) -> dict[str, tuple[int, Index]]:
        name = cache.key([b"indices", cache.code(), str(self.contents.root.resolve()).encode()])
        kept = _indices_of_bytes(cache.read(name) or b"")
        found = {path: kept[name] for path, name in self._hashes.items() if name in kept}
        waiting = [pair for pair in self._hashes.items() if pair[0] not in found]
        parts = [(self.contents.root, waiting[at : at + _PART]) for at in range(0, len(waiting), _PART)]
        for (_, files), indices in zip(parts, self._mapped(_indexed, parts), strict=True):
            found |= {path: Index.of_bytes(index) for (path, _), index in zip(files, indices, strict=True)}
        fresh = {self._hashes[path]: index for path, index in found.items()}
        if fresh.keys() != kept.keys():
            cache.write(name, _indices_to_bytes(fresh))
        return {file.path: (len(file.data), found[file.path]) for file in self.contents.files}

    # --- Checking -------------------------------------------------------------------------------------

    def _outcomes(self, division: Division, sights: Sights) -> list[Outcome]:
        """The outcome of what is common to all, then of each unit."""
        jobs = self._jobs(division, sights)
        contents = self._kept([self._name(job) for job in jobs], _checked, jobs)
        return [Outcome.of_bytes(content) for content in contents]

    def _jobs(self, division: Division, sights: Sights) -> list[Job]:
        # In the order of the whole, by which the place of a finding is chosen among several.
        among = frozenset(division.common)
        common = tuple(pair for pair in self._hashes.items() if pair[0] in among)
        setting = Setting(self.contents.root, common, division.named_in_common, sights)
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


# --- In the process that checks -----------------------------------------------------------------------


class _Worker:
    """What a process that checks knows beforehand: the files common to all, and what follows from them."""

    def __init__(self, setting: Setting) -> None:
        self.named, self.sights, self.root = setting.named, setting.sights, setting.root
        self.files = [_file(self.root, named) for named in setting.common]
        self.contents = Contents.of(self.root, self.files)
        self.follows = rdf.triples(self.contents.inferred())

    def outcome(self, job: Job) -> Outcome:
        files = [_file(self.root, named) for named in job.files]
        part = self.contents.part([*self.files, *files])
        found = checked.whole(part)
        return Outcome(found.findings, tuple(self._values(part, job)), self._apart(part, job))

    def _values(self, part: Contents, job: Job) -> Iterator[frozenset[int]]:
        """For each meeting the values that things of this unit come to, by the one side and by the other."""
        own = set(_subjects(part.closed())) if not job.paths else self._own(part, job)
        known: dict[Side, frozenset[int]] = {}
        for meeting in self.sights.meetings:
            for side in (meeting.one, meeting.other):
                if side not in known:
                    values = {value for value, _ in _come_to(part.closed(), own, side)}
                    known[side] = frozenset(map(units.number, values))
                yield known[side]

    def holders(self, job: Job, wanted: Sequence[tuple[int, int]]) -> list[list[str]]:
        """The unit's files whose things come to values, each given with the number of a meeting."""
        files = [_file(self.root, named) for named in job.files]
        part = self.contents.part([*self.files, *files])
        own = self._own(part, job)
        graphs = {graph: file.path for file in files for graph in file.graphs}
        coming: dict[int, list[tuple[int, rdf.Term]]] = {}
        for number in {meeting for meeting, _ in wanted}:
            meeting = self.sights.meetings[number]
            pairs = (
                pair for side in (meeting.one, meeting.other) for pair in _come_to(part.closed(), own, side)
            )
            coming[number] = [(units.number(value), thing) for value, thing in pairs]
        return [
            sorted(
                {path for one, thing in coming[number] if one == value for path in _in(part, thing, graphs)}
            )
            for number, value in wanted
        ]

    def _own(self, part: Contents, job: Job) -> set[rdf.Term]:
        """The things that the unit speaks of and what is common to all does not."""
        files = [file for file in part.files if file.path in job.paths]
        found: set[rdf.Term] = set()
        for graph in {graph for file in files for graph in file.graphs}:
            for quad in part.closed().quads_for_pattern(None, None, None, graph):
                found |= {quad.subject, quad.object}
        return {
            one for one in found if not isinstance(one, ox.Literal) and units.number(one) not in self.named
        }

    def _apart(self, part: Contents, job: Job) -> bool:
        """Whether what follows in the unit, and not from what is common to all, is of its own things alone."""
        inferred = part.inferred() if job.paths else ()
        return not any(
            units.number(quad.subject) in job.shared and quad.triple not in self.follows for quad in inferred
        )


def _subjects(store: ox.Store) -> Iterator[rdf.Term]:
    rows = store.query("SELECT DISTINCT ?thing { ?thing ?property ?value }", use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return (row[0] for row in rows)


def _come_to(store: ox.Store, own: AbstractSet[rdf.Term], side: Side) -> Iterator[tuple[rdf.Term, rdf.Term]]:
    """The values that some of the ``own`` things come to by a side of a meeting, each with such a thing."""
    kept_out = {subject for subject, _ in _with(store, side.unless)}
    if side.before:
        coming = _led_to(store, own - kept_out, side.before)
        for subject, value in _with(store, side.last):
            yield from ((value, thing) for thing in coming.get(subject, ()))
    else:
        for subject, value in _with(store, side.last):
            if subject in own and subject not in kept_out:
                yield value, subject


def _led_to(
    store: ox.Store, own: AbstractSet[rdf.Term], before: AbstractSet[str]
) -> dict[rdf.Term, set[rdf.Term]]:
    """What the ``own`` things lead to by some properties, and what these lead to, each with the things it is of."""
    coming: dict[rdf.Term, set[rdf.Term]] = {thing: {thing} for thing in own}
    changed = True
    while changed:
        changed = False
        for subject, value in _with(store, before):
            fresh = coming.get(subject, set()) - coming.get(value, set())
            if fresh:
                coming.setdefault(value, set()).update(fresh)
                changed = True
    return coming


def _in(part: Contents, thing: rdf.Term, graphs: Mapping[rdf.GraphName, str]) -> Iterator[str]:
    if isinstance(thing, ox.NamedNode | ox.BlankNode):
        for quad in part.closed().quads_for_pattern(thing, None, None, None):
            if quad.graph_name in graphs:
                yield graphs[quad.graph_name]


def _with(store: ox.Store, predicates: Iterable[str]) -> Iterator[tuple[rdf.Term, rdf.Term]]:
    for predicate in sorted(predicates):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            yield quad.subject, quad.object


@lru_cache(maxsize=1)
def _worker(setting: Setting) -> _Worker:
    return _Worker(setting)


def _checked(job: Job) -> bytes:
    return _worker(job.setting).outcome(job).to_bytes()


def _holders(question: tuple[Job, Sequence[tuple[int, int]]]) -> bytes:
    job, wanted = question
    return json.dumps(_worker(job.setting).holders(job, wanted)).encode()


def _indexed(given: tuple[Path, Sequence[Named]]) -> list[bytes]:
    root, files = given
    return [units.index_of(_quads(_file(root, named))).to_bytes() for named in files]


def _file(root: Path, named: Named) -> File:
    """A file as it was when it got its name. Raises `InputError` when it has changed since, or is gone."""
    path, name = named
    read = folder.file(root / path, path)
    if _name_of(read) != name:
        raise InputError(path, "has changed while it was read", "run this again")
    return read


def _name_of(file: File) -> bytes:
    return cache.key([file.path.encode(), file.data]).encode()


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


# --- How far things see -------------------------------------------------------------------------------


def sights_of(contents: Contents) -> Sights | None:
    """How far all that a workspace is asked sees; None when something sees everything."""
    found = dict(_queries(contents))
    rules = {rule.name for rule in contents.rules}
    allowed = {name: (LOCAL, MEETING) if name in rules else (LOCAL, MEETING, ABSENT) for name in found}
    if _far_sighted(contents) or any(sight.kind not in allowed[name] for name, sight in found.items()):
        return None
    groups = tuple(group for sight in found.values() for group in sight.meetings)
    return Sights(groups, frozenset(name for name, sight in found.items() if sight.kind == ABSENT))


def _queries(contents: Contents) -> Iterator[tuple[str, Sight]]:
    for query in (*contents.rules, *contents.checks):
        yield query.name, joins.sight_of(query.text, contents.prefixes)
    from seutu.wellformed import declared_prefixes, parse_shapes

    shapes = parse_shapes(contents.shapes)
    prefixes = declared_prefixes(shapes)
    for quad in shapes.quads_for_pattern(None, _SPARQL, None, None):
        name = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
        for select in rdf.objects(shapes, quad.object, _SELECT):
            table = prefixes.get(str(quad.object), {})
            yield (
                name,
                joins.sight_of(select.value, table) if isinstance(select, ox.Literal) else Sight(GLOBAL),
            )


def _far_sighted(contents: Contents) -> bool:
    """Whether a shape follows statements backwards, or asks in ways that are not read here."""
    shapes = ox.Store()
    for file in contents.shape_files:
        file.into(shapes)
    return any(
        any(shapes.quads_for_pattern(None, predicate, None, None))
        for predicate in (_INVERSE, *_OTHER_QUERIES)
    )


# --- As bytes -----------------------------------------------------------------------------------------


def _sights_to_bytes(sights: Sights | None) -> bytes:
    if sights is None:
        return b"null"
    groups = [[[_side(one.one), _side(one.other)] for one in group] for group in sights.groups]
    return json.dumps({"groups": groups, "absent": sorted(sights.absent)}).encode()


def _side(side: Side) -> list[list[str]]:
    return [sorted(side.last), sorted(side.before), sorted(side.unless)]


def _sights_of_bytes(content: bytes) -> Sights | None:
    body = json.loads(content)
    if body is None:
        return None
    groups = tuple(
        tuple(joins.Meeting(*(Side(*map(frozenset, side)) for side in meeting)) for meeting in group)
        for group in body["groups"]
    )
    return Sights(groups, frozenset(body["absent"]))


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


def _quads(file: File) -> Iterator[ox.Quad]:
    """What a file says. Raises `InputError` when it is not well-formed."""
    store = ox.Store()
    file.into(store)
    yield from store


def _read(place: Path) -> Iterator[bytes]:
    for path in folder.paths(place, ".rq", ".ttl"):
        yield path.as_posix().encode()
        yield path.read_bytes()
