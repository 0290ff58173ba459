"""The frame of a picture: head, legend and sources, each within the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.pictures import frame, style, svg
from seutu.pictures.geometry import Item, Look, Shape, Words
from seutu.pictures.style import LegendEntry, LegendRow
from seutu.pictures.subject import Citations
from seutu.rdf.model import Term
from tests.helpers.drawing import LABELS, assert_legible, subject, thing

SOURCES = [thing(f"s{number}") for number in range(12)]


def entries(texts: list[str]) -> LegendRow:
    return LegendRow(
        "Layer", tuple(LegendEntry(text, None, style.swatch_of(Look("#ffffff"))) for text in texts)
    )


@given(st.lists(LABELS, max_size=6), st.integers(300, 900))
def test_head_and_legend_stay_within_the_width(texts: list[str], width: int) -> None:
    head = frame.head(subject("network", []), width, [entries(texts)])
    parts = [part for item in head.items for part in item.parts]
    assert all(part.box.right <= width + 0.01 for part in parts)
    assert frame.bottom_of(head.items, 0) <= head.bottom


@given(st.integers(0, 12), st.integers(320, 1200))
def test_the_sources_stay_within_the_width_and_each_is_a_link(count: int, width: int) -> None:
    sources = SOURCES[:count]
    foot = frame.foot(Citations(subject("network", [{}], evidence=sources)), width, 100)
    assert {item.href for item in foot.items if item.href} == {source.value for source in sources}
    assert all(part.box.right <= width + 0.01 for item in foot.items for part in item.parts)
    assert foot.bottom >= 100


def test_marks_of_sources_are_broken_where_the_room_ends() -> None:
    cited = Citations(subject("network", [{}], evidence=SOURCES))
    items = frame.cited(cited, SOURCES, 10, 20, 60)
    boxes = [part.box for item in items for part in item.parts]
    assert len(items) == len(SOURCES)
    assert len({box.y for box in boxes}) > 1
    assert all(box.x >= 10 for box in boxes)


@pytest.mark.parametrize("words", ["Nothing is recorded.", "word " * 100])
def test_a_picture_of_nothing_says_so(words: str) -> None:
    scene = frame.empty_scene(subject("network", []), words)
    assert_legible(scene)
    shown = " ".join(line for text in scene.words() for line in text.lines)
    assert words.strip() in shown


def test_the_bottom_of_items_is_that_of_the_lowest() -> None:
    box = Shape((("M", (0, 0)), ("L", (5, 30))), Look())
    assert frame.bottom_of([Item((box, Words(("x",), 0, 0)))], 10) == 30
    assert frame.bottom_of([], 10) == 10


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("decisions", {"function": thing("f")}),
        ("network", {"from": thing("a"), "relation": thing("r"), "to": thing("b")}),
    ],
)
def test_each_case_has_a_panel_under_its_name_and_what_cases_share_comes_last(
    kind: str, cells: dict[str, Term]
) -> None:
    cases = {thing("one"): "first case", thing("two"): "second case"}
    rows = [{**cells, "body": thing("x")}]
    rows += [{**rows[0], "case": case, "programme": thing("p")} for case in cases]
    scene = svg.scene(subject(kind, rows, {**cases, thing("p"): "the programme"}))
    found = [words.lines for words in scene.words()]
    headings = [("First case",), ("Second case",), ("Shared by the cases",)]
    assert [lines for lines in found if lines in headings] == headings
    assert found.count(("programme: the programme",)) == 2
    assert_legible(scene)
