"""Rows of texts as a table: aligned for a terminal, as Markdown, or separated for a spreadsheet."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

Row = Sequence[str]

RULE = "─"
"""The character of the line between headings and rows."""

_GAP = "  "
_NARROWEST = 8
# Characters that would move the cursor, colour the terminal or change the direction of its text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


def width_of(text: str) -> int:
    """Columns of a terminal that the text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def one_line(text: str) -> str:
    """The text on one line and without the control characters of terminals."""
    return _CONTROL.sub(" ", text).strip()


def aligned(headings: Row, rows: Iterable[Row], width: int | None = None) -> str:
    """A table for people; ``width`` is the terminal's, to which long cells are wrapped (None wraps nothing)."""
    cells = [[one_line(cell) for cell in row] for row in (headings, *rows)]
    columns = list(zip(*cells, strict=True))
    widths = _fit(columns, width)
    rule = _GAP.join(RULE * each for each in widths)
    head, *body = ["\n".join(_lines(row, widths)) for row in cells]
    return "\n".join([head, rule, *body]) + "\n"


def _fit(columns: Sequence[Row], total: int | None) -> list[int]:
    """Widths of the columns: the widest shrink to their longest word first, and further if that is not enough."""
    widths = [max(1, *map(width_of, column)) for column in columns]
    words = [max(width_of(word) for cell in column for word in cell.split(" ")) for column in columns]
    for floors in ([max(word, _NARROWEST) for word in words], [_NARROWEST] * len(words)):
        excess = sum(widths) + len(_GAP) * (len(widths) - 1) - (total or 0) if total else 0
        _shrink(widths, floors, excess)
    return widths


def _shrink(widths: list[int], floors: Sequence[int], excess: int) -> None:
    for _ in range(excess):
        width, at = max((width if width > floors[at] else 0, at) for at, width in enumerate(widths))
        if not width:
            return
        widths[at] -= 1


def _lines(row: Row, widths: Sequence[int]) -> Iterable[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    for index in range(max(map(len, wrapped), default=0)):
        parts = [lines[index] if index < len(lines) else "" for lines in wrapped]
        padded = [part + " " * (width - width_of(part)) for part, width in zip(parts, widths, strict=True)]
        yield _GAP.join(padded).rstrip()


def wrap(text: str, width: int) -> list[str]:
    """The text in lines no wider than ``width``, broken between words; only a longer word is broken inside."""
    if width_of(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        for piece in _pieces(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if width_of(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return [line for line in lines if line] or [""]


def _pieces(word: str, width: int) -> Iterable[str]:
    piece = ""
    for char in word:
        if piece and width_of(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


def markdown(headings: Row, rows: Iterable[Row]) -> str:
    """The table in GitHub's Markdown, the markup in its cells escaped."""
    lines = [_markdown_row(row) for row in (headings, *rows)]
    return "\n".join([lines[0], "|" + " --- |" * len(headings), *lines[1:]]) + "\n"


def _markdown_row(row: Row) -> str:
    return "| " + " | ".join(map(unmarked, row)) + " |"


def unmarked(text: str) -> str:
    """The text on one line of Markdown, the markup in it escaped."""
    return re.sub(r"([\\|*`\[<])", r"\\\1", one_line(text))


def separated_by_commas(headings: Row, rows: Iterable[Row]) -> str:
    """The table as CSV (RFC 4180, save that lines end in a bare line feed)."""
    return "".join(",".join(map(_csv_cell, row)) + "\n" for row in (headings, *rows))


def _csv_cell(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[",\r\n]|^\s|\s$', cell) else cell


def separated_by_tabs(headings: Row, rows: Iterable[Row]) -> str:
    r"""The table as TSV; tab, line feed, carriage return and backslash in a cell are ``\t \n \r \\``."""
    return "".join("\t".join(map(_tsv_cell, row)) + "\n" for row in (headings, *rows))


def _tsv_cell(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
