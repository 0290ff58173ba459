"""RDF read into a store, with a sentence for every fault; and the formats there are."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import NoReturn, Protocol

import pyoxigraph as ox

from seutu.errors import InputError, ParameterError
from seutu.namespaces import PREFIXES, expand

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
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


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


_BOM = b"\xef\xbb\xbf"
# A base no file declares: what comes out below it was a relative IRI, which a JSON-LD reader would drop in silence.
_NO_BASE = "undeclared-base:/"
# Patterns are compiled by those who come to need them, for starting takes no longer than it must.
_WHERE = r"^Parser error (?:at |between )?[^:]*: "
_UNDECLARED = r"The prefix (\S*): has not been declared|Unknown prefix (\S*):"
_RELATIVE = r"No scheme found in an absolute IRI"


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
        raise ParameterError(f"No RDF format '{name}': write one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def format_of(filename: str) -> ox.RdfFormat:
    """The format that a file's extension stands for. Raises `InputError` naming the extensions there are."""
    name = EXTENSIONS.get("." + filename.lower().rpartition(".")[2])
    if name is None:
        raise InputError(
            filename, "its extension names no RDF format", f"end its name in {', '.join(EXTENSIONS)}"
        )
    return FORMATS[name]


def load(store: ox.Store, data: bytes, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> None:
    """Add what ``data`` says to ``store``: into ``graph``, save where a TriG or N-Quads file names its own graphs.

    ``origin`` is the file's name as errors print it. Line ends of any system and a byte order mark make no difference.
    Raises `InputError` with the line for anything that is not well-formed RDF; the store is then as it was.
    """
    store.extend(read(data, fmt, graph, origin))


def read(data: bytes, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    """The statements of a file, each term as it is written there; raises what `load` raises."""
    text = decoded(data, origin)
    try:
        if fmt == ox.RdfFormat.JSON_LD:
            return _from_json_ld(text, graph, origin)
        return [
            quad if quad.graph_name != DEFAULT_GRAPH else moved(quad, graph)
            for quad in ox.parse(text, format=fmt, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        _explain(error, text, fmt, origin)


def decoded(data: bytes, origin: str) -> str:
    """The text of a file without byte order mark, its lines ended by line feeds; ``origin`` is its name in errors.

    Raises `InputError` with the line of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(origin, "is not UTF-8 from here on", "save the file as UTF-8", line) from None


def _from_json_ld(data: str, graph: GraphName, origin: str) -> list[ox.Quad]:
    parsed = ox.parse(data, format=ox.RdfFormat.JSON_LD, base_iri=_NO_BASE, rename_blank_nodes=True)
    quads = [quad if quad.graph_name != DEFAULT_GRAPH else moved(quad, graph) for quad in parsed]
    for iri in iris(quads):
        if iri.startswith(_NO_BASE):
            problem = f"the IRI '{iri.removeprefix(_NO_BASE)}' is relative and the file declares no base"
            raise InputError(origin, problem, 'write it in full, or give the @context a "@base"')
    return quads


def moved(quad: ox.Quad, graph: GraphName) -> ox.Quad:
    """The same statement in another graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _explain(error: SyntaxError, data: str, fmt: ox.RdfFormat, origin: str) -> NoReturn:
    message = re.sub(_WHERE, "", error.msg).strip().rstrip(".")
    line, column = error.lineno, error.offset
    if line is None and fmt == ox.RdfFormat.RDF_XML:
        line, column = _xml_fault(data)
    problem, remedy = _diagnosis(message, fmt)
    raise InputError(origin, problem, remedy, line, column) from None


def _diagnosis(message: str, fmt: ox.RdfFormat) -> tuple[str, str]:
    undeclared = re.search(_UNDECLARED, message)
    if undeclared:
        prefix = undeclared[1] or undeclared[2] or ""
        iri = PREFIXES.get(prefix, "its namespace")
        declaration = (
            f'xmlns:{prefix}="{iri}"' if fmt == ox.RdfFormat.RDF_XML else f"@prefix {prefix}: <{iri}> ."
        )
        return (
            f"the prefix '{prefix}:' is not declared",
            f"declare it at the top: {declaration.removesuffix(' .')}",
        )
    if re.search(_RELATIVE, message):
        return (
            "an IRI is relative and the file declares no base",
            "write it in full, as prefix:name, or declare a base",
        )
    if "LoadDocumentCallback" in message:
        return "its @context lies on the network, which is not read", "write the context into the file"
    return f"{message[:1].lower()}{message[1:]}", f"correct the {fmt.name} here or just before"


def _xml_fault(data: str) -> tuple[int | None, int | None]:
    from xml.parsers import expat

    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None


def declared(data: bytes, fmt: ox.RdfFormat) -> dict[str, str]:
    """The prefixes that stand before the first statement of a well-formed document, with their namespace IRIs."""
    parser = ox.parse(data.removeprefix(_BOM), format=fmt, base_iri=_NO_BASE)
    # A fault is for `load` to tell, with its place.
    with suppress(SyntaxError):
        next(parser, None)
    return parser.prefixes


def triples(quads: Iterable[ox.Quad | ox.Triple]) -> set[ox.Triple]:
    """The statements of quads (or triples), whatever graph each stands in, every one once."""
    return {quad if isinstance(quad, ox.Triple) else quad.triple for quad in quads}


def ntriples(store: Quads) -> bytes:
    """All graphs of a store as one N-Triples document, unsorted: the quick way from one engine to another."""
    graphs: list[GraphName] = [DEFAULT_GRAPH, *store.named_graphs()]
    return b"".join(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in graphs)


def iris(quads: Iterable[ox.Quad]) -> set[str]:
    """The IRIs that quads name, those of graphs and of datatypes too."""
    found: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found
