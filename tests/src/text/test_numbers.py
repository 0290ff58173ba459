"""Numbers as people write them."""

import pyoxigraph as ox
import pytest

from seutu.phrases import LANGUAGES
from seutu.rdf.model import node
from seutu.text.numbers import written


def decimal(value: str) -> ox.Literal:
    return ox.Literal(value, datatype=node("xsd:decimal"))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("en", "-1,003.98"), ("fi", "-1\N{NO-BREAK SPACE}003,98"), ("sv", "-1\N{NO-BREAK SPACE}003,98")],
)
def test_a_number_has_the_marks_of_the_language(lang: str, expected: str) -> None:
    assert written(decimal("-1003.98"), lang) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", ["007", "+5", "1e3", "999"])
def test_a_number_in_another_form_and_a_short_one_stay_as_they_are(value: str, lang: str) -> None:
    assert written(decimal(value), lang) == value


@pytest.mark.parametrize("term", [None, ox.Literal("5"), ox.NamedNode("urn:5")])
def test_what_is_not_a_number_is_none(term: ox.Literal | ox.NamedNode | None) -> None:
    assert written(term, "fi") is None
