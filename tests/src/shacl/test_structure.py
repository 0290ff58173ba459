"""Lists and paths of shapes that are well-formed, and shapes that are not too deep (SHACL, sections 1.3 and 2.3.1)."""

import pyoxigraph as ox
import pytest

from seutu.query.graphs import Graphs
from seutu.rdf.limits import SHAPES
from seutu.shacl import structure

HEAD = """\
@prefix e: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


def parsed(turtle: str) -> Graphs:
    return Graphs(ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE))


def faults(turtle: str) -> list[str]:
    return [fault.problem for fault in structure.faults(parsed(turtle))]


RIGHT = (
    "e:S sh:in () .",
    "e:S sh:in ( 1 2 2 ) ; sh:or ( [ sh:class e:C ] e:T ) .",
    "e:S sh:in e:list . e:list rdf:first 1 ; rdf:rest e:more . e:more rdf:first 2 ; rdf:rest () .",
    "e:S sh:ignoredProperties e:list . e:list rdf:first rdf:type ; rdf:rest rdf:nil .",
    "e:P sh:path e:p .",
    "e:P sh:path () .",  # rdf:nil is an IRI, and so a property like any other
    "e:P sh:path ( e:p [ sh:inversePath e:q ] [ sh:alternativePath ( e:p e:q ) ] ) .",
    "e:P sh:path [ sh:zeroOrMorePath [ sh:oneOrMorePath [ sh:zeroOrOnePath ( e:p e:p ) ] ] ] .",
    "e:P sh:path e:path . e:path rdf:first e:p ; rdf:rest ( e:q ) .",
    "e:S sh:node e:S ; sh:property e:P . e:P sh:path e:p ; sh:node e:S .",
)
WRONG = {
    "e:S sh:in 3 .": 'sh:in: "3"^^<http://www.w3.org/2001/XMLSchema#integer> is not a list',
    "e:S sh:or e:notalist .": "sh:or: <http://e/notalist> is not a list; write it in round brackets",
    "e:S sh:and _:l . _:l rdf:first e:T ; rdf:rest _:l .": "sh:and: it comes back to itself",
    "e:S sh:in [ rdf:first 1 ] .": "has not one rdf:first and one rdf:rest",
    "e:S sh:in [ rdf:first 1 , 2 ; rdf:rest () ] .": "has not one rdf:first and one rdf:rest",
    "e:S sh:in [ rdf:first 1 ; rdf:rest () , ( 2 ) ] .": "has not one rdf:first and one rdf:rest",
    "e:S sh:in [ rdf:first 1 ; rdf:rest 5 ] .": "is not a list",
    'e:P sh:path "x" .': 'sh:path that is not well-formed: "x" is not a property',
    "e:P sh:path _:p . _:p sh:inversePath _:p .": "it comes back to itself",
    "e:P sh:path _:p . _:p sh:alternativePath ( e:p _:p ) .": "it comes back to itself",
    "e:P sh:path _:l . _:l rdf:first e:q ; rdf:rest _:l .": "it comes back to itself",
    "e:P sh:path [] .": "a part of it is not a path",
    "e:P sh:path ( e:p ) .": "two members or more",
    "e:P sh:path [ sh:alternativePath ( e:p ) ] .": "two members or more",
    "e:P sh:path ( e:p [ e:odd e:p ] ) .": "a part of it is not a path",
    "e:P sh:path [ sh:inversePath e:p ; sh:zeroOrMorePath e:q ] .": "a part of it says more than one thing",
    "e:P sh:path [ sh:inversePath e:p , e:q ] .": "a part of it says more than one thing",
    "e:P sh:path ( e:p [ sh:alternativePath ( e:p e:q ) ; sh:inversePath e:p ] ) .": "says more than one thing",
}


@pytest.mark.parametrize("turtle", RIGHT)
def test_what_is_well_formed(turtle: str) -> None:
    assert faults(turtle) == []


@pytest.mark.parametrize(("turtle", "words"), WRONG.items(), ids=WRONG)
def test_what_is_not(turtle: str, words: str) -> None:
    (problem,) = faults(turtle)
    assert words in problem


def nested(depth: int) -> str:
    return "e:S sh:not " + "[ sh:not " * depth + "[ sh:class e:C ]" + " ]" * depth + " ."


def test_shapes_may_stand_in_one_another_up_to_a_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(nested(SHAPES.default - 2)) == []
    (problem,) = faults(nested(SHAPES.default + 1))
    assert problem == f"is nested deeper than 100; make it flatter, or raise {SHAPES.variable}"
    monkeypatch.setenv(SHAPES.variable, "300")
    assert faults(nested(SHAPES.default + 1)) == []


def test_a_path_may_be_nested_up_to_a_depth() -> None:
    deep = "e:P sh:path " + "[ sh:inversePath " * 150 + "e:p" + " ]" * 150 + " ."
    assert [words for words in faults(deep) if "it is nested deeper than 100" in words]


def test_many_shapes_beside_each_other_are_not_deep() -> None:
    assert faults("".join(f"e:S{n} sh:node e:S{n % 7} .\n" for n in range(400))) == []


def test_a_list_gives_its_members_in_order() -> None:
    shapes = parsed("e:S sh:in ( 1 e:a 1 ) .")
    (quad,) = shapes.quads_for_pattern(None, ox.NamedNode("http://www.w3.org/ns/shacl#in"), None)
    assert [str(member)[:12] for member in structure.members(shapes, quad.object)] == [
        '"1"^^<http:/',
        "<http://e/a>",
        '"1"^^<http:/',
    ]
