"""The numbers of findings by severity, as a phrase."""

from typing import TYPE_CHECKING

from seutu.phrases import Phrase, counted, joined
from seutu.query.header import SEVERITIES

if TYPE_CHECKING:
    from seutu.shacl.report import Report


def counts(report: "Report") -> Phrase:
    """Return the number of findings of each severity; infos are left out when there are none."""
    violations, warnings, infos = (report.count(severity) for severity in SEVERITIES)
    parts = [
        counted(violations, Phrase("1 violation"), Phrase("{count} violations", count=violations)),
        counted(warnings, Phrase("1 warning"), Phrase("{count} warnings", count=warnings)),
    ]
    if infos:
        parts.append(counted(infos, Phrase("1 info"), Phrase("{count} info", count=infos)))
    return joined(parts)
