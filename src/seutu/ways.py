"""The ways in which a query can be answered: what has to be there, what may be missing, and what must not be there.

A query is read with rdflib, which knows its shape; what is not read here raises `Unclear`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

Listed = Mapping[str, frozenset[str]]
"""What a table of values gives for variables."""


class Unclear(Exception):
    """The query has a part that this module does not see through."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A statement that a query asks for, or a value that it works out; variables are written with a question mark."""

    subject: str
    predicates: frozenset[str] | None  # None is any
    reached: tuple[str, ...]  # the variables that are reached from the subject
    object: str | None
    predicate: str | None = None  # its variable, if it is one
    path: bool = False  # more than one statement, one after another
    computed: bool = False  # no statement, but a value worked out of another
    counted: bool = False  # of those, one that is worked out for each of the things that a query counts by
    same: bool = False  # of those, one that is another name of something, or one of several things
    perhaps: int = 0  # the number of the part that may be missing in which it stands; 0 has to be there
    optional: bool = False  # in a part whose absence is an answer, too
    nested: bool = False  # absent from something absent


@dataclass(frozen=True, slots=True)
class Absent:
    """What must not be there; ``bare`` when it is one statement, whatever its value."""

    patterns: tuple[Pattern, ...]
    bare: bool = False


@dataclass(frozen=True)
class Way:
    """One way in which a query can be answered."""

    patterns: tuple[Pattern, ...] = ()
    absent: tuple[Absent, ...] = ()
    listed: Listed = field(default_factory=dict)

    def __add__(self, other: "Way") -> "Way":
        """What holds when both hold."""
        listed = {**self.listed, **other.listed}
        return Way(self.patterns + other.patterns, self.absent + other.absent, listed)

    def mapped(self, change: Callable[[Pattern], Pattern]) -> "Way":
        """The same way with each pattern changed."""
        absent = tuple(replace(one, patterns=tuple(map(change, one.patterns))) for one in self.absent)
        return replace(self, patterns=tuple(map(change, self.patterns)), absent=absent)

    def known(self) -> "Way":
        """The same way, where the properties that a table of values lists stand for a predicate."""

        def known(pattern: Pattern) -> Pattern:
            listed = self.listed.get(pattern.predicate or "")
            return replace(pattern, predicates=listed) if pattern.predicates is None and listed else pattern

        return self.mapped(known)


def ways_of(text: str, prefixes: Mapping[str, str]) -> list[Way]:
    """The ways in which a query can be answered. Raises `Unclear`, and what rdflib raises for what is no query."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    algebra = translateQuery(parseQuery(text), initNs=dict(prefixes)).algebra
    return [way.known() for way in _Reader().ways(algebra.p)]


class _Reader:
    """Reads rdflib's algebra of one query."""

    def __init__(self) -> None:
        self._number = count(1)

    def ways(self, node: Any, graph: str | None = None) -> list[Way]:
        """The ways in which a part of the query can hold; ``graph`` is the variable of the graph it stands in."""
        read = getattr(self, f"_{node.name.lower()}", None)
        if read is None:
            raise Unclear(node.name)
        ways: list[Way] = read(node, graph)
        return ways

    def _through(self, node: Any, graph: str | None) -> list[Way]:
        return self.ways(node.p, graph)

    _project = _distinct = _reduced = _orderby = _through

    def _bgp(self, node: Any, graph: str | None) -> list[Way]:
        return [Way(tuple(_pattern(triple, graph) for triple in node.triples))]

    def _union(self, node: Any, graph: str | None) -> list[Way]:
        return [*self.ways(node.p1, graph), *self.ways(node.p2, graph)]

    def _join(self, node: Any, graph: str | None) -> list[Way]:
        return _both(self.ways(node.p1, graph), self.ways(node.p2, graph))

    def _leftjoin(self, node: Any, graph: str | None) -> list[Way]:
        # What may be missing is read as if it were there; what is absent from it would bring it back.
        ways = self.ways(node.p2, graph)
        if any(way.absent for way in ways) or list(_exists(node.expr)):
            raise Unclear("something absent from what may be missing")
        number = next(self._number)
        return _both(self.ways(node.p1, graph), [_perhaps(way, number, optional=True) for way in ways])

    def _minus(self, node: Any, graph: str | None) -> list[Way]:
        return self._without(self.ways(node.p1, graph), node.p2, graph)

    def _filter(self, node: Any, graph: str | None) -> list[Way]:
        ways = self.ways(node.p, graph)
        for name, part in _exists(node.expr):
            if name == "Builtin_NOTEXISTS":
                ways = self._without(ways, part, graph)
            else:
                there = self.ways(part, graph)
                if any(way.absent for way in there):
                    raise Unclear("something absent from what has to exist")
                # Of several, any one will do, so none has to be there by itself.
                ways = _both(ways, [_perhaps(Way(_all(there)), next(self._number))])
        return ways

    def _graph(self, node: Any, _: str | None) -> list[Way]:
        return self.ways(node.p, _name(node.term))

    def _without(self, ways: Sequence[Way], part: Any, graph: str | None) -> list[Way]:
        absent = [way.known() for way in self.ways(part, graph)]
        nested = [
            replace(one, nested=True) for way in absent for group in way.absent for one in group.patterns
        ]
        bare = part.name == "BGP" and len(part.triples) == 1
        group = Absent((*_all(absent), *nested), bare)
        return [replace(way, absent=(*way.absent, group)) for way in ways]

    def _tomultiset(self, node: Any, graph: str | None) -> list[Way]:
        """A subquery, whose own variables are nobody else's, or a table of values."""
        inner = node.p
        ways = self.ways(inner, graph)
        if inner.name == "values":
            return ways
        while "PV" not in inner:
            inner = inner.p
        kept = {_name(variable) for variable in inner.PV}
        suffix = f"~{next(self._number)}"
        return [_renamed(way, kept, suffix) for way in ways]

    def _values(self, node: Any, _: str | None) -> list[Way]:
        listed: dict[str, set[str]] = {}
        for row in node.res:
            for variable, value in row.items():
                listed.setdefault(_name(variable), set()).add(str(value))
        # UNDEF is any value.
        return [
            Way(listed={name: frozenset(found) for name, found in listed.items() if "UNDEF" not in found})
        ]

    def _extend(self, node: Any, graph: str | None) -> list[Way]:
        """A value that is worked out is reached from what it is worked out of."""
        if list(_exists(node.expr)):
            raise Unclear("a value worked out of whether something exists")
        names = sorted(_variables(node.expr))
        link = Way(_computed(names, [_name(node.var)], same=_is_variable(node.expr)))
        return [way + link for way in self.ways(node.p, graph)]

    def _aggregatejoin(self, node: Any, graph: str | None) -> list[Way]:
        # What is counted or joined has a name that rdflib made; it is reached from what is kept.
        kept = sorted(_name(one) for one in node.p.expr or () if _is_variable(one))
        if not kept:
            raise Unclear("counts over all things")
        found = [one for one in node.A if "res" in one]
        made = [_name(one.res) for one in found if not _is_variable(one.vars)]
        same = [_name(one.res) for one in found if _is_variable(one.vars)]
        links = _computed(kept, made, counted=True) + _computed(kept, same, counted=True, same=True)
        return [way + Way(links) for way in self.ways(node.p.p, graph)]


def _exists(node: Any) -> Iterator[tuple[str, Any]]:
    """What a condition asks to exist, or not to. Raises `Unclear` where it does otherwise than by itself, or, and."""
    name = getattr(node, "name", None)
    if name in ("Builtin_NOTEXISTS", "Builtin_EXISTS"):
        yield name, node.graph
    elif name in ("ConditionalAndExpression", "ConditionalOrExpression"):
        for part in (node.expr, *node.other):
            yield from _exists(part)
    elif _mentions_exists(node):
        raise Unclear("a condition on whether something exists")


def _mentions_exists(node: Any) -> bool:
    if getattr(node, "name", None) in ("Builtin_NOTEXISTS", "Builtin_EXISTS"):
        return True
    parts = node.values() if isinstance(node, Mapping) else node if isinstance(node, list | tuple) else ()
    return any(_mentions_exists(part) for part in parts)


def _both(left: Sequence[Way], right: Sequence[Way]) -> list[Way]:
    return [one + other for one in left for other in right]


def _all(ways: Sequence[Way]) -> tuple[Pattern, ...]:
    return tuple(pattern for way in ways for pattern in way.known().patterns)


def _perhaps(way: Way, number: int, *, optional: bool = False) -> Way:
    """The way as a part that may be missing, whose values then are not those of a table in it."""
    known = replace(way.known(), listed={})
    return known.mapped(
        lambda pattern: replace(pattern, perhaps=number, optional=optional or pattern.optional)
    )


def _variables(expr: Any) -> set[str]:
    if _is_variable(expr):
        return {_name(expr)}
    parts = expr.values() if isinstance(expr, Mapping) else expr if isinstance(expr, list | tuple) else ()
    return {name for part in parts for name in _variables(part)}


def _renamed(way: Way, kept: set[str], suffix: str) -> Way:
    def name(one: str) -> str:
        return one if one in kept or not one.startswith("?") else one + suffix

    def pattern(one: Pattern) -> Pattern:
        return replace(
            one,
            subject=name(one.subject),
            reached=tuple(map(name, one.reached)),
            object=one.object and name(one.object),
            predicate=one.predicate and name(one.predicate),
        )

    listed = {name(variable): found for variable, found in way.listed.items()}
    return replace(way.mapped(pattern), listed=listed)


def _computed(
    sources: Sequence[str], made: Sequence[str], *, counted: bool = False, same: bool = False
) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(one, None, tuple(made), None, computed=True, counted=counted, same=same) for one in sources
    )


def _pattern(triple: Sequence[Any], graph: str | None) -> Pattern:
    subject, predicate, value = triple
    reached = (_name(value), _name(predicate), graph)
    return Pattern(
        subject=_name(subject),
        predicates=_predicates(predicate),
        reached=tuple(one for one in reached if one is not None and one.startswith("?")),
        object=_name(value),
        predicate=_name(predicate) if _is_variable(predicate) else None,
        path=_is_path(predicate),
    )


def _name(term: Any) -> str:
    return f"?{term}" if _is_variable(term) else str(term)


def _is_variable(term: Any) -> bool:
    from rdflib import BNode, Variable

    return isinstance(term, Variable | BNode)


def _is_path(predicate: Any) -> bool:
    """Whether a predicate can be more than one statement; one of several properties is not."""
    from rdflib.paths import AlternativePath, Path

    if isinstance(predicate, AlternativePath):
        return any(_is_path(part) for part in predicate.args)
    return isinstance(predicate, Path)


def _predicates(predicate: Any) -> frozenset[str] | None:
    """The properties that a predicate stands for; None is any."""
    from rdflib import URIRef
    from rdflib.paths import AlternativePath, MulPath, SequencePath

    if isinstance(predicate, URIRef):
        return frozenset({str(predicate)})
    if isinstance(predicate, AlternativePath | SequencePath):
        found = [_predicates(part) for part in predicate.args]
        return frozenset().union(*(one for one in found if one))
    if isinstance(predicate, MulPath):
        return _predicates(predicate.path)
    if _is_variable(predicate):
        return None
    raise Unclear("an inverse path, or one of what a property is not")
