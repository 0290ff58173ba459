"""A workspace with a base of its own, as what publishes sees it."""

from pathlib import Path

import pytest

from seutu.api import Workspace
from seutu.rdf import model
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing
from seutu.workspace import scaffold
from seutu.workspace.localised import localised
from tests.helpers import small

OWN = "https://example.org/my/"


def made(folder: Path) -> Path:
    scaffold.write(folder, scaffold.files(scaffold.Wanted("My", OWN, ["en"], "1.0.0", "2026-02-03")))
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(made(tmp_path))


def test_what_is_its_own_is_moved_and_comes_back(workspace: Workspace) -> None:
    found, rebasing = localised(workspace, Rebasing())
    own = [quad for file in workspace.own_files for quad in file.read()]
    moved = [quad for file in found.own_files for quad in file.read()]
    assert not [quad for quad in moved if OWN in str(quad)]
    assert rebasing.base == OWN
    assert set(rebasing.quads(moved)) == set(own)


def test_what_is_of_the_package_stays(workspace: Workspace) -> None:
    found, rebasing = localised(workspace, Rebasing())
    packaged = [quad for file in found.files if not found.layers.is_own(file.graph) for quad in file.read()]
    packaged += [quad for file in found.shape_files for quad in file.read()]
    assert model.triples(rebasing.quads(packaged)) == model.triples(packaged)


def test_every_graph_is_published_under_its_base(workspace: Workspace) -> None:
    found, rebasing = localised(workspace, Rebasing())
    graphs = {str(graph)[1:-1] for graph in found.closed().named_graphs()}
    assert all(rebasing.text(graph).startswith(f"{OWN}graph/") for graph in graphs)


def test_its_own_queries_find_what_is_moved(tmp_path: Path) -> None:
    made(tmp_path)
    own = f"SELECT ?body ?evidence {{ ?role seutu:body ?body . <{OWN}id/district-board-decides> seutu:body ?body }}"
    header = "# title: Own\n# title@fi: Oma\n# title@sv: Egen\n# question: Which?\n"
    (tmp_path / "queries" / "questions").mkdir(parents=True)
    (tmp_path / "queries" / "questions" / "own.rq").write_text(f"{header}{own}\n", "utf-8")
    rule = f"CONSTRUCT {{ <{OWN}id/a> a seutu:Body }} {{ <{OWN}id/district-board-decides> seutu:body ?body }}"
    (tmp_path / "queries" / "rules").mkdir()
    (tmp_path / "queries" / "rules" / "90-own.rq").write_text(f"{header}{rule}\n", "utf-8")
    found, rebasing = localised(Workspace(tmp_path), Rebasing())
    assert OWN not in found.questions["own"].text
    assert rebasing.text(found.questions["own"].text).endswith(f"{own}\n")
    assert f"<{BASE}id/a>" in {str(quad.subject) for quad in found.inferred()}


def test_another_base_may_be_wanted(workspace: Workspace) -> None:
    assert localised(workspace, Rebasing("https://example.net/"))[1].base == "https://example.net/"


def test_a_workspace_without_a_base_is_as_it_is(tmp_path: Path) -> None:
    workspace, rebasing = Workspace(small.write(tmp_path)), Rebasing()
    assert localised(workspace, rebasing) == (workspace, rebasing)
    assert rebasing.base == BASE
