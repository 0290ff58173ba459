"""What RDF 1.2 has and RDF 1.1 has not: triple terms and base directions, with the line where a file first has one."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from seutu.phrases import NOTHING, Phrase
from seutu.rdf.readers.nesting import ASIDE

_MARKS = (b"<<", b"{|", b"--ltr", b"--rtl", b"Triple", b":dir", b":annotation")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_TURTLE = re.compile(
    rf"(?P<found><<|\{{\||@[A-Za-z]+(?:-[A-Za-z0-9]+)*--[a-z]+)|(?:{ASIDE.pattern})", ASIDE.flags
)
_XML = re.compile(r"""(?P<found>parseType\s*=\s*["']Triple["']|\b\w+:dir\s*=|\w+:annotation)""")


def may_hold(data: bytes) -> bool:
    """Whether a file has a mark that stands where RDF 1.2 is more than RDF 1.1, though it may stand elsewhere too."""
    return any(mark in data for mark in _MARKS) or data.startswith(_WIDE)


def held(quads: Iterable[ox.Quad]) -> Phrase:
    """What the first statement that RDF 1.1 has no place for holds, in words; empty where there is none."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Triple) or isinstance(quad.subject, ox.Triple):
            return Phrase("a triple term")
        if isinstance(value, ox.Literal) and value.direction:
            return Phrase("a text with a base direction")
    return NOTHING


def line_of(text: str, fmt: ox.RdfFormat) -> int | None:
    """The line of the first such mark that is no part of a string or comment; None when it cannot be told."""
    pattern = _XML if fmt == ox.RdfFormat.RDF_XML else _TURTLE
    match = next((match for match in pattern.finditer(text) if match["found"]), None)
    return text.count("\n", 0, match.start()) + 1 if match else None
