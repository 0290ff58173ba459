"""The difference between two versions of a dataset, by resource.

The order of statements, the serialisation format and the labels of blank nodes make no difference. The graph of a
statement makes none either, unless graphs are compared.
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
    has_blank_node,
    key,
    of_triple,
    statements_with_blank_nodes,
)
from seutu.phrases import Phrase, counted, joined
from seutu.rdf.model import RDF_TYPE, GraphName, Quads
from seutu.rdf.namespaces import BASE, PREFIXES

ADDED, REMOVED, CHANGED, MOVED = "+", "-", "~", ">"
"""The marks of added, removed and changed content, and of statements in another graph."""

_NAMELESS = "(no name)"

Graphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a dataset: its statements, its queries by path, and the prefixes that its files declare.

    ``base`` begins the graphs of its files. The store is only read.
    """

    store: Quads
    queries: Mapping[str, bytes] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a predicate that was added (``old`` is None), removed (``new`` is None), or changed."""

    predicate: ox.NamedNode
    old: Value | None
    new: Value | None

    @property
    def mark(self) -> str:
        """`ADDED`, `REMOVED` or `CHANGED`."""
        return ADDED if self.old is None else REMOVED if self.new is None else CHANGED


@dataclass(frozen=True, slots=True)
class Move:
    """A statement in both versions, in different graphs; the graphs of our files are named by their paths."""

    predicate: ox.NamedNode
    value: Value
    old: Graphs
    new: Graphs


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource about which the versions differ; ``mark`` is `CHANGED` if both versions have statements about it."""

    subject: Subject
    mark: str
    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference between two versions: resources ordered by IRI, and query files by path."""

    things: tuple[Thing, ...]
    queries: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.things or self.queries)

    def count(self, mark: str) -> int:
        """Return the number of statements added, removed, changed or moved."""
        if mark == MOVED:
            return sum(len(thing.moves) for thing in self.things)
        return sum(change.mark == mark for thing in self.things for change in thing.changes)

    def summary(self) -> Phrase:
        """Return the counts of the difference in one sentence."""
        parts = [self._things()] if self.things else []
        if self.queries:
            count = len(self.queries)
            parts.append(
                counted(
                    count,
                    Phrase("1 query file differs"),
                    Phrase("{count} query files differ", count=count),
                )
            )
        return Phrase("{parts}.", parts=joined(parts, "; ")) if parts else Phrase("No difference.")

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
    """Return the changes that turn ``old`` into ``new``.

    A replaced value is one change: if a resource has exactly one removed and one added value of a predicate, or one
    each in a language. With ``graphs``, a statement that both versions have in different graphs is a move.
    """
    before, after = _Statements(old), _Statements(new)
    changes = _changes(before.missing_from(after), after.missing_from(before))
    moves = _moves(before, after) if graphs else {}
    things = [
        Thing(subject, _mark(subject, before, after), changes.get(subject, ()), moves.get(subject, ()))
        for subject in {*changes, *moves}
    ]
    things.sort(key=lambda thing: (isinstance(thing.subject, ox.BlankNode), thing.subject.value))
    return Difference(tuple(things), tuple(_query_changes(old.queries, new.queries)))


class _Statements:
    """The statements of one version: triples without blank nodes as they are, the others as `Statement`."""

    def __init__(self, version: Version) -> None:
        self.store, self.base = version.store, version.base
        triples = {quad.triple for quad in self.store}
        self.blank = [triple for triple in triples if has_blank_node(triple)]
        self.plain = triples.difference(self.blank)
        self.origins = statements_with_blank_nodes(self.blank)
        self.folded = Counter(origin.statement for origin in self.origins)
        self.subjects = {*(triple.subject for triple in self.plain), *(each.subject for each in self.folded)}

    def missing_from(self, other: "_Statements") -> list[Statement]:
        """Return the statements that the other version lacks, or has fewer times."""
        plain = [of_triple(triple) for triple in self.plain - other.plain]
        return [*plain, *(self.folded - other.folded).elements()]

    def graphs_of_statements(self) -> dict[Statement, set[str]]:
        """Return the names of the graphs of each statement."""
        graphs: dict[ox.Triple, set[str]] = defaultdict(set)
        for quad in self.store:
            graphs[quad.triple].add(_graph(quad.graph_name, self.base))
        found = {of_triple(triple): graphs[triple] for triple in self.plain}
        for statement, triples in self.origins:
            one = first_copy(statement)
            found[one] = found.get(one, set()).union(*(graphs[triple] for triple in triples))
        return found


def _mark(subject: Subject, before: _Statements, after: _Statements) -> str:
    if subject not in before.subjects:
        return ADDED
    return CHANGED if subject in after.subjects else REMOVED


def _changes(removed: Iterable[Statement], added: Iterable[Statement]) -> dict[Subject, tuple[Change, ...]]:
    values: dict[Subject, dict[ox.NamedNode, tuple[list[Value], list[Value]]]] = defaultdict(dict)
    for side, statements in enumerate((removed, added)):
        for statement in sorted(statements, key=lambda each: key(each.value)):
            pair = values[statement.subject].setdefault(statement.predicate, ([], []))
            pair[side].append(statement.value)
    return {
        subject: tuple(
            change
            for predicate in sorted(by_predicate, key=_type_first)
            for change in _changes_of_predicate(predicate, *by_predicate[predicate])
        )
        for subject, by_predicate in values.items()
    }


def _type_first(predicate: ox.NamedNode) -> tuple[bool, str]:
    return predicate != RDF_TYPE, predicate.value


def _changes_of_predicate(
    predicate: ox.NamedNode, removed: list[Value], added: list[Value]
) -> Iterator[Change]:
    removed, added = list(removed), list(added)
    for lang in sorted({_language(value) for value in removed} - {""}):
        one, other = ([value for value in side if _language(value) == lang] for side in (removed, added))
        if len(one) == len(other) == 1:
            yield Change(predicate, one[0], other[0])
            removed.remove(one[0])
            added.remove(other[0])
    if len(removed) == len(added) == 1:
        yield Change(predicate, removed[0], added[0])
    else:
        yield from (Change(predicate, value, None) for value in removed)
        yield from (Change(predicate, None, value) for value in added)


def _language(value: Value) -> str:
    return (value.language or "") if isinstance(value, ox.Literal) else ""


def _moves(before: _Statements, after: _Statements) -> dict[Subject, tuple[Move, ...]]:
    earlier, later = before.graphs_of_statements(), after.graphs_of_statements()
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


def _graph(graph: GraphName, base: str) -> str:
    # The label of a blank graph name differs from one parse to the next.
    if not isinstance(graph, ox.NamedNode):
        return _NAMELESS
    return graph.value.removeprefix(f"{base}graph/").removeprefix(PREFIXES["graph"])


def _query_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for path in sorted({*old, *new}):
        if path not in old or path not in new:
            yield (ADDED if path in new else REMOVED), path
        elif old[path].replace(b"\r\n", b"\n") != new[path].replace(b"\r\n", b"\n"):
            yield CHANGED, path
