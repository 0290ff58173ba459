"""The depth of nesting of a text, checked first because deep nesting crashes the parser."""

import re

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf.limits import NESTING

_Pairs = tuple[tuple[str, str], ...]

_OPEN, _CLOSE, _ROUNDS = "\x01", "\x02", 8
_FLAT = 10  # brackets, lists and elements may nest deeper: they are less costly, and lists are written so
_TERMS = (("<<(", ")>>"),)
_BRACKETS = (("[", "]"), ("(", ")"), ("<<", ">>"), ("{", "}"))
_JSON = (("{", "}"), ("[", "]"))
# Strings, IRIs and comments, in which brackets have no meaning. Without backtracking, so in linear time.
STRING_IRI_OR_COMMENT = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]++|\\.)*+"|'
    r"'(?:[^'\\\n]++|\\.)*+'"
    r"|<[^<>\"{}|^`\\\x00-\x20(][^<>\"{}|^`\x00-\x20]*+>|\#[^\n\r]*+|\\.",
    re.DOTALL,
)
"""A string, an IRI or a comment of the Turtle family."""

_JSON_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_NO_MARK = re.compile(r"[^\[\](){}<>]+")

_REMEDY = Phrase("write it flatter, or raise the limit with {variable}", variable=NESTING.variable)


def check_depth(text: str, fmt: ox.RdfFormat, origin: str) -> None:
    """Raise `InputError` for a text of JSON-LD or the Turtle family that nests deeper than the limit."""
    limit = NESTING.value()
    if fmt == ox.RdfFormat.JSON_LD:
        _check(text, _JSON_STRING, _JSON, limit, origin)
    elif fmt != ox.RdfFormat.RDF_XML:
        if text.count("<<(") > limit:
            _check(text, STRING_IRI_OR_COMMENT, _TERMS, limit, origin)
        _check(text, STRING_IRI_OR_COMMENT, _BRACKETS, limit * _FLAT, origin)


def too_deep(origin: str, limit: int, line: int | None) -> InputError:
    """Return the error for nesting deeper than the limit."""
    return InputError(origin, Phrase("nests more than {limit} levels deep here", limit=limit), _REMEDY, line)


def _check(text: str, ignored: re.Pattern[str], pairs: _Pairs, limit: int, origin: str) -> None:
    # Most texts have too few opening marks to exceed the limit.
    if sum(text.count(opening) for opening, _ in pairs) > limit:
        marks = _NO_MARK.sub("", ignored.sub("", text))
        if _depth(_two_marks(marks, pairs)) > limit:
            raise too_deep(origin, limit, _line(text, ignored, pairs, limit))


def _two_marks(marks: str, pairs: _Pairs) -> str:
    """The same nesting in one opening and one closing mark."""
    for opening, closing in pairs:
        marks = marks.replace(opening, _OPEN).replace(closing, _CLOSE)
    return "".join(re.findall(f"[{_OPEN}{_CLOSE}]+", marks))


def _depth(marks: str) -> int:
    # Each round removes the innermost pairs; for most files a few rounds remove all.
    for _ in range(_ROUNDS):
        marks = marks.replace(_OPEN + _CLOSE, "")
    depth = deepest = 0
    for mark in marks:
        depth += 1 if mark == _OPEN else -1
        deepest = max(deepest, depth)
    return deepest + _ROUNDS if marks else 0


def _line(text: str, ignored: re.Pattern[str], pairs: _Pairs, limit: int) -> int | None:
    opening, closing = ("|".join(re.escape(pair[side]) for pair in pairs) for side in (0, 1))
    depth = 0
    for match in re.finditer(f"(?:{ignored.pattern})|(?P<o>{opening})|(?P<c>{closing})", text, ignored.flags):
        depth += (match["o"] is not None) - (match["c"] is not None)
        if depth > limit:
            return text.count("\n", 0, match.start()) + 1
    return None
