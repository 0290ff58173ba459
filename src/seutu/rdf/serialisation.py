"""RDF as bytes, the same for the same graph: sorted, blank nodes named (`canonical`), only prefixes in use declared.

Order and names are worked out once, whatever number of formats is written, and each format is written in a stream. What
is kept of a statement meanwhile is a row: its terms as N-Triples has them, between NULs, so that bytes sort as people
read: by subject, its type first (its predicate is left empty), then by predicate, object and graph.
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
"""Takes what is written, piece by piece."""

Advance = Callable[[int], None]
"""Told how many statements have been written since it was told last."""

Rewrite = Callable[[bytes], bytes]
"""Changes IRIs in RDF written line by line."""

_WITH_GRAPHS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG)
_WITH_NUMERALS = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_TYPE = str(model.RDF_TYPE).encode()
_DEFAULT = str(model.DEFAULT_GRAPH).encode()
_BATCH = 1000
_XSD = PREFIXES["xsd"]
# A number in Turtle may stand as a numeral. What some readers (rdflib) would then take for another way of writing it is
# written in full: all doubles, and what has a plus sign, leading zeros, no digit before the point, or is very small.
_ODD_NUMERAL = re.compile(
    rb'"(?:[+-]?[0-9.]*[eE][^"]*|(?!-?(?:0|[1-9][0-9]*)(?:\.(?!0{5})[0-9]+)?")[+-]?[0-9.]*)"\^\^<'
    + re.escape(_XSD.encode())
    + rb"(?:integer|decimal|double)>\0"
)
_MARK = "urn:x-in-full:"
_MARKED = re.compile(rb"\^\^<urn:x-in-full:(integer|decimal|double)>")
_NOT_IN_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_XML_NAME_END = r"[^\W\d][\w.-]*$"
# The datatypes that no line names.
_STRING, _TAGGED, _DIRECTED = (
    str(model.node(name)).encode() for name in ("xsd:string", "rdf:langString", "rdf:dirLangString")
)


class Ordered:
    """Quads in the order in which they are written, their blank nodes named; ``quads`` and ``triples`` count them.

    What stands in several graphs is one triple. In a format without graphs an ontology and its modules have one header;
    see `merging`.
    """

    def __init__(
        self, rows: list[bytes], blank: list[ox.Quad], gone: Iterable[bytes] = (), come: Iterable[bytes] = ()
    ) -> None:
        """Take rows without blank nodes, each once, in any order, and all quads that mention one.

        Names depend on the quads with blank nodes alone, so no others are canonicalised. They are named twice, for
        a format without graphs holds another graph. From such a format the rows ``gone`` are left out, and those that
        have ``come`` are added; both stand in no graph.
        """
        self._named = _rows(canonical(blank))
        self._merged = _rows(canonical(model.moved(quad, model.DEFAULT_GRAPH) for quad in blank))
        self._plain = sorted(rows)
        self._gone, self._come = frozenset(gone), sorted(come)
        self.quads = len(self._plain) + len(self._named)
        self.triples = sum(1 for _ in self._without_graphs())

    @classmethod
    def of(cls, quads: Iterable[ox.Quad | ox.Triple]) -> "Ordered":
        """Order quads, or triples."""
        rows = {_row_of(quad): quad for quad in map(_as_quad, quads)}
        blank = [quad for row, quad in rows.items() if b"_:" in row]
        return cls([row for row in rows if b"_:" not in row] if blank else list(rows), blank)

    @classmethod
    def of_store(
        cls,
        store: model.Quads,
        wanted: Callable[[model.GraphName], bool] = lambda _: True,
        rewrite: Rewrite = lambda lines: lines,
    ) -> "Ordered":
        """Order what the ``wanted`` graphs say; ``rewrite`` may change their N-Triples and their names."""
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
        return cls(rows, blank, _rewritten(change.gone, rewrite), _rewritten(change.come, rewrite))

    def write(
        self, fmt: ox.RdfFormat, prefixes: Mapping[str, str], sink: Sink, advance: Advance = lambda _: None
    ) -> None:
        """Write all of it in one format, as `serialise` says, which tells also what is raised."""
        if fmt in _BY_LINE:
            for lines in _batches(self._lines(fmt in _WITH_GRAPHS)):
                sink(b"".join(lines))
                advance(len(lines))
            return
        used = self._used(prefixes, fmt in _WITH_GRAPHS)
        quads = self._parsed(fmt in _WITH_GRAPHS, advance)
        unmarking: _Unmarking | None = None
        if fmt in _WITH_NUMERALS and self._has_odd_numerals:
            unmarking = _Unmarking(sink, used)
            quads, sink = _marked(quads), unmarking
        if fmt == ox.RdfFormat.RDF_XML:
            quads, sink = _fit_for_xml(quads), _keeping_returns(sink)
        rows = quads if fmt in _WITH_GRAPHS else (quad.triple for quad in quads)
        ox.serialize(rows, cast(IO[bytes], _Output(sink)), fmt, prefixes=used)
        if unmarking:
            unmarking.end()

    def _lines(self, with_graphs: bool) -> Iterator[bytes]:
        rows = self._with_graphs() if with_graphs else self._without_graphs()
        # Lines are in the order of rows, save within one subject.
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
        for row in sorted(self._plain + self._merged + self._come):
            statement = row[: row.rindex(b"\0") + 1]
            if statement != last and statement not in self._gone:
                last = statement
                yield statement

    @cached_property
    def _has_odd_numerals(self) -> bool:
        return any(_ODD_NUMERAL.search(row) for rows in (self._plain, self._named) for row in rows)

    @cached_property
    def _iris(self) -> tuple[set[bytes], set[bytes]]:
        """What the statements name, datatypes too, and the graphs; predicates lack their closing bracket here."""
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
    """The quads as bytes, the same for the same graph whatever their order and the names of their blank nodes.

    N-Quads and TriG keep the graphs; the other formats hold the statements of all graphs together. Only prefixes in use
    are declared. Raises `OutputError` for what the format cannot hold (in RDF/XML: a predicate without a local name, a
    control character).
    """
    pieces: list[bytes] = []
    Ordered.of(quads).write(fmt, prefixes, pieces.append)
    return b"".join(pieces)


def _marked(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads, numbers that are not to be written as numerals with a datatype of ours."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and _ODD_NUMERAL.search(b"%b\0" % str(value).encode()):
            datatype = ox.NamedNode(_MARK + value.datatype.value.removeprefix(_XSD))
            value = ox.Literal(value.value, datatype=datatype)
            quad = ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)  # noqa: PLW2901
        yield quad


class _Unmarking:
    """A sink that gives numbers their own datatypes back, line by line."""

    def __init__(self, sink: Sink, prefixes: Mapping[str, str]) -> None:
        self._sink, self._rest = sink, b""
        prefix = next((name for name, iri in prefixes.items() if iri == _XSD), None)
        self._name = b"^^<" + _XSD.encode() + rb"\1>" if prefix is None else f"^^{prefix}:\\1".encode()

    def __call__(self, piece: bytes) -> None:
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._sink(_MARKED.sub(self._name, line) + b"\n")

    def end(self) -> None:
        """Hand on what has no end of line."""
        self._sink(_MARKED.sub(self._name, self._rest))


class _Output:
    """A sink, as the file that pyoxigraph wants."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, piece: bytes) -> int:
        self._sink(piece)
        return len(piece)

    def flush(self) -> None:
        """Keep nothing back."""


def _as_quad(quad: ox.Quad | ox.Triple) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object) if isinstance(quad, ox.Triple) else quad


def _rows(quads: Iterable[ox.Quad]) -> list[bytes]:
    return list(map(_row_of, quads))


def _row_of(quad: ox.Quad) -> bytes:
    return _row(str(quad.triple).encode(), _graph(quad.graph_name))


def _row(statement: bytes, graph: bytes) -> bytes:
    subject, predicate, value = statement.split(b" ", 2)
    # Without its bracket a predicate stands before those that it begins.
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
    # What was checked when it was read is not checked again.
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


def _fit_for_xml(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
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


def _keeping_returns(sink: Sink) -> Sink:
    # An XML reader turns a bare carriage return into a line feed; as a reference it survives.
    return lambda piece: sink(piece.replace(b"\r", b"&#13;"))
