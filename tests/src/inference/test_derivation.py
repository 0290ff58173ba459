"""Derivations: the fewest steps from what is said to what follows."""

import pyoxigraph as ox
import pytest

from seutu.inference.closure import INFERRED
from seutu.inference.derivation import Derivations, steps_of
from seutu.query.definition import Query, parse_header

GRAPH = ox.NamedNode("urn:graph")
CHAIN = "CONSTRUCT { ?a <urn:before> ?c } WHERE { ?a <urn:before> ?b . ?b <urn:before> ?c }"
EITHER = "CONSTRUCT { ?a <urn:is> ?b } WHERE { { ?a <urn:p> ?b } UNION { ?a <urn:q> ?b } }"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


def triple(text: str) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    subject, predicate, value = text.split()
    return node(subject), node(predicate), node(value)


def derivations(rule: str, said: list[str], following: list[str]) -> Derivations:
    store = ox.Store()
    store.extend(ox.Quad(*triple(text), GRAPH) for text in said)
    store.extend(ox.Quad(*triple(text), INFERRED) for text in following)
    rules: list[Query] = [parse_header("rule.rq", rule)]
    return Derivations(store, rules)


def test_what_is_said_has_its_graphs_and_no_premises() -> None:
    step = derivations(CHAIN, ["a before b"], []).of(triple("a before b"))
    assert step
    assert (step.graphs, step.rule, step.premises) == (("urn:graph",), None, ())


def test_the_shortest_derivation_ends_in_what_is_said() -> None:
    said = ["a before b", "b before c", "c before d"]
    found = derivations(CHAIN, said, ["a before c", "b before d", "a before d"])
    step = found.of(triple("a before d"))
    assert step
    assert step.rule
    assert step.rule.name == "rule"
    leaves = {one.triple for one in steps_of(step) if not one.premises}
    assert leaves == {triple(text) for text in said}
    assert set(found) == {triple(text) for text in ("a before c", "b before d", "a before d")}


def test_a_derivation_never_goes_in_a_circle() -> None:
    found = derivations(CHAIN, ["a before b", "b before a"], ["a before a", "b before b"])
    step = found.of(triple("a before a"))
    assert step
    assert [one.triple for one in step.premises] == [triple("a before b"), triple("b before a")]


@pytest.mark.parametrize(("said", "premise"), [(["a p b"], "a p b"), (["a q b"], "a q b")])
def test_the_alternative_that_holds_is_the_premise(said: list[str], premise: str) -> None:
    step = derivations(EITHER, said, ["a is b"]).of(triple("a is b"))
    assert step
    assert [one.triple for one in step.premises] == [triple(premise)]


def test_what_neither_is_said_nor_follows_has_no_derivation() -> None:
    assert derivations(CHAIN, ["a before b"], []).of(triple("b before a")) is None


def test_steps_stand_before_their_premises_and_each_once() -> None:
    said = ["a before b", "b before c", "c before d"]
    step = derivations(CHAIN, said, ["a before c", "b before d", "a before d"]).of(triple("a before d"))
    assert step
    steps = list(steps_of(step))
    order = [one.triple for one in steps]
    assert len(order) == len(set(order))
    assert all(order.index(one.triple) < order.index(under.triple) for one in steps for under in one.premises)
