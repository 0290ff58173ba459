"""The Jämsä data before those who judge: what each of them says of the catalogue as it is built, in full."""

import os
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate as pyshacl
from rdflib import SH, Graph

from seutu import Workspace
from seutu.build.release import Release, release
from seutu.quality.assessment import Assessment
from seutu.quality.judging import assess_release
from seutu.quality.official import read
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing
from tests.loading import ROOT

OFFICIAL = Path(os.environ.get("SEUTU_DCAT_AP") or ROOT.parent / "shared" / "standards" / "dcat-ap-3.0.1")
needs_official = pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official shapes are not at hand")

COUNTRIES = [
    f"http://publications.europa.eu/resource/authority/country/{one}" for one in ("FIN", "SWE", "EST", "LVA")
]
PUBLISHED = (
    "catalogue/seutu dataset/central-baltic dataset/concepts dataset/jamsa dataset/ontology dataset/shapes "
    "dataset/vaasa service/sparql"
).split()
# No list of the EU has our publisher, and no source at hand tells how far a country reaches.
EXPECTED = {(f"{BASE}id/{name}", "publisher") for name in PUBLISHED} | {
    (country, what) for country in COUNTRIES for what in ("bbox", "centroid")
}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.fixture(scope="module")
def released(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release(
        workspace, tmp_path_factory.mktemp("portal") / "build", endpoint="https://example.org/sparql"
    )


@pytest.fixture(scope="module")
def assessment(workspace: Workspace, released: Release) -> Assessment:
    return assess_release(
        workspace, Rebasing(), released, OFFICIAL if OFFICIAL.is_dir() else None, online=False
    )


def ends(paths: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(focus, path.strip("<>").replace("#", "/").rpartition("/")[2]) for focus, path in paths}


def test_it_has_all_points_that_can_be_had_without_the_network(assessment: Assessment) -> None:
    assert (assessment.quality.points, assessment.quality.attainable, assessment.quality.maximum) == (
        325,
        325,
        405,
    )
    assert assessment.complete


def test_our_own_shapes_warn_of_the_placeholder_alone(assessment: Assessment) -> None:
    found = [(finding.severity, finding.focus) for finding in assessment.shapes.findings]
    assert found == [("warning", ox.NamedNode(f"{BASE}id/contact/seutu"))]


@needs_official
def test_the_official_shapes_find_what_nobody_here_can_mend(assessment: Assessment) -> None:
    assert assessment.official is not None
    found = assessment.official.findings
    assert {finding.severity for finding in found} == {"warning"}
    assert len(found) == len(EXPECTED)
    assert ends((iri(finding.focus), finding.path or "") for finding in found) == EXPECTED
    assert assessment.unexpected == []


def iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


@needs_official
def test_the_reference_engine_finds_the_same(released: Release) -> None:
    data = Graph().parse(released.built.folder / "catalogue.nt")
    shapes = Graph().parse(data=read(OFFICIAL), format="turtle")
    _, report, _ = pyshacl(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = [
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultPath)))
        for result in report.objects(None, SH.result)
    ]
    assert len(found) == len(EXPECTED)
    assert ends(found) == EXPECTED


def test_every_pitfall_that_is_there_has_its_reason(assessment: Assessment) -> None:
    assert list(assessment.pitfalls.unaccepted) == []
    assert [pitfall.id for pitfall in assessment.pitfalls.pitfalls if pitfall.accepted] == [
        "P11",
        "P13",
        "P40",
    ]


def test_what_the_catalogue_mentions_of_ours_is_published(released: Release) -> None:
    subjects = {subject(triple) for triples in released.graphs.values() for triple in triples}
    dangling = {
        triple.object.value
        for triple in released.catalogue
        if isinstance(triple.object, ox.NamedNode)
        and triple.object.value.startswith(BASE)
        and triple.object.value not in subjects
    }
    # What is left are addresses of files, and the namespace of the ontology.
    assert {iri for iri in dangling if not iri.startswith(f"{BASE}0.1.0/")} == {f"{BASE}ont#"}


def subject(triple: ox.Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
