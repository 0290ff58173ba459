"""The statements of a file as they are written, their blank nodes named the same at every reading."""

from contextlib import suppress

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.rdf import reading

GRAPH = ox.NamedNode("http://g/")
TTL, XML, JSON = ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD
NT, NQ, TRIG = ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXED = "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n@prefix a: <http://a/> .\n"


def read(
    text: str, fmt: ox.RdfFormat = TTL, graph: reading.GraphName = GRAPH, name: str = "f"
) -> list[ox.Quad]:
    return reading.read(text.encode(), fmt, graph, name)


def values(text: str) -> list[str]:
    return [str(quad.object) for quad in read(f"{PREFIXED}a:s a:p {text} .")]


@pytest.mark.parametrize("brace", ["", ", '{'"])
@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("007", "integer"),
        ("5", "nonNegativeInteger"),
        ("5", "int"),
        ("12.50", "decimal"),
        ("1", "boolean"),
        ("2008-06-30T24:00:00", "dateTime"),
        ("2008-06-30T12:00:00+00:00", "dateTimeStamp"),
        ("P12M", "duration"),
        (" 1 ", "integer"),
        ("no", "integer"),
    ],
)
def test_a_literal_keeps_its_lexical_form_and_datatype(lexical: str, datatype: str, brace: str) -> None:
    assert values(f'"{lexical}"^^x:{datatype}{brace}')[0] == f'"{lexical}"^^<{XSD}{datatype}>'


RDF_XML = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/"><r:Description>'
    '<a:p r:parseType="Collection"><a:C/><a:D/></a:p><a:q r:nodeID="x"/></r:Description></r:RDF>'
)
# A brace, an undotted end, a comment at the end and a base are read in one way, all others in another.
TURTLE = [
    "a:s a:p 1, 2 ; a:q [ a:r _:x ], ( 1 _:x ) .",
    "a:s a:p '{' .",
    "# c\ra:s a:p 1 .\na:s a:p 2 .",
    "a:s a:p 1 . # .",
    "a:s a:p 1 . # .\n",
    "a:s a:p 1 .\n@base <http://b/> . <c> a:p <d> .",
    "@base <http://b/> . <c> a:p <d> .",
    "a:s a:p '''.\n.''' .",
    "a:s a:p << a:s a:p 1 >>, 'x'@en--ltr .",
    "PREFIX c: <http://c/> a:s a:p c:1 .",
    "a:s a:p 1 .\nPREFIX c: <http://c/>\na:s a:p c:1 .",
    "",
]


@pytest.mark.parametrize("text", TURTLE)
def test_a_named_graph_holds_what_the_default_graph_would(text: str) -> None:
    named, default = (read(PREFIXED + text, graph=graph) for graph in (GRAPH, ox.DefaultGraph()))
    assert {quad.graph_name for quad in named} <= {GRAPH}
    assert len(named) == len(default)
    one, other = (ox.Dataset(ox.Quad(*quad.triple) for quad in quads) for quads in (named, default))
    one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    other.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert one == other


@pytest.mark.parametrize(
    "text",
    [
        "a:s a:p 1",
        "a:s a:p 1 } <http://h> { a:s a:p 2 .",
        "a:s a:p 1 . # .\na:s",
        "a:s a:p 1 # .",
        "GRAPH a:g",
    ],
)
def test_what_is_no_turtle_is_refused_whatever_the_graph(text: str) -> None:
    for graph in (GRAPH, ox.DefaultGraph()):
        with pytest.raises(InputError, match=r"^f:[1-9]"):
            read(PREFIXED + text, graph=graph)


@pytest.mark.parametrize("text", ["<http://a> <http://b> 1 .", "<http://a> a <http://b> .", "<a> <b> <c> ."])
def test_turtle_is_refused_as_n_triples(text: str) -> None:
    with pytest.raises(InputError):
        read(text, ox.RdfFormat.N_TRIPLES)


@pytest.mark.parametrize(
    ("text", "fmt"),
    [
        (PREFIXED + TURTLE[0], TTL),
        ("_:g { _:s <http://p> _:x , <<( _:x <http://p> _:s )>> }", ox.RdfFormat.TRIG),
        ('{"http://p": {"http://q": {"@id": "_:b1"}}, "http://r": {"http://q": {"@id": "_:b1"}}}', JSON),
        (
            RDF_XML,
            XML,
        ),
    ],
)
def test_blank_nodes_are_named_by_file_and_number(text: str, fmt: ox.RdfFormat) -> None:
    assert read(text, fmt) == read(text, fmt)
    here, there, elsewhere = (
        blanks(read(text, fmt, graph, name))
        for graph, name in ((GRAPH, "f"), (GRAPH, "g"), (ox.NamedNode("http://h/"), "f"))
    )
    assert len(here) == len(there) == len(elsewhere) > 1
    assert len(here | there | elsewhere) == 3 * len(here)


def blanks(quads: list[ox.Quad]) -> set[str]:
    return {term for quad in quads for term in str(quad).split() if term.startswith("_:")}


@pytest.mark.parametrize("fmt", [TTL, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS])
def test_a_value_longer_than_a_parser_holds_is_told(fmt: ox.RdfFormat) -> None:
    with pytest.raises(InputError, match=r"^f:2: a single value, comment or IRI is longer .*16 MiB"):
        read(
            f'<http://a> <http://b> 1 .\n<http://a> <http://b> "{"x" * 17_000_000}" .'.replace(
                " 1 ", " <c:> "
            ),
            fmt,
        )


def test_a_long_text_of_short_values_is_read() -> None:
    assert len(read("<http://aaaaaaaaaaaaaaaa> <http://b> 1 . " * 450_000)) == 450_000


def test_terms_that_nest_as_deep_as_a_person_allows_end_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEUTU_MAX_NESTING", "1000")
    inside = '<r:Description r:about="http://x"><e:p r:parseType="Triple">'
    text = (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:version="1.2" xmlns:e="http://e/">'
        + inside * 4000
        + '<r:Description r:about="http://x" e:q="1"/>'
        + "</e:p></r:Description>" * 4000
        + "</r:RDF>"
    )
    with pytest.raises(InputError, match="nests more than 1000 levels"):
        read(text, XML)


@pytest.mark.parametrize(
    ("text", "fmt", "expected"),
    [
        ("@prefix a: <http://a/> .\n# x\nPREFIX b: <http://b/>\n@base <http://c/> .\n@prefix : <d> . a:x a:y 1 .", TTL,
         {"a": "http://a/", "b": "http://b/", "": "http://c/d"}),
        ("@prefix a: <http://a/> .\na:x a:y 1 .\n@prefix b: <http://b/> .", TTL, {"a": "http://a/"}),
        ("@prefix a: <http://a/>.", TTL, {"a": "http://a/"}),
        ("@prefix a: <http://a/> .\na:x a:y " + "<<( a:x a:y " * 50_000, TTL, {"a": "http://a/"}),
        ("<a:b> <a:c> <a:d> .", ox.RdfFormat.N_TRIPLES, {}),
        ("<!DOCTYPE x [<!ENTITY h 'http://h/'>]><x xmlns:h='&h;'>", XML, {}),
        ("<!DOCTYPE x [<!ENTITY h 'http://h/'>]><r:RDF xmlns:r='&h;' xmlns:h='&h;'/>", XML, None),
        ('{"@context": {"a": "http://a/"}, "@id": "a:x", "a:y": 1}', JSON, {"a": "http://a/"}),
        ('{"@context": {"a": "http://a/"}, "@id": "a:x", "a:y": ' + '{"a:y": ' * 50_000, JSON, {}),
        ("\ufeff@prefix a: <http://a/> .", TTL, {"a": "http://a/"}),
    ],
)  # fmt: skip
def test_prefixes_at_the_front(text: str, fmt: ox.RdfFormat, expected: dict[str, str] | None) -> None:
    found = reading.declared(text.encode(), fmt)
    assert found == ({"r": "http://h/", "h": "http://h/"} if expected is None else expected)


def test_the_prefixes_of_a_file_in_another_encoding() -> None:
    assert reading.declared(f'<?xml version="1.0"?>{RDF_XML}'.encode("utf-16"), XML)["a"] == "http://a/"


@pytest.mark.parametrize("fmt", [TTL, NT, NQ, TRIG])
def test_a_file_is_empty_when_it_holds_no_statement(fmt: ox.RdfFormat) -> None:
    statement = b"<http://a> <http://b> <http://c> .\n"
    assert reading.is_empty(b" # c\n", fmt, "f")
    assert not reading.is_empty(statement, fmt, "f")
    assert not reading.is_empty(statement + b"<", fmt, "f")
    with pytest.raises(InputError, match=r"^f:1"):
        reading.is_empty(b"<", fmt, "f")


@pytest.mark.parametrize(
    ("fmt", "data"), [(JSON, b"{}"), (JSON, b"[]"), (XML, f'<R:RDF xmlns:R="{RDF}"/>'.encode())]
)
def test_a_document_without_statement_is_empty_too(fmt: ox.RdfFormat, data: bytes) -> None:
    assert reading.is_empty(data, fmt, "f")


# Files in pieces, each with the number of statements that it adds; a cut within a piece leaves no file.
LINES = [
    ('<http://a> <http://b> "ä\\n"@fi .', 1),
    ("# ä", 0),
    ("_:x <http://b> _:y .", 1),
    ('<http://a> <http://b> "7"^^<http://t> .', 1),
]
PIECES = {
    TTL: [
        ("@prefix a: <http://a/> .", 0),
        ("PREFIX b: <http://b/>", 0),
        ('a:s a:p "ä", """x\ny"""@fi ; a:q ( 1 true ) , [ a:r b:x ] .', 9),
        ("# ä", 0),
        ("_:b a:p 12 .", 1),
        ('[] a:p "7"^^a:t .', 1),
    ],
    TRIG: [
        ("@prefix a: <http://a/> .", 0),
        ("a:g { a:s a:p 1 , a:o . a:s a:p [ a:p 2 ] }", 4),
        ('GRAPH _:h { a:s a:p "x" }', 1),
        ('a:s a:p "ä" .', 1),
        ("{ a:t a:p 1 }", 1),
    ],
    NT: LINES,
    NQ: [*LINES, ("<http://a> <http://b> _:x <http://g> .", 1)],
    JSON: [('{"@context": {"p": "http://p"}, "@id": "http://a",\n"p": ["ä", 12, {"p": true}]}', 4)],
    XML: [(f'<?xml version="1.0" encoding="utf-8"?>\n<!-- ä -->\n{RDF_XML}', 8), ("<!-- ä -->", 0)],
}


@pytest.mark.parametrize("fmt", PIECES, ids=str)
@pytest.mark.parametrize("graph", [GRAPH, ox.DefaultGraph()])
def test_a_file_that_is_cut_off_loses_no_statement_in_silence(
    fmt: ox.RdfFormat, graph: reading.GraphName
) -> None:
    whole, said, ends = b"", 0, {} if fmt in (JSON, XML) else {0: 0}
    for text, statements in PIECES[fmt]:
        # A comment may end anywhere but within a letter.
        inside = range(len(whole) + 1, len(whole) + len(text)) if text[0] == "#" else ()
        whole, said = whole + text.encode() + b"\n", said + statements
        ends |= dict.fromkeys((*inside, len(whole) - 1, len(whole)), said)
    found = {}
    for end in range(len(whole) + 1):
        with suppress(InputError):
            found[end] = len(reading.read(whole[:end], fmt, graph, "f"))
    assert found == ends


def test_a_file_may_speak_of_its_own_graph() -> None:
    graph = ox.NamedNode("http://ex.org/graph/a.ttl")
    text = '<> <a:p> "<>" , <a:o> .\n<a:s> <a:p> <> .\n'
    for fmt in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        found = reading.read(text.encode(), fmt, graph, "a.ttl")
        assert [str(quad.triple) for quad in found] == [
            f'{graph} <a:p> "<>"',
            f"{graph} <a:p> <a:o>",
            f"<a:s> <a:p> {graph}",
        ]
        assert {quad.graph_name for quad in found} == {graph}
    with pytest.raises(InputError, match=r"a\.ttl:3:"):
        reading.read(f"{text}<b> <a:p> 1 .".encode(), ox.RdfFormat.TURTLE, graph, "a.ttl")
