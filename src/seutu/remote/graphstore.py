"""Named graphs published to a SPARQL store: all of them or none.

Each graph that changes is first written under a name of its own below ``<base>staging/``, and read back. Then one
update moves all of them to their places and drops those that are no longer ours, with what a killed run left; a store
with transactions (Oxigraph, Fuseki on TDB2) does that at once. Whatever happens before leaves what is published as it
was. One publisher at a time: the later one would drop what the earlier has staged.

Virtuoso 7 carries an update out in steps, and to its end even when the one who sent it is gone: while it does, readers
may meet some graphs new and others missing or old, and a run that begins meanwhile may fail. Its answers are cut at
``ResultSetMaxRows`` (10000 as it comes), and a graph larger than that is refused until the limit is raised.

A store without updates cannot do that: there each graph is replaced in turn, and put back if a later one fails. That
is weaker, for a killed run leaves some graphs new and others old, and readers may see the same meanwhile.

Some stores keep other values than they are given: Virtuoso 7 rounds a double to 6 digits and a decimal to 15, and turns
an integer beyond 32 bits into a decimal. What a store made of a graph is therefore remembered in the graph
``<base>forms``, as a statement between the names of both forms, so that the same graph is not published for ever anew.
It is written only when there is something to remember. A store that keeps fewer statements than it was sent is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from seutu.changes import Change, Plan, Progress
from seutu.errors import ParameterError, PublishError
from seutu.rdf import node
from seutu.remote.forms import Form, figures
from seutu.remote.sparqlstore import SparqlStore

_GRAPHS, _STAGING, _FORMS = "graph/", "staging/", "forms"
_KEPT_AS = node("dcterms:hasFormat")
_UNTOUCHED = "what was published before is as it was"
_PUT_BACK = "what was published before was put back"
_HALF = "what was published before could not be put back whole, so publish again"
_PARTLY = "a part of it was changed, so publish again"
_UNSURE = "publish again, for all of it was changed or nothing"
# Which share of the work is done when all that stands there has been read, and when all is staged.
_READ, _STAGED = 0.4, 0.95

Named = dict[str, Form]
Kept = set[tuple[ox.NamedNode, ox.NamedNode]]


@dataclass(frozen=True)
class _Standing:
    """What a store holds: our graphs, other graphs by size, what it kept of which form, and what a killed run left."""

    ours: Named
    others: Mapping[str, int]
    kept: Kept
    left: Sequence[str]

    def published(self) -> dict[str, bytes | int]:
        """What readers see, as far as it is for us to change it."""
        others = {graph: size for graph, size in self.others.items() if graph not in self.left}
        return {graph: form.ntriples for graph, form in self.ours.items()} | others


@dataclass(frozen=True)
class _Work:
    """What is to be done: graphs to write and to remove, and the plan that tells of it."""

    write: Sequence[str]
    remove: Sequence[str]
    plan: Plan


class GraphPublication:
    """Graphs, and the store they are published to."""

    def __init__(self, store: SparqlStore, graphs: Mapping[str, Iterable[ox.Triple]], base: str) -> None:
        """Take the graphs by IRI, whose IRIs all begin with ``base``; empty ones count as absent.

        On the store, graphs below ``<base>graph/`` that are not among them are to be removed. Raises `ParameterError`
        for a graph with another IRI.
        """
        self._store, self._base = store, base
        for graph in graphs:
            if not _is_ours(graph, base):
                raise ParameterError(
                    f"The graph {graph} cannot be published: its IRI must begin with {base}graph/; "
                    "leave out the --keep that holds it where it is."
                )
        forms = {graph: Form.of(graphs[graph], by_value=store.by_value) for graph in sorted(graphs)}
        self._forms = {graph: form for graph, form in forms.items() if form.size}

    def plan(self, progress: Progress = lambda _: None) -> Plan:
        """What publishing would change. Raises `PublishError` when the store cannot be read."""
        plan = self._work(self._standing(progress)).plan
        progress(1.0)
        return plan

    def carry_out(self, progress: Progress = lambda _: None) -> Plan:
        """Publish, and tell what was changed.

        Raises `PublishError` when it could not be done, which says also in what state the store is.
        """
        with _ending(_UNTOUCHED):
            standing = self._standing(lambda share: progress(share * _READ))
            work = self._work(standing)
        if work.plan:
            publish = self._at_once if self._store.updates else self._in_turn
            publish(work, standing, lambda share: progress(_READ + share * (_STAGED - _READ)))
        progress(1.0)
        return work.plan

    def _standing(self, progress: Progress) -> _Standing:
        sizes = self._store.sizes(self._base)
        known = [graph for graph in self._forms if graph in sizes]
        ours, whole, done = Named(), sum(sizes[graph] for graph in known), 0
        for graph in known:
            ours[graph] = self._form(self._store.read(graph, sizes[graph]))
            done += sizes[graph]
            progress(done / whole)
        kept = self._base + _FORMS
        remembered = self._store.read(kept, sizes[kept]) if kept in sizes else ()
        return _Standing(
            ours,
            {graph: size for graph, size in sizes.items() if graph not in ours},
            set(filter(None, map(_pair, remembered))),
            sorted(graph for graph in sizes if graph.startswith(self._base + _STAGING)),
        )

    def _work(self, standing: _Standing) -> _Work:
        write, changes = [], []
        for graph, form in self._forms.items():
            there = standing.ours.get(graph)
            if there is None:
                changes.append(Change("add", graph, figures(form.size, 0)))
            elif there.ntriples != form.ntriples and (form.name, there.name) not in standing.kept:
                changes.append(Change("replace", graph, form.unlike(there)))
            else:
                continue
            write.append(graph)
        unchanged = len(self._forms) - len(write)
        remove = sorted(graph for graph in standing.others if graph.startswith(self._base + _GRAPHS))
        remove = [graph for graph in remove if graph not in self._forms]
        changes += [Change("remove", graph, figures(0, standing.others[graph])) for graph in remove]
        changes += [Change("remove", graph, "left by a run that was killed") for graph in standing.left]
        return _Work(write, remove, Plan(self._store.place, tuple(changes), unchanged))

    def _at_once(self, work: _Work, standing: _Standing, progress: Progress) -> None:
        staged = {graph: self._staging(graph) for graph in work.write}
        with _ending(_UNTOUCHED), _undone(lambda: self._discard(staged.values())):
            for done, graph in enumerate(work.write, 1):
                self._store.write(staged[graph], self._forms[graph].written)
                progress(done / len(work.write))
            kept = self._made_of(staged)
        moves = [f"MOVE GRAPH <{staging}> TO GRAPH <{graph}>" for graph, staging in staged.items()]
        # What was left goes last of all: an update of a killed run may still be moving it.
        left = [graph for graph in standing.left if graph not in staged.values()]
        drops = [f"DROP SILENT GRAPH <{graph}>" for graph in (*work.remove, *left)]
        self._switch([*moves, *drops, *self._remembering(standing, kept)], standing, staged.values())

    def _staging(self, graph: str) -> str:
        # Named by what it says too: an update of a killed run, still at work on the server, moves nothing of ours.
        content = self._forms[graph].name.value.rpartition(";")[2]
        return f"{self._base}{_STAGING}{content}/{quote(graph, safe='')}"

    def _switch(self, operations: Iterable[str], before: _Standing, staged: Iterable[str]) -> None:
        try:
            self._store.update(operations)
        except PublishError as error:
            # The answer may be lost and the deed done.
            with _ending(_UNSURE, error):
                after = self._standing(lambda _: None)
                if not self._work(after).plan:
                    return
                self._discard(staged)
            outcome = _UNTOUCHED if after.published() == before.published() else _PARTLY
            raise _with(outcome, error) from None

    def _in_turn(self, work: _Work, standing: _Standing, progress: Progress) -> None:
        earlier = {graph: standing.ours.get(graph) for graph in work.write}
        with _ending(_UNTOUCHED):
            for graph in work.remove:
                earlier[graph] = self._form(self._store.read(graph, standing.others[graph]))
        begun: list[str] = []
        try:
            for graph in earlier:
                begun.append(graph)
                self._put(graph, self._forms.get(graph))
                progress(len(begun) / len(earlier))
            kept = self._made_of({graph: graph for graph in work.write})
            self._put(self._base + _FORMS, self._memory(standing, kept))
            self._discard(standing.left)
        except BaseException as error:
            with _ending(_HALF, error):
                for graph in begun:
                    self._put(graph, earlier[graph])
            if isinstance(error, PublishError):
                raise _with(_PUT_BACK, error) from None
            raise

    def _put(self, graph: str, form: Form | None) -> None:
        if form is None or not form.size:
            self._store.remove(graph)
        else:
            self._store.write(graph, form.written)

    def _made_of(self, places: Mapping[str, str]) -> Kept:
        """What the store made of our graphs, as it holds them at these places, where it is not what it was sent."""
        sizes = self._store.sizes(self._base)
        made: Kept = set()
        for graph, place in places.items():
            sent, size = self._forms[graph], sizes.get(place, 0)
            if not sent.least <= size <= sent.size:
                problem = f"keeps {size} of the {sent.size} statements of the graph {graph}"
                raise PublishError(self._store.place, problem, "look whether someone else writes there")
            made.add((sent.name, self._form(self._store.read(place, size)).name))
        return {(sent_name, name) for sent_name, name in made if sent_name != name}

    def _memory(self, standing: _Standing, new: Kept) -> Form:
        """What the store makes of the graphs that we publish, of those which were there already too."""
        names = {form.name for form in self._forms.values()}
        kept = {pair for pair in standing.kept if pair[0] in names} | new
        return Form.of(ox.Triple(sent, _KEPT_AS, made) for sent, made in kept)

    def _remembering(self, standing: _Standing, new: Kept) -> Iterator[str]:
        memory, graph = self._memory(standing, new), f"<{self._base}{_FORMS}>"
        if memory.size or standing.kept:
            yield f"DROP SILENT GRAPH {graph}"
        if memory.size:
            yield f"INSERT DATA {{ GRAPH {graph} {{ {memory.ntriples.decode()} }} }}"

    def _form(self, triples: Iterable[ox.Triple]) -> Form:
        return Form.of(triples, by_value=self._store.by_value)

    def _discard(self, graphs: Iterable[str]) -> None:
        for graph in graphs:
            self._store.remove(graph)


def _is_ours(graph: str, base: str) -> bool:
    with suppress(ValueError):
        reserved = (base + _STAGING, base + _FORMS)
        return ox.NamedNode(graph).value.startswith(base) and not graph.startswith(reserved)
    return False


def _pair(memory: ox.Triple) -> tuple[ox.NamedNode, ox.NamedNode] | None:
    sent, made = memory.subject, memory.object
    return (sent, made) if isinstance(sent, ox.NamedNode) and isinstance(made, ox.NamedNode) else None


@contextmanager
def _undone(undo: Callable[[], None]) -> Iterator[None]:
    """Undo what was begun when anything is raised; what cannot be undone is left for the next run."""
    try:
        yield
    except BaseException:
        with suppress(PublishError):
            undo()
        raise


@contextmanager
def _ending(outcome: str, first: BaseException | None = None) -> Iterator[None]:
    """Have errors say in what state things are; of two, the first is told."""
    try:
        yield
    except PublishError as error:
        raise _with(outcome, first if isinstance(first, PublishError) else error) from None


def _with(outcome: str, error: PublishError) -> PublishError:
    return PublishError(error.place, error.problem, f"{error.remedy}; {outcome}")
