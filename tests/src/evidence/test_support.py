"""The statements behind a row of an answer: as few as speak of all its things."""

import pyoxigraph as ox

from seutu.evidence import support
from seutu.language.labels import Labels

TURTLE = """\
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix layer: <https://w3id.org/seutu/concept/layer/> .
@prefix x: <urn:x:> .

x:s1 a seutu:Statement ; seutu:body x:a ; seutu:function x:f ; seutu:evidence x:l1 ; seutu:layer layer:stated .
x:s2 a seutu:Statement ; seutu:body x:a ; seutu:evidence x:l1 ; seutu:layer layer:stated .
x:s3 a seutu:Statement ; seutu:body x:b ; seutu:evidence x:l1 , x:l2 ; seutu:layer layer:read .
x:s4 a seutu:Statement ; seutu:body x:a ; seutu:function x:f ; seutu:evidence x:l1 , x:l2 ; seutu:layer layer:read .
x:noise seutu:body x:a ; seutu:evidence x:l1 .
"""
STORE = ox.Store()
STORE.load(TURTLE.encode(), format=ox.RdfFormat.TURTLE)
READ = ox.NamedNode("https://w3id.org/seutu/concept/layer/read")


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:x:{name}")


def behind(cells: str, passages: str = "l1", *more: ox.NamedNode, asked: str = "") -> set[str]:
    things = [*map(node, cells.split()), *more]
    found = support.of_row([node(one) for one in passages.split()], things, STORE, asked)
    return {str(one)[1:-1].removeprefix("urn:x:") for one in found}


def test_one_statement_that_speaks_of_all_is_enough() -> None:
    assert behind("a f") == {"s1"}


def test_the_statement_that_speaks_of_least_else_is_taken() -> None:
    assert behind("a") == {"s2"}


def test_several_are_taken_where_none_speaks_of_all() -> None:
    assert behind("a f b") == {"s1", "s3"}


def test_a_statement_of_the_rows_layer_comes_first() -> None:
    assert behind("a f", "l1 l2", READ) == {"s4"}


def test_only_properties_that_the_question_names_are_looked_at() -> None:
    assert behind("f", asked="?s seutu:body ?body") == set()
    assert behind("f", asked="?s seutu:function ?f") == {"s1"}


def test_nothing_rests_on_other_passages() -> None:
    assert behind("a", "l9") == set()
    assert behind("", "l1") == set()


def test_rows_are_written_with_their_headings() -> None:
    rows = [(("Kunnat", "", "9"), [node("none")], [node("l9")])]
    labels = Labels(STORE)
    headings = ("Body", "Function", "Source")
    assert support.explained(headings, rows, labels) == "Body: Kunnat · Source: 9\n"
    assert support.explained(headings, rows, labels, markdown=True) == "### Body: Kunnat · Source: 9\n"
