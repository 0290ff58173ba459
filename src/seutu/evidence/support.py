"""Rows of an answer, each with the sentences of the statements that support it."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from seutu.evidence import explanation
from seutu.evidence.explanation import EVIDENCE, LAYERS, MANNER_PROPERTIES, NAMESPACE, is_statement
from seutu.language.labels import Labels
from seutu.rdf.model import Quads, Term
from seutu.text import table

Row = tuple[Sequence[str], Iterable[Term | None], Sequence[Term]]
"""The texts of a row, the terms in its cells, and the passages of its evidence."""

_TEST = re.compile(r"\bEXISTS\s*\{", re.IGNORECASE)
_STEP = {"{": 1, "}": -1}


def explained(
    headings: Sequence[str],
    rows: Iterable[Row],
    labels: Labels,
    query_text: str = "",
    *,
    markdown: bool = False,
) -> str:
    """Return the rows as text or Markdown, each on a line, with its statements; ``query_text`` is that of the question.

    Raises `TemplateError`.
    """
    render = explanation.statement_as_markdown if markdown else _indented
    lines: list[str] = []
    for shown, cells, passages in rows:
        statements = explanation.explained_statements(
            of_row(passages, cells, labels.store, query_text), labels
        )
        lines += [_row(headings, shown, markdown=markdown), ""]
        lines += [line for one in statements for line in (*render(one), "")]
    return "\n".join(lines)


def _indented(one: explanation.ExplainedStatement) -> Iterator[str]:
    return iter(explanation.statement_as_text(one, "    "))


def _row(headings: Sequence[str], shown: Sequence[str], *, markdown: bool) -> str:
    found = [f"{name}: {table.one_line(text)}" for name, text in zip(headings, shown, strict=True) if text]
    return f"### {' · '.join(found)}" if markdown else " · ".join(found)


def of_row(
    passages: Sequence[Term], cells: Iterable[Term | None], store: Quads, query_text: str = ""
) -> set[Term]:
    """Return the statements that support a row of an answer: few of those on its passages that cover all its resources.

    ``query_text`` is the text of the question; only the properties that it names count. If the row has a layer,
    statements of that layer come first, and others cover only the rest. Among statements on the same resources, the
    best has the same manner, has no other passages than the row, and refers to the fewest other resources.
    """
    things = {cell for cell in cells if cell is not None}
    named = _named_properties(query_text)
    resting = {
        quad.subject for one in passages for quad in store.quads_for_pattern(None, EVIDENCE, one, None)
    }
    found = [
        _statement_parts(store, one, named) for one in sorted(resting, key=str) if is_statement(store, one)
    ]
    of_its_layer = [one for one in found if one.manner & things & LAYERS]
    chosen: dict[Term, set[Term]] = {}
    for among in (of_its_layer, found):
        wanted = things & {part for one in among for part in one.parts} - set().union(*chosen.values())
        while wanted:
            best = max(among, key=lambda one: _fitness(one, wanted, things, passages))
            chosen[best.statement] = best.parts
            wanted -= best.parts
    return set(chosen)


@cache
def _named_properties(query_text: str) -> frozenset[str]:
    """The properties that a query names outside EXISTS, because those within it do not support a row."""
    while test := _TEST.search(query_text):
        depth, end = 1, test.end()
        while depth and end < len(query_text):
            depth += _STEP.get(query_text[end], 0)
            end += 1
        query_text = query_text[: test.start()] + query_text[end:]
    return frozenset(re.findall(r"seutu:(\w+)", query_text))


@dataclass(frozen=True, slots=True)
class _StatementParts:
    """The resources that a statement refers to, its manner, and its passages."""

    statement: Term
    parts: set[Term]
    manner: set[Term]
    places: set[Term]


def _fitness(
    found: _StatementParts, wanted: set[Term], things: set[Term], passages: Collection[Term]
) -> tuple[int, int, bool, int]:
    spoken = len(found.parts & wanted), len((found.parts | found.manner) & things)
    return *spoken, found.places <= set(passages), -len(found.parts - things)


def _statement_parts(store: Quads, statement: Term, named: Collection[str]) -> _StatementParts:
    # A row may contain the statement itself.
    found = _StatementParts(statement, {statement}, set(), set())
    if not isinstance(statement, ox.NamedNode | ox.BlankNode):
        return found
    for quad in store.quads_for_pattern(statement, None, None, None):
        name = quad.predicate.value.removeprefix(NAMESPACE)
        if quad.predicate == EVIDENCE:
            found.places.add(quad.object)
        elif quad.predicate in MANNER_PROPERTIES:
            found.manner.add(quad.object)
        elif quad.predicate.value.startswith(NAMESPACE) and (not named or name in named):
            found.parts.add(quad.object)
    return found
