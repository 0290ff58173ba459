"""The places to publish to, as a person names them."""

from dataclasses import replace
from pathlib import Path

import pytest

from seutu import Workspace
from seutu.build.release import Release, release
from seutu.errors import OutputError, ParameterError, PublishError, UnknownName
from seutu.publish.targets import TargetOptions, open_target
from seutu.rdf.rebasing import Rebasing
from tests.helpers import portal

PLAIN = TargetOptions()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(portal.write(tmp_path_factory.mktemp("targets") / "work"))


@pytest.fixture(scope="module")
def released(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release(workspace, tmp_path_factory.mktemp("release") / "build")


def place(to: str, released: Release, workspace: Workspace, choices: TargetOptions = PLAIN) -> str:
    """The address of a target, which is opened and not asked for anything."""
    with open_target(to, released, workspace, Rebasing(), choices) as target:
        return type(target).__name__


def test_a_folder_is_planned_and_published(workspace: Workspace, released: Release, tmp_path: Path) -> None:
    with open_target(f"folder:{tmp_path / 'out'}", released, workspace, Rebasing(), PLAIN) as target:
        planned = target.plan(lambda _: None)
        assert not (tmp_path / "out").exists()
        assert target.carry_out(lambda _: None) == planned
        assert not target.plan(lambda _: None)


@pytest.mark.parametrize(
    ("to", "kind"),
    [("sparql:http://localhost:1/", "GraphPublication"), ("ckan:http://localhost:1/", "PortalPublication")],
)
def test_a_store_and_a_portal_are_opened_without_being_asked(
    workspace: Workspace, released: Release, to: str, kind: str
) -> None:
    assert place(to, released, workspace) == kind


@pytest.mark.parametrize("to", ["", "folder", "folder:", "ftp:x", "out"])
def test_what_names_no_place_is_refused(workspace: Workspace, released: Release, to: str) -> None:
    with pytest.raises(ParameterError, match="names no place; write folder:PATH, sparql:URL or ckan:URL"):
        place(to, released, workspace)


@pytest.mark.parametrize(
    ("to", "choices", "error"),
    [
        ("sparql:http://localhost/", replace(PLAIN, kind="odd"), UnknownName),
        ("ckan:http://localhost/", replace(PLAIN, kind="odd"), UnknownName),
        ("sparql:nowhere", PLAIN, PublishError),
        ("sparql:http://localhost/", replace(PLAIN, query="http://localhost/query"), ParameterError),
        ("folder:out", replace(PLAIN, site="nowhere"), ParameterError),
    ],
)
def test_a_choice_that_fits_no_target_is_refused(
    workspace: Workspace, released: Release, to: str, choices: TargetOptions, error: type[Exception]
) -> None:
    with pytest.raises(error):
        place(to, released, workspace, choices)


def test_a_store_of_no_known_kind_has_all_its_addresses(workspace: Workspace, released: Release) -> None:
    choices = replace(PLAIN, query="http://localhost/query", update="http://localhost/update")
    assert place("sparql:http://localhost/store", released, workspace, choices) == "GraphPublication"


def test_the_sources_are_not_published_into(workspace: Workspace, released: Release) -> None:
    with pytest.raises(OutputError, match="would be among its sources"):
        place(f"folder:{workspace.root / 'data'}", released, workspace)
