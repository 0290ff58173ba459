"""Widths of letters, and lines wrapped to a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.pictures import metrics
from tests.helpers.drawing import LABELS


@given(LABELS, st.floats(30, 400), st.booleans())
def test_wrapped_lines_fit_and_lose_no_letter(text: str, room: float, bold: bool) -> None:
    lines = metrics.wrap(text, room, 12, bold=bold)
    assert lines
    assert all(metrics.width(line, 12, bold=bold) <= room for line in lines)
    bare = "".join(text.split())
    assert "".join("".join(lines).split()) == bare


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("W", 2025),
        ("m", 1995),
        ("Ä", 1401),
        ("Å", 1401),
        ("ö", 1253),
        ("i", 569),
        (" ", 651),
        ("0", 1303),
        ("–", 1024),
    ],
)
def test_a_letter_is_no_narrower_than_in_the_widest_face(text: str, units: int) -> None:
    # The advance widths of DejaVu Sans, of which 2048 units are the size.
    assert 0 <= metrics.width(text, 1) - units / 2048 < 0.1
    assert metrics.width(text, 1, bold=True) > metrics.width(text, 1)


def test_an_accent_stays_with_its_letter() -> None:
    assert "".join(metrics.wrap("o\u0308" * 40, 30, 12)) == "o\u0308" * 40
    assert all(line.startswith("o\u0308") for line in metrics.wrap("o\u0308" * 40, 30, 12))
