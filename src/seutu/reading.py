"""The statements of a file of RDF, each term as it is written there, with a sentence for every fault."""

import re
from collections import deque
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NoReturn

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.namespaces import PREFIXES

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

# A base no file declares: what comes out below it was a relative IRI, which a JSON-LD reader would drop in silence.
NO_BASE = "undeclared-base:/"
_DEFAULT_GRAPH = ox.DefaultGraph()
_BLANK = ox.BlankNode
# What a text must hold for a blank node to be in it, unless it is RDF/XML or JSON-LD.
_BLANKS = ("_:", "[", "(", "<<", "{|")
# What may stand before the first statement, and where it ends.
_HEADER = re.compile(
    r"(?:\s+|\#[^\n]*\n|(?:@prefix|prefix)\s+[^\s:<>\"'#]*:\s*<[^<>\"\s\\]*>\s*(?:\.(?=\s))?)*", re.IGNORECASE
)
_WHERE = re.compile(r"^Parser error (?:at |between )?[^:]*: ")
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared|Unknown prefix (\S*):")
_RELATIVE = "No scheme found in an absolute IRI"


def read(data: bytes, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    """The statements of a file, each term as it is written there: its lexical form and its datatype are kept.

    They stand in ``graph``, save where a TriG or N-Quads file names its own graphs. A blank node has a name that is
    the same at every reading, and that no file of another name or graph gives. ``origin`` is the file's name as
    errors print it. Line ends of any system and a byte order mark make no difference.

    Raises `InputError`, with the line where there is one, for anything that is not well-formed RDF.
    """
    text = decoded(data, origin)
    try:
        quads = _parsed(text, fmt, graph, origin)
    except SyntaxError as error:
        _explain(error, text, fmt, origin)
    if _may_have_blanks(text, fmt):
        return _named_anew(quads, f"b{sha256(f'{graph} {origin}'.encode()).hexdigest()[:12]}x")
    return quads


def decoded(data: bytes, origin: str) -> str:
    """The text of a file without byte order mark, its lines ended by line feeds; ``origin`` is its name in errors.

    Raises `InputError` with the line of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(origin, "is not UTF-8 from here on", "save the file as UTF-8", line) from None


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


def _parsed(text: str, fmt: ox.RdfFormat, graph: GraphName, origin: str) -> list[ox.Quad]:
    if fmt == ox.RdfFormat.JSON_LD:
        return _from_json_ld(text, graph, origin)
    if fmt in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES) and isinstance(graph, ox.NamedNode):
        found = _in_one_graph(text, fmt, graph)
        if found is not None:
            return found
    return _in_graph(ox.parse(text, format=fmt), graph)


def _in_one_graph(text: str, fmt: ox.RdfFormat, graph: ox.NamedNode) -> list[ox.Quad] | None:
    # The parser puts what it reads into a graph only where the text says so, and moving it afterwards takes longer
    # than parsing. So what stands after the prefixes is read as a graph of TriG, if it cannot mean another thing there.
    header = _HEADER.match(text)
    start = header.end() if header else 0
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


def _from_json_ld(text: str, graph: GraphName, origin: str) -> list[ox.Quad]:
    quads = _in_graph(ox.parse(text, format=ox.RdfFormat.JSON_LD, base_iri=NO_BASE), graph)
    for iri in sorted(iris(quads)):
        if iri.startswith(NO_BASE):
            problem = f"the IRI '{iri.removeprefix(NO_BASE)}' is relative and the file declares no base"
            raise InputError(origin, problem, 'write it in full, or give the @context a "@base"')
    return quads


def _in_graph(quads: Iterable[ox.Quad], graph: GraphName) -> list[ox.Quad]:
    if graph == _DEFAULT_GRAPH:
        return list(quads)
    return [quad if quad.graph_name != _DEFAULT_GRAPH else moved(quad, graph) for quad in quads]


def _may_have_blanks(text: str, fmt: ox.RdfFormat) -> bool:
    return fmt in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML) or any(mark in text for mark in _BLANKS)


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


def _explain(error: SyntaxError, data: str, fmt: ox.RdfFormat, origin: str) -> NoReturn:
    message = _WHERE.sub("", error.msg).strip().rstrip(".")
    line, column = error.lineno, error.offset
    if line is None and fmt == ox.RdfFormat.RDF_XML:
        line, column = _xml_fault(data)
    problem, remedy = _diagnosis(message, fmt)
    raise InputError(origin, problem, remedy, line, column) from None


def _diagnosis(message: str, fmt: ox.RdfFormat) -> tuple[str, str]:
    undeclared = _UNDECLARED.search(message)
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
    if _RELATIVE in message:
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
