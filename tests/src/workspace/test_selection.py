"""Some cases of a workspace, as what publishes sees them."""

import re
from pathlib import Path

import pytest

from seutu.api import Workspace
from seutu.catalogue.description import Dataset, Description
from seutu.errors import UnknownName
from seutu.workspace.selection import selected
from tests.helpers import portal, small
from tests.loading import ROOT

SHARED = ["concepts", "ontology", "shapes"]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def described(workspace: Workspace) -> Description:
    description = Description.of(workspace.asserted())
    assert description is not None
    return description


def listed(workspace: Workspace) -> list[str]:
    return [dataset.slug for dataset in described(workspace).datasets]


def test_without_a_name_all_cases_stay(workspace: Workspace) -> None:
    assert selected(workspace, []) is workspace
    assert listed(workspace) == sorted(["cases", "central-baltic", "jamsa", "vaasa", *SHARED])
    assert described(workspace).main.slug == "cases"


@pytest.mark.parametrize("name", ["vaasa", "dataset:vaasa", "jamsa", "central-baltic"])
def test_the_dataset_of_a_single_case_is_the_main_one(workspace: Workspace, name: str) -> None:
    chosen, slug = selected(workspace, [name]), name.rpartition(":")[2]
    assert listed(chosen) == sorted([slug, *SHARED])
    assert described(chosen).main.slug == slug


def test_several_cases_stay_beside_the_dataset_of_all(workspace: Workspace) -> None:
    chosen = selected(workspace, ["vaasa", "jamsa"])
    assert listed(chosen) == sorted(["cases", "jamsa", "vaasa", *SHARED])
    assert described(chosen).main.slug == "cases"


def test_files_of_other_cases_are_left_out_and_shared_ones_stay(workspace: Workspace) -> None:
    every, chosen = ({file.path for file in one.files} for one in (workspace, selected(workspace, ["vaasa"])))
    left = {path for path in every - chosen if not re.match("data/(jamsa|central-baltic)/", path)}
    assert left == {"data/sources/jamsa-deck.ttl"}
    assert {"data/finland/region.ttl", "data/sources/citations.ttl", "data/vaasa/sources.ttl"} <= chosen


def test_nothing_is_said_of_the_other_datasets(workspace: Workspace) -> None:
    quads = map(str, selected(workspace, ["vaasa"]).asserted())
    assert not [quad for quad in quads if re.search("dataset/(jamsa|central-baltic|cases)[>/]", quad)]


def test_a_case_may_be_described_beside_the_catalogue(tmp_path: Path) -> None:
    text = portal.CATALOGUE.replace(
        "dataset:bodies a dcat:Dataset", "dataset:bodies a dcat:Dataset , seutu:Case"
    )
    folder = small.write(tmp_path, {"data/catalogue.ttl": text})
    chosen = selected(Workspace.open(folder), ["bodies"])
    assert described(chosen).main == Dataset(described(chosen).main.iri, "data")
    assert listed(chosen) == ["bodies", "shapes", "terms"]


def test_the_name_of_no_case(workspace: Workspace) -> None:
    with pytest.raises(UnknownName):
        selected(workspace, ["vasa-nova"])
