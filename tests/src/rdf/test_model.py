"""Reading RDF with a sentence for each fault."""

import pyoxigraph as ox
import pytest

from seutu.errors import InputError, ParameterError
from seutu.rdf import model

GRAPH = ox.NamedNode("http://g/")
TTL = ox.RdfFormat.TURTLE
A_B_C = "<http://a> <http://b> <http://c>"


def read(text: str | bytes, fmt: ox.RdfFormat = TTL, name: str = "x.ttl") -> ox.Store:
    store = ox.Store()
    model.load(store, text if isinstance(text, bytes) else text.encode(), fmt, GRAPH, name)
    return store


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("@prefix a: <http://a/> .\na:x a:p b:y .", 2, "the prefix 'b:' is not declared"),
        ("a:x skos:prefLabel 1 .", 1, "declare it at the top: @prefix a: <"),
        ("<http://a>\n<http://b> <c> .", 2, "relative"),
        ("<http://a> <http://b> <http://c>\n<http://d> <http://e> 1 .", 2, "dot is expected"),
        ('<http://a> <http://b> "c', 1, "correct the Turtle"),
        (b'\n\n<http://a> <http://b> "\xe4" .', 3, "not UTF-8"),
        ("<http://a b> <http://c> 1 .", 1, "Invalid IRI"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str | bytes, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value).startswith(f"x.ttl:{line}")
    assert words.casefold() in str(caught.value).casefold()


@pytest.mark.parametrize(
    ("text", "fmt", "words"),
    [
        ('{"@id": "foo", "http://a/b": "c"}', "jsonld", "the IRI 'foo' is relative"),
        ('{"@id": "http://a", "http://a/b": {"@id": "x/y"}}', "jsonld", "the IRI 'x/y' is relative"),
        ('{"@context": "https://schema.org/", "name": 1}', "jsonld", "network"),
        ("[", "jsonld", "x.y:1:"),
        (
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<r:Description>\n</r:RDF>',
            "rdfxml",
            "x.y:3:",
        ),
        ('<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<x:y/></r:RDF>', "rdfxml", "'x:'"),
        ("<a> <b> <c> .", "ntriples", "x.y:1:"),
        ("", "jsonld", "x.y:1:"),
    ],
)
def test_a_fault_in_other_formats(text: str, fmt: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text, model.format_named(fmt), "x.y")
    assert words in str(caught.value)


def test_a_faulty_file_leaves_the_store_as_it_was() -> None:
    store = read(f"{A_B_C} .")
    with pytest.raises(InputError):
        model.load(store, f"{A_B_C} . {A_B_C} . x".encode(), TTL, GRAPH, "x.ttl")
    assert len(store) == 1


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    plain = '<http://a> <http://b> """x\ny""" .\n'
    marked = b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()
    assert set(read(marked)) == set(read(plain))


def test_blank_nodes_of_two_files_are_two() -> None:
    store = read("_:x <http://p> 1 .")
    model.load(store, b"_:x <http://p> 1 .", TTL, GRAPH, "y.ttl")
    model.load(store, b'{"@id": "_:x", "http://p": 1}', ox.RdfFormat.JSON_LD, GRAPH, "z.jsonld")
    assert len(store) == 3


def test_files_with_graphs_keep_them() -> None:
    store = read(f"<http://h> {{ {A_B_C} }} {A_B_C} .", ox.RdfFormat.TRIG)
    assert {quad.graph_name for quad in store} == {ox.NamedNode("http://h"), GRAPH}


def test_an_empty_file_is_no_fault_here() -> None:
    assert len(read("")) == 0


def test_formats_by_name_and_extension() -> None:
    assert model.format_of("A/B.TTL") == TTL
    assert model.format_of("x.owl") == ox.RdfFormat.RDF_XML
    with pytest.raises(InputError, match=r"\.ttl, \.nt"):
        model.format_of("x.csv")
    with pytest.raises(InputError, match="names no RDF format"):
        model.format_of("README")
    with pytest.raises(ParameterError, match="turtle, ntriples"):
        model.format_named("ttl")


def test_prefixes_of_a_file() -> None:
    assert model.declared(
        b"\xef\xbb\xbf@prefix a: <http://a/> .\nPREFIX b: <http://b/> a:x a b:y .", TTL
    ) == {
        "a": "http://a/",
        "b": "http://b/",
    }
    assert model.declared(b"", TTL) == {}


def test_all_graphs_as_one_document() -> None:
    store = read(f"{A_B_C} .")
    model.load(store, f"{A_B_C} . <http://d> <http://e> 1 .".encode(), TTL, ox.DefaultGraph(), "y.ttl")
    assert len(set(ox.parse(model.ntriples(store), format=ox.RdfFormat.N_TRIPLES))) == 2


def test_values_are_given_once_whatever_the_graphs() -> None:
    store, thing, name = ox.Store(), ox.NamedNode("urn:a"), model.node("skos:notation")
    for graph in ("urn:g", "urn:h"):
        store.add(ox.Quad(thing, name, ox.Literal("x"), ox.NamedNode(graph)))
    assert model.objects(store, thing, name) == [ox.Literal("x")]
    assert model.objects(store, ox.Literal("x"), name) == []
