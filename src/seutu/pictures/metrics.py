"""Text widths and line breaks, without a font.

The widths are those of Verdana and DejaVu Sans, the widest of the common sans-serif fonts, so that a text also fits in
a narrower font.
"""

import re
import unicodedata
from collections.abc import Iterator

LEADING = 1.3
"""The distance of baselines, relative to the font size."""

TIED = "\u00a0"
"""A no-break space."""

# Advance widths in hundredths of the font size, by letter without diacritics.
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
# Letters of other scripts have no known width: each gets that of the widest.
_UNKNOWN, _BOLD = 1.2, 1.2
# A line may break after a space, a hyphen or a slash, but not at a no-break space.
_PIECE = re.compile(r"[^ /-]*[/-]+|[^ /-]+| ")
_BLANKS = re.compile(rf"[^\S{TIED}]+")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text at a font size, in the unit of the size; an upper estimate."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def height(lines: int, size: float) -> float:
    """Return the height of a number of lines at a font size."""
    return lines * size * LEADING


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return the text in lines of at most ``room``; a longer word is broken. An empty text is one empty line.

    White space, including line ends, counts as one space. ``room`` must fit the widest letter.
    """
    lines, line = [], ""
    for piece in _pieces(_BLANKS.sub(" ", text), room, size, bold):
        if line and width((line + piece).rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def longest(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the widest part of a text without a line break opportunity."""
    return max((width(piece, size, bold=bold) for piece in _PIECE.findall(_BLANKS.sub(" ", text))), default=0)


def _pieces(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if width(piece, size, bold=bold) <= room:
            yield piece
        else:
            yield from _broken(piece, room, size, bold)


def _broken(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """Yield a word in parts that fit; a combining mark stays with its letter."""
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
