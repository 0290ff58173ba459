"""A listing of a build's files: each dataset gets its own, and nothing else is listed."""

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.catalogue.description import Description
from seutu.catalogue.listing import Listing
from seutu.catalogue.manifest import Written
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.rdf.rebasing import Rebasing
from tests.helpers import portal

DCAT = PREFIXES["dcat"]
DERIVED = ox.NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
OTHER = "https://example.org/x/"


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Listing:
    workspace = Workspace.open(portal.write(tmp_path_factory.mktemp("listing")))
    description = Description.of(workspace.asserted())
    assert description
    return Listing(description, workspace.closed(), workspace.questions)


def written(*paths: str) -> list[Written]:
    return [Written(path, 1, "0" * 64) for path in paths]


def downloads(triples: list[ox.Triple]) -> set[str]:
    found = (one.object for one in triples if one.predicate.value == f"{DCAT}downloadURL")
    return {value.value.rpartition("/")[2] for value in found if isinstance(value, ox.NamedNode)}


def test_files_are_listed_by_dataset_and_others_are_not(listing: Listing) -> None:
    other = next(dataset.slug for dataset in listing.description.datasets if not dataset.is_main)
    files = written(
        "seutu.ttl", f"{other}.ttl", "tables/who-decides.csv", "report.json", "queries/rules/a.rq"
    )
    found = listing.triples(files, Rebasing())
    assert downloads(found) == {"seutu.ttl", f"{other}.ttl", "who-decides.csv"}


def test_under_another_base_each_dataset_derives_from_ours(listing: Listing) -> None:
    found = listing.triples(written("seutu.ttl"), Rebasing.to(OTHER))
    derived = {
        one.object.value for one in found if one.predicate == DERIVED and isinstance(one.object, ox.NamedNode)
    }
    assert set(listing.origins) <= derived
    assert all(iri.startswith(BASE) for iri in listing.origins)
    assert not any(one.predicate == DERIVED for one in listing.triples(written("seutu.ttl"), Rebasing()))
