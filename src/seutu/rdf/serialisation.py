"""Deterministic serialisation of RDF: sorted, with canonical blank node names, and only the used prefixes declared.

Order and names are computed once for all formats, and each format is written as a stream. A statement is held as a
row: its terms in N-Triples syntax, separated by NULs. Rows sort by subject, the types first (rdf:type is an empty
text), then by predicate, object and graph.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain, groupby, islice
from typing import IO, cast

import pyoxigraph as ox

from seutu.errors import OutputError
from seutu.phrases import Phrase
from seutu.rdf import model
from seutu.rdf.canonical import canonical
from seutu.rdf.merging import merging
from seutu.rdf.namespaces import PREFIXES

Sink = Callable[[bytes], object]
"""A callback that takes the output, piece by piece."""

Advance = Callable[[int], None]
"""A callback that takes the number of statements written since its last call."""

Rewrite = Callable[[bytes], bytes]
"""A function that replaces IRIs in N-Triples."""

_WITH_GRAPHS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG)
_WITH_NUMERALS = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_TYPE = str(model.RDF_TYPE).encode()
_DEFAULT = str(model.DEFAULT_GRAPH).encode()
_BATCH = 1000
_XSD = PREFIXES["xsd"]
# Turtle allows numerals without quotes, but some readers (rdflib) change the lexical forms of these, so they are
# written in full: doubles, numbers with a plus sign, leading zeros or no digit before the point, and very small ones.
_UNSAFE_NUMERAL = re.compile(
    rb'"(?:[+-]?[0-9.]*[eE][^"]*|(?!-?(?:0|[1-9][0-9]*)(?:\.(?!0{5})[0-9]+)?")[+-]?[0-9.]*)"\^\^<'
    + re.escape(_XSD.encode())
    + rb"(?:integer|decimal|double)>\0"
)
_PRIVATE = "urn:x-in-full:"
_PRIVATE_DATATYPE = re.compile(rb"\^\^<urn:x-in-full:(integer|decimal|double)>")
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_XML_NAME_END = r"[^\W\d][\w.-]*$"
# The implicit datatypes.
_STRING, _TAGGED, _DIRECTED = (
    str(model.node(name)).encode() for name in ("xsd:string", "rdf:langString", "rdf:dirLangString")
)


class OrderedQuads:
    """Quads in the order of serialisation, with canonical blank node names; ``quads`` and ``triples`` count them.

    A statement in several graphs counts as one triple. In a format without graphs an ontology and its modules have one
    header; see `merging`.
    """

    def __init__(
        self,
        rows: list[bytes],
        blank: list[ox.Quad],
        removed: Iterable[bytes] = (),
        added: Iterable[bytes] = (),
    ) -> None:
        """Take the distinct rows without blank nodes, in any order, and the quads with blank nodes.

        Only quads with blank nodes are canonicalised, because the names depend on them alone. They are named twice,
        because the merged graph of a format without graphs differs. For such a format the rows ``removed`` are left
        out, and the rows ``added`` are put in; neither have a graph.
        """
        self._named = _rows(canonical(blank))
        self._merged = _rows(canonical(model.moved(quad, model.DEFAULT_GRAPH) for quad in blank))
        self._plain = sorted(rows)
        self._removed, self._added = frozenset(removed), sorted(added)
        self.quads = len(self._plain) + len(self._named)
        self.triples = sum(1 for _ in self._without_graphs())

    @classmethod
    def of(cls, quads: Iterable[ox.Quad | ox.Triple]) -> "OrderedQuads":
        """Return quads or triples in order."""
        rows = {_row_of(quad): quad for quad in map(_as_quad, quads)}
        blank = [quad for row, quad in rows.items() if b"_:" in row]
        return cls([row for row in rows if b"_:" not in row] if blank else list(rows), blank)

    @classmethod
    def of_store(
        cls,
        store: model.Quads,
        wanted: Callable[[model.GraphName], bool] = lambda _: True,
        rewrite: Rewrite = lambda lines: lines,
    ) -> "OrderedQuads":
        """Return the quads of the ``wanted`` graphs in order; ``rewrite`` changes their N-Triples and their names."""
        rows: list[bytes] = []
        blank: list[ox.Quad] = []
        for graph in (model.DEFAULT_GRAPH, *store.named_graphs()):
            if wanted(graph):
                dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
                lines, name = rewrite(dumped).splitlines(), rewrite(_graph(graph))
                anonymous = name.startswith(b"_:")
                rows += [_row(line[:-2], name) for line in lines if not (anonymous or b"_:" in line)]
                mixed = b"\n".join(line for line in lines if anonymous or b"_:" in line)
                moved = ox.NamedNode(name[1:-1].decode()) if isinstance(graph, ox.NamedNode) else graph
                blank += [model.moved(quad, moved) for quad in ox.parse(mixed, format=ox.RdfFormat.N_TRIPLES)]
        change = merging(store)
        return cls(rows, blank, _rewritten(change.removed, rewrite), _rewritten(change.added, rewrite))

    def write(
        self, fmt: ox.RdfFormat, prefixes: Mapping[str, str], sink: Sink, advance: Advance = lambda _: None
    ) -> None:
        """Write the quads in one format. The output and the errors raised are those of `serialise`."""
        if fmt in _BY_LINE:
            for lines in _batches(self._lines(fmt in _WITH_GRAPHS)):
                sink(b"".join(lines))
                advance(len(lines))
            return
        used = self._used(prefixes, fmt in _WITH_GRAPHS)
        quads = self._parsed(fmt in _WITH_GRAPHS, advance)
        restorer: _DatatypeRestorer | None = None
        if fmt in _WITH_NUMERALS and self._has_unsafe_numerals:
            restorer = _DatatypeRestorer(sink, used)
            quads, sink = _with_private_datatypes(quads), restorer
        if fmt == ox.RdfFormat.RDF_XML:
            quads, sink = _checked_for_xml(quads), _with_escaped_returns(sink)
        rows = quads if fmt in _WITH_GRAPHS else (quad.triple for quad in quads)
        ox.serialize(rows, cast(IO[bytes], _Output(sink)), fmt, prefixes=used)
        if restorer:
            restorer.end()

    def _lines(self, with_graphs: bool) -> Iterator[bytes]:
        rows = self._with_graphs() if with_graphs else self._without_graphs()
        # Lines are in the order of rows, except within one subject.
        return chain.from_iterable(sorted(map(_line, group)) for _, group in groupby(rows, _subject))

    def _parsed(self, with_graphs: bool, advance: Advance) -> Iterator[ox.Quad]:
        rows = self._graph_by_graph() if with_graphs else self._without_graphs()
        for batch in _batches(rows):
            yield from _quads(batch)
            advance(len(batch))

    def _with_graphs(self) -> Iterable[bytes]:
        return sorted(self._plain + self._named)

    def _graph_by_graph(self) -> Iterator[bytes]:
        graphs: dict[bytes, list[bytes]] = {}
        for row in self._with_graphs():
            graphs.setdefault(row.rpartition(b"\0")[2], []).append(row)
        for graph in sorted(graphs, key=lambda name: name or _DEFAULT):
            yield from graphs[graph]

    def _without_graphs(self) -> Iterator[bytes]:
        last = b""
        for row in sorted(self._plain + self._merged + self._added):
            statement = row[: row.rindex(b"\0") + 1]
            if statement != last and statement not in self._removed:
                last = statement
                yield statement

    @cached_property
    def _has_unsafe_numerals(self) -> bool:
        return any(_UNSAFE_NUMERAL.search(row) for rows in (self._plain, self._named) for row in rows)

    @cached_property
    def _iris(self) -> tuple[set[bytes], set[bytes]]:
        """The IRIs in the statements, including datatypes, and the graphs; predicates lack their closing bracket."""
        named, graphs = set[bytes](), set[bytes]()
        for rows in (self._plain, self._named):
            for subject, predicate, value, graph in (row.split(b"\0") for row in rows):
                named |= {subject, predicate or _TYPE, _named(value)}
                graphs.add(graph)
        return named, graphs

    def _used(self, prefixes: Mapping[str, str], with_graphs: bool) -> dict[str, str]:
        named, graphs = self._iris
        iris = sorted(named | graphs if with_graphs else named)
        starts = {name: b"<" + prefixes[name].encode() for name in sorted(prefixes)}
        return {name: prefixes[name] for name, start in starts.items() if _any_begins(iris, start)}


def serialise(
    quads: Iterable[ox.Quad | ox.Triple], fmt: ox.RdfFormat, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """The quads as bytes, which do not depend on their order and the names of their blank nodes.

    N-Quads and TriG keep the graphs; the other formats merge the statements of all graphs. Only used prefixes are
    declared. Raises `OutputError` for a statement that the format cannot express (in RDF/XML: a predicate without a
    local name, or a control character).
    """
    pieces: list[bytes] = []
    OrderedQuads.of(quads).write(fmt, prefixes, pieces.append)
    return b"".join(pieces)


def _with_private_datatypes(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads, with a private datatype for each number that must not become a numeral."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and _UNSAFE_NUMERAL.search(b"%b\0" % str(value).encode()):
            datatype = ox.NamedNode(_PRIVATE + value.datatype.value.removeprefix(_XSD))
            value = ox.Literal(value.value, datatype=datatype)
            quad = ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)  # noqa: PLW2901
        yield quad


class _DatatypeRestorer:
    """A sink that restores the datatypes that `_with_private_datatypes` replaced, line by line."""

    def __init__(self, sink: Sink, prefixes: Mapping[str, str]) -> None:
        self._sink, self._rest = sink, b""
        prefix = next((name for name, iri in prefixes.items() if iri == _XSD), None)
        self._name = b"^^<" + _XSD.encode() + rb"\1>" if prefix is None else f"^^{prefix}:\\1".encode()

    def __call__(self, piece: bytes) -> None:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._sink(_PRIVATE_DATATYPE.sub(self._name, line) + b"\n")

    def end(self) -> None:
        """Write the rest, which has no line end."""
        self._sink(_PRIVATE_DATATYPE.sub(self._name, self._rest))


class _Output:
    """A file object for pyoxigraph that writes to a sink."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, piece: bytes) -> int:
        self._sink(piece)
        return len(piece)

    def flush(self) -> None:
        """Return at once, because output is not buffered."""


def _as_quad(quad: ox.Quad | ox.Triple) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object) if isinstance(quad, ox.Triple) else quad


def _rows(quads: Iterable[ox.Quad]) -> list[bytes]:
    return list(map(_row_of, quads))


def _row_of(quad: ox.Quad) -> bytes:
    return _row(str(quad.triple).encode(), _graph(quad.graph_name))


def _row(statement: bytes, graph: bytes) -> bytes:
    subject, predicate, value = statement.split(b" ", 2)
    # Without its bracket a predicate sorts before those that begin with it.
    return b"%b\0%b\0%b\0%b" % (subject, b"" if predicate == _TYPE else predicate[:-1], value, graph)


def _graph(name: model.GraphName) -> bytes:
    return b"" if name == model.DEFAULT_GRAPH else str(name).encode()


def _rewritten(triples: Iterable[ox.Triple], rewrite: Rewrite) -> Iterator[bytes]:
    lines = b"\n".join(str(triple).encode() for triple in triples)
    return (_row(line, b"") for line in rewrite(lines).splitlines())


def _subject(row: bytes) -> bytes:
    return row[: row.index(b"\0")]


def _line(row: bytes) -> bytes:
    subject, predicate, value, graph = row.split(b"\0")
    predicate = predicate + b">" if predicate else _TYPE
    if graph:
        return b"%b %b %b %b .\n" % (subject, predicate, value, graph)
    return b"%b %b %b .\n" % (subject, predicate, value)


def _quads(rows: Iterable[bytes]) -> Iterator[ox.Quad]:
    # The parser does not check again, because the terms were checked when they were read.
    return ox.parse(b"".join(map(_line, rows)), format=ox.RdfFormat.N_QUADS, lenient=True)


def _batches(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    source = iter(rows)
    return iter(lambda: list(islice(source, _BATCH)), [])


def _any_begins(ordered: list[bytes], start: bytes) -> bool:
    place = bisect_left(ordered, start)
    return place < len(ordered) and ordered[place].startswith(start)


def _named(value: bytes) -> bytes:
    if not value.startswith(b'"'):
        return value
    end = value[value.rindex(b'"') + 1 :]
    if end.startswith(b"@"):
        return _DIRECTED if b"--" in end else _TAGGED
    return end[2:] if end else _STRING


def _checked_for_xml(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    fit: set[str] = set()
    for quad in quads:
        predicate = quad.predicate.value
        if predicate not in fit:
            if not re.search(_XML_NAME_END, predicate):
                raise _not_in_xml(
                    Phrase("the predicate <{predicate}> ends in no XML name", predicate=predicate)
                )
            fit.add(predicate)
        if isinstance(quad.object, ox.Literal) and re.search(_NOT_IN_XML, quad.object.value):
            raise _not_in_xml(Phrase("a value of <{predicate}> has a control character", predicate=predicate))
        yield quad


def _not_in_xml(problem: Phrase) -> OutputError:
    return OutputError("RDF/XML", problem, Phrase("use another format"))


def _with_escaped_returns(sink: Sink) -> Sink:
    # An XML parser turns a bare carriage return into a line feed, but keeps a character reference.
    return lambda piece: sink(piece.replace(b"\r", b"&#13;"))
