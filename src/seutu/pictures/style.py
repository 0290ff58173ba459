"""How what is known of a statement shows in a picture: its layer, and how sure it is. Never by colour alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from seutu.pictures.geometry import INK, MUTED, PAPER, RULE, Box, Look, Shape, line, rectangle
from seutu.pictures.subject import Record, Subject, concept, href
from seutu.rdf.model import Term

DASH = (5.0, 3.0)
"""The outline of what is not sure."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fill of its own: tinted paper, hatched or dotted."""

    name: str
    paper: str
    ink: str
    marks: str


STATED = Pattern("stated", "#cfe0f3", "#1f4e79", "")
READ = Pattern("read", "#fdebcf", "#8a4b00", "hatched")
CONTEXT = Pattern("context", "#e2f1e4", "#2a6238", "dotted")
UNKNOWN = Pattern("unknown", "#eeeeee", MUTED, "")
PATTERNS = (STATED, READ, CONTEXT, UNKNOWN)
"""All of them, in the order in which they are explained."""

_LAYERS = {concept("layer", pattern.name): pattern for pattern in (STATED, READ, CONTEXT)}
_ASSERTED = concept("modality", "asserted")
_SURE = {"modality": _ASSERTED, "confidence": concept("confidence", "high")}
_PLANNED = concept("phase", "planned")


def of_layer(layer: Term | None) -> Pattern:
    """The pattern of a layer of statements."""
    return next((pattern for known, pattern in _LAYERS.items() if known == layer), UNKNOWN)


def filled(pattern: Pattern, *, sure: bool = True) -> Look:
    """The look of a shape in that pattern, dashed if it is not sure."""
    return Look(f"url(#{pattern.name})", pattern.ink, 1.2, () if sure else DASH)


def is_sure(record: Record) -> bool:
    """Whether a row is asserted with high confidence or none given, and no mere plan."""
    doubted = any(record.get(column) not in (None, sure) for column, sure in _SURE.items())
    return not doubted and record.get("what") != _PLANNED


def is_asserted(modality: Term | None) -> bool:
    """Whether a modality is that of a plain assertion; nothing said of it counts as one."""
    return modality in (None, _ASSERTED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One look and what it means: the words, the IRI of the concept if it is one, and what shows it in a box."""

    text: str
    href: str | None
    swatch: Callable[[Box], tuple[Shape, ...]]


def patch(look: Look) -> Callable[[Box], tuple[Shape, ...]]:
    """A swatch of a look: a rectangle, or a line if it has no fill."""

    def swatch(box: Box) -> tuple[Shape, ...]:
        if look.fill == "none":
            return (line(((box.x, box.middle), (box.right, box.middle)), look),)
        return (rectangle(box, look, 2),)

    return swatch


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the legend: what is told apart, and how."""

    heading: str
    entries: tuple[Entry, ...]


def layers(subject: Subject) -> Iterator[Explained]:
    """The legend of the layers that occur."""
    looks = [(value, filled(of_layer(value))) for value in subject.values("layer")]
    yield from explained(subject, "layer", looks)


def certainty(subject: Subject) -> Iterator[Explained]:
    """The legend of the modalities and confidences that occur: what is not sure has a dashed outline."""
    plain = Look(PAPER, INK, 1.2)
    for column, sure in _SURE.items():
        looks = [
            (value, plain if value == sure else replace(plain, dash=DASH)) for value in subject.values(column)
        ]
        yield from explained(subject, column, looks)


def explained(subject: Subject, column: str, looks: Iterable[tuple[Term, Look]]) -> Iterator[Explained]:
    """A line of the legend for what occurs in a column; none if nothing does."""
    entries = tuple(Entry(subject.shown(value), href(value), patch(look)) for value, look in looks)
    if entries:
        yield Explained(subject.heading(column), entries)


GRID = Look(stroke=RULE, width=1)
"""A line that only guides the eye."""
