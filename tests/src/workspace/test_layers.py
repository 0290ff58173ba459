"""The layers of a workspace: which files are its own, which those of the package, and the graphs they are in."""

from pathlib import Path

import pytest

from seutu.workspace.layers import Layers
from tests.helpers import small
from tests.helpers.running import ROOT

STATEMENT = "<http://x> <http://p> 1 .\n"
HEADER = "<http://o> a <http://www.w3.org/2002/07/owl#Ontology> .\n"


def write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def test_what_seutu_itself_has_stands_alone() -> None:
    layers = Layers.of(ROOT)
    assert (layers.package, layers.replaced([("ontology", ("",))])) == (None, [])
    assert all(layers.is_own(one.graph) for one in layers.found("ontology", ".ttl"))


IMPORT = "<http://o> <http://www.w3.org/2002/07/owl#imports> <https://w3id.org/seutu/ont> .\n"


@pytest.mark.parametrize(
    ("ontology", "alone"),
    [
        (HEADER, True),
        (STATEMENT, False),
        (f"# {HEADER}{STATEMENT}", False),
        (f"Ontology {HEADER}", True),
        (f"{HEADER}{IMPORT}", False),
    ],
)
def test_an_ontology_with_a_header_stands_alone(tmp_path: Path, ontology: str, alone: bool) -> None:
    layers = Layers.of(write(tmp_path, ontology__o=ontology, data__d=STATEMENT))
    assert (layers.package is None) is alone
    assert (len(layers.found("ontology", ".ttl")) == 1) is alone


def test_the_small_workspace_stands_alone(tmp_path: Path) -> None:
    assert Layers.of(small.write(tmp_path)).package is None


def test_own_files_come_before_those_of_the_package(tmp_path: Path) -> None:
    layers = Layers.of(write(tmp_path, data__d=STATEMENT, ontology__body=STATEMENT, shapes__own=STATEMENT))
    assert [file.path for file in layers.files("data", ".ttl")] == ["data/d.ttl"]
    found = {one.shown: one for one in layers.found("ontology", ".ttl")}
    assert found.keys() == {path.relative_to(ROOT).as_posix() for path in (ROOT / "ontology").rglob("*.ttl")}
    assert found["ontology/body.ttl"].path.is_relative_to(tmp_path)
    assert layers.is_own(found["ontology/role.ttl"].graph) is False
    assert "shapes/own.ttl" in [one.shown for one in layers.found("shapes", ".ttl")]
    every = [(top, (".ttl",)) for top in ("ontology", "data", "shapes")]
    assert layers.replaced(every) == ["ontology/body.ttl"]


def test_a_file_is_found_again_by_its_path(tmp_path: Path) -> None:
    layers = Layers.of(write(tmp_path, data__d=STATEMENT, ontology__body=STATEMENT))
    places = {"data/d.ttl": tmp_path, "ontology/body.ttl": tmp_path, "ontology/role.ttl": ROOT}
    for shown, root in places.items():
        assert layers.file(shown).path == root / shown
    assert layers.is_in("ontology/concepts/kind.ttl", "ontology/concepts")
    assert not layers.is_in("ontology/concepts.ttl", "ontology/concepts")
