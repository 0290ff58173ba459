"""The checks of FOOPS!: each is met by the complete example, and unmet when one thing is missing."""

import pyoxigraph as ox
import pytest

from seutu.judges import foops
from seutu.judges.vocabulary import Vocabulary
from tests.src.judged import ONTOLOGY, changed, stored

NETWORK = "URI1 URI2 VER2 FIND2 FIND3 CN1 OM4.2 DOC1".split()

LICENCE = "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
CREATED = '    dcterms:created "2026-01-01"^^xsd:date ;\n'
ISSUED = '    dcterms:issued "2026-01-02"^^xsd:date ;\n'
MODIFIED = '    dcterms:modified "2026-01-03"^^xsd:date ;\n'
VERSION = "    owl:versionIRI <https://w3id.org/example/ont/1.0> ;\n"
PREFIX = '    vann:preferredNamespacePrefix "ex" ;\n'
CATALOGUE = "    schema:includedInDataCatalog <https://w3id.org/example/catalogue> ;\n"

# What is taken out or put in its place, and what each check that is then unmet lacks. A thing that FOOPS! asks for in
# several checks is missing in all of them.
CASES: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "OM1": [
        ('    dcterms:title "Example"@en ;\n', "", {"OM1": "dcterms:title"}),
        (
            '    dcterms:description "An ontology with nothing wrong."@en ;\n',
            "",
            {"OM1": "dcterms:description"},
        ),
        (
            '    vann:preferredNamespaceUri "https://w3id.org/example/ont#" ;\n',
            "",
            {"OM1": "vann:preferredNamespaceUri"},
        ),
    ],
    "OM2": [
        ('    owl:versionInfo "1.0" ;\n', "", {"OM2": "owl:versionInfo"}),
        (
            '    dcterms:bibliographicCitation "Example (2026)."@en ;\n',
            "",
            {"OM2": "dcterms:bibliographicCitation"},
        ),
    ],
    "OM3": [
        ('    dcterms:identifier "https://w3id.org/example/ont" ;\n', "", {"OM3": "dcterms:identifier"}),
        ("    foaf:logo <https://w3id.org/example/logo> ;\n", "", {"OM3": "foaf:logo"}),
        ("    bibo:status <http://purl.org/ontology/bibo/status/draft> ;\n", "", {"OM3": "bibo:status"}),
        ("    dcterms:source <https://w3id.org/example/source> ;\n", "", {"OM3": "dcterms:source"}),
        (MODIFIED, "", {"OM3": "dcterms:modified"}),
    ],
    "OM4.1": [(LICENCE, "", {"OM4.1": "dcterms:license", "OM1": "dcterms:license"})],
    "OM5.1": [
        (CREATED, "", {"OM5.1": "dcterms:created", "OM2": "dcterms:created"}),
        (
            "    dcterms:creator <https://w3id.org/example/maker> ;\n",
            "",
            {"OM5.1": "dcterms:creator", "OM1": "dcterms:creator"},
        ),
    ],
    "OM5.2": [
        (ISSUED, "", {"OM5.2": "dcterms:issued", "OM3": "dcterms:issued"}),
        (
            "    dcterms:publisher <https://w3id.org/example/maker> ;\n",
            "",
            {"OM5.2": "dcterms:publisher", "OM3": "dcterms:publisher"},
        ),
    ],
    "VER1": [
        (VERSION, "", {"VER1": "owl:versionIRI", "OM1": "owl:versionIRI"}),
        ("<https://w3id.org/example/ont/1.0>", "<https://w3id.org/example/ont>", {"VER1": "owl:versionIRI"}),
    ],
    "FIND1": [
        (PREFIX, "", {"FIND1": "vann:preferredNamespacePrefix", "OM2": "vann:preferredNamespacePrefix"})
    ],
    "FIND_3_BIS": [(CATALOGUE, "", {"FIND_3_BIS": "schema:includedInDataCatalog"})],
    "PURL1": [
        (
            "<https://w3id.org/example/ont> a",
            "<https://example.org/ont> a",
            {"PURL1": "https://example.org/ont"},
        )
    ],
    "HTTP1": [
        (
            "<https://w3id.org/example/ont> a",
            "<ftp://w3id.org/example/ont> a",
            {"HTTP1": "ftp://w3id.org/example/ont"},
        )
    ],
    "VOC1": [
        (
            CATALOGUE,
            f"{CATALOGUE}    <https://w3id.org/other#mood> 'good' ;\n",
            {"VOC1": "<https://w3id.org/other#mood>"},
        )
    ],
    "VOC2": [(" ;\n    rdfs:subClassOf foaf:Agent", "", {"VOC2": "rdfs:subClassOf"})],
    "VOC3": [('    rdfs:label "period"@en ;\n', "", {"VOC3": "https://w3id.org/example/ont#Period"})],
    "VOC4": [
        (
            '    skos:definition "A time with a beginning and an end."@en ;\n',
            "",
            {"VOC4": "https://w3id.org/example/ont#Period"},
        )
    ],
}


def unmet(text: str) -> dict[str, tuple[str, ...]]:
    return {one.check.id: one.lacking for one in foops.assess(stored(text)) if one.met is False}


def test_the_complete_example_meets_all_that_can_be_decided() -> None:
    outcomes = foops.assess(stored(ONTOLOGY))
    assert unmet(ONTOLOGY) == {}
    assert [one.check.id for one in outcomes if one.met is None] == NETWORK
    assert sum(bool(one.met) for one in outcomes) == 16


@pytest.mark.parametrize(("old", "new", "lacking"), [case for cases in CASES.values() for case in cases])
def test_what_is_missing_is_told_and_nothing_else(old: str, new: str, lacking: dict[str, str]) -> None:
    assert unmet(changed(ONTOLOGY, old, new)) == {check: (name,) for check, name in lacking.items()}


def test_without_a_header_nothing_can_be_told_of_it() -> None:
    text = ONTOLOGY.replace("a owl:Ontology", "a owl:Thing")
    assert unmet(text)["RDF1"] == ("owl:Ontology",)


def test_a_header_in_the_words_of_owl_alone_reuses_nothing() -> None:
    text = "<https://w3id.org/x> a <http://www.w3.org/2002/07/owl#Ontology> ."
    assert unmet(text)["VOC1"] == ("dcterms:title",)


def test_every_check_has_a_case() -> None:
    decided = {check.id for check in foops.CHECKS if check.lacking}
    assert {*CASES, "RDF1"} == decided
    assert all(name in lacking for name, cases in CASES.items() for _, _, lacking in cases)


def test_every_check_has_advice() -> None:
    for check in foops.CHECKS:
        texts = check.advice.json()
        assert len(set(texts.values())) == 3
        assert all(text.endswith(".") for text in texts.values())


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("dcterms:title", "schema:name"),
        ("foaf:logo", "schema:logo"),
        ("dcterms:license", "schema:license"),
        ("dcterms:bibliographicCitation", "schema:citation"),
    ],
)
def test_other_vocabularies_say_the_same(usual: str, other: str) -> None:
    assert unmet(changed(ONTOLOGY, f"    {usual} ", f"    {other} ")) == {}


def test_the_header_is_the_ontology_that_no_other_imports() -> None:
    vocabulary = Vocabulary(stored(ONTOLOGY))
    assert vocabulary.header == ox.NamedNode("https://w3id.org/example/ont")
    assert vocabulary.namespace == "https://w3id.org/example/ont#"


def test_the_namespace_without_being_told() -> None:
    vocabulary = Vocabulary(stored("<https://w3id.org/x> a <http://www.w3.org/2002/07/owl#Ontology> ."))
    assert vocabulary.namespace == "https://w3id.org/x#"
    assert Vocabulary(ox.Store()).namespace == ""
    assert Vocabulary(ox.Store()).terms == {}
