"""The picture of a network."""

from seutu.pictures import svg
from tests.helpers import drawing
from tests.helpers.drawing import concept, shapes, thing


def test_lines_of_a_network_cross_no_words() -> None:
    rows = [
        {
            "from": thing(start),
            "relation": thing("r"),
            "to": thing(end),
            "strength": concept(f"strength/{strength}"),
        }
        for start, end, strength in (
            ("a", "b", "weak"),
            ("b", "c", "strong"),
            ("a", "c", "weak"),
            ("c", "a", "weak"),
        )
    ]
    drawn = svg.scene(drawing.subject("network", rows))
    curves = [shape for shape in shapes(drawn, thing("r").value) if shape.look.fill == "none"]
    assert curves
    assert [words for words in drawn.words() for shape in curves if words.box.overlaps(shape.box)] == []
