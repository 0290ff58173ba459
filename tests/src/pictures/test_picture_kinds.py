"""Each kind of picture, whatever its rows say: nothing overlaps or is cut off, and what is uncertain looks so."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seutu.language.labels import NOT_STATED
from seutu.phrases import LANGUAGES
from seutu.pictures import metrics, style, svg
from seutu.pictures.geometry import Scene, Shape
from seutu.pictures.layout import Bend, Node, Size, lay_out
from seutu.pictures.timeline import draw as timeline
from seutu.rdf.model import Term
from seutu.text import days
from tests.helpers import drawing
from tests.helpers.drawing import assert_legible, concept, day, links, month, parsed, texts, thing, year

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs"])
LABELS = st.one_of(
    st.text(LETTERS, max_size=60),
    st.text("abcäöåWM", min_size=80, max_size=400),
    st.text("aW -/–", max_size=200),
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
CELLS: Mapping[str, Mapping[str, st.SearchStrategy[Term | None]]] = {
    "timeline": {
        "group": NODES, "thing": NODES, "what": NODES, "begins": DATES, "ends": DATES, "modality": MODALITIES,
        "layer": LAYERS,
    },
    "decisions": {
        "function": NODES, "body": NODES, "matter": MAYBE, "towards": st.one_of(st.none(), FAR), "period": FAR,
        "qualification": MAYBE, "modality": MODALITIES,
    },
    "network": {
        "from": NODES, "relation": NODES, "to": FAR, "strength": STRENGTHS, "modality": MODALITIES, "layer": LAYERS,
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


def shapes(drawn: Scene, href: str) -> list[Shape]:
    """What is drawn of a thing."""
    return [
        part for item in drawn.items if item.href == href for part in item.parts if isinstance(part, Shape)
    ]


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


def test_a_conditional_decision_is_dashed_and_a_qualified_one_dotted() -> None:
    dashes = []
    for cells in ({}, {"modality": concept("modality/conditional")}, {"qualification": thing("q")}):
        drawn = svg.scene(
            drawing.subject("decisions", [{"body": thing("b"), "function": thing("f"), **cells}])
        )
        dashes.append(shapes(drawn, thing("f").value)[0].look.dash)
        assert "modality" not in cells or "conditional" in texts(parsed(drawn))
    assert len(set(dashes)) == 3


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


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda edge: edge[0] < edge[1]), max_size=20
    )
)
def test_a_lattice_keeps_nodes_apart_and_leads_to_the_right(edges: list[tuple[int, int]]) -> None:
    sizes: dict[Node, Size] = {node: (10.0 + node, 5.0 + node) for node in range(10)}
    found = lay_out(sizes, edges, (3, 4), (7, 2))
    boxes = list(found.boxes.values())
    assert not any(one.overlaps(other) for index, one in enumerate(boxes) for other in boxes[:index])
    assert all(box.x >= 3 and box.y >= 4 - 1e-9 for box in boxes)
    for (start, end), way in found.ways.items():
        assert (way[0], way[-1]) == (start, end)
        assert all(isinstance(node, Bend) for node in way[1:-1])
        across = [found.boxes[node].x for node in way]
        assert across == sorted(across)


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


@pytest.mark.parametrize(
    ("begins", "ends", "lang", "said"),
    [
        (year(2002), year(2006), "en", "2002–2006"),
        (year(2002), day("2007-12-31"), "fi", "2002 – 31.12.2007"),
        (month("2007-02"), year(2012), "sv", "februari 2007 – 2012"),
        (month("2007-02"), None, "fi", "helmikuu 2007–"),
        (None, year(2012), "en", "–2012"),
        (day("2009-01-01"), day("2009-01-01"), "en", "1 January 2009"),
        (day("2001-02-30"), None, "en", "2001-02-30–"),
        (None, None, "en", ""),
    ],
)
def test_spans_are_written_as_people_write_them(
    begins: Term | None, ends: Term | None, lang: str, said: str
) -> None:
    assert days.spanned(begins, ends, lang) == said


@given(st.dates())
def test_a_day_a_month_and_a_year_cover_their_days(date: object) -> None:
    text = str(date)
    one, whole, all_of_it = (days.covered(each) for each in (day(text), month(text[:7]), year(int(text[:4]))))
    assert one
    assert whole
    assert all_of_it
    assert one[1] - one[0] == 1
    assert 28 <= whole[1] - whole[0] <= 31
    assert 365 <= all_of_it[1] - all_of_it[0] <= 366
    assert all_of_it[0] <= whole[0] <= one[0] < one[1] <= whole[1] <= all_of_it[1]


@pytest.mark.parametrize(
    "term", [None, thing("x"), ox.Literal("2002"), day("2001-02-30"), year(0), day("12002-01-01")]
)
def test_what_is_no_date_covers_nothing(term: Term | None) -> None:
    assert days.covered(term) is None
