"""The picture of a timeline: bars, fading ends, marks of single days, and doubt."""

from collections.abc import Mapping

import pytest

from seutu.pictures import style
from seutu.pictures.geometry import Shape
from seutu.pictures.timeline import draw as timeline
from seutu.rdf.model import Term
from tests.helpers import drawing
from tests.helpers.drawing import (
    concept,
    day,
    month,
    shapes,
    thing,
    year,
)


def bar(**cells: Term) -> list[Shape]:
    """The shapes of a row's bar in a timeline from 2000 to 2010."""
    frame: dict[str, Term] = {
        "thing": thing("frame"),
        "what": thing("w"),
        "begins": year(2000),
        "ends": year(2010),
    }
    rows: list[Mapping[str, Term]] = [frame, {"thing": thing("it"), "what": thing("w"), **cells}]
    return shapes(timeline(drawing.subject("timeline", rows)), thing("it").value)


def test_a_bar_lies_from_its_first_day_to_the_end_of_its_last() -> None:
    (whole,), (half,) = (
        bar(begins=year(2002), ends=year(2003)),
        bar(begins=day("2002-01-01"), ends=day("2003-12-31")),
    )
    assert whole.box == half.box
    (next_one,) = bar(begins=year(2004), ends=month("2004-06"))
    assert next_one.box.x == pytest.approx(whole.box.right)
    assert next_one.box.width / whole.box.width == pytest.approx(182 / 730, rel=0.01)


def test_an_end_that_is_not_stated_fades_away_with_an_arrow() -> None:
    (closed,) = bar(begins=year(2002), ends=year(2003))
    assert closed.steps[-1][0] == "Z"
    for cells, fill in (
        ({"begins": year(2002)}, "url(#context-right)"),
        ({"ends": year(2002)}, "url(#context-left)"),
    ):
        sides, tip = bar(layer=concept("layer/context"), **cells)
        assert sides.steps[-1][0] != "Z"
        assert sides.look.fill == fill
        assert tip.look.fill == sides.look.stroke
    assert bar() == []


def test_the_arrow_points_where_the_end_is_missing() -> None:
    sides, tip = bar(begins=year(2002))
    assert tip.box.right > sides.box.right
    sides, tip = bar(ends=year(2002))
    assert tip.box.x < sides.box.x


def test_a_single_day_is_a_mark() -> None:
    (mark,) = bar(begins=day("2002-03-04"), ends=day("2002-03-04"))
    assert len(mark.steps) == 5
    assert mark.box.width == mark.box.height


@pytest.mark.parametrize(
    "doubt",
    [
        {"modality": concept("modality/possible")},
        {"confidence": concept("confidence/medium-high")},
        {"what": concept("phase/planned")},
    ],
)
def test_what_is_not_sure_is_dashed(doubt: Mapping[str, Term]) -> None:
    sure = {"modality": concept("modality/asserted"), "confidence": concept("confidence/high")}
    for ends in ({"begins": year(2002), "ends": year(2003)}, {"begins": year(2002)}):
        assert bar(**sure, **ends)[0].look.dash == ()
        assert bar(**{**sure, **ends, **doubt})[0].look.dash != ()


def test_layers_differ_in_more_than_colour() -> None:
    fills = {
        name: bar(begins=year(2002), ends=year(2003), layer=concept(f"layer/{name}"))[0]
        for name in ("stated", "read", "context")
    }
    assert {shape.look.fill for shape in fills.values()} == {f"url(#{name})" for name in fills}
    marks = {pattern.name: pattern.marks for pattern in style.PATTERNS}
    assert len({marks[name] for name in fills}) == 3
