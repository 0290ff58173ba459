"""How far a query sees: from one thing forward along its statements, or from one thing to another through a value.

A large workspace is checked in units: a few files each, together with those that all of them refer to. A query that
starts at one thing and only follows statements forward finds in the unit of that thing all that there is. One that
brings two things together because they share a value does so across units, unless those that share it are in one.
This module tells the two apart, and says which values matter. It reads queries with rdflib, which knows their shape.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from seutu.namespaces import expand

LOCAL, ABSENT, MEETING, GLOBAL = "local", "absent", "meeting", "global"
"""What a query can be: seeing forward from one thing alone; besides asking that no other thing refers to it; bringing
two things together by a value; or none of these, so that it has to see everything."""

OF_TERMS = frozenset(
    map(
        expand,
        (
            "rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range rdfs:isDefinedBy rdf:first rdf:rest"
            " owl:inverseOf owl:members"
        ).split(),
    )
)
"""Properties that only terms have. Terms are before every unit, so what is said with these is seen from everywhere."""


@dataclass(frozen=True, slots=True)
class Side:
    """How one of two things comes to a value: by properties ``last``, of itself or of what ``before`` leads to.

    A thing that has one of the properties ``unless`` does not come to it.
    """

    last: frozenset[str]
    before: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A value that two things have to share, and how each comes to it."""

    one: Side
    other: Side


Group = tuple[Meeting, ...]
"""The values that two things have to share all, so that it is enough to look at any one of them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a query sees. ``meetings`` has, for each way of answering it, the `Group` of values that are shared."""

    kind: str
    meetings: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pattern:
    subject: str
    predicates: frozenset[str] | None  # None is any
    reached: tuple[str, ...]  # the variables that are reached from the subject
    object: str | None
    predicate: str | None = None  # its variable, if it is one
    computed: bool = False  # no statement, but a value worked out of another
    perhaps: int = 0  # the number of the part that may be missing in which it stands; 0 has to be there
    optional: bool = False  # in a part whose absence is an answer, too
    nested: bool = False  # absent from something absent

    @property
    def of_terms(self) -> bool:
        """Whether only terms can be said so."""
        return self.predicates is not None and self.predicates <= OF_TERMS


@dataclass
class _Way:
    """One way in which a query can be answered: what has to be there, and the groups of what must not be."""

    patterns: list[_Pattern] = field(default_factory=list)
    absent: list[list[_Pattern]] = field(default_factory=list)

    def __add__(self, other: "_Way") -> "_Way":
        return _Way([*self.patterns, *other.patterns], [*self.absent, *other.absent])

    def mapped(self, change: Callable[[_Pattern], _Pattern]) -> "_Way":
        """The same way with each pattern changed."""
        return _Way(
            [change(one) for one in self.patterns], [[change(one) for one in group] for group in self.absent]
        )


class _Unclear(Exception):
    """The query has a part that this module does not see through."""


def sight_of(text: str, prefixes: Mapping[str, str]) -> Sight:
    """How far a query sees; `GLOBAL` for one that cannot be read."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(text), initNs=dict(prefixes)).algebra
        reader = _Reader()
        ways = reader.ways(algebra.p)
        return _together([_sight(way.mapped(reader.known)) for way in ways])
    except Exception:  # noqa: BLE001 - whatever rdflib cannot read is seen from everywhere
        return Sight(GLOBAL)


def _together(sights: Sequence[Sight]) -> Sight:
    kinds = {sight.kind for sight in sights}
    kind = next(kind for kind in (GLOBAL, ABSENT, MEETING, LOCAL) if kind in kinds)
    return Sight(kind, tuple(one for sight in sights for one in sight.meetings))


def _sight(way: _Way) -> Sight:
    roots = _roots(way.patterns)
    beyond = [_roots([*way.patterns, *group]) - roots for group in way.absent]
    if len(roots) > 2 or any(len(extra) > 1 for extra in beyond) or not _clear(way, roots):  # noqa: PLR2004 - two meet
        return Sight(GLOBAL)
    kind = ABSENT if any(beyond) else LOCAL
    if len(roots) < 2:  # noqa: PLR2004
        return Sight(kind)
    meetings = tuple(_meetings(way, *sorted(roots)))
    return Sight(MEETING if kind == LOCAL else kind, (meetings,)) if meetings else Sight(GLOBAL)


def _clear(way: _Way, roots: set[str]) -> bool:
    """Whether more statements can only add answers, and only those about what is absent take answers away."""
    # What need not be there may start from another thing, which is then no reason for an answer.
    needed = _roots(pattern for pattern in way.patterns if not pattern.optional)
    # What is absent from something absent would bring answers back.
    plain = [[pattern for pattern in group if not pattern.nested] for group in way.absent]
    nested = [
        _roots([*way.patterns, *group]) - _roots([*way.patterns, *rest])
        for group, rest in zip(way.absent, plain, strict=True)
    ]
    return needed <= roots and not any(nested)


def _roots(patterns: Iterable[_Pattern]) -> set[str]:
    """The fewest things from which all others are reached; terms are there anyway."""
    patterns = list(patterns)
    subjects = {pattern.subject for pattern in patterns if not pattern.computed}
    terms = {one for pattern in patterns if pattern.of_terms for one in (pattern.subject, *pattern.reached)}
    seen = {one for term in terms for one in _reached(patterns, term)}
    reach = {subject: _reached(patterns, subject) for subject in subjects}
    roots: set[str] = set()
    for subject in sorted(subjects - seen, key=lambda one: (-len(reach[one] & subjects), one)):
        if not any(subject in reach[root] for root in roots):
            roots.add(subject)
    return roots


def _reached(patterns: Sequence[_Pattern], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for pattern in patterns:
            if pattern.subject == at:
                fresh = set(pattern.reached) - found
                found |= fresh
                waiting += fresh
    return found


def _meetings(way: _Way, one: str, other: str) -> Iterator[Meeting]:
    """The values that two things have to share, for those that known properties lead to."""
    parts = {0} | _parts_of(way, one) | _parts_of(way, other)
    certain = [pattern for pattern in way.patterns if pattern.perhaps in parts]
    shared = sorted(_reached(certain, one) & _reached(certain, other))
    found = [
        Meeting(left, right)
        for value in shared
        if (left := _side(way, one, value)) and (right := _side(way, other, value))
    ]
    # Things of one class are too many to tell anything apart.
    telling = [
        meeting for meeting in found if expand("rdf:type") not in meeting.one.last | meeting.other.last
    ]
    yield from telling or found


def _parts_of(way: _Way, root: str) -> set[int]:
    """The parts that may be missing in which alone a thing stands: without them it meets nobody."""
    parts = {pattern.perhaps for pattern in way.patterns if pattern.subject == root}
    return set() if 0 in parts or len(parts) > 1 else parts


def _side(way: _Way, root: str, value: str) -> Side | None:
    """How a thing comes to a value; None where that cannot be read off the properties."""
    last, before = set[str](), set[str]()
    near = _reached(way.patterns, root)
    for pattern in way.patterns:
        leads = [end for end in pattern.reached if value in _reached(way.patterns, end)]
        if pattern.subject not in near or not leads or pattern.of_terms:
            continue
        if pattern.predicates is None or leads != [pattern.object] or pattern.computed:
            return None
        (last if pattern.object == value else before).update(pattern.predicates)
    return Side(frozenset(last), frozenset(before), frozenset(_unless(way, root))) if last else None


def _unless(way: _Way, root: str) -> Iterator[str]:
    """The properties that keep a thing out, whatever their value."""
    named = Counter(name for pattern in way.patterns for name in (pattern.subject, *pattern.reached))
    for group in way.absent:
        pattern = group[0]
        free = pattern.object is not None and pattern.object.startswith("?") and not named[pattern.object]
        if len(group) == 1 and pattern.subject == root and free and pattern.reached == (pattern.object,):
            yield from pattern.predicates or ()


class _Reader:
    """Reads rdflib's algebra of one query into the ways in which it can be answered."""

    def __init__(self) -> None:
        self._number = count(1)
        self._listed: dict[str, frozenset[str]] = {}

    def known(self, pattern: _Pattern) -> _Pattern:
        """The pattern with the properties that a table of values lists for its predicate."""
        if pattern.predicates is None and pattern.predicate in self._listed:
            return replace(pattern, predicates=self._listed[pattern.predicate])
        return pattern

    def ways(self, node: Any, graph: str | None = None) -> list[_Way]:
        """The ways in which a part of the query can hold; ``graph`` is the variable of the graph it stands in."""
        read = getattr(self, f"_{node.name.lower()}", None)
        if read is None:
            raise _Unclear(node.name)
        ways: list[_Way] = read(node, graph)
        return ways

    def _through(self, node: Any, graph: str | None) -> list[_Way]:
        return self.ways(node.p, graph)

    _project = _distinct = _reduced = _orderby = _through

    def _bgp(self, node: Any, graph: str | None) -> list[_Way]:
        return [_Way([self._pattern(triple, graph) for triple in node.triples])]

    def _union(self, node: Any, graph: str | None) -> list[_Way]:
        return [*self.ways(node.p1, graph), *self.ways(node.p2, graph)]

    def _join(self, node: Any, graph: str | None) -> list[_Way]:
        return _both(self.ways(node.p1, graph), self.ways(node.p2, graph))

    def _leftjoin(self, node: Any, graph: str | None) -> list[_Way]:
        # What may be missing is read as if it were there, which can only make a query see farther.
        number = next(self._number)
        missing = [_perhaps(way, number, optional=True) for way in self.ways(node.p2, graph)]
        both = _both(self.ways(node.p1, graph), missing)
        return self._filtered(both, node.expr, graph)

    def _minus(self, node: Any, graph: str | None) -> list[_Way]:
        return _without(self.ways(node.p1, graph), _flat(self.ways(node.p2, graph)))

    def _filter(self, node: Any, graph: str | None) -> list[_Way]:
        return self._filtered(self.ways(node.p, graph), node.expr, graph)

    def _graph(self, node: Any, _: str | None) -> list[_Way]:
        return self.ways(node.p, _name(node.term))

    def _pattern(self, triple: Sequence[Any], graph: str | None) -> _Pattern:
        subject, predicate, value = triple
        predicates, variable = _predicates(predicate)
        reached = [_name(value) if _is_variable(value) else None, variable, graph]
        return _Pattern(
            subject=_name(subject),
            predicates=predicates,
            reached=tuple(one for one in reached if one is not None and one.startswith("?")),
            object=_name(value),
            predicate=variable,
        )

    def _tomultiset(self, node: Any, graph: str | None) -> list[_Way]:
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

    def _values(self, node: Any, _: str | None) -> list[_Way]:
        for row in node.res:
            for variable, value in row.items():
                name = _name(variable)
                self._listed[name] = self._listed.get(name, frozenset()) | {str(value)}
        return [_Way()]

    def _extend(self, node: Any, graph: str | None) -> list[_Way]:
        """A value that is worked out is reached from what it is worked out of."""
        ways = self.ways(node.p, graph)
        variable = _name(node.var)
        links = [_Pattern(name, None, (variable,), variable, computed=True) for name in _variables(node.expr)]
        return [_Way([*way.patterns, *links], way.absent) for way in ways]

    def _aggregatejoin(self, node: Any, graph: str | None) -> list[_Way]:
        group = node.p
        ways = self.ways(group.p, graph)
        kept = {_name(one) for one in group.expr or () if _is_variable(one)}
        for way in ways:
            if not _roots(way.patterns) <= kept:
                raise _Unclear("counts over several things")
        # What is counted or joined has a name that rdflib made; it is reached from the things that are kept.
        made = [_name(one.res) for one in node.A if "res" in one]
        links = [_Pattern(name, None, tuple(made), None, computed=True) for name in sorted(kept)]
        return [_Way([*way.patterns, *links], way.absent) for way in ways]

    def _filtered(self, ways: list[_Way], expr: Any, graph: str | None) -> list[_Way]:
        for name, part in _exists(expr):
            inner = _flat(self.ways(part, graph))
            ways = (
                _without(ways, inner)
                if name == "Builtin_NOTEXISTS"
                else _both(ways, [_perhaps(_Way(inner), next(self._number))])
            )
        return ways


def _exists(node: Any) -> Iterator[tuple[str, Any]]:
    name = getattr(node, "name", None)
    if name in ("Builtin_NOTEXISTS", "Builtin_EXISTS"):
        yield name, node.graph
    elif isinstance(node, Mapping):
        for part in node.values():
            yield from _exists(part)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _exists(part)


def _both(left: Sequence[_Way], right: Sequence[_Way]) -> list[_Way]:
    return [one + other for one in left for other in right]


def _without(ways: Sequence[_Way], absent: list[_Pattern]) -> list[_Way]:
    return [_Way(way.patterns, [*way.absent, absent]) for way in ways]


def _perhaps(way: _Way, number: int, *, optional: bool = False) -> _Way:
    return way.mapped(lambda pattern: replace(pattern, perhaps=number, optional=optional or pattern.optional))


def _flat(ways: Sequence[_Way]) -> list[_Pattern]:
    """All that the ways of something absent speak of, also what in turn is absent from it."""
    inner = [replace(pattern, nested=True) for way in ways for group in way.absent for pattern in group]
    return [pattern for way in ways for pattern in way.patterns] + inner


def _variables(expr: Any) -> set[str]:
    if _is_variable(expr):
        return {_name(expr)}
    parts = expr.values() if isinstance(expr, Mapping) else expr if isinstance(expr, list | tuple) else ()
    return {name for part in parts for name in _variables(part)}


def _renamed(way: _Way, kept: set[str], suffix: str) -> _Way:
    def name(one: str) -> str:
        return one if one in kept or not one.startswith("?") else one + suffix

    def pattern(one: _Pattern) -> _Pattern:
        reached = tuple(map(name, one.reached))
        return replace(
            one, subject=name(one.subject), reached=reached, object=one.object and name(one.object)
        )

    return way.mapped(pattern)


def _name(term: Any) -> str:
    return f"?{term}" if _is_variable(term) else str(term)


def _is_variable(term: Any) -> bool:
    from rdflib import BNode, Variable

    return isinstance(term, Variable | BNode)


def _predicates(predicate: Any) -> tuple[frozenset[str] | None, str | None]:
    """The properties that a predicate stands for, None being any, and its variable if it is one."""
    from rdflib import URIRef
    from rdflib.paths import AlternativePath, MulPath, SequencePath

    if isinstance(predicate, URIRef):
        return frozenset({str(predicate)}), None
    if isinstance(predicate, AlternativePath | SequencePath):
        found = [_predicates(part)[0] for part in predicate.args]
        return frozenset().union(*(one for one in found if one)), None
    if isinstance(predicate, MulPath):
        return _predicates(predicate.path)[0], None
    if _is_variable(predicate):
        return None, _name(predicate)
    raise _Unclear("an inverse path")
