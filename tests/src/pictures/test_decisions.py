"""The picture of who decides what."""

from seutu.pictures import svg
from tests.helpers import drawing
from tests.helpers.drawing import concept, parsed, shapes, texts, thing


def test_a_conditional_decision_is_dashed_and_a_qualified_one_dotted() -> None:
    dashes = []
    for cells in ({}, {"modality": concept("modality/conditional")}, {"qualification": thing("q")}):
        drawn = svg.scene(
            drawing.subject("decisions", [{"body": thing("b"), "function": thing("f"), **cells}])
        )
        dashes.append(shapes(drawn, thing("f").value)[0].look.dash)
        assert "modality" not in cells or "conditional" in texts(parsed(drawn))
    assert len(set(dashes)) == 3
