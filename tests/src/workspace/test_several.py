"""Several workspaces opened together: one answer over all, and findings at their places."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.api import Workspace
from seutu.errors import ParameterError, WorkspaceError
from seutu.rdf.rebasing import Rebasing
from seutu.workspace import scaffold
from seutu.workspace.localised import localised
from tests.helpers import small
from tests.helpers.running import ROOT, seutu


def made(folder: Path, languages: str = "en") -> Path:
    base = f"https://example.org/{folder.name}/"
    wanted = scaffold.Wanted(folder.name, base, languages.split(","), "1.0.0", "2026-02-03")
    scaffold.write(folder, scaffold.files(wanted))
    return folder


def bodies(workspace: Workspace) -> list[str]:
    found = workspace.query("SELECT ?body { ?role a seutu:DecisionRole ; seutu:body ?body }")
    assert isinstance(found, ox.QuerySolutions)
    return sorted(str(row["body"]) for row in found)


def test_an_answer_is_over_all(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other", "fi,en")
    together = Workspace.open(one, other)
    assert bodies(together) == sorted([*bodies(Workspace.open(one)), *bodies(Workspace.open(other))])
    assert len(bodies(together)) == 6
    assert len(together.ask("who-decides").rows) == 6
    assert (together.layers.required, together.layers.welcome) == (("en",), ("fi",))
    assert together.root == one


def test_each_row_names_its_case(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other", "fi,en")
    answer = Workspace.open(one, other).ask("who-decides", "en")
    at = answer.columns.index("case")
    assert sorted(answer.labels.shown(row.cells[at]) for row in answer.rows) == ["one"] * 3 + ["other"] * 3
    assert "case" not in Workspace.open(one).ask("who-decides", "en").columns


def test_seutus_own_is_one_of_them(tmp_path: Path) -> None:
    one = made(tmp_path / "one")
    for order in ([ROOT, one], [one, ROOT]):
        together = Workspace.open(*order)
        assert together.layers.package is None
        assert len(bodies(together)) == len(bodies(Workspace.open(ROOT))) + 3
        assert not together.replaced()


def test_a_file_of_one_that_builds_on_it_takes_the_place_of_its_own(tmp_path: Path) -> None:
    one = made(tmp_path / "one")
    question = one / "queries/questions/who-decides.rq"
    question.parent.mkdir(parents=True)
    question.write_text("# title: Mine\nSELECT ?body ?evidence { ?body a seutu:Body }", "utf-8")
    for order in ([ROOT, one], [one, ROOT]):
        assert Workspace.open(*order).questions["who-decides"].title["en"] == "Mine"


def test_a_finding_names_the_workspace(tmp_path: Path) -> None:
    made(tmp_path / "one")
    path = made(tmp_path / "other") / "data/statements.ttl"
    path.write_text(path.read_text("utf-8").replace("modality:asserted", "modality:asserte"), "utf-8")
    ran = seutu("--workspace", "one", "--workspace", "other", "validate", cwd=tmp_path)
    assert ran.code == 1
    files = {line.partition(":")[0] for line in ran.out.splitlines() if "asserte:" in line}
    assert files == {"other/data/statements.ttl"}


def test_the_environment_names_several(tmp_path: Path) -> None:
    for name in ("one", "other"):
        made(tmp_path / name)
    asked = seutu("ask", "who-decides", "--format", "csv", cwd=tmp_path, env={"SEUTU_WORKSPACE": "one:other"})
    named = seutu(
        "--workspace", "one", "--workspace", "other", "ask", "who-decides", "--format", "csv", cwd=tmp_path
    )
    assert (asked.code, asked.out) == (0, named.out)


def test_the_same_one_twice_is_one(tmp_path: Path) -> None:
    one = made(tmp_path / "one")
    assert [file.path for file in Workspace.open(one, one / "../one").own_files] == [
        file.path for file in Workspace.open(one).own_files
    ]


def test_two_that_share_a_graph_are_refused(tmp_path: Path) -> None:
    one, other = small.write(tmp_path / "one"), small.write(tmp_path / "other")
    with pytest.raises(
        WorkspaceError, match=r"other/data/.*\.ttl: has the same graph as .*one/data/.*; give each"
    ):
        Workspace.open(one, other)


def test_one_is_published_at_a_time(tmp_path: Path) -> None:
    together = Workspace.open(made(tmp_path / "one"), made(tmp_path / "other"))
    with pytest.raises(ParameterError, match="is of one workspace"):
        localised(together, Rebasing())
