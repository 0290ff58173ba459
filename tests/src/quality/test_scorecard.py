"""An assessment in words: sums first, then only what is lost."""

from dataclasses import replace

import pyoxigraph as ox
import pytest

from seutu.phrases import LANGUAGES
from seutu.quality import mqa, oops
from seutu.quality.scorecard import Scorecard
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl.report import Finding, Report
from tests.helpers.judged import CATALOGUE, ONTOLOGY, changed, described, stored

FINDING = Finding(
    ox.NamedNode("urn:a"),
    f"<{PREFIXES['dcat']}keyword>",
    None,
    "urn:c",
    None,
    "violation",
    {"en": "No keyword."},
)


def card(lang: str = "en") -> Scorecard:
    return Scorecard(lang, PREFIXES)


def quality(catalogue: str = CATALOGUE) -> mqa.Quality:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in described(catalogue))
    return mqa.assess(store, passes=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_lost_is_one_line_in_each_language(lang: str) -> None:
    (line,) = card(lang).points(quality())
    assert str(quality().points) in line
    assert len(list(card(lang).pitfalls(oops.assess(stored(ONTOLOGY))))) == 1


def test_a_lost_metric_is_told_with_what_lacks_it() -> None:
    without = changed(CATALOGUE, '    dcat:keyword "example"@en ;\n', "")
    _, *lost = card().points(quality(without))
    assert lost
    assert all(line.startswith("  -") for line in lost)
    assert any("example.org" in line for line in lost)


def test_findings_of_one_kind_are_one_line_and_few_are_named() -> None:
    alike = [replace(FINDING, focus=ox.NamedNode(f"urn:a{number}")) for number in range(5)]
    head, line = card().report("ours", Report.of(alike))
    assert "5" in head
    assert line.startswith("  violation: dcat:keyword: urn:a0, urn:a1, urn:a2")
    assert line.endswith(": No keyword.")
    assert "urn:a3" not in line


def test_findings_of_two_kinds_are_two_lines() -> None:
    found = [FINDING, replace(FINDING, severity="warning")]
    assert len(list(card().report("ours", Report.of(found)))) == 3


def test_a_pitfall_is_told_with_its_elements() -> None:
    ontology = ONTOLOGY + '\nex:odd a owl:ObjectProperty ; rdfs:label "odd"@en .\n'
    _, *lines = card().pitfalls(oops.assess(stored(ontology)))
    assert any(line.startswith("  P") and "odd" in line for line in lines)
