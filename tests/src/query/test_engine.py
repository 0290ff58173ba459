"""The fast engine: the dataset of a query, and texts that its parser cannot take."""

import pyoxigraph as ox
import pytest

from seutu.query import engine, lexer
from seutu.rdf.namespaces import PREFIXES

A, B, P = (ox.NamedNode(f"urn:{name}") for name in "abp")


def store() -> ox.Store:
    found = ox.Store()
    found.extend(ox.Quad(A, P, ox.Literal(text), graph) for graph in (A, B) for text in ("both", graph.value))
    return found


def values(text: str, **given: ox.NamedNode) -> list[str]:
    found = engine.ask(store(), text, PREFIXES, given)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(row["x"].value for row in found)


def test_without_a_dataset_all_graphs_are_one() -> None:
    assert values("SELECT DISTINCT ?x { ?s ?p ?x }") == ["both", "urn:a", "urn:b"]


def test_several_graphs_are_merged_into_one() -> None:
    assert values("SELECT ?x FROM <urn:a> FROM <urn:b> { ?s ?p ?x }") == ["both", "urn:a", "urn:b"]
    assert values("SELECT ?x FROM <urn:a> { ?s ?p ?x }") == ["both", "urn:a"]
    assert values("SELECT ?x FROM NAMED <urn:a> { GRAPH ?g { ?s ?p ?x } }") == ["both", "urn:a"]


def test_a_value_is_put_in_for_a_variable() -> None:
    assert values("SELECT ?x ?g { GRAPH ?g { ?s ?p ?x } }", g=B) == ["both", "urn:b"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SELECT * FROM <urn:a> {}", True),
        ("SELECT * FROMex:g {}", True),
        ("PREFIX FROMex: <urn:> DESCRIBE FROMex:g", False),
        ("SELECT * { ?s ?p 'FROM' }", False),
        ("SELECT * { { SELECT ?from { } } }", False),
    ],
)
def test_a_dataset_is_named_outside_brackets_alone(text: str, named: bool) -> None:
    assert engine.names_dataset(text, {}) == named


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASK { ?a ?b '\ud800' }", "not readable text"),
        ("ASK " + "{" * 101 + "}" * 101, "brackets stand in one another"),
        ("ASK { FILTER(1" + "+1" * 1000 + ") }", "joins more than 1000"),
    ],
)
def test_what_the_parser_cannot_bear_has_a_place(text: str, words: str) -> None:
    fault = engine.limit_fault(text, lexer.tokenize(text))
    assert fault
    assert fault[0] == 1
    assert words in fault[2]


def test_values_do_not_count_and_what_can_be_borne_has_no_fault() -> None:
    text = "SELECT * { VALUES ?a { " + "1 * " * 2000 + "} }"
    assert engine.limit_fault(text, lexer.tokenize(text)) is None


def test_an_unknown_function_is_placed_at_its_call() -> None:
    text = "ASK { FILTER(seutu:odd(1)) }"
    told = f"The custom function <{PREFIXES['seutu']}odd> is not supported"
    fault = engine.unknown_function(text, lexer.tokenize(text), PREFIXES, told)
    assert fault
    assert fault[:2] == (1, 14)
    assert engine.unknown_function(text, [], PREFIXES, "something else") is None
