"""Days of calendar literals, and spans as people write them."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf.model import Term
from seutu.text import days
from tests.helpers.drawing import (
    day,
    month,
    thing,
    year,
)


@pytest.mark.parametrize(
    ("begins", "ends", "lang", "said"),
    [
        (year(2002), year(2006), "en", "2002–2006"),
        (year(2002), day("2007-12-31"), "fi", "2002 – 31.12.2007"),
        (month("2007-02"), year(2012), "sv", "februari 2007 – 2012"),
        (month("2007-02"), None, "fi", "helmikuu 2007–"),
        (None, year(2012), "en", "–2012"),
        (day("2009-01-01"), day("2009-01-01"), "en", "1 January 2009"),
        (day("2001-02-30"), None, "en", "2001-02-30–"),
        (None, None, "en", ""),
    ],
)
def test_spans_are_written_as_people_write_them(
    begins: Term | None, ends: Term | None, lang: str, said: str
) -> None:
    assert days.spanned(begins, ends, lang) == said


@given(st.dates())
def test_a_day_a_month_and_a_year_cover_their_days(date: object) -> None:
    text = str(date)
    one, whole, all_of_it = (days.covered(each) for each in (day(text), month(text[:7]), year(int(text[:4]))))
    assert one
    assert whole
    assert all_of_it
    assert one[1] - one[0] == 1
    assert 28 <= whole[1] - whole[0] <= 31
    assert 365 <= all_of_it[1] - all_of_it[0] <= 366
    assert all_of_it[0] <= whole[0] <= one[0] < one[1] <= whole[1] <= all_of_it[1]


@pytest.mark.parametrize(
    "term", [None, thing("x"), ox.Literal("2002"), day("2001-02-30"), year(0), day("12002-01-01")]
)
def test_what_is_no_date_covers_nothing(term: Term | None) -> None:
    assert days.covered(term) is None
