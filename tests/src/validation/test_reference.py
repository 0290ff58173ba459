"""The engines that everyone knows, held against the fast ones."""

import pyoxigraph as ox
import pytest

from seutu.errors import NotAQuery, ParameterError, QuerySyntaxError
from seutu.inference import closure, owlrl
from seutu.query import definition, reference
from seutu.query.definition import parse_header
from seutu.rdf import model, to_rdflib

TEXT = """\
@prefix n: <http://n/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
n:C rdfs:subClassOf n:D . n:D rdfs:subClassOf n:E . n:x a n:C ; n:p n:y ; rdfs:label "ä"@fi , "a" ;
    n:day "2019-02-31"^^xsd:date ; n:n 7 .
n:p owl:inverseOf n:q .
[] n:p n:z .
"""


@pytest.fixture
def store() -> ox.Store:
    made = ox.Store()
    made.load(TEXT, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://g/1"))
    made.load(
        "<http://n/x> <http://n/r> 1 .", format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://g/2")
    )
    return made


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?o { ?s <http://n/p> ?o FILTER(isIRI(?s)) }",
        'SELECT ?s { ?s rdfs:label "a" }',
        "SELECT ?s ?o { ?s rdfs:label ?o }",
        "SELECT ?o { ?s <http://n/day>|<http://n/n> ?o }",
        "SELECT ?g ?s { GRAPH ?g { ?s <http://n/p> <http://n/y> } }",
        "SELECT (COUNT(*) AS ?n) { ?s rdfs:subClassOf+ ?o }",
        "SELECT ?s ?x { ?s a <http://n/C> OPTIONAL { ?s <http://n/none> ?x } }",
    ],
)
def test_rows_are_the_same(store: ox.Store, text: str) -> None:
    fast, slow = definition.run(store, text), reference.run(store, text)
    assert isinstance(fast, ox.QuerySolutions)
    assert isinstance(slow, ox.QuerySolutions)
    assert fast.variables == slow.variables
    assert sorted(map(str, map(tuple, fast))) == sorted(map(str, map(tuple, slow)))


def test_other_forms(store: ox.Store) -> None:
    asked = reference.run(store, "ASK { <http://n/x> ?p ?o }")
    assert isinstance(asked, ox.QueryBoolean)
    assert asked
    made = reference.run(store, "CONSTRUCT { ?s <http://n/r> ?o } WHERE { ?s rdfs:label ?o }")
    assert isinstance(made, model.Triples)
    assert {str(triple.object) for triple in made} == {'"ä"@fi', '"a"'}


def test_values_are_bound(store: ox.Store) -> None:
    rows = reference.run(
        store, "SELECT ?s ?o { ?s rdfs:label ?o }", bindings={"o": ox.Literal("ä", language="fi")}
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["s"] for row in rows] == [ox.NamedNode("http://n/x")]


def test_faults_are_told_as_by_the_fast_engine(store: ox.Store) -> None:
    with pytest.raises(QuerySyntaxError):
        reference.run(store, "SELECT ?s { ?s foo:p 1 }")
    with pytest.raises(QuerySyntaxError, match="SERVICE"):
        reference.run(store, "SELECT ?s { SERVICE <http://localhost:9/> { ?s ?p 1 } }")
    with pytest.raises(NotAQuery):
        reference.run(store, "DELETE WHERE { ?s ?p ?o }")


def test_terms_keep_their_form(store: ox.Store) -> None:
    triples = set(to_rdflib.graph_of(store).triples((None, None, None)))
    assert {str(value) for _, _, value in triples} >= {"7", "2019-02-31"}
    assert sum(1 for _ in to_rdflib.dataset_of(store).quads()) == len(triples)
    store.add(
        ox.Quad(
            ox.NamedNode("http://n/x"),
            ox.NamedNode("http://n/says"),
            ox.Triple(*[ox.NamedNode("http://n/a")] * 3),
        )
    )
    with pytest.raises(ParameterError, match="fast engine"):
        to_rdflib.graph_of(store)


def test_owl_rl_and_the_rules_follow(store: ox.Store) -> None:
    rule = parse_header(
        "r", "CONSTRUCT { ?y <http://n/back> ?x } WHERE { ?x a <http://n/E> ; <http://n/p> ?y }"
    )
    before = set(store)
    found = {str(quad.triple).replace("http://n/", "") for quad in owlrl.infer(store, [rule])}
    assert found >= {
        "<y> <q> <x>",
        "<y> <back> <x>",
        "<x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <E>",
        "<C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <E>",
    }
    assert set(store) == before


def test_nothing_trivial_follows(store: ox.Store) -> None:
    for quad in owlrl.infer(store, []):
        assert quad.subject != quad.object
        assert quad.graph_name == closure.INFERRED
        assert "owl#Thing" not in str(quad.object)
        assert not str(quad.subject).startswith("<http://www.w3.org/")


def test_a_restless_rule_is_told(store: ox.Store) -> None:
    text = (
        "CONSTRUCT { ?s <http://n/p> ?u } WHERE { ?s <http://n/p> ?o BIND(IRI(CONCAT(STR(?o), 'x')) AS ?u) }"
    )
    with pytest.raises(QuerySyntaxError, match="100 rounds"):
        owlrl.infer(store, [parse_header("r", text)])
