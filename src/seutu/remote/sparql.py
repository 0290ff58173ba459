"""A remote SPARQL 1.1 store: its named graphs, read and written by the Graph Store HTTP Protocol and SPARQL."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from seutu.errors import PublishError, UnknownName
from seutu.phrases import Phrase
from seutu.remote.http import HttpClient, Scheme, checked_url, shown_url

_N_TRIPLES = ox.RdfFormat.N_TRIPLES.media_type
_RESULTS = ox.QueryResultsFormat.JSON.media_type
_UPDATE = "application/sparql-update"
_ABSENT = frozenset({HTTPStatus.NOT_FOUND})
# The status codes of another service, or of a read-only store.
_NO_UPDATES = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of a store: of its Graph Store Protocol, of queries and of updates.

    ``scheme`` is its authentication scheme; see `HttpClient`. ``by_value`` is true for a store that keeps the value
    of a literal and not its lexical form, as Oxigraph does.
    """

    store_url: str
    query_url: str
    update_url: str
    scheme: Scheme = "usual"
    by_value: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a product's endpoints below its address."""

    store: str
    query: str
    update: str
    scheme: Scheme = "usual"
    by_value: bool = False


LAYOUTS: Mapping[str, Layout] = {
    "oxigraph": Layout("/store", "/query", "/update", by_value=True),
    "virtuoso": Layout("/sparql-graph-crud-auth", "/sparql", "/sparql-auth", scheme="digest"),
    "fuseki": Layout("/data", "/query", "/update"),
}
"""The layouts by name. Oxigraph 0.5 and Virtuoso 7.2 are tested; Fuseki's is from its documentation and not tested.

The address is that of the server; for Fuseki it is that of the dataset, such as ``http://localhost:3030/seutu``.
"""


def endpoints(url: str, layout: str) -> Endpoints:
    """The endpoints of a product, by the name of its layout, at an address.

    Raises `UnknownName` for another layout, and `PublishError` for a text that is not an address.
    """
    if layout not in LAYOUTS:
        raise UnknownName(Phrase("kind of store"), layout, LAYOUTS)
    paths, at = LAYOUTS[layout], checked_url(url)
    return Endpoints(at + paths.store, at + paths.query, at + paths.update, paths.scheme, paths.by_value)


class SparqlStore:
    """A client of one store, on top of an `HttpClient`. Every method raises `PublishError` when its request fails."""

    def __init__(self, at: Endpoints, web: HttpClient) -> None:
        """Take the endpoints and the HTTP client; raises `PublishError` for a text that is not an address."""
        self._web = web
        self._store, self._query, self._update = map(checked_url, (at.store_url, at.query_url, at.update_url))
        self.by_value = at.by_value

    @property
    def place(self) -> str:
        """The address of the store, as messages show it."""
        return shown_url(self._store)

    def sizes(self, start: str) -> dict[str, int]:
        """The named graphs whose IRI begins with ``start``, each with its number of statements."""
        query = (
            "SELECT ?graph (COUNT(*) AS ?size) WHERE { GRAPH ?graph { ?s ?p ?o } "
            f"FILTER(STRSTARTS(STR(?graph), {ox.Literal(start)})) }} GROUP BY ?graph"
        )
        # By GET, which is retried.
        url = f"{self._query}?{urlencode({'query': query})}"
        answer = self._web.call("GET", url, headers={"Accept": _RESULTS})
        try:
            return dict(map(_sized, json.loads(answer.content)["results"]["bindings"]))
        except (ValueError, KeyError, TypeError):
            raise _not_a_store(self._query, Phrase("answered with no SPARQL result")) from None

    def read(self, graph: str, size: int) -> list[ox.Triple]:
        """The statements of a graph. Raises when their number is not ``size``: the response is then incomplete."""
        answer = self._web.call("GET", self._at(graph), headers={"Accept": _N_TRIPLES}, also=_ABSENT)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise self._changing(graph, Phrase("is gone, though it was there a moment ago"))
        try:
            found = list({quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)})
        except (SyntaxError, ValueError):
            raise _not_a_store(self._store, Phrase("answered with no N-Triples")) from None
        if len(found) != size:
            raise self._changing(
                graph, Phrase("has {size} statements and {count} were given", size=size, count=len(found))
            )
        return found

    def write(self, graph: str, ntriples: bytes) -> None:
        """Replace the statements of a graph."""
        self._web.call("PUT", self._at(graph), ntriples, headers={"Content-Type": _N_TRIPLES})

    def remove(self, graph: str) -> None:
        """Remove a graph; one that does not exist is accepted."""
        self._web.call("DELETE", self._at(graph), also=_ABSENT)

    def update(self, operations: Iterable[str]) -> None:
        """Send SPARQL Update operations as one request, which is never retried."""
        body = ";\n".join(operations).encode()
        answer = self._web.call(
            "POST", self._update, body, headers={"Content-Type": _UPDATE}, also=_NO_UPDATES
        )
        if answer.status in _NO_UPDATES:
            problem = Phrase("takes no SPARQL updates (HTTP {status})", status=answer.status)
            remedy = Phrase("give the address where the store takes them, or publish to a store that does")
            raise PublishError(shown_url(self._update), problem, remedy)

    def _at(self, graph: str) -> str:
        return f"{self._store}?graph={quote(graph, safe='')}"

    def _changing(self, graph: str, problem: Phrase) -> PublishError:
        remedy = Phrase(
            "look whether someone else writes there or the store limits its answers, and try again"
        )
        return PublishError(
            self.place, Phrase("the graph {graph} {problem}", graph=graph, problem=problem), remedy
        )


def _sized(row: Mapping[str, Mapping[str, str]]) -> tuple[str, int]:
    # The graph name goes into updates, so it has to be an IRI.
    return ox.NamedNode(row["graph"]["value"]).value, int(row["size"]["value"])


def _not_a_store(url: str, problem: Phrase) -> PublishError:
    return PublishError(
        shown_url(url), problem, Phrase("look whether this is the address of a SPARQL 1.1 store")
    )
