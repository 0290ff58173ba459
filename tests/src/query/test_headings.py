"""The usual headings of columns."""

import pytest

from seutu.query.headings import heading


@pytest.mark.parametrize(
    ("variable", "lang", "expected"),
    [
        ("evidence", "en", "Source"),
        ("evidence", "fi", "Lähde"),
        ("evidence", "sv", "Källa"),
        ("evidence", "de", "Source"),
        ("nothing", "en", None),
    ],
)
def test_a_variable_has_a_heading(variable: str, lang: str, expected: str | None) -> None:
    assert heading(variable, lang) == expected
