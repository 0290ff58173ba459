"""Components that shapes declare, and the values that shapes give them (SHACL, sections 2 and 6.2)."""

import pyoxigraph as ox
import pytest

from seutu.query.graphs import Graphs
from seutu.shacl import components

HEAD = """\
@prefix e: <http://e/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
COMPONENT = "e:C a sh:ConstraintComponent ; "
ASK = 'sh:validator [ sh:ask "ASK { FILTER($value != $least) }" ]'
SELECT = '[ sh:select "SELECT $this { $this ?p $least }" ]'
LEAST = "sh:parameter [ sh:path e:least ]"
MOST = "sh:parameter [ sh:path e:most ; sh:optional true ]"


def faults(turtle: str) -> list[str]:
    shapes = Graphs(ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE))
    return [
        f"{fault.kind} {fault.node} {fault.problem}; {fault.remedy}" for fault in components.faults(shapes)
    ]


RIGHT = (
    f"{COMPONENT} {LEAST} ; {ASK} . e:S e:least 1 . e:T e:least 1 .",
    f"{COMPONENT} {LEAST} , [ sh:path e:most ; sh:optional true ] ; {ASK} . e:S e:least 1 ; e:most 2 .",
    f"{COMPONENT} {LEAST} ; sh:nodeValidator {SELECT} ; sh:propertyValidator {SELECT} .",
    f"{COMPONENT} sh:parameter [ sh:path e:vähintään_2 ] ; {ASK} .",
    "e:S sh:in ( 1 ) , ( 2 ) . sh:InConstraintComponent a sh:ConstraintComponent ; sh:parameter [ sh:path sh:in ] .",
    "e:a e:least 1 , 2 .",
)
SEVERAL = (
    "several values of <http://e/least>, and a shape is asked of one alone here; write a shape for each value"
)
WRONG = {
    f"{COMPONENT} {LEAST} ; {ASK} . e:S e:least 1 , 2 .": f"shape <http://e/S> has {SEVERAL}",
    f"{COMPONENT} {LEAST} ; {MOST} ; {ASK} . e:S e:least 1 , 2 .": f"shape <http://e/S> has {SEVERAL}",
    f"{COMPONENT} {LEAST} ; {MOST} ; {ASK} . e:S e:least 1 ; e:most 1 , 2 .": "several values of <http://e/most>",
    f"e:D rdfs:subClassOf sh:ConstraintComponent . e:C a e:D ; {LEAST} ; {ASK} . e:S e:least 1 , 2 .": SEVERAL,
    f"e:C {LEAST} ; {ASK} . e:S e:least 1 , 2 .": SEVERAL,
    f"{COMPONENT} {ASK} .": "component <http://e/C> has no sh:parameter; declare one",
    f"{COMPONENT} {MOST} ; {ASK} .": "has optional parameters alone",
    f"{COMPONENT} sh:parameter [ sh:path [ sh:inversePath e:p ] ] ; {ASK} .": "whose sh:path is not one IRI",
    f"{COMPONENT} sh:parameter [ sh:optional false ] ; {ASK} .": "whose sh:path is not one IRI",
    f"{COMPONENT} {LEAST} , [ sh:path <http://f/least> ] ; {ASK} .": "has two parameters of the name least",
    f"{COMPONENT} {LEAST} ; sh:nodeValidator [ sh:ask 'ASK {{}}' ] .": "sh:nodeValidator that is no SELECT query",
    f"{COMPONENT} {LEAST} ; sh:propertyValidator [ sh:ask 'ASK {{}}' ] .": "no SELECT query; write one by sh:select",
    f"{COMPONENT} {LEAST} ; sh:validator {SELECT} .": "a validator by sh:validator that is no ASK query",
}
NAMES = {
    **dict.fromkeys(sorted(components.RESERVED), "which SHACL keeps for itself; take another"),
    **dict.fromkeys(
        ("my-min", "a.b", "", "1a", "%41"), "whose name cannot be one of a variable; end the IRI"
    ),
}


@pytest.mark.parametrize("turtle", RIGHT)
def test_what_is_well_formed(turtle: str) -> None:
    assert faults(turtle) == []


@pytest.mark.parametrize(("turtle", "words"), WRONG.items(), ids=WRONG)
def test_what_is_not(turtle: str, words: str) -> None:
    (told,) = faults(turtle)
    assert words in told


@pytest.mark.parametrize(("name", "words"), NAMES.items(), ids=NAMES)
def test_a_parameter_has_the_name_of_a_variable_that_is_free(name: str, words: str) -> None:
    (told,) = faults(f"{COMPONENT} sh:parameter [ sh:path <http://e/{name}> ] ; {ASK} .")
    assert words in told


def test_a_validator_is_given_the_parameters_of_its_components() -> None:
    turtle = f"{COMPONENT} {LEAST} ; {MOST} ; sh:validator e:V . e:D sh:parameter [ sh:path e:d ] ; sh:validator e:V ."
    shapes = Graphs(ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE))
    assert components.validator_parameters(shapes) == {ox.NamedNode("http://e/V"): {"least", "most", "d"}}
