"""The whole workspace, published to a folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from seutu import Workspace
from seutu.build import release
from seutu.publish import directory
from seutu.rdf.rebasing import Rebasing
from seutu.site.publication import Publication
from tests.helpers.publishing import BASE, OTHER, compare, contents, sound
from tests.helpers.rewriting import Answer, Request, follow, rules
from tests.helpers.running import ROOT


def released(folder: Path, rebasing: Rebasing | None = None) -> Publication:
    workspace = Workspace.open(ROOT)
    made = release.release(workspace, folder / "built", rebasing=rebasing)
    return Publication.of(workspace, made, rebasing)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The whole workspace, published."""
    folder = tmp_path_factory.mktemp("whole")
    directory.publish(released(folder), folder / "out")
    yield folder / "out"
    shutil.rmtree(folder)


@pytest.mark.slow
def test_the_whole_workspace_has_sound_pages(everything: Path) -> None:
    sound(contents(everything))


@pytest.mark.slow
def test_the_redirects_of_the_whole_lead_to_files(everything: Path) -> None:
    files = contents(everything)
    parsed_rules = list(rules(files[".htaccess"].decode()))
    for path in sorted(
        {iri.removeprefix(BASE).partition("#")[0] for iri in files["iris.txt"].decode().split()}
    ):
        said = follow(parsed_rules, Request(path, "text/turtle"))
        assert said.status == 303
        place = said.location.removeprefix(BASE)
        assert (place if place and not place.endswith("/") else f"{place}index.html") in files
    for path in sorted(path for path in files if path.endswith(".ttl")):
        assert follow(parsed_rules, Request(path, "text/html")) == Answer(303, BASE + path)


@pytest.mark.slow
def test_the_whole_workspace_says_the_same_in_all_formats(everything: Path) -> None:
    paths = sorted(path.removesuffix(".nt") for path in contents(everything) if path.endswith(".nt"))
    compare(everything, [path for path in paths if not path.startswith(("0.1.0/", "latest/"))])


@pytest.mark.slow
def test_two_publications_of_the_whole_have_the_same_bytes(everything: Path, tmp_path: Path) -> None:
    directory.publish(released(tmp_path), tmp_path / "out")
    assert contents(tmp_path / "out") == contents(everything)


@pytest.mark.slow
def test_the_whole_workspace_under_another_base(everything: Path, tmp_path: Path) -> None:
    directory.publish(released(tmp_path, Rebasing.to(OTHER)), tmp_path / "out")
    files = contents(tmp_path / "out")
    assert set(files) == set(contents(everything))
    staying = {path for path, data in files.items() if BASE.encode() in data}
    assert not [
        path for path in staying if "catalogue" not in path and not path.startswith(("id/dataset/", ".well"))
    ]
    from_ours = f"<http://www.w3.org/ns/prov#wasDerivedFrom> <{BASE}id/dataset/jamsa> .\n"
    assert f"<{OTHER}id/dataset/jamsa> {from_ours}".encode() in files["id/dataset/jamsa.nt"]
    sound(files)
