"""The rows of an answer: solutions that differ only in evidence, or in the language of a text, folded into one."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.language.labels import Labels
from seutu.query.definition import EVIDENCE
from seutu.rdf.model import Term

Cells = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer: a term for each column, and the passages it rests on, in order."""

    cells: Cells
    evidence: tuple[Term, ...]


def folded(variables: Sequence[str], solutions: Sequence[Cells], labels: Labels) -> tuple[Row, ...]:
    """The solutions in order, those that differ only in their evidence folded into one.

    Of solutions that differ only in the language of a text, the one in the reader's language stands for all.
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
    """The solutions, without those that only say in another language what one of them says in the best there is."""
    ranks = [[_rank(term, languages) for term in cells] for cells in solutions]
    # What is left of a row when its texts are taken out: rows alike in that are one row in several languages.
    bare = [
        tuple(term if rank is None else True for term, rank in zip(cells, row, strict=True))
        for cells, row in zip(solutions, ranks, strict=True)
    ]
    far = [sum(rank or 0 for rank in row) for row in ranks]
    nearest: dict[tuple[object, ...], int] = {}
    for rest, distance in zip(bare, far, strict=True):
        nearest[rest] = min(distance, nearest.get(rest, distance))
    return [
        cells for cells, rest, distance in zip(solutions, bare, far, strict=True) if distance == nearest[rest]
    ]


def _rank(term: Term | None, languages: tuple[str, ...]) -> int | None:
    """How far a text's language is from the reader's; None for what is not in a language."""
    if not isinstance(term, ox.Literal) or not term.language:
        return None
    return languages.index(term.language) if term.language in languages else len(languages)
