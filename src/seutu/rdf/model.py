"""RDF terms, the formats, and reading into a store with an error message for every fault."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

import pyoxigraph as ox

from seutu.errors import InputError, ParameterError
from seutu.phrases import Phrase
from seutu.rdf import reading
from seutu.rdf.namespaces import PREFIXES, expand

FORMATS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "nquads": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
)
"""The formats by their names on the command line."""

EXTENSIONS: Mapping[str, str] = MappingProxyType(
    {
        ".ttl": "turtle",
        ".nt": "ntriples",
        ".nq": "nquads",
        ".trig": "trig",
        ".jsonld": "jsonld",
        ".json": "jsonld",
        ".rdf": "rdfxml",
        ".xml": "rdfxml",
        ".owl": "rdfxml",
    }
)
"""Names of the formats by the extensions of file names."""

RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
DEFAULT_GRAPH = ox.DefaultGraph()

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

GraphName = reading.GraphName
decoded, declared, iris, moved = reading.decoded, reading.declared, reading.iris, reading.moved
"""Functions and types of `seutu.rdf.reading`, for other modules."""


class Triples(tuple[ox.Triple, ...]):
    """The triples of a CONSTRUCT or DESCRIBE query, with the original lexical forms."""

    __slots__ = ()


Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Triples


class Quads(Protocol):
    """A collection of quads: a store, or `graphs.Graphs`, which keeps the original lexical forms."""

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads with these parts, None being any."""

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of the graphs."""

    def __iter__(self) -> Iterator[ox.Quad]:
        """All quads."""

    def __len__(self) -> int:
        """The number of quads."""

    @property
    def query(self) -> Callable[..., Result]:
        """The results of a query, with the parameters of `ox.Store.query`."""

    @property
    def dump(self) -> Callable[..., bytes | None]:
        """The statements of a graph, as `ox.Store.dump` serialises them."""


def node(curie: str) -> ox.NamedNode:
    """The term for a CURIE of the prefix table, such as ``seutu:evidence``. Raises `UnknownName` for another prefix."""
    return ox.NamedNode(expand(curie))


def objects(store: Quads, subject: Term, predicate: ox.NamedNode) -> list[Term]:
    """The distinct values of a property in all graphs; none for a literal, which cannot be a subject."""
    if not isinstance(subject, ox.NamedNode | ox.BlankNode):
        return []
    found = store.quads_for_pattern(subject, predicate, None, None)
    return list(dict.fromkeys(quad.object for quad in found))


def about(subject: ox.NamedNode, name: str, values: Iterable[Term]) -> Iterator[ox.Triple]:
    """A triple for each value of a property, whose name is a CURIE as for `node`."""
    predicate = node(name)
    return (ox.Triple(subject, predicate, value) for value in values)


def format_named(name: str) -> ox.RdfFormat:
    """The format of a name in `FORMATS`. Raises `ParameterError` that lists the formats for any other name."""
    if name not in FORMATS:
        raise ParameterError(
            Phrase("No RDF format '{name}': write one of {formats}.", name=name, formats=", ".join(FORMATS))
        )
    return FORMATS[name]


def format_of(filename: str) -> ox.RdfFormat:
    """The format of a file name's extension, after removal of ``.gz``.

    Raises `InputError` that lists the extensions for any other.
    """
    name = EXTENSIONS.get("." + filename.lower().removesuffix(".gz").rpartition(".")[2])
    if name is None:
        raise InputError(
            filename,
            Phrase("its extension names no RDF format"),
            Phrase("end its name in {extensions}", extensions=", ".join(EXTENSIONS)),
        )
    return FORMATS[name]


def load(store: ox.Store, data: bytes, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> None:
    """Add the statements of ``data`` to ``store``, those of the default graph into ``graph``.

    ``origin`` is the file's name in errors. Line ends of any system and a byte order mark are accepted.
    Raises `InputError` with the line for data that are not well-formed RDF; the store is then unchanged.
    """
    store.extend(reading.read(data, fmt, graph, origin))


def triples(quads: Iterable[ox.Quad | ox.Triple]) -> set[ox.Triple]:
    """The distinct triples of quads or triples, of all graphs."""
    return {quad if isinstance(quad, ox.Triple) else quad.triple for quad in quads}


def ntriples(store: Quads) -> bytes:
    """All graphs of a store as one N-Triples document, unsorted, to pass it to another engine."""
    graphs: list[GraphName] = [DEFAULT_GRAPH, *store.named_graphs()]
    return b"".join(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in graphs)
