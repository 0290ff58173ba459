"""The features that RDF 1.2 adds to RDF 1.1, triple terms and base directions, with the line of the first in a file."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from seutu.phrases import NOTHING, Phrase
from seutu.rdf.readers.nesting import STRING_IRI_OR_COMMENT

_MARKS = (b"<<", b"{|", b"--ltr", b"--rtl", b"Triple", b":dir", b":annotation")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_TURTLE = re.compile(
    rf"(?P<found><<|\{{\||@[A-Za-z]+(?:-[A-Za-z0-9]+)*--[a-z]+)|(?:{STRING_IRI_OR_COMMENT.pattern})",
    STRING_IRI_OR_COMMENT.flags,
)
_XML = re.compile(r"""(?P<found>parseType\s*=\s*["']Triple["']|\b\w+:dir\s*=|\w+:annotation)""")


def may_be_rdf12(data: bytes) -> bool:
    """Return whether a file has a mark of RDF 1.2, which may also occur in RDF 1.1."""
    return any(mark in data for mark in _MARKS) or data.startswith(_WIDE)


def feature_of(quads: Iterable[ox.Quad]) -> Phrase:
    """The name of the feature of RDF 1.2 in the first quad that has one; empty where there is none."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Triple) or isinstance(quad.subject, ox.Triple):
            return Phrase("a triple term")
        if isinstance(value, ox.Literal) and value.direction:
            return Phrase("a text with a base direction")
    return NOTHING


def line_of(text: str, fmt: ox.RdfFormat) -> int | None:
    """The line of the first mark of RDF 1.2 outside strings and comments; None when there is none."""
    pattern = _XML if fmt == ox.RdfFormat.RDF_XML else _TURTLE
    match = next((match for match in pattern.finditer(text) if match["found"]), None)
    return text.count("\n", 0, match.start()) + 1 if match else None
