"""An assessment in words: the sum of each judge, and below it only what is lost, with what to do about it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from seutu.quality.advice import Advice, advice
from seutu.quality.mqa import Mark, Quality
from seutu.quality.oops import Verdict
from seutu.rdf.namespaces import compact
from seutu.shacl.report import Finding, Report, severity_word

Reason = Callable[[Finding], Advice | None]
"""Why nothing is to be done about a finding; None for one that is to be mended."""

_FEW = 3
_IRI = re.compile(r"<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How an assessment is told to readers of one language, in lines without their ends."""

    lang: str
    prefixes: Mapping[str, str]

    def points(self, quality: Quality) -> Iterator[str]:
        """The points of the MQA, and each metric for which some are lost, with what lacks it."""
        rating = advice("ratings")[quality.rating].said(self.lang)
        head = self._said("points", points=quality.points, reach=quality.reach, rating=rating)
        offline = quality.whole - quality.reach
        yield head + (self._said("offline", more=offline) if offline else "")
        lost: dict[str, list[Mark]] = {}
        for mark in (mark for scored in quality.datasets for mark in scored.marks if mark.got == 0):
            lost.setdefault(mark.metric.id, []).append(mark)
        for name, marks in lost.items():
            lacking = sorted({one for mark in marks for one in mark.lacking})
            metric = marks[0].metric
            yield self._lost(f"-{metric.points} {name}", lacking, metric.advice)

    def report(self, whose: str, report: Report, reason: Reason = lambda _: None) -> Iterator[str]:
        """The findings of shapes, those of one kind in one line; ``reason`` says why nothing is done about one."""
        yield self._said(whose, count=report.count("violation"))
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
        told = reason.said(self.lang) if reason else one.message(self.lang)
        return f"{severity_word(one.severity, self.lang)}: {path}: {self._listed(foci)}: {told}"

    def pitfalls(self, verdict: Verdict) -> Iterator[str]:
        """How many pitfalls of OOPS! have no reason, each of them, and the notes that are about nothing."""
        accepted = ", ".join(
            f"{pitfall.id} ({sum(len(one.elements) for one in pitfall.accepted)})"
            for pitfall in verdict.pitfalls
            if pitfall.accepted
        )
        head = self._said("pitfalls", open=len(verdict.open))
        yield head + (self._said("accepted", names=accepted) if accepted else "")
        for pitfall in verdict.open:
            yield self._lost(pitfall.id, pitfall.elements, pitfall.advice)
        for name, said_of in verdict.idle:
            yield f"  {name}: {self._named(said_of)}: {self._said('idle')}"

    def _lost(self, name: str, lacking: Iterable[str], remedy: Advice) -> str:
        """What is not met, what lacks it if that can be named, and what to do."""
        return f"  {': '.join(filter(None, (name, self._listed(lacking), remedy.said(self.lang))))}"

    def _said(self, name: str, **values: object) -> str:
        return advice("scorecard")[name].said(self.lang).format_map(values)

    def _listed(self, iris: Iterable[str]) -> str:
        names = [self._named(iri) for iri in iris]
        more = len(names) - _FEW
        return ", ".join(names[:_FEW]) + (self._said("more", count=more) if more > 0 else "")

    def _named(self, iri: str) -> str:
        return compact(iri, self.prefixes) if "://" in iri else iri
