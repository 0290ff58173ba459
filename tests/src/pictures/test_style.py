"""Looks of statements: the pattern of a layer, and the dashes of what is not sure."""

from collections.abc import Mapping

import pytest

from seutu.pictures import style
from seutu.pictures.geometry import Box, Look
from seutu.pictures.subject import Record
from seutu.rdf.model import Term
from tests.helpers.drawing import concept, subject, thing


@pytest.mark.parametrize(
    ("layer", "pattern"),
    [
        (concept("layer/stated"), style.STATED),
        (concept("layer/read"), style.READ),
        (concept("layer/context"), style.CONTEXT),
        (thing("layer"), style.UNKNOWN),
        (None, style.UNKNOWN),
    ],
)
def test_each_layer_has_its_pattern(layer: Term | None, pattern: style.Pattern) -> None:
    assert style.of_layer(layer) == pattern
    assert style.filled(pattern).fill == f"url(#{pattern.name})"


def test_patterns_have_different_colours_and_names() -> None:
    assert len({pattern.name for pattern in style.PATTERNS}) == len(style.PATTERNS)
    assert len({pattern.paper for pattern in style.PATTERNS}) == len(style.PATTERNS)


def test_what_is_not_sure_is_dashed() -> None:
    assert style.filled(style.READ).dash == ()
    assert style.filled(style.READ, sure=False).dash == style.DASH


@pytest.mark.parametrize(
    ("cells", "sure"),
    [
        ({}, True),
        ({"modality": concept("modality/asserted"), "confidence": concept("confidence/high")}, True),
        ({"modality": concept("modality/possible")}, False),
        ({"confidence": concept("confidence/low")}, False),
        ({"what": concept("phase/planned")}, False),
    ],
)
def test_a_record_is_sure_when_nothing_doubts_it(cells: Mapping[str, Term], sure: bool) -> None:
    assert style.is_sure(Record(cells, ())) == sure
    assert style.is_asserted(cells.get("modality")) == ("possible" not in str(cells.get("modality")))


def test_a_swatch_is_a_rectangle_or_a_line() -> None:
    box = Box(0, 0, 20, 10)
    (filled,), (line,) = style.swatch_of(Look("#ffffff"))(box), style.swatch_of(Look())(box)
    assert filled.box == box
    assert (line.box.y, line.box.height) == (5, 0)


def test_the_legend_has_what_occurs_and_nothing_else() -> None:
    rows = [
        {"layer": concept("layer/read")},
        {"layer": concept("layer/read"), "modality": concept("modality/possible")},
    ]
    drawn = subject("timeline", rows, {concept("layer/read"): "tulkittu"})
    (layers,) = style.layers(drawn)
    assert [(entry.text, entry.href) for entry in layers.entries] == [
        ("tulkittu", concept("layer/read").value)
    ]
    assert [row.heading for row in style.certainty(drawn)] == ["modality"]
