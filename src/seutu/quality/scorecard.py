"""An assessment as text: the result of each evaluator, then the requirements that are not met, with advice."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from seutu.quality.advice import Advice, advice
from seutu.quality.mqa import MetricResult, Quality
from seutu.quality.oops import PitfallReport
from seutu.rdf.namespaces import compact
from seutu.shacl.report import Finding, Report, severity_word

Reason = Callable[[Finding], Advice | None]
"""A function that returns the reason why a finding is expected; None for one that should be corrected."""

_FEW = 3
_IRI = re.compile(r"<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A renderer of an assessment in one language, as lines without line ends."""

    lang: str
    prefixes: Mapping[str, str]

    def points(self, quality: Quality) -> Iterator[str]:
        """Yield the points of the MQA, and each metric with lost points and the resources that fail it."""
        rating = advice("ratings")[quality.rating].text(self.lang)
        head = self._sentence("points", points=quality.points, reach=quality.attainable, rating=rating)
        offline = quality.maximum - quality.attainable
        yield head + (self._sentence("offline", more=offline) if offline else "")
        lost: dict[str, list[MetricResult]] = {}
        for result in (
            result for scored in quality.datasets for result in scored.results if result.points == 0
        ):
            lost.setdefault(result.metric.id, []).append(result)
        for name, results in lost.items():
            lacking = sorted({one for result in results for one in result.lacking})
            metric = results[0].metric
            yield self._lost(f"-{metric.points} {name}", lacking, metric.advice)

    def report(self, whose: str, report: Report, reason: Reason = lambda _: None) -> Iterator[str]:
        """Yield the findings of shapes, those of one kind in one line; ``reason`` returns why a finding is expected."""
        yield self._sentence(whose, count=report.count("violation"))
        alike: dict[tuple[object, ...], list[Finding]] = {}
        for finding in report.findings:
            kind = (finding.severity, finding.path, finding.component, reason(finding))
            alike.setdefault(kind, []).append(finding)
        for found in alike.values():
            yield f"  {self._finding(found, reason(found[0]))}"

    def _finding(self, alike: Sequence[Finding], reason: Advice | None) -> str:
        one = alike[0]
        path = _IRI.sub(lambda match: compact(match[1], self.prefixes), one.path or "-")
        foci = sorted({str(getattr(finding.focus, "value", finding.focus)) for finding in alike})
        message = reason.text(self.lang) if reason else one.message(self.lang)
        return f"{severity_word(one.severity, self.lang)}: {path}: {self._listed(foci)}: {message}"

    def pitfalls(self, report: PitfallReport) -> Iterator[str]:
        """Yield the number of OOPS! pitfalls without a reason, each of them, and the notes without a pitfall."""
        accepted = ", ".join(
            f"{pitfall.id} ({sum(len(one.elements) for one in pitfall.accepted)})"
            for pitfall in report.pitfalls
            if pitfall.accepted
        )
        head = self._sentence("pitfalls", open=len(report.unaccepted))
        yield head + (self._sentence("accepted", names=accepted) if accepted else "")
        for pitfall in report.unaccepted:
            yield self._lost(pitfall.id, pitfall.elements, pitfall.advice)
        for name, subject in report.unused_notes:
            yield f"  {name}: {self._named(subject)}: {self._sentence('idle')}"

    def _lost(self, name: str, lacking: Iterable[str], remedy: Advice) -> str:
        """Return the requirement, the resources that fail it if they have IRIs, and the advice."""
        return f"  {': '.join(filter(None, (name, self._listed(lacking), remedy.text(self.lang))))}"

    def _sentence(self, name: str, **values: object) -> str:
        return advice("scorecard")[name].text(self.lang).format_map(values)

    def _listed(self, iris: Iterable[str]) -> str:
        names = [self._named(iri) for iri in iris]
        more = len(names) - _FEW
        return ", ".join(names[:_FEW]) + (self._sentence("more", count=more) if more > 0 else "")

    def _named(self, iri: str) -> str:
        return compact(iri, self.prefixes) if "://" in iri else iri
