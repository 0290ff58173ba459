"""Numbers that are ill-formed, whose datatypes are marked so that the fast engine takes them for what they are.

It reads ``inf`` as a double, a number with spaces around it, and 300 as a byte (pyshifty 0.5.1). None of them is in the
lexical space of its datatype (RDF 1.1 Concepts, section 5.1; XSD 1.1 part 2, sections 3.3.3 to 3.3.5 and 3.4.13 on).
"""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from seutu.namespaces import PREFIXES
from seutu.rdf import Term

_XSD = PREFIXES["xsd"]
_MARK = "/ill-formed"
"""What the IRI of the datatype ends in, so that it is no datatype that anybody knows."""

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
_NUMBERS = "|".join((*_RANGES, *_OTHERS)).encode()
_SPACED = re.compile(
    rb'"(?:(?: |\\[tnr])(?:[^"\\\n]|\\.)*|(?:[^"\\\n]|\\.)*(?: |\\[tnr]))"\^\^<'
    + re.escape(_XSD.encode())
    + rb"(?:"
    + _NUMBERS
    + rb")>"
)


def is_well_formed(literal: ox.Literal) -> bool:
    """Whether a number is in the lexical space of its datatype; whatever is no number counts as such."""
    name = literal.datatype.value.removeprefix(_XSD)
    if name in _OTHERS:
        return bool(_OTHERS[name].fullmatch(literal.value))
    if name not in _RANGES or not literal.datatype.value.startswith(_XSD):
        return True
    if not _INTEGER.fullmatch(literal.value):
        return False
    least, most = _RANGES[name]
    digits = literal.value.lstrip("+-").lstrip("0")
    beyond = (-1 if literal.value[0] == "-" else 1) << 100
    number = beyond if len(digits) > _DIGITS else int(literal.value)
    return (least is None or number >= least) and (most is None or number <= most)


def marked(data: bytes, odd: Iterable[Term]) -> bytes:
    """N-Triples in which ill-formed numbers have a marked datatype: those with spaces, and those among the ``odd`` terms."""
    data = _SPACED.sub(lambda found: _with_mark(found[0]), data)
    for term in {one for one in odd if isinstance(one, ox.Literal) and not is_well_formed(one)}:
        written = str(term).encode()
        data = data.replace(b" " + written, b" " + _with_mark(written))
    return data


def _with_mark(written: bytes) -> bytes:
    return written[:-1] + _MARK.encode() + b">"


def unmarked(text: str) -> str:
    """A text without the mark: it stands behind the IRI of a datatype."""
    return text.replace(_MARK + ">", ">")


def as_given(term: Term | None) -> Term | None:
    """A term without the mark."""
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(_MARK):
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value.removesuffix(_MARK)))
    return term
