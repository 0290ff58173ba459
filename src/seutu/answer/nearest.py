"""Which periods of an answer a day falls in, and which come nearest to it when it falls in none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pyoxigraph as ox

from seutu.answer.answer import Answer
from seutu.query.definition import DAY
from seutu.rdf.model import Quads, Term
from seutu.rdf.namespaces import expand

_FIRST, _LAST = ox.NamedNode(expand("seutu:firstDay")), ox.NamedNode(expand("seutu:lastDay"))

_MONTH = len("2007-05")
# What makes the first and the last day of a year, a month or a day that is written in so many characters.
_FILLED = {4: ("-01-01", "-12-31"), _MONTH: ("-01", "-28"), 10: ("", "")}

PERIOD = "period"
"""The column in which a question that can be asked as of a day names the period of each row."""


def with_nearest(answer: Answer, ask: Callable[[Mapping[str, Term]], Answer]) -> Answer:
    """The answer; where it states nothing for the day asked about, with what it states for the nearest time.

    ``ask`` answers the same question with other values.
    """
    day = answer.bindings.get(DAY)
    if not isinstance(day, ox.Literal) or PERIOD not in answer.variables:
        return answer
    store, at = answer.labels.store, answer.variables.index(PERIOD)
    if dated(store, (cells[at] for cells in answer.solutions)):
        return answer
    whenever = ask({name: value for name, value in answer.bindings.items() if name != DAY})
    near = closest(store, (cells[at] for cells in whenever.solutions), date.fromisoformat(day.value))
    rows = tuple(cells for cells in whenever.solutions if cells[at] in near)
    return replace(answer, nearest=replace(whenever, solutions=rows) if rows else None)


def closest(store: Quads, periods: Iterable[Term | None], day: date) -> set[Term]:
    """Those of the periods that lie nearest to a day, in days; empty when none has a beginning or an end.

    A period that the day falls in is at a distance of 0.
    """
    far: dict[Term, int] = {}
    for period in set(periods):
        distance = _distance(_days(store, period), day) if period is not None else None
        if period is not None and distance is not None:
            far[period] = distance
    least = min(far.values(), default=None)
    return {period for period, distance in far.items() if distance == least}


def containing(store: Quads, text: str) -> set[ox.NamedNode]:
    """The periods that a year, a month or a day, written as 2007, 2007-05 or 2007-05-31, lies in as a whole.

    A period without an end contains all that comes after it begins. Empty when the text is no such time.
    """
    first, last = (_parsed(text + more) for more in _FILLED.get(len(text), ("", "")))
    if len(text) == _MONTH and first is not None:
        last = date.fromordinal((first.replace(day=28) + timedelta(days=4)).replace(day=1).toordinal() - 1)
    if first is None or last is None or not text[:4].isdigit():
        return set()
    found = {
        quad.subject
        for quad in store.quads_for_pattern(None, _FIRST, None, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    spans = {period: _days(store, period) for period in found}
    return {
        period
        for period, (begins, ends) in spans.items()
        if begins is not None and begins <= first and (ends is None or last <= ends)
    }


def dated(store: Quads, periods: Iterable[Term | None]) -> bool:
    """Whether one of the values is a period with a first or a last day; what is "not stated" is none."""
    return any(period is not None and _days(store, period) != (None, None) for period in periods)


def _days(store: Quads, period: Term) -> tuple[date | None, date | None]:
    return _day(store, period, _FIRST), _day(store, period, _LAST)


def _day(store: Quads, period: Term, bound: ox.NamedNode) -> date | None:
    if not isinstance(period, ox.NamedNode):
        return None
    for quad in store.quads_for_pattern(period, bound, None, None):
        if isinstance(quad.object, ox.Literal):
            return _parsed(quad.object.value)
    return None


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _distance(days: Sequence[date | None], day: date) -> int | None:
    first, last = days
    if first is not None and day < first:
        return (first - day).days
    if last is not None and last < day:
        return (day - last).days
    return None if first is None and last is None else 0
