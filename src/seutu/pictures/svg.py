"""The SVG picture of an answer: the choice of the picture, and the serialisation of its geometry.

Every shape and text that represents a resource links to its IRI and has a title with the statement, its period and its
source. The same answer gives the same bytes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from seutu.errors import ParameterError
from seutu.phrases import Phrase
from seutu.pictures import decisions, frame, metrics, network, timeline
from seutu.pictures.geometry import PAPER, Item, Scene, Shape, Words
from seutu.pictures.style import PATTERNS, Pattern
from seutu.pictures.subject import Subject
from seutu.query.header import LARGEST

if TYPE_CHECKING:
    import svg

_DRAWN: Mapping[str, Callable[[Subject], Scene]] = {
    "timeline": timeline.draw,
    "decisions": decisions.draw,
    "network": network.draw,
}
_FACES = "Verdana, 'DejaVu Sans', Arial, Helvetica, sans-serif"
# The characters that XML does not allow, even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BASELINE = 0.98


def scene(subject: Subject) -> Scene:
    """Return the geometry of the question's picture; for an answer without rows a picture with a message."""
    if not subject.records:
        return frame.empty_scene(subject, Phrase("Nothing is recorded.").text_in(subject.lang))
    return _DRAWN[subject.query.picture](subject)


def drawn(subject: Subject) -> str:
    """Return the question's picture, one of `header.PICTURES`, as an SVG document.

    Raises `ParameterError` for more rows than `LARGEST`.
    """
    rows = len(subject.records)
    if rows > LARGEST:
        raise ParameterError(
            Phrase(
                "The answer has {rows} rows, and a picture holds {largest}; ask for a part of it, with an option of "
                "the question, or as a table.",
                rows=rows,
                largest=LARGEST,
            )
        )
    return document(scene(subject))


def document(drawing: Scene) -> str:
    """Return a picture's geometry as an SVG document, with a line for each link."""
    import svg

    ids = f"{drawing.name}-{drawing.lang}"
    width, height = _number(drawing.width), _number(drawing.height)
    root = svg.SVG(
        width=width,
        height=height,
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        lang=drawing.lang,
        extra={
            "role": "img",
            "aria-labelledby": _attribute(f"{ids}-title {ids}-desc"),
            "font-family": _FACES,
        },
        elements=[
            svg.Title(id=_attribute(f"{ids}-title"), text=_text(drawing.title)),
            svg.Desc(id=_attribute(f"{ids}-desc"), text=_text(drawing.desc) or None),
            svg.Defs(elements=list(_definitions())),
            svg.Rect(width=width, height=height, fill=PAPER),
            *map(_item, drawing.items),
        ],
    )
    return re.sub("><(?=a |defs|rect)", ">\n<", root.as_str()) + "\n"


def _item(item: Item) -> "svg.Element":
    import svg

    title: list[svg.Element] = [svg.Title(text=_text(item.title))] if item.title else []
    parts = [_shape(part) if isinstance(part, Shape) else _words(part) for part in item.parts]
    if item.href is None:
        return svg.G(elements=[*title, *parts])
    return svg.A(href=_attribute(item.href), elements=[*title, *parts])


def _shape(shape: Shape) -> "svg.Element":
    import svg

    make: Mapping[str, Callable[..., svg.PathData]]
    make = {
        "M": svg.MoveTo,
        "L": svg.LineTo,
        "Q": svg.QuadraticBezier,
        "C": svg.CubicBezier,
        "Z": svg.ClosePath,
    }
    look = shape.look
    return svg.Path(
        d=[make[letter](*map(_number, numbers)) for letter, numbers in shape.steps],
        fill=look.fill,
        stroke=look.stroke,
        stroke_width=_number(look.width) if look.stroke != "none" else None,
        stroke_dasharray=[_number(length) for length in look.dash] or None,
    )


def _words(words: Words) -> "svg.Element":
    import svg

    x = _number(words.x)
    leading = metrics.height(1, words.size)
    spans: list[svg.Element] = [
        svg.TSpan(x=x, y=_number(words.y + index * leading + words.size * _BASELINE), text=_text(each))
        for index, each in enumerate(words.lines)
    ]
    halo = {"paint-order": "stroke", "stroke": PAPER, "stroke-width": "3", "stroke-linejoin": "round"}
    return svg.Text(
        elements=spans,
        font_size=_number(words.size),
        font_weight="bold" if words.bold else None,
        font_style="italic" if words.italic else None,
        text_anchor=words.anchor if words.anchor != "start" else None,
        fill=words.colour,
        extra=halo if words.halo else None,
    )


def _definitions() -> Iterator["svg.Element"]:
    """Yield the fills: each pattern, and its gradients to either side."""
    import svg

    for pattern in PATTERNS:
        yield svg.Pattern(
            id=pattern.name,
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
            elements=[svg.Rect(width=6, height=6, fill=pattern.paper), *_marks(pattern)],
        )
        for way, (start, end) in {"right": (1, 0), "left": (0, 1)}.items():
            yield svg.LinearGradient(
                id=f"{pattern.name}-{way}",
                elements=[
                    svg.Stop(offset=0, stop_color=pattern.paper, stop_opacity=start),
                    svg.Stop(offset=1, stop_color=pattern.paper, stop_opacity=end),
                ],
            )


def _marks(pattern: Pattern) -> "list[svg.Element]":
    import svg

    if pattern.marks == "hatched":
        d = [svg.M(-1, 1), svg.L(1, -1), svg.M(0, 6), svg.L(6, 0), svg.M(5, 7), svg.L(7, 5)]
        return [svg.Path(d=d, stroke=pattern.ink, stroke_width=0.9, fill="none")]
    return [svg.Circle(cx=3, cy=3, r=0.9, fill=pattern.ink)] if pattern.marks == "dotted" else []


def _number(value: float) -> float:
    """Return a length rounded to a hundredth, as an integer if it is one."""
    short = round(value, 2)
    return int(short) if short == int(short) else short


def _text(text: str | None) -> str:
    """Return a text escaped for XML, because the library does not escape it."""
    return escape(_FORBIDDEN.sub("\ufffd", text or ""))


def _attribute(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), {'"': "&quot;", "\n": " ", "\t": " ", "\r": " "})
