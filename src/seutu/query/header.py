"""The header of a query file: comment lines ``# key: value`` or ``# key@fi: value``.

A line indented by two spaces or more continues the value above it; the header ends at the first line that is not a
comment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seutu.errors import QuerySyntaxError
from seutu.phrases import Phrase

SEVERITIES = ("violation", "warning", "info")
"""The severities of findings, the most severe first."""

PICTURES = {
    "timeline": ("group", "thing", "what", "begins", "ends", "modality", "confidence", "layer"),
    "decisions": ("function", "body", "matter", "towards", "period", "qualification", "modality"),
    "network": ("from", "relation", "to", "strength", "status", "modality", "layer", "confidence"),
}
"""The kinds of pictures of an answer, and the columns that each needs."""

LARGEST = 400
"""The most rows of an answer in a picture: more are unreadable, and slow to lay out."""

_LINE = re.compile(r"# (?P<key>[a-z]+)(?:@(?P<lang>[a-z]{2,3}))?:\s*(?P<value>.*\S)\s*")
_CONTINUED = re.compile(r"#\s{2,}(?P<value>\S.*?)\s*")
_IN_LANGUAGES = frozenset({"title", "question", "problem", "solution", "param", "columns", "column"})
_PLAIN = frozenset(
    {"answers", "code", "literals", "severity", "picture", "matrix", "rests", "kind", "locality"}
)
_REPEATED = ("param", "kind", "column")  # one for each parameter or column
_KEYS = _IN_LANGUAGES | _PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a header: the number of its first line, its key, its language, and its value."""

    number: int
    key: str
    lang: str
    value: str


@dataclass(frozen=True, slots=True)
class Header:
    """The entries of a query file's header, in order; ``name`` is the file's, for errors."""

    name: str
    lines: tuple[Line, ...]

    def all(self, key: str) -> Iterator[Line]:
        """The entries with that key."""
        return (line for line in self.lines if line.key == key)

    def texts(self, key: str) -> dict[str, str]:
        """The values of that key by language."""
        return {line.lang: line.value for line in self.all(key)}

    def fault(self, line: Line, problem: Phrase) -> QuerySyntaxError:
        """Return the error for a problem of one entry."""
        return QuerySyntaxError(self.name, line.number, None, problem)


def read(name: str, text: str) -> Header:
    """The header of a query file's text. Raises `QuerySyntaxError` for a line that is malformed or given twice."""
    header = Header(name, tuple(_entries(name, text)))
    seen: set[tuple[str, str, str]] = set()
    for line in header.lines:
        identity = (line.key, line.lang, line.value.split()[0] if line.key in _REPEATED else "")
        if identity in seen:
            raise header.fault(line, Phrase("'{key}' is given twice; keep one of them", key=line.key))
        seen.add(identity)
    return header


def _entries(name: str, text: str) -> Iterator[Line]:
    entry: Line | None = None
    for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if not raw.startswith("#"):
            break
        more = _CONTINUED.fullmatch(raw)
        if more and entry:
            entry = Line(entry.number, entry.key, entry.lang, f"{entry.value} {more['value']}")
        elif raw.strip("# \t"):
            if entry:
                yield entry
            entry = _entry(name, number, raw)
    if entry:
        yield entry


def _entry(name: str, number: int, raw: str) -> Line:
    found = _LINE.fullmatch(raw)
    if not found:
        problem = Phrase(
            "'{raw}' is not a header line; write '# key: value', or leave a blank line before it", raw=raw
        )
    elif found["key"] not in _KEYS:
        problem = Phrase(
            "unknown key '{key}'; the keys are {keys}", key=found["key"], keys=", ".join(sorted(_KEYS))
        )
    elif found["lang"] and found["key"] in _PLAIN:
        problem = Phrase("'{key}' has no language; write '# {key}: ...'", key=found["key"])
    else:
        return Line(number, found["key"], found["lang"] or "en", found["value"])
    raise QuerySyntaxError(name, number, None, problem)
