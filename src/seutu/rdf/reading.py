"""The statements of a file of RDF, each term as it is written there, with a sentence for every fault."""

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
_DIGITS = 12  # of a hash: enough for no two files to share one
_DEFAULT_GRAPH = ox.DefaultGraph()
# What a literal is of only when it has a language tag (RDF 1.1 Concepts, 3.3).
_TAGGED = (f"{PREFIXES['rdf']}langString", f"{PREFIXES['rdf']}dirLangString")
_BLANK = ox.BlankNode
# What a text must hold for a blank node to be in it, unless it is RDF/XML or JSON-LD.
_BLANKS = ("_:", "[", "(", "<<", "{|")
# What may stand before the first statement, and where it ends.
_HEADER = re.compile(
    r"""(?:\s+|\#[^\n\r]*[\n\r]|@?(?:prefix\s+[^\s:<>"'#]*:|base)\s*<[^<>"\s]*>\s*(?:\.(?=\s|$))?)*+""",
    re.IGNORECASE,
)


def read(data: bytes, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    """The statements of a file, each term as it is written there: its lexical form and its datatype are kept.

    They stand in ``graph``, save where a TriG or N-Quads file names its own graphs. A blank node has a name that is
    the same at every reading, and that no file of another name or graph gives. ``origin`` is the file's name as
    errors print it. Line ends of any system and a byte order mark make no difference.

    Raises `InputError`, with the line where there is one, for anything that is not well-formed RDF, and for what goes
    beyond a limit of `seutu.rdf.limits`.
    """
    text, no_language = _prepared(data, fmt, origin)
    quads = _parsed(text, fmt, graph, origin)
    if _may_lack_tags(text, fmt):
        _tagged(quads, text, fmt, origin)
    if no_language:
        quads = list(rdfxml.without_language(quads, no_language))
    if _may_have_blanks(text, fmt):
        return _named_by(quads, graph, origin)
    return quads


def is_empty(data: bytes, fmt: ox.RdfFormat, origin: str) -> bool:
    """Whether a file says nothing, told by its first statement where that can be told without the rest.

    Raises what `read` raises, save for faults behind the first statement.
    """
    if fmt not in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
        with suppress(SyntaxError, MemoryError):
            if next(ox.parse(_prepared(data, fmt, origin)[0], format=fmt), None):
                return False
    return not read(data, fmt, _DEFAULT_GRAPH, origin)


def declared(data: bytes, fmt: ox.RdfFormat, origin: str = "") -> dict[str, str]:
    """The prefixes that stand before the first statement of a document, with their namespace IRIs.

    A document that `read` refuses may give none.
    """
    # A fault is for `read` to tell, with its place.
    with suppress(InputError, SyntaxError, MemoryError):
        if fmt in (ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD):
            parser = ox.parse(_prepared(data, fmt, origin)[0], format=fmt, base_iri=NO_BASE)
        else:
            text = decoded(data, origin)
            parser = ox.parse(text[: _header(text)], format=fmt, base_iri=NO_BASE)
        with suppress(SyntaxError):
            next(parser, None)
        return parser.prefixes
    return {}


def decoded(data: bytes, origin: str) -> str:
    """The text of a file without byte order mark, its lines ended by line feeds; ``origin`` is its name in errors.

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
    """The IRIs that quads name, those of graphs and of datatypes too."""
    found: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
    return found


def text_of(data: bytes, fmt: ox.RdfFormat, origin: str) -> str:
    """The text of a file of a format, line for line, as `decoded` gives it of UTF-8. Raises `InputError`."""
    return rdfxml.decoded(data, origin) if fmt == ox.RdfFormat.RDF_XML else decoded(data, origin)


def _prepared(data: bytes, fmt: ox.RdfFormat, origin: str) -> tuple[str, str]:
    """The text that a parser can be given, and the language that stands in it for none."""
    text = text_of(data, fmt, origin)
    nesting.bounded(text, fmt, origin)
    return rdfxml.prepared(text, origin) if fmt == ox.RdfFormat.RDF_XML else (text, "")


def _parsed(text: str, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    try:
        if fmt == ox.RdfFormat.JSON_LD:
            return _in_graph(jsonld.parsed(text, origin), graph)
        if fmt in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES) and isinstance(graph, ox.NamedNode):
            found = _in_one_graph(text, fmt, graph)
            if found is not None:
                return found
        return _in_graph(ox.parse(text, format=fmt), graph)
    except SyntaxError as error:
        faults.explain(error, text, fmt, origin)
    except MemoryError as error:
        faults.too_long(error, text, fmt, origin)


def _header(text: str) -> int:
    """Where the declarations of prefixes and bases at the front of a text end."""
    found = _HEADER.match(text)
    return found.end() if found else 0


def _in_one_graph(text: str, fmt: ox.RdfFormat, graph: ox.NamedNode) -> list[ox.Quad] | None:
    # The parser puts what it reads into a graph only where the text says so, and moving it afterwards takes longer
    # than parsing. So what stands after the prefixes is read as a graph of TriG, if it cannot mean another thing there.
    start = _header(text)
    end = text.rstrip()
    last = end[end.rfind("\n") + 1 :]
    if "{" in text or "}" in text or not end.endswith(".") or "#" in last or start >= len(end):
        return None
    try:
        if fmt == ox.RdfFormat.N_TRIPLES:
            deque(ox.parse(text, format=fmt), maxlen=0)  # it allows less than TriG does
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
    # The parsers of the other formats look for themselves.
    escape = {ox.RdfFormat.RDF_XML: "&#", ox.RdfFormat.JSON_LD: "\\u"}.get(fmt)
    return escape is not None and ("angString" in text or escape in text)


def _tagged(quads: Iterable[ox.Quad], text: str, fmt: ox.RdfFormat, origin: str) -> None:
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and not value.language and value.datatype.value in _TAGGED:
            faults.untagged(value, text, fmt, origin)


def _named_by(quads: list[ox.Quad], graph: GraphName, origin: str) -> list[ox.Quad]:
    digest = sha256(f"{graph} {origin}".encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
    try:
        return _named_anew(quads, f"b{digest}x")
    except RecursionError:
        raise nesting.too_deep(origin, NESTING.value(), None) from None


def _named_anew(quads: list[ox.Quad], prefix: str) -> list[ox.Quad]:
    """The same statements, their blank nodes named by a prefix and a number, in order of appearance."""
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
