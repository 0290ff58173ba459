"""The list of what a catalogue published: it says what it was told, and nothing that others wrote."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.publish.sparql.graphlist import GraphList, catalogue_of

BASE, CATALOGUE = "https://example.org/x/", "https://example.org/x/id/catalogue/a"
GRAPHS = st.sampled_from("abc").map(lambda name: f"{BASE}graph/{name}")
FORMS = st.sampled_from("xyz").map(lambda name: ox.NamedNode(f"ni:///sha-256;{name}"))
EMPTY = GraphList.empty(BASE, CATALOGUE)
LISTS = st.builds(
    GraphList,
    st.just(EMPTY.place),
    st.just(CATALOGUE),
    st.dictionaries(GRAPHS, st.frozensets(FORMS, min_size=1)),
    st.frozensets(st.tuples(FORMS, FORMS)),
    st.frozensets(st.sampled_from("abc").map(lambda name: f"{BASE}staging/{name}")),
)


@given(LISTS)
def test_what_is_written_is_read(listed: GraphList) -> None:
    found = GraphList.read(BASE, listed.place, list(listed.statements()))
    assert (found or EMPTY) == listed


@given(LISTS, LISTS)
def test_an_update_makes_the_one_of_the_other(one: GraphList, other: GraphList) -> None:
    store, place = ox.Store(), ox.NamedNode(one.place)
    store.extend(
        ox.Quad(triple.subject, triple.predicate, triple.object, place) for triple in one.statements()
    )
    for operation in (*other.additions_to(one), *other.removals_from(one)):
        store.update(operation)
    assert {quad.triple for quad in store} == other.statements()


@pytest.mark.parametrize("place", [f"{BASE}published/notes", f"{BASE}graph/a"])
def test_a_graph_that_lies_elsewhere_is_no_list(place: str) -> None:
    said = GraphList(place, CATALOGUE, {f"{BASE}graph/a": frozenset({ox.NamedNode("ni:x")})}).statements()
    assert GraphList.read(BASE, place, list(said)) is None
    assert GraphList.read(BASE, EMPTY.place, list(said)) is None


def test_the_catalogue_is_the_one_that_is_described() -> None:
    text = f"<{CATALOGUE}> a <http://www.w3.org/ns/dcat#Catalog> . <urn:a> a <urn:b> ."
    assert catalogue_of(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)) == CATALOGUE
    assert catalogue_of([]) == ""
