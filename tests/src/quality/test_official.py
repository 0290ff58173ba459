"""The official shapes of DCAT-AP, read from a folder."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.quality import official

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in enumerate(official.NAMES):
        (tmp_path / name).write_text(f"{HEAD}<urn:s{number}> sh:shape <urn:t> ; sh:node <urn:t> .\n", "utf-8")
    return tmp_path


def test_all_files_are_one_document_without_what_is_not_shacl(folder: Path) -> None:
    found = list(ox.parse(official.read(folder), format=ox.RdfFormat.N_TRIPLES))
    assert {quad.predicate.value.rpartition("#")[2] for quad in found} == {"node"}
    assert len(found) == len(official.NAMES)


@pytest.mark.parametrize("name", official.NAMES)
def test_a_file_that_is_missing_is_named_with_what_is_wanted(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(InputError, match=f"{name}.*give the folder with shapes.ttl, .* of DCAT-AP"):
        official.read(folder)


def test_a_file_that_is_not_turtle_has_its_line(folder: Path) -> None:
    (folder / "range.ttl").write_text(f"{HEAD}odd", "utf-8")
    with pytest.raises(InputError, match=r"range\.ttl:2"):
        official.read(folder)
