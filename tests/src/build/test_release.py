"""A release is what its build wrote, read back graph by graph."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.build.release import release
from seutu.errors import WorkspaceError
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing
from tests.helpers import portal, small

OTHER = "https://example.org/x/"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(portal.write(tmp_path_factory.mktemp("release")))


def test_there_is_a_graph_a_file_one_for_what_follows_and_one_for_the_catalogue(
    workspace: Workspace, tmp_path: Path
) -> None:
    made = release(workspace, tmp_path / "out")
    files = [name for name in (*small.FILES, "data/catalogue.ttl") if not name.startswith("queries")]
    assert set(made.graphs) == {f"{BASE}graph/{name}" for name in (*files, "inferred", "catalogue")}
    assert made.version == "0.10.0"


def test_what_the_graphs_say_is_what_the_files_say(workspace: Workspace, tmp_path: Path) -> None:
    made = release(workspace, tmp_path / "out")
    for file in (*workspace.files, *workspace.shape_files):
        store = ox.Store()
        file.add_to(store)
        assert set(made.graphs[file.graph.value]) == {quad.triple for quad in store}, file.path
    inferred = {quad.triple for quad in workspace.inferred()}
    assert set(made.graphs[f"{BASE}graph/inferred"]) == inferred
    assert len(made.store) == sum(map(len, made.graphs.values()))


def test_under_another_base_every_graph_and_term_is_there(workspace: Workspace, tmp_path: Path) -> None:
    ours = release(workspace, tmp_path / "ours")
    theirs = release(workspace, tmp_path / "theirs", rebasing=Rebasing.to(OTHER))
    assert {name.replace(BASE, OTHER) for name in ours.graphs} == set(theirs.graphs)
    for name, triples in ours.graphs.items():
        if not name.endswith(("catalogue", "inferred")):
            moved = {str(triple).replace(BASE, OTHER) for triple in triples}
            assert {str(triple) for triple in theirs.graphs[name.replace(BASE, OTHER)]} == moved


def test_sizes_in_the_catalogue_keep_their_datatype(workspace: Workspace, tmp_path: Path) -> None:
    made = release(workspace, tmp_path / "out")
    sizes = [str(triple.object) for triple in made.catalogue if triple.predicate.value.endswith("byteSize")]
    assert len(sizes) == 21
    assert all(size.endswith("nonNegativeInteger>") for size in sizes)


def test_what_does_not_describe_itself_cannot_be_published(tmp_path: Path) -> None:
    workspace = Workspace.open(small.write(tmp_path / "workspace"))
    with pytest.raises(WorkspaceError, match=r"data/catalogue\.ttl: describes no catalogue"):
        release(workspace, tmp_path / "out")
    assert not (tmp_path / "out").exists()
