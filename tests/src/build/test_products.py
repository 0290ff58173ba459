"""The files that a build makes of a workspace, before any of them is written."""

from pathlib import Path

import pytest

from seutu import Workspace
from seutu.build.products import Meter, Products
from seutu.errors import WorkspaceError
from seutu.rdf.rebasing import Rebasing
from tests.helpers import portal, small


def products(root: Path) -> Products:
    return Products(Workspace.open(root), Rebasing())


def test_questions_without_a_required_value_are_tabled(tmp_path: Path) -> None:
    made = products(small.write(tmp_path))
    assert made.tabled == ["who-decides"]
    assert (made.drawn, made.undrawn) == ([], ())
    assert made.description is None


def test_each_file_is_made_once_and_the_share_rises(tmp_path: Path) -> None:
    workspace = Workspace.open(small.write(tmp_path))
    made, shares = Products(workspace, Rebasing()), list[float]()
    meter, paths = Meter(made.effort(), shares.append), []
    for product in made.of_workspace(workspace.validate(), meter):
        pieces: list[bytes] = []
        product.write(pieces.append)
        paths.append(product.path)
        meter.add(product.effort)
    assert len(paths) == len(set(paths))
    assert {"seutu.ttl", "tables/who-decides.csv", "report.txt", "queries/checks/no-evidence.rq"} <= set(
        paths
    )
    assert shares == sorted(shares)
    assert 0.5 < shares[-1] <= 1


def test_without_a_description_there_is_no_catalogue(tmp_path: Path) -> None:
    made = products(small.write(tmp_path))
    assert made.record([]) == []
    assert list(made.of_record([])) == []
    assert made.origins == []


@pytest.mark.parametrize("slug", ["seutu", "Catalogue", "report"])
def test_a_dataset_may_not_be_called_as_other_files_are(tmp_path: Path, slug: str) -> None:
    catalogue = portal.CATALOGUE.replace("dataset:terms", f"dataset:{slug}")
    made = products(portal.write(tmp_path, {"data/catalogue.ttl": catalogue}))
    with pytest.raises(WorkspaceError, match="is what other files are called"):
        _ = made.description


@pytest.mark.parametrize(("whole", "shares"), [(4, [0.25, 0.75, 1.0]), (0, [1.0, 1.0, 1.0])])
def test_a_meter_never_passes_the_whole(whole: float, shares: list[float]) -> None:
    told: list[float] = []
    meter = Meter(whole, told.append)
    for effort, times in ((1, 1), (1, 2), (5, 1)):
        meter.add(effort, times)
    assert told == shares
