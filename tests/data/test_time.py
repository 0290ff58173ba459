"""What held on which day: swept day by day, it changes on the days that the sources give, and on no other."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu import Workspace
from seutu.query import definition
from seutu.query.definition import Term
from tests.questions.asking import of_case

FIRST, LAST = date(2000, 1, 1), date(2022, 12, 31)
XSD_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
ID = "https://w3id.org/seutu/id/"

Known = frozenset[str]
Spans = list[tuple[str, Known]]
"""What holds from which day on, until the next."""

# By hand, from the sources; an empty set is a time for which they say nothing.
COMPOSITION: Spans = [
    ("2000-01-01", frozenset()),
    ("2001-01-01", frozenset({"jamsa", "jamsankoski", "kuhmoinen"})),
    ("2009-01-01", frozenset({"jamsa", "kuhmoinen"})),
    ("2021-01-01", frozenset({"jamsa"})),
]
SLICE: Spans = [
    ("2000-01-01", frozenset()),
    ("2001-01-01", frozenset({"Jamsa(2001-2006)"})),
    ("2007-01-01", frozenset({"Jamsa(2007-2008)"})),
    ("2009-01-01", frozenset({"Jamsa(2009-)"})),
]
MINISTRY: Spans = [
    ("2000-01-01", frozenset()),
    ("2002-01-01", frozenset({"ministry-of-the-interior"})),
    ("2008-01-01", frozenset({"ministry-of-employment-and-the-economy"})),
    ("2010-01-01", frozenset()),
]
PROGRAMME: Spans = [
    ("2000-01-01", frozenset()),
    ("2002-01-01", frozenset({"ako"})),
    ("2010-01-01", frozenset({"koko"})),
    ("2012-01-01", frozenset()),
]


def workspace() -> Workspace:
    return of_case("jamsa")


@cache
def on(question: str, column: str, day: date, *values: tuple[str, str]) -> Known:
    """The last parts of what stands in a column as of a day; "not stated" is left out."""
    asked = workspace().questions[question]
    bindings: dict[str, Term] = {name: ox.NamedNode(ID + value) for name, value in values if name != "phase"}
    bindings |= {name: ox.NamedNode(value) for name, value in values if name == "phase"}
    bindings["on"] = ox.Literal(day.isoformat(), datatype=XSD_DATE)
    found = definition.run(workspace().closed(), asked.text, workspace().prefixes, bindings)
    assert isinstance(found, ox.QuerySolutions)
    at, when = asked.variables.index(column), asked.variables.index("period")
    rows = [tuple(row) for row in found]
    return frozenset(last(row[at]) for row in rows if row[at] is not None and "/period/" in str(row[when]))


def last(term: Term) -> str:
    return str(term)[1:-1].rpartition("/")[2]


def composition(day: date) -> Known:
    return on("region-municipalities", "municipality", day, ("region", "region/jamsan-seutukunta"))


def time_slice(day: date) -> Known:
    return on("time-slices", "slice", day, ("municipality", "municipality/jamsa"))


def ministry(day: date) -> Known:
    return on("steering", "body", day)


def programme(day: date) -> Known:
    carried_out = ("phase", "https://w3id.org/seutu/concept/phase/carried-out")
    return on("dates", "thing", day, carried_out)


SWEPT: dict[str, tuple[Callable[[date], Known], Spans, int]] = {
    "composition": (composition, COMPOSITION, 3),
    "slice": (time_slice, SLICE, 1),
    "ministry": (ministry, MINISTRY, 1),
    "programme": (programme, PROGRAMME, 1),
}
each = pytest.mark.parametrize("name", SWEPT)


def expected(spans: Spans, day: date) -> Known:
    return [known for since, known in spans if date.fromisoformat(since) <= day][-1]


def days() -> Iterator[date]:
    return (FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))


def gaps_on(day: date) -> set[str]:
    """The gaps that are about this day."""
    text = """
        SELECT ?gap ?first ?last {
            ?gap seutu:gapDuring ?period .
            OPTIONAL { ?period seutu:firstDay ?first }
            OPTIONAL { ?period seutu:lastDay ?last }
        }
    """
    found = workspace().query(text)
    assert isinstance(found, ox.QuerySolutions)
    return {
        last(gap)
        for gap, first, end in found
        if (first is None or first.value <= day.isoformat()) and (end is None or day.isoformat() <= end.value)
    }


# Hypothesis shrinks towards the days of change, where a slip of one day would show.
@given(day=st.dates(FIRST, LAST))
@each
def test_any_day_has_what_the_sources_give_for_it(name: str, day: date) -> None:
    ask, spans, most = SWEPT[name]
    assert ask(day) == expected(spans, day)
    assert len(ask(day)) <= most


@each
def test_the_days_of_change_are_those_of_the_sources(name: str) -> None:
    ask, spans, _ = SWEPT[name]
    for (_, before), (since, after) in pairwise(spans):
        day = date.fromisoformat(since)
        assert (ask(day - timedelta(1)), ask(day)) == (before, after)


@pytest.mark.long
@each
def test_every_day_from_2000_to_2022(name: str) -> None:
    ask, spans, _ = SWEPT[name]
    assert {day for day in days() if ask(day) != expected(spans, day)} == set()


HOLES = {
    "composition": {"sub-region-before-2001"},
    "programme": {"programme-before-ako", "successor-of-koko"},
    # Where no programme ran, or one whose ministry is not stated, nobody is said to have steered it.
    "ministry": {"programme-before-ako", "steering-of-koko", "successor-of-koko"},
}


# SAPO has earlier slices than those that were taken from it: that they are missing here is no silence of the source.
@given(day=st.dates(FIRST, LAST))
@pytest.mark.parametrize("name", HOLES)
def test_a_hole_is_explained_by_a_gap_and_a_gap_is_a_hole(name: str, day: date) -> None:
    ask, _, _ = SWEPT[name]
    assert bool(ask(day)) != bool(gaps_on(day) & HOLES[name])
