"""The judges together: on complete examples nothing is lost, and what is lost is told first, with what to do."""

import json
import os
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from seutu.errors import InputError, ShapesError
from seutu.quality import official
from seutu.quality.advice import Advice
from seutu.quality.assessment import Assessment, assess, expected
from seutu.shacl.report import Finding
from tests.helpers.judged import CATALOGUE, ONTOLOGY, changed, described, stored

OFFICIAL = Path(
    os.environ.get("SEUTU_DCAT_AP") or Path(__file__).parents[4] / "shared" / "standards" / "dcat-ap-3.0.1"
)
AT_HAND = pytest.mark.skipif(not OFFICIAL.is_dir(), reason=f"the official shapes are not at {OFFICIAL}")

SHAPES = b"""
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://example.org/shape#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

shape:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property shape:Dataset-keyword .
shape:Dataset-keyword a sh:PropertyShape ; sh:path dcat:keyword ; sh:minCount 1 ;
    sh:message "A dataset has a keyword."@en , "Aineistolla on avainsana."@fi .
shape:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ; sh:property shape:Distribution-size .
shape:Distribution-size a sh:PropertyShape ; sh:path dcat:byteSize ; sh:datatype xsd:nonNegativeInteger .
"""

EX = "https://example.org/id/"
HEADER = "<https://w3id.org/example/ont>"
KEYWORD = '    dcat:keyword "example"@en ;\n'
LICENCE = "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"


def judged(catalogue: str = CATALOGUE, ontology: str = ONTOLOGY, shapes: bytes = SHAPES) -> Assessment:
    return assess(described(catalogue), stored(ontology), shapes)


def officially(catalogue: str) -> Assessment:
    return assess(described(catalogue), stored(ONTOLOGY), SHAPES, official.read(OFFICIAL))


def test_nothing_is_lost_by_the_complete_examples() -> None:
    found = judged()
    assert found.complete
    assert found.unexpected == []
    assert found.text() == (
        "325 of 325 points: Good (MQA, the dataset with the fewest); 80 more need the network\n"
        "Violations of the workspace's shapes: 0\n"
        "Pitfalls without a reason (OOPS!): 0\n"
    )


def test_with_a_probe_all_points_can_be_had() -> None:
    found = assess(described(CATALOGUE), stored(ONTOLOGY), SHAPES, probe=lambda _: 200)
    assert found.text().startswith("405 of 405 points: Excellent (MQA, the dataset with the fewest)\n")
    silent = assess(described(CATALOGUE), stored(ONTOLOGY), SHAPES, probe=lambda _: None)
    assert silent.text().startswith("325 of 405 points: Good")
    assert not silent.complete


def test_what_is_lost_is_told_with_what_to_do() -> None:
    lines = judged(changed(CATALOGUE, KEYWORD, ""), changed(ONTOLOGY, LICENCE, "")).text().splitlines()
    assert lines == [
        "265 of 325 points: Good (MQA, the dataset with the fewest); 80 more need the network",
        f"  -30 keywordAvailability: <{EX}dataset>: Give the dataset keywords (dcat:keyword).",
        f"  -30 dcatApCompliance: <{EX}dataset>: Mend what violates the shapes of DCAT-AP; the findings say where.",
        "Violations of the workspace's shapes: 1",
        f"  violation: dcat:keyword: <{EX}dataset>: A dataset has a keyword.",
        "Pitfalls without a reason (OOPS!): 1",
        f"  P41: {HEADER}: No licence is stated: say under which one the ontology is (dcterms:license).",
    ]


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_it_is_told_in_the_languages_of_the_project(lang: str) -> None:
    english = judged(changed(CATALOGUE, KEYWORD, ""), changed(ONTOLOGY, LICENCE, ""))
    told, other = english.text(lang).splitlines(), english.text("en").splitlines()
    assert len(told) == len(other)
    assert not set(told) & set(other)
    assert "\n  virhe: dcat:keyword" in english.text("fi")


@pytest.mark.parametrize(
    ("catalogue", "ontology"),
    [
        (changed(CATALOGUE, KEYWORD, ""), ONTOLOGY),
        (CATALOGUE, changed(ONTOLOGY, LICENCE, "")),
        (CATALOGUE, changed(ONTOLOGY, " ;\n    rdfs:range xsd:integer", "")),
        (CATALOGUE, ONTOLOGY + '<https://w3id.org/example/ont> skos:editorialNote "P13: so."@en .'),
    ],
)
def test_whatever_is_lost_it_is_not_complete(catalogue: str, ontology: str) -> None:
    assert not judged(catalogue, ontology).complete


def test_pitfalls_are_told_with_their_reasons_and_idle_notes() -> None:
    ranges = changed(ONTOLOGY, " ;\n    rdfs:range xsd:integer", "")
    noted = ranges + 'ex:lettersSent skos:editorialNote "P11: because"@en , "P13: because"@en .'
    assert judged(ontology=noted).text().splitlines()[-2:] == [
        "Pitfalls without a reason (OOPS!): 0; with a reason: P11 (1)",
        "  P13: <https://w3id.org/example/ont#lettersSent>: is accepted, but does not occur: take the note out.",
    ]
    told = judged(ontology=ranges).text("en", {"ex": "https://w3id.org/example/ont#"})
    assert told.splitlines()[-1] == (
        "  P11: ex:lettersSent: The property lacks rdfs:domain or rdfs:range: give it both, or say why it cannot"
        " have them."
    )


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (3, "ex:p0, ex:p1, ex:p2: "),
        (4, "ex:p0, ex:p1, ex:p2, and 1 more: "),
        (9, "ex:p0, ex:p1, ex:p2, and 6 more: "),
    ],
)
def test_many_things_are_told_by_the_first_of_them(count: int, told: str) -> None:
    terms = "".join(f"ex:p{number} a owl:DatatypeProperty .\n" for number in range(count))
    text = judged(ontology=ONTOLOGY + terms).text("en", {"ex": "https://w3id.org/example/ont#"})
    assert f"\n  P08: {told}" in text


def test_a_number_keeps_its_type() -> None:
    # A store would make an xsd:integer of it.
    assert judged().shapes.findings == ()
    size = '"1000"^^xsd:nonNegativeInteger'
    (finding,) = judged(changed(CATALOGUE, size, '"1000"^^xsd:integer')).shapes.findings
    assert finding.focus == ox.NamedNode(EX + "turtle")


def test_quads_say_the_same_as_triples() -> None:
    quads = [
        ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode("urn:g")) for one in described(CATALOGUE)
    ]
    assert assess(quads, stored(ONTOLOGY), SHAPES).json() == judged().json()


def test_the_same_is_written_whatever_the_order() -> None:
    turned = list(reversed(described(CATALOGUE)))
    assert assess(turned, stored(ONTOLOGY), SHAPES).json() == judged().json()


def content(found: Assessment) -> Any:
    return json.loads(found.json())


def test_the_json_has_all_of_it() -> None:
    told = content(judged(changed(CATALOGUE, KEYWORD, "")))
    assert list(told) == ["complete", "mqa", "shapes", "official", "oops"]
    assert (told["complete"], told["official"]) == (False, None)
    assert {name: told["mqa"][name] for name in ("points", "reach", "whole", "rating")} == {
        "points": 265,
        "reach": 325,
        "whole": 405,
        "rating": "Good",
    }
    metrics = told["mqa"]["datasets"][EX + "dataset"]["metrics"]
    lost = [one for one in metrics if one["points"] == 0]
    assert [(one["metric"], one["of"], one["lacking"]) for one in lost] == [
        ("keywordAvailability", 30, [EX + "dataset"]),
        ("dcatApCompliance", 30, [EX + "dataset"]),
    ]
    assert set(lost[0]["advice"]) == {"fi", "sv", "en"}
    assert [one["points"] for one in metrics if one["metric"] == "accessUrlStatusCode"] == [None]
    assert told["oops"] == {"pitfalls": [], "idle": []}
    assert told["shapes"]["conforms"] is False


def test_shapes_that_cannot_be_used_are_told() -> None:
    with pytest.raises(ShapesError, match="sh:path"):
        judged(shapes=b"[] <http://www.w3.org/ns/shacl#property> <https://example.org/p> .")


def test_a_missing_file_of_the_official_shapes_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        official.read(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'shapes.ttl'}: cannot be read (No such file or directory); give the folder with shapes.ttl,"
        " range.ttl, shapes_recommended.ttl, mdr-vocabularies.shape.ttl of DCAT-AP 3.0.1."
    )


def test_a_broken_file_of_the_official_shapes_is_told(tmp_path: Path) -> None:
    for name in official.NAMES:
        (tmp_path / name).write_text("<https://example.org/> a .\n", "utf-8")
    with pytest.raises(InputError, match=r"shapes\.ttl:1"):
        official.read(tmp_path)


@AT_HAND
def test_the_official_shapes_find_only_what_nobody_can_mend() -> None:
    found = officially(CATALOGUE)
    assert found.official is not None
    assert found.unexpected == []
    assert found.complete
    assert sorted((str(one.path), str(one.focus)) for one in found.official.findings) == [
        ("<http://purl.org/dc/terms/publisher>", f"<{EX}catalogue>"),
        ("<http://purl.org/dc/terms/publisher>", f"<{EX}dataset>"),
        *(
            (
                f"<http://www.w3.org/ns/dcat#{name}>",
                "<http://publications.europa.eu/resource/authority/country/FIN>",
            )
            for name in ("bbox", "centroid")
        ),
    ]


@AT_HAND
@pytest.mark.parametrize(
    ("old", "new", "path", "severity"),
    [
        ('    dcterms:title "Dataset"@en ;\n', "", "http://purl.org/dc/terms/title", "violation"),
        (
            '"1000"^^xsd:nonNegativeInteger',
            '"1000"^^xsd:integer',
            "http://www.w3.org/ns/dcat#byteSize",
            "violation",
        ),
        (
            "authority/frequency/IRREG",
            "authority/access-right/NORMAL",
            "http://purl.org/dc/terms/accrualPeriodicity",
            "violation",
        ),
        (
            "    dcat:contactPoint ex:contact ;\n",
            "",
            "http://www.w3.org/ns/dcat#contactPoint",
            "warning",
        ),
    ],
)
def test_the_official_shapes_find_what_is_wrong(old: str, new: str, path: str, severity: str) -> None:
    found = officially(changed(CATALOGUE, old, new))
    assert (f"<{path}>", severity) in {(one.path, one.severity) for one in found.unexpected}
    compliance = [
        mark.points for mark in found.quality.datasets[0].results if mark.metric.id == "dcatApCompliance"
    ]
    assert compliance == [0 if severity == "violation" else 30]


@AT_HAND
def test_what_nobody_can_mend_is_told_with_the_reason() -> None:
    told = officially(CATALOGUE).text()
    assert (
        f"\n  warning: dcterms:publisher: <{EX}catalogue>, <{EX}dataset>: A publisher may be in none" in told
    )


def test_only_warnings_about_foreign_lists_are_expected() -> None:
    place = "<http://www.w3.org/ns/dcat#bbox>"
    country = ox.NamedNode("http://publications.europa.eu/resource/authority/country/FIN")
    of_list = Finding(country, place, None, "", None, "warning", {})
    assert isinstance(expected(of_list), Advice)
    of_ours = Finding(ox.NamedNode(EX + "place"), place, None, "", None, "warning", {})
    assert expected(of_ours) is None
    violated = Finding(country, place, None, "", None, "violation", {})
    assert expected(violated) is None
