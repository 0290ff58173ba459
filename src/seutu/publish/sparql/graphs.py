"""Named graphs published to a SPARQL store: all of them or none.

Others may write into the same store. Only graphs that are in our list (`graphlist`), and that are unchanged since we
wrote them, are replaced or removed. A graph with one of our names and our statements is added to the list; any other
graph stays, unless it may be overwritten.

Each graph that changes is first written under a random name below ``<base>staging/``, which the list marks, and read
back. Then one update moves all of them to their names. It also drops the graphs that are not published any more, and
those that a killed run left. A store with transactions (Oxigraph, Fuseki on TDB2) does that atomically. An error before
the update leaves the published graphs unchanged. Run one publisher of a catalogue at a time, because a later one drops
the graphs that the earlier has staged.

Virtuoso 7 carries out an update in steps, and completes it even when the client is gone. Meanwhile readers may see some
graphs new and others missing or old, and another run may fail. Its results are cut at ``ResultSetMaxRows`` (10000 by
default), and a larger graph is refused until the limit is raised.

Some stores change values: Virtuoso 7 rounds a double to 6 digits and a decimal to 15, and turns an integer beyond 32
bits into a decimal. The list therefore records the form that a store made of a graph, as a statement between the names
of both forms, so that the same graph is not published again and again. Version 0.1.0 recorded it in the graph
``<base>forms``, which is read and kept. A store that keeps fewer statements than it was sent is refused.
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
# The share of the work that is done when all existing graphs have been read, and when all graphs are staged.
_READ, _STAGED = 0.4, 0.95

# The number of staying graphs that are named.
_NAMED = 10

FormsByGraph = dict[str, Form]


@dataclass(frozen=True)
class _StoreContent:
    """The content of a store below the base: graphs by size; the graphs read, which are ours by name or list; our list
    and those of others; and the form that the store made of each form sent.
    """

    sizes: Mapping[str, int]
    read: FormsByGraph
    own: GraphList
    others: Sequence[GraphList]
    kept: Kept

    @property
    def left(self) -> list[str]:
        """The graphs that a killed run of ours staged."""
        return sorted(graph for graph in self.own.staged if graph in self.sizes)

    def published(self) -> dict[str, bytes | int]:
        """Return the graphs that readers see."""
        hidden = {*self.own.staged, self.own.place}
        seen = {graph: size for graph, size in self.sizes.items() if graph not in hidden}
        return {graph: self.read[graph].ntriples if graph in self.read else seen[graph] for graph in seen}

    def has_form(self, graph: str, form: Form) -> bool:
        """Return True if a graph has this form, or the form that the store makes of it."""
        there = self.read[graph]
        return there.ntriples == form.ntriples or (form.name, there.name) in self.kept

    def owner(self, graph: str) -> str:
        """Return the other catalogue that published a graph, if there is one and the graph is unchanged; else ""."""
        name = self.read[graph].name
        return next((each.catalogue for each in self.others if name in each.forms.get(graph, ())), "")

    def is_ours(self, graph: str) -> bool:
        """Return True if we published a graph, and it is unchanged."""
        return self.read[graph].name in self.own.forms.get(graph, ()) and not self.owner(graph)

    def unlisted(self, starts: tuple[str, ...]) -> list[str]:
        """Return the graphs with these IRI prefixes that no list names."""
        lists = (self.own, *self.others)
        known = {
            self.own.place,
            *chain.from_iterable((each.place, *each.forms, *each.staged) for each in lists),
        }
        return sorted(each for each in self.sizes if each.startswith(starts) and each not in known)


@dataclass(frozen=True)
class _Work:
    """The work to do: graphs to write and to remove, the plan for the user, and the entries of the list for the graphs
    that are not written.
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
        """Store the graphs by IRI; all IRIs begin with ``base``, and empty graphs are ignored.

        ``catalogue`` is the IRI of the catalogue of the graphs: graphs that it published before and that are not among
        them are removed. ``overwrite`` allows graphs of others, and edited ones, to be replaced by ours with the same
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
        """Return the changes that publishing would make. Raises `PublishError` when the store cannot be read."""
        plan = self._work(self._read_content(progress)).plan
        progress(1.0)
        return plan

    def carry_out(self, progress: Progress = lambda _: None) -> Plan:
        """Publish, and return the changes.

        Raises `PublishError` when it fails; the message includes the state of the store.
        """
        with _adding_outcome(_UNTOUCHED):
            content = self._read_content(lambda share: progress(share * _READ))
            work = self._work(content)
        if work.plan or self._list(content, work, {}) != content.own:
            self._publish(work, content, lambda share: progress(_READ + share * (_STAGED - _READ)))
        progress(1.0)
        return work.plan

    def _read_content(self, progress: Progress) -> _StoreContent:
        sizes = self._store.sizes(self._base)
        lists = [
            GraphList.read(self._base, graph, self._store.read(graph, size))
            for graph, size in sizes.items()
            if graph.startswith(self._base + LISTS)
        ]
        others = [each for each in lists if each and each.place != self._empty.place]
        own = next((each for each in lists if each and each.place == self._empty.place), self._empty)
        known = [graph for graph in dict.fromkeys((*self._forms, *own.forms)) if graph in sizes]
        read, whole, done = FormsByGraph(), sum(sizes[graph] for graph in known), 0
        for graph in known:
            read[graph] = self._form(self._store.read(graph, sizes[graph]))
            done += sizes[graph]
            progress(done / whole)
        earlier = self._base + _FORMS
        remembered = self._store.read(earlier, sizes[earlier]) if earlier in sizes else ()
        return _StoreContent(sizes, read, own, others, own.kept | kept(remembered))

    def _work(self, content: _StoreContent) -> _Work:
        write, changes, stay = [], [], []
        listed = dict[str, frozenset[ox.NamedNode]]()
        for graph, form in self._forms.items():
            if graph not in content.read:
                changes.append(Change("add", graph, figures(form.size, 0)))
                write.append(graph)
            elif content.has_form(graph, form):
                if not content.owner(graph):
                    listed[graph] = frozenset({content.read[graph].name})
            elif self._overwrite or content.is_ours(graph):
                changes.append(Change("replace", graph, form.difference_from(content.read[graph])))
                write.append(graph)
            else:
                stay.append(graph)
        unchanged = len(self._forms) - len(write) - len(stay)
        gone = [graph for graph in content.own.forms if graph in content.read and graph not in self._forms]
        remove = sorted(filter(content.is_ours, gone))
        changes += [Change("remove", graph, figures(0, content.sizes[graph])) for graph in remove]
        changes += [
            Change("remove", graph, Phrase("left by a run that was killed")) for graph in content.left
        ]
        edited = sorted(set(gone) - set(remove))
        listed |= {
            graph: content.own.forms[graph] for graph in (*stay, *edited) if graph in content.own.forms
        }
        stays = tuple(self._stays(content, stay, edited))
        return _Work(write, remove, Plan(self._store.place, tuple(changes), unchanged, stays=stays), listed)

    def _stays(self, content: _StoreContent, stay: Sequence[str], edited: Sequence[str]) -> Iterator[Phrase]:
        """Yield sentences about the graphs that are not touched."""
        by_owner: dict[str, list[str]] = {}
        for graph in stay:
            by_owner.setdefault(content.owner(graph), []).append(graph)
        unowned = by_owner.pop("", [])
        yield from (_published(graphs, owner) for owner, graphs in by_owner.items())
        if changed := [graph for graph in unowned if graph in content.own.forms]:
            yield _changed(changed)
        if foreign := [graph for graph in unowned if graph not in content.own.forms]:
            yield _in_the_way(foreign)
        if edited:
            yield _dropped(edited)
        starts = (self._base + _GRAPHS, self._base + STAGING, self._base + LISTS)
        if others := [graph for graph in content.unlisted(starts) if graph not in self._forms]:
            yield _foreign(others)
        for each in content.others:
            theirs = [graph for graph in each.forms if graph in content.sizes and graph not in stay]
            if theirs:
                yield _theirs(each.catalogue, len(theirs))

    def _publish(self, work: _Work, content: _StoreContent, progress: Progress) -> None:
        staged = {graph: self._staging(graph) for graph in work.write}
        marked = replace(content.own, staged=content.own.staged | {*staged.values()})
        with _adding_outcome(_UNTOUCHED), _undoing(lambda: self._forget(marked, content.own)):
            if staged:
                self._store.update(marked.additions_to(content.own))
            for done, graph in enumerate(work.write, 1):
                self._store.write(staged[graph], self._forms[graph].written)
                progress(done / len(work.write))
            wanted = self._list(content, work, self._stored_forms(staged))
        moves = [f"MOVE GRAPH <{staging}> TO GRAPH <{graph}>" for graph, staging in staged.items()]
        # Graphs left by a killed run are dropped last: an update of that run may still be moving them.
        drops = [f"DROP SILENT GRAPH <{graph}>" for graph in (*work.remove, *content.left)]
        # The list is correct after each step, for stores without transactions.
        operations = [*wanted.additions_to(marked), *moves, *drops, *wanted.removals_from(marked)]
        self._switch(operations, content, marked)

    def _staging(self, graph: str) -> str:
        # Random, so that an update of a killed run that the server still carries out does not move our graphs.
        return f"{self._base}{STAGING}{secrets.token_hex(16)}/{quote(graph, safe='')}"

    def _switch(self, operations: Iterable[str], before: _StoreContent, marked: GraphList) -> None:
        try:
            self._store.update(operations)
        except PublishError as error:
            # The update may have been carried out although the response was lost.
            with _adding_outcome(_UNSURE, error):
                after = self._read_content(lambda _: None)
                work = self._work(after)
                if not work.plan and self._list(after, work, {}) == after.own:
                    return
                self._forget(marked, before.own)
            outcome = _UNTOUCHED if after.published() == before.published() else _PARTLY
            raise _with_outcome(outcome, error) from None

    def _forget(self, marked: GraphList, before: GraphList) -> None:
        """Remove the graphs staged since, and their marks in the list."""
        staged = marked.staged - before.staged
        self._discard(staged)
        if operations := list(before.removals_from(marked)):
            self._store.update(operations)

    def _stored_forms(self, places: Mapping[str, str]) -> FormsByGraph:
        """Return the forms that the store made of our graphs, read from these places."""
        sizes = self._store.sizes(self._base) if places else {}
        made = FormsByGraph()
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

    def _list(self, content: _StoreContent, work: _Work, made: FormsByGraph) -> GraphList:
        """Return the list after the work, given the forms that the store made of the written graphs."""
        forms = {**work.listed, **{graph: frozenset({form.name}) for graph, form in made.items()}}
        names = {form.name for form in self._forms.values()}
        pairs = {(self._forms[graph].name, form.name) for graph, form in made.items()}
        pairs |= {pair for pair in content.kept if pair[0] in names}
        changed = frozenset((sent, kept_as) for sent, kept_as in pairs if sent != kept_as)
        return replace(self._empty, forms=forms, kept=changed)

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
def _undoing(undo: Callable[[], None]) -> Iterator[None]:
    """Call ``undo`` when an error is raised; if that fails too, the rest is left for the next run."""
    try:
        yield
    except BaseException:
        with suppress(PublishError):
            undo()
        raise


@contextmanager
def _adding_outcome(outcome: Phrase, first: BaseException | None = None) -> Iterator[None]:
    """Add ``outcome`` to the message of an error; if there are two errors, the first is raised."""
    try:
        yield
    except PublishError as error:
        raise _with_outcome(outcome, first if isinstance(first, PublishError) else error) from None


def _with_outcome(outcome: Phrase, error: PublishError) -> PublishError:
    return PublishError(error.place, error.problem, joined([error.remedy, outcome], "; "))
