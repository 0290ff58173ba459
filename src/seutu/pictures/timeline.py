"""A timeline: a lane for each row, in groups, with a bar from begin to end on an axis of years.

An end that is not stated fades out with an arrow; a single day is a diamond; uncertain rows are dashed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from seutu.phrases import Phrase
from seutu.pictures import metrics
from seutu.pictures.frame import BODY, MARGIN, SMALL, Panel, bottom_of, cited, paneled_scene
from seutu.pictures.geometry import (
    MUTED,
    Box,
    Item,
    Look,
    Scene,
    Shape,
    Words,
    arrowhead,
    line,
    polygon,
    rectangle,
)
from seutu.pictures.style import (
    GRID,
    UNKNOWN,
    LegendEntry,
    LegendRow,
    Pattern,
    certainty,
    filled,
    is_sure,
    layers,
    of_layer,
)
from seutu.pictures.subject import UNSTATED, Citations, Record, Subject, href
from seutu.rdf.model import Term
from seutu.text import days

WIDTH = 1200.0
_THINGS, _SOURCES, _GAP = 270.0, 96.0, 14.0
_LEFT = MARGIN + _THINGS + _GAP
_RIGHT = WIDTH - MARGIN - _SOURCES - _GAP
# The label is right of its bar, else left of it, else below it: one of the three has a third of the axis.
_LABEL = (_RIGHT - _LEFT) / 3 - 2 * _GAP
_FADE = 40.0
_BAR, _PAD = 13.0, 5.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000)
_DAY = Phrase("a single day")


@dataclass(frozen=True, slots=True)
class Axis:
    """The years from the first to the last, exclusive, between two x positions."""

    first: int
    last: int
    left: float
    right: float

    def place(self, day: int) -> float:
        """Return the x of the start of a day, numbered as in `days`."""
        begin, end = days.number(self.first), days.number(self.last)
        return self.left + (day - begin) / (end - begin) * (self.right - self.left)

    def ticks(self) -> list[int]:
        """Return the years to label, as many as fit."""
        room = (self.right - self.left) / (self.last - self.first)
        wanted = metrics.width("0000", SMALL) + 10
        step = next((step for step in _STEPS if step * room >= wanted), _STEPS[-1])
        return [year for year in range(self.first, self.last + 1) if year % step == 0]


def draw(subject: Subject) -> Scene:
    """Return the timelines of rows with group, thing, what, begins, ends, modality, confidence, layer, and case where
    it differs; they have one axis.
    """
    return paneled_scene(subject, _legend(subject), partial(_lanes, _axis(subject.records)))


def _lanes(axis: Axis, citations: Citations, subject: Subject, above: float) -> Panel:
    top = above + metrics.height(1, SMALL) + 6
    lanes, y = list[Item](), top
    for group, records in _grouped(subject):
        lanes.append(_group_heading(subject, group, y))
        y = lanes[-1].parts[0].box.bottom
        for record, repeated in records:
            lane, y = _lane(citations, axis, record, y, repeated)
            lanes += lane
    return Panel((*_grid(axis, top, y), *lanes), y + metrics.height(1, SMALL) + 6, WIDTH)


def _axis(records: Sequence[Record]) -> Axis:
    covered = [days.covered(record.get(bound)) for record in records for bound in ("begins", "ends")]
    years = [days.year(day) for each in covered if each for day in (each[0], each[1] - 1)]
    first, last = (min(years), max(years) + 1) if years else (2000, 2010)
    # Bars that fade out need space beside the axis.
    return Axis(first, last, _LEFT + _FADE + _GAP, _RIGHT - _FADE - _GAP)


def _grouped(subject: Subject) -> Iterator[tuple[Term | None, list[tuple[Record, bool]]]]:
    """Yield the rows by group, and within a group by resource, ordered by first row; True for a repeated resource."""
    groups: dict[Term | None, dict[Term | None, list[Record]]] = {}
    for record in subject.records:
        groups.setdefault(record.get("group"), {}).setdefault(record.get("thing"), []).append(record)
    for group, things in groups.items():
        yield group, [(record, index > 0) for rows in things.values() for index, record in enumerate(rows)]


def _legend(subject: Subject) -> Iterator[LegendRow]:
    yield from layers(subject)
    yield from certainty(subject)
    ends = f"{subject.heading('begins')} / {subject.heading('ends')}"
    silent = LegendEntry(
        subject.shown(UNSTATED), UNSTATED.value, lambda box: _fading(box, UNKNOWN, 1, sure=True)
    )
    day = LegendEntry(
        _DAY.text_in(subject.lang), None, lambda box: (_diamond(box.x + box.width / 2, box.middle, UNKNOWN),)
    )
    yield LegendRow(ends, (silent, day))


def _grid(axis: Axis, top: float, bottom: float) -> Iterator[Item]:
    tall = metrics.height(1, SMALL)
    for year in axis.ticks():
        x = axis.place(days.number(year))
        yield Item((line(((x, top - 2), (x, bottom + 2)), GRID),))
        for y in (top - tall - 3, bottom + 3):
            yield Item((Words((str(year),), x, y, SMALL, colour=MUTED, anchor="middle"),))


def _group_heading(subject: Subject, group: Term | None, y: float) -> Item:
    """Return the heading of a group, across the whole width."""
    lines = metrics.wrap(subject.capital(group), WIDTH - 2 * MARGIN - 16, BODY, bold=True)
    tall = metrics.height(len(lines), BODY) + 6
    band = rectangle(Box(MARGIN, y, WIDTH - 2 * MARGIN, tall), Look("#f0f0f0"))
    words = Words(lines, MARGIN + 8, y + 3, BODY, bold=True)
    return Item((band, words), href(group), subject.shown(group))


def _lane(
    citations: Citations, axis: Axis, record: Record, y: float, repeated: bool
) -> tuple[list[Item], float]:
    """Return the lane of a row, and the y of its end; a resource's name is only in its first lane."""
    subject = citations.subject
    title, top = subject.description(record), y + _PAD
    items = cited(citations, record.evidence, _RIGHT + _GAP, top, _SOURCES)
    if not repeated:
        name = metrics.wrap(subject.capital(record.get("thing")), _THINGS - 8, BODY)
        items.append(Item((Words(name, MARGIN + 8, top, BODY),), href(record.get("thing")), title))
    lines = _label(subject, record)
    bar, words = _bar(axis, record, top, lines)
    bottom = max(bottom_of(items, top), words.box.bottom, top + _BAR)
    label = Item((words,), href(record.get("what")), title)
    rule = Item((line(((MARGIN, bottom + _PAD), (WIDTH - MARGIN, bottom + _PAD)), GRID),))
    shapes = [Item(bar, href(record.get("thing")), title)] if bar else []
    return [rule, *shapes, label, *items], bottom + _PAD


def _label(subject: Subject, record: Record) -> tuple[str, ...]:
    lang, tied = subject.lang, metrics.TIED
    span = days.spanned(record.get("begins"), record.get("ends"), lang) or subject.shown(UNSTATED)
    # A date is not wrapped; a period may be wrapped after its dash.
    dates = span.replace(" ", tied).replace(f"–{tied}", "– ")
    return metrics.wrap(f"{subject.shown(record.get('what'))} {dates}", _LABEL, BODY)


def _bar(axis: Axis, record: Record, top: float, lines: tuple[str, ...]) -> tuple[tuple[Shape, ...], Words]:
    """Return the bar in a lane, and its label right of it, left of it or below it, wherever it fits."""
    shapes = _shapes(axis, record, Box(0, top + 1, 0, _BAR))
    edges = [part.box for part in shapes]
    left, right = (
        min((box.x for box in edges), default=_LEFT),
        max((box.right for box in edges), default=_LEFT),
    )
    wide = max(metrics.width(each, BODY) for each in lines)
    if right + 6 + wide <= _RIGHT:
        return shapes, Words(lines, right + 6, top, BODY, halo=True)
    if left - 6 - wide >= _LEFT:
        return shapes, Words(lines, left - 6, top, BODY, anchor="end", halo=True)
    return shapes, Words(lines, left, top + _BAR + 4, BODY, halo=True)


def _shapes(axis: Axis, record: Record, lane: Box) -> tuple[Shape, ...]:
    """Return the bar of a row, or a diamond for a single day; empty if the row has no calendar date."""
    begins, ends = days.covered(record.get("begins")), days.covered(record.get("ends"))
    pattern, sure = of_layer(record.get("layer")), is_sure(record)
    if begins and ends and begins[0] < ends[1]:
        start, end = axis.place(begins[0]), axis.place(ends[1])
        if ends[1] - begins[0] == 1:
            return (_diamond((start + end) / 2, lane.middle, pattern, sure=sure),)
        return (
            rectangle(Box(start, lane.y, max(end - start, 3), lane.height), filled(pattern, sure=sure), 2),
        )
    if begins and record.get("ends") is None:
        return _fading(Box(axis.place(begins[0]), lane.y, _FADE, lane.height), pattern, 1, sure=sure)
    if ends and record.get("begins") is None:
        return _fading(Box(axis.place(ends[1]) - _FADE, lane.y, _FADE, lane.height), pattern, -1, sure=sure)
    return ()


def _fading(box: Box, pattern: Pattern, direction: int, *, sure: bool) -> tuple[Shape, ...]:
    """Return a bar that fades out to the right (1) or left (-1), with an arrow at its end."""
    near, far = (box.x, box.right - 7) if direction > 0 else (box.right, box.x + 7)
    look = replace(
        filled(pattern, sure=sure), fill=f"url(#{pattern.name}-{'right' if direction > 0 else 'left'})"
    )
    sides = line(((far, box.y), (near, box.y), (near, box.bottom), (far, box.bottom)), look)
    return sides, arrowhead(far + 7 * direction, box.middle, 7 * direction, pattern.ink)


def _diamond(x: float, y: float, pattern: Pattern, *, sure: bool = True) -> Shape:
    half = _BAR / 2
    look = filled(pattern, sure=sure)
    return polygon(
        ((x, y - half), (x + half, y), (x, y + half), (x - half, y)),
        replace(look, dash=look.dash and (2.0, 1.5)),
    )
