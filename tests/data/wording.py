"""What the data say in so many words, a file at a time: every text in its language, every date, number and language."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from seutu.rdf.namespaces import PREFIXES, compact

HERE = Path(__file__).parent / "texts"
LANGUAGE = PREFIXES["dcterms"] + "language"
_DIGITS = re.compile(r"(\d+)")

Row = tuple[str, str, str, str]


def golden(path: str) -> Path:
    """The golden of one file of the data: of ``data/jamsa/body.ttl``, ``texts/jamsa/body.csv``."""
    return HERE / Path(path).relative_to("data").with_suffix(".csv")


def wording(quads: Iterable[ox.Quad]) -> str:
    """The literals and languages of some quads as CSV, in the order of what they are said of."""
    rows = sorted(filter(None, map(_row, quads)), key=lambda row: (*map(_natural, row[:2]), row[3], row[2]))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("thing", "property", "value", "language or type"))
    writer.writerows(rows)
    return written.getvalue()


def _row(quad: ox.Quad) -> Row | None:
    """What one quad says in words; None if it links two things."""
    value = quad.object
    named = (compact(str(quad.subject)[1:-1]), compact(quad.predicate.value))
    if isinstance(value, ox.Literal):
        return (
            *named,
            value.value,
            f"@{value.language}" if value.language else compact(value.datatype.value),
        )
    if quad.predicate.value == LANGUAGE:
        return (*named, str(value)[1:-1], "")
    return None


def _natural(text: str) -> list[tuple[int, str]]:
    # Line 12 stands after line 5.
    return [(int(part), "") if part.isdigit() else (0, part) for part in _DIGITS.split(text)]
