"""Statements without the names of blank nodes: a graph written in another way has the same."""

import random
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.compare.statements import (
    ListValue,
    NodeValue,
    Statement,
    first_copy,
    has_blank_node,
    key,
    of_triple,
    statements_with_blank_nodes,
)

P = ox.NamedNode("urn:p")
EDGES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from("pq"), st.integers(0, 6)), max_size=8)


def triples(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(f"@prefix : <urn:> . {text}", format=ox.RdfFormat.TURTLE)]


def statements(text: str) -> Counter[tuple[str, str, str]]:
    return counted(triples(text))


def counted(found: list[ox.Triple]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (str(one.statement.subject), one.statement.predicate.value, key(one.statement.value))
        for one in statements_with_blank_nodes(found)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":a :p [ :q 1 ; :r 2 ] .", ":a :p _:x . _:x :r 2 . _:x :q 1 ."),
        (":a :p ( 1 [ :q 2 ] ) .", ":a :p ( 1 _:y ) . _:y :q 2 ."),
        ("_:a :p _:b . _:b :p _:a .", "_:y :p _:x . _:x :p _:y ."),
        ("[] :p 1 .", "_:z :p 1 ."),
    ],
)
def test_the_same_graph_has_the_same_statements(one: str, other: str) -> None:
    assert statements(one) == statements(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":a :p [ :q 1 ] .", ":a :p [ :q 2 ] ."),
        (":a :p ( 1 2 ) .", ":a :p ( 2 1 ) ."),
        (":a :p [ :q 1 ] .", ":a :p [ :q 1 ] , [ :q 1 ] ."),
        (":a :p _:x . :b :p _:x .", ":a :p [] . :b :p [] ."),
    ],
)
def test_another_graph_has_others(one: str, other: str) -> None:
    assert statements(one) != statements(other)


@given(EDGES, st.randoms(use_true_random=False))
def test_names_and_order_make_no_difference(edges: list[tuple[int, str, int]], chance: random.Random) -> None:
    def graph(prefix: str) -> list[ox.Triple]:
        made = {
            ox.Triple(
                ox.BlankNode(f"{prefix}{start}"),
                ox.NamedNode(f"urn:{name}"),
                ox.BlankNode(f"{prefix}{end}") if end < 5 else ox.Literal(str(end)),
            )
            for start, name, end in edges
        }
        return sorted(made, key=str)

    other = graph("y")
    chance.shuffle(other)
    assert counted(graph("x")) == counted(other)


def test_a_list_has_its_items_and_a_node_its_statements() -> None:
    values = [
        one.statement.value for one in statements_with_blank_nodes(triples(":a :p ( 1 2 ) , [ :q 3 ] ."))
    ]
    listed = next(value for value in values if isinstance(value, ListValue))
    described = next(value for value in values if isinstance(value, NodeValue))
    assert [str(item)[1:2] for item in listed.items] == ["1", "2"]
    assert [predicate.value for predicate, _ in described.statements] == ["urn:q"]


def test_copies_of_a_node_have_names_of_which_the_first_is_plain() -> None:
    found = [one.statement for one in statements_with_blank_nodes(triples("[] :p 1 . [] :p 1 ."))]
    assert len(set(found)) == 2
    assert len({first_copy(one) for one in found}) == 1


def test_triples_without_blank_nodes_are_left_out() -> None:
    (plain,) = triples(":a :p 1 .")
    assert statements_with_blank_nodes([plain]) == []
    assert not has_blank_node(plain)
    assert of_triple(plain) == Statement(ox.NamedNode("urn:a"), P, plain.object)
    assert has_blank_node(ox.Triple(P, P, ox.Triple(ox.BlankNode("x"), P, P)))


def test_each_statement_has_the_triples_it_comes_from() -> None:
    (origin,) = statements_with_blank_nodes(triples("[] :p 1 ."))
    assert [triple.predicate for triple in origin.triples] == [P]
