"""The places of findings: none is lost for want of one (SHACL, section 2.1.3: targets need not be in the data)."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.rdf import reading
from seutu.rdf.file import File

HEAD = """\
@prefix ex: <http://ex.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LINES = HEAD.count("\n")
OTHER = "@prefix ex: <http://ex.org/> .\nex:far ex:code 7 .\n"

# Data and shapes, each from the line behind the prefixes on; and for each finding its file, line, and focus.
FOUND: dict[str, tuple[str, str, list[tuple[str, int | None, str]]]] = {
    "a thing that no file describes, backwards": (
        "ex:d a ex:Dataset .",
        (
            "ex:S a sh:NodeShape ; sh:targetNode ex:Catalog ;\n  sh:property ex:P .\n"
            "ex:P sh:path [ sh:inversePath rdf:type ] ; sh:minCount 1 ."
        ),
        [("shapes.ttl", 3, "<http://ex.org/Catalog>")],
    ),
    "a thing that no file describes, by a shape without a name": (
        "ex:d a ex:Dataset .",
        "ex:S a sh:NodeShape ; sh:targetNode ex:Catalog ;\n  sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        [("shapes.ttl", 1, "<http://ex.org/Catalog>")],
    ),
    "a literal that is a target": (
        "ex:d a ex:Dataset .",
        "ex:S a sh:NodeShape ; sh:targetNode 'x' , 5 ; sh:nodeKind sh:IRI .",
        [("shapes.ttl", 1, '"x"'), ("shapes.ttl", 1, '"5"^^<http://www.w3.org/2001/XMLSchema#integer>')],
    ),
    "a literal that is a value": (
        "ex:a ex:name 'ok' .\nex:b ex:code 'bad' .",
        "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:code ; sh:datatype xsd:integer .",
        [("data.ttl", 2, '"bad"')],
    ),
    "a thing that is only a value": (
        "ex:x ex:y 1 .\nex:a ex:knows ex:b .",
        "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:knows ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .",
        [("data.ttl", 2, "<http://ex.org/b>")],
    ),
    "a value of a property within a property": (
        "ex:x ex:y 1 .\nex:a a ex:T ; ex:knows ex:b .",
        (
            "ex:S a sh:NodeShape ; sh:targetClass ex:T ;"
            " sh:property [ sh:path ex:knows ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ] ."
        ),
        [("data.ttl", 2, "<http://ex.org/b>")],
    ),
    "a thing without a name": (
        "ex:a a ex:U .\n[] a ex:T .\nex:b ex:q [\n a ex:T ] .\n_:n a ex:T .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        [("data.ttl", 2, "_:"), ("data.ttl", 3, "_:"), ("data.ttl", 5, "_:")],
    ),
    "a thing that is described": (
        "ex:a a ex:T .\nex:b ex:knows ex:a .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        [("data.ttl", 1, "<http://ex.org/a>")],
    ),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in {
        "ontology/o.ttl": "<http://ex.org/o> a <http://www.w3.org/2002/07/owl#Ontology> .",
        "data/other.ttl": OTHER,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return Workspace.open(tmp_path)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize(("data", "shapes", "expected"), FOUND.values(), ids=FOUND)
def test_every_finding_has_a_place(  # noqa: PLR0917
    workspace: Workspace,
    data: str,
    shapes: str,
    expected: list[tuple[str, int | None, str]],
    alone: bool,
    engine: str,
) -> None:
    Path("data.ttl").write_text(HEAD + data, "utf-8")
    Path("shapes.ttl").write_text(HEAD + shapes, "utf-8")
    report = workspace.validate(["data.ttl"], alone=alone, shapes=["shapes.ttl"], engine=engine)
    found = [
        (one.file, (one.line or 0) - LINES, "_:" if str(one.focus).startswith("_:") else str(one.focus))
        for one in report.findings
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_a_check_that_finds_what_no_file_describes(workspace: Workspace, tmp_path: Path, engine: str) -> None:
    check = tmp_path / "queries/checks/nothing.rq"
    check.parent.mkdir(parents=True)
    check.write_text("# title: Nothing\nSELECT ?focus { BIND(<http://ex.org/none> AS ?focus) }\n", "utf-8")
    Path("data.ttl").write_text(HEAD + "ex:a ex:p 1 .", "utf-8")
    (finding,) = Workspace.open(workspace.root).validate(["data.ttl"], alone=True, engine=engine).findings
    assert (finding.file, finding.line) == ("queries/checks/nothing.rq", None)


def test_what_is_found_in_other_files_is_left_out_when_a_file_stands_alone(workspace: Workspace) -> None:
    Path("data.ttl").write_text(HEAD + "ex:a ex:code 8 .", "utf-8")
    shape = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:code ; sh:nodeKind sh:Literal .\n"
    Path("shapes.ttl").write_text(
        HEAD + shape + "ex:T a sh:NodeShape ; sh:targetNode ex:o ; sh:class ex:C .", "utf-8"
    )
    found = workspace.validate(["data.ttl"], alone=True, shapes=["shapes.ttl"]).findings
    # The ontology is a file too, and it describes ex:o.
    assert [(one.file, str(one.focus)) for one in found] == [("data.ttl", "<http://ex.org/a>")]


@pytest.mark.parametrize("before", ["", "_:y <http://p> _:z . _:z <http://p> _:y .\n"])
def test_the_lines_of_many_nodes_without_names_come_of_few_readings(
    before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, read = 3000, reading.read
    text = f"{before}<http://a> <http://b> ( {'[ ] ' * many}) .\n" + "[] <http://p> 1 .\n" * many
    counted: list[str] = []

    def counting(data: bytes, fmt: ox.RdfFormat, graph: reading.GraphName, origin: str) -> list[ox.Quad]:
        counted.append(origin)
        return read(data, fmt, graph, origin)

    monkeypatch.setattr(reading, "read", counting)
    file = File("x.ttl", text.encode(), ox.RdfFormat.TURTLE, ox.NamedNode("http://g"))
    rest = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    said, offset = file.read(), before.count("\n")
    cells = [quad.object for quad in said if quad.predicate == rest and isinstance(quad.object, ox.BlankNode)]
    alone = [quad.subject for quad in said if isinstance(quad.object, ox.Literal)]
    began = time.process_time()
    assert {file.line_of_blank(node) for node in cells[::-1]} == {offset + 1}
    # Nodes that stand in one another in a circle have no line, and take none from others.
    lines = [file.line_of_blank(node) for node in alone if not isinstance(node, ox.Triple)]
    assert lines == list(range(offset + 2, offset + 2 + many))
    assert {file.line_of_blank(quad.subject) for quad in said[: 2 * offset] if offset} <= {None}
    assert len(counted) <= 3
    assert time.process_time() - began < 5
