"""Periods of an answer that contain a day, or are nearest to it."""

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
# The completions to the first and the last day, by the length of a year, a month or a day.
_COMPLETIONS = {4: ("-01-01", "-12-31"), _MONTH: ("-01", "-28"), 10: ("", "")}

PERIOD = "period"
"""The column of the period of each row, in questions with a parameter for the day."""


def with_nearest(answer: Answer, evaluate: Callable[[Mapping[str, Term]], Answer]) -> Answer:
    """Return the answer; if it states nothing for the requested day, with the answer for the nearest time.

    ``evaluate`` answers the same question with other values.
    """
    day = answer.bindings.get(DAY)
    if not isinstance(day, ox.Literal) or PERIOD not in answer.variables:
        return answer
    store, at = answer.labels.store, answer.variables.index(PERIOD)
    if has_days(store, (cells[at] for cells in answer.solutions)):
        return answer
    undated = evaluate({name: value for name, value in answer.bindings.items() if name != DAY})
    closest_periods = closest(
        store, (cells[at] for cells in undated.solutions), date.fromisoformat(day.value)
    )
    rows = tuple(cells for cells in undated.solutions if cells[at] in closest_periods)
    return replace(answer, nearest=replace(undated, solutions=rows) if rows else None)


def closest(store: Quads, periods: Iterable[Term | None], day: date) -> set[Term]:
    """Return the periods nearest to a day, in days; empty if none has a first or a last day.

    A period that contains the day is at a distance of 0.
    """
    distances: dict[Term, int] = {}
    for period in set(periods):
        distance = _distance(_days(store, period), day) if period is not None else None
        if period is not None and distance is not None:
            distances[period] = distance
    smallest = min(distances.values(), default=None)
    return {period for period, distance in distances.items() if distance == smallest}


def containing(store: Quads, text: str) -> set[ox.NamedNode]:
    """Return the periods that contain a whole year, month or day, written as 2007, 2007-05 or 2007-05-31.

    A period without a last day contains all days after its first day. Empty if the text is not such a time.
    """
    first, last = (_parsed_day(text + more) for more in _COMPLETIONS.get(len(text), ("", "")))
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


def has_days(store: Quads, periods: Iterable[Term | None]) -> bool:
    """Return whether one of the values is a period with a first or a last day; "not stated" is not a period."""
    return any(period is not None and _days(store, period) != (None, None) for period in periods)


def _days(store: Quads, period: Term) -> tuple[date | None, date | None]:
    return _day(store, period, _FIRST), _day(store, period, _LAST)


def _day(store: Quads, period: Term, bound: ox.NamedNode) -> date | None:
    if not isinstance(period, ox.NamedNode):
        return None
    for quad in store.quads_for_pattern(period, bound, None, None):
        if isinstance(quad.object, ox.Literal):
            return _parsed_day(quad.object.value)
    return None


def _parsed_day(text: str) -> date | None:
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
