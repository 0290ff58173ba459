"""The layers of files in no folder are those that opening the same folder gives."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from seutu.errors import InputError
from seutu.rdf.namespaces import BASE
from seutu.workspace.contents import Contents
from seutu.workspace.unopened import layers
from tests.helpers import small

PREFIX = b"@prefix seutu: <https://w3id.org/seutu/ont#> .\n"
OWN: Mapping[str, bytes] = {
    "data/catalogue.ttl": PREFIX + b'<https://example.org/x/c> seutu:iriBase "https://example.org/x/" .\n',
    "ontology/role.ttl": b"<https://example.org/x/t> <urn:p> 1 .\n",
    "queries/checks/own.rq": b"SELECT * {}\n",
}


def test_data_alone_have_the_base_of_their_description_and_the_package_below(tmp_path: Path) -> None:
    for name, data in OWN.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    opened = Contents(tmp_path)
    base, packaged = layers(OWN, "")
    assert base == opened.layers.own[0].base == "https://example.org/x/"
    every = (*opened.files, *opened.shape_files)
    paths = {file.path for file in every} | {one.shown for one in opened.layers.found("queries", ".rq")}
    assert packaged.keys() == paths - OWN.keys()


@pytest.mark.parametrize(
    "files", [{name: text.encode() for name, text in small.FILES.items()}, {"data/a.nt": b"", "b.ttl": b""}]
)
def test_an_ontology_with_a_header_and_a_plain_folder_stand_alone(files: Mapping[str, bytes]) -> None:
    assert layers(files, "") == (BASE, {})


def test_a_base_that_cannot_begin_iris_is_told_with_its_place() -> None:
    wrong = {"data/catalogue.ttl": OWN["data/catalogue.ttl"].replace(b'x/"', b'x"')}
    with pytest.raises(InputError, match=r"^v1:data/catalogue\.ttl:2: seutu:iriBase"):
        layers(wrong, "v1:")
