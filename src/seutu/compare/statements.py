"""A graph as statements that can be compared without the labels of blank nodes.

A list is represented by its items, and a blank node that is the object of a single statement by its own statements; so
a statement is the same in every file with the same content. The few other blank nodes, which are the object of no or
several statements, are named by a hash of the statements around them; copies get different names.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple, cast

import pyoxigraph as ox

from seutu.rdf.canonical import canonical
from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES

FIRST, REST, NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))

# A node at this depth of nesting is represented separately, under a name of its own, to keep values readable.
_DEEPEST = 40
_FOLDED = "urn:folded:"
_COPY = "x"
_COPIES = rf"{_COPY}\d+"


@dataclass(frozen=True, slots=True)
class ListValue:
    """An RDF list, cell by cell; lists are equal when their keys are equal."""

    key: str
    first: "Value" = field(compare=False)
    rest: "ListValue | None" = field(compare=False)
    depth: int = field(compare=False)

    @property
    def items(self) -> "list[Value]":
        """The items of the list, in order."""
        found, cell = [], cast("ListValue | None", self)
        while cell:
            found.append(cell.first)
            cell = cell.rest
        return found


@dataclass(frozen=True, slots=True)
class NodeValue:
    """A blank node that is the object of one statement: predicates and values in order; equal when their keys are."""

    key: str
    statements: tuple[tuple[ox.NamedNode, "Value"], ...] = field(compare=False)
    depth: int = field(compare=False)


Value = Term | ListValue | NodeValue
Subject = ox.NamedNode | ox.BlankNode


class Statement(NamedTuple):
    """A statement about a resource; its value may be a list, or a node described in place."""

    subject: Subject
    predicate: ox.NamedNode
    value: Value


class Origin(NamedTuple):
    """A statement, and the triples of the graph from which it was derived: one, or all that are connected with it."""

    statement: Statement
    triples: tuple[ox.Triple, ...]


def key(value: Value) -> str:
    """Return a string that identifies a value."""
    return value.key if isinstance(value, ListValue | NodeValue) else str(value)


def of_triple(triple: ox.Triple) -> Statement:
    """Return an unchanged triple as a statement."""
    # No triple can be made with another as its subject, whatever the types say.
    return Statement(cast("Subject", triple.subject), triple.predicate, triple.object)


def first_copy(statement: Statement) -> Statement:
    """Return the statement with the names of the first copy of each blank node, so that copies compare as equal."""

    def first(name: str) -> str:
        return re.sub(_COPIES, "", name)

    subject, predicate, value = statement
    if not isinstance(value, ListValue | NodeValue):
        value = _renamed(value, first)
    return Statement(cast("Subject", _renamed(subject, first)), predicate, value)


def has_blank_node(triple: ox.Triple) -> bool:
    """Return True if a triple contains a blank node."""
    return any(True for _ in _blanks(triple))


def statements_with_blank_nodes(triples: Iterable[ox.Triple]) -> list[Origin]:
    """Return the statements of a graph that contain blank nodes, with their multiplicity; others are left out."""
    graph = _Graph([triple for triple in triples if has_blank_node(triple)])
    return [*graph.plain(), *graph.entangled()]


def _blanks(term: Term) -> Iterator[ox.BlankNode]:
    if isinstance(term, ox.BlankNode):
        yield term
    elif isinstance(term, ox.Triple):
        yield from _blanks(term.subject)
        yield from _blanks(term.object)


class _Graph:
    """Triples with blank nodes, which are folded into values where possible, from the innermost outwards."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        self.triples = triples
        self.outgoing: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        self.incoming: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        self.folded: dict[ox.BlankNode, Value] = {}
        unfolded_objects: Counter[ox.BlankNode] = Counter()
        for triple in triples:
            if isinstance(triple.subject, ox.BlankNode):
                self.outgoing[triple.subject].append(triple)
                unfolded_objects[triple.subject] += any(True for _ in _blanks(triple.object))
            for node in _blanks(triple.object):
                # A node inside a quoted triple cannot be described in place: that counts as two references.
                times = 1 if isinstance(triple.object, ox.BlankNode) else 2
                self.incoming[node] += [triple] * times
        self._fold(unfolded_objects)
        self.names = self._named_roots()

    def _fold(self, unfolded_objects: Counter[ox.BlankNode]) -> None:
        ready = [node for node in {*self.outgoing, *self.incoming} if not unfolded_objects[node]]
        while ready:
            node = ready.pop()
            places = self.incoming.get(node, [])
            if len(places) > 1:
                continue
            self.folded[node] = self._value(node)
            for place in places:
                above = place.subject
                if isinstance(above, ox.BlankNode):
                    unfolded_objects[above] -= 1
                    if not unfolded_objects[above]:
                        ready.append(above)

    def _value(self, node: ox.BlankNode) -> Value:
        pairs = [(triple.predicate, self._object(triple)) for triple in self.outgoing.get(node, [])]
        pairs = sorted(pairs, key=lambda pair: (pair[0].value, key(pair[1])))
        digest = _digest([part for predicate, value in pairs for part in (predicate.value, key(value))])
        if self.incoming.get(node) and _is_cell(pairs):
            (_, first), (_, rest) = pairs
            # The items of a list are siblings: their depths do not add up.
            depth = max(1 + _depth(first), _depth(rest))
            return ListValue(digest, first, rest if isinstance(rest, ListValue) else None, depth)
        return NodeValue(digest, tuple(pairs), 1 + max((_depth(value) for _, value in pairs), default=0))

    def _object(self, triple: ox.Triple) -> Value:
        value = self.folded.get(triple.object) if isinstance(triple.object, ox.BlankNode) else None
        if value is None:
            return triple.object
        return value if _depth(value) < _DEEPEST else ox.BlankNode(_name(key(value)))

    def _named_roots(self) -> dict[ox.BlankNode, ox.BlankNode]:
        """Return new names for the folded nodes that are not the object of a statement, or nested too deep."""
        copies: Counter[str] = Counter()
        names = {}
        for node, value in self.folded.items():
            if not self.incoming.get(node):
                names[node] = ox.BlankNode(_name(key(value), copies[key(value)]))
                copies[key(value)] += 1
            elif _depth(value) >= _DEEPEST:
                names[node] = ox.BlankNode(_name(key(value)))
        return names

    def plain(self) -> Iterator[Origin]:
        """Yield the statements in which each blank node is folded, or named by its own statements alone."""
        for triple in self.triples:
            subject = triple.subject
            if isinstance(subject, ox.BlankNode):
                if subject not in self.names:
                    continue
                subject = self.names[subject]
            if not self._is_entangled(triple):
                statement = Statement(cast("Subject", subject), triple.predicate, self._object(triple))
                yield Origin(statement, (triple,))

    def entangled(self) -> Iterator[Origin]:
        """Yield the statements about the other blank nodes, each named by all triples connected with it."""
        entangled = [triple for triple in self.triples if self._is_entangled(triple)]
        copies: Counter[str] = Counter()
        for part in _connected_parts(entangled, self.folded):
            yield from self._named(part, copies)

    def _is_entangled(self, triple: ox.Triple) -> bool:
        return any(node not in self.folded for node in _blanks(triple))

    def _named(self, part: list[ox.Triple], copies: Counter[str]) -> Iterator[Origin]:
        """Yield the statements of connected triples, with blank nodes named by a hash of all of them."""
        values: dict[str, Value] = {}
        named = canonical(self._without_folded(part, values))
        digest = _digest(sorted(map(str, named)))
        name = _name(digest, copies[digest])
        copies[digest] += 1

        def rename(canonical: str) -> str:
            return f"{name}n{canonical.removeprefix('c14n')}"

        for quad in named:
            subject = cast("Subject", _renamed(quad.subject, rename))
            value = values.get(str(quad.object)) or _renamed(quad.object, rename)
            yield Origin(Statement(subject, quad.predicate, value), tuple(part))

    def _without_folded(self, part: list[ox.Triple], values: dict[str, Value]) -> Iterator[ox.Quad]:
        """Yield the triples with an IRI in place of each folded value, which is added to ``values`` under it."""
        times: Counter[tuple[str, str, str]] = Counter()
        for triple in part:
            value = self._object(triple)
            if isinstance(value, ListValue | NodeValue):
                place = (str(triple.subject), triple.predicate.value, value.key)
                stand_in = ox.NamedNode(f"{_FOLDED}{value.key}:{times[place]}")
                times[place] += 1
                values[str(stand_in)] = value
                value = stand_in
            yield ox.Quad(triple.subject, triple.predicate, value)


def _depth(value: Value) -> int:
    return value.depth if isinstance(value, ListValue | NodeValue) else 0


def _digest(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def _name(digest: str, copy: int = 0) -> str:
    return f"b{digest[:12]}" + (f"{_COPY}{copy}" if copy else "")


def _is_cell(pairs: list[tuple[ox.NamedNode, Value]]) -> bool:
    """Return True if these are the two statements about a cell of a well-formed list."""
    if [predicate for predicate, _ in pairs] != [FIRST, REST]:
        return False
    return isinstance(pairs[1][1], ListValue) or pairs[1][1] == NIL


def _connected_parts(triples: list[ox.Triple], folded: dict[ox.BlankNode, Value]) -> list[list[ox.Triple]]:
    """Return the triples grouped by connection: two triples are connected if they share a blank node that is not
    folded.
    """
    above: dict[ox.BlankNode, ox.BlankNode] = {}

    def top(node: ox.BlankNode) -> ox.BlankNode:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    nodes = [[node for node in _blanks(triple) if node not in folded] for triple in triples]
    for first, *others in nodes:
        for other in others:
            above[top(other)] = top(first)
    parts: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
    for triple, (first, *_) in zip(triples, nodes, strict=True):
        parts[top(first)].append(triple)
    return list(parts.values())


def _renamed(term: Term, rename: Callable[[str], str]) -> Term:
    """Return the term with its blank nodes renamed."""
    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(rename(term.value))
    if isinstance(term, ox.Triple):
        subject = cast("Subject", _renamed(term.subject, rename))
        return ox.Triple(subject, term.predicate, _renamed(term.object, rename))
    return term
