"""Statements of an RDF file with their original lexical forms, and an error message for every fault."""

import re
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf.limits import NESTING
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.readers import faults, jsonld, nesting, rdfxml

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

NO_BASE = jsonld.NO_BASE
_DIGITS = 12  # of a hash: enough to avoid collisions
_DEFAULT_GRAPH = ox.DefaultGraph()
# The datatypes of literals with a language tag only (RDF 1.1 Concepts, 3.3).
_TAGGED = (f"{PREFIXES['rdf']}langString", f"{PREFIXES['rdf']}dirLangString")
_BLANK = ox.BlankNode
# The marks of blank nodes in a text, unless it is RDF/XML or JSON-LD.
_BLANKS = ("_:", "[", "(", "<<", "{|")
# What a file is called in itself, in the formats that may have relative IRIs.
_OWN_NAME, _RELATIVE = "<>", (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
# The declarations, comments and spaces before the first statement.
_HEADER = re.compile(
    r"""(?:\s+|\#[^\n\r]*[\n\r]|@?(?:prefix\s+[^\s:<>"'#]*:|base)\s*<[^<>"\s]*>\s*(?:\.(?=\s|$))?)*+""",
    re.IGNORECASE,
)


def read(data: bytes, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    """The statements of a file; the lexical forms and datatypes of literals are kept.

    They are in ``graph``, except where a TriG or N-Quads file names its own graphs. The name of a blank node is the
    same at every reading, and unique to the file's name and graph. ``origin`` is the file's name in errors. Line ends
    of any system and a byte order mark are accepted.

    Raises `InputError`, with the line if known, for a file that is not well-formed RDF or exceeds a limit of
    `seutu.rdf.limits`.
    """
    text, no_language = _text_for_parser(data, fmt, origin)
    quads = _parsed(text, fmt, graph, origin)
    if _may_lack_tags(text, fmt):
        _check_tags(quads, text, fmt, origin)
    if no_language:
        quads = list(rdfxml.without_language(quads, no_language))
    if _may_have_blanks(text, fmt):
        return _with_stable_names(quads, graph, origin)
    return quads


def is_empty(data: bytes, fmt: ox.RdfFormat, origin: str) -> bool:
    """Return whether a file has no statement; formats that can be streamed are read only up to the first one.

    Raises what `read` raises, except for faults after the first statement.
    """
    if fmt not in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
        with suppress(SyntaxError, MemoryError):
            if next(ox.parse(_text_for_parser(data, fmt, origin)[0], format=fmt), None):
                return False
    return not read(data, fmt, _DEFAULT_GRAPH, origin)


def declared(data: bytes, fmt: ox.RdfFormat, origin: str = "") -> dict[str, str]:
    """The prefixes declared before the first statement of a document, with their namespace IRIs.

    The result may be empty for a document that `read` refuses.
    """
    # `read` reports the fault, with its line.
    with suppress(InputError, SyntaxError, MemoryError):
        if fmt in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
            parser = ox.parse(_text_for_parser(data, fmt, origin)[0], format=fmt, base_iri=NO_BASE)
        else:
            text = decoded(data, origin)
            parser = ox.parse(text[: _header(text)], format=fmt, base_iri=NO_BASE)
        with suppress(SyntaxError):
            next(parser, None)
        return parser.prefixes
    return {}


def decoded(data: bytes, origin: str) -> str:
    """The text of a file without byte order mark and with line feeds as line ends; ``origin`` is its name in errors.

    Raises `InputError` with the line of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            origin, Phrase("is not UTF-8 from here on"), Phrase("save the file as UTF-8"), line
        ) from None


def moved(quad: ox.Quad, graph: GraphName) -> ox.Quad:
    """The same statement in another graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def iris(quads: Iterable[ox.Quad]) -> set[str]:
    """The IRIs in quads, including those of graphs and of datatypes."""
    found: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found


def text_of(data: bytes, fmt: ox.RdfFormat, origin: str) -> str:
    """The text of a file in any encoding of its format, as `decoded` returns it for UTF-8. Raises `InputError`."""
    return rdfxml.decoded(data, origin) if fmt == ox.RdfFormat.RDF_XML else decoded(data, origin)


def _text_for_parser(data: bytes, fmt: ox.RdfFormat, origin: str) -> tuple[str, str]:
    """The text for the parser, and the language tag in it that replaces an empty one."""
    text = text_of(data, fmt, origin)
    nesting.check_depth(text, fmt, origin)
    return rdfxml.prepared(text, origin) if fmt == ox.RdfFormat.RDF_XML else (text, "")


def _parsed(text: str, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    try:
        if fmt == ox.RdfFormat.JSON_LD:
            return _in_graph(jsonld.parsed(text, origin), graph)
        if _OWN_NAME in text and fmt in _RELATIVE and isinstance(graph, ox.NamedNode):
            return _in_graph(_with_own_name(text, fmt, graph), graph)
        if fmt in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES) and isinstance(graph, ox.NamedNode):
            found = _in_one_graph(text, fmt, graph)
            if found is not None:
                return found
        return _in_graph(ox.parse(text, format=fmt), graph)
    except SyntaxError as error:
        faults.explain(error, text, fmt, origin)
    except MemoryError as error:
        faults.too_long(error, text, fmt, origin)


def _with_own_name(text: str, fmt: ox.RdfFormat, graph: ox.NamedNode) -> Iterable[ox.Quad]:
    """The statements of a text in which ``<>`` is the file's graph; raises `SyntaxError` for other relative IRIs."""
    found = list(ox.parse(text, format=fmt, base_iri=NO_BASE))
    relative = {iri for iri in iris(found) if iri.startswith(NO_BASE)}
    if relative - {NO_BASE}:
        list(ox.parse(text.replace(_OWN_NAME, str(graph)), format=fmt))
    own = {ox.NamedNode(NO_BASE): graph}

    def named(term: Any) -> Any:
        return ox.Triple(*map(named, term)) if isinstance(term, ox.Triple) else own.get(term, term)

    return [ox.Quad(*map(named, quad)) for quad in found] if relative else found


def _header(text: str) -> int:
    """The offset of the end of the prefix and base declarations at the start of a text."""
    found = _HEADER.match(text)
    return found.end() if found else 0


def _in_one_graph(text: str, fmt: ox.RdfFormat, graph: ox.NamedNode) -> list[ox.Quad] | None:
    # The parser has no parameter for the graph, and moving the quads afterwards takes longer than parsing. So the
    # text after the prefixes is parsed as a graph of TriG, if it has the same meaning there.
    start = _header(text)
    end = text.rstrip()
    last = end[end.rfind("\n") + 1 :]
    if "{" in text or "}" in text or not end.endswith(".") or "#" in last or start >= len(end):
        return None
    try:
        if fmt == ox.RdfFormat.N_TRIPLES:
            deque(ox.parse(text, format=fmt), maxlen=0)  # its grammar is stricter than that of TriG
        return list(ox.parse(f"{text[:start]}{graph} {{{end[start:]}\n}}", format=ox.RdfFormat.TRIG))
    except SyntaxError:
        return None


def _in_graph(quads: Iterable[ox.Quad], graph: GraphName) -> list[ox.Quad]:
    if graph == _DEFAULT_GRAPH:
        return list(quads)
    return [quad if quad.graph_name != _DEFAULT_GRAPH else moved(quad, graph) for quad in quads]


def _may_have_blanks(text: str, fmt: ox.RdfFormat) -> bool:
    return fmt in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML) or any(mark in text for mark in _BLANKS)


def _may_lack_tags(text: str, fmt: ox.RdfFormat) -> bool:
    # The parsers of the other formats check this themselves.
    escape = {ox.RdfFormat.RDF_XML: "&#", ox.RdfFormat.JSON_LD: "\\u"}.get(fmt)
    return escape is not None and ("angString" in text or escape in text)


def _check_tags(quads: Iterable[ox.Quad], text: str, fmt: ox.RdfFormat, origin: str) -> None:
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and not value.language and value.datatype.value in _TAGGED:
            faults.untagged(value, text, fmt, origin)


def _with_stable_names(quads: list[ox.Quad], graph: GraphName, origin: str) -> list[ox.Quad]:
    digest = sha256(f"{graph} {origin}".encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
    try:
        return _renamed(quads, f"b{digest}x")
    except RecursionError:
        raise nesting.too_deep(origin, NESTING.value(), None) from None


def _renamed(quads: list[ox.Quad], prefix: str) -> list[ox.Quad]:
    """The statements with blank nodes renamed to a prefix and a number, in order of appearance."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, _BLANK):
            return names.get(term) or names.setdefault(term, _BLANK(f"{prefix}{len(names)}"))
        return ox.Triple(*map(named, term)) if isinstance(term, ox.Triple) else term

    for index, quad in enumerate(quads):
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if _BLANK in (type(subject), type(graph)) or type(value) in (_BLANK, ox.Triple):
            quads[index] = ox.Quad(named(subject), quad.predicate, named(value), named(graph))
    return quads
