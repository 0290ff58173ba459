"""Findings by their severity, counted in words."""

from typing import TYPE_CHECKING

from seutu.phrases import Phrase, counted, joined
from seutu.query.header import SEVERITIES

if TYPE_CHECKING:
    from seutu.shacl.report import Report


def counts(report: "Report") -> Phrase:
    """The number of findings of each severity; of infos only when there are some."""
    violations, warnings, infos = (report.count(severity) for severity in SEVERITIES)
    parts = [
        counted(violations, Phrase("1 violation"), Phrase("{count} violations", count=violations)),
        counted(warnings, Phrase("1 warning"), Phrase("{count} warnings", count=warnings)),
    ]
    if infos:
        parts.append(counted(infos, Phrase("1 info"), Phrase("{count} info", count=infos)))
    return joined(parts)
