"""Matrices: answers with a column for each value of one variable, whose cells are the passages that say so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, zip_longest
from typing import TypeVar

import pyoxigraph as ox

from seutu.answer.answer import Answer
from seutu.answer.rows import Cells
from seutu.phrases import LANGUAGES
from seutu.query.definition import EVIDENCE
from seutu.rdf.model import Term

Part = TypeVar("Part")
Place = Callable[[Term], tuple[int, ...]]
"""A function that returns the place of a term in the files of a workspace, by which columns are in order."""


def pivoted(answer: Answer, place: Place) -> Answer:
    """The answer with a column for each value of the variable that its question's header names after ``matrix``.

    A row is what the solutions have in common without that variable and the evidence. A cell is a passage; where a cell
    has several, the row is repeated. An answer to another question stays as it is.
    """
    spread = answer.query.matrix if answer.query else ""
    if not answer.query or spread not in answer.variables:
        return answer
    at, cited = answer.variables.index(spread), answer.variables.index(EVIDENCE)
    values = sorted({value for cells in answer.solutions if (value := cells[at])}, key=place)
    names = dict(zip(_names(values, answer.variables), values, strict=True))
    headings = _headings(names, answer)
    columns = {lang: {**answer.query.columns.get(lang, {}), **headings[lang]} for lang in LANGUAGES}
    return replace(
        answer,
        variables=_spread(answer.variables, at, tuple(names)),
        solutions=tuple(_solutions(answer.solutions, at, cited, values)),
        query=replace(answer.query, columns=columns),
        spread=names,
    )


def _solutions(solutions: Iterable[Cells], at: int, cited: int, values: Sequence[Term]) -> Iterator[Cells]:
    """The solutions of the matrix: for each row those of its passages, the first of each column together."""
    rows: dict[Cells, dict[Term | None, list[Term | None]]] = {}
    for cells in solutions:
        key = tuple(None if index in (at, cited) else cell for index, cell in enumerate(cells))
        passages = rows.setdefault(key, {}).setdefault(cells[at], [])
        if cells[cited] not in passages:
            passages.append(cells[cited])
    for key, found in rows.items():
        # The last are the passages without a value, which have no column.
        for *together, other in zip_longest(*(found.get(value, ()) for value in (*values, None))):
            for passage in dict.fromkeys(one for one in (*together, other) if one is not None):
                row = (*key[:cited], passage, *key[cited + 1 :])
                yield _spread(row, at, tuple(together))


def _spread(row: tuple[Part, ...], at: int, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A row with several parts in place of one."""
    return (*row[:at], *parts, *row[at + 1 :])


def _names(values: Iterable[Term], taken: Sequence[str]) -> Iterator[str]:
    """The variables of the columns: the last part of each IRI, with a number where it is taken."""
    used = set(taken)
    for value in values:
        plain = _last_part(value)
        numbered = (f"{plain}_{number}" for number in count(2))
        name = plain if plain not in used else next(one for one in numbered if one not in used)
        used.add(name)
        yield name


def _last_part(value: Term) -> str:
    text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    last = text.rstrip("/#").replace("#", "/").rpartition("/")[2]
    return "".join(letter if letter.isalnum() else "_" for letter in last) or "column"


def _headings(names: Mapping[str, Term], answer: Answer) -> dict[str, dict[str, str]]:
    """The headings by language: the labels of the values."""
    labels = {lang: replace(answer.labels, lang=lang) for lang in LANGUAGES}
    return {
        lang: {name: _capitalised(labels[lang].shown(value)) for name, value in names.items()}
        for lang in LANGUAGES
    }


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
