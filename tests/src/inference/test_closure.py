"""What follows by rules, and that nothing else changes."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from seutu.errors import NotAQuery, QuerySyntaxError
from seutu.inference import owlrl
from seutu.inference.closure import INFERRED, infer
from seutu.query.definition import Query, parse_header

GRAPH = ox.NamedNode("http://g/")
CHAIN = "CONSTRUCT { ?a <http://n/p> ?c } WHERE { ?a <http://n/p> ?b . ?b <http://n/p> ?c }"
BACK = "CONSTRUCT { ?b <http://n/q> ?a } WHERE { ?a <http://n/p> ?b }"


def rule(text: str, name: str = "rule") -> Query:
    return parse_header(name, text)


def store_of(text: str) -> ox.Store:
    store = ox.Store()
    store.load(f"@prefix n: <http://n/> . {text}", format=ox.RdfFormat.TURTLE, to_graph=GRAPH)
    return store


def told(quads: list[ox.Quad]) -> set[str]:
    return {str(quad.triple).replace("http://n/", "") for quad in quads}


def test_a_rule_feeds_itself_to_a_fixed_point() -> None:
    found = infer(store_of("n:a n:p n:b . n:b n:p n:c . n:c n:p n:d . n:d n:p n:e ."), [rule(CHAIN)])
    assert told(found) == {f"<{a}> <p> <{b}>" for a, b in ("ac", "ad", "ae", "bd", "be", "ce")}


def test_rules_feed_each_other_whatever_their_order() -> None:
    store = store_of("n:a n:p n:b . n:b n:p n:c .")
    forth = infer(store, [rule(CHAIN, "1"), rule(BACK, "2")])
    assert forth == infer(store, [rule(BACK, "1"), rule(CHAIN, "2")])
    assert "<c> <q> <a>" in told(forth)


def test_the_store_is_left_alone_and_what_is_new_has_its_own_graph() -> None:
    store = store_of("n:a n:p n:b . n:b n:p n:c .")
    before = set(store)
    found = infer(store, [rule(CHAIN)])
    assert set(store) == before
    assert [quad.graph_name for quad in found] == [INFERRED]


def test_what_is_said_in_any_graph_is_not_new() -> None:
    assert infer(store_of("n:a n:p n:b . n:b n:p n:c . n:a n:p n:c ."), [rule(CHAIN)]) == []


def test_a_rule_can_ask_where_something_is_said() -> None:
    text = "CONSTRUCT { ?a <http://n/in> ?g } WHERE { GRAPH ?g { ?a <http://n/p> ?b } }"
    assert told(infer(store_of("n:a n:p n:b ."), [rule(text)])) == {"<a> <in> <http://g/>"}


def test_the_prefix_table_holds_in_rules() -> None:
    text = "CONSTRUCT { ?a a seutu:Body } WHERE { ?a a n:T }"
    assert len(infer(store_of("n:a a n:T ."), [rule(text)], {"n": "http://n/", "seutu": "http://s/"})) == 1


def test_nodes_without_a_name_are_kept_but_not_made() -> None:
    store = store_of("[] n:p [ n:p n:c ] .")
    assert len(infer(store, [rule(CHAIN)])) == 1
    with pytest.raises(QuerySyntaxError, match="makes no blank nodes"):
        infer(store, [rule("CONSTRUCT { ?a <http://n/r> [] } WHERE { ?a <http://n/p> ?b }")])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { ?s ?p ?o }", "a rule is a CONSTRUCT, not a SELECT"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?a foo:b ?c }", "foo"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <http://localhost:9/> { ?a ?b ?c } }", "SERVICE"),
        (
            "CONSTRUCT { ?a <http://n/p> ?u } WHERE { ?a <http://n/p> ?b BIND(UUID() AS ?u) }",
            r"UUID\(\) differs",
        ),
        (
            "CONSTRUCT { ?a <http://n/p> ?u } WHERE { ?a <http://n/p> ?b BIND(IRI(CONCAT(STR(?b), 'x')) AS ?u) }",
            "100 rounds",
        ),
    ],
)
def test_a_faulty_rule_is_told(text: str, words: str) -> None:
    with pytest.raises(QuerySyntaxError, match=words) as caught:
        infer(store_of("n:a n:p n:b ."), [rule(text, "12-odd")])
    assert str(caught.value).startswith("12-odd")


def test_an_update_is_no_rule() -> None:
    with pytest.raises(NotAQuery):
        rule("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c }")


def test_a_large_store_may_have_more_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seutu.inference.closure.MOST", 3)
    chain = " ".join(f"n:{number} n:p n:{number + 1} ." for number in range(5))
    assert len(infer(store_of(chain), [rule(CHAIN)])) == 10
    monkeypatch.setattr("seutu.inference.closure.GROWTH", 1)
    with pytest.raises(QuerySyntaxError, match="still add statements"):
        infer(store_of(chain), [rule(CHAIN)])


def test_what_is_new_of_terms_is_seen_with_all_that_was_there_before() -> None:
    sub = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    member = f"# rests: one\nCONSTRUCT {{ ?x a ?d }} WHERE {{ ?x a ?c . ?c {sub} ?d }}"
    late = f"CONSTRUCT {{ ?b {sub} <http://n/C> }} WHERE {{ ?a <http://n/makes> ?b . ?a <http://n/p> ?c }}"
    store = store_of("n:t a n:b . n:a n:makes n:b ; n:p n:c .")
    found = told(infer(store, [rule(member, "1"), rule(late, "2")]))
    assert "<t> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <C>" in found


def test_a_rule_rests_on_one_or_says_nothing() -> None:
    with pytest.raises(QuerySyntaxError, match="write 'one'"):
        rule(f"# rests: two\n{CHAIN}")


@pytest.mark.parametrize("run", [infer, owlrl.infer], ids=["fast", "reference"])
def test_a_rule_sees_the_graphs_that_it_names(run: Callable[[ox.Store, list[Query]], list[ox.Quad]]) -> None:
    text = "CONSTRUCT { ?b <http://n/q> ?a } FROM <GRAPH> WHERE { ?a <http://n/p> ?b }"
    store = store_of("n:a n:p n:b .")
    known, unknown = (rule(text.replace("GRAPH", graph)) for graph in ("http://g/", "http://unknown/"))
    assert "<b> <q> <a>" in told(run(store, [known]))
    assert "<b> <q> <a>" not in told(run(store, [unknown]))


def test_a_rule_that_calls_an_unknown_function_is_told_with_its_place() -> None:
    text = "CONSTRUCT { ?b <http://n/q> ?a }\nWHERE { ?a <http://n/p> ?b FILTER(<http://n/f>(?a)) }"
    with pytest.raises(QuerySyntaxError, match=r"^rule:2:35: no function <http://n/f> is known"):
        infer(store_of("n:a n:p n:b ."), [rule(text)])
