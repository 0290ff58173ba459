"""The styles for layers and certainty of statements, which never differ by colour alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from seutu.pictures.geometry import INK, MUTED, PAPER, RULE, Box, Look, Shape, line, rectangle
from seutu.pictures.subject import Record, Subject, concept, href
from seutu.rdf.model import Term

DASH = (5.0, 3.0)
"""The dashes of an outline for uncertain statements."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fill pattern: a background colour, plain, hatched or dotted."""

    name: str
    paper: str
    ink: str
    marks: str


STATED = Pattern("stated", "#cfe0f3", "#1f4e79", "")
READ = Pattern("read", "#fdebcf", "#8a4b00", "hatched")
CONTEXT = Pattern("context", "#e2f1e4", "#2a6238", "dotted")
UNKNOWN = Pattern("unknown", "#eeeeee", MUTED, "")
PATTERNS = (STATED, READ, CONTEXT, UNKNOWN)
"""All patterns, in the order of the legend."""

_LAYERS = {concept("layer", pattern.name): pattern for pattern in (STATED, READ, CONTEXT)}
_ASSERTED = concept("modality", "asserted")
_SURE = {"modality": _ASSERTED, "confidence": concept("confidence", "high")}
_PLANNED = concept("phase", "planned")


def of_layer(layer: Term | None) -> Pattern:
    """Return the pattern of a layer of statements."""
    return next((pattern for known, pattern in _LAYERS.items() if known == layer), UNKNOWN)


def filled(pattern: Pattern, *, sure: bool = True) -> Look:
    """Return the look of a shape in that pattern, dashed if it is not sure."""
    return Look(f"url(#{pattern.name})", pattern.ink, 1.2, () if sure else DASH)


def is_sure(record: Record) -> bool:
    """Return True if a row is asserted, with high confidence or none given, and not only planned."""
    doubted = any(record.get(column) not in (None, sure) for column, sure in _SURE.items())
    return not doubted and record.get("what") != _PLANNED


def is_asserted(modality: Term | None) -> bool:
    """Return True if a modality is that of an assertion, which is the default."""
    return modality in (None, _ASSERTED)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """An entry of the legend: its text, the IRI of its concept if it has one, and a function that draws its swatch."""

    text: str
    href: str | None
    swatch: Callable[[Box], tuple[Shape, ...]]


def swatch_of(look: Look) -> Callable[[Box], tuple[Shape, ...]]:
    """Return the swatch of a look: a rectangle, or a line if it has no fill."""

    def swatch(box: Box) -> tuple[Shape, ...]:
        if look.fill == "none":
            return (line(((box.x, box.middle), (box.right, box.middle)), look),)
        return (rectangle(box, look, 2),)

    return swatch


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A row of the legend: its heading and entries."""

    heading: str
    entries: tuple[LegendEntry, ...]


def layers(subject: Subject) -> Iterator[LegendRow]:
    """Yield the legend of the layers that occur."""
    looks = [(value, filled(of_layer(value))) for value in subject.values("layer")]
    yield from legend_row(subject, "layer", looks)


def certainty(subject: Subject) -> Iterator[LegendRow]:
    """Yield the legend of the modalities and confidences that occur: uncertain ones have a dashed outline."""
    plain = Look(PAPER, INK, 1.2)
    for column, sure in _SURE.items():
        looks = [
            (value, plain if value == sure else replace(plain, dash=DASH)) for value in subject.values(column)
        ]
        yield from legend_row(subject, column, looks)


def text_row(subject: Subject, column: str) -> LegendRow:
    """Return a row of the legend for the values of a column that are shown only as text."""
    entries = (
        LegendEntry(subject.shown(value), href(value), lambda _: ()) for value in subject.values(column)
    )
    return LegendRow(subject.heading(column), tuple(entries))


def legend_row(subject: Subject, column: str, looks: Iterable[tuple[Term, Look]]) -> Iterator[LegendRow]:
    """Yield a row of the legend for the values of a column; none if there are no values."""
    entries = tuple(LegendEntry(subject.shown(value), href(value), swatch_of(look)) for value, look in looks)
    if entries:
        yield LegendRow(subject.heading(column), entries)


GRID = Look(stroke=RULE, width=1)
"""The look of grid lines."""
