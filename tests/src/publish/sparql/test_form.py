"""The form of a graph: the same for the same content, another for any other."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from seutu.publish.sparql.form import Form, figures

NODES = st.one_of(
    st.sampled_from("abc").map(lambda name: ox.NamedNode(f"urn:x:{name}")),
    st.sampled_from("xyz").map(ox.BlankNode),
)
VALUES = st.one_of(NODES, st.text(max_size=3).map(ox.Literal), st.integers().map(ox.Literal))
TRIPLES = st.lists(st.builds(ox.Triple, NODES, st.just(ox.NamedNode("urn:x:p")), VALUES), max_size=8)


def parsed(text: str) -> Form:
    return Form.of(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))


@given(TRIPLES, st.randoms(use_true_random=False))
def test_order_and_names_of_blank_nodes_make_no_difference(triples: list[ox.Triple], chance: object) -> None:
    assert hasattr(chance, "shuffle")
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    renamed = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)]
    chance.shuffle(renamed)
    form = Form.of(triples)
    assert Form.of(renamed).ntriples == form.ntriples
    assert Form.of(renamed + renamed).name == form.name
    assert form.size == len(set(triples)) == form.ntriples.count(b"\n")
    more = ox.Triple(ox.NamedNode("urn:x:new"), ox.NamedNode("urn:x:p"), ox.NamedNode("urn:x:new"))
    assert Form.of([*triples, more]).name != form.name
    assert Form.of([*triples, more]).difference_from(form) == figures(1, 0)


def test_another_way_of_writing_a_value_is_another_form() -> None:
    for one, other in (
        ("007", "7"),
        ("1.50", "1.5"),
        ("true", '"1"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ):
        assert parsed(f"<a:a> <a:p> {one} .").ntriples != parsed(f"<a:a> <a:p> {other} .").ntriples
    assert parsed("<a:a> <a:p> 'x'@en-GB .").ntriples == parsed("<a:a> <a:p> 'x'@EN-gb .").ntriples


def test_ways_of_writing_a_value_are_counted_apart_and_as_one() -> None:
    form = parsed("<a:a> <a:p> 007, 7, 07, 8 .")
    assert (form.size, form.least) == (4, 2)


def test_the_name_is_the_digest_that_rfc_6920_writes() -> None:
    # Of no statements, the SHA-256 of nothing.
    assert Form.of([]).name.value == "ni:///sha-256;47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"


def test_a_list_that_changes_in_one_place_is_one_change() -> None:
    one, other = (parsed(f"<a:a> <a:list> ( 1 2 {last} 4 5 ) .") for last in (3, 30))
    assert other.difference_from(one) == "+1 −1 statements"
