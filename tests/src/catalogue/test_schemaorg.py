"""The record for search engines says what the catalogue says, and can be read without the network."""

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef

from seutu import Workspace
from seutu.build import build as building
from seutu.rdf.namespaces import BASE, PREFIXES
from tests.helpers import portal

SCHEMA, ID = PREFIXES["schema"], BASE + "id/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("schemaorg")
    building.build(Workspace.open(portal.write(place / "workspace")), place / "out")
    return place / "out"


@pytest.fixture(scope="module")
def record(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / "schema.jsonld").read_text())
    assert isinstance(content, dict)
    return content


def dataset(record: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in record["dataset"] if one["@id"] == f"{ID}dataset/{name}"]
    assert isinstance(found, dict)
    return found


def test_a_reader_needs_no_network(folder: Path) -> None:
    graph = Graph().parse(folder / "schema.jsonld", format="json-ld")
    kinds = {str(kind).removeprefix(SCHEMA) for kind in graph.objects(None, RDF.type)}
    assert kinds == {"DataCatalog", "Dataset", "DataDownload", "Organization", "Place"}
    assert set(graph.subjects(RDF.type, URIRef(SCHEMA + "Dataset"))) == {
        URIRef(f"{ID}dataset/{name}") for name in ("bodies", "shapes", "terms")
    }


def test_the_catalogue_is_named_in_each_language(record: dict[str, Any]) -> None:
    assert record["@type"] == "DataCatalog"
    assert {(name["@language"], name["@value"]) for name in record["name"]} == {
        ("fi", "Pieni"),
        ("sv", "Liten"),
        ("en", "Small"),
    }
    assert record["url"] == BASE


def test_a_dataset_says_what_dataset_search_reads(record: dict[str, Any]) -> None:
    bodies = dataset(record, "bodies")
    assert bodies["url"] == f"{ID}dataset/bodies.html"
    assert bodies["license"] == f"{portal.EU}licence/CC_BY_4_0"
    assert bodies["creator"] == [{"@type": "Organization", "@id": f"{ID}agent/us", "name": "We"}]
    assert bodies["temporalCoverage"] == "2002/2010"
    assert bodies["inLanguage"] == ["en", "fi"]
    assert (bodies["datePublished"], bodies["dateModified"], bodies["version"]) == (
        "2020-01-01",
        "2021-02-03",
        "0.10.0",
    )
    assert bodies["isAccessibleForFree"] is True
    assert bodies["includedInDataCatalog"] == {"@id": record["@id"]}
    assert [place["@id"] for place in bodies["spatialCoverage"]] == [f"{portal.EU}country/FIN"]
    assert {one["@value"] for one in bodies["keywords"]} == {"elin", "organ", "body"}
    assert dataset(record, "terms")["license"] == f"{portal.EU}licence/CC0"


def test_a_download_is_the_file(record: dict[str, Any], folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    files = {row["path"]: row for row in manifest["files"]}
    downloads = [one for each in record["dataset"] for one in each["distribution"]]
    assert len(downloads) == 21
    for one in downloads:
        row = files[one["@id"].removeprefix(f"{ID}distribution/")]
        assert one["contentUrl"] == f"{BASE}0.10.0/{row['path']}"
        assert one["contentSize"] == f"{row['bytes']} B"
        assert one["sha256"] == row["sha256"]
    media = {one["contentUrl"].rpartition(".")[2]: one["encodingFormat"] for one in downloads}
    assert media == {
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "nq": "application/n-quads",
        "trig": "application/trig",
        "jsonld": "application/ld+json",
        "rdf": "application/rdf+xml",
        "csv": "text/csv",
    }


def test_nothing_is_empty(record: dict[str, Any]) -> None:
    def empty(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(empty, value.values()))
        return any(map(empty, value)) if isinstance(value, list) and value else value in ("", [], None)

    assert not empty(record)
