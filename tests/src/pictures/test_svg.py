"""Pictures of the answers that we give: legible in each language, linked through and through, the same each time."""

import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from seutu import Workspace
from seutu.answer.answer import Answer
from seutu.build import build
from seutu.cli.main import cli
from seutu.errors import ParameterError, QuerySyntaxError
from seutu.language.labels import NOT_STATED, Labels
from seutu.phrases import LANGUAGES
from seutu.pictures import svg
from seutu.pictures.geometry import Scene
from seutu.pictures.subject import Record, Subject
from seutu.query import definition
from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES, expand
from tests.helpers import drawing, small
from tests.helpers.drawing import SVG, assert_legible, links, texts
from tests.helpers.running import environment
from tests.loading import ROOT
from tests.questions.asking import of_case, workspace

DRAWN = [(name, lang) for name in workspace().drawable for lang in LANGUAGES]
each_picture = pytest.mark.parametrize(("name", "lang"), DRAWN)

TIMELINE = """\
# title: Timeline
# title@fi: Aikajana
# picture: timeline

SELECT ?group ?thing ?what ?begins ?ends ?modality ?confidence ?layer ?evidence {
  ?role a ?group ; seutu:holder ?thing ; seutu:function ?what ; seutu:from ?begins ; seutu:evidence ?evidence
} ORDER BY ?begins ?group ?evidence
"""


@cache
def answer(name: str, lang: str = "en") -> Answer:
    return workspace().ask(name, lang)


def scene(name: str, lang: str = "en") -> Scene:
    found = answer(name, lang)
    assert found.query
    records = [Record.of(found.columns, row.cells, row.evidence) for row in found.rows]
    return svg.scene(Subject(found.query, records, found.labels, found.headings(lang)))


@cache
def root(name: str, lang: str = "en") -> ET.Element:
    return ET.fromstring(answer(name, lang).render("svg"))


def iris(found: Answer) -> set[str]:
    terms: list[Term | None] = [term for row in found.rows for term in (*row.cells, *row.evidence)]
    return {term.value for term in terms if isinstance(term, ox.NamedNode)}


@each_picture
def test_texts_are_legible(name: str, lang: str) -> None:
    assert_legible(scene(name, lang))


@each_picture
def test_it_says_what_it_is(name: str, lang: str) -> None:
    found, drawn = answer(name, lang).query, root(name, lang)
    assert found
    title, desc = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (title.text, desc.text) == (found.title[lang], found.question[lang])
    assert drawn.attrib["role"] == "img"
    assert drawn.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
    assert drawn.attrib["lang"] == lang
    assert found.title[lang] in texts(drawn)


@each_picture
def test_every_thing_of_the_answer_is_a_link(name: str, lang: str) -> None:
    assert iris(answer(name, lang)) - links(root(name, lang)) == set()


@each_picture
def test_every_link_has_a_title(name: str, lang: str) -> None:
    assert [
        link for link in root(name, lang).iter(f"{SVG}a") if not (link.findtext(f"{SVG}title") or "")
    ] == []


@each_picture
def test_every_row_is_told_in_full(name: str, lang: str) -> None:
    found = answer(name, lang)
    told = "\n".join(title.text or "" for title in root(name, lang).iter(f"{SVG}title"))
    for row in found.rows:
        assert found.labels.cited(row.evidence) in told
        for term in row.cells:
            assert not isinstance(term, ox.NamedNode) or found.labels.shown(term) in told


@each_picture
def test_it_is_the_same_each_time(name: str, lang: str) -> None:
    assert workspace().ask(name, lang).render("svg") == answer(name, lang).render("svg")


def test_no_hash_seed_shows() -> None:
    code = "import seutu; print(seutu.Workspace.open().ask('network-map').render('svg'))"
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            check=True,
            capture_output=True,
            env=environment({"PYTHONHASHSEED": seed}),
        ).stdout
        for seed in ("1", "2")
    }
    assert len(drawn) == 1


def test_a_weak_tie_is_thin_and_one_being_built_dashed_and_both_are_told_in_words() -> None:
    lines = {
        (path.attrib["stroke-width"], "stroke-dasharray" in path.attrib): link.findtext(f"{SVG}title") or ""
        for link in root("network-map").iter(f"{SVG}a")
        for path in link.iter(f"{SVG}path")
        if path.attrib.get("fill") == "none" and "Relation" in (link.findtext(f"{SVG}title") or "")
    }
    assert "Strength: weak" in lines["0.8", False]
    assert "Status: being built" in lines["1.5", True]
    assert "Strength" not in lines["1.5", False]
    assert "Strength: weak" in texts(root("network-map"))
    assert "Status: being built" in texts(root("network-map"))


def test_each_tie_that_leads_to_nothing_stated_has_an_end_of_its_own() -> None:
    found = answer("network-map", "en")
    start, end = found.variables.index("from"), found.variables.index("to")
    (silent,) = {tuple(row) for row in found.solutions if row[end] == NOT_STATED}
    another = (*silent[:start], ox.NamedNode(expand("party:hqh")), *silent[start + 1 :])
    drawn = ET.fromstring(replace(found, solutions=(*found.solutions, another)).render("svg"))
    assert texts(drawn).count("not stated in the source") == 2


def test_the_day_asked_for_stands_in_the_title() -> None:
    for lang, title in (
        ("en", "as of 30 June 2008"),
        ("fi", "tilanne 30.6.2008"),
        ("sv", "läget 30 juni 2008"),
    ):
        drawn = ET.fromstring(workspace().ask("who-decides", lang, on="2008-06-30").render("svg"))
        assert (drawn.findtext(f"{SVG}title") or "").endswith(f", {title}")


def test_what_else_was_asked_for_stands_below_it() -> None:
    drawn = ET.fromstring(workspace().ask("who-decides", function="decides").render("svg"))
    assert "Function: decides" in texts(drawn)


def test_what_is_not_stated_is_said() -> None:
    assert "Period: not stated in the source" in texts(root("who-decides"))
    assert "Kausi: ei sanota lähteessä" in texts(root("who-decides", "fi"))


def test_an_empty_answer_says_so_and_what_is_not_said() -> None:
    found = workspace().ask("who-decides", "fi", body="HQH", function="päättää")
    drawn = ET.fromstring(found.render("svg"))
    assert "Mitään ei ole kirjattu." in texts(drawn)
    assert found.gaps("fi")
    for gap in found.gaps("fi"):
        assert gap in texts(drawn)


def test_a_question_without_a_picture_is_not_drawn() -> None:
    with pytest.raises(ParameterError, match="'nodes' has no picture"):
        answer("nodes").render("svg")
    with pytest.raises(ParameterError, match="'query' has no picture"):
        Answer((), (), Labels(ox.Store())).render("svg")


def test_the_command_line_says_which_questions_can_be_drawn() -> None:
    ran = CliRunner().invoke(cli, ["--workspace", str(ROOT), "ask", "nodes", "--format", "svg"])
    assert isinstance(ran.exception, ParameterError)
    assert (
        str(ran.exception)
        == f"'nodes' has no picture; these can be drawn: {', '.join(workspace().drawable)}."
    )


def test_the_command_line_draws() -> None:
    ran = CliRunner().invoke(
        cli,
        ["--workspace", str(ROOT), "ask", "network-map", "--format", "svg", "--lang", "sv"],
        catch_exceptions=False,
    )
    assert ran.stdout == answer("network-map", "sv").render("svg")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("pie", "not a picture; write one of timeline, decisions, network"),
        ("network", r"needs \?from, \?relation, "),
    ],
)
def test_a_header_names_a_picture_that_there_is(value: str, says: str) -> None:
    with pytest.raises(QuerySyntaxError, match=says):
        definition.parse_header("q.rq", f"# picture: {value}\nSELECT ?x {{}}")


def test_a_build_draws_every_question_that_has_a_picture(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"queries/questions/timeline.rq": TIMELINE})
    space = Workspace.open(folder)
    built = build.build(space, tmp_path / "out")
    pictures = [file.path for file in built.files if file.path.endswith(".svg")]
    assert pictures == [f"pictures/timeline.{lang}.svg" for lang in sorted(LANGUAGES)]
    for lang in LANGUAGES:
        drawn = ET.parse(tmp_path / f"out/pictures/timeline.{lang}.svg").getroot()
        assert drawn.attrib["lang"] == lang
    build.build(Workspace.open(folder), tmp_path / "again")
    for path in pictures:
        assert (tmp_path / "out" / path).read_bytes() == (tmp_path / "again" / path).read_bytes()


def test_no_word_of_the_data_is_markup() -> None:
    evil = '</text><script>alert(1)</script>&"\x08\ufffe'
    node = ox.NamedNode("https://example.org/?a=1&b=2")
    row: dict[str, Term] = {"group": node, "thing": node, "what": node, "begins": drawing.year(2000)}
    drawn = drawing.parsed(svg.scene(drawing.subject("timeline", [row], {node: evil})))
    assert node.value in links(drawn)
    assert "</text><script>" in texts(drawn).replace("\n", "").replace(" ", "")
    assert not list(drawn.iter(f"{SVG}script"))


def test_places_in_several_sources_have_their_letter() -> None:
    store = ox.Store()
    lines = [drawing.thing(f"{source}/{number}") for source in "pq" for number in (7, 10)]
    for line in lines:
        source, _, number = line.value.removeprefix("https://example.org/").partition("/")
        store.add(ox.Quad(line, ox.NamedNode(PREFIXES["seutu"] + "inSource"), drawing.thing(source)))
        store.add(ox.Quad(line, ox.NamedNode(PREFIXES["seutu"] + "lineNumber"), ox.Literal(int(number))))
    plain = drawing.subject(
        "timeline", [{"thing": drawing.thing("x")}], evidence=[*lines, drawing.thing("act")]
    )
    drawn = drawing.parsed(svg.scene(Subject(plain.query, plain.records, Labels(store, "en"), {})))
    assert {line.value for line in lines} <= links(drawn)
    for mark in ("a l. 7,", "l. 10,", "b l. 7,", "c"):
        assert mark in texts(drawn).splitlines()


def test_too_many_rows_are_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seutu.pictures.svg.LARGEST", 5)
    with pytest.raises(ParameterError, match="has 7 rows, and a picture holds 5"):
        of_case("jamsa").ask("who-decides").render("svg")
