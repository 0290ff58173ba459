"""Whatever a file of shapes holds, it ends in a report or in an error of ours: never a crash, a hang, or a traceback.

A process judges the shapes, under limits, so that one that dies or hangs is noticed. ``SEUTU_FUZZ_SECONDS`` makes the
search longer than half a minute.
"""

import os
import random
import time

import pytest

from tests.helpers.asker import Asker

pytestmark = pytest.mark.slow

SECONDS = float(os.environ.get("SEUTU_FUZZ_SECONDS", "30"))
SEED = int(os.environ.get("SEUTU_FUZZ_SEED", "11"))

# Judges what it reads line by line, each a file of shapes as JSON, and says how it ended.
JUDGE = """
import json, resource, sys
import pyoxigraph as ox
from seutu.rdf import reading
from seutu.validation import checks
from seutu.errors import SeutuError
from seutu.query.graphs import Graphs
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
data = Graphs(reading.read(sys.argv[2].encode(), ox.RdfFormat.TURTLE, ox.NamedNode("x:g"), "data"))
for line in sys.stdin:
    try:
        told = f"report {len(checks.validate(data, json.loads(line).encode()).findings)}"
    except SeutuError as error:
        told = "error"
    except BaseException as error:
        told = f"{type(error).__name__}: {error}"
    print(json.dumps(told), flush=True)
"""
HEAD = """\
@prefix ex: <http://ex.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = (
    HEAD
    + """\
ex:a a ex:T ; ex:p 1 , 2 , "x"@fi , ex:b ; ex:q "2000-01-01"^^xsd:date .
ex:b a ex:T ; ex:p [ a ex:T ; ex:p ( 1 2 ) ] ; ex:q ex:a . [] a ex:T ; ex:p 7 ; ex:q ex:b .
"""
)
NODES = ["ex:S", "ex:R", "ex:P", "_:x", "_:y"]
VALUES = [
    *NODES,
    *"ex:T ex:p ex:a rdf:nil sh:IRI sh:BlankNode sh:Violation xsd:integer xsd:string 0 1 2 -1 1.5 true false".split(),
    *(
        '"1"^^xsd:boolean',
        '"01"^^xsd:integer',
        '"x"',
        '"x"@fi',
        '"^a"',
        '"[a-z-[b]]"',
        '"(((("',
        '"\\\\1"',
        "()",
    ),
    *("( ex:p ex:q )", "( 1 1 )", "( _:x )", "[ sh:inversePath ex:p ]", "[ sh:path ex:p ; sh:minCount 1 ]"),
    *("[ sh:alternativePath ( ex:p ex:q ) ]", "[ sh:zeroOrMorePath ex:q ]", "[ rdf:first 1 ; rdf:rest _:y ]"),
    *(
        '[ sh:select "SELECT $this { $this ?p ?o }" ]',
        '[ sh:select "SELECT $this ?value { { $this ?p ?value } }" ]',
    ),
    *(
        '[ sh:select "SELECT" ]',
        '[ sh:ask "ASK {}" ]',
        '"99999999999999999999999"^^xsd:integer',
        '"NaN"^^xsd:double',
    ),
]
PREDICATES = (
    "a path node property not and or xone class datatype nodeKind minCount maxCount minInclusive maxExclusive minLength"
    " maxLength pattern flags languageIn uniqueLang equals disjoint lessThan lessThanOrEquals hasValue in closed"
    " ignoredProperties qualifiedValueShape qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint sparql"
    " targetClass targetNode targetSubjectsOf targetObjectsOf severity message deactivated inversePath alternativePath"
    " zeroOrMorePath oneOrMorePath zeroOrOnePath entailment parameter validator prefixes declare"
).split()


def shapes(chance: random.Random) -> str:
    """A file of statements with the words of SHACL, of which some make a shape."""

    def statement() -> str:
        predicate = chance.choice(PREDICATES)
        predicate = predicate if predicate == "a" else f"sh:{predicate}"
        value = (
            chance.choice(["sh:NodeShape", "sh:PropertyShape"]) if predicate == "a" else chance.choice(VALUES)
        )
        return f"{chance.choice(NODES)} {predicate} {value} ."

    lines = [statement() for _ in range(chance.randint(1, 6))]
    if chance.random() < 0.8:
        lines.append(
            f"ex:S sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:{chance.choice(PREDICATES[2:])} ex:R ] ."
        )
    if chance.random() < 0.5:
        lines.append("ex:P sh:path ex:p .")
    return HEAD + "\n".join(lines)


def test_shapes_of_any_kind_end_in_a_report_or_in_a_sentence() -> None:
    chance, until = random.Random(SEED), time.monotonic() + SECONDS
    outcomes = set()
    with Asker(JUDGE, DATA) as judge:
        while time.monotonic() < until:
            given = shapes(chance)
            told = judge.ended(given)
            assert told == "error" or told.startswith("report "), f"{told}:\n{given}"
            outcomes.add(told.partition(" ")[0])
    assert outcomes == {"error", "report"}
