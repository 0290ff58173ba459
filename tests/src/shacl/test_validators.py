"""Validators of components: ASK ones judge the values of properties, and messages keep their languages."""

import pyoxigraph as ox
import pytest

from seutu.query.graphs import Graphs
from seutu.shacl import validators
from seutu.shacl.report import Finding
from seutu.validation.checks import validate

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .\n"
DATA = """ex:a ex:p ex:b , ex:c ; ex:q ex:c . ex:b ex:q ex:d , 5 . ex:c ex:q ex:d . ex:d a ex:C .
    ex:e ex:p ex:a . ex:f ex:p ex:e . ex:b ex:kind ex:K . ex:blank ex:p [ ex:q 1 ] ."""
PATHS = {
    "ex:p": {"b", "c"},
    "(ex:p ex:q)": {"d", "5"},
    "[ sh:alternativePath (ex:p ex:q) ]": {"b", "c"},
    "[ sh:inversePath ex:p ]": {"e"},
    "[ sh:zeroOrMorePath ex:p ]": {"a", "b", "c"},
    "[ sh:inversePath [ sh:oneOrMorePath ex:p ] ]": {"e", "f"},
    "[ sh:zeroOrOnePath ex:p ]": {"a", "b", "c"},
}
# What is true of which of the things above, and of the number.
ASKS = {
    "ASK { $value a $cl }": {"d"},
    "ASK WHERE { FILTER(isIRI($value)) }": {"a", "b", "c", "d", "e", "f"},
    "PREFIX e: <http://ex/> ASK { { $value a e:C } UNION { FILTER(isLiteral($value)) } }": {"d", "5"},
    "ASK { FILTER EXISTS { $value <http://ex/kind> ?kind } }": {"b"},
    "ASK { $value <http://ex/q>/a $cl }": {"b", "c", "a"} - {"a"},
    "ASK { FILTER NOT EXISTS { ?any <http://ex/p> $value } }": {"d", "5", "f"},
    "ask { $this <http://ex/q> $value . }": {"c"},
}


def found(shapes: str, data: str = DATA) -> list[Finding]:
    quads = ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE)
    return list(validate(Graphs(quads), (HEAD + shapes).encode()).findings)


def component(ask: str, more: str = "") -> str:
    return f"""ex:CC a sh:ConstraintComponent ; sh:parameter [ sh:path ex:cl ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:ask "{ask}" {more} ] ."""


def name(value: object) -> str:
    return value.value if isinstance(value, ox.Literal) else str(value)[11:-1]


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize("path", PATHS)
def test_each_value_for_which_it_is_false_is_found(path: str, ask: str) -> None:
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path {path} ; ex:cl ex:C ] ."
    findings = found(component(ask) + shape)
    assert {name(one.value) for one in findings} == PATHS[path] - ASKS[ask]
    assert len(findings) == len(PATHS[path] - ASKS[ask])
    assert {one.component for one in findings} <= {"http://ex/CC"}


def test_a_blank_node_is_a_value_like_others() -> None:
    ask = "ASK { $value <http://ex/q> ?any FILTER(isBlank($value)) }"
    shape = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; ex:cl ex:C ] ."
    assert {name(one.value) for one in found(component(ask) + shape)} == {"a", "b", "c", "e"}


@pytest.mark.parametrize(
    "ask", ["ASK { ?s ?p ?o } LIMIT 1", "ASK FROM <urn:g> { ?s ?p ?o }", "SELECT ?x { }", ""]
)
def test_what_is_more_than_a_pattern_stays(ask: str) -> None:
    assert validators.select_of(ask) == ""


def test_messages_keep_their_languages() -> None:
    told = ' ; sh:message "suomi {$value}"@fi , "english {$value} {$cl}"@en , "plain"'
    shape = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:q ; ex:cl ex:C ] ."
    (one,) = found(component("ASK { $value a $cl }", told) + shape)
    assert one.messages == {
        "fi": "suomi <http://ex/c>",
        "en": "english <http://ex/c> <http://ex/C>",
        "": "plain",
    }


def test_messages_of_a_component_count_where_its_validator_has_none() -> None:
    shape = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; ex:cl ex:C . ex:CC sh:message 'kompo'@fi , 'compo'@en ."
    )
    (one,) = found(component("ASK { $value a $cl }") + shape)
    assert one.messages == {"fi": "kompo", "en": "compo"}
    (one,) = found(component("ASK { $value a $cl }", "; sh:message 'own'@en") + shape)
    assert one.messages == {"en": "own"}


NO_INSTANCE = "The value is not an instance of each class that is required"


@pytest.mark.parametrize(("shape", "told"), [
    ("sh:property [ sh:path ex:p ; sh:class ex:C , ex:D ]", NO_INSTANCE),
    ("sh:property [ sh:path ex:p ; sh:hasValue 1 , 2 ]", "A required value is missing"),
    ("sh:property [ sh:path ex:p ; sh:hasValue 1 ]", "Missing required value 1 on path <http://ex/p>"),
    ("sh:closed true", "Predicate <http://ex/p> is not allowed on <http://ex/x> (closed shape)"),
])  # fmt: skip
def test_no_message_says_more_than_was_found(shape: str, told: str) -> None:
    findings = found(
        f"ex:S a sh:NodeShape ; sh:targetNode ex:x ; {shape} .", "ex:x ex:p ex:y . ex:y a ex:D ."
    )
    assert findings
    assert {one.messages[""] for one in findings} == {told}


def test_what_a_row_says_goes_before_what_the_shape_says() -> None:
    query = "SELECT $this ?value ?message { $this <http://ex/q> ?value BIND('row'@sv AS ?message) }"
    shapes = f'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:message "own"@en ; sh:select "{query}" ] .'
    (one,) = found(shapes)
    assert one.messages == {"sv": "row"}
