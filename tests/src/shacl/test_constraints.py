"""Constraints answered by one query over all nodes: which can be, and that each row is the finding SHACL gives."""

import pyoxigraph as ox
import pytest

from seutu.shacl.constraints import Classes, extract_constraints, is_independent_of_prebinding
from seutu.shacl.report import Finding
from seutu.shacl.wellformed import parse_shapes
from seutu.validation.checks import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . """
DATA = """@prefix ex: <http://ex/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:B rdfs:subClassOf ex:A . ex:C rdfs:subClassOf ex:B .
ex:one a ex:A ; ex:p 1 . ex:two a ex:C ; ex:p 2 ; ex:q ex:three . ex:three ex:p 3 . ex:four a ex:D ; ex:p 4 ."""
QUERY = """ex:constraint sh:message "is {?value}"@en ;
    sh:select "SELECT $this ?value WHERE { $this <http://ex/p> ?value }" ."""


def graph(text: str) -> ox.Store:
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.TURTLE)
    return store


def found(shapes: str) -> set[tuple[str, str]]:
    """What the constraints taken out find: the ends of focus and value."""
    constraints, _ = extract_constraints(parse_shapes((HEAD + shapes).encode()))
    data = graph(DATA)
    findings: list[Finding] = []
    for constraint in constraints:
        rows = data.query(constraint.select, prefixes=dict(constraint.prefixes))
        assert isinstance(rows, ox.QuerySolutions)
        findings += constraint.findings(data, Classes(data), rows)
    return {(str(one.focus)[11:-1], str(getattr(one.value, "value", one.value))) for one in findings}


@pytest.mark.parametrize(
    ("target", "things"),
    [
        ("sh:targetClass ex:A", {("one", "1"), ("two", "2")}),
        ("sh:targetClass ex:C", {("two", "2")}),
        ("sh:targetNode ex:three", {("three", "3")}),
        ("sh:targetSubjectsOf ex:q", {("two", "2")}),
        ("sh:targetObjectsOf ex:q", {("three", "3")}),
        ("sh:targetClass ex:D ; sh:targetNode ex:one", {("one", "1"), ("four", "4")}),
    ],
)
def test_only_targets_are_found(target: str, things: set[tuple[str, str]]) -> None:
    assert found(f"ex:S a sh:NodeShape ; {target} ; sh:sparql ex:constraint . {QUERY}") == things


def test_a_property_shape_is_about_the_targets_of_its_node_shape() -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path ex:p ;"
    assert found(f"{shapes} sh:sparql ex:constraint . {QUERY}") == {("two", "2")}


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:NodeShape ; sh:sparql ex:constraint .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:deactivated true ; sh:sparql ex:constraint .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql ex:constraint . ex:T a sh:NodeShape ; sh:node ex:S .",
        "ex:S a sh:NodeShape , rdfs:Class ; sh:sparql ex:constraint .",
        "[] a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql ex:constraint .",
        "ex:S a sh:NodeShape ; sh:property ex:P . ex:P sh:path ex:p ; sh:sparql ex:constraint .",
    ],
)
def test_what_is_asked_of_others_too_or_of_nobody_stays(shapes: str) -> None:
    store = parse_shapes(f"{HEAD}{shapes} {QUERY}".encode())
    constraints, rest = extract_constraints(store)
    assert constraints == []
    assert set(rest) == set(store)


def test_each_finding_is_that_of_the_engine() -> None:
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:severity sh:Warning ; sh:sparql ex:constraint ."
    shapes = f"{HEAD} {shape} {QUERY}".encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seutu.shacl.engine.extract_constraints", lambda store: ([], store))
        engine = validate(graph(DATA), shapes)
    assert engine.findings == validate(graph(DATA), shapes).findings
    assert len(engine.findings) == 2


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this ?value WHERE { $this ?p ?value FILTER NOT EXISTS { $this ?q ?value . ?value ?r $this } }",
        "PREFIX n: <http://n/> SELECT DISTINCT $this { $this n:p ?x . BIND(STR(?x) AS ?value) }",
        "SELECT $this { $this ?p ?x OPTIONAL { ?y ?p ?x FILTER(?y != $this) } FILTER(!BOUND(?y)) }",
    ],
)
def test_a_query_that_begins_at_this_stands_alone(select: str) -> None:
    assert is_independent_of_prebinding(select)


@pytest.mark.parametrize(
    "select",
    [
        "SELECT ?value { $this ?p ?value }",
        "SELECT $this { ?x ?p $this }",
        "SELECT $this { $this ?p ?x { ?y ?q ?x FILTER(?y != $this) } }",
        "SELECT $this { $this ?p ?x { ?y ?q ?x } UNION { ?x ?q ?y FILTER(?y != $this) } }",
        "SELECT $this (COUNT(?x) AS ?n) { $this ?p ?x } GROUP BY $this",
        "SELECT $this { $this ?p ?x } LIMIT 1",
        "SELECT $this { $this ?p ?x MINUS { ?y ?q ?x FILTER(?y != $this) } }",
        "SELECT $this { $this $PATH ?x }",
        "SELECT $this ?failure { $this ?p ?failure }",
        "SELECT $this { { SELECT $this { $this ?p ?x } } }",
        "SELECT $this { GRAPH ?g { $this ?p ?x } }",
        "ASK { $this ?p ?x }",
        "SELECT $this",
    ],
)
def test_a_query_that_a_binding_would_change_does_not(select: str) -> None:
    assert not is_independent_of_prebinding(select)
