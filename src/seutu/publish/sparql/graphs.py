"""Named graphs published to a SPARQL store: all of them or none.

Others may write into the same store. Only graphs that our list (`graphlist`) names, and that are still as we wrote
them, are replaced or removed. A graph at one of our names that says what we would write is taken into the list; any
other stays, unless it may be overwritten.

Each graph that changes is first written under a random name of its own below ``<base>staging/``, which the list marks,
and read back. Then one update moves all of them to their places and drops those that are no longer published, with
what a killed run left; a store with transactions (Oxigraph, Fuseki on TDB2) does that at once. Whatever happens before
leaves what is published as it was. One publisher of a catalogue at a time: the later one would drop what the earlier
has staged.

Virtuoso 7 carries an update out in steps, and to its end even when the one who sent it is gone: while it does, readers
may meet some graphs new and others missing or old, and a run that begins meanwhile may fail. Its answers are cut at
``ResultSetMaxRows`` (10000 as it comes), and a graph larger than that is refused until the limit is raised.

Some stores keep other values than they are given: Virtuoso 7 rounds a double to 6 digits and a decimal to 15, and turns
an integer beyond 32 bits into a decimal. What a store made of a graph is therefore remembered in the list, as a
statement between the names of both forms, so that the same graph is not published for ever anew; version 0.1.0
remembered it in the graph ``<base>forms``, which is read and left. A store that keeps fewer statements than it was sent
is refused.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import quote

import pyoxigraph as ox

from seutu.errors import ParameterError, PublishError
from seutu.phrases import Phrase, and_more, counted, joined
from seutu.progress import Progress
from seutu.publish.plan import Change, Plan
from seutu.publish.sparql.form import Form, figures
from seutu.publish.sparql.graphlist import LISTS, STAGING, GraphList, Kept, kept
from seutu.remote.sparql import SparqlStore

_GRAPHS, _FORMS = "graph/", "forms"
_UNTOUCHED = Phrase("what was published before is as it was")
_PARTLY = Phrase("a part of it was changed, so publish again")
_UNSURE = Phrase("publish again, for all of it was changed or nothing")
# Which share of the work is done when all that stands there has been read, and when all is staged.
_READ, _STAGED = 0.4, 0.95

# Of graphs that stay, how many are named.
_NAMED = 10

Named = dict[str, Form]


@dataclass(frozen=True)
class _Standing:
    """What a store holds below the base: graphs by size; those read, which are ours by name or by our list; our list
    and the lists of others; and what the store made of which form.
    """

    sizes: Mapping[str, int]
    read: Named
    own: GraphList
    others: Sequence[GraphList]
    kept: Kept

    @property
    def left(self) -> list[str]:
        """What a killed run of ours staged."""
        return sorted(graph for graph in self.own.staged if graph in self.sizes)

    def published(self) -> dict[str, bytes | int]:
        """What readers see."""
        hidden = {*self.own.staged, self.own.place}
        seen = {graph: size for graph, size in self.sizes.items() if graph not in hidden}
        return {graph: self.read[graph].ntriples if graph in self.read else seen[graph] for graph in seen}

    def says(self, graph: str, form: Form) -> bool:
        """Whether a graph says this, or what the store makes of it."""
        there = self.read[graph]
        return there.ntriples == form.ntriples or (form.name, there.name) in self.kept

    def owner(self, graph: str) -> str:
        """The other catalogue that published a graph, if one did and it is as it was."""
        name = self.read[graph].name
        return next((each.catalogue for each in self.others if name in each.forms.get(graph, ())), "")

    def is_ours(self, graph: str) -> bool:
        """Whether we published a graph, and it is as it was."""
        return self.read[graph].name in self.own.forms.get(graph, ()) and not self.owner(graph)

    def unlisted(self, starts: tuple[str, ...]) -> list[str]:
        """The graphs whose IRIs begin so and that no list names."""
        lists = (self.own, *self.others)
        known = {
            self.own.place,
            *chain.from_iterable((each.place, *each.forms, *each.staged) for each in lists),
        }
        return sorted(each for each in self.sizes if each.startswith(starts) and each not in known)


@dataclass(frozen=True)
class _Work:
    """What is to be done: graphs to write and to remove, the plan that tells of it, and what the list is to say then of
    the graphs that are not written.
    """

    write: Sequence[str]
    remove: Sequence[str]
    plan: Plan
    listed: Mapping[str, frozenset[ox.NamedNode]]


class GraphPublication:
    """Graphs, and the store they are published to."""

    def __init__(
        self,
        store: SparqlStore,
        graphs: Mapping[str, Iterable[ox.Triple]],
        base: str,
        *,
        catalogue: str,
        overwrite: bool = False,
    ) -> None:
        """Take the graphs by IRI, whose IRIs all begin with ``base``; empty ones count as absent.

        ``catalogue`` is the IRI of the catalogue whose graphs they are: those that it published before and that are not
        among them are removed. ``overwrite`` lets graphs of others, and edited ones, be replaced by ours of the same
        IRI. Raises `ParameterError` for a graph with another IRI.
        """
        self._store, self._base, self._overwrite = store, base, overwrite
        self._empty = GraphList.empty(base, catalogue)
        for graph in graphs:
            if not _can_be_ours(graph, base):
                raise ParameterError(
                    Phrase(
                        "The graph {graph} cannot be published: its IRI must begin with {base}graph/; leave out the "
                        "--keep that holds it where it is.",
                        graph=graph,
                        base=base,
                    )
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
        if work.plan or self._list(standing, work, {}) != standing.own:
            self._publish(work, standing, lambda share: progress(_READ + share * (_STAGED - _READ)))
        progress(1.0)
        return work.plan

    def _standing(self, progress: Progress) -> _Standing:
        sizes = self._store.sizes(self._base)
        lists = [
            GraphList.read(self._base, graph, self._store.read(graph, size))
            for graph, size in sizes.items()
            if graph.startswith(self._base + LISTS)
        ]
        others = [each for each in lists if each and each.place != self._empty.place]
        own = next((each for each in lists if each and each.place == self._empty.place), self._empty)
        known = [graph for graph in dict.fromkeys((*self._forms, *own.forms)) if graph in sizes]
        read, whole, done = Named(), sum(sizes[graph] for graph in known), 0
        for graph in known:
            read[graph] = self._form(self._store.read(graph, sizes[graph]))
            done += sizes[graph]
            progress(done / whole)
        earlier = self._base + _FORMS
        remembered = self._store.read(earlier, sizes[earlier]) if earlier in sizes else ()
        return _Standing(sizes, read, own, others, own.kept | kept(remembered))

    def _work(self, standing: _Standing) -> _Work:
        write, changes, stay = [], [], []
        listed = dict[str, frozenset[ox.NamedNode]]()
        for graph, form in self._forms.items():
            if graph not in standing.read:
                changes.append(Change("add", graph, figures(form.size, 0)))
                write.append(graph)
            elif standing.says(graph, form):
                if not standing.owner(graph):
                    listed[graph] = frozenset({standing.read[graph].name})
            elif self._overwrite or standing.is_ours(graph):
                changes.append(Change("replace", graph, form.unlike(standing.read[graph])))
                write.append(graph)
            else:
                stay.append(graph)
        unchanged = len(self._forms) - len(write) - len(stay)
        gone = [graph for graph in standing.own.forms if graph in standing.read and graph not in self._forms]
        remove = sorted(filter(standing.is_ours, gone))
        changes += [Change("remove", graph, figures(0, standing.sizes[graph])) for graph in remove]
        changes += [
            Change("remove", graph, Phrase("left by a run that was killed")) for graph in standing.left
        ]
        edited = sorted(set(gone) - set(remove))
        listed |= {
            graph: standing.own.forms[graph] for graph in (*stay, *edited) if graph in standing.own.forms
        }
        told = tuple(self._stays(standing, stay, edited))
        return _Work(write, remove, Plan(self._store.place, tuple(changes), unchanged, stays=told), listed)

    def _stays(self, standing: _Standing, stay: Sequence[str], edited: Sequence[str]) -> Iterator[Phrase]:
        """What is left as it is, in sentences for people."""
        by_owner: dict[str, list[str]] = {}
        for graph in stay:
            by_owner.setdefault(standing.owner(graph), []).append(graph)
        unowned = by_owner.pop("", [])
        yield from (_published(graphs, owner) for owner, graphs in by_owner.items())
        if changed := [graph for graph in unowned if graph in standing.own.forms]:
            yield _changed(changed)
        if foreign := [graph for graph in unowned if graph not in standing.own.forms]:
            yield _in_the_way(foreign)
        if edited:
            yield _dropped(edited)
        starts = (self._base + _GRAPHS, self._base + STAGING, self._base + LISTS)
        if others := [graph for graph in standing.unlisted(starts) if graph not in self._forms]:
            yield _foreign(others)
        for each in standing.others:
            theirs = [graph for graph in each.forms if graph in standing.sizes and graph not in stay]
            if theirs:
                yield _theirs(each.catalogue, len(theirs))

    def _publish(self, work: _Work, standing: _Standing, progress: Progress) -> None:
        staged = {graph: self._staging(graph) for graph in work.write}
        marked = replace(standing.own, staged=standing.own.staged | {*staged.values()})
        with _ending(_UNTOUCHED), _undone(lambda: self._forget(marked, standing.own)):
            if staged:
                self._store.update(marked.more_than(standing.own))
            for done, graph in enumerate(work.write, 1):
                self._store.write(staged[graph], self._forms[graph].written)
                progress(done / len(work.write))
            wanted = self._list(standing, work, self._made_of(staged))
        moves = [f"MOVE GRAPH <{staging}> TO GRAPH <{graph}>" for graph, staging in staged.items()]
        # What was left goes last of all: an update of a killed run may still be moving it.
        drops = [f"DROP SILENT GRAPH <{graph}>" for graph in (*work.remove, *standing.left)]
        # A store that does it in steps knows what is ours at each of them.
        operations = [*wanted.more_than(marked), *moves, *drops, *wanted.less_than(marked)]
        self._switch(operations, standing, marked)

    def _staging(self, graph: str) -> str:
        # At random: an update of a killed run, still at work on the server, moves nothing of ours.
        return f"{self._base}{STAGING}{secrets.token_hex(16)}/{quote(graph, safe='')}"

    def _switch(self, operations: Iterable[str], before: _Standing, marked: GraphList) -> None:
        try:
            self._store.update(operations)
        except PublishError as error:
            # The answer may be lost and the deed done.
            with _ending(_UNSURE, error):
                after = self._standing(lambda _: None)
                work = self._work(after)
                if not work.plan and self._list(after, work, {}) == after.own:
                    return
                self._forget(marked, before.own)
            outcome = _UNTOUCHED if after.published() == before.published() else _PARTLY
            raise _with(outcome, error) from None

    def _forget(self, marked: GraphList, before: GraphList) -> None:
        """Undo what was staged since, and the marks of it."""
        staged = marked.staged - before.staged
        self._discard(staged)
        if operations := list(before.less_than(marked)):
            self._store.update(operations)

    def _made_of(self, places: Mapping[str, str]) -> Named:
        """What the store made of our graphs, as it holds them at these places."""
        sizes = self._store.sizes(self._base) if places else {}
        made = Named()
        for graph, place in places.items():
            sent, size = self._forms[graph], sizes.get(place, 0)
            if not sent.least <= size <= sent.size:
                problem = Phrase(
                    "keeps {size} of the {sent} statements of the graph {graph}",
                    size=size,
                    sent=sent.size,
                    graph=graph,
                )
                raise PublishError(
                    self._store.place, problem, Phrase("look whether someone else writes there")
                )
            made[graph] = self._form(self._store.read(place, size))
        return made

    def _list(self, standing: _Standing, work: _Work, made: Named) -> GraphList:
        """What the list is to say when the work is done and the store has made this of what was written."""
        forms = {**work.listed, **{graph: frozenset({form.name}) for graph, form in made.items()}}
        names = {form.name for form in self._forms.values()}
        pairs = {(self._forms[graph].name, form.name) for graph, form in made.items()}
        pairs |= {pair for pair in standing.kept if pair[0] in names}
        unlike = frozenset((sent, kept_as) for sent, kept_as in pairs if sent != kept_as)
        return replace(self._empty, forms=forms, kept=unlike)

    def _form(self, triples: Iterable[ox.Triple]) -> Form:
        return Form.of(triples, by_value=self._store.by_value)

    def _discard(self, graphs: Iterable[str]) -> None:
        for graph in graphs:
            self._store.remove(graph)


def _can_be_ours(graph: str, base: str) -> bool:
    with suppress(ValueError):
        reserved = (base + STAGING, base + _FORMS, base + LISTS)
        return ox.NamedNode(graph).value.startswith(base) and not graph.startswith(reserved)
    return False


def _named(graphs: Sequence[str]) -> Phrase:
    return and_more(", ".join(graphs[:_NAMED]), len(graphs) - _NAMED)


def _published(graphs: Sequence[str], owner: str) -> Phrase:
    return counted(
        len(graphs),
        Phrase(
            "{graphs} is published by the catalogue {owner} and stays, so what we have for it is not written; publish"
            " under another --base to have both, or --overwrite replaces it",
            graphs=_named(graphs),
            owner=owner,
        ),
        Phrase(
            "{graphs} are published by the catalogue {owner} and stay, so what we have for them is not written;"
            " publish under another --base to have both, or --overwrite replaces them",
            graphs=_named(graphs),
            owner=owner,
        ),
    )


def _changed(graphs: Sequence[str]) -> Phrase:
    return counted(
        len(graphs),
        Phrase(
            "{graphs} was changed since and stays, so what we have for it is not written; --overwrite replaces it",
            graphs=_named(graphs),
        ),
        Phrase(
            "{graphs} were changed since and stay, so what we have for them is not written; --overwrite replaces them",
            graphs=_named(graphs),
        ),
    )


def _in_the_way(graphs: Sequence[str]) -> Phrase:
    return counted(
        len(graphs),
        Phrase(
            "{graphs} is not ours and stays, so what we have for it is not written; --overwrite replaces it",
            graphs=_named(graphs),
        ),
        Phrase(
            "{graphs} are not ours and stay, so what we have for them is not written; --overwrite replaces them",
            graphs=_named(graphs),
        ),
    )


def _dropped(graphs: Sequence[str]) -> Phrase:
    return counted(
        len(graphs),
        Phrase("{graphs} is no longer published, was changed since and stays", graphs=_named(graphs)),
        Phrase("{graphs} are no longer published, were changed since and stay", graphs=_named(graphs)),
    )


def _foreign(graphs: Sequence[str]) -> Phrase:
    return counted(
        len(graphs),
        Phrase("{names} is not ours and stays", names=_named(graphs)),
        Phrase("{names} are not ours and stay", names=_named(graphs)),
    )


def _theirs(catalogue: str, count: int) -> Phrase:
    return counted(
        count,
        Phrase("what the catalogue {catalogue} published stays (1 graph)", catalogue=catalogue),
        Phrase(
            "what the catalogue {catalogue} published stays ({count} graphs)",
            catalogue=catalogue,
            count=count,
        ),
    )


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
def _ending(outcome: Phrase, first: BaseException | None = None) -> Iterator[None]:
    """Have errors say in what state things are; of two, the first is told."""
    try:
        yield
    except PublishError as error:
        raise _with(outcome, first if isinstance(first, PublishError) else error) from None


def _with(outcome: Phrase, error: PublishError) -> PublishError:
    return PublishError(error.place, error.problem, joined([error.remedy, outcome], "; "))
