"""Who does what in decision-making: a row for each body, a column for each function, and in each cell what is stated.

A card is outlined by how it is stated: plainly, dashed where it is only possible or conditional, dotted where the
source qualifies it.
"""

from collections.abc import Iterator, Sequence

from seutu import lettering
from seutu.frame import BODY, MARGIN, SMALL, bottom_of, cited, framed, head
from seutu.looks import DASH, GRID, Entry, Explained, is_asserted, patch
from seutu.rdf import Term
from seutu.scene import INK, MUTED, Box, Item, Look, Scene, Shape, Words, arrowhead, line, rectangle
from seutu.subject import SILENT, Citations, Record, Subject, href

_BODIES, _COLUMN, _LEAST = 190.0, 196.0, 3
_PAD, _GAP = 8.0, 8.0
_INSIDE = _COLUMN - 2 * _GAP - 2 * _PAD
_CARD = Look("#f5f8fc", INK, 1.2)
_DOTS = (1.5, 3.0)


def draw(subject: Subject) -> Scene:
    """The matrix of rows with function, body, matter, towards, period, qualification, modality."""
    citations, functions = Citations(subject), subject.values("function")
    width = 2 * MARGIN + _BODIES + _COLUMN * max(len(functions), _LEAST)
    above = head(subject, width, _legend(subject))
    items = list(_headings(subject, functions, above.bottom))
    y = bottom_of(items, above.bottom) + _PAD
    for body in subject.values("body"):
        items.append(_rule(width, y))
        row = _row(subject, citations, body, functions, y + _GAP)
        items += row
        y = bottom_of(row, y) + _GAP
    items.append(_rule(width, y))
    return framed(citations, width, above, items, y)


def _rule(width: float, y: float) -> Item:
    return Item((line(((MARGIN, y), (width - MARGIN, y)), GRID),))


def _left(index: int) -> float:
    return MARGIN + _BODIES + index * _COLUMN + _GAP


def _headings(subject: Subject, functions: Sequence[Term], y: float) -> Iterator[Item]:
    corner = lettering.wrap(subject.heading("body"), _BODIES - _GAP, SMALL)
    yield Item((Words(corner, MARGIN, y, SMALL, colour=MUTED),))
    for index, function in enumerate(functions):
        lines = lettering.wrap(subject.capital(function), _COLUMN - 2 * _GAP, BODY, bold=True)
        words = Words(lines, _left(index), y, BODY, bold=True)
        yield Item((words,), href(function), f"{subject.heading('function')}: {subject.shown(function)}")


def _row(
    subject: Subject, citations: Citations, body: Term, functions: Sequence[Term], top: float
) -> list[Item]:
    """A body's name and its cards, those of one function one below the other."""
    name = lettering.wrap(subject.capital(body), _BODIES - _GAP, BODY, bold=True)
    title = f"{subject.heading('body')}: {subject.shown(body)}"
    items = [Item((Words(name, MARGIN, top + _PAD, BODY, bold=True),), href(body), title)]
    for index, function in enumerate(functions):
        y = top
        for record in subject.records:
            if record.get("body") == body and record.get("function") == function:
                card = _card(subject, citations, record, _left(index), y)
                items += card
                y = bottom_of(card, y) + _GAP
    return items


def _card(subject: Subject, citations: Citations, record: Record, x: float, top: float) -> list[Item]:
    """What a row says besides its body and function, in a box, with the passages it rests on."""
    told, y, items = subject.told(record), top + _PAD, []
    for column in _LINES:
        value = record.get(column)
        if value is None or (column == "modality" and is_asserted(value)):
            continue
        words = _said(subject, column, value, x + _PAD, y)
        items.append(Item(words, href(value), f"{subject.heading(column)}: {subject.shown(value)}"))
        y = bottom_of(items, y) + 3
    items += cited(citations, record.evidence, x + _PAD, y, _INSIDE)
    frame = Box(x, top, _COLUMN - 2 * _GAP, bottom_of(items, y) + _PAD - top)
    outline = rectangle(frame, _look(record), 4)
    return [Item((outline,), href(record.get("function")), told), *items]


_LINES = ("matter", "towards", "period", "qualification", "modality")


def _said(subject: Subject, column: str, value: Term, x: float, y: float) -> tuple[Shape | Words, ...]:
    """A line of a card: what stands in a column, with the column's heading where the value does not tell it."""
    if column == "towards" and value != SILENT:
        lines = lettering.wrap(subject.shown(value), _INSIDE - 20, BODY)
        middle = y + lettering.height(1, BODY) / 2
        shaft = line(((x, middle), (x + 9, middle)), Look(stroke=INK, width=1.4))
        return shaft, arrowhead(x + 14, middle, 6, INK), Words(lines, x + 20, y, BODY)
    named = column in ("towards", "period", "modality") or (column == "matter" and value == SILENT)
    text = f"{subject.heading(column)}: {subject.shown(value)}" if named else subject.shown(value)
    bold, italic = column == "matter" and value != SILENT, column in ("qualification", "modality")
    size, colour = (BODY, INK) if bold or column == "qualification" else (SMALL, MUTED)
    return (Words(lettering.wrap(text, _INSIDE, size, bold=bold), x, y, size, bold, italic, colour),)


def _look(record: Record) -> Look:
    if not is_asserted(record.get("modality")):
        return Look("#ffffff", INK, 1.2, DASH)
    return Look("#ffffff", INK, 1.6, _DOTS) if record.get("qualification") else _CARD


def _legend(subject: Subject) -> Iterator[Explained]:
    shown = [(value, is_asserted(value)) for value in subject.values("modality")]
    entries = [
        Entry(subject.shown(value), href(value), patch(_CARD if sure else Look("#ffffff", INK, 1.2, DASH)))
        for value, sure in shown
    ]
    if any(record.get("qualification") for record in subject.records):
        entries.append(Entry(subject.heading("qualification"), None, patch(Look("#ffffff", INK, 1.6, _DOTS))))
    yield Explained(subject.heading("modality"), tuple(entries))
