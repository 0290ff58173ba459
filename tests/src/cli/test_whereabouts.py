"""Which workspace a command answers about: the one in front of the user, one that is named, or none."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.helpers import small
from tests.helpers.running import ROOT, seutu

BOARD = (
    "<https://example.org/x/id/body/board> a <https://w3id.org/seutu/ont#Body> ; "
    '<http://www.w3.org/2004/02/skos/core#prefLabel> "board"@en .\n'
)
ASK = ("ask", "who-decides", "--format", "csv")
ALONE = "check files with 'seutu validate --alone FILES'.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return small.write(tmp_path / "own")


def test_the_folder_itself_needs_no_word(workspace: Path) -> None:
    assert "workspace" not in seutu(*ASK, cwd=workspace).err
    assert "workspace" not in seutu("--workspace", workspace, *ASK, cwd=workspace.parent).err
    assert "workspace" not in seutu(*ASK, cwd=workspace, env={"SEUTU_WORKSPACE": "."}).err


@pytest.mark.parametrize("below", ["data", "ontology", "notes/deep"])
def test_one_around_is_named(workspace: Path, below: str) -> None:
    (workspace / below).mkdir(parents=True, exist_ok=True)
    ran = seutu(*ASK, cwd=workspace / below)
    assert ran.code == 0
    assert ran.err.startswith(f"This is about the workspace {workspace}.\n")
    assert ran.out == seutu(*ASK, cwd=workspace).out


def test_one_that_the_surroundings_name_is_told(workspace: Path, tmp_path: Path) -> None:
    ran = seutu(*ASK, cwd=tmp_path, env={"SEUTU_WORKSPACE": str(workspace)})
    assert ran.err.startswith(f"This is about the workspace {workspace}.\n")


def test_where_there_is_none_the_one_that_came_along_is_named(tmp_path: Path) -> None:
    ran = seutu(*ASK, cwd=tmp_path)
    assert ran.err.startswith(f"Here is no workspace: this is about the one that came with Seutu, {ROOT}.\n")


COMMANDS = [("validate",), ("ask",), ASK, ("infer",), ("explain", "AKO"), ("build",)]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_ontology_without_data_is_never_answered_for_by_others(
    workspace: Path, command: tuple[str, ...]
) -> None:
    shutil.rmtree(workspace / "data")
    ran = seutu(*command, cwd=workspace)
    assert (ran.code, ran.out) == (2, "")
    has = f"{workspace}: has ontology/ and no data/, so it is no workspace; add data/, "
    assert ran.err == f"seutu: {has}give a workspace with --workspace, or {ALONE}"


@pytest.mark.parametrize("at", [".", "data", "data/deep"])
def test_data_alone_are_a_workspace(tmp_path: Path, at: str) -> None:
    (tmp_path / "data/deep").mkdir(parents=True)
    (tmp_path / "data/own.ttl").write_text(BOARD, encoding="utf-8")
    ran = seutu("validate", cwd=tmp_path / at)
    assert (ran.code, ran.out.count("\n")) == (1, 2)
    assert ran.out.startswith(
        "data/own.ttl:1: violation: <https://example.org/x/id/body/board> skos:prefLabel: "
    )
    assert seutu(*ASK, cwd=tmp_path / at).out.count("\n") == 1


def test_own_files_add_to_those_of_seutu_or_take_their_place(tmp_path: Path) -> None:
    files = {
        "data/own.ttl": BOARD,
        "queries/questions/boards.rq": "# title: Boards\nSELECT ?body ?evidence { ?body a seutu:Body }",
        "queries/questions/who-decides.rq": "# title: Mine\nSELECT ?body ?evidence { ?body a seutu:Body }",
        "ontology/concepts/function.ttl": BOARD.replace("board", "other"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = seutu("ask", cwd=tmp_path)
    assert ran.err == (
        "In place of Seutu's own: ontology/concepts/function.ttl, queries/questions/who-decides.rq.\n"
    )
    titles = dict(line.split(maxsplit=1) for line in ran.out.splitlines() if not line.startswith("─"))
    assert (titles["boards"], titles["who-decides"]) == ("Boards", "Mine")
    assert "steering" in titles


def test_files_alone_are_judged_wherever_they_lie(tmp_path: Path) -> None:
    path = tmp_path / "alone.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    ran = seutu("validate", "--alone", path, cwd=tmp_path)
    assert ran.code == 0
    assert ran.err.startswith(f"Judged by the ontology and shapes of the workspace {ROOT}.\n")
    assert ran.err.endswith(" in 1 file.\n")


def test_data_that_are_no_rdf_are_no_data_of_ours(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("figures.csv", "app.json", "feed.xml"):
        (tmp_path / "data" / name).write_text("a,b\n", encoding="utf-8")
    assert seutu(*ASK, cwd=tmp_path).err.startswith("Here is no workspace")


def test_a_workspace_within_somebodys_data_is_one(workspace: Path) -> None:
    around = workspace.parent / "more"
    small.write(around / "data" / "own")
    assert seutu(*ASK, cwd=around / "data" / "own").out == seutu(*ASK, cwd=workspace).out


ENDINGS = (
    "in data/ the names of files end in .ttl, .trig, .nt, .nq, .jsonld, .rdf, .owl, each also packed (.gz)"
)


def test_what_is_not_read_is_told(workspace: Path) -> None:
    for name in (
        "data/figures.csv",
        "data/deep/b.n3",
        "data/README.md",
        "data/.hidden",
        "shapes/a.XML",
        "ontology/a.json.gz",
        "ontology/logo.svg",
    ):
        (workspace / name).parent.mkdir(exist_ok=True)
        (workspace / name).write_text("", encoding="utf-8")
    ran = seutu("validate", cwd=workspace)
    assert ran.code == 0
    assert ran.err.startswith(
        "Not read: ontology/a.json.gz, data/deep/b.n3, data/figures.csv and 1 more; "
        f"{ENDINGS.replace('data', 'ontology')}.\n"
    )
    (workspace / "ontology/a.json.gz").unlink()
    for number in range(4):
        (workspace / "data" / f"{number}.xlsx").write_text("", encoding="utf-8")
    assert f" and 4 more; {ENDINGS}.\n" in seutu("validate", cwd=workspace).err


def test_what_is_no_rdf_in_an_empty_folder_is_named(workspace: Path) -> None:
    shutil.rmtree(workspace / "data")
    (workspace / "data").mkdir()
    (workspace / "data/own.n3").write_text("", encoding="utf-8")
    ran = seutu(*ASK, cwd=workspace)
    assert (ran.code, ran.out) == (2, "")
    told = (
        f"{workspace}: has no RDF in data/, and does not read data/own.n3; put RDF files whose names end in "
    )
    assert (
        ran.err
        == f"seutu: {told}{ENDINGS.partition(' end in ')[2]} into data/, or give another folder with --workspace.\n"
    )


FORMATS = {
    "TTL": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "Nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "OWL": ox.RdfFormat.RDF_XML,
    "ttl.gz": ox.RdfFormat.TURTLE,
    "rdf.GZ": ox.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("ending", FORMATS)
def test_every_folder_is_read_in_every_format(workspace: Path, ending: str) -> None:
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@x")
    asked = seutu(*ASK, cwd=workspace).out
    faulty = workspace / "data/small/faulty.ttl"
    faulty.write_text(
        "@prefix s: <https://w3id.org/seutu/ont#> .\n\n<http://x> a s:Body .\n", encoding="utf-8"
    )
    found = seutu("validate", "--format", "json", cwd=workspace)
    assert found.code == 1
    for path in [path for top in ("ontology", "data", "shapes") for path in (workspace / top).rglob("*.ttl")]:
        quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
        written = ox.serialize((quad.triple for quad in quads), format=FORMATS[ending]) or b""
        packed = gzip.compress(written) if ending.lower().endswith(".gz") else written
        path.with_suffix(f".{ending}").write_bytes(packed)
        path.unlink()
    ran = seutu("validate", "--format", "json", cwd=workspace)
    assert "Not read" not in ran.err
    one, other = (json.loads(told.out)["findings"] for told in (found, ran))
    assert [finding["file"] for finding in other] == [f"data/small/faulty.{ending}"]
    assert other[0]["line"] is not None
    assert [{**finding, "file": "", "line": 0} for finding in other] == [
        {**finding, "file": "", "line": 0} for finding in one
    ]
    (workspace / f"data/small/faulty.{ending}").unlink()
    assert seutu(*ASK, cwd=workspace).out == asked
    for command in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "one")):
        subprocess.run((*git, *command), cwd=workspace, check=True)
    assert seutu("diff", "HEAD", ".", cwd=workspace).code == 0
    assert (
        seutu("diff", f"HEAD:data/small/body.{ending}", f"data/small/body.{ending}", cwd=workspace).code == 0
    )


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "rdf", "trig", "nq"])
def test_a_shape_at_fault_is_told_with_its_file_and_line(workspace: Path, ending: str) -> None:
    faulty = {
        "ttl": "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://s> a sh:NodeShape ;\n"
        "sh:property [ sh:minCount 1 ] .",
        "trig": "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://g> {\n<http://s> a sh:NodeShape ;\n"
        "sh:property [ sh:minCount 1 ] . }",
        "nq": "\n<http://s> <http://www.w3.org/ns/shacl#property> _:p <http://g> .\n"
        '_:p <http://www.w3.org/ns/shacl#minCount> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://g> .',
        "jsonld": '{"@context": {"sh": "http://www.w3.org/ns/shacl#"},\n"@id": "http://s",\n'
        '"sh:property": {"sh:minCount": 1}}',
        "rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:sh="http://www.w3.org/ns/shacl#">\n'
        '<sh:NodeShape r:about="http://s"><sh:property>\n<r:Description>'
        '<sh:minCount r:datatype="http://www.w3.org/2001/XMLSchema#integer">1</sh:minCount>'
        "</r:Description></sh:property></sh:NodeShape></r:RDF>",
    }
    (workspace / f"shapes/x.{ending}").write_text(faulty[ending], encoding="utf-8")
    ran = seutu("validate", cwd=workspace)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"seutu: shapes/x.{ending}:2: the shape without a name is a property shape"), (
        ran.err
    )
