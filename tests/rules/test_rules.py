"""Each rule against its own folder: what it derives from the input, no more and no less."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.term import Node

from seutu.inference import derivation
from seutu.inference.closure import INFERRED, SCHEMA_PROPERTIES, infer
from tests.loading import dataset_of, folders, parsed, queries, store_of, triples_of

RULES = queries("rules")
HERE = Path(__file__).parent
SYMMETRIC = URIRef("http://www.w3.org/2002/07/owl#SymmetricProperty")


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert folders(HERE) == {path.stem for path in RULES}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_derives_what_is_expected(path: Path) -> None:
    derived = infer(store_of(HERE / path.stem / "input.trig"), [parsed(path)])
    assert triples_of(derived) == triples_of(store_of(HERE / path.stem / "expected.ttl"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_reference_engine_derives_the_same(path: Path) -> None:
    dataset = dataset_of(HERE / path.stem / "input.trig")
    inferred = dataset.graph(URIRef(INFERRED.value))
    before = -1
    while before != len(inferred):
        before = len(inferred)
        for triple in list(dataset.query(parsed(path).text).graph or ()):
            inferred.add(triple)
    expected = Graph().parse(
        data=(HERE / path.stem / "expected.ttl").read_text(encoding="utf-8"), format="turtle"
    )
    assert set(inferred) - asserted(dataset) == set(expected)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_is_titled_in_three_languages(path: Path) -> None:
    assert set(parsed(path).title) == {"en", "fi", "sv"}


def asserted(dataset: Dataset) -> set[tuple[Node, Node, Node]]:
    return {
        triple for graph in dataset.graphs() if graph.identifier != URIRef(INFERRED.value) for triple in graph
    }


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_that_rests_on_one_statement_does(path: Path) -> None:
    """What the header says of a rule is what its patterns are: at most one of them is not about terms."""
    _, body = derivation._parts(parsed(path))
    ways = alternatives(body)
    most = max(sum(not about_terms(pattern) for pattern in way) for way in ways)
    if parsed(path).rests_on_one:
        assert most <= 1
    else:
        assert most > 1, "say '# rests: one' in its header"


def alternatives(node: Any) -> list[list[tuple[Node, Node, Node]]]:
    """The alternatives of a part of a query, each as its triple patterns."""
    if node.name == "BGP":
        return [list(node.triples)]
    if node.name == "Union":
        return [*alternatives(node.p1), *alternatives(node.p2)]
    if node.name in ("Join", "LeftJoin"):
        return [[*one, *other] for one in alternatives(node.p1) for other in alternatives(node.p2)]
    inner = node.p1 if node.name == "Minus" else getattr(node, "p", None)
    return alternatives(inner) if hasattr(inner, "name") else [[]]


def about_terms(pattern: tuple[Node, Node, Node]) -> bool:
    _, predicate, value = pattern
    return value == SYMMETRIC or (
        isinstance(predicate, URIRef) and ox.NamedNode(str(predicate)) in SCHEMA_PROPERTIES
    )
