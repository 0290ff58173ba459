"""The assessment of a catalogue and its ontology by MQA, DCAT-AP and OOPS!.

Only a given probe uses the network.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from seutu.catalogue.codes import AUTHORITY
from seutu.quality import mqa, oops
from seutu.quality.advice import Advice, advice
from seutu.quality.scorecard import Scorecard
from seutu.rdf.namespaces import PREFIXES, expand
from seutu.shacl import engine
from seutu.shacl.report import Finding, Report

Statements = Iterable[ox.Triple | ox.Quad]

_PUBLISHER = f"<{expand('dcterms:publisher')}>"
_EXTENT = (f"<{expand('dcat:bbox')}>", f"<{expand('dcat:centroid')}>")


def expected(finding: Finding) -> Advice | None:
    """Return the reason why a warning of the official shapes is expected; None for one that should be corrected."""
    if finding.severity != "warning":
        return None
    if finding.path == _PUBLISHER:
        return advice("expected")["publisher"]
    of_list = isinstance(finding.focus, ox.NamedNode) and finding.focus.value.startswith(AUTHORITY)
    return advice("expected")["place"] if finding.path in _EXTENT and of_list else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The results of all evaluators; ``official`` is None when the official shapes were not given."""

    quality: mqa.Quality
    shapes: Report
    official: Report | None
    pitfalls: oops.PitfallReport

    @property
    def harvestable(self) -> bool:
        """True if the catalogue has all attainable points, and no violation of its shapes."""
        reports = (self.shapes, self.official)
        return self.quality.complete and all(report.passes for report in reports if report is not None)

    @property
    def complete(self) -> bool:
        """True if the catalogue is `harvestable`, each pitfall has a reason, and each reason has a pitfall."""
        return self.harvestable and not self.pitfalls.unaccepted and not self.pitfalls.unused_notes

    @property
    def unexpected(self) -> list[Finding]:
        """The findings of the official shapes without the warnings that are `expected`."""
        found = self.official.findings if self.official else ()
        return [one for one in found if expected(one) is None]

    def text(self, lang: str = "en", prefixes: Mapping[str, str] = PREFIXES) -> str:
        """Return the points, then the requirements that are not met, with advice."""
        card = Scorecard(lang, prefixes)
        lines = [
            *card.points(self.quality),
            *card.report("ours", self.shapes),
            *(card.report("official", self.official, expected) if self.official else ()),
            *card.pitfalls(self.pitfalls),
        ]
        return "".join(f"{line}\n" for line in lines)

    def json(self) -> str:
        """Return the assessment as a JSON document."""
        content = {
            "complete": self.complete,
            "mqa": _quality_json(self.quality),
            "shapes": _report_json(self.shapes),
            "official": None if self.official is None else _report_json(self.official),
            "oops": _pitfalls_json(self.pitfalls),
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def assess(
    catalogue: Statements,
    ontology: ox.Store,
    shapes: bytes,
    official: bytes | None = None,
    probe: mqa.Probe | None = None,
) -> Assessment:
    """Assess a built catalogue by the MQA, our ``shapes`` and the ``official`` ones, and the ontology in a store by
    OOPS!.

    The catalogue describes the codes that it uses, so it is the whole data graph for the shapes. The MQA's 30 points
    for DCAT-AP depend on the official shapes, or on ours when those are not given. With ``probe`` the URLs of every
    distribution are requested, each once. Raises `ShapesError` for shapes that cannot be used.
    """
    triples = {one.triple if isinstance(one, ox.Quad) else one for one in catalogue}
    ntriples = _ntriples(triples)
    own_report = engine.validate_ntriples(ntriples, shapes)
    official_report = (
        None if official is None else engine.validate_ntriples(ntriples, official, "the official shapes")
    )
    quality = mqa.assess(_stored(triples), (official_report or own_report).passes, probe)
    return Assessment(quality, own_report, official_report, oops.assess(ontology))


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    # Sorted, so that an engine that depends on the order of statements gives the same findings each time.
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""


def _stored(triples: Iterable[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    return store


def _quality_json(quality: mqa.Quality) -> dict[str, Any]:
    return {
        "points": quality.points,
        "reach": quality.attainable,
        "whole": quality.maximum,
        "rating": quality.rating,
        "datasets": {
            scored.dataset: {"points": scored.points, "metrics": list(map(_result_json, scored.results))}
            for scored in quality.datasets
        },
    }


def _result_json(result: mqa.MetricResult) -> dict[str, Any]:
    metric = result.metric
    lost = {"lacking": list(result.lacking), "advice": metric.advice.json()} if result.points == 0 else {}
    return {
        "metric": metric.id,
        "dimension": metric.dimension,
        "points": result.points,
        "of": metric.points,
    } | lost


def _report_json(report: Report) -> Any:
    return json.loads(report.json())


def _pitfalls_json(pitfalls: oops.PitfallReport) -> dict[str, Any]:
    return {
        "pitfalls": [
            {
                "pitfall": pitfall.id,
                "elements": list(pitfall.elements),
                "accepted": [
                    {"reason": dict(one.reason), "elements": list(one.elements)} for one in pitfall.accepted
                ],
                "advice": pitfall.advice.json(),
            }
            for pitfall in pitfalls.pitfalls
        ],
        "idle": [{"pitfall": name, "of": subject} for name, subject in pitfalls.unused_notes],
    }
