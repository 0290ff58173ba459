"""The reference engine of queries gives results of the fast engine's types."""

import pyoxigraph as ox
import pytest

from seutu.errors import NotAQuery, QuerySyntaxError
from seutu.query import reference
from seutu.rdf import model

A, P = ox.NamedNode("urn:a"), ox.NamedNode("urn:p")


@pytest.fixture
def store() -> ox.Store:
    found = ox.Store()
    found.extend(
        [
            ox.Quad(A, P, ox.Literal("x", language="fi"), A),
            ox.Quad(A, P, ox.Literal("2011-1"), ox.NamedNode("urn:b")),
        ]
    )
    return found


def test_a_select_has_rows_of_terms(store: ox.Store) -> None:
    found = reference.run(store, "SELECT ?x { ?s ?p ?x } ORDER BY ?x")
    assert isinstance(found, ox.QuerySolutions)
    assert {row["x"] for row in found} == {ox.Literal("2011-1"), ox.Literal("x", language="fi")}


def test_an_ask_is_true_or_false(store: ox.Store) -> None:
    assert [bool(reference.run(store, f"ASK {{ <urn:{name}> ?p ?x }}")) for name in "ab"] == [True, False]


def test_a_construct_has_triples(store: ox.Store) -> None:
    found = reference.run(store, "CONSTRUCT { ?s a ?p } { ?s ?p ?x }")
    assert isinstance(found, model.Triples)
    assert list(found) == [ox.Triple(A, model.RDF_TYPE, P)]


def test_a_named_graph_is_taken_from_the_store_and_not_the_web(store: ox.Store) -> None:
    found = reference.run(store, "SELECT ?x FROM <urn:b> { ?s ?p ?x }")
    assert isinstance(found, ox.QuerySolutions)
    assert [row["x"].value for row in found] == ["2011-1"]


def test_a_value_is_bound(store: ox.Store) -> None:
    found = reference.run(store, "SELECT ?s ?x { ?s ?p ?x }", bindings={"x": ox.Literal("2011-1")})
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == 1


@pytest.mark.parametrize(
    ("text", "error"),
    [("DROP ALL", NotAQuery), ("SELECT", QuerySyntaxError), ("ASK { SERVICE <x:y> {} }", QuerySyntaxError)],
)
def test_faults_are_those_of_the_fast_engine(store: ox.Store, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        reference.run(store, text)
