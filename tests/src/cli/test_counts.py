"""Findings counted in words."""

import pytest

from seutu.cli.counts import counts
from seutu.phrases import LANGUAGES
from seutu.shacl.report import Finding, Report


def report(**numbers: int) -> Report:
    return Report.of(
        Finding(None, None, None, f"c{number}", None, severity, {})
        for severity, count in numbers.items()
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (report(), "0 violations, 0 warnings"),
        (report(violation=1, warning=1), "1 violation, 1 warning"),
        (report(violation=2, info=1), "2 violations, 0 warnings, 1 info"),
        (report(warning=3, info=2), "0 violations, 3 warnings, 2 info"),
    ],
)
def test_infos_are_counted_only_when_there_are_some(found: Report, words: str) -> None:
    assert counts(found) == words


def test_counts_differ_by_language() -> None:
    assert len({counts(report(violation=2, info=2)).text_in(lang) for lang in LANGUAGES}) == len(LANGUAGES)
