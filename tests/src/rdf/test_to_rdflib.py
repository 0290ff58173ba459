"""Statements as graphs and datasets of rdflib, each term as it is written."""

import logging
import warnings

import pyoxigraph as ox
import pytest
from rdflib import BNode, Literal, URIRef

from seutu.errors import ParameterError
from seutu.rdf import to_rdflib

A, G, P = ox.NamedNode("urn:a"), ox.NamedNode("urn:g"), ox.NamedNode("urn:p")
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("term", "node"),
    [
        (A, URIRef("urn:a")),
        (ox.BlankNode("x"), BNode("x")),
        (ox.Literal("x"), Literal("x")),
        (ox.Literal("x", language="fi"), Literal("x", lang="fi")),
    ],
)
def test_terms_are_the_same(term: ox.NamedNode | ox.BlankNode | ox.Literal, node: object) -> None:
    assert to_rdflib.node_of(term) == node


@pytest.mark.parametrize(("text", "kind"), [("007", "integer"), ("2011-1", "date"), ("x", "decimal")])
def test_a_value_stays_as_it_is_written(text: str, kind: str) -> None:
    node = to_rdflib.node_of(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)))
    assert (str(node), str(node.datatype)) == (text, XSD + kind)


def test_a_statement_about_a_statement_is_refused() -> None:
    with pytest.raises(ParameterError, match="use the fast engine"):
        to_rdflib.node_of(ox.Triple(A, P, A))


def test_a_dataset_keeps_graphs_and_a_graph_has_them_all() -> None:
    store = ox.Store()
    store.extend([ox.Quad(A, P, ox.Literal("1")), ox.Quad(A, P, ox.Literal("2"), G)])
    assert len(to_rdflib.graph_of(store, {"x": "urn:"})) == 2
    assert to_rdflib.graph_of(store, {"x": "urn:"}).qname("urn:a") == "x:a"
    dataset = to_rdflib.dataset_of(store)
    assert [str(value) for value in dataset.graph(URIRef("urn:g")).objects()] == ["2"]
    assert len(dataset) == 2


def test_quiet_ends_with_its_block() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with to_rdflib.quiet():
            assert not logging.getLogger("rdflib").isEnabledFor(logging.CRITICAL)
            warnings.warn("unheard", stacklevel=1)
        warnings.warn("heard", stacklevel=1)
    assert [str(one.message) for one in caught] == ["heard"]
    assert logging.getLogger("rdflib").isEnabledFor(logging.CRITICAL)
