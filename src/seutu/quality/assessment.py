"""How well a catalogue and its ontology would fare with those who judge them: MQA, DCAT-AP and OOPS! in one.

Nothing is asked of the network but what a given probe asks.
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
    """Why nothing is to be done about a warning of the official shapes; None for one that can be mended."""
    if finding.severity != "warning":
        return None
    if finding.path == _PUBLISHER:
        return advice("expected")["publisher"]
    of_list = isinstance(finding.focus, ox.NamedNode) and finding.focus.value.startswith(AUTHORITY)
    return advice("expected")["place"] if finding.path in _EXTENT and of_list else None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What all judges say; ``official`` is None when their shapes were not given."""

    quality: mqa.Quality
    shapes: Report
    official: Report | None
    verdict: oops.Verdict

    @property
    def harvestable(self) -> bool:
        """Full marks of those that could be had for the catalogue, and no violation of its shapes."""
        reports = (self.shapes, self.official)
        return self.quality.complete and all(report.passes for report in reports if report is not None)

    @property
    def complete(self) -> bool:
        """Whether the catalogue is `harvestable`, and each pitfall has a reason and each reason a pitfall."""
        return self.harvestable and not self.verdict.open and not self.verdict.idle

    @property
    def unexpected(self) -> list[Finding]:
        """What the official shapes find, but for the warnings that are `expected`."""
        found = self.official.findings if self.official else ()
        return [one for one in found if expected(one) is None]

    def text(self, lang: str = "en", prefixes: Mapping[str, str] = PREFIXES) -> str:
        """The points first, then only what is lost, with what to do about it."""
        card = Scorecard(lang, prefixes)
        told = [
            *card.points(self.quality),
            *card.report("ours", self.shapes),
            *(card.report("official", self.official, expected) if self.official else ()),
            *card.pitfalls(self.verdict),
        ]
        return "".join(f"{line}\n" for line in told)

    def json(self) -> str:
        """All of it for a machine."""
        content = {
            "complete": self.complete,
            "mqa": _quality(self.quality),
            "shapes": _report(self.shapes),
            "official": None if self.official is None else _report(self.official),
            "oops": _verdict(self.verdict),
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def assess(
    catalogue: Statements,
    ontology: ox.Store,
    shapes: bytes,
    official: bytes | None = None,
    probe: mqa.Probe | None = None,
) -> Assessment:
    """Judge a built catalogue by the MQA, by our ``shapes`` and the ``official`` ones, and the ontology in a store.

    The catalogue describes the codes that it uses, so it is all the data that shapes see. The 30 points of the MQA for
    DCAT-AP are given for the official shapes, or for ours when those are not there. With ``probe`` the URLs of every
    distribution are asked for, each once. Raises `ShapesError` for shapes that cannot be used.
    """
    said = {one.triple if isinstance(one, ox.Quad) else one for one in catalogue}
    written = _ntriples(said)
    ours = engine.validate_ntriples(written, shapes)
    theirs = None if official is None else engine.validate_ntriples(written, official, "the official shapes")
    quality = mqa.assess(_stored(said), (theirs or ours).passes, probe)
    return Assessment(quality, ours, theirs, oops.assess(ontology))


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    # In order, so that an engine that goes by the order of the statements finds the same again.
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""


def _stored(triples: Iterable[ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    return store


def _quality(quality: mqa.Quality) -> dict[str, Any]:
    return {
        "points": quality.points,
        "reach": quality.reach,
        "whole": quality.whole,
        "rating": quality.rating,
        "datasets": {
            scored.dataset: {"points": scored.points, "metrics": list(map(_mark, scored.marks))}
            for scored in quality.datasets
        },
    }


def _mark(mark: mqa.Mark) -> dict[str, Any]:
    metric = mark.metric
    lost = {"lacking": list(mark.lacking), "advice": metric.advice.json()} if mark.got == 0 else {}
    return {
        "metric": metric.id,
        "dimension": metric.dimension,
        "points": mark.got,
        "of": metric.points,
    } | lost


def _report(report: Report) -> Any:
    return json.loads(report.json())


def _verdict(verdict: oops.Verdict) -> dict[str, Any]:
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
            for pitfall in verdict.pitfalls
        ],
        "idle": [{"pitfall": name, "of": said_of} for name, said_of in verdict.idle],
    }
