"""Which axioms no rule infers from."""

import pyoxigraph as ox
import pytest

from seutu.inference.axioms import unused
from seutu.query.definition import parse_header

STATED = {
    "owl:sameAs": "n:a owl:sameAs n:b .",
    "owl:equivalentClass": "n:a owl:equivalentClass n:b .",
    "owl:propertyChainAxiom": "n:p owl:propertyChainAxiom ( n:q n:r ) .",
    "owl:TransitiveProperty": "n:p a owl:TransitiveProperty .",
    "owl:FunctionalProperty": "n:p a owl:FunctionalProperty .",
    "rdfs:subClassOf": "n:a rdfs:subClassOf n:b .",
}


def store_of(text: str) -> ox.Store:
    store = ox.Store()
    prefixes = "@prefix n: <http://n/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    prefixes += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    store.load(prefixes + text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://g/"))
    return store


@pytest.mark.parametrize("term", STATED)
def test_an_axiom_that_no_rule_names_is_told_and_one_that_is_named_is_not(term: str) -> None:
    rule = parse_header("r.rq", f"CONSTRUCT {{ ?x ?y ?z }} {{ ?x ?y ?z . ?y {term} ?z }}")
    assert unused(store_of(STATED[term]), []) == term
    assert unused(store_of(STATED[term]), [rule]) == ""


def test_what_is_no_axiom_is_not_told() -> None:
    assert unused(store_of("n:a owl:differentFrom n:b ; a owl:Thing ."), []) == ""


def test_all_are_told_together() -> None:
    found = unused(store_of("".join(STATED.values())), [])
    assert sorted(found.split(", ")) == sorted(STATED)
