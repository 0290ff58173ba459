"""Named graphs as they were written: whatever a store makes of a value, it comes out as it went in."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.inference.closure import INFERRED, closure
from seutu.query.definition import parse_header
from seutu.query.graphs import Graphs
from seutu.rdf.model import Triples

XSD = "http://www.w3.org/2001/XMLSchema#"
P, Q, R = (ox.NamedNode(f"x:{name}") for name in "pqr")
A, B, G, H = (ox.NamedNode(f"x:{name}") for name in "abgh")


def typed(text: str) -> ox.Literal:
    """``7^^integer`` as a literal."""
    value, _, name = text.rpartition("^^")
    return ox.Literal(value, datatype=ox.NamedNode(XSD + name))


# Each is another term than what the store makes of it.
ODD = [
    typed(text)
    for text in (
        "007^^integer -0^^integer +5^^integer 5^^int 5^^nonNegativeInteger 5^^byte 5^^unsignedLong 12.50^^decimal"
        " 5.^^decimal 1.0e0^^double 1E3^^double +INF^^double 1.0^^float 1^^boolean 0^^boolean"
        " 2008-06-30T24:00:00^^dateTime 2008-06-30T10:00:00.0^^dateTime 2000-01-01+00:00^^date 24:00:00^^time"
        " 2000+00:00^^gYear P12M^^duration PT60S^^dayTimeDuration P0Y^^yearMonthDuration"
        " 2008-06-30T10:00:00+00:00^^dateTimeStamp"
    ).split()
]
EVEN = [
    *map(typed, ("7^^integer", "5^^integer", "12.5^^decimal", "true^^boolean", "x^^integer", "2000^^gYear")),
    ox.Literal("007"),
    ox.Literal("7", language="fi"),
    A,
    ox.BlankNode("b"),
]
VALUES = st.sampled_from([*ODD, *EVEN, ox.Triple(A, P, ODD[0])])
QUADS = st.lists(
    st.builds(ox.Quad, st.sampled_from([A, B]), st.sampled_from([P, Q]), VALUES, st.sampled_from([G, H])),
    max_size=12,
)


def one(value: ox.Literal, subject: ox.NamedNode = A, predicate: ox.NamedNode = P) -> ox.Quad:
    return ox.Quad(subject, predicate, value, G)


def cells(graphs: Graphs, text: str) -> list[str]:
    rows = graphs.query(text, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(" ".join(str(cell) for cell in row) for row in rows)


@pytest.mark.parametrize("value", ODD, ids=str)
def test_the_store_would_rewrite_it(value: ox.Literal) -> None:
    store = ox.Store()
    store.add(one(value))
    assert [quad.object for quad in store] != [value]


@given(QUADS)
def test_what_goes_in_comes_out(quads: list[ox.Quad]) -> None:
    graphs, expected = Graphs(quads), set(quads)
    assert Counter(graphs) == Counter(expected)
    assert len(graphs) == len(expected)
    assert all(quad in graphs for quad in quads)
    for quad in quads:
        found = list(graphs.quads_for_pattern(quad.subject, None, quad.object, quad.graph_name))
        assert set(found) == {
            each
            for each in expected
            if (each.subject, each.object, each.graph_name) == (quad.subject, quad.object, quad.graph_name)
        }
    written = b"".join(
        graphs.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) for graph in graphs.named_graphs()
    )
    assert Counter(written.splitlines()) == Counter(f"{quad.triple} .".encode() for quad in expected)


@given(QUADS, QUADS, st.data())
def test_what_is_removed_is_gone_and_nothing_else(
    quads: list[ox.Quad], more: list[ox.Quad], data: st.DataObject
) -> None:
    graphs = Graphs(quads)
    graphs.extend(more)
    every = list(dict.fromkeys([*quads, *more]))
    gone = data.draw(st.lists(st.sampled_from(every))) if every else []
    for quad in gone:
        graphs.remove(quad)
    assert Counter(graphs) == Counter(set(every) - set(gone))


@given(QUADS)
def test_a_store_and_what_it_rewrites_are_all_of_it(quads: list[ox.Quad]) -> None:
    graphs = Graphs(quads)
    again = Graphs(graphs.rewritten, graphs.store)
    assert Counter(again) == Counter(graphs)


def test_what_is_not_written_so_is_not_there() -> None:
    graphs = Graphs([one(typed("007^^integer"))])
    assert one(typed("7^^integer")) not in graphs
    assert not list(graphs.quads_for_pattern(None, None, typed("7^^integer")))
    graphs.remove(one(typed("7^^integer")))
    assert len(graphs) == 1


# What is asked for, of which data (subject and value), and what the answer shows.
ANSWERS = {
    "the only way in which it is written": ("SELECT ?v { ?s x:p ?v }", "a 007^^integer", "007^^integer"),
    "by subject": (
        "SELECT ?s ?v { ?s x:p ?v }",
        "a 007^^integer b 7^^integer",
        "a 007^^integer, b 7^^integer",
    ),
    "in several ways, and the row does not tell which": (
        "SELECT ?v { ?s x:p ?v }",
        "a 007^^integer b 07^^integer",
        "7^^integer, 7^^integer",
    ),
    "also as the store has it": (
        "SELECT ?v { x:a x:p ?v }",
        "a 007^^integer b 7^^integer",
        "7^^integer",
    ),
    "a count": ("SELECT (7 * COUNT(*) AS ?v) { ?s x:p ?o }", "a 007^^integer", "7^^integer"),
    "bound": ("SELECT ?v { ?s x:p ?o BIND(?o + 0 AS ?v) }", "a 007^^integer", "7^^integer"),
    "a value that is given": ("SELECT ?v { VALUES ?v { 7 } ?s x:p ?v }", "a 007^^integer", "7^^integer"),
    "given among others": (
        "SELECT ?v ?s { VALUES (?s ?v) { (x:a 7) } ?s x:p ?v }",
        "a 007^^integer",
        "7^^integer a",
    ),
}


@pytest.mark.parametrize(("text", "data", "shown"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_shows_what_is_written(text: str, data: str, shown: str) -> None:
    words = data.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    graphs = Graphs(one(typed(value), ox.NamedNode(f"x:{name}")) for name, value in pairs)
    expected = [
        " ".join(str(typed(word) if "^^" in word else ox.NamedNode(f"x:{word}")) for word in row.split())
        for row in shown.split(", ")
    ]
    assert cells(graphs, f"PREFIX x: <x:> {text}") == sorted(expected)


def test_an_answer_keeps_what_is_unbound_and_what_is_no_value() -> None:
    graphs = Graphs([one(typed("007^^integer")), ox.Quad(B, P, ox.BlankNode("n"), G)])
    text = "PREFIX x: <x:> SELECT ?s ?v ?none { ?s x:p ?v OPTIONAL { ?s x:q ?none } }"
    assert cells(graphs, text) == [f"<x:a> {typed('007^^integer')} None", "<x:b> _:n None"]
    assert cells(graphs, "SELECT * {}") == [""]
    assert bool(graphs.query("ASK { GRAPH ?g { ?s ?p 7 } }"))


def test_a_graph_that_is_constructed_has_what_is_written() -> None:
    graphs = Graphs([one(typed("007^^integer")), one(typed("7^^integer")), one(typed("1^^boolean"), B)])
    made = graphs.query("CONSTRUCT { ?s <x:q> ?v } { ?s <x:p> ?v }", use_default_graph_as_union=True)
    assert isinstance(made, Triples)
    assert set(made) == {
        ox.Triple(A, Q, typed("007^^integer")),
        ox.Triple(A, Q, typed("7^^integer")),
        ox.Triple(B, Q, typed("1^^boolean")),
    }


def test_what_follows_is_as_its_premises_are_written() -> None:
    rule = parse_header("copy.rq", "CONSTRUCT { ?s <x:q> ?v } WHERE { ?s <x:p> ?v }")
    moved = parse_header("move.rq", "CONSTRUCT { ?v <x:r> ?w } WHERE { ?v <x:of> ?o . ?o <x:p> ?w }")
    said = [one(typed("007^^integer")), one(typed("12.50^^decimal")), ox.Quad(B, ox.NamedNode("x:of"), A, G)]
    closed, follows = closure(lambda graphs: graphs.extend(said), [rule, moved])
    expected = {
        ox.Quad(A, Q, typed("007^^integer"), INFERRED),
        ox.Quad(A, Q, typed("12.50^^decimal"), INFERRED),
        ox.Quad(B, R, typed("007^^integer"), INFERRED),
        ox.Quad(B, R, typed("12.50^^decimal"), INFERRED),
    }
    assert set(follows) == expected
    assert set(closed) == {*said, *expected}


def test_what_a_rule_works_out_is_not_taken_for_what_another_thing_has() -> None:
    rule = parse_header("sum.rq", "CONSTRUCT { <x:b> <x:q> ?n } WHERE { ?s <x:p> ?v BIND(3 + 4 AS ?n) }")
    closed, follows = closure(lambda graphs: graphs.extend([one(typed("007^^integer"))]), [rule])
    assert follows == [ox.Quad(B, Q, typed("7^^integer"), INFERRED)]
    assert set(closed.quads_for_pattern(B, Q, None)) == set(follows)
