"""A graph as statements that can be told from one another without the names of its blank nodes.

A list stands as its items, and a blank node that one statement alone points to stands as what is said of it; so a
statement is the same in every file that says the same. The few blank nodes that are left, which nothing or several
things point to, are named by what is said around them, copies of the same apart.
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

# A node this deep inside others stands apart, under a name of its own, for nobody would find it there.
_DEEPEST = 40
_FOLDED = "urn:folded:"
_COPY = "x"
_COPIES = rf"{_COPY}\d+"


@dataclass(frozen=True, slots=True)
class Listed:
    """An RDF list, cell by cell; lists are equal when their keys are."""

    key: str
    first: "Value" = field(compare=False)
    rest: "Listed | None" = field(compare=False)
    depth: int = field(compare=False)

    @property
    def items(self) -> "list[Value]":
        """What stands in the list, in order."""
        found, cell = [], cast("Listed | None", self)
        while cell:
            found.append(cell.first)
            cell = cell.rest
        return found


@dataclass(frozen=True, slots=True)
class Described:
    """A blank node in its only place: predicates and values in order; equal when their keys are."""

    key: str
    statements: tuple[tuple[ox.NamedNode, "Value"], ...] = field(compare=False)
    depth: int = field(compare=False)


Value = Term | Listed | Described
Subject = ox.NamedNode | ox.BlankNode


class Statement(NamedTuple):
    """What is said of a thing; a value may be a list, or a node described in place."""

    subject: Subject
    predicate: ox.NamedNode
    value: Value


class Origin(NamedTuple):
    """A statement, and the triples of the graph it was read from: one, or all that hang together with it."""

    statement: Statement
    triples: tuple[ox.Triple, ...]


def key(value: Value) -> str:
    """The text that tells a value from every other."""
    return value.key if isinstance(value, Listed | Described) else str(value)


def of_triple(triple: ox.Triple) -> Statement:
    """A triple as it stands, as a statement."""
    # No triple can be made with another as its subject, whatever the types say.
    return Statement(cast("Subject", triple.subject), triple.predicate, triple.object)


def first_copy(statement: Statement) -> Statement:
    """The statement as the first of those makes it that differ only in which of several nodes alike they are about."""

    def first(name: str) -> str:
        return re.sub(_COPIES, "", name)

    subject, predicate, value = statement
    if not isinstance(value, Listed | Described):
        value = _renamed(value, first)
    return Statement(cast("Subject", _renamed(subject, first)), predicate, value)


def has_blank(triple: ox.Triple) -> bool:
    """Whether a blank node stands anywhere in a triple."""
    return any(True for _ in _blanks(triple))


def with_blanks(triples: Iterable[ox.Triple]) -> list[Origin]:
    """The statements of a graph in which blank nodes stand, as many times as it makes them; others are left out."""
    graph = _Graph([triple for triple in triples if has_blank(triple)])
    return [*graph.plain(), *graph.tied()]


def _blanks(term: Term) -> Iterator[ox.BlankNode]:
    if isinstance(term, ox.BlankNode):
        yield term
    elif isinstance(term, ox.Triple):
        yield from _blanks(term.subject)
        yield from _blanks(term.object)


class _Graph:
    """Triples with blank nodes, those nodes folded into values that can be, from the innermost outwards."""

    def __init__(self, triples: list[ox.Triple]) -> None:
        self.triples = triples
        self.said: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        self.pointing: dict[ox.BlankNode, list[ox.Triple]] = defaultdict(list)
        self.folded: dict[ox.BlankNode, Value] = {}
        waits: Counter[ox.BlankNode] = Counter()
        for triple in triples:
            if isinstance(triple.subject, ox.BlankNode):
                self.said[triple.subject].append(triple)
                waits[triple.subject] += any(True for _ in _blanks(triple.object))
            for node in _blanks(triple.object):
                # Inside a quoted triple a node cannot be written in place: that counts as being pointed to twice.
                times = 1 if isinstance(triple.object, ox.BlankNode) else 2
                self.pointing[node] += [triple] * times
        self._fold(waits)
        self.names = self._named_roots()

    def _fold(self, waits: Counter[ox.BlankNode]) -> None:
        ready = [node for node in {*self.said, *self.pointing} if not waits[node]]
        while ready:
            node = ready.pop()
            places = self.pointing.get(node, [])
            if len(places) > 1:
                continue
            self.folded[node] = self._value(node)
            for place in places:
                above = place.subject
                if isinstance(above, ox.BlankNode):
                    waits[above] -= 1
                    if not waits[above]:
                        ready.append(above)

    def _value(self, node: ox.BlankNode) -> Value:
        said = [(triple.predicate, self._object(triple)) for triple in self.said.get(node, [])]
        pairs = sorted(said, key=lambda pair: (pair[0].value, key(pair[1])))
        digest = _digest([part for predicate, value in pairs for part in (predicate.value, key(value))])
        if self.pointing.get(node) and _is_cell(pairs):
            (_, first), (_, rest) = pairs
            # The items of a list lie side by side, not each within the one before.
            depth = max(1 + _depth(first), _depth(rest))
            return Listed(digest, first, rest if isinstance(rest, Listed) else None, depth)
        return Described(digest, tuple(pairs), 1 + max((_depth(value) for _, value in pairs), default=0))

    def _object(self, triple: ox.Triple) -> Value:
        value = self.folded.get(triple.object) if isinstance(triple.object, ox.BlankNode) else None
        if value is None:
            return triple.object
        return value if _depth(value) < _DEEPEST else ox.BlankNode(_name(key(value)))

    def _named_roots(self) -> dict[ox.BlankNode, ox.BlankNode]:
        """New names for the folded nodes that stand in no other's place."""
        copies: Counter[str] = Counter()
        names = {}
        for node, value in self.folded.items():
            if not self.pointing.get(node):
                names[node] = ox.BlankNode(_name(key(value), copies[key(value)]))
                copies[key(value)] += 1
            elif _depth(value) >= _DEEPEST:
                names[node] = ox.BlankNode(_name(key(value)))
        return names

    def plain(self) -> Iterator[Origin]:
        """The statements in which each blank node could be folded, or is named by what is said of it alone."""
        for triple in self.triples:
            subject = triple.subject
            if isinstance(subject, ox.BlankNode):
                if subject not in self.names:
                    continue
                subject = self.names[subject]
            if not self._is_tied(triple):
                statement = Statement(cast("Subject", subject), triple.predicate, self._object(triple))
                yield Origin(statement, (triple,))

    def tied(self) -> Iterator[Origin]:
        """The statements about the other blank nodes, each named by all that hangs together with it."""
        tied = [triple for triple in self.triples if self._is_tied(triple)]
        copies: Counter[str] = Counter()
        for part in _parts(tied, self.folded):
            yield from self._named(part, copies)

    def _is_tied(self, triple: ox.Triple) -> bool:
        return any(node not in self.folded for node in _blanks(triple))

    def _named(self, part: list[ox.Triple], copies: Counter[str]) -> Iterator[Origin]:
        """The statements of triples that hang together, their blank nodes named by what all of them say."""
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
        """The triples with an IRI in place of each folded value, which is put into ``values`` under it."""
        times: Counter[tuple[str, str, str]] = Counter()
        for triple in part:
            value = self._object(triple)
            if isinstance(value, Listed | Described):
                place = (str(triple.subject), triple.predicate.value, value.key)
                stand_in = ox.NamedNode(f"{_FOLDED}{value.key}:{times[place]}")
                times[place] += 1
                values[str(stand_in)] = value
                value = stand_in
            yield ox.Quad(triple.subject, triple.predicate, value)


def _depth(value: Value) -> int:
    return value.depth if isinstance(value, Listed | Described) else 0


def _digest(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def _name(digest: str, copy: int = 0) -> str:
    return f"b{digest[:12]}" + (f"{_COPY}{copy}" if copy else "")


def _is_cell(pairs: list[tuple[ox.NamedNode, Value]]) -> bool:
    """Whether these are the two statements about a cell of a well-formed list."""
    if [predicate for predicate, _ in pairs] != [FIRST, REST]:
        return False
    return isinstance(pairs[1][1], Listed) or pairs[1][1] == NIL


def _parts(triples: list[ox.Triple], folded: dict[ox.BlankNode, Value]) -> list[list[ox.Triple]]:
    """The triples, those together that share a blank node which is not folded, or do so by way of others."""
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
    """The term with its blank nodes renamed."""
    if isinstance(term, ox.BlankNode):
        return ox.BlankNode(rename(term.value))
    if isinstance(term, ox.Triple):
        subject = cast("Subject", _renamed(term.subject, rename))
        return ox.Triple(subject, term.predicate, _renamed(term.object, rename))
    return term
