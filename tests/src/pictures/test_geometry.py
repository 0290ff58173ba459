"""Shapes and words with their places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.pictures.geometry import Anchor, Box, Look, Words, arrowhead, curve, line, polygon, rectangle

SIZES = st.floats(0.5, 500)
PLACES = st.floats(-500, 500)
BOXES = st.builds(Box, PLACES, PLACES, SIZES, SIZES)


@given(BOXES, BOXES)
def test_overlapping_is_mutual_and_a_box_holds_what_it_overlaps_most(one: Box, other: Box) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.holds(one)
    assert one.overlaps(one)
    if one.holds(other):
        assert one.overlaps(other)


def test_boxes_that_share_a_side_do_not_overlap() -> None:
    box = Box(0, 0, 10, 10)
    assert not box.overlaps(Box(10, 0, 5, 5))
    assert not box.overlaps(Box(0, 10, 5, 5))
    assert box.overlaps(Box(9, 9, 5, 5))
    assert (box.right, box.bottom, box.middle) == (10, 10, 5)


@given(BOXES, st.floats(0, 50))
def test_a_rectangle_lies_in_its_box_whatever_its_corners(box: Box, radius: float) -> None:
    found = rectangle(box, Look(), radius).box
    assert (found.x, found.y) == pytest.approx((box.x, box.y))
    assert (found.right, found.bottom) == pytest.approx((box.right, box.bottom))


def test_a_polygon_is_a_line_that_is_closed() -> None:
    points = ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0))
    assert polygon(points, Look()).steps == (*line(points, Look()).steps, ("Z", ()))
    assert line(points, Look()).box == Box(0, 0, 4, 3)


@given(PLACES, PLACES, PLACES, PLACES)
def test_a_curve_stays_between_its_ends(x: float, y: float, right: float, bottom: float) -> None:
    box = curve((x, y), (right, bottom), Look()).box
    assert box.width == pytest.approx(abs(right - x), abs=1e-9)
    assert box.height == pytest.approx(abs(bottom - y), abs=1e-9)


@pytest.mark.parametrize(("size", "left"), [(6, 4.0), (-6, 10.0)])
def test_an_arrowhead_points_away_from_its_shaft(size: float, left: float) -> None:
    head = arrowhead(10, 5, size, "#000000")
    assert head.box.x == left
    assert head.box.middle == pytest.approx(5)


@pytest.mark.parametrize(("anchor", "share"), [("start", 0), ("middle", 0.5), ("end", 1)])
def test_words_lie_where_they_are_anchored(anchor: Anchor, share: float) -> None:
    words = Words(("ab", "abc"), 100, 20, anchor=anchor)
    assert words.box.x == pytest.approx(100 - share * words.box.width)
    assert words.box.y == 20
    assert words.box.height > Words(("ab",), 100, 20).box.height
