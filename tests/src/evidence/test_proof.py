"""Proofs: everything that follows has one, each step of it holds by itself, and it ends in what is said."""

import json
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from seutu import Workspace
from seutu.errors import ParameterError, UnknownName
from seutu.evidence.proof import Proof
from seutu.inference.closure import INFERRED, closure
from seutu.inference.derivation import Derivations, Step, Triple, steps_of
from seutu.phrases import LANGUAGES
from seutu.query import definition, lexer
from seutu.query.definition import parse_header
from seutu.query.graphs import Graphs
from seutu.rdf.namespaces import PREFIXES, expand
from tests.helpers.running import seutu
from tests.loading import ROOT

REACH = ("region:jamsan-seutu", "seutu:reaches", "network:innovations")


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@cache
def derivations() -> Derivations:
    return Derivations(workspace().closed(), workspace().rules, workspace().prefixes)


@cache
def inferred() -> list[Triple]:
    return [(quad.subject, quad.predicate, quad.object) for quad in workspace().inferred()]


def test_all_that_follows_has_a_proof_and_nothing_else() -> None:
    assert set(derivations()) == set(inferred())


def premises_alone(step: Step) -> ox.Store:
    """The premises of a step and nothing else, those that are said each in its graph."""
    store = ox.Store()
    for premise in step.premises:
        subject, predicate, value = premise.triple
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        assert isinstance(predicate, ox.NamedNode)
        for graph in premise.graphs or (INFERRED.value,):
            store.add(ox.Quad(subject, predicate, value, ox.NamedNode(graph)))
    return store


def assert_follows(step: Step) -> None:
    """The rule, run on the premises of the step alone, concludes what it is said to conclude."""
    assert step.rule is not None
    found = definition.run(premises_alone(step), step.rule.text, workspace().prefixes)
    assert isinstance(found, ox.QueryTriples)
    assert step.triple in {(one.subject, one.predicate, one.object) for one in found}, step


def assert_grounded(step: Step, above: tuple[Triple, ...] = ()) -> None:
    """Every branch ends in what a file says, and none comes back to what it is to prove."""
    assert step.triple not in above
    if step.rule is None:
        assert step.graphs
        assert step.premises == ()
    else:
        assert_follows(step)
        for premise in step.premises:
            assert_grounded(premise, (*above, step.triple))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_proof_holds_step_by_step(data: st.DataObject) -> None:
    proof = derivations().of(data.draw(st.sampled_from(inferred())))
    assert proof is not None
    assert_grounded(proof)


@pytest.mark.slow
def test_every_proof_holds_step_by_step() -> None:
    for triple in inferred():
        proof = derivations().of(triple)
        assert proof is not None
        assert_grounded(proof)


def rule(name: str, body: str) -> definition.Query:
    prefixes = "PREFIX ex: <urn:>\n"
    return parse_header(name, prefixes + body)


TRANSITIVE = rule("10-before", "CONSTRUCT { ?a ex:before ?c } WHERE { ?a ex:before ?b . ?b ex:before ?c }")
MUTUAL = rule("20-mutual", "CONSTRUCT { ?b ex:beside ?a } WHERE { ?a ex:beside ?b }")


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


def small(pairs: list[tuple[str, str, str]], *rules: definition.Query) -> tuple[Graphs, Derivations]:
    def fill(store: Graphs) -> None:
        for subject, predicate, value in pairs:
            store.add(ox.Quad(ex(subject), ex(predicate), ex(value), ex("file")))

    closed, _ = closure(fill, rules)
    return closed, Derivations(closed, rules)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=8, unique=True))
def test_no_proof_goes_in_a_circle(pairs: list[tuple[str, str]]) -> None:
    said = [(one, "before", other) for one, other in pairs]
    closed, found = small(said, TRANSITIVE)
    follow = {(quad.subject, quad.predicate, quad.object) for quad in closed if quad.graph_name == INFERRED}
    assert set(found) == follow
    for triple in follow:
        proof = found.of(triple)
        assert proof is not None
        depths(proof, ())


def depths(step: Step, above: tuple[Triple, ...]) -> None:
    assert step.triple not in above
    assert step.rule is not None or step.graphs == ("urn:file",)
    for premise in step.premises:
        depths(premise, (*above, step.triple))


def test_what_is_said_needs_no_rule_even_if_one_yields_it() -> None:
    _, found = small([("a", "beside", "b"), ("b", "beside", "a")], MUTUAL)
    step = found.of((ex("a"), ex("beside"), ex("b")))
    assert step is not None
    assert (step.rule, step.graphs) == (None, ("urn:file",))
    assert list(found) == []


def test_what_neither_is_said_nor_follows_has_none() -> None:
    _, found = small([("a", "beside", "b")], MUTUAL)
    assert found.of((ex("a"), ex("beside"), ex("c"))) is None


def shapes() -> Iterator[tuple[str, str]]:
    yield "an alternative", "{ ?a ex:p ?b } UNION { ?a ex:q ?b }"
    yield "what may lack", "?a ex:p ?b OPTIONAL { ?b ex:q ?c }"
    yield "what must not be", "?a ex:p ?b MINUS { ?b ex:r ?a }"
    yield "a condition", "?a ex:p ?b FILTER(?a != ?b)"
    yield "a graph", "GRAPH ?g { ?a ex:p ?b }"
    yield "a subquery", "{ SELECT DISTINCT ?a ?b { ?a ex:p ?hidden . ?hidden ex:q ?b } }"
    yield "values", "VALUES ?a { ex:a } ?a ex:p ?b"


@pytest.mark.parametrize(("name", "where"), list(shapes()), ids=lambda one: one.replace(" ", "-")[:20])
def test_rules_of_every_shape_are_proved(name: str, where: str) -> None:
    said = [("a", "p", "b"), ("b", "q", "c"), ("d", "q", "e")]
    closed, found = small(said, rule(name, f"CONSTRUCT {{ ?a ex:new ?b }} WHERE {{ {where} }}"))
    new = [quad for quad in closed if quad.predicate == ex("new")]
    assert new
    assert {(quad.subject, quad.predicate, quad.object) for quad in new} == set(found)
    assert all(one.premises for triple in found if (one := found.of(triple)) is not None)


def test_a_rule_is_revealed_without_its_head_and_with_what_its_subqueries_hide() -> None:
    text = 'CONSTRUCT { ?a ex:p "}" } WHERE { { SELECT DISTINCT ?a WHERE { ?a ex:q ?b } } }'
    assert lexer.select_all_variables(text) == "SELECT *  WHERE { { SELECT * { ?a ex:q ?b } } }"
    counting = "CONSTRUCT { ?a ex:p ?n } WHERE { SELECT ?a (COUNT(?b) AS ?n) { ?a ex:q ?b } GROUP BY ?a }"
    assert "(COUNT(?b) AS ?n)" in lexer.select_all_variables(counting)


# --- As people and machines get it -----------------------------------------------------------------


@cache
def reach(lang: str) -> Proof:
    proof = workspace().proof(*REACH, lang)
    assert proof is not None
    return proof


def test_the_reach_of_the_region_is_proved_down_to_its_lines() -> None:
    text = str(reach("en").render())
    assert text.startswith("the Jämsä region – reaches → Innovations\n")
    assert "by the rule 20-reach-of-region: " in text
    for part in (
        "node person → ",
        "network → Innovations",
        "layer → stated",
        "68  - Innovaatiot",
    ):
        assert part in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_proof_is_told_in_each_language(lang: str) -> None:
    text = str(reach(lang).render())
    title = next(one for one in workspace().rules if one.name == "20-reach-of-region").title[lang]
    assert title in text


def test_json_has_every_step() -> None:
    found = json.loads(reach("en").render("json"))
    assert found["rule"] == "20-reach-of-region"
    assert len(found["premises"]) == len(reach("en").step.premises)
    said = [premise for premise in found["premises"] if "files" in premise]
    assert all(premise["files"] == ["data/jamsa/network.ttl"] for premise in said)
    assert {place["cited"] for premise in said for place in premise["evidence"]} >= {"S0 l. 67", "S0 l. 68"}


def test_turtle_is_prov_and_names_every_premise() -> None:
    turtle = reach("en").render("turtle")
    assert isinstance(turtle, bytes)
    graph = Graph().parse(data=turtle, format="turtle")
    asked = f"""
        PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?premise {{
            ?proved rdf:predicate <{expand("seutu:reaches")}> ; prov:wasGeneratedBy ?activity .
            ?activity a prov:Activity ; prov:used ?premise .
            ?premise a prov:Entity ; prov:hadPrimarySource ?line ; prov:wasDerivedFrom ?file .
            ?proved prov:wasDerivedFrom ?premise .
        }} GROUP BY ?premise
    """
    assert len(list(graph.query(asked))) == len(
        [one for one in reach("en").step.premises if one.rule is None]
    )
    assert not any("BNode" in type(node).__name__ for triple in graph for node in triple)
    assert reach("fi").render("turtle") == reach("en").render("turtle")


def test_each_triple_of_a_proof_is_told_once() -> None:
    triples = [step.triple for step in steps_of(reach("en").step)]
    assert len(triples) == len(set(triples))


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(ParameterError, match="text, json, turtle"):
        reach("en").render("markdown")


def test_what_is_said_is_told_with_its_file() -> None:
    proof = workspace().proof("statement:relation-innovations", "seutu:nodePerson", "Hakala")
    assert proof is not None
    assert "[data/jamsa/network.ttl]" in str(proof.render())


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("Jämsän seut", "reaches", "JAMK"), "Jämsän seutu"),
        (("Jämsän seutu", "reach", "JAMK"), "reaches"),
        (("Jämsän seutu", "reaches", "JAMKK"), "JAMK"),
    ],
)
def test_parts_that_there_are_not_are_refused(parts: tuple[str, str, str], says: str) -> None:
    with pytest.raises(UnknownName) as refusal:
        workspace().proof(*parts)
    assert f"'{says}'" in str(refusal.value)


def test_the_command_proves_and_counts() -> None:
    ran = seutu("explain", *REACH)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == reach("en").render()
    none = seutu("explain", "JAMK", "reaches", "Jämsän seutu")
    assert (none.code, none.out) == (1, "")
    assert none.err == "'JAMK' 'reaches' 'Jämsän seutu' is neither stated nor inferred by the rules.\n"
    half = seutu("explain", "JAMK", "reaches")
    assert half.code == 2
    assert half.err == "seutu: A proof needs a value: seutu explain 'JAMK' 'reaches' VALUE.\n"
    typed = seutu("explain", "statement:ako-secretary", "rdf:type", "seutu:Statement")
    assert typed.code == 0
    day = seutu("explain", "period:2007-2010", "seutu:lastDay", "2010-12-31")
    assert "11-days-of-periods" in day.out
    assert PREFIXES["seutu"] not in day.out
