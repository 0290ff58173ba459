"""Which workspace a command answers about: the one in front of the user, one that is named, or none."""

import shutil
from pathlib import Path

import pytest

from tests.src import small
from tests.src.running import ROOT, seutu

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
LACKING = [
    *((command, "ontology", "data", ".") for command in COMMANDS),
    (("validate",), "ontology", "data", "data"),
    (("validate",), "ontology", "data", "data/deep"),
    (("validate",), "data", "ontology", "."),
]


@pytest.mark.parametrize(("command", "gone", "kept", "at"), LACKING)
def test_data_alone_are_never_answered_by_others(
    workspace: Path, command: tuple[str, ...], gone: str, kept: str, at: str
) -> None:
    shutil.rmtree(workspace / gone)
    (workspace / at).mkdir(exist_ok=True)
    ran = seutu(*command, cwd=workspace / at)
    assert (ran.code, ran.out) == (2, "")
    has = f"{workspace}: has {kept}/ and no {gone}/, so it is no workspace; add {gone}/, "
    assert ran.err == f"seutu: {has}give a workspace with --workspace, or {ALONE}"


def test_files_alone_are_judged_wherever_they_lie(workspace: Path) -> None:
    shutil.rmtree(workspace / "ontology")
    path = workspace / "data" / "alone.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    ran = seutu("validate", "--alone", path, cwd=workspace)
    assert ran.code == 0
    assert ran.err.startswith(f"Judged by the ontology and shapes of the workspace {ROOT}.\n")
    assert ran.err.endswith(" in 1 file.\n")


def test_data_that_are_no_rdf_are_no_data_of_ours(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text("a,b\n", encoding="utf-8")
    assert seutu(*ASK, cwd=tmp_path).err.startswith("Here is no workspace")


def test_a_workspace_within_somebodys_data_is_one(workspace: Path) -> None:
    around = workspace.parent / "more"
    small.write(around / "data" / "own")
    assert seutu(*ASK, cwd=around / "data" / "own").out == seutu(*ASK, cwd=workspace).out


def test_what_is_not_read_is_told(workspace: Path) -> None:
    for name in (
        "data/figures.csv",
        "data/deep/b.ttl.gz",
        "data/README.md",
        "data/.hidden",
        "shapes/a.rdf",
        "ontology/logo.svg",
    ):
        (workspace / name).parent.mkdir(exist_ok=True)
        (workspace / name).write_text("", encoding="utf-8")
    ran = seutu("validate", cwd=workspace)
    assert ran.code == 0
    assert ran.err.startswith(
        "Not read: data/deep/b.ttl.gz, data/figures.csv, shapes/a.rdf; "
        "in data/ the names of files end in .ttl, .trig, .nt, .nq, .jsonld, .rdf.\n"
    )
    for number in range(4):
        (workspace / "data" / f"{number}.xlsx").write_text("", encoding="utf-8")
    assert " and 4 more; in data/" in seutu("validate", cwd=workspace).err
