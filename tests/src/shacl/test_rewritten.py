"""Queries that may see how a value is written, and what they find."""

import pyoxigraph as ox
import pytest

from seutu.query import definition
from seutu.query.graphs import Graphs
from seutu.shacl import rewritten
from seutu.validation.checks import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ODD = rewritten.RewrittenTerms(frozenset({"http://ex/p"}), frozenset({"http://ex/p"}))
APART = rewritten.RewrittenTerms(frozenset({"http://ex/p"}))
PREFIXES = {"ex": "http://ex/"}


@pytest.mark.parametrize(
    ("text", "sees"),
    [
        ("SELECT ?focus { ?focus ex:p ?value }", True),
        ("SELECT ?focus { ?focus ex:q ?value }", False),
        ("SELECT ?focus { ?focus ?any ?value }", True),
        ("SELECT ?focus { ?focus ex:q/ex:r* ?value }", False),
        ("SELECT ?focus { ?focus ex:q/^ex:p ?value }", True),
        ("SELECT ?focus { ?focus (ex:q|ex:p)+ ?value }", True),
        ("SELECT ?focus { ?focus !ex:q ?value }", True),
        ("SELECT ?focus { ?focus ex:q ?value FILTER NOT EXISTS { ?focus ex:p ?other } }", True),
        ("SELECT ?focus { ?focus ex:q ?value OPTIONAL { { SELECT ?focus { ?focus ex:p 1 } } } }", True),
        ("SELECT ?focus { GRAPH ?g { ?focus ex:q ?value } MINUS { ?focus ex:r 1 } }", False),
        ("SELECT ?this { $this $PATH ?value }", False),
        ("SELECT ?this { $this $PATH ?value . ?value ?any ?x }", True),
        ("SELECT ?focus { ?focus nobody:knows ?value }", False),
        ("DESCRIBE ?focus { ?focus ex:q ?value }", False),
    ],
)
def test_a_query_sees_the_values_of_the_properties_in_it(text: str, sees: bool) -> None:
    assert rewritten.depends_on_forms(text, PREFIXES, ODD) == sees
    assert not rewritten.depends_on_forms(text, PREFIXES, rewritten.RewrittenTerms())


@pytest.mark.parametrize(
    ("text", "sees"),
    [
        ("SELECT ?focus { ?focus ex:p ?value }", False),
        ("SELECT ?focus { ?focus ex:p ?value FILTER(?value > 3) }", False),
        ("SELECT DISTINCT ?focus { ?focus ex:p ?value }", True),
        ("SELECT ?focus { ?focus ex:p ?value FILTER(STR(?value) = '7') }", True),
        ("SELECT ?focus { ?focus ex:p ?value FILTER(datatype(?value) = ex:d) }", True),
        ("SELECT ?focus { ?focus ex:p 7 }", True),
        ("SELECT ?focus { ?focus ex:p ?value ; ex:q ?value }", True),
        ("SELECT ?focus { ?focus ex:q ?value FILTER(STR(?value) = '7') }", False),
    ],
)
def test_only_a_query_that_can_tell_sees_how_a_single_value_is_written(text: str, sees: bool) -> None:
    assert rewritten.depends_on_forms(text, PREFIXES, APART) == sees


# Each: the filter of a query, the values of ex:p, and those of them that are right to find.
CASES = [
    ('STR(?value) = "007"', "007 , 7", ["007"]),
    ('STR(?value) = "7"', "007", []),
    ('REGEX(STR(?value), "^[0-9]{4}$")', "0123 , 1234", ["0123", "1234"]),
    ("STRLEN(STR(?value)) != 4", '0123 , 1.50 , "1.00"^^xsd:decimal', []),
    ("DATATYPE(?value) = xsd:int", '"5"^^xsd:int , 5', ["5"]),
    ('STR(?value) = "1"', '"1"^^xsd:boolean , true', ["1"]),
    ("sameTerm(?value, 1)", "01 , 1", ["1"]),
    ("sameTerm(?value, 1)", "01", []),
    ("?value = 1", "01 , 2", ["01"]),
    ('STR(?value) = "2001-01-01T24:00:00"', '"2001-01-01T24:00:00"^^xsd:dateTime', ["2001-01-01T24:00:00"]),
]
FORMS = {
    "one query for all": "$this <http://ex/p> ?value FILTER({})",
    "one query for each": "{{ $this <http://ex/p> ?value FILTER({}) }} UNION {{ $this <http://ex/none> ?value }}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("condition", "values", "right"), CASES)
def test_constraints_judge_values_as_they_are_written(
    condition: str, values: str, right: list[str], form: str
) -> None:
    text = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT $this ?value {{ {FORMS[form].format(condition)} }}"
    shapes = f"{HEAD} ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select '''{text}''' ] ."
    data = Graphs(ox.parse(f"{HEAD} ex:a ex:p {values} .", format=ox.RdfFormat.TURTLE))
    found = [one.value for one in validate(data, shapes.encode()).findings]
    assert sorted(one.value for one in found if isinstance(one, ox.Literal)) == right


@pytest.mark.parametrize(("condition", "values", "right"), CASES)
def test_checks_find_values_as_they_are_written(condition: str, values: str, right: list[str]) -> None:
    text = f"SELECT ?focus ?value {{ ?focus ex:p ?value FILTER({condition}) }}"
    check = definition.parse_header("check.rq", "# title: one\n\n" + text)
    data = Graphs(ox.parse(f"{HEAD} ex:a ex:p {values} .", format=ox.RdfFormat.TURTLE))
    prefixes = {**PREFIXES, "xsd": "http://www.w3.org/2001/XMLSchema#"}
    found = [one.value for one in validate(data, b"", [check], prefixes).findings]
    assert sorted(one.value for one in found if isinstance(one, ox.Literal)) == right


def test_a_validator_judges_a_value_as_it_is_written() -> None:
    shapes = f"""{HEAD} ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:length ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK {{ FILTER(strlen(str($value)) >= $length) }}" ] .
        ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; ex:length 3 ] ."""
    data = Graphs(ox.parse(f"{HEAD} ex:a ex:p 007 , 12 .", format=ox.RdfFormat.TURTLE))
    assert len(validate(data, shapes.encode()).findings) == 1


def test_what_the_reference_cannot_do_is_left_to_the_engine() -> None:
    """It takes the ``\\1`` of a value for a part of a regular expression, and ends."""
    text = "{ $this <http://ex/p> ?value FILTER(STR(?value) != '') } UNION { $this <http://ex/none> ?value }"
    constraint = f'sh:sparql [ sh:message "is {{?value}}" ; sh:select "SELECT $this ?value {{ {text} }}" ]'
    shapes = f"{HEAD} ex:S a sh:NodeShape ; sh:targetNode ex:a ; {constraint} ."
    data = Graphs(ox.parse(f'{HEAD} ex:a ex:p 007 , "\\\\1" .', format=ox.RdfFormat.TURTLE))
    assert len(validate(data, shapes.encode()).findings) == 2
