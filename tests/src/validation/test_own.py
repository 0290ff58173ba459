"""The checks of a workspace with a base and languages of its own."""

from pathlib import Path

import pytest

from seutu.api import Workspace
from seutu.validation import incremental, own
from seutu.workspace import scaffold
from tests.loading import ROOT


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    wanted = scaffold.Wanted("My", "https://example.org/my/", ["fi", "en"], "1.0.0", "2026-02-03")
    scaffold.write(tmp_path, scaffold.files(wanted))
    return tmp_path


def found(root: Path, before: str, after: str, engine: str = "fast") -> set[tuple[str | None, str]]:
    path = root / "data/statements.ttl"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    findings = Workspace(root).validate(engine=engine).findings
    return {(one.file, one.component) for one in findings if one.severity == "violation"}


@pytest.mark.parametrize("engine", ["fast", pytest.param("reference", marks=pytest.mark.long)])
def test_a_thing_of_its_own_that_nothing_is_said_of_is_found(workspace: Path, engine: str) -> None:
    broken = found(workspace, "seutu:body my:working-group", "seutu:body my:working-grup", engine)
    assert ("data/statements.ttl", "dangling-reference") in broken


def test_a_label_is_wanted_in_its_languages_alone(workspace: Path) -> None:
    broken = found(workspace, '"työryhmä"@fi , ', "")
    assert ("data/statements.ttl", "missing-translation") in broken
    assert found(workspace, '"the working group"@en', '"työryhmä"@fi , "the working group"@en') == set()


ONTOLOGY = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/my/ont> a owl:Ontology ; owl:imports <https://w3id.org/seutu/ont> .
<https://example.org/my/ont#Club> a owl:Class ; rdfs:subClassOf seutu:Body ;
    rdfs:label "kerho"@fi , "club"@en ; rdfs:isDefinedBy <https://example.org/my/ont> .
"""


def test_upkeep_of_an_ontology_is_for_whom_it_belongs_to(workspace: Path) -> None:
    (workspace / "ontology").mkdir()
    (workspace / "ontology/own.ttl").write_text(ONTOLOGY, "utf-8")
    findings = Workspace(workspace).validate().findings
    assert [(one.file, one.component) for one in findings if one.component == "unused-term"] == [
        ("ontology/own.ttl", "unused-term")
    ]


@pytest.mark.parametrize("broken", [False, True])
def test_in_units_and_whole_the_same_is_found(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    if broken:
        found(workspace, "seutu:body my:working-group", "seutu:body my:working-grup")
    whole = Workspace(workspace).validate()
    monkeypatch.setattr("seutu.validation.incremental.MIN_SIZE", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert Workspace(workspace).validate() == whole
    in_units = incremental.report(Workspace(workspace))
    assert in_units is None or in_units == whole


def test_the_checks_of_seutu_itself_stay_as_they_are() -> None:
    workspace = Workspace(ROOT)
    assert own.checks(workspace.checks, workspace.layers) == list(workspace.checks)
