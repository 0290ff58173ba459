"""What one version of a dataset says and another does not, thing by thing.

The order of statements, the format they are written in and the names of blank nodes make no difference; nor does the
graph that a statement stands in, unless it is asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from seutu.compare.statements import (
    Statement,
    Subject,
    Value,
    first_copy,
    has_blank,
    key,
    of_triple,
    with_blanks,
)
from seutu.phrases import Phrase, counted, joined
from seutu.rdf.model import RDF_TYPE, GraphName, Quads
from seutu.rdf.namespaces import PREFIXES

ADDED, REMOVED, CHANGED, MOVED = "+", "-", "~", ">"
"""The marks that stand before what is new, what is gone, what is otherwise, and what stands in another file."""

_NAMELESS = "(no name)"

Graphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a dataset: its statements, its queries by path, and the prefixes its files declare.

    The store is only read.
    """

    store: Quads
    queries: Mapping[str, bytes] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a predicate that is new (``old`` is None), gone (``new`` is None), or another than before."""

    predicate: ox.NamedNode
    old: Value | None
    new: Value | None

    @property
    def mark(self) -> str:
        """`ADDED`, `REMOVED` or `CHANGED`."""
        return ADDED if self.old is None else REMOVED if self.new is None else CHANGED


@dataclass(frozen=True, slots=True)
class Move:
    """A statement that both versions make, in other graphs; the graphs of our files are named by their paths."""

    predicate: ox.NamedNode
    value: Value
    old: Graphs
    new: Graphs


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing about which the versions differ; ``mark`` tells whether only one of them speaks of it."""

    subject: Subject
    mark: str
    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that is different between two versions: things in order of their IRIs, and query files by path."""

    things: tuple[Thing, ...]
    queries: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.things or self.queries)

    def count(self, mark: str) -> int:
        """How many statements are added, removed, changed or moved."""
        if mark == MOVED:
            return sum(len(thing.moves) for thing in self.things)
        return sum(change.mark == mark for thing in self.things for change in thing.changes)

    def summary(self) -> Phrase:
        """The difference in one sentence of figures."""
        said = [self._things()] if self.things else []
        if self.queries:
            count = len(self.queries)
            said.append(
                counted(
                    count,
                    Phrase("1 query file differs"),
                    Phrase("{count} query files differ", count=count),
                )
            )
        return Phrase("{parts}.", parts=joined(said, "; ")) if said else Phrase("No difference.")

    def _things(self) -> Phrase:
        count, added = len(self.things), self.count(ADDED)
        things = counted(count, Phrase("1 thing differs"), Phrase("{count} things differ", count=count))
        parts = [
            counted(added, Phrase("1 statement added"), Phrase("{count} statements added", count=added)),
            Phrase("{count} removed", count=self.count(REMOVED)),
            Phrase("{count} changed", count=self.count(CHANGED)),
        ]
        if self.count(MOVED):
            parts.append(Phrase("{count} moved", count=self.count(MOVED)))
        return Phrase("{things}: {parts}", things=things, parts=joined(parts))


def compare(old: Version, new: Version, *, graphs: bool = False) -> Difference:
    """What is to be done to ``old`` for it to say what ``new`` says.

    A value that took the place of another is one change: where a thing has one such value gone and one new for a
    predicate, or one each in a language. With ``graphs``, a statement that both make in different graphs is a move.
    """
    before, after = _Side(old.store), _Side(new.store)
    changes = _changes(before.unlike(after), after.unlike(before))
    moves = _moves(before, after) if graphs else {}
    things = [
        Thing(subject, _mark(subject, before, after), changes.get(subject, ()), moves.get(subject, ()))
        for subject in {*changes, *moves}
    ]
    things.sort(key=lambda thing: (isinstance(thing.subject, ox.BlankNode), thing.subject.value))
    return Difference(tuple(things), tuple(_queries(old.queries, new.queries)))


class _Side:
    """What one version says: the triples without blank nodes as they are, the others as statements."""

    def __init__(self, store: Quads) -> None:
        self.store = store
        triples = {quad.triple for quad in store}
        self.blank = [triple for triple in triples if has_blank(triple)]
        self.plain = triples.difference(self.blank)
        self.origins = with_blanks(self.blank)
        self.folded = Counter(origin.statement for origin in self.origins)
        self.subjects = {*(triple.subject for triple in self.plain), *(each.subject for each in self.folded)}

    def unlike(self, other: "_Side") -> list[Statement]:
        """The statements that the other side makes not at all, or not as many times."""
        plain = [of_triple(triple) for triple in self.plain - other.plain]
        return [*plain, *(self.folded - other.folded).elements()]

    def places(self) -> dict[Statement, set[str]]:
        """The names of the graphs in which each statement stands."""
        graphs: dict[ox.Triple, set[str]] = defaultdict(set)
        for quad in self.store:
            graphs[quad.triple].add(_graph(quad.graph_name))
        found = {of_triple(triple): graphs[triple] for triple in self.plain}
        for statement, triples in self.origins:
            one = first_copy(statement)
            found[one] = found.get(one, set()).union(*(graphs[triple] for triple in triples))
        return found


def _mark(subject: Subject, before: _Side, after: _Side) -> str:
    if subject not in before.subjects:
        return ADDED
    return CHANGED if subject in after.subjects else REMOVED


def _changes(gone: Iterable[Statement], come: Iterable[Statement]) -> dict[Subject, tuple[Change, ...]]:
    values: dict[Subject, dict[ox.NamedNode, tuple[list[Value], list[Value]]]] = defaultdict(dict)
    for side, statements in enumerate((gone, come)):
        for statement in sorted(statements, key=lambda each: key(each.value)):
            pair = values[statement.subject].setdefault(statement.predicate, ([], []))
            pair[side].append(statement.value)
    return {
        subject: tuple(
            change
            for predicate in sorted(said, key=_type_first)
            for change in _paired(predicate, *said[predicate])
        )
        for subject, said in values.items()
    }


def _type_first(predicate: ox.NamedNode) -> tuple[bool, str]:
    return predicate != RDF_TYPE, predicate.value


def _paired(predicate: ox.NamedNode, gone: list[Value], come: list[Value]) -> Iterator[Change]:
    gone, come = list(gone), list(come)
    for lang in sorted({_language(value) for value in gone} - {""}):
        one, other = ([value for value in side if _language(value) == lang] for side in (gone, come))
        if len(one) == len(other) == 1:
            yield Change(predicate, one[0], other[0])
            gone.remove(one[0])
            come.remove(other[0])
    if len(gone) == len(come) == 1:
        yield Change(predicate, gone[0], come[0])
    else:
        yield from (Change(predicate, value, None) for value in gone)
        yield from (Change(predicate, None, value) for value in come)


def _language(value: Value) -> str:
    return (value.language or "") if isinstance(value, ox.Literal) else ""


def _moves(before: _Side, after: _Side) -> dict[Subject, tuple[Move, ...]]:
    earlier, later = before.places(), after.places()
    found: dict[Subject, list[Move]] = defaultdict(list)
    for statement, graphs in earlier.items():
        if later.get(statement, graphs) != graphs:
            subject, predicate, value = statement
            found[subject].append(Move(predicate, value, _ordered(graphs), _ordered(later[statement])))
    return {
        subject: tuple(sorted(moves, key=lambda move: (_type_first(move.predicate), key(move.value))))
        for subject, moves in found.items()
    }


def _ordered(graphs: Iterable[str]) -> Graphs:
    return tuple(sorted(graphs))


def _graph(graph: GraphName) -> str:
    # What a graph without a name is called differs from one reading to the next.
    return graph.value.removeprefix(PREFIXES["graph"]) if isinstance(graph, ox.NamedNode) else _NAMELESS


def _queries(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for path in sorted({*old, *new}):
        if path not in old or path not in new:
            yield (ADDED if path in new else REMOVED), path
        elif old[path].replace(b"\r\n", b"\n") != new[path].replace(b"\r\n", b"\n"):
            yield CHANGED, path
