"""One version number, wherever it is written, with one day."""

import re
import tomllib

import pyoxigraph as ox

from seutu import Workspace
from seutu.catalogue.description import Description
from seutu.rdf.model import node
from tests.loading import ROOT

ONTOLOGY = ox.NamedNode("https://w3id.org/seutu/ont")
RELEASE = re.compile(r"^## \[(\d\S*)\] - (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def ontology(workspace: Workspace, name: str) -> str:
    ((value,),) = [
        [quad.object] for quad in workspace.asserted().quads_for_pattern(ONTOLOGY, node(name), None, None)
    ]
    assert isinstance(value, ox.Literal | ox.NamedNode)
    return value.value


def test_the_versions_of_the_catalogue_are_those_of_the_changelog() -> None:
    description = Description.of(Workspace.open(ROOT).asserted())
    assert description is not None
    versions = [(version.number, version.issued.value) for version in description.versions]
    changelog = RELEASE.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert versions == changelog[::-1]


def test_package_and_ontology_are_of_the_latest_version() -> None:
    workspace = Workspace.open(ROOT)
    description = Description.of(workspace.asserted())
    assert description is not None
    first, latest = description.versions[0], description.versions[-1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == latest.number == ontology(workspace, "owl:versionInfo")
    assert ontology(workspace, "owl:versionIRI") == f"{ONTOLOGY.value}/{latest.number}"
    assert ontology(workspace, "dcterms:modified") == latest.issued.value
    assert ontology(workspace, "dcterms:issued") == first.issued.value
