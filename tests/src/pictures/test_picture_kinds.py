"""Each kind of picture, whatever its rows say: nothing overlaps or is cut off, and each thing is a link."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seutu.language.labels import NOT_STATED
from seutu.phrases import LANGUAGES
from seutu.pictures import svg
from seutu.rdf.model import Term
from tests.helpers import drawing
from tests.helpers.drawing import (
    LABELS,
    assert_legible,
    concept,
    day,
    links,
    month,
    parsed,
    thing,
    year,
)

THINGS = [thing(f"t{number}") for number in range(6)]
SOURCES = [thing(f"s{number}") for number in range(60)]
DATES = st.one_of(
    st.none(),
    st.integers(1, 9999).map(year),
    st.dates().map(lambda each: day(each.isoformat())),
    st.dates().map(lambda each: month(each.isoformat()[:7])),
    st.sampled_from([ox.Literal("soon"), day("2001-02-30"), year(0), ox.Literal("x" * 300)]),
)
SAID = {name: concept(f"modality/{name}") for name in ("asserted", "possible", "conditional")}
HELD = {name: concept(f"layer/{name}") for name in ("stated", "read", "context")}
MODALITIES = st.sampled_from([None, *SAID.values()])
LAYERS = st.sampled_from([None, *HELD.values()])
NAMES = st.fixed_dictionaries(dict.fromkeys([*THINGS, *SAID.values(), *HELD.values()], LABELS))
NODES = st.sampled_from(THINGS)
MAYBE = st.one_of(st.none(), NODES)
FAR = st.one_of(NODES, NODES, st.just(NOT_STATED))
STRENGTHS = st.sampled_from([None, concept("strength/weak"), concept("strength/strong")])
WITHIN = dict.fromkeys(("case", "programme", "region"), st.one_of(st.none(), st.sampled_from(THINGS[:2])))
CELLS: Mapping[str, Mapping[str, st.SearchStrategy[Term | None]]] = {
    "timeline": {
        "group": NODES, "thing": NODES, "what": NODES, "begins": DATES, "ends": DATES, "modality": MODALITIES,
        "layer": LAYERS, **WITHIN,
    },
    "decisions": {
        "function": NODES, "body": NODES, "matter": MAYBE, "towards": st.one_of(st.none(), FAR), "period": FAR,
        "qualification": MAYBE, "modality": MODALITIES, **WITHIN,
    },
    "network": {
        "from": NODES, "relation": NODES, "to": FAR, "strength": STRENGTHS, "modality": MODALITIES, "layer": LAYERS,
        **WITHIN,
    },
}  # fmt: skip


def row(cells: Mapping[str, Term | None]) -> dict[str, Term]:
    return {column: value for column, value in cells.items() if value is not None}


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_any_rows_are_legible_and_linked(kind: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.fixed_dictionaries(dict(CELLS[kind])).map(row), max_size=9))
    names, lang = data.draw(NAMES), data.draw(st.sampled_from(LANGUAGES))
    sources = data.draw(st.lists(st.sampled_from(SOURCES), max_size=40))
    drawn = svg.scene(drawing.subject(kind, rows, names, lang, sources))
    assert_legible(drawn)
    things = [term for cells in rows for term in (*cells.values(), *sources)]
    assert {term.value for term in things if isinstance(term, ox.NamedNode)} <= links(parsed(drawn))
