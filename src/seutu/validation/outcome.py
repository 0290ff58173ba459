"""Outcomes of the validation of a unit, and their bytes for the cache."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from seutu.rdf.model import Term
from seutu.shacl.report import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings of a unit, and the numbers of the values that each side of each meeting reaches in it.

    ``is_independent`` is false if the unit infers something about a resource that other units have too.
    """

    findings: tuple[Finding, ...]
    values: tuple[frozenset[int], ...]
    is_independent: bool

    def to_bytes(self) -> bytes:
        """Return the outcome as bytes, for `Outcome.of_bytes`."""
        terms = list(dict.fromkeys(term for one in self.findings for term in (one.focus, one.value) if term))
        numbers = {term: number for number, term in enumerate(terms)}
        body = {
            "terms": [str(term) for term in terms],
            "findings": [_row(finding, numbers) for finding in self.findings],
            "values": [sorted(values) for values in self.values],
            "apart": self.is_independent,
        }
        return json.dumps(body, ensure_ascii=False).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Outcome":
        """Return the outcome from the bytes of `to_bytes`."""
        body = json.loads(content)
        terms = _terms(body["terms"])
        findings = tuple(_finding(row, terms) for row in body["findings"])
        return cls(findings, tuple(frozenset(values) for values in body["values"]), body["apart"])


def _row(finding: Finding, numbers: dict[Term, int]) -> list[object]:
    focus, value = (None if term is None else numbers[term] for term in (finding.focus, finding.value))
    rest = (finding.path, finding.component, finding.shape, finding.severity, dict(finding.messages))
    return [focus, value, *rest, finding.file, finding.line]


def _finding(row: Sequence[Any], terms: Sequence[Term]) -> Finding:
    focus, value, path, *rest = row
    return Finding(_at(terms, focus), path, _at(terms, value), *rest)


def _at(terms: Sequence[Term], number: int | None) -> Term | None:
    return None if number is None else terms[number]


def _terms(written: Iterable[str]) -> list[Term]:
    text = "".join(f"<x:x> <x:x> {term} .\n" for term in written)
    return [quad.object for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
