"""Property paths between SHACL's nodes and SPARQL's line."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf.namespaces import PREFIXES
from seutu.shacl.paths import path_of, triples_of

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix n: <http://n/> .\n"


@pytest.mark.parametrize(
    ("turtle", "sparql"),
    [
        ("n:p", "<http://n/p>"),
        ("[ sh:inversePath n:p ]", "^<http://n/p>"),
        ("( n:p n:q )", "<http://n/p>/<http://n/q>"),
        ("[ sh:alternativePath ( n:p n:q ) ]", "<http://n/p>|<http://n/q>"),
        ("[ sh:zeroOrMorePath n:p ]", "<http://n/p>*"),
        ("[ sh:oneOrMorePath [ sh:inversePath n:p ] ]", "(^<http://n/p>)+"),
        ("( n:p [ sh:zeroOrOnePath ( n:q n:r ) ] )", "<http://n/p>/((<http://n/q>/<http://n/r>)?)"),
    ],
)
def test_a_path_as_one_line(turtle: str, sparql: str) -> None:
    store = ox.Store()
    store.load(f"{HEAD} n:s sh:path {turtle} .", format=ox.RdfFormat.TURTLE)
    node = next(store.quads_for_pattern(None, ox.NamedNode(PREFIXES["sh"] + "path"), None)).object
    assert path_of(store, node) == sparql


SIMPLE = st.sampled_from(["<http://n/p>", "<http://n/q>"])
PATHS = st.recursive(
    SIMPLE,
    lambda step: st.one_of(
        step.map(lambda path: f"^{brackets(path)}"),
        st.tuples(step, st.sampled_from("*+?")).map(lambda pair: brackets(pair[0]) + pair[1]),
        st.tuples(st.sampled_from("/|"), st.lists(step, min_size=2, max_size=3)).map(
            lambda pair: pair[0].join(map(brackets, pair[1]))
        ),
    ),
    max_leaves=6,
)


def brackets(path: str) -> str:
    return path if path.startswith("<") and path.count("<") == 1 and path.endswith(">") else f"({path})"


@given(PATHS)
def test_there_and_back(path: str) -> None:
    node, triples = triples_of(path, "b")
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    assert path_of(store, node) == path


@given(PATHS)
def test_sparql_reads_what_is_written(path: str) -> None:
    ox.Store().query(f"SELECT * {{ ?s {path} ?o }}")
