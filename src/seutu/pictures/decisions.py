"""A decision matrix: a row for each body, a column for each function, and cards with the statements. Each case has a
matrix of its own.

The outline of a card shows its certainty: solid, dashed for possible or conditional statements, dotted for those that
the source qualifies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seutu.pictures import metrics
from seutu.pictures.frame import BODY, MARGIN, SMALL, WITHIN, Panel, bottom_of, cited, paneled_scene
from seutu.pictures.geometry import (
    INK,
    MUTED,
    Box,
    Item,
    Look,
    Scene,
    Shape,
    Words,
    arrowhead,
    line,
    rectangle,
)
from seutu.pictures.style import DASH, GRID, LegendEntry, LegendRow, is_asserted, swatch_of
from seutu.pictures.subject import UNSTATED, Citations, Record, Subject, href
from seutu.rdf.model import Term

_NARROW, _WIDE, _LEAST = 196.0, 320.0, 3
_PAD, _GAP, _ARROW = 8.0, 8.0, 20.0
_CARD = Look("#f5f8fc", INK, 1.2)
_DOTS = (1.5, 3.0)
_NAMED = frozenset(WITHIN) | {"towards", "period", "modality", "layer", "confidence", "alternative"}
_LINES = (
    "matter", *WITHIN, "towards", "period", "qualification", "modality", "layer", "confidence",
    "alternative",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Grid:
    """The content, the functions in order, and the widths of the columns of bodies and of each function."""

    citations: Citations
    subject: Subject
    functions: tuple[Term, ...]
    bodies: float
    column: float

    @property
    def width(self) -> float:
        return 2 * MARGIN + self.bodies + self.column * max(len(self.functions), _LEAST)

    @property
    def inside(self) -> float:
        """The width available for text in a card."""
        return self.column - 2 * _GAP - 2 * _PAD

    def left(self, index: int) -> float:
        """Return the x at which the cards of a function begin."""
        return MARGIN + self.bodies + index * self.column + _GAP


def draw(subject: Subject) -> Scene:
    """Return the matrices of rows with function, body, matter, towards, period, qualification, modality, layer,
    confidence, and case, programme and region where they differ.
    """
    return paneled_scene(subject, _legend(subject), _matrix)


def _matrix(citations: Citations, subject: Subject, top: float) -> Panel:
    grid = _grid(citations, subject)
    items = list(_headings(grid, top))
    y = bottom_of(items, top) + _PAD
    for body in _things(subject, "body"):
        items.append(_rule(grid.width, y))
        row = _row(grid, body, y + _GAP)
        items += row
        y = bottom_of(row, y) + _GAP
    items.append(_rule(grid.width, y))
    return Panel(tuple(items), y, grid.width)


def _grid(citations: Citations, subject: Subject) -> _Grid:
    """Return the layout of columns that fit their longest word, within limits."""
    functions, bodies = _things(subject, "function"), _things(subject, "body")
    things = [*functions, *subject.values("matter"), *subject.values("qualification")]
    longest = max(_longest_word(subject, things), _longest_word(subject, subject.values("towards")) + _ARROW)
    column = longest + 2 * _GAP + 2 * _PAD
    room = _limited(_longest_word(subject, bodies) + _GAP)
    return _Grid(citations, subject, functions, room, _limited(column))


def _limited(width: float) -> float:
    return min(max(width, _NARROW), _WIDE)


def _longest_word(subject: Subject, things: Iterable[Term]) -> float:
    return max((metrics.longest(subject.capital(thing), BODY, bold=True) for thing in things), default=0)


def _things(subject: Subject, column: str) -> tuple[Term, ...]:
    """Return the values of a column, including the placeholder for rows without one."""
    return tuple(dict.fromkeys(record.get(column) or UNSTATED for record in subject.records))


def _rule(width: float, y: float) -> Item:
    return Item((line(((MARGIN, y), (width - MARGIN, y)), GRID),))


def _headings(grid: _Grid, y: float) -> Iterator[Item]:
    subject = grid.subject
    corner = metrics.wrap(subject.heading("body"), grid.bodies - _GAP, SMALL)
    yield Item((Words(corner, MARGIN, y, SMALL, colour=MUTED),))
    for index, function in enumerate(grid.functions):
        lines = metrics.wrap(subject.capital(function), grid.column - 2 * _GAP, BODY, bold=True)
        words = Words(lines, grid.left(index), y, BODY, bold=True)
        yield Item((words,), href(function), f"{subject.heading('function')}: {subject.shown(function)}")


def _row(grid: _Grid, body: Term, top: float) -> list[Item]:
    """Return a body's name and its cards; the cards of a function are below each other."""
    subject = grid.subject
    name = metrics.wrap(subject.capital(body), grid.bodies - _GAP, BODY, bold=True)
    title = f"{subject.heading('body')}: {subject.shown(body)}"
    items = [Item((Words(name, MARGIN, top + _PAD, BODY, bold=True),), href(body), title)]
    for index, function in enumerate(grid.functions):
        y = top
        for record in subject.records:
            if (record.get("body") or UNSTATED, record.get("function") or UNSTATED) == (body, function):
                card = _card(grid, record, grid.left(index), y)
                items += card
                y = bottom_of(card, y) + _GAP
    return items


def _card(grid: _Grid, record: Record, x: float, top: float) -> list[Item]:
    """Return the card of a row: its other values, in a box, with the passages cited."""
    subject, y, items = grid.subject, top + _PAD, list[Item]()
    for column in _LINES:
        value = record.get(column)
        if value is None or (column == "modality" and is_asserted(value)):
            continue
        # The heading of the case says what all its cards share.
        if column in WITHIN and subject.shared(column) is not None:
            continue
        words = _card_line(grid, column, value, x + _PAD, y)
        items.append(Item(words, href(value), f"{subject.heading(column)}: {subject.shown(value)}"))
        y = bottom_of(items, y) + 3
    items += cited(grid.citations, record.evidence, x + _PAD, y, grid.inside)
    frame = Box(x, top, grid.column - 2 * _GAP, bottom_of(items, y) + _PAD - top)
    outline = rectangle(frame, _look(record), 4)
    return [Item((outline,), href(record.get("function")), subject.description(record)), *items]


def _card_line(grid: _Grid, column: str, value: Term, x: float, y: float) -> tuple[Shape | Words, ...]:
    """Return a line of a card: the value of a column, with the column's heading where it is needed."""
    subject, room = grid.subject, grid.inside
    if column == "towards" and value != UNSTATED:
        lines = metrics.wrap(subject.shown(value), room - _ARROW, BODY)
        middle = y + metrics.height(1, BODY) / 2
        shaft = line(((x, middle), (x + 9, middle)), Look(stroke=INK, width=1.4))
        return shaft, arrowhead(x + 14, middle, 6, INK), Words(lines, x + _ARROW, y, BODY)
    named = column in _NAMED or (column == "matter" and value == UNSTATED)
    text = f"{subject.heading(column)}: {subject.shown(value)}" if named else subject.shown(value)
    bold, italic = (
        column == "matter" and value != UNSTATED,
        column in ("qualification", "modality", "alternative"),
    )
    size, colour = (BODY, INK) if bold or column == "qualification" else (SMALL, MUTED)
    return (Words(metrics.wrap(text, room, size, bold=bold), x, y, size, bold, italic, colour),)


def _look(record: Record) -> Look:
    if not is_asserted(record.get("modality")):
        return Look("#ffffff", INK, 1.2, DASH)
    return Look("#ffffff", INK, 1.6, _DOTS) if record.get("qualification") else _CARD


def _legend(subject: Subject) -> Iterator[LegendRow]:
    shown = [(value, is_asserted(value)) for value in subject.values("modality")]
    entries = [
        LegendEntry(
            subject.shown(value),
            href(value),
            swatch_of(_CARD if asserted else Look("#ffffff", INK, 1.2, DASH)),
        )
        for value, asserted in shown
    ]
    if any(record.get("qualification") for record in subject.records):
        entries.append(
            LegendEntry(subject.heading("qualification"), None, swatch_of(Look("#ffffff", INK, 1.6, _DOTS)))
        )
    yield LegendRow(subject.heading("modality"), tuple(entries))
