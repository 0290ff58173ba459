"""How far a query sees: from one thing forward along its statements, or from one thing to another through a value.

A large workspace is checked in units: a few files each, together with those that all of them refer to. A query that
starts at one thing and only follows statements forward finds in the unit of that thing all that there is. One that
brings two things together because they share a value does so across units, unless those that share it are in one.
This module tells the two apart, and says which values matter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from seutu import infer
from seutu.namespaces import expand
from seutu.ways import Pattern, Way, ways_of

LOCAL, ABSENT, MEETING, GLOBAL = "local", "absent", "meeting", "global"
"""What a query can be: seeing forward from one thing alone; besides asking that no other thing refers to it; bringing
two things together by a value; or none of these, so that it has to see everything."""

OF_TERMS = frozenset(term.value for term in infer.OF_TERMS) | frozenset(
    map(expand, ("rdfs:isDefinedBy", "rdf:first", "rdf:rest", "owl:members", "seutu:calledForBy"))
)
"""Properties that only terms have. Terms are before every unit, so what is said with these is seen from everywhere."""

_FOUND = frozenset({"?focus", "?this"})
# Two things meet; more are not told apart.
_PAIR = 2


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


def sight_of(text: str, prefixes: Mapping[str, str]) -> Sight:
    """How far a query sees; `GLOBAL` for one that cannot be read."""
    try:
        ways = ways_of(text, prefixes)
    except Exception:  # noqa: BLE001 - rdflib raises what it likes, and what cannot be read is seen from everywhere
        return Sight(GLOBAL)
    return _together([_sight(way) for way in ways])


def _together(sights: Sequence[Sight]) -> Sight:
    kinds = {sight.kind for sight in sights}
    kind = next(kind for kind in (GLOBAL, ABSENT, MEETING, LOCAL) if kind in kinds)
    return Sight(kind, tuple(one for sight in sights for one in sight.meetings))


def _sight(way: Way) -> Sight:
    roots = _roots(way.patterns)
    if len(roots) > _PAIR or not _is_clear(way, roots):
        return Sight(GLOBAL)
    beyond = [_roots([*way.patterns, *group.patterns]) - roots for group in way.absent]
    if not all(
        _prevents(way, roots, extra, group.patterns) for extra, group in zip(beyond, way.absent, strict=True)
    ):
        return Sight(GLOBAL)
    kind = ABSENT if any(beyond) else LOCAL
    if len(roots) < _PAIR:
        return Sight(kind)
    meetings = tuple(_meetings(way, *sorted(roots)))
    return Sight(MEETING if kind == LOCAL else kind, (meetings,)) if meetings else Sight(GLOBAL)


def _prevents(way: Way, roots: set[str], extra: set[str], absent: Sequence[Pattern]) -> bool:
    """Whether what is absent is nothing of another thing, or only what refers to the one that is found.

    Whatever else it could refer to may be common while the one that is found is not: then other units would matter.
    """
    if not extra:
        return True
    if not roots:
        return len(extra) == 1  # what is found is a term, and common
    found = roots & _FOUND
    shared = {one for pattern in way.patterns for one in (pattern.subject, *pattern.reached)}
    return len(extra) == 1 and bool(found) and found <= _reached(absent, *extra) & shared


def _is_clear(way: Way, roots: set[str]) -> bool:
    """Whether more statements can only add answers, and only those about what is absent take answers away."""
    everything = [*way.patterns, *(pattern for group in way.absent for pattern in group.patterns)]
    # A name that is worked out can be that of anything.
    if _made(everything) & _described(everything):
        return False
    # What is counted is counted for each thing that it is of.
    grouped = {pattern.subject for pattern in way.patterns if pattern.counted}
    if grouped and not roots <= grouped:
        return False
    # What need not be there may start from another thing, which is then no reason for an answer.
    if not _roots(pattern for pattern in way.patterns if not pattern.optional) <= roots:
        return False
    # What is absent from something absent would bring answers back.
    return not any(
        _roots([*way.patterns, *group.patterns])
        - _roots([*way.patterns, *(one for one in group.patterns if not (one.nested or one.optional))])
        for group in way.absent
    )


def _made(patterns: Sequence[Pattern]) -> set[str]:
    """The variables whose value is worked out, and those that are other names of these."""
    computed = [pattern for pattern in patterns if pattern.computed]
    first = {one for pattern in computed if not pattern.same for one in pattern.reached}
    return {one for start in first for one in _reached(computed, start)}


def _described(patterns: Iterable[Pattern]) -> set[str]:
    """What something is said of, other than of terms."""
    return {pattern.subject for pattern in patterns if not pattern.computed and not _of_terms(pattern)}


def _of_terms(pattern: Pattern) -> bool:
    """Whether only terms can be said so."""
    return pattern.predicates is not None and pattern.predicates <= OF_TERMS


def _roots(patterns: Iterable[Pattern]) -> set[str]:
    """The fewest things from which all others are reached; terms are there anyway."""
    patterns = list(patterns)
    subjects = {pattern.subject for pattern in patterns if not pattern.computed}
    terms = {one for pattern in patterns if _of_terms(pattern) for one in (pattern.subject, *pattern.reached)}
    seen = {one for term in terms for one in _reached(patterns, term)}
    reach = {subject: _reached(patterns, subject) for subject in subjects}
    roots: set[str] = set()
    for subject in sorted(subjects - seen, key=lambda one: (-len(reach[one] & subjects), one)):
        if not any(subject in reach[root] for root in roots):
            roots.add(subject)
    return roots


def _reached(patterns: Sequence[Pattern], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for pattern in patterns:
            if pattern.subject == at:
                fresh = set(pattern.reached) - found
                found |= fresh
                waiting += fresh
    return found


def _meetings(way: Way, one: str, other: str) -> Iterator[Meeting]:
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
    telling = [one for one in found if expand("rdf:type") not in one.one.last | one.other.last]
    yield from telling or found


def _parts_of(way: Way, root: str) -> set[int]:
    """The parts that may be missing in which alone a thing stands: without them it meets nobody."""
    parts = {pattern.perhaps for pattern in way.patterns if pattern.subject == root}
    return set() if 0 in parts or len(parts) > 1 else parts


def _side(way: Way, root: str, value: str) -> Side | None:
    """How a thing comes to a value; None where that cannot be read off the properties."""
    last, before = set[str](), set[str]()
    near = _reached(way.patterns, root)
    for pattern in way.patterns:
        leads = [end for end in pattern.reached if value in _reached(way.patterns, end)]
        if pattern.subject not in near or not leads or _of_terms(pattern):
            continue
        if pattern.predicates is None or pattern.path or pattern.computed or leads != [pattern.object]:
            return None
        (last if pattern.object == value else before).update(pattern.predicates)
    return Side(frozenset(last), frozenset(before), frozenset(_unless(way, root))) if last else None


def _unless(way: Way, root: str) -> Iterator[str]:
    """The properties that keep a thing out, whatever their value."""
    named = Counter(name for pattern in way.patterns for name in (pattern.subject, *pattern.reached))
    for group in way.absent:
        pattern = group.patterns[0]
        free = pattern.object is not None and pattern.object.startswith("?") and not named[pattern.object]
        alone = group.bare and pattern.subject == root and pattern.reached == (pattern.object,)
        if alone and free and not pattern.path:
            yield from pattern.predicates or ()
