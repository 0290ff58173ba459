"""The geometry of a picture: shapes and texts with positions, independent of SVG.

Lengths are in the picture's user unit, which a browser displays as a pixel; y grows downwards.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from seutu.pictures import metrics

INK, MUTED, RULE, PAPER = "#1a1a1a", "#555555", "#d9d9d9", "#ffffff"

Step = tuple[str, tuple[float, ...]]
"""A path command of SVG: M, L, Q, C or Z, and its points, x and y alternating."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with horizontal and vertical sides."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y half-way down."""
        return self.y + self.height / 2

    def overlaps(self, other: "Box") -> bool:
        """Return True if the two share more than a side, apart from rounding."""
        near = 0.01
        return (
            min(self.right, other.right) - max(self.x, other.x) > near
            and min(self.bottom, other.bottom) - max(self.y, other.y) > near
        )

    def holds(self, other: "Box") -> bool:
        """Return True if the other is inside this one, apart from rounding."""
        near = 0.01
        return (
            other.x >= self.x - near
            and other.y >= self.y - near
            and other.right <= self.right + near
            and other.bottom <= self.bottom + near
        )


@dataclass(frozen=True, slots=True)
class Look:
    """The fill and outline of a shape, as SVG attributes; ``dash`` are lengths of dashes and gaps, alternating."""

    fill: str = "none"
    stroke: str = "none"
    width: float = 1
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its look."""

    steps: tuple[Step, ...]
    look: Look

    @property
    def box(self) -> Box:
        """The bounding box; for a curve, that of its control points."""
        across = [x for _, numbers in self.steps for x in numbers[::2]]
        down = [y for _, numbers in self.steps for y in numbers[1::2]]
        return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text; ``x`` is the position of their anchor, ``y`` the top of the first line."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float = 12
    bold: bool = False
    italic: bool = False
    colour: str = INK
    anchor: Anchor = "start"
    halo: bool = False

    @property
    def box(self) -> Box:
        """The bounding box, in the widest of the usual fonts."""
        wide = max((metrics.width(line, self.size, bold=self.bold) for line in self.lines), default=0)
        shift = {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(self.x - shift, self.y, wide, metrics.height(len(self.lines), self.size))


@dataclass(frozen=True, slots=True)
class Item:
    """A unit of the picture: shapes and texts, the IRI that they represent, and a title."""

    parts: tuple[Shape | Words, ...]
    href: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture; ``name`` makes its ids unique on a page."""

    name: str
    lang: str
    title: str
    desc: str
    width: float
    height: float
    items: tuple[Item, ...]

    @property
    def box(self) -> Box:
        """The picture's own frame."""
        return Box(0, 0, self.width, self.height)

    def words(self) -> Iterator[Words]:
        """Return every text of the picture."""
        return (part for item in self.items for part in item.parts if isinstance(part, Words))


def rectangle(box: Box, look: Look, radius: float = 0) -> Shape:
    """Return a rectangle, with rounded corners if a radius is given."""
    r = min(radius, box.width / 2, box.height / 2)
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    corners: tuple[Step, ...] = (
        ("M", (x + r, y)),
        ("L", (right - r, y)),
        ("Q", (right, y, right, y + r)),
        ("L", (right, bottom - r)),
        ("Q", (right, bottom, right - r, bottom)),
        ("L", (x + r, bottom)),
        ("Q", (x, bottom, x, bottom - r)),
        ("L", (x, y + r)),
        ("Q", (x, y, x + r, y)),
        ("Z", ()),
    )
    return Shape(corners if r else tuple(step for step in corners if step[0] != "Q"), look)


def polygon(points: Iterable[tuple[float, float]], look: Look) -> Shape:
    """Return a polygon with these vertices."""
    return Shape((*line(points, look).steps, ("Z", ())), look)


def line(points: Iterable[tuple[float, float]], look: Look) -> Shape:
    """Return a polyline through the points."""
    return Shape(tuple(("L" if index else "M", point) for index, point in enumerate(points)), look)


def curve(start: tuple[float, float], end: tuple[float, float], look: Look) -> Shape:
    """Return a curve that is horizontal at both ends, and stays between them."""
    half = (start[0] + end[0]) / 2
    return Shape((("M", start), ("C", (half, start[1], half, end[1], *end))), look)


def arrowhead(x: float, y: float, size: float, colour: str) -> Shape:
    """Return a filled arrowhead that points to the right, or with a negative size to the left."""
    half = abs(size) * 0.6
    return polygon(((x, y), (x - size, y - half), (x - size, y + half)), Look(colour, colour))
