"""RDF read into a store, with a sentence for every fault; and the formats there are."""

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
"""The formats by the names the command line uses."""

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
"""A file name's extension to the name of its format."""

RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
DEFAULT_GRAPH = ox.DefaultGraph()

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

GraphName = reading.GraphName
decoded, declared, iris, moved = reading.decoded, reading.declared, reading.iris, reading.moved
"""What reading a file and looking at statements share."""


class Triples(tuple[ox.Triple, ...]):
    """The triples that a CONSTRUCT or DESCRIBE query gives, as the data write them."""

    __slots__ = ()


Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Triples


class Quads(Protocol):
    """What holds quads and can be asked for them: a store, or `graphs.Graphs`, which keep terms as written."""

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
        """What a query finds, as `ox.Store.query` takes it."""

    @property
    def dump(self) -> Callable[..., bytes | None]:
        """What a graph says, as `ox.Store.dump` writes it."""


def node(curie: str) -> ox.NamedNode:
    """The term for a CURIE of the prefix table, such as ``seutu:evidence``. Raises `UnknownName` for another prefix."""
    return ox.NamedNode(expand(curie))


def objects(store: Quads, thing: Term, predicate: ox.NamedNode) -> list[Term]:
    """The values that a thing has of a property, each once, whatever the graphs; none for what is no subject."""
    if not isinstance(thing, ox.NamedNode | ox.BlankNode):
        return []
    found = store.quads_for_pattern(thing, predicate, None, None)
    return list(dict.fromkeys(quad.object for quad in found))


def about(subject: ox.NamedNode, name: str, values: Iterable[Term]) -> Iterator[ox.Triple]:
    """A triple for each value of a property of something, the property named by a CURIE as for `node`."""
    predicate = node(name)
    return (ox.Triple(subject, predicate, value) for value in values)


def format_named(name: str) -> ox.RdfFormat:
    """The format of that name in `FORMATS`. Raises `ParameterError` naming those there are."""
    if name not in FORMATS:
        raise ParameterError(
            Phrase("No RDF format '{name}': write one of {formats}.", name=name, formats=", ".join(FORMATS))
        )
    return FORMATS[name]


def format_of(filename: str) -> ox.RdfFormat:
    """The format that a file's extension stands for, before a ``.gz`` if it has one.

    Raises `InputError` naming the extensions there are.
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
    """Add what ``data`` says to ``store``: into ``graph``, save where a TriG or N-Quads file names its own graphs.

    ``origin`` is the file's name as errors print it. Line ends of any system and a byte order mark make no difference.
    Raises `InputError` with the line for anything that is not well-formed RDF; the store is then as it was.
    """
    store.extend(reading.read(data, fmt, graph, origin))


def triples(quads: Iterable[ox.Quad | ox.Triple]) -> set[ox.Triple]:
    """The statements of quads (or triples), whatever graph each stands in, every one once."""
    return {quad if isinstance(quad, ox.Triple) else quad.triple for quad in quads}


def ntriples(store: Quads) -> bytes:
    """All graphs of a store as one N-Triples document, unsorted: the quick way from one engine to another."""
    graphs: list[GraphName] = [DEFAULT_GRAPH, *store.named_graphs()]
    return b"".join(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in graphs)
