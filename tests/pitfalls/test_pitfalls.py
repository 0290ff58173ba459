"""Each pitfall against its own folder: it is found in the faulty ontology, it alone, and nothing in the clean one."""

import csv
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Variable

from seutu.quality import oops
from seutu.quality.vocabulary import Vocabulary
from seutu.rdf import model
from tests.loading import ROOT, folders, parsed, store_of

HERE = Path(__file__).parent
PITFALLS = sorted((ROOT / "src" / "seutu" / "quality" / "pitfalls").glob("*.rq"))
LANGUAGES = {"en", "fi", "sv"}


def ontology(path: Path, name: str) -> ox.Store:
    return store_of(HERE / "context.ttl", HERE / path.stem / name)


def code(path: Path) -> str:
    found = re.search(r"^# code: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


def found(path: Path, name: str) -> dict[str, tuple[str, ...]]:
    return {pitfall.id: pitfall.elements for pitfall in oops.assess(ontology(path, name)).pitfalls}


def expected(path: Path) -> tuple[str, ...]:
    with (HERE / path.stem / "expected.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["focus"] for row in csv.DictReader(file))


def test_every_pitfall_has_a_folder_and_every_folder_a_pitfall() -> None:
    assert folders(HERE) == {path.stem for path in PITFALLS}


def test_the_pitfalls_come_with_the_package_in_order_of_their_codes() -> None:
    codes = [pitfall.code for pitfall in oops.pitfall_queries()]
    assert codes == sorted(map(code, PITFALLS))
    assert len(codes) == len(set(codes)) == 30
    assert all(re.fullmatch(r"P\d\d", each) for each in codes)


@pytest.mark.parametrize("path", PITFALLS, ids=lambda path: path.stem)
def test_a_pitfall_is_found_and_it_alone(path: Path) -> None:
    assert found(path, "faulty.ttl") == {code(path): expected(path)}


@pytest.mark.parametrize("path", PITFALLS, ids=lambda path: path.stem)
def test_nothing_is_found_where_nothing_is_wrong(path: Path) -> None:
    assert found(path, "clean.ttl") == {}


@pytest.mark.parametrize("path", PITFALLS, ids=lambda path: path.stem)
def test_a_pitfall_says_what_is_wrong_and_what_to_do_in_three_languages(path: Path) -> None:
    query = parsed(path)
    assert set(query.title) == set(query.extra["problem"]) == set(query.extra["solution"]) == LANGUAGES
    for texts in (query.title, query.extra["problem"], query.extra["solution"]):
        assert len(set(texts.values())) == len(LANGUAGES)
        assert all(text[0].isupper() and not text.endswith(".") for text in texts.values())
    assert "\n# severity: " in query.text
    assert query.variables == ("focus",)


@pytest.mark.parametrize("path", PITFALLS, ids=lambda path: path.stem)
def test_the_reference_engine_finds_the_same(path: Path) -> None:
    marked = oops.marked_own(Vocabulary(ontology(path, "faulty.ttl")))
    graph = Graph().parse(data=model.ntriples(marked), format="nt")
    rows = graph.query(parsed(path).text).bindings
    assert sorted(str(row[Variable("focus")]) for row in rows) == list(expected(path))
