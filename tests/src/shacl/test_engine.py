"""The fast engine of shapes: findings with their languages, and what it refuses, in one sentence."""

import pyoxigraph as ox
import pytest

from seutu.errors import ShapesError
from seutu.query.graphs import Graphs
from seutu.shacl import engine
from seutu.shacl.report import Finding

HEAD = """\
@prefix : <urn:x:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """\
:S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property :S-p .
:S-p a sh:PropertyShape ; sh:path :p ; sh:datatype xsd:integer ; sh:message "ei luku"@fi , "not a number"@en .
"""
QUERY = """\
:Q a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql :Q-q .
:Q-q a sh:SPARQLConstraint ; sh:message "{?value} on liikaa"@fi , "{?value} is too much"@en ;
    sh:select "SELECT $this ?value { $this <urn:x:p> ?value FILTER(?value > 5) }" .
"""


def findings(data: str, shapes: str) -> list[Finding]:
    read = Graphs(ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE))
    return engine.against_shapes(read, (HEAD + shapes).encode())


def test_a_value_is_found_with_all_messages() -> None:
    (found,) = findings(':a :p 1 , "x" .', SHAPES)
    assert found.value == ox.Literal("x")
    assert found.messages == {"fi": "ei luku", "en": "not a number"}


def test_a_message_of_a_query_keeps_its_language() -> None:
    (found,) = findings(":a :p 7 , 3 .", QUERY)
    assert {lang: text.partition(" ")[2] for lang, text in found.messages.items()} == {
        "fi": "on liikaa",
        "en": "is too much",
    }


def test_a_query_is_asked_of_blank_nodes_too() -> None:
    (found,) = findings("[] :p 7 .", QUERY)
    assert isinstance(found.focus, ox.BlankNode)


def test_a_value_is_judged_as_it_is_written() -> None:
    data = b'<urn:x:a> <urn:x:p> "5"^^<http://www.w3.org/2001/XMLSchema#int> .\n'
    assert len(engine.validate_ntriples(data, (HEAD + SHAPES).encode()).findings) == 1


def test_without_shapes_nothing_is_found() -> None:
    assert findings(":a :p 1 .", "") == []


def test_a_shape_that_refers_to_itself_by_a_negation_is_named() -> None:
    shapes = ":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:not :S ."
    with pytest.raises(
        ShapesError, match=r"the shape <urn:x:S> refers to itself where it must not hold"
    ) as caught:
        findings(":a :p 1 .", shapes)
    assert caught.value.shape == "urn:x:S"


def test_shapes_that_are_not_well_formed_name_their_origin() -> None:
    with pytest.raises(ShapesError, match="mine: "):
        engine.validate_ntriples(
            b"", (HEAD + ':S a sh:PropertyShape ; sh:path :p ; sh:minCount "x" .').encode(), "mine"
        )
