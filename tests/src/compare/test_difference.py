"""What differs between two versions: nothing by form alone, and otherwise just what makes the one into the other."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seutu.compare.difference import ADDED, CHANGED, MOVED, REMOVED, Change, Difference, Version, compare
from seutu.compare.statements import (
    FIRST,
    NIL,
    REST,
    ListValue,
    NodeValue,
    Statement,
    Value,
    has_blank_node,
    key,
    of_triple,
    statements_with_blank_nodes,
)
from seutu.query.graphs import Graphs
from tests.loading import ROOT

IRIS = st.sampled_from([ox.NamedNode(f"urn:{letter}") for letter in "abc"])
BLANKS = st.sampled_from([ox.BlankNode(f"n{number}") for number in range(4)])
NODES = st.one_of(IRIS, BLANKS)
PREDICATES = st.sampled_from([ox.NamedNode("urn:p:q"), ox.NamedNode("urn:p:r"), FIRST, REST])
TEXT = st.text(max_size=3).filter(lambda text: "\0" not in text)
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXT),
    st.builds(lambda text, lang: ox.Literal(text, language=lang), TEXT, st.sampled_from(["fi", "sv"])),
    st.integers(0, 3).map(ox.Literal),
)
QUOTED = st.builds(ox.Triple, NODES, PREDICATES, NODES)
TRIPLES = st.builds(ox.Triple, NODES, PREDICATES, st.one_of(NODES, NODES, LITERALS, st.just(NIL), QUOTED))
GRAPHS = st.lists(TRIPLES, max_size=14)


def version(triples: Iterable[ox.Triple], graph: ox.NamedNode | None = None) -> Version:
    store = ox.Store()
    store.extend(
        ox.Quad(one.subject, one.predicate, one.object, graph or ox.DefaultGraph()) for one in triples
    )
    return Version(store)


def turtle(text: str) -> Version:
    store = ox.Store()
    store.load(f"@prefix : <urn:> .\n{text}".encode(), format=ox.RdfFormat.TURTLE)
    return Version(store)


def canonical(triples: Iterable[ox.Triple]) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def told_again(triples: list[ox.Triple], shuffle: random.Random, fmt: ox.RdfFormat) -> Version:
    """The same graph in another order, format and naming of blank nodes, and in graphs of its own."""
    names = {f"n{number}": ox.BlankNode(f"other{shuffle.randrange(10**9)}x{number}") for number in range(4)}

    def renamed(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
        if isinstance(term, ox.Triple):
            return again(term)
        return names[term.value] if isinstance(term, ox.BlankNode) else term

    def again(triple: ox.Triple) -> ox.Triple:
        subject = renamed(triple.subject)
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        value = renamed(triple.object)
        assert not isinstance(value, ListValue | NodeValue)
        return ox.Triple(subject, triple.predicate, value)

    graph = ox.NamedNode("urn:g") if shuffle.random() < 0.5 else ox.DefaultGraph()
    others = [again(one) for one in triples]
    shuffle.shuffle(others)
    store = ox.Store()
    store.load(ox.serialize(others, format=fmt) or b"", format=fmt, to_graph=graph)
    return Version(store)


@given(
    GRAPHS, st.randoms(use_true_random=False), st.sampled_from([ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES])
)
def test_order_format_graphs_and_names_of_blank_nodes_make_no_difference(
    triples: list[ox.Triple], shuffle: random.Random, fmt: ox.RdfFormat
) -> None:
    found = compare(version(triples), told_again(triples, shuffle, fmt))
    assert not found
    assert found.summary() == "No difference."


@given(
    GRAPHS, st.randoms(use_true_random=False), st.sampled_from([ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD])
)
def test_nor_do_the_formats_that_hold_less(
    triples: list[ox.Triple], shuffle: random.Random, fmt: ox.RdfFormat
) -> None:
    held = [one for one in triples if not isinstance(one.object, ox.Triple) and is_plain(one.object)]
    # A list of nothing is one thing to JSON-LD, whoever says it.
    assume(all(one.predicate not in (FIRST, REST) and one.object != NIL for one in held))
    assert not compare(version(held), told_again(held, shuffle, fmt))


def is_plain(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> bool:
    return not isinstance(term, ox.Literal) or term.value.isprintable()


def said(version: Version) -> Counter[Statement]:
    """Every statement of a version, as it is compared."""
    triples = {quad.triple for quad in version.store}
    plain = Counter(of_triple(triple) for triple in triples if not has_blank_node(triple))
    return plain + Counter(origin.statement for origin in statements_with_blank_nodes(triples))


def unfolded(statements: Counter[Statement]) -> Iterator[ox.Triple]:
    """The triples that statements stand for."""
    for subject, predicate, value in statements.elements():
        term, more = spread(value)
        yield ox.Triple(subject, predicate, term)
        yield from more


def spread(value: Value) -> tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, list[ox.Triple]]:
    if isinstance(value, ListValue):
        pairs: list[tuple[ox.NamedNode, Value]] = [(FIRST, value.first), (REST, value.rest or NIL)]
    elif isinstance(value, NodeValue):
        pairs = list(value.statements)
    else:
        return value, []
    node, triples = ox.BlankNode(), []
    for predicate, inner in pairs:
        term, more = spread(inner)
        triples += [ox.Triple(node, predicate, term), *more]
    return node, triples


def applied(found: Difference, old: Version) -> set[ox.Triple]:
    """What the old version says after the difference is made to it."""
    statements = said(old)
    for thing in found.things:
        for change in thing.changes:
            if change.old is not None:
                gone = Statement(thing.subject, change.predicate, change.old)
                assert statements[gone] > 0
                statements[gone] -= 1
            if change.new is not None:
                statements[Statement(thing.subject, change.predicate, change.new)] += 1
    return set(unfolded(statements))


@given(GRAPHS)
def test_statements_hold_all_that_a_graph_says(triples: list[ox.Triple]) -> None:
    assert canonical(set(unfolded(said(version(triples))))) == canonical(set(triples))


@given(GRAPHS, GRAPHS)
def test_a_difference_makes_the_one_into_the_other(old: list[ox.Triple], new: list[ox.Triple]) -> None:
    found = compare(version(old), version(new))
    assert canonical(applied(found, version(old))) == canonical(set(new))
    assert bool(found) == (canonical(set(old)) != canonical(set(new)))


@given(GRAPHS, GRAPHS, st.data())
def test_so_does_one_between_graphs_that_have_much_in_common(
    common: list[ox.Triple], more: list[ox.Triple], data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(common), max_size=14)) if common else []
    old, new = version(common), version([*kept, *more[:2]])
    new_triples = {quad.triple for quad in new.store}
    assert canonical(applied(compare(old, new), old)) == canonical(new_triples)


@given(GRAPHS, GRAPHS)
def test_the_other_way_round_is_the_mirror(old: list[ox.Triple], new: list[ox.Triple]) -> None:
    forth, back = compare(version(old), version(new)), compare(version(new), version(old))
    turned = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED}
    assert [(thing.subject, turned[thing.mark]) for thing in forth.things] == [
        (thing.subject, thing.mark) for thing in back.things
    ]
    for one, other in zip(forth.things, back.things, strict=True):
        mirrored = Counter(Change(each.predicate, each.new, each.old) for each in other.changes)
        assert Counter(one.changes) == mirrored
    assert forth.count(ADDED) == back.count(REMOVED)


@given(GRAPHS)
def test_what_is_compared_is_not_changed(triples: list[ox.Triple]) -> None:
    old, new = version(triples), version([])
    before = set(old.store)
    compare(old, new, graphs=True)
    assert set(old.store) == before
    assert len(new.store) == 0


BLANK = {
    "a list": ":a :p ( 1 [ :q :b ] 2 ) .",
    "a node": ":a :p [ :q :b ; :r [ :s 1 ] ] .",
    "a node on its own": "[ :q :b ] .",
    "a ring": "_:x :p _:y . _:y :p _:x .",
    "a shared node": ":a :p _:x . :b :p _:x . _:x :q 1 .",
    "a broken list": ":a :p _:x . _:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> 1 .",
    "a node that is quoted": ":a :p <<( _:x :q 1 )>> . _:x :r :b .",
    "two alike": ":a :p [ :q 1 ] , [ :q 1 ] .",
    "a shared node with a list": ":a :p _:x . :b :p _:x . _:x :q ( 1 2 ) .",
}


@pytest.mark.parametrize("text", BLANK.values(), ids=BLANK)
def test_what_is_said_of_a_blank_node_makes_a_difference(text: str) -> None:
    renamed = text.replace("_:x", "_:other").replace("_:y", "_:x")
    assert not compare(turtle(text), turtle(renamed))
    changed = text.replace("1", "3", 1).replace(":b", ":c").replace("_:y :p", "_:y :z")
    assert compare(turtle(text), turtle(changed))


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (":a :p ( :x :y ) .", ":a :p ( :y :x ) .", (0, 0, 1)),
        (":a :p [ :q 1 ] .", ":a :p [ :q 2 ] .", (0, 0, 1)),
        (":a :p [ :q 1 ] .", ":a :p [ :q 1 ] , [ :q 1 ] .", (1, 0, 0)),
        (":a :p _:x . :b :p _:x . _:x :q 1 .", ":a :p [ :q 1 ] . :b :p [ :q 1 ] .", (0, 1, 2)),
        (":a :p 1 .", ":a :p 2 .", (0, 0, 1)),
        (":a :p 1 , 2 .", ":a :p 3 .", (1, 2, 0)),
        (':a :p "x"@fi , "y"@sv , 1 .', ':a :p "z"@fi , "w"@sv , 1 , 2 .', (1, 0, 2)),
        (':a :p "x"@fi , "y"@fi .', ':a :p "z"@fi .', (1, 2, 0)),
        (':a :p "x" .', ':a :p "x"@fi .', (0, 0, 1)),
        (":a :p 1 .", ":a :q 1 .", (1, 1, 0)),
    ],
)
def test_one_value_for_another_is_a_change_and_several_are_not(
    old: str, new: str, counts: tuple[int, int, int]
) -> None:
    found = compare(turtle(old), turtle(new))
    assert tuple(found.count(mark) for mark in (ADDED, REMOVED, CHANGED)) == counts


def test_things_of_one_side_are_marked() -> None:
    found = compare(turtle(":a :p 1 . :b :p 1 ."), turtle(":b :p 2 . :c :p 1 ."))
    assert [(thing.subject.value, thing.mark) for thing in found.things] == [
        ("urn:a", REMOVED),
        ("urn:b", CHANGED),
        ("urn:c", ADDED),
    ]


def test_lists_and_nodes_of_any_size_are_compared_at_once() -> None:
    # A list, a chain of nodes, and nodes shared on every level: each can make a naive way hang or break off.
    numbers = " ".join(map(str, range(3000)))
    chain = "".join("[ :p " for _ in range(500)) + "1" + " ]" * 500
    shared = "".join(f"_:n{each} :l _:n{each + 1} ; :r _:n{each + 1} .\n" for each in range(40))
    for text in (f":a :p ( {numbers} ) .", f":a :p {chain} .", f":a :p _:n0 .\n{shared}_:n40 :v 1 ."):
        assert not compare(turtle(text), turtle(text))
        found = compare(turtle(text), turtle(text.replace(" 1 ", " 11111 ").replace(":v 1 ", ":v 2 ")))
        assert found


def test_a_list_is_told_by_its_items() -> None:
    (thing,) = compare(turtle(""), turtle(":a :p ( :x ( 1 ) ) .")).things
    (change,) = thing.changes
    assert isinstance(change.new, ListValue)
    first, inner = change.new.items
    assert isinstance(inner, ListValue)
    assert (str(first), [str(item) for item in inner.items]) == ("<urn:x>", [str(ox.Literal(1))])
    assert key(inner) != key(change.new)


def test_a_statement_in_another_file_is_a_move_where_that_is_asked() -> None:
    triples = [ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(1))]
    graph = "https://w3id.org/seutu/graph/"
    old, new = (version(triples, ox.NamedNode(f"{graph}data/{name}.ttl")) for name in ("one", "two"))
    assert not compare(old, new)
    found = compare(old, new, graphs=True)
    ((move,),) = [thing.moves for thing in found.things]
    assert (move.old, move.new) == (("data/one.ttl",), ("data/two.ttl",))
    assert found.summary() == "1 thing differs: 0 statements added, 0 removed, 0 changed, 1 moved."
    assert not compare(old, old, graphs=True)
    twice = Version(Graphs([*old.store, *new.store]))
    assert compare(old, twice, graphs=True).count(MOVED) == 1


@given(GRAPHS, st.randoms(use_true_random=False))
def test_nothing_moves_between_files_that_hold_the_same(
    triples: list[ox.Triple], shuffle: random.Random
) -> None:
    graphs = [ox.NamedNode("urn:g"), ox.NamedNode("urn:h")]
    quads = [ox.Quad(one.subject, one.predicate, one.object, shuffle.choice(graphs)) for one in triples]
    one, other = ox.Store(), ox.Store()
    one.extend(quads)
    other.load(one.dump(format=ox.RdfFormat.N_QUADS) or b"", format=ox.RdfFormat.N_QUADS)
    assert not compare(Version(one), Version(other), graphs=True)


def test_query_files_are_told_by_what_became_of_them() -> None:
    old = {"a.rq": b"ASK {}\n", "b.rq": b"1\n", "c.rq": b"1\n"}
    new = {"b.rq": b"2\n", "c.rq": b"1\r\n", "d.rq": b"ASK {}\n"}
    found = compare(Version(ox.Store(), old), Version(ox.Store(), new))
    assert found.queries == ((REMOVED, "a.rq"), (CHANGED, "b.rq"), (ADDED, "d.rq"))
    assert found
    assert found.summary() == "3 query files differ."


def test_our_own_data_differ_from_nothing_by_all_they_say() -> None:
    store = ox.Store()
    store.load((ROOT / "data" / "jamsa" / "body.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    found = compare(turtle(""), Version(store))
    assert [found.count(mark) for mark in (ADDED, REMOVED, CHANGED)] == [len(store), 0, 0]
    assert {thing.mark for thing in found.things} == {ADDED}
