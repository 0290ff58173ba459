"""How far queries see: what is local, what meets by which value, and that nothing unclear passes for local."""

import pytest

from seutu.contents import Contents
from seutu.joins import ABSENT, GLOBAL, LOCAL, MEETING, Meeting, Side, sight_of
from seutu.sights import sights_of
from tests.loading import ROOT

N = "http://n/"
PREFIXES = {
    "n": N,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def kind(pattern: str, head: str = "SELECT *") -> str:
    return sight_of(f"{head} WHERE {{ {pattern} }}", PREFIXES).kind


@pytest.mark.parametrize(
    "pattern",
    [
        "?a n:p ?b",
        "?a n:p ?b . ?b n:q ?c . ?a n:r ?c",
        "?a n:p ?b . ?b n:q ?a",
        "?a n:p/n:q ?c",
        "?a n:p|n:q ?c . ?c n:r* ?d",
        "?a ?p ?b . ?p rdfs:domain ?class",
        "?a a ?class . ?class rdfs:subClassOf ?super",
        "?a n:p ?b OPTIONAL { ?b n:q ?c }",
        "?a n:p ?b MINUS { ?a n:q ?c }",
        "?a n:p ?b FILTER NOT EXISTS { ?b n:q ?c }",
        "?a n:p ?b FILTER EXISTS { ?b n:q ?c }",
        "{ ?a n:p ?b } UNION { ?b n:q ?a }",
        "GRAPH ?g { ?a n:p ?b } ?g n:holds ?c",
        "?a n:p ?b BIND(STR(?b) AS ?c)",
        "VALUES ?p { n:p n:q } ?a ?p ?b",
        "{ SELECT ?a (COUNT(?b) AS ?n) { ?a n:p ?b } GROUP BY ?a } ?a n:q ?c",
    ],
)
def test_one_thing_and_what_follows_forward_is_local(pattern: str) -> None:
    assert kind(pattern) == LOCAL


@pytest.mark.parametrize(
    "pattern",
    [
        "?focus n:p ?b MINUS { ?c n:q ?focus }",
        "?this n:p ?b FILTER NOT EXISTS { ?c n:q ?this ; n:r ?b }",
        "?this n:p ?b FILTER(?b > 3 || NOT EXISTS { ?c n:q ?d . ?d n:r ?this })",
        "?focus rdfs:isDefinedBy ?o MINUS { ?x ?focus ?y }",
    ],
)
def test_that_no_other_thing_refers_to_it_is_told_apart(pattern: str) -> None:
    assert kind(pattern) == ABSENT


@pytest.mark.parametrize(
    "pattern",
    [
        "?a n:p ?b . ?c n:q ?d",
        "?a n:p ?b . ?c n:p ?d FILTER(?b = ?d)",
        "?a ?p ?v . ?b ?p ?v",
        "?a ^n:p ?b",
        "?a !n:p ?b",
        "?a n:p ?v . ?b n:p ?v . ?c n:p ?v",
        "?a n:p ?v MINUS { ?b n:p ?v . ?c n:p ?v }",
        "{ SELECT (COUNT(?a) AS ?n) { ?a n:p ?b } }",
        "{ SELECT ?b (COUNT(?a) AS ?n) { ?a n:p ?b } GROUP BY ?b }",
        "?a n:p ?b BIND(IRI(STR(?b)) AS ?v) ?c n:q ?v",
        "SERVICE <http://x/> { ?a n:p ?b }",
        "?a n:p ?b OPTIONAL { ?c n:q ?a } FILTER(!BOUND(?c))",
        "?a n:p ?b MINUS { ?b n:q ?d MINUS { ?c n:r ?d } }",
        "{ SELECT ?a { ?a n:p ?b } LIMIT 3 }",
        # What is found has units of its own, and what is absent may be in another.
        "?focus n:p ?b FILTER NOT EXISTS { ?c n:q ?b }",
        "?a n:p ?focus MINUS { ?c n:q ?focus }",
        # Whether something exists, turned round.
        "?focus n:p ?b FILTER(!EXISTS { ?c n:q ?focus })",
        "?focus n:p ?b BIND(EXISTS { ?c n:q ?focus } AS ?is)",
        "?focus n:p ?b FILTER(IF(EXISTS { ?c n:q ?focus }, false, true))",
        "?focus n:p ?b FILTER EXISTS { ?focus n:p ?d MINUS { ?c n:q ?focus } }",
        "?focus n:p ?b OPTIONAL { ?focus n:q ?d FILTER NOT EXISTS { ?c n:r ?focus } }",
        # A name that is worked out can be that of anything.
        "?a n:p ?b BIND(IRI(STR(?b)) AS ?c) ?c n:q ?d",
        "?a n:p ?b FILTER NOT EXISTS { ?c n:q ?d BIND(IRI(STR(?a)) AS ?c) }",
        # A table of values in one branch says nothing of the other, and UNDEF is anything.
        "{ VALUES ?p { n:p } ?a ?p ?v } UNION { ?a ?p ?v } ?b ?p ?v",
        "VALUES ?p { n:p UNDEF } ?a ?p ?v . ?b ?p ?v",
        # Nobody can tell where a path came from.
        "?a n:p* ?v . ?b n:q ?v",
        "?a n:p/n:q ?v . ?b n:q ?v",
    ],
)
def test_what_cannot_be_told_from_one_thing_is_global(pattern: str) -> None:
    assert kind(pattern) == GLOBAL


def test_what_is_no_query_is_global() -> None:
    assert sight_of("SELECT", {}).kind == GLOBAL


def test_an_inner_variable_is_nobody_elses() -> None:
    assert kind("?a n:p ?b { SELECT ?b { ?c n:q ?b } }") == MEETING
    assert kind("?a n:p ?b { SELECT ?d { ?b n:q ?d } }") == GLOBAL


def meetings(pattern: str) -> list[tuple[Meeting, ...]]:
    sight = sight_of(f"SELECT * WHERE {{ {pattern} }}", PREFIXES)
    assert sight.kind == MEETING
    return list(sight.meetings)


def side(last: str, before: str = "", unless: str = "") -> Side:
    return Side(*(frozenset(N + name for name in names.split()) for names in (last, before, unless)))


def test_two_things_meet_by_a_value() -> None:
    assert meetings("?a n:p ?v . ?b n:q ?v") == [(Meeting(side("p"), side("q")),)]


def test_any_of_several_values_that_have_to_be_shared_will_do() -> None:
    (group,) = meetings("?a n:p ?v ; n:r ?w . ?b n:q ?v ; n:r ?w")
    assert set(group) == {Meeting(side("p"), side("q")), Meeting(side("r"), side("r"))}


def test_each_way_of_meeting_counts() -> None:
    ways = meetings("{ ?a n:p ?v . ?b n:p ?v } UNION { ?a n:q ?v . ?b n:q ?v }")
    assert ways == [(Meeting(side("p"), side("p")),), (Meeting(side("q"), side("q")),)]


def test_what_may_be_missing_is_no_value_to_meet_by() -> None:
    (group,) = meetings("?a n:p ?v . ?b n:p ?v OPTIONAL { ?a n:q ?w . ?b n:q ?w }")
    assert group == (Meeting(side("p"), side("p")),)
    (group,) = meetings("?a n:r ?x OPTIONAL { ?a n:p ?v . ?b n:p ?v }")
    assert group == (Meeting(side("p"), side("p")),)


def test_a_value_may_be_come_to_by_another_thing() -> None:
    (group,) = meetings("?a n:p ?b . ?b n:q ?v . ?c n:q ?v")
    assert group == (Meeting(side("q", before="p"), side("q")),)


@pytest.mark.parametrize(
    "absent",
    [
        "?a n:out ?x FILTER(?x > 3)",
        "?a n:out/n:more ?x",
        "VALUES ?x { 1 } ?a n:out ?x",
        "?a n:out 3",
        "?a n:out ?v",
    ],
)
def test_what_keeps_only_some_out_keeps_nobody_out(absent: str) -> None:
    (group,) = meetings(f"?a n:p ?v . ?b n:p ?v MINUS {{ {absent} }}")
    assert group == (Meeting(side("p"), side("p")),)


def test_what_keeps_a_thing_out_is_known() -> None:
    (group,) = meetings("?a n:p ?v MINUS { ?a n:out ?x } ?b n:p ?v MINUS { ?b n:out ?a }")
    assert group == (Meeting(side("p", unless="out"), side("p")),)


def test_nothing_that_this_workspace_is_asked_sees_everything() -> None:
    sights = sights_of(Contents.open(ROOT))
    assert sights is not None
    assert {name.rpartition("#")[2] for name in sights.absent} >= {"unused-term", "content-without-statement"}
