"""Ill-formed numbers: their datatypes are marked, so that the fast engine does not accept them.

The engine reads ``inf`` as a double, a number with spaces around it, and 300 as a byte (pyshifty 0.5.1). They are
not in the lexical space of their datatypes (RDF 1.1 Concepts, section 5.1; XSD 1.1 part 2, sections 3.3.3 to 3.3.5 and
3.4.13 on).
"""

import re

import pyoxigraph as ox

from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_MARK = "/ill-formed"
"""The suffix of a marked datatype IRI, which makes the datatype unknown."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{
        name: (-(1 << bits), (1 << bits) - 1)
        for name, bits in (("long", 63), ("int", 31), ("short", 15), ("byte", 7))
    },
    **{
        f"unsigned{name}": (0, (1 << bits) - 1)
        for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))
    },
}
_DIGITS = 20  # of the bounds, at most
_OTHERS = {"decimal": _DECIMAL, "double": _DOUBLE, "float": _DOUBLE}
_TYPED = re.compile(
    rb'"\^\^<' + re.escape(_XSD.encode()) + b"(" + "|".join((*_RANGES, *_OTHERS)).encode() + rb")> \.\n"
)


def is_well_formed(value: str, name: str) -> bool:
    """Return whether a text is in the lexical space of a numeric XSD datatype, such as ``integer``."""
    if name in _OTHERS:
        return bool(_OTHERS[name].fullmatch(value))
    if not _INTEGER.fullmatch(value):
        return False
    least, most = _RANGES[name]
    digits = value.lstrip("+-").lstrip("0")
    beyond = (-1 if value[0] == "-" else 1) << 100
    number = beyond if len(digits) > _DIGITS else int(value)
    return (least is None or number >= least) and (most is None or number <= most)


def marked(data: bytes) -> bytes:
    """N-Triples with marked datatypes of ill-formed numbers; each statement must be one line."""
    made, kept = [], 0
    for found in _TYPED.finditer(data):
        # The first quotation mark of a line begins its literal.
        start = data.find(b'"', data.rfind(b"\n", 0, found.start()) + 1) + 1
        if not is_well_formed(data[start : found.start()].decode(), found[1].decode()):
            made += [data[kept : found.end(1)], _MARK.encode()]
            kept = found.end(1)
    return b"".join((*made, data[kept:])) if made else data


def unmarked(text: str) -> str:
    """A text without the marks after datatype IRIs."""
    return text.replace(_MARK + ">", ">")


def without_mark(term: Term | None) -> Term | None:
    """A term without the mark."""
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(_MARK):
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value.removesuffix(_MARK)))
    return term
