"""The line of a thing, whatever stands around it."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf import model
from seutu.rdf.positions import line_of, subjects

N = "http://n/"

# What may stand between a subject and its dot, each a trap for a reader that does not read as Turtle does.
TRAPS = (
    "a x:T",
    'x:p "n:fake a x:T ."',
    "x:p '. n:fake a x:T .'",
    'x:p """\n. n:fake a x:T .\n"quoted" ""\n"""',
    "x:p '''\nn:fake a x:T .\n'''",
    'x:p "escaped \\" . n:fake a x:T ."@en-GB',
    'x:p """ends in a quote\\""""',
    "x:p 3.14 , 3 , 1.5e3 , -2.0 , true",
    "x:p 3",
    "x:p <http://n/fake#it> , <http://n/fake>",
    "x:p n:object.with.dots , n:a\\.b\\,c",
    "x:p [ x:q n:inner ; x:r [ x:s 1 ] ]",
    "x:p ( n:one [ x:p 2 ] ( 3 ) )",
    'x:p "2008"^^x:year',
    "x:p n:object # . n:fake a x:T .\n",
    "x:p n:object ;",
)
GAPS = (
    "\n",
    "\n\n",
    " # comment . n:fake a x:T .\n",
    "\n# n:fake a x:T .\n",
    "\n@prefix y: <http://y/> .\n",
    "\r\n",
    "\nPREFIX z: <http://z/>\n",
)
NAMES = tuple("a b-1 c.d ä e%20f g:h 1 i_j".split())


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, int]]:
    text = "@prefix n: <http://n/> .\n@prefix x: <http://x/> .\n"
    lines: dict[str, int] = {}
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=6)):
        text += draw(st.sampled_from(GAPS))
        lines.setdefault(N + name, text.count("\n") + 1)
        subject = draw(st.sampled_from([f"n:{name}", f"<{N}{name}>"]))
        glue = draw(st.sampled_from([" ", "\n  ", " # c\n "]))
        traps = draw(st.lists(st.sampled_from(TRAPS), min_size=1, max_size=3))
        text += subject + glue + " \n;\n ".join(traps) + draw(st.sampled_from([" .", "\n."]))
    return text + "\n", lines


@given(documents())
def test_every_subject_of_turtle_is_found_where_it_stands(document: tuple[str, dict[str, int]]) -> None:
    text, lines = document
    store = ox.Store()
    model.load(store, text.encode(), ox.RdfFormat.TURTLE, ox.DefaultGraph(), "x.ttl")
    named = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    assert subjects(text) == lines
    assert named == set(lines)


@pytest.mark.parametrize(
    ("text", "iri", "line"),
    [
        ("@base <http://n/> .\n\n<a> <p> <b> .", "http://n/a", 3),
        ("BASE <http://n/x/>\n<../a> <p> <b> .", "http://n/a", 2),
        ("<http://n/\\u00e4> <http://p> 1 .", "http://n/ä", 1),
        ("<http://n/a> <http://p> <http://n/b> .", "http://n/b", None),
        ("prefix : <http://n/>\n:a :p :b .", "http://n/a", 2),
        ("@prefix : <http://n/> .\n[] :p :b .\n:a :p [ :q 1 ] .", "http://n/a", 3),
        ("@prefix : <http://n/> .\n[ :p :b ] .\n:a :p 1 .", "http://n/a", 3),
        ("@prefix : <http://n/> .\n:a :p 1 . :b :p 3.:c :p 2 .", "http://n/c", 2),
        ("@prefix : <http://n/> .\n<< :x :p 1 >> :q 2 .\n:a :p 2 .", "http://n/a", 3),
        ("", "http://n/a", None),
        ("@prefix", "http://n/a", None),
        ("undeclared:a a x:T .", "http://n/a", None),
        ('"""never closed', "http://n/a", None),
    ],
)
def test_turtle(text: str, iri: str, line: int | None) -> None:
    assert line_of(text, iri) == line


def test_a_graph_is_no_subject() -> None:
    text = (
        "@prefix : <http://n/> .\n:g {\n  :a :p 1 .\n  :b :p 2\n}\nGRAPH :h { :c :p 3 }\n{ :d :p 4 }\n"
        "GRAPH <http://n/i> {\n:a :p 2 }\n:e :p 5 .\n"
    )
    assert subjects(text) == {N + name: line for name, line in zip("abcde", (3, 4, 6, 7, 10), strict=True)}


def test_n_quads() -> None:
    text = "<http://n/a> <http://p> <http://n/b> <http://n/g> .\n_:x <http://p> <http://n/b> .\n"
    text += '<http://n/b> <http://p> "x" .\n'
    assert subjects(text) == {"http://n/a": 1, "http://n/b": 3}


@pytest.mark.parametrize(
    ("fmt", "text"),
    [
        (
            ox.RdfFormat.JSON_LD,
            '{"@context": {"n": "http://n/"},\n "@graph": [\n{"@id": "n:b"}, {"@id": "n:a"}]}',
        ),
        (ox.RdfFormat.JSON_LD, '[\n\n{"@id": "http://n/a"}]'),
        (ox.RdfFormat.RDF_XML, '<rdf:RDF>\n\n<rdf:Description rdf:about="http://n/a"/></rdf:RDF>'),
    ],
)
def test_formats_without_subjects_in_order(fmt: ox.RdfFormat, text: str) -> None:
    assert line_of(text, "http://n/a", fmt) == 3
    assert line_of(text, "http://n/none", fmt) is None


@given(st.text())
def test_any_text_is_read_to_its_end(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in subjects(text).values())


DESCRIBED = (
    '{"@context": {"n": "http://n/", "@base": "http://b/d/"},\n"n:p": {"@id": "n:a"},\n"n:q": {"@id":\n'
    '"n:a", "n:r": 1},\n"n:s": [{"@id": "x", "n:r": 1},\n{"@id": "http://n/c", "n:r": 1}]}'
)
ALIASED = (
    '[{"id":\n"n:\\u0061", "p": {"id": "n:b"}},'
    ' {"@context": [{"id": "@id", "n": "http://n/"},\n{"p": {"@id": "n:p"}}]}]'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            DESCRIBED,
            {"http://n/a": 4, "http://b/d/x": 5, "http://n/c": 6},
        ),
        (
            ALIASED,
            {"http://n/a": 2, "http://n/b": 2},
        ),
        ('{"@id": "http://n/a" "}{', {"http://n/a": 1}),
        ("]}", {}),
    ],
)
def test_a_thing_of_json_ld_is_at_its_description(text: str, expected: dict[str, int]) -> None:
    assert subjects(text, ox.RdfFormat.JSON_LD) == expected


def test_a_thing_of_rdf_xml_is_at_its_description() -> None:
    text = (
        '<!DOCTYPE r:RDF [<!ENTITY n "http://n/">]>\n'
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/" xml:base="http://b/d/#x">\n'
        '<e:T><e:p r:resource="&n;a"/>\n</e:T>\n<e:T r:about="&n;a"/><e:T r:about="y"\n/>\n<e:T r:ID="z"/>'
        '<e:T xml:base="http://c/"><e:p>\n<e:T r:about="w"/></e:p></e:T>\n<e:T r:about="w"/></r:RDF>'
    )
    expected = {"http://n/a": 5, "http://b/d/y": 5, "http://b/d/#z": 7, "http://c/w": 8, "http://b/d/w": 9}
    assert subjects(text, ox.RdfFormat.RDF_XML) == expected
