"""The reference engine of inference: OWL 2 RL and rules, without what says nothing about the data."""

import pyoxigraph as ox
import pytest

from seutu.errors import QuerySyntaxError
from seutu.inference import owlrl
from seutu.inference.closure import INFERRED
from seutu.query.definition import parse_header

TURTLE = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <urn:x:> .

x:C rdfs:subClassOf x:D .
x:p a owl:TransitiveProperty .
x:a a x:C ; x:p x:b ; x:text "1" .
x:b x:p x:c .
"""
RULE = "# title: Rule\nCONSTRUCT { ?a <urn:x:q> ?b } WHERE { ?a <urn:x:p> ?b }"


def store() -> ox.Store:
    found = ox.Store()
    found.load(TURTLE.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:g"))
    return found


def short(quad: ox.Quad) -> str:
    return " ".join(str(term)[1:-1].removeprefix("urn:x:").rpartition("#")[2] for term in quad.triple)


def test_what_follows_stands_in_the_graph_of_inferences_in_order() -> None:
    found = owlrl.infer(store(), [])
    assert {quad.graph_name for quad in found} == {INFERRED}
    assert {short(quad) for quad in found} == {"a type D", "a p c"}
    assert found == sorted(found, key=str)


def test_rules_are_applied_to_what_follows() -> None:
    found = {short(quad) for quad in owlrl.infer(store(), [parse_header("a.rq", RULE)])}
    assert found == {"a p c", "a type D", "a q b", "b q c", "a q c"}


def test_a_rule_that_is_not_a_construct_is_refused() -> None:
    with pytest.raises(QuerySyntaxError, match="CONSTRUCT"):
        owlrl.infer(store(), [parse_header("a.rq", "SELECT ?a { ?a ?b ?c }")])
