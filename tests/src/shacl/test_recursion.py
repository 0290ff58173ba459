"""Shapes that come back to themselves, on data of any depth."""

from itertools import pairwise

import pyoxigraph as ox
import pytest

from seutu.errors import ShapesError
from seutu.phrases import Phrase
from seutu.query.graphs import Graphs
from seutu.rdf.model import Quads
from seutu.shacl import recursion
from seutu.validation.checks import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
CHAIN = "ex:S a sh:NodeShape ; sh:targetNode ex:n0 ; sh:property [ sh:path ex:q ; sh:nodeKind sh:IRI ; sh:node ex:S ] ."
LIST = """ex:L a sh:NodeShape ; sh:property [ sh:path rdf:rest ; sh:or ( [ sh:in ( rdf:nil ) ] [ sh:node ex:L ] ) ] ,
    [ sh:path rdf:first ; sh:nodeKind sh:Literal ] .
    ex:T a sh:NodeShape ; sh:targetNode ex:n0 ; sh:property [ sh:path ex:q ; sh:node ex:L ] ."""


def chain(length: int, last: str) -> Quads:
    things = [ox.NamedNode(f"http://ex/n{number}") for number in range(length)]
    query = ox.NamedNode("http://ex/q")
    links = [ox.Quad(one, query, other) for one, other in pairwise(things)]
    return Graphs([*links, ox.Quad(things[-1], query, ox.Literal(last) if last else things[0])])


def listed(length: int, last: str) -> Quads:
    values = " ".join([*["1"] * (length - 1), last])
    return Graphs(ox.parse(f"{HEAD} ex:n0 ex:q ( {values} ) .", format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("length", [3, 20_000])
@pytest.mark.parametrize(("shapes", "data"), [(CHAIN, chain), (LIST, listed)])
def test_a_long_way_is_followed(length: int, shapes: str, data: object) -> None:
    make = chain if data is chain else listed
    assert validate(make(length, "" if make is chain else "1"), (HEAD + shapes).encode()).findings == ()
    assert validate(make(length, "x" if make is chain else "ex:no"), (HEAD + shapes).encode()).findings


def double(given: bytes) -> bytes:
    return given * 2


def refuse(given: bytes) -> bytes:
    raise ShapesError("shapes", Phrase(given.decode()), Phrase("mend it"), shape="urn:s")


def end(given: bytes) -> bytes:
    import os

    os._exit(len(given))


@pytest.fixture(params=[16 << 20, 1 << 31], ids=["in a thread", "in a process"])
def size(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_work_is_done_with_the_stack_that_it_needs(size: int) -> None:
    assert recursion.with_stack(double, size, b"ab") == b"abab"


def test_what_it_raises_is_raised(size: int) -> None:
    with pytest.raises(ShapesError, match="ill") as caught:
        recursion.with_stack(refuse, size, b"ill")
    assert caught.value.shape == "urn:s"


def test_a_process_that_ends_is_told() -> None:
    with pytest.raises(ShapesError, match="lead deeper into the data"):
        recursion.with_stack(end, 1 << 31, b"abc")


@pytest.mark.parametrize(("within", "found"), [
    ([], ""), ([("a", "b"), ("b", "c")], ""), ([("a", "a")], "a"), ([("a", "b"), ("b", "a"), ("c", "a")], "ab"),
    ([("a", "b"), ("b", "c"), ("c", "b"), ("b", "d"), ("d", "e")], "bc"),
])  # fmt: skip
def test_shapes_that_come_back_are_known(within: list[tuple[str, str]], found: str) -> None:
    assert recursion.recursive_shapes(within) == set(found)


def test_the_stack_grows_with_the_things_and_the_shapes() -> None:
    small, large = b"<a> <p> <b> .\n", b"<a> <p> <b> .\n<b> <p> <c> .\n<b> <p> <d> .\n"
    assert recursion.stack_size(small, 1) < recursion.stack_size(large, 1) < recursion.stack_size(large, 2)
