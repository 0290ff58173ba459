"""A result in each format that fits it, and the formats that are refused."""

import json

import pyoxigraph as ox
import pytest

from seutu.answer import formats
from seutu.errors import ParameterError
from seutu.language.labels import Labels
from seutu.query import definition
from seutu.query.definition import Result

A, P = ox.NamedNode("urn:a"), ox.NamedNode("urn:p")
ODD = 'a "quoted"\ttext\r\nof two lines'


def result(text: str, value: str = ODD) -> Result:
    store = ox.Store()
    store.add(ox.Quad(A, P, ox.Literal(value)))
    return definition.run(store, text)


def rendered(text: str, fmt: str | None, value: str = ODD) -> str:
    found = formats.rendered(result(text, value), fmt, Labels(ox.Store()))
    return found.decode() if isinstance(found, bytes) else found


@pytest.mark.parametrize("fmt", ["json", "xml", "tsv"])
def test_a_value_comes_back_as_it_was(fmt: str) -> None:
    written = rendered("SELECT ?x { ?s ?p ?x }", fmt)
    kind = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }[fmt]
    read = ox.parse_query_results(written, format=kind)
    assert isinstance(read, ox.QuerySolutions)
    assert [row["x"].value for row in read] == [ODD]


def test_lines_of_json_hold_a_row_each() -> None:
    lines = rendered("SELECT ?x { VALUES ?x { 1 2 } }", "jsonl").splitlines()
    assert [json.loads(line)["x"]["value"] for line in lines] == ["1", "2"]


def test_without_a_format_each_form_has_its_own() -> None:
    assert rendered("ASK { ?s ?p ?x }", None) == "true\n"
    assert "<urn:a>" in rendered("SELECT ?s { ?s ?p ?x }", None)
    assert "<urn:a> <urn:p>" in rendered("CONSTRUCT { ?s ?p 1 } { ?s ?p ?x }", None)


def test_a_carriage_return_of_xml_is_a_reference() -> None:
    assert "&#13;\n" in rendered("SELECT ?x { ?s ?p ?x }", "xml")


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\ufffe"])
def test_what_no_xml_can_hold_is_refused(character: str) -> None:
    with pytest.raises(ParameterError, match=f"U\\+{ord(character):04X}, which no XML can"):
        rendered("SELECT ?x { ?s ?p ?x }", "xml", character)


@pytest.mark.parametrize(
    ("text", "fmt", "known"),
    [
        ("SELECT ?s { ?s ?p ?x }", "turtle", "csv, tsv, json, xml, jsonl"),
        ("ASK { ?s ?p ?x }", "csv", "json, xml"),
    ],
)
def test_a_format_that_does_not_fit_names_those_that_do(text: str, fmt: str, known: str) -> None:
    with pytest.raises(ParameterError, match=f"No format '{fmt}' for this query; write one of {known}"):
        rendered(text, fmt)
