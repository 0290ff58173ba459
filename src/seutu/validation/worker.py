"""What a process does that helps to check a workspace in units: it reads files, checks a unit, says what is in it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.query.locality import Side
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.shacl.rewritten import RewrittenTerms
from seutu.validation import full, units
from seutu.validation.outcome import Outcome
from seutu.validation.survey import Sights
from seutu.validation.units import OF_TERMS
from seutu.workspace import cache
from seutu.workspace.contents import Contents
from seutu.workspace.layers import Layers

Named = tuple[str, bytes]
"""The path of a file, and the name by which its content is known."""


@dataclass(frozen=True)
class Setting:
    """What all units of a workspace are checked with: the files common to all and the IRIs named in them."""

    layers: Layers
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


class Worker:
    """What a process that checks knows beforehand: the files common to all, and what follows from them."""

    def __init__(self, setting: Setting) -> None:
        self.named, self.sights, self.layers = setting.named, setting.sights, setting.layers
        self.files = [_file(self.layers, named) for named in setting.common]
        self.contents = Contents.of(self.layers, self.files)
        self.follows = model.triples(self.contents.inferred())

    def outcome(self, job: Job) -> Outcome:
        """What checking a unit gives."""
        files = [_file(self.layers, named) for named in job.files]
        part = self.contents.part([*self.files, *files])
        found = full.whole(part)
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
        files = [_file(self.layers, named) for named in job.files]
        part = self.contents.part([*self.files, *files])
        own = self._own(part, job)
        graphs = {graph: file.path for file in files for graph in file.graphs}
        coming: dict[int, list[tuple[int, model.Term]]] = {}
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

    def _own(self, part: Contents, job: Job) -> set[model.Term]:
        """The things that the unit speaks of and what is common to all does not."""
        files = [file for file in part.files if file.path in job.paths]
        found: set[model.Term] = set()
        for graph in {graph for file in files for graph in file.graphs}:
            for quad in part.closed().quads_for_pattern(None, None, None, graph):
                found |= {quad.subject, quad.object}
        return {
            one for one in found if not isinstance(one, ox.Literal) and units.number(one) not in self.named
        }

    def _apart(self, part: Contents, job: Job) -> bool:
        """Whether what follows in the unit, and not from what is common to all, is of its own things, and no terms.

        Nor is a unit apart in which values are looked at as they are written, which in the whole, for its size, may be
        otherwise.
        """
        if RewrittenTerms.of(part.closed()).properties:
            return False
        inferred = part.inferred() if job.paths else ()
        return not any(
            quad.triple not in self.follows
            for quad in inferred
            if quad.predicate.value in OF_TERMS or units.number(quad.subject) in job.shared
        )


def _subjects(store: model.Quads) -> Iterator[model.Term]:
    rows = store.query("SELECT DISTINCT ?thing { ?thing ?property ?value }", use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return (row[0] for row in rows)


def _come_to(
    store: model.Quads, own: AbstractSet[model.Term], side: Side
) -> Iterator[tuple[model.Term, model.Term]]:
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
    store: model.Quads, own: AbstractSet[model.Term], before: AbstractSet[str]
) -> dict[model.Term, set[model.Term]]:
    """What the ``own`` things lead to by some properties, and what these lead to, each with the things it is of."""
    coming: dict[model.Term, set[model.Term]] = {thing: {thing} for thing in own}
    changed = True
    while changed:
        changed = False
        for subject, value in _with(store, before):
            fresh = coming.get(subject, set()) - coming.get(value, set())
            if fresh:
                coming.setdefault(value, set()).update(fresh)
                changed = True
    return coming


def _in(part: Contents, thing: model.Term, graphs: Mapping[model.GraphName, str]) -> Iterator[str]:
    if isinstance(thing, ox.NamedNode | ox.BlankNode):
        for quad in part.closed().quads_for_pattern(thing, None, None, None):
            if quad.graph_name in graphs:
                yield graphs[quad.graph_name]


def _with(store: model.Quads, predicates: Iterable[str]) -> Iterator[tuple[model.Term, model.Term]]:
    for predicate in sorted(predicates):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            yield quad.subject, quad.object


@lru_cache(maxsize=1)
def _worker(setting: Setting) -> Worker:
    return Worker(setting)


def check(job: Job) -> bytes:
    """The `Outcome` of a unit, as bytes. Raises `InputError` when a file has changed or is not well-formed."""
    return _worker(job.setting).outcome(job).to_bytes()


def holders(question: tuple[Job, Sequence[tuple[int, int]]]) -> bytes:
    """The unit's files whose things come to values, given by meeting and number: a list of paths for each, as JSON."""
    job, wanted = question
    return json.dumps(_worker(job.setting).holders(job, wanted)).encode()


def index(given: tuple[Layers, Sequence[Named]]) -> list[bytes]:
    """The `units.Index` of some files of a workspace, as bytes. Raises what `check` raises."""
    layers, files = given
    return [units.index_of(_quads(_file(layers, named))).to_bytes() for named in files]


def _file(layers: Layers, named: Named) -> File:
    """A file as it was when it got its name. Raises `InputError` when it has changed since, or is gone."""
    path, name = named
    read = layers.file(path).read()
    if name_of(read) != name:
        raise InputError(path, Phrase("has changed while it was read"), Phrase("run this again"))
    return read


def name_of(file: File) -> bytes:
    """The name by which a file's content is known."""
    return cache.key([file.graph.value.encode(), file.path.encode(), file.data]).encode()


def _quads(file: File) -> Iterator[ox.Quad]:
    """What a file says. Raises `InputError` when it is not well-formed."""
    store = ox.Store()
    file.add_to(store)
    yield from store
