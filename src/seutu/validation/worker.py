"""Functions of the worker processes of `incremental`: they index files and validate units."""

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
from seutu.validation.survey import Survey
from seutu.validation.units import TERM_PROPERTIES
from seutu.workspace import cache
from seutu.workspace.contents import Contents
from seutu.workspace.layers import Layers

KeyedFile = tuple[str, bytes]
"""The path of a file, and the key of its content."""


@dataclass(frozen=True)
class Setting:
    """The common input of all units of a workspace: the common files, the IRIs named in them, and the survey."""

    layers: Layers
    common: tuple[KeyedFile, ...]
    named: frozenset[int]
    survey: Survey


@dataclass(frozen=True)
class Job:
    """A unit to be validated: its files, and the IRIs that it shares with others."""

    setting: Setting
    files: tuple[KeyedFile, ...]
    shared: frozenset[int]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the files."""
        return tuple(path for path, _ in self.files)


class Worker:
    """The state of a worker process: the common files and their inferred statements."""

    def __init__(self, setting: Setting) -> None:
        self.named, self.survey, self.layers = setting.named, setting.survey, setting.layers
        self.files = [_file(self.layers, named) for named in setting.common]
        self.contents = Contents.of(self.layers, self.files)
        self.follows = model.triples(self.contents.inferred())

    def outcome(self, job: Job) -> Outcome:
        """Return the outcome of the validation of a unit."""
        files = [_file(self.layers, named) for named in job.files]
        part = self.contents.part([*self.files, *files])
        found = full.workspace_report(part)
        return Outcome(found.findings, tuple(self._values(part, job)), self._is_independent(part, job))

    def _values(self, part: Contents, job: Job) -> Iterator[frozenset[int]]:
        """The values that each side of each meeting reaches from the resources of this unit."""
        own = set(_subjects(part.closed())) if not job.paths else self._own_resources(part, job)
        known: dict[Side, frozenset[int]] = {}
        for meeting in self.survey.meetings:
            for side in (meeting.one, meeting.other):
                if side not in known:
                    values = {value for value, _ in _reached_values(part.closed(), own, side)}
                    known[side] = frozenset(map(units.number, values))
                yield known[side]

    def holders(self, job: Job, wanted: Sequence[tuple[int, int]]) -> list[list[str]]:
        """Return the files of a unit whose resources reach the given values, each with the number of a meeting."""
        files = [_file(self.layers, named) for named in job.files]
        part = self.contents.part([*self.files, *files])
        own = self._own_resources(part, job)
        graphs = {graph: file.path for file in files for graph in file.graphs}
        reached: dict[int, list[tuple[int, model.Term]]] = {}
        for number in {meeting for meeting, _ in wanted}:
            meeting = self.survey.meetings[number]
            pairs = (
                pair
                for side in (meeting.one, meeting.other)
                for pair in _reached_values(part.closed(), own, side)
            )
            reached[number] = [(units.number(value), thing) for value, thing in pairs]
        return [
            sorted(
                {
                    path
                    for one, thing in reached[number]
                    if one == value
                    for path in _paths_of(part, thing, graphs)
                }
            )
            for number, value in wanted
        ]

    def _own_resources(self, part: Contents, job: Job) -> set[model.Term]:
        """The resources of the unit that the common files do not name."""
        files = [file for file in part.files if file.path in job.paths]
        found: set[model.Term] = set()
        for graph in {graph for file in files for graph in file.graphs}:
            for quad in part.closed().quads_for_pattern(None, None, None, graph):
                found |= {quad.subject, quad.object}
        return {
            one for one in found if not isinstance(one, ox.Literal) and units.number(one) not in self.named
        }

    def _is_independent(self, part: Contents, job: Job) -> bool:
        """Return whether the statements inferred in the unit are about its own resources, and none is about terms.

        Statements inferred from the common files do not count. A unit with rewritten terms is not independent, because
        the terms of the whole workspace may be rewritten otherwise.
        """
        if RewrittenTerms.of(part.closed()).properties:
            return False
        inferred = part.inferred() if job.paths else ()
        return not any(
            quad.triple not in self.follows
            for quad in inferred
            if quad.predicate.value in TERM_PROPERTIES or units.number(quad.subject) in job.shared
        )


def _subjects(store: model.Quads) -> Iterator[model.Term]:
    rows = store.query("SELECT DISTINCT ?thing { ?thing ?property ?value }", use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return (row[0] for row in rows)


def _reached_values(
    store: model.Quads, own: AbstractSet[model.Term], side: Side
) -> Iterator[tuple[model.Term, model.Term]]:
    """The values that one side of a meeting reaches from the ``own`` resources, each with such a resource."""
    excluded = {subject for subject, _ in _pairs(store, side.unless)}
    if side.before:
        reached = _reachable(store, own - excluded, side.before)
        for subject, value in _pairs(store, side.last):
            yield from ((value, thing) for thing in reached.get(subject, ()))
    else:
        for subject, value in _pairs(store, side.last):
            if subject in own and subject not in excluded:
                yield value, subject


def _reachable(
    store: model.Quads, own: AbstractSet[model.Term], before: AbstractSet[str]
) -> dict[model.Term, set[model.Term]]:
    """The terms reachable from the ``own`` resources by some properties, each with these resources."""
    reached: dict[model.Term, set[model.Term]] = {thing: {thing} for thing in own}
    changed = True
    while changed:
        changed = False
        for subject, value in _pairs(store, before):
            fresh = reached.get(subject, set()) - reached.get(value, set())
            if fresh:
                reached.setdefault(value, set()).update(fresh)
                changed = True
    return reached


def _paths_of(part: Contents, thing: model.Term, graphs: Mapping[model.GraphName, str]) -> Iterator[str]:
    if isinstance(thing, ox.NamedNode | ox.BlankNode):
        for quad in part.closed().quads_for_pattern(thing, None, None, None):
            if quad.graph_name in graphs:
                yield graphs[quad.graph_name]


def _pairs(store: model.Quads, predicates: Iterable[str]) -> Iterator[tuple[model.Term, model.Term]]:
    for predicate in sorted(predicates):
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            yield quad.subject, quad.object


@lru_cache(maxsize=1)
def _worker(setting: Setting) -> Worker:
    return Worker(setting)


def check(job: Job) -> bytes:
    """Return the `Outcome` of a unit as bytes. Raises `InputError` if a file has changed or is not well-formed."""
    return _worker(job.setting).outcome(job).to_bytes()


def holders(question: tuple[Job, Sequence[tuple[int, int]]]) -> bytes:
    """Return the files of a unit that reach values, given by meeting and number, as JSON: a list of paths for each."""
    job, wanted = question
    return json.dumps(_worker(job.setting).holders(job, wanted)).encode()


def index(request: tuple[Layers, Sequence[KeyedFile]]) -> list[bytes]:
    """Return the `units.Index` of files of a workspace as bytes. Raises the errors of `check`."""
    layers, files = request
    return [units.index_of(_quads(_file(layers, named))).to_bytes() for named in files]


def _file(layers: Layers, named: KeyedFile) -> File:
    """The file with the given key. Raises `InputError` if it has changed since, or is missing."""
    path, name = named
    read = layers.file(path).read()
    if file_key(read) != name:
        raise InputError(path, Phrase("has changed while it was read"), Phrase("run this again"))
    return read


def file_key(file: File) -> bytes:
    """Return the key of the content of a file."""
    return cache.key([file.graph.value.encode(), file.path.encode(), file.data]).encode()


def _quads(file: File) -> Iterator[ox.Quad]:
    """The statements of a file. Raises `InputError` if it is not well-formed."""
    store = ox.Store()
    file.add_to(store)
    yield from store
