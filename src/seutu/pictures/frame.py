"""The frame of every picture: title, question and legend above, and the sources below."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seutu.pictures import metrics
from seutu.pictures.geometry import INK, MUTED, Box, Item, Scene, Words, line
from seutu.pictures.style import GRID, LegendRow, text_row
from seutu.pictures.subject import Citations, Subject, href
from seutu.rdf.model import Term

MARGIN = 24.0
BODY = 12.0
SMALL = 11.0
_TITLE, _CASE = 20.0, 15.0
_SWATCH = (26.0, 12.0)
_COLUMNS, _APART = 3, 24.0
WITHIN = ("programme", "region")
"""The columns that say where the row of a case holds."""


@dataclass(frozen=True, slots=True)
class Head:
    """The items above a picture, and the y at which the picture may begin."""

    items: tuple[Item, ...]
    bottom: float


@dataclass(frozen=True, slots=True)
class Panel:
    """The drawing of the rows of one case: its items, the y of its end, and the width of the picture that it needs."""

    items: tuple[Item, ...]
    bottom: float
    width: float


Drawing = Callable[[Citations, Subject, float], Panel]


def head(subject: Subject, width: float, legend: Iterable[LegendRow]) -> Head:
    """Return title, question, conditions of the answer, and the legend, for a picture of that width."""
    items, y = [], MARGIN
    texts = [(subject.title, _TITLE, True, INK), (subject.question, BODY, False, MUTED)]
    texts += [(condition, BODY, False, MUTED) for condition in subject.conditions()]
    for text, size, bold, colour in texts:
        lines = metrics.wrap(text, width - 2 * MARGIN, size, bold=bold)
        words = Words(lines, MARGIN, y, size, bold, colour=colour)
        items.append(Item((words,)))
        y = words.box.bottom + 4
    y += 6
    for row in legend:
        found, y = _legend(row, width, y)
        items += found
    return Head(tuple(items), y + 10)


def _legend(row: LegendRow, width: float, y: float) -> tuple[list[Item], float]:
    """Return a row of the legend, wrapped at the width of the picture, and the y of its end."""
    heading = Words(metrics.wrap(row.heading, width / 3, SMALL, bold=True), MARGIN, y, SMALL, bold=True)
    items, x, tall = [Item((heading,))], heading.box.right + 12, heading.box.height
    left, (wide, high) = x, _SWATCH
    for entry in row.entries:
        lines = metrics.wrap(entry.text, width - MARGIN - left - wide - 6, SMALL)
        taken = wide + 6 + max(metrics.width(each, SMALL) for each in lines)
        if x > left and x + taken > width - MARGIN:
            x, y, tall = left, y + tall + 3, 0
        words = Words(lines, x + wide + 6, y, SMALL)
        shapes = entry.swatch(Box(x, y + 1, wide, high))
        items.append(Item((*shapes, words), entry.href, f"{row.heading}: {entry.text}"))
        x, tall = x + taken + 18, max(tall, words.box.height)
    return items, y + tall + 5


def foot(citations: Citations, width: float, top: float) -> Head:
    """Return the key of source marks, in as many columns as the longest entry allows."""
    entries, y, room = citations.key(), top + 14, width - 2 * MARGIN
    items = [Item((line(((MARGIN, y), (width - MARGIN, y)), GRID),))] if entries else []
    y += 10
    longest = max((_entry_width(*entry[:2]) for entry in entries), default=room)
    columns = max(1, min(_COLUMNS, int((room + _APART) / (longest + _APART))))
    wide = (room + _APART) / columns - _APART
    tall = -(-len(entries) // columns)
    for index, entry in enumerate(entries):
        column, row = divmod(index, tall)
        at = y if row == 0 else bottom_of(items[-1:], y) + 3
        items.append(_entry(entry, MARGIN + column * (wide + _APART), at, wide))
    return Head(tuple(items), bottom_of(items, y) + MARGIN / 2)


def _entry_width(mark: str, text: str) -> float:
    return metrics.width(mark, SMALL, bold=True) + 8 + metrics.width(text, SMALL)


def _entry(entry: tuple[str, str, Term], x: float, y: float, room: float) -> Item:
    mark, text, source = entry
    before = Words(metrics.wrap(mark, room / 2, SMALL, bold=True), x, y, SMALL, bold=True, colour=MUTED)
    indent = before.box.width + 8
    words = Words(metrics.wrap(text, room - indent, SMALL), x + indent, y, SMALL, colour=MUTED)
    return Item((before, words), href(source), text)


def cited(citations: Citations, evidence: Iterable[Term], x: float, y: float, room: float) -> list[Item]:
    """Return the marks of passages and sources, one after another from a position, each linked to its IRI."""
    items: list[Item] = []
    marks, at, tall = citations.marks(evidence), x, 0.0
    for index, (mark, term) in enumerate(marks, start=1):
        lines = metrics.wrap(mark + ("," if index < len(marks) else ""), room, SMALL)
        if at > x and at + metrics.width(lines[0], SMALL) > x + room:
            at, y, tall = x, y + tall, 0
        words = Words(lines, at, y, SMALL, colour=MUTED)
        items.append(Item((words,), href(term), citations.description(term)))
        at, tall = words.box.right + 5, max(tall, words.box.height)
    return items


def bottom_of(items: Iterable[Item], least: float) -> float:
    """Return the bottom of the lowest item, but at least ``least``."""
    return max((part.box.bottom for item in items for part in item.parts), default=least)


def framed_scene(
    citations: Citations, width: float, above: Head, body: Iterable[Item], bottom: float
) -> Scene:
    """Return the whole picture: its head, its body that ends at ``bottom``, and its sources."""
    subject, below = citations.subject, foot(citations, width, bottom)
    items = (*above.items, *body, *below.items)
    name, title, question = subject.query.name, subject.title, subject.question
    return Scene(name, subject.lang, title, question, width, below.bottom, items)


def paneled_scene(subject: Subject, legend: Iterable[LegendRow], draw: Drawing) -> Scene:
    """Return a picture with a panel for each case, one below another, and one legend and key of sources for all.

    ``draw`` draws the rows of a case below a given y. The heading of a panel has what all its rows share; rows that do
    not differ in their case are one panel without a name.
    """
    citations, parts = Citations(subject), subject.by_case()
    width = max(draw(citations, part, 0).width for _, part in parts)
    # What the heading of a case cannot say for all its rows.
    differing = [
        column
        for column in WITHIN
        if any(part.values(column) and not part.shared(column) for _, part in parts)
    ]
    above = head(subject, width, (*legend, *(text_row(subject, column) for column in differing)))
    items, y = list[Item](), above.bottom
    for name, part in parts:
        heading = _case_heading(name, part, width, y)
        items += heading
        y = bottom_of(heading, y - 8) + 8
        panel = draw(citations, part, y)
        items += panel.items
        y = panel.bottom + (MARGIN if name else 0)
    return framed_scene(citations, width, above, items, y)


def _case_heading(name: str, part: Subject, width: float, y: float) -> list[Item]:
    """Return the name of a case and, if all its rows have the same, the programme and the region."""
    room, items = width - 2 * MARGIN, list[Item]()
    if name:
        words = Words(metrics.wrap(name, room, _CASE, bold=True), MARGIN, y, _CASE, bold=True)
        items.append(Item((words,), href(part.shared("case")), name))
    for column in WITHIN:
        if (shared := part.shared(column)) is not None:
            text = f"{part.heading(column)}: {part.shown(shared)}"
            below = metrics.wrap(text, room, SMALL)
            at = bottom_of(items, y) + 2
            items.append(Item((Words(below, MARGIN, at, SMALL, colour=MUTED),), href(shared), text))
    return items


def empty_scene(subject: Subject, words: str) -> Scene:
    """Return a picture with a message that there is no data, and with the gaps of the sources."""
    width = 640.0
    above = head(subject, width, ())
    body, y = [], above.bottom
    for text in (words, *subject.silences):
        lines = Words(metrics.wrap(text, width - 2 * MARGIN, BODY), MARGIN, y, BODY, italic=True)
        body.append(Item((lines,)))
        y = lines.box.bottom + 4
    return framed_scene(Citations(subject), width, above, body, y)
