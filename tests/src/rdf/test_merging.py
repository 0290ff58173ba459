"""An ontology and its modules in one file: one header, and nothing lost that it holds for the whole."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.build import build as building
from seutu.rdf import model
from seutu.rdf.merging import IMPORTS, ONTOLOGY
from seutu.rdf.model import RDF_TYPE
from seutu.rdf.rebasing import Rebasing
from seutu.site.documents import merged
from tests.loading import ROOT

PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://example.org/> .
"""
# The formats that hold one graph, of what holds an ontology.
STEMS, EXTENSIONS = ("ontology", "seutu", "seutu-inferred"), ("ttl", "nt", "jsonld", "rdf")


def triples(text: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            '<ont> a owl:Ontology ; owl:imports <ont/body> . <ont/body> a owl:Ontology ; rdfs:label "bodies" .',
            "<ont> a owl:Ontology .",
        ),
        (
            '<ont#> a owl:Ontology ; owl:imports <ont#b> . <ont#b> a owl:Ontology ; owl:versionInfo "1" .',
            "<ont#> a owl:Ontology .",
        ),
        (
            """<ont> a owl:Ontology ; owl:imports <ont/a> . <ont/a> a owl:Ontology ; owl:imports <ont/a/b> .
            <ont/a/b> a owl:Ontology ; dcterms:creator <me> .""",
            "<ont> a owl:Ontology ; dcterms:creator <me> .",
        ),
        (
            """<ont> a owl:Ontology ; owl:imports <ont/a> , <ont/b> .
            <ont/a> a owl:Ontology ; owl:imports <ont/b> , <http://elsewhere.org/> . <ont/b> a owl:Ontology .""",
            "<ont> a owl:Ontology ; owl:imports <http://elsewhere.org/> .",
        ),
    ],
    ids=["module", "hash", "module-of-a-module", "module-that-imports"],
)
def test_a_module_becomes_part_of_what_imports_it(given: str, expected: str) -> None:
    assert merged(triples(given)) == triples(expected)


@pytest.mark.parametrize(
    "text",
    [
        "<ont> a owl:Ontology ; owl:imports <ont/body> .",
        "<ont> a owl:Ontology ; owl:imports <other> . <other> a owl:Ontology .",
        "<ont> a owl:Ontology ; owl:imports <ontology> . <ontology> a owl:Ontology .",
        "<ont> a owl:Ontology . <ont/body> a owl:Ontology .",
        "<ont/body> rdfs:label 'bodies' .",
    ],
    ids=["not-in-the-file", "another-ontology", "another-that-begins-alike", "not-imported", "no-ontology"],
)
def test_what_is_no_module_in_the_file_stays(text: str) -> None:
    assert merged(triples(text)) == triples(text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "out"
    building.build(Workspace.open(ROOT), folder, rebasing=Rebasing("https://data.example.org/"))
    return folder


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("stem", STEMS)
def test_what_is_built_has_one_header_and_imports_nothing_it_holds(
    built: Path, stem: str, extension: str
) -> None:
    held = {quad.triple for quad in ox.parse(path=str(built / f"{stem}.{extension}"))}
    ontology = ox.NamedNode("https://data.example.org/ont")
    assert {one.subject for one in held if one.predicate == RDF_TYPE and one.object == ONTOLOGY} == {ontology}
    assert [one for one in held if one.predicate == IMPORTS] == []
    said = {one.predicate for one in held if one.subject == ontology}
    source = {quad.predicate for quad in ox.parse(path=str(ROOT / "ontology" / "seutu.ttl"))}
    assert said >= source - {IMPORTS} - {model.node("foaf:name")}


def test_in_a_format_with_graphs_the_modules_stay_apart(built: Path) -> None:
    quads = list(ox.parse(path=str(built / "seutu.nq")))
    headers = {quad.subject: quad.graph_name for quad in quads if quad.object == ONTOLOGY}
    assert len(headers) == len(set(headers.values())) == len(list((ROOT / "ontology").glob("*.ttl")))


def test_the_manifest_counts_what_a_file_holds(built: Path) -> None:
    told = {
        file["path"]: file.get("triples")
        for file in json.loads((built / "manifest.json").read_text())["files"]
    }
    for stem in STEMS:
        assert told[f"{stem}.nt"] == len((built / f"{stem}.nt").read_bytes().splitlines())
