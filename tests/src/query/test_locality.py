"""The declared locality of queries: what its words mean, what is refused, and that all queries here declare one."""

from pathlib import Path

import pytest

from seutu.api import Workspace
from seutu.errors import QuerySyntaxError, ShapesError
from seutu.query.definition import parse_header
from seutu.query.locality import Locality, Meeting, Side, read
from seutu.validation.survey import survey_of
from seutu.workspace.contents import Contents
from tests.loading import ROOT

N = "http://n/"
CHECK, RULE = "SELECT ?focus { ?focus a ?class }", "CONSTRUCT { ?a a ?c } WHERE { ?a a ?c }"


def side(last: str, before: str = "", unless: str = "") -> Side:
    return Side(*(frozenset(N + name for name in names.split()) for names in (last, before, unless)))


P, Q, R = side("p"), side("q"), side("r")
READ = {
    "forward": Locality(),
    "absent": Locality(absent=True),
    "meets n:p": Locality(meetings=((Meeting(P, P),),)),
    "meets n:p=<http://n/q>": Locality(meetings=((Meeting(P, Q),),)),
    "meets n:p and n:q = n:r": Locality(meetings=((Meeting(P, P), Meeting(Q, R)),)),
    "meets n:p or n:q or n:r": Locality(meetings=((Meeting(P, P),), (Meeting(Q, Q),), (Meeting(R, R),))),
    "meets n:p|n:q unless n:out|n:off": Locality(meetings=((Meeting(*2 * [side("p q", "", "out off")]),),)),
    "meets n:p unless n:out = n:q": Locality(meetings=((Meeting(side("p", "", "out"), Q),),)),
    "absent, meets n:p = n:r/n:s|n:t/n:p": Locality(
        absent=True, meetings=((Meeting(P, side("p", "r s t")),),)
    ),
}
FAULTY = {
    "near": "'near' is not a locality; begin with forward, absent or meets",
    "forward n:p": "'forward n:p' is not a locality; write 'forward' alone",
    "absent, forward": "write 'absent' alone, or 'absent, meets ...'",
    "absent meets n:p": "write 'absent' alone, or 'absent, meets ...'",
    "meets": "a property is missing",
    "meets n:p n:q": "'n:p n:q' stands where one property is expected",
    "meets n:p and": "a property is missing",
    "meets n:p/": "a property is missing",
    "meets n:p unless": "a property is missing",
    "meets n:p = n:q = n:r": "'=' stands twice",
    "meets n:p unless n:q unless n:r": "'unless' stands twice",
    "meets m:p": "'m:p' is not a property; write prefix:name with a declared prefix",
    "meets label": "'label' is not a property",
    "meets n:p, n:q": "'n:p , n:q' stands where one property is expected",
}


@pytest.mark.parametrize("text", READ)
def test_a_declaration_is_read(text: str) -> None:
    assert read(text, {"n": N}) == READ[text]


@pytest.mark.parametrize("text", FAULTY)
def test_a_faulty_declaration_has_one_clause_and_a_remedy(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        read(text, {"n": N})
    problem, remedy = caught.value.args
    assert FAULTY[text] in f"{problem}; {remedy}"


@pytest.mark.parametrize("text", FAULTY)
def test_a_faulty_header_has_its_file_and_line(text: str) -> None:
    query = f"# title: T\n# locality: {text}\nPREFIX n: <{N}>\n{CHECK}"
    with pytest.raises(QuerySyntaxError) as caught:
        parse_header("queries/checks/c.rq", query)
    assert str(caught.value).startswith("queries/checks/c.rq:2: ")
    assert FAULTY[text] in str(caught.value)


def test_a_header_uses_the_prefixes_of_its_query_and_the_usual_ones() -> None:
    text = f"# locality: meets n:p = rdfs:label\nPREFIX n: <{N}>\n{CHECK}"
    found = parse_header("c.rq", text).locality
    label = Side(frozenset({"http://www.w3.org/2000/01/rdf-schema#label"}))
    assert found == Locality(meetings=((Meeting(P, label),),))


def test_a_rule_that_rests_on_what_is_absent_has_no_locality() -> None:
    with pytest.raises(QuerySyntaxError, match=r"^r\.rq:1: the locality of a rule is not 'absent'"):
        parse_header("r.rq", f"# locality: absent\n{RULE}")


SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <x:> . @prefix seutu: <https://w3id.org/seutu/ont#> .
x:Shape a sh:NodeShape ; sh:targetClass x:C ; sh:sparql x:query .
x:query sh:prefixes x:names . x:names sh:declare [ sh:prefix "n" ; sh:namespace "http://n/" ] .
"""
SELECT = 'x:query sh:select "SELECT $this { $this a ?class }"'


@pytest.mark.parametrize(
    ("said", "words"),
    [
        *((f'{SELECT} ; seutu:locality "{text}" .', words) for text, words in FAULTY.items()),
        (f'{SELECT} ; seutu:locality "forward" , "absent" .', "two values, where one is allowed, of seutu:locality"),
        (f"{SELECT} ; seutu:locality x:near .", "has no text as seutu:locality"),
        (f'{SELECT} . x:Shape seutu:locality "forward" .', "seutu:locality and no sh:select; put it on the query"),
    ],
)  # fmt: skip
def test_a_faulty_shape_has_its_file_and_line(tmp_path: Path, said: str, words: str) -> None:
    opened = workspace(tmp_path, SHAPE + said)
    with pytest.raises(ShapesError) as caught:
        opened.validate()
    assert str(caught.value).startswith("shapes/s.ttl:")
    assert words in str(caught.value)


def workspace(root: Path, shapes: str, check: str = "", rule: str = "") -> Workspace:
    files = {
        "ontology/o.ttl": (
            "<x:O> a <http://www.w3.org/2002/07/owl#Ontology> . <x:C> a <http://www.w3.org/2002/07/owl#Class> ."
        ),
        "data/d.ttl": "<x:a> a <x:C> .",
        "shapes/s.ttl": shapes,
        "queries/checks/c.rq": check,
        "queries/rules/r.rq": rule,
    }
    for name, content in files.items():
        if content:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, "utf-8")
    return Workspace(root)


DECLARED = f'{SHAPE}{SELECT} ; seutu:locality "forward" .'


@pytest.mark.parametrize(
    ("shapes", "check", "rule", "in_units"),
    [
        (DECLARED, "", "", True),
        (f"{SHAPE}{SELECT} .", "", "", False),
        ("", f"# locality: forward\n{CHECK}", f"# locality: forward\n{RULE}", True),
        ("", CHECK, f"# locality: forward\n{RULE}", False),
        ("", f"# locality: forward\n{CHECK}", RULE, False),
    ],
)
def test_what_declares_nothing_sees_everything(
    tmp_path: Path, shapes: str, check: str, rule: str, in_units: bool
) -> None:
    assert (survey_of(workspace(tmp_path, shapes, check, rule)) is not None) == in_units


def test_all_that_comes_along_declares_its_locality() -> None:
    survey = survey_of(Contents.open(ROOT))
    assert survey is not None
    assert {name.rpartition("#")[2] for name in survey.absent} == {
        "unused-term", "content-without-statement", "mark-not-heeded",
        "MunicipalityShape", "SituationShape-gap", "TieShape-gap",
    }  # fmt: skip
    assert len(survey.groups) == 12
