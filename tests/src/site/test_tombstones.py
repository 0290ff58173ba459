"""What has vanished, what is withdrawn, and the file that withdraws it."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.site import tombstones

DATA = """\
@prefix body: <https://w3id.org/seutu/id/body/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

body:old owl:deprecated true ; dcterms:isReplacedBy body:new , body:also .
body:one owl:deprecated 1 .
body:kept owl:deprecated false .
body:new dcterms:replaces body:old .
"""


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE)
    return store


def body(slug: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://w3id.org/seutu/id/body/{slug}")


def test_what_is_gone_is_told_in_order_and_once() -> None:
    assert tombstones.vanished(["b", "a", "c", "b"], {"c", "d"}) == ["a", "b"]
    assert tombstones.vanished([], {"a"}) == []


@pytest.mark.parametrize(
    ("slug", "expected"), [("old", True), ("kept", False), ("new", False), ("none", False)]
)
def test_what_is_withdrawn(store: ox.Store, slug: str, expected: bool) -> None:
    assert tombstones.withdrawn(store, body(slug)) is expected


def test_successors_stand_in_order(store: ox.Store) -> None:
    assert tombstones.successors(store, body("old")) == [body("also"), body("new")]
    assert tombstones.successors(store, body("new")) == []


@given(st.sets(st.from_regex(r"https://w3id\.org/seutu/id/[a-z]{1,5}/[a-z0-9-]{1,9}", fullmatch=True)))
def test_the_proposed_file_withdraws_each(iris: set[str]) -> None:
    store = ox.Store()
    store.load(tombstones.turtle(iris), format=ox.RdfFormat.TURTLE)
    assert {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)} == iris
    assert all(tombstones.withdrawn(store, ox.NamedNode(iri)) for iri in iris)
