"""Reading RDF with a sentence for each fault, and writing it the same each time."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu import rdf
from seutu.errors import InputError, OutputError, ParameterError

GRAPH = ox.NamedNode("http://g/")
TTL = ox.RdfFormat.TURTLE
A_B_C = "<http://a> <http://b> <http://c>"

IRIS = st.sampled_from([f"http://n/{name}" for name in ("a", "b-1", "ä", "c/d", "e#f", "g.h", "i%20j")]).map(
    ox.NamedNode
)
BLANKS = st.sampled_from(["x", "y", "z"]).map(ox.BlankNode)
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=9).filter(
        lambda character: character in "\t\n\r" or character >= " "
    )
)
LITERALS = st.one_of(
    TEXT.map(ox.Literal),
    st.builds(ox.Literal, TEXT, language=st.sampled_from(["fi", "sv", "en-gb"])),
    st.builds(ox.Literal, TEXT, datatype=st.just(ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))),
    st.integers().map(ox.Literal),
)
PREDICATES = st.sampled_from(["http://n/p", "http://n/q#r", rdf.RDF_TYPE.value]).map(ox.NamedNode)
QUADS = st.lists(
    st.builds(ox.Quad, st.one_of(IRIS, BLANKS), PREDICATES, st.one_of(IRIS, BLANKS, LITERALS), IRIS),
    max_size=8,
)


def read(text: str | bytes, fmt: ox.RdfFormat = TTL, name: str = "x.ttl") -> ox.Store:
    store = ox.Store()
    rdf.load(store, text if isinstance(text, bytes) else text.encode(), fmt, GRAPH, name)
    return store


def isomorphic(one: set[ox.Triple], other: set[ox.Triple]) -> bool:
    sets = []
    for triples in (one, other):
        dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        sets.append(dataset)
    return sets[0] == sets[1]


@pytest.mark.parametrize("name", rdf.FORMATS)
@given(quads=QUADS)
def test_what_is_written_reads_back_to_the_same(name: str, quads: list[ox.Quad]) -> None:
    fmt = rdf.format_named(name)
    written = rdf.serialise(quads, fmt, {"n": "http://n/"})
    back = ox.parse(written, format=fmt)
    assert isomorphic(rdf.triples(quads), rdf.triples(back))


@pytest.mark.parametrize("name", rdf.FORMATS)
@given(quads=QUADS, seed=st.integers())
def test_order_and_blank_names_make_no_difference(name: str, quads: list[ox.Quad], seed: int) -> None:
    def renamed(node: rdf.Term) -> rdf.Term:
        return ox.BlankNode(f"b{seed % 97}{node.value}") if isinstance(node, ox.BlankNode) else node

    shuffled = [ox.Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name) for q in quads]  # type: ignore[arg-type]
    random.Random(seed).shuffle(shuffled)
    fmt = rdf.format_named(name)
    assert rdf.serialise(quads, fmt) == rdf.serialise(shuffled, fmt)


def test_only_prefixes_in_use_are_declared_in_order() -> None:
    written = rdf.serialise(
        read(f"{A_B_C} ."), TTL, {"z": "http://a", "b": "http://b", "no": "http://n/"}
    ).decode()
    assert [line.split()[1] for line in written.splitlines() if line.startswith("@prefix")] == ["b:", "z:"]


def test_statements_are_grouped_by_subject_with_the_type_first() -> None:
    text = "@prefix n: <http://n/> . n:b n:a 1 ; a n:T . n:a n:p 2 ; n:q n:b ."
    written = rdf.serialise(read(text), TTL, {"n": "http://n/"}).decode()
    assert written.index("n:a n:p 2") < written.index("n:b a n:T")


def test_graphs_are_kept_where_the_format_has_them() -> None:
    store = read(f"{A_B_C} .")
    assert b"<http://g/>" in rdf.serialise(store, ox.RdfFormat.N_QUADS)
    assert b"http://g/" not in rdf.serialise(store, ox.RdfFormat.N_TRIPLES)
    assert b"http://g/" not in rdf.serialise(store, ox.RdfFormat.JSON_LD)


@pytest.mark.parametrize(
    "text",
    ["<http://a> <http://n/1> 1 .", '<http://a> <http://n/p> "\\u0000" .', "<http://a> <http://n/> 1 ."],
)
def test_what_xml_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(OutputError, match="use another format"):
        rdf.serialise(read(text), ox.RdfFormat.RDF_XML)


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
        read(text, rdf.format_named(fmt), "x.y")
    assert words in str(caught.value)


def test_a_faulty_file_leaves_the_store_as_it_was() -> None:
    store = read(f"{A_B_C} .")
    with pytest.raises(InputError):
        rdf.load(store, f"{A_B_C} . {A_B_C} . x".encode(), TTL, GRAPH, "x.ttl")
    assert len(store) == 1


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    plain = '<http://a> <http://b> """x\ny""" .\n'
    marked = b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()
    assert set(read(marked)) == set(read(plain))


def test_blank_nodes_of_two_files_are_two() -> None:
    store = read("_:x <http://p> 1 .")
    rdf.load(store, b"_:x <http://p> 1 .", TTL, GRAPH, "y.ttl")
    rdf.load(store, b'{"@id": "_:x", "http://p": 1}', ox.RdfFormat.JSON_LD, GRAPH, "z.jsonld")
    assert len(store) == 3


def test_files_with_graphs_keep_them() -> None:
    store = read(f"<http://h> {{ {A_B_C} }} {A_B_C} .", ox.RdfFormat.TRIG)
    assert {quad.graph_name for quad in store} == {ox.NamedNode("http://h"), GRAPH}


def test_an_empty_file_is_no_fault_here() -> None:
    assert len(read("")) == 0


def test_formats_by_name_and_extension() -> None:
    assert rdf.format_of("A/B.TTL") == TTL
    assert rdf.format_of("x.owl") == ox.RdfFormat.RDF_XML
    with pytest.raises(InputError, match=r"\.ttl, \.nt"):
        rdf.format_of("x.csv")
    with pytest.raises(InputError, match="names no RDF format"):
        rdf.format_of("README")
    with pytest.raises(ParameterError, match="turtle, ntriples"):
        rdf.format_named("ttl")


def test_prefixes_of_a_file() -> None:
    assert rdf.declared(b"\xef\xbb\xbf@prefix a: <http://a/> .\nPREFIX b: <http://b/> a:x a b:y .", TTL) == {
        "a": "http://a/",
        "b": "http://b/",
    }
    assert rdf.declared(b"", TTL) == {}


def test_all_graphs_as_one_document() -> None:
    store = read(f"{A_B_C} .")
    rdf.load(store, f"{A_B_C} . <http://d> <http://e> 1 .".encode(), TTL, ox.DefaultGraph(), "y.ttl")
    assert len(set(ox.parse(rdf.ntriples(store), format=ox.RdfFormat.N_TRIPLES))) == 2


def test_values_are_given_once_whatever_the_graphs() -> None:
    store, thing, name = ox.Store(), ox.NamedNode("urn:a"), rdf.node("skos:notation")
    for graph in ("urn:g", "urn:h"):
        store.add(ox.Quad(thing, name, ox.Literal("x"), ox.NamedNode(graph)))
    assert rdf.objects(store, thing, name) == [ox.Literal("x")]
    assert rdf.objects(store, ox.Literal("x"), name) == []
