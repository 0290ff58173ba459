"""Periods around a day: those that it falls in, and those that come nearest to it."""

from datetime import date, timedelta

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.answer import nearest
from seutu.rdf.namespaces import expand

FIRST, LAST = ox.NamedNode(expand("seutu:firstDay")), ox.NamedNode(expand("seutu:lastDay"))
DAY = ox.NamedNode(expand("xsd:date"))
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


def periods(**spans: tuple[str, str]) -> ox.Store:
    store = ox.Store()
    for name, days in spans.items():
        for bound, day in zip((FIRST, LAST), days, strict=True):
            if day:
                store.add(ox.Quad(node(name), bound, ox.Literal(day, datatype=DAY)))
    return store


STORE = periods(one=("2002-01-01", "2006-12-31"), two=("2007-01-01", ""), three=("", "2001-06-30"))


@pytest.mark.parametrize(
    ("day", "names"),
    [("2004-05-06", ["one"]), ("2010-01-01", ["two"]), ("2001-10-01", ["one"]), ("1999-01-01", ["three"])],
)
def test_the_closest_periods(day: str, names: list[str]) -> None:
    asked = date.fromisoformat(day)
    found = nearest.closest(STORE, [node(name) for name in ("one", "two", "three", "none")], asked)
    assert found == {node(name) for name in names}


def test_two_periods_at_one_distance_are_both_closest() -> None:
    store = periods(before=("2000-01-01", "2000-01-10"), after=("2000-01-20", "2000-02-01"))
    assert nearest.closest(store, [node("before"), node("after"), None], date(2000, 1, 15)) == {
        node("before"),
        node("after"),
    }


@given(DAYS, st.integers(0, 400), DAYS)
def test_the_distance_is_none_within_a_period(first: date, length: int, day: date) -> None:
    last = first + timedelta(days=length)
    store = periods(it=(str(first), str(last)), point=(str(day), str(day)))
    assert (node("it") in nearest.closest(store, [node("it"), node("point")], day)) == (first <= day <= last)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2004", ["one"]),
        ("2006-12", ["one"]),
        ("2006-12-31", ["one"]),
        ("2008", ["two"]),
        ("2001", []),
        ("2007-02", ["two"]),
        ("2007-13", []),
        ("soon", []),
        ("", []),
    ],
)
def test_the_periods_that_contain_a_time(text: str, names: list[str]) -> None:
    assert nearest.containing(STORE, text) == {node(name) for name in names}


def test_a_period_is_dated_by_either_end() -> None:
    assert nearest.has_days(STORE, [None, node("three")])
    assert not nearest.has_days(STORE, [None, node("none"), ox.Literal("2004")])
