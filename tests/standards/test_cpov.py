"""The official shapes of CPOV find nothing in all that is said and follows, where public bodies are of its class."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef

from seutu import Workspace
from seutu.rdf.serialisation import serialise
from tests.loading import ROOT

SHAPES = Path(__file__).parents[3] / "shared" / "standards" / "cpov-2.1.2" / "shapes.ttl"
M8G = "http://data.europa.eu/m8g/"
BODY = ox.NamedNode("https://w3id.org/seutu/id/body/ministry-of-the-interior")

pytestmark = pytest.mark.skipif(not SHAPES.is_file(), reason=f"the shapes of CPOV are not at {SHAPES}")


def results(quads: Iterable[ox.Quad | ox.Triple]) -> list[str]:
    data = Graph().parse(data=serialise(quads, ox.RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = validate(data, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert isinstance(report, Graph)
    return sorted(
        str(report.value(one, SH.resultPath)) for one in report.subjects(RDF.type, SH.ValidationResult)
    )


def test_nothing_is_found_in_what_is_said_and_follows() -> None:
    quads = list(Workspace.open(ROOT).closed())
    public = {quad.subject for quad in quads if quad.object == ox.NamedNode(M8G + "PublicOrganisation")}
    assert BODY in public, "without a public organisation the shapes have nothing to look at"
    assert results(quads) == []


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("http://purl.org/dc/terms/spatial", ox.Literal("Suomi")),
        ("http://www.w3.org/ns/org#memberOf", ox.NamedNode("https://example.org/not-public")),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", ox.Literal("ministry")),
    ],
)
def test_a_public_organisation_is_looked_at(predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    kind = ox.Triple(BODY, ox.NamedNode(str(RDF.type)), ox.NamedNode(M8G + "PublicOrganisation"))
    assert set(results([kind, ox.Triple(BODY, ox.NamedNode(predicate), value)])) == {str(URIRef(predicate))}
