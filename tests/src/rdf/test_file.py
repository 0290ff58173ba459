"""One file of RDF: what it says, its graphs, and the lines of its nodes."""

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.rdf.file import File

GRAPH = ox.NamedNode("urn:graph")
TEXT = """\
@prefix x: <urn:x:> .

x:a x:p [ x:q _:named ] .
x:b x:p x:a .
_:named x:p 1 .
"""


def file(text: str = TEXT, fmt: ox.RdfFormat = ox.RdfFormat.TURTLE) -> File:
    return File("data/a.ttl", text.encode(), fmt, GRAPH)


def test_statements_stand_in_the_files_graph() -> None:
    store = ox.Store()
    file().add_to(store)
    assert len(store) == len(file().read()) == 4
    assert {quad.graph_name for quad in store} == {GRAPH}


def test_the_line_of_an_iri_is_where_it_is_described() -> None:
    assert [file().line_of(f"urn:x:{name}") for name in ("a", "b", "none")] == [3, 4, None]


def test_the_line_of_a_blank_node_is_that_of_what_it_stands_in() -> None:
    found = file()
    lines = {
        quad.predicate.value: found.line_of_blank(quad.subject)
        for quad in found.read()
        if quad.predicate.value == "urn:x:q"
    }
    assert lines == {"urn:x:q": 3}
    assert found.line_of_blank(ox.BlankNode("elsewhere")) is None


def test_the_graphs_of_a_file_are_its_own_and_those_it_names() -> None:
    assert file().graphs == {GRAPH}
    assert file("<urn:g> { <urn:a> <urn:p> 1 }", ox.RdfFormat.TRIG).graphs == {GRAPH, ox.NamedNode("urn:g")}


@pytest.mark.parametrize(
    ("text", "is_empty"), [("", True), ("# nothing\n@prefix x: <urn:x> .", True), (TEXT, False)]
)
def test_a_file_without_statements_is_empty(text: str, is_empty: bool) -> None:
    assert file(text).is_empty == is_empty


def test_a_fault_is_told_with_path_and_line() -> None:
    with pytest.raises(InputError, match=r"data/a\.ttl:2"):
        file("<urn:a> <urn:p> 1 .\nodd").read()


def test_what_is_of_rdf_12_alone_is_refused_with_its_line() -> None:
    file().require_rdf11()
    with pytest.raises(InputError, match=r"data/a\.ttl:2: a triple term of RDF 1\.2"):
        file("# << >>\n<urn:a> <urn:p> <<( <urn:a> <urn:p> 1 )>> .").require_rdf11()
