"""A SPARQL store on the network: what it is asked, and answers that are not those of a store."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from seutu.errors import PublishError, UnknownName
from seutu.remote.http import HttpClient, Limits
from seutu.remote.sparql import LAYOUTS, SparqlStore, endpoints
from tests.helpers.serving import Handle, Reply, Request, serving

QUICK = Limits(connect=5, read=5, tries_again=0, wait=0)
GRAPH = "https://example.org/ä#graph"
TRIPLE = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("ä"))


@contextmanager
def store(handle: Handle) -> Iterator[SparqlStore]:
    with serving(handle) as server, HttpClient(limits=QUICK) as web:
        yield SparqlStore(endpoints(server.url, "oxigraph"), web)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_paths_of_a_product_stand_below_its_address(layout: str) -> None:
    found, paths = endpoints("http://localhost:1/x/", layout), LAYOUTS[layout]
    assert (found.store_url, found.query_url) == (
        f"http://localhost:1/x{paths.store}",
        f"http://localhost:1/x{paths.query}",
    )
    assert (found.update_url, found.scheme) == (f"http://localhost:1/x{paths.update}", paths.scheme)


def test_another_product_or_address_is_refused() -> None:
    with pytest.raises(UnknownName, match="fuseki"):
        endpoints("http://localhost/", "fuzeki")
    with pytest.raises(PublishError):
        endpoints("localhost", "fuseki")


def test_graphs_are_counted() -> None:
    row = {"graph": {"value": GRAPH}, "size": {"value": "7"}}
    answer = json.dumps({"results": {"bindings": [row]}}).encode()
    with store(lambda _: Reply(body=answer)) as found:
        assert found.sizes("https://example.org/") == {GRAPH: 7}


def test_a_graph_is_read_written_and_removed_at_its_name() -> None:
    asked: list[Request] = []
    line = f"{TRIPLE.subject} {TRIPLE.predicate} {TRIPLE.object} .\n".encode()

    def handle(request: Request) -> Reply:
        asked.append(request)
        return Reply(body=line if request.method == "GET" else b"")

    with store(handle) as found:
        assert found.read(GRAPH, 1) == [TRIPLE]
        found.write(GRAPH, line)
        found.remove(GRAPH)
    assert [request.method for request in asked] == ["GET", "PUT", "DELETE"]
    assert {unquote(request.path.partition("?graph=")[2]) for request in asked} == {GRAPH}
    assert asked[1].body == line


def test_updates_are_one_request() -> None:
    asked: list[Request] = []

    def handle(request: Request) -> Reply:
        asked.append(request)
        return Reply(204)

    with store(handle) as found:
        found.update(["DROP GRAPH <urn:a>", "DROP GRAPH <urn:b>"])
    assert [(request.method, request.body) for request in asked] == [
        ("POST", b"DROP GRAPH <urn:a>;\nDROP GRAPH <urn:b>")
    ]


@pytest.mark.parametrize(
    ("reply", "act", "words"),
    [
        (Reply(body=b"<html>"), lambda it: it.sizes("x:"), "answered with no SPARQL result"),
        (
            Reply(body=b'{"results": {"bindings": [{}]}}'),
            lambda it: it.sizes("x:"),
            "answered with no SPARQL result",
        ),
        (Reply(body=b"<html>"), lambda it: it.read(GRAPH, 1), "answered with no N-Triples"),
        (Reply(body=b""), lambda it: it.read(GRAPH, 1), "has 1 statements and 0 were given"),
        (Reply(404), lambda it: it.read(GRAPH, 1), "is gone"),
        (Reply(405), lambda it: it.update(["CLEAR ALL"]), "takes no SPARQL updates"),
    ],
)
def test_what_is_not_a_store_is_told(reply: Reply, act: Callable[[SparqlStore], object], words: str) -> None:
    with store(lambda _: reply) as found, pytest.raises(PublishError, match=words):
        act(found)


def test_a_graph_that_is_gone_is_removed_already() -> None:
    with store(lambda _: Reply(404)) as found:
        found.remove(GRAPH)
