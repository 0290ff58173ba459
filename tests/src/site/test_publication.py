"""A publication: the files of a build, and the IRIs that are published for good."""

from dataclasses import replace
from pathlib import Path

import pytest

from seutu.errors import OutputError
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing
from seutu.site.publication import Publication, hashed
from tests.helpers import portal
from tests.helpers.publishing import OTHER, publication


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publication(portal.write(tmp_path_factory.mktemp("publication") / "work"))


def test_each_file_of_the_build_has_its_size_and_hash(made: Publication) -> None:
    assert {"seutu.ttl", "catalogue.ttl", "manifest.json"} <= set(made.files)
    for path, file in made.files.items():
        content = made.content(path)
        assert (file.path, file.bytes, file.sha256) == (path, len(content), hashed(content))


def test_it_is_served_at_its_base_unless_a_site_is_given(made: Publication) -> None:
    assert made.address == BASE
    assert replace(made, site=OTHER).address == OTHER
    assert replace(made, rebasing=Rebasing.to(OTHER)).address == OTHER


def test_what_is_only_counted_or_hashed_is_not_for_good(made: Publication) -> None:
    assert f"{BASE}id/body/group" in made.iris
    assert not any("/checksum/" in iri for iri in made.iris)
    assert any("/checksum/" in iri for iri in made.published.iris)
    assert made.iris == sorted(made.iris)


def test_under_another_base_all_iris_begin_with_it(made: Publication) -> None:
    moved = replace(made, rebasing=Rebasing.to(OTHER))
    assert all(iri.startswith(OTHER) for iri in moved.iris)
    assert f"{OTHER}id/body/group" in moved.iris


def test_a_file_that_cannot_be_read_is_told(made: Publication, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be read"):
        made.content("none.ttl")
    with pytest.raises(OutputError, match=r"holds no manifest\.json of a build"):
        _ = replace(made, built=tmp_path).files


def test_a_file_beside_the_build_is_read_from_its_place(made: Publication, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    assert replace(made, beside={"logo.svg": tmp_path / "logo.svg"}).content("logo.svg") == b"<svg/>"
