"""A release before those who judge: with the official shapes and the network only where they are asked for."""

from pathlib import Path

import pytest

from seutu import Workspace
from seutu.build.release import Release, release
from seutu.errors import InputError
from seutu.quality.judging import assess_release
from seutu.rdf.rebasing import Rebasing
from tests.helpers import portal


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(portal.write(tmp_path_factory.mktemp("judged") / "work"))


@pytest.fixture(scope="module")
def released(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release(workspace, tmp_path_factory.mktemp("release") / "build")


def test_the_catalogue_is_scored_and_the_ontology_looked_at(workspace: Workspace, released: Release) -> None:
    found = assess_release(workspace, Rebasing(), released, None, online=False)
    assert found.quality.points > 0
    assert found.quality.attainable < found.quality.maximum, "without the network, some cannot be had"
    assert found.official is None


def test_official_shapes_that_are_not_there_are_told(
    workspace: Workspace, released: Release, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"shapes\.ttl"):
        assess_release(workspace, Rebasing(), released, tmp_path, online=False)
