"""How wide a text is and where its lines break, without a font at hand.

The widths are those of Verdana and DejaVu Sans, the widest of the sans-serif faces in common use, so that a text also
fits where a viewer shows it in a narrower one.
"""

import re
import unicodedata
from collections.abc import Iterator

LEADING = 1.3
"""From one baseline to the next, in sizes of the text."""

TIED = "\u00a0"
"""A blank at which no line breaks."""

# Advance widths in hundredths of the size, by the letter without its accents.
_GROUPS = {
    29: "'ijlIJıłĳ",
    36: " ,.·‘’/:;\\|fſ-\u00a0",
    41: "()[]t!¡²³¹ŧ",
    50: 'r"ªº*_`–“”„',
    55: "szc?¿",
    60: "FkLvxyPŁ•",
    64: "TYaoe«»SEbdghnpqu$0123456789{}¢£¤¥øþđħŋðÞß",
    70: "AVKBRXZC",
    79: "UHNDG&OQØÐĐ",
    86: "w#+<=>^~¬±×÷→←↔≈−M",
    102: "%m¼½¾ÆæW@©®—…œĦ",
    110: "Œ",
}
_WIDTHS = {letter: width / 100 for width, letters in _GROUPS.items() for letter in letters}
# No letter of another script is known by its width: each gets what the widest need.
_UNKNOWN, _BOLD = 1.2, 1.2
# A line may break after a blank, a hyphen or a slash, but not at a blank that says so.
_PIECE = re.compile(r"[^ /-]*[/-]+|[^ /-]+| ")
_BLANKS = re.compile(rf"[^\S{TIED}]+")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text at a size, in the unit of the size; rather too much than too little."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def height(lines: int, size: float) -> float:
    """The height of so many lines at a size."""
    return lines * size * LEADING


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines no wider than ``room``; a word that is wider alone is broken. One empty line for no text.

    Blanks, line ends among them, count as one. ``room`` must hold the widest letter.
    """
    lines, line = [], ""
    for piece in _pieces(_BLANKS.sub(" ", text), room, size, bold):
        if line and width((line + piece).rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def longest(text: str, size: float, *, bold: bool = False) -> float:
    """The width of the widest part of a text that no line break divides."""
    return max((width(piece, size, bold=bold) for piece in _PIECE.findall(_BLANKS.sub(" ", text))), default=0)


def _pieces(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if width(piece, size, bold=bold) <= room:
            yield piece
        else:
            yield from _broken(piece, room, size, bold)


def _broken(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """A word in parts that fit; an accent stays with its letter."""
    part = ""
    for letter in word:
        if part and _advance(letter) and width(part + letter, size, bold=bold) > room:
            yield part
            part = ""
        part += letter
    yield part


def _advance(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return _WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _UNKNOWN)
