"""The catalogue as a CKAN portal harvests it: read by ckanext-dcat's own parser, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seutu import Workspace
from seutu.build.release import release
from tests.helpers.running import environment

# CKAN's globals and warnings stay in there. A profile asks a running CKAN whether ckanext-scheming is there, and gets
# the answer of one that has it not.
PARSER = """
import json, sys
from ckanext.dcat.processors import RDFParser
from ckanext.dcat.profiles import base
def get_action(name):
    raise KeyError(name)
base.get_action = get_action
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(sys.stdin.buffer.read().decode(), _format=sys.argv[1])
print(json.dumps(list(parser.datasets())))
"""
EXTRAS = frozenset(
    (
        "uri identifier issued modified language theme frequency conforms_to access_rights spatial_uri temporal_start"
        " temporal_end publisher_uri publisher_name publisher_type contact_uri contact_name contact_email"
    ).split()
)


def harvested(data: bytes, fmt: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-W", "ignore", "-c", PARSER, fmt]
    ran = subprocess.run(
        command, input=data, env=environment(), capture_output=True, check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr.decode()
    found: list[dict[str, Any]] = json.loads(ran.stdout.decode().splitlines()[-1])
    return sorted(found, key=lambda dataset: str(extras(dataset)["uri"]))


def extras(dataset: dict[str, Any]) -> dict[str, str]:
    return {extra["key"]: extra["value"] for extra in dataset["extras"]}


def test_the_example_arrives_whole() -> None:
    data = (Path(__file__).parent / "ckan/data/catalogue.ttl").read_bytes()
    one, two = harvested(data, "turtle")
    assert one["title"] in ("Yksi", "Ett", "One")
    assert extras(one).keys() >= EXTRAS
    assert extras(one)["temporal_start"] == "2002"
    assert [resource["format"] for resource in two["resources"]] == []
    by_name = {resource["uri"].rpartition("/")[2]: resource for resource in one["resources"]}
    assert by_name["one.ttl"]["url"] == "https://example.org/x/1.2.0/one.ttl"
    assert by_name["one.ttl"]["size"] == 1234
    assert by_name["one.csv"]["format"].endswith("/file-type/CSV")


@pytest.mark.slow
@pytest.mark.parametrize(("file", "fmt"), [("catalogue.ttl", "turtle"), ("catalogue.rdf", "xml")])
def test_the_catalogue_of_the_workspace_arrives_whole(tmp_path: Path, file: str, fmt: str) -> None:
    made = release(Workspace.open(), tmp_path / "build")
    datasets = harvested((made.built.folder / file).read_bytes(), fmt)
    assert [extras(each)["uri"].rpartition("/")[2] for each in datasets] == [
        "cases",
        "central-baltic",
        "concepts",
        "jamsa",
        "ontology",
        "shapes",
        "vaasa",
    ]
    for dataset in datasets:
        assert dataset["title"]
        assert dataset["notes"]
        assert dataset["tags"]
        assert dataset["url"].startswith("http")
        assert dataset["version"] == made.version
        assert extras(dataset).keys() >= EXTRAS
        for resource in dataset["resources"]:
            for field in (
                "name",
                "url",
                "access_url",
                "download_url",
                "format",
                "mimetype",
                "license",
                "hash",
            ):
                assert resource[field], f"{resource['uri']}: {field}"
            assert resource["license"].endswith("/CC_BY_4_0")
    arrived = {resource["uri"] for dataset in datasets for resource in dataset["resources"]}
    described = {
        triple.subject.value
        for triple in made.catalogue
        if triple.predicate.value.endswith("dcat#downloadURL") and hasattr(triple.subject, "value")
    }
    assert arrived == described
    assert len(arrived) > 50
