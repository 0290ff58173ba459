"""The ontology before those who judge ontologies: what can be met is met, and a pitfall that stays has a reason."""

import re

import pyoxigraph as ox
import pytest

from seutu.quality import oops
from seutu.quality.vocabulary import Vocabulary
from seutu.rdf import model
from seutu.rdf.namespaces import BASE
from seutu.validation.checks import validate
from tests.loading import ROOT


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    store = ox.Store()
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        model.load(store, path.read_bytes(), ox.RdfFormat.TURTLE, ox.NamedNode(path.as_uri()), path.name)
    return store


def test_the_header_meets_its_shape(ontology: ox.Store) -> None:
    found = validate(ontology, (ROOT / "shapes" / "seutu.ttl").read_bytes()).findings
    assert [(finding.path, finding.severity) for finding in found] == []
    assert ox.NamedNode(BASE + "ont") == Vocabulary(ontology).header


def test_every_pitfall_has_a_reason_in_three_languages(ontology: ox.Store) -> None:
    verdict = oops.assess(ontology)
    assert verdict.unaccepted == []
    assert verdict.unused_notes == ()
    assert {pitfall.id for pitfall in verdict.pitfalls} == {"P11", "P13", "P40"}
    reasons = [accepted.reason for pitfall in verdict.pitfalls for accepted in pitfall.accepted]
    assert all(set(reason) == {"fi", "sv", "en"} for reason in reasons)
    assert all(text.endswith(".") for reason in reasons for text in reason.values())


def test_the_documentation_names_the_pitfalls_that_stay(ontology: ox.Store) -> None:
    text = (ROOT / "docs" / "ontology-choices.md").read_text("utf-8")
    assert set(re.findall(r"^\| (P\d\d) ", text, re.MULTILINE)) == {
        one.id for one in oops.assess(ontology).pitfalls
    }


def test_the_logo_is_a_picture_that_is_there(ontology: ox.Store) -> None:
    logos = [quad.object for quad in ontology.quads_for_pattern(None, model.node("foaf:logo"), None, None)]
    assert logos == [ox.NamedNode(BASE + "logo.svg")]
    assert (ROOT / "ontology" / "logo.svg").read_text("utf-8").startswith("<svg ")
