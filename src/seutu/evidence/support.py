"""The rows of an answer one by one, and under each, in sentences, the statements that it rests on."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from seutu.evidence import explanation
from seutu.evidence.explanation import EVIDENCE, LAYERS, MANNERS, OURS, is_statement
from seutu.language.labels import Labels
from seutu.rdf.model import Quads, Term
from seutu.text import table

Row = tuple[Sequence[str], Iterable[Term | None], Sequence[Term]]
"""A row as people read it, the terms in its cells, and the passages it rests on."""

_TEST = re.compile(r"\bEXISTS\s*\{", re.IGNORECASE)
_STEP = {"{": 1, "}": -1}


def explained(
    headings: Sequence[str], rows: Iterable[Row], labels: Labels, asked: str = "", *, markdown: bool = False
) -> str:
    """The rows as text or Markdown, each on a line, with the statements behind it; ``asked`` is the question's text.

    Raises `TemplateError`.
    """
    told = explanation.told_as_markdown if markdown else _indented
    lines: list[str] = []
    for shown, cells, passages in rows:
        statements = explanation.told(of_row(passages, cells, labels.store, asked), labels)
        lines += [_row(headings, shown, markdown=markdown), ""]
        lines += [line for one in statements for line in (*told(one), "")]
    return "\n".join(lines)


def _indented(one: explanation.Told) -> Iterator[str]:
    return iter(explanation.told_as_text(one, "    "))


def _row(headings: Sequence[str], shown: Sequence[str], *, markdown: bool) -> str:
    said = [f"{name}: {table.one_line(text)}" for name, text in zip(headings, shown, strict=True) if text]
    return f"### {' · '.join(said)}" if markdown else " · ".join(said)


def of_row(
    passages: Sequence[Term], cells: Iterable[Term | None], store: Quads, asked: str = ""
) -> set[Term]:
    """The statements that a row of an answer rests on: on its passages, and as few as speak of all its things.

    ``asked`` is the text of the question: only what a statement says by a property that it names is looked at. Where
    the row tells a layer, statements of that layer come first, and others only for what those leave. Of those that
    speak of the same, the one that is said in the same manner, rests on nothing but the row's passages and speaks of
    least else.
    """
    things = {cell for cell in cells if cell is not None}
    named = _named(asked)
    resting = {
        quad.subject for one in passages for quad in store.quads_for_pattern(None, EVIDENCE, one, None)
    }
    found = [_said(store, one, named) for one in sorted(resting, key=str) if is_statement(store, one)]
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
def _named(asked: str) -> frozenset[str]:
    """The properties that a question names; those within EXISTS do not count, for no row rests on them."""
    while test := _TEST.search(asked):
        depth, end = 1, test.end()
        while depth and end < len(asked):
            depth += _STEP.get(asked[end], 0)
            end += 1
        asked = asked[: test.start()] + asked[end:]
    return frozenset(re.findall(r"seutu:(\w+)", asked))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a statement speaks of, how it is said, and where."""

    statement: Term
    parts: set[Term]
    manner: set[Term]
    places: set[Term]


def _fitness(
    said: _Said, wanted: set[Term], things: set[Term], passages: Collection[Term]
) -> tuple[int, int, bool, int]:
    spoken = len(said.parts & wanted), len((said.parts | said.manner) & things)
    return *spoken, said.places <= set(passages), -len(said.parts - things)


def _said(store: Quads, statement: Term, named: Collection[str]) -> _Said:
    # A row may show the statement itself.
    said = _Said(statement, {statement}, set(), set())
    if not isinstance(statement, ox.NamedNode | ox.BlankNode):
        return said
    for quad in store.quads_for_pattern(statement, None, None, None):
        name = quad.predicate.value.removeprefix(OURS)
        if quad.predicate == EVIDENCE:
            said.places.add(quad.object)
        elif quad.predicate in MANNERS:
            said.manner.add(quad.object)
        elif quad.predicate.value.startswith(OURS) and (not named or name in named):
            said.parts.add(quad.object)
    return said
