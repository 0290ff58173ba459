"""RDF in bytes and RDF in a store: read with a sentence for every fault, written the same for the same graph."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import NoReturn

import pyoxigraph as ox

from seutu.errors import InputError, OutputError, ParameterError
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

_WITH_GRAPHS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG)
_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_BOM = b"\xef\xbb\xbf"
# A base no file declares: what comes out below it was a relative IRI, which a JSON-LD reader would drop in silence.
_NO_BASE = "undeclared-base:/"
# Patterns are compiled by those who come to need them, for starting takes no longer than it must.
_WHERE = r"^Parser error (?:at |between )?[^:]*: "
_UNDECLARED = r"The prefix (\S*): has not been declared|Unknown prefix (\S*):"
_RELATIVE = r"No scheme found in an absolute IRI"
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_XML_NAME_END = r"[^\W\d][\w.-]*$"


def node(curie: str) -> ox.NamedNode:
    """The term for a CURIE of the prefix table, such as ``seutu:evidence``. Raises `UnknownName` for another prefix."""
    return ox.NamedNode(expand(curie))


def objects(store: ox.Store, thing: Term, predicate: ox.NamedNode) -> list[Term]:
    """The values that a thing has of a property, each once, whatever the graphs; none for what is no subject."""
    if not isinstance(thing, ox.NamedNode | ox.BlankNode):
        return []
    found = store.quads_for_pattern(thing, predicate, None, None)
    return list(dict.fromkeys(quad.object for quad in found))


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
    text = decoded(data, origin)
    try:
        if fmt == ox.RdfFormat.JSON_LD:
            store.extend(_from_json_ld(text, graph, origin))
        else:
            store.load(text, format=fmt, to_graph=graph)
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
    quads = [quad if quad.graph_name != DEFAULT_GRAPH else _moved(quad, graph) for quad in parsed]
    for iri in _iris(quads):
        if iri.startswith(_NO_BASE):
            problem = f"the IRI '{iri.removeprefix(_NO_BASE)}' is relative and the file declares no base"
            raise InputError(origin, problem, 'write it in full, or give the @context a "@base"')
    return quads


def _moved(quad: ox.Quad, graph: GraphName) -> ox.Quad:
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


def ntriples(store: ox.Store) -> bytes:
    """All graphs of a store as one N-Triples document, unsorted: the quick way from one engine to another."""
    graphs: list[GraphName] = [DEFAULT_GRAPH, *store.named_graphs()]
    return b"".join(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in graphs)


def serialise(
    quads: Iterable[ox.Quad | ox.Triple], fmt: ox.RdfFormat, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """The quads as bytes, the same for the same graph whatever their order and the names of their blank nodes.

    N-Quads and TriG keep the graphs; the other formats hold the statements of all graphs together. Only prefixes in use
    are declared. Raises `OutputError` for what the format cannot hold (in RDF/XML: a predicate without a local name, a
    control character).
    """
    ordered = _canonical(quads, fmt in _WITH_GRAPHS)
    if fmt == ox.RdfFormat.RDF_XML:
        _refuse_for_xml(ordered)
    used = _used(prefixes, ordered)
    rows: Iterable[ox.Quad] | Iterable[ox.Triple] = (
        ordered if fmt in _WITH_GRAPHS else [quad.triple for quad in ordered]
    )
    written = ox.serialize(rows, format=fmt, prefixes=used) or b""
    if fmt in _BY_LINE:
        return b"".join(sorted(written.splitlines(keepends=True)))
    # An XML reader turns a bare carriage return into a line feed; as a reference it survives.
    return written.replace(b"\r", b"&#13;") if fmt == ox.RdfFormat.RDF_XML else written


def _canonical(quads: Iterable[ox.Quad | ox.Triple], with_graphs: bool) -> list[ox.Quad]:
    dataset = ox.Dataset(_as_quad(quad, with_graphs) for quad in quads)
    rows: list[ox.Quad] = list(dataset)
    if any(
        isinstance(node, ox.BlankNode)
        for quad in rows
        for node in (quad.subject, quad.object, quad.graph_name)
    ):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        rows = list(dataset)
    return sorted(rows, key=_order)


def _as_quad(quad: ox.Quad | ox.Triple, with_graphs: bool) -> ox.Quad:
    if isinstance(quad, ox.Triple):
        return ox.Quad(quad.subject, quad.predicate, quad.object)
    return quad if with_graphs else _moved(quad, DEFAULT_GRAPH)


def _order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    # The type first, as people write it.
    predicate = quad.predicate
    return (str(quad.graph_name), str(quad.subject), predicate != RDF_TYPE, predicate.value, str(quad.object))


def _iris(quads: Iterable[ox.Quad]) -> set[str]:
    found: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found


def _used(prefixes: Mapping[str, str], quads: Iterable[ox.Quad]) -> dict[str, str]:
    iris = sorted(_iris(quads))
    return {
        name: prefixes[name]
        for name in sorted(prefixes)
        if any(iri.startswith(prefixes[name]) for iri in iris)
    }


def _refuse_for_xml(quads: Iterable[ox.Quad]) -> None:
    for quad in quads:
        if not re.search(_XML_NAME_END, quad.predicate.value):
            raise _not_in_xml(f"the predicate <{quad.predicate.value}> ends in no XML name")
        if isinstance(quad.object, ox.Literal) and re.search(_NOT_IN_XML, quad.object.value):
            raise _not_in_xml(f"a value of <{quad.predicate.value}> has a control character")


def _not_in_xml(problem: str) -> OutputError:
    return OutputError("RDF/XML", problem, "use another format")
