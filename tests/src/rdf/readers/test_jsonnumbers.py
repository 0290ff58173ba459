"""Numbers of JSON-LD: what stands in for a long one gives the literal that the standard asks for."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import InputError
from seutu.rdf.readers.jsonnumbers import Numbers

XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(number: str) -> tuple[str, str]:
    """The text and the type of the literal that a number in a document becomes."""
    numbers = Numbers(f'{{"urn:p": {number}}}', "a.jsonld")
    (quad,) = ox.parse(numbers.text, format=ox.RdfFormat.JSON_LD)
    assert isinstance(quad.object, ox.Literal)
    found = numbers.literal(quad.object)
    return found.value, found.datatype.value.removeprefix(XSD)


@pytest.mark.parametrize(
    ("number", "text", "kind"),
    [
        ("5", "5", "integer"),
        ("12345678901234567", "12345678901234567", "integer"),
        ("-12345678901234567", "-12345678901234567", "integer"),
        ("1e3", "1000", "integer"),
        ("-0e0", "0", "integer"),
        ("123456789012345678901", "123456789012345678901", "integer"),
        ("1e21", "1.0E21", "double"),
        ("1.5e0", "1.5E0", "double"),
        ("0.1234567890123456789", "1.234567890123457E-1", "double"),
    ],
)
def test_a_number_is_a_whole_one_or_a_double(number: str, text: str, kind: str) -> None:
    assert literal(number) == (text, kind)


@given(st.integers(-(10**21) + 1, 10**21 - 1))
def test_a_whole_number_keeps_its_digits(number: int) -> None:
    assert literal(str(number)) == (str(number), "integer")


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number != int(number)))
def test_a_double_is_near_to_its_number(number: float) -> None:
    text, kind = literal(f"{Decimal(number):e}")
    assert kind == "double"
    assert float(text) == pytest.approx(number, rel=1e-14)


@pytest.mark.parametrize("number", ["1e400", "1e-400"])
def test_what_no_double_is_near_to_is_refused_with_its_line(number: str) -> None:
    with pytest.raises(InputError, match=rf"a\.jsonld:2: the number {number} is beyond"):
        Numbers(f'{{"urn:p":\n{number}}}', "a.jsonld")


def test_numbers_in_strings_are_left_and_lines_are_kept() -> None:
    text = '{"urn:p": "12345678901234567890\\"",\n"urn:q": 12345678901234567890}'
    numbers = Numbers(text, "a.jsonld")
    assert '"12345678901234567890\\""' in numbers.text
    assert numbers.text.count("\n") == 1


def test_a_document_without_long_numbers_is_the_same() -> None:
    assert Numbers('{"urn:p": 12.5}', "a.jsonld").text == '{"urn:p": 12.5}'
