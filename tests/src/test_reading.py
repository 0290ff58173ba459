"""The statements of a file as they are written, their blank nodes named the same at every reading."""

import pyoxigraph as ox
import pytest

from seutu import reading
from seutu.errors import InputError

GRAPH = ox.NamedNode("http://g/")
TTL, XML, JSON = ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD
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
