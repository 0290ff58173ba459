"""Rows of an answer: one for all solutions that differ only in evidence, or in the language of a text."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.language.labels import Labels
from seutu.query.definition import EVIDENCE
from seutu.rdf.model import Term

Cells = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer: a term for each column, and the passages of its evidence, in order."""

    cells: Cells
    evidence: tuple[Term, ...]


def folded(variables: Sequence[str], solutions: Sequence[Cells], labels: Labels) -> tuple[Row, ...]:
    """Return the rows in order, one for all solutions that differ only in their evidence.

    Of solutions that differ only in the language of a text, only the one in the reader's language is included.
    """
    solutions = _in_one_language(solutions, labels.languages)
    if EVIDENCE not in variables:
        return tuple(Row(cells, ()) for cells in solutions)
    at = variables.index(EVIDENCE)
    rows: dict[Cells, list[Term]] = {}
    for solution in solutions:
        passages = rows.setdefault(solution[:at] + solution[at + 1 :], [])
        passage = solution[at]
        if passage is not None:
            passages.append(passage)
    order = labels.in_order
    return tuple(Row(cells, tuple(order(passages))) for cells, passages in rows.items())


def _in_one_language(solutions: Sequence[Cells], languages: tuple[str, ...]) -> list[Cells]:
    """The solutions without those that differ from another only in having a text in a less preferred language."""
    ranks = [[_rank(term, languages) for term in cells] for cells in solutions]
    # Solutions that are equal without their texts are one row in several languages.
    without_texts = [
        tuple(term if rank is None else True for term, rank in zip(cells, row, strict=True))
        for cells, row in zip(solutions, ranks, strict=True)
    ]
    distances = [sum(rank or 0 for rank in row) for row in ranks]
    smallest: dict[tuple[object, ...], int] = {}
    for key, distance in zip(without_texts, distances, strict=True):
        smallest[key] = min(distance, smallest.get(key, distance))
    return [
        cells
        for cells, key, distance in zip(solutions, without_texts, distances, strict=True)
        if distance == smallest[key]
    ]


def _rank(term: Term | None, languages: tuple[str, ...]) -> int | None:
    """The rank of the language of a text, 0 for the reader's; None for a term without a language."""
    if not isinstance(term, ox.Literal) or not term.language:
        return None
    return languages.index(term.language) if term.language in languages else len(languages)
