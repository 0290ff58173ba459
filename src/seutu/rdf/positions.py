"""Lines of IRIs and blank nodes in a file, found by its tokens, without an RDF parser."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin

import pyoxigraph as ox

from seutu.rdf.readers import subjects as of_subjects

_TOKEN = re.compile(
    r'''
    (?P<skip>[\x00-\x20]+|\#[^\n\r]*)
  | (?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|\'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
             |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?))
  | (?P<at>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\x00-\x20<>"'`(),;\[\]{}\#.\\^@|]|\\.)
            (?:[^\x00-\x20<>"'`(),;\[\]{}\#.\\^@|]|\\.|\.(?=\.*(?:\\|[^\x00-\x20<>"'`(),;\[\]{}\#.\\^@|])))*)
  | (?P<mark><<|>>|\{\||\|\}|.)
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_JSON_PREFIX = re.compile(r'"([\w.-]+)"\s*:\s*"([^"\s]+[/#:])"')
_XML_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']+)["']""")
_OPEN, _CLOSE = {"[", "(", "<<", "{|"}, {"]", ")", ">>", "|}"}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def line_of(text: str, iri: str, fmt: ox.RdfFormat = ox.RdfFormat.TURTLE) -> int | None:
    """The line, counted from 1, of the first statement with ``iri`` as its subject; None where there is none.

    In JSON-LD and RDF/XML, an IRI that is not a subject gets the first line that names it, in full or shortened.
    """
    return subjects(text, fmt).get(iri) or line_naming(text, iri, fmt)


def line_naming(text: str, iri: str, fmt: ox.RdfFormat) -> int | None:
    """The first line of JSON-LD or RDF/XML that names an IRI, in full or shortened; else None."""
    if fmt not in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML):
        return None
    declaration = _JSON_PREFIX if fmt == ox.RdfFormat.JSON_LD else _XML_PREFIX
    return _line_naming(text, iri, declaration)


def subjects(text: str, fmt: ox.RdfFormat = ox.RdfFormat.TURTLE) -> dict[str, int]:
    """The IRIs that are subjects in a text, each with the line of its first statement.

    A text that is not well-formed gives the subjects before the fault; no error is raised.
    """
    if fmt == ox.RdfFormat.RDF_XML:
        return of_subjects.of_rdfxml(text)
    if fmt == ox.RdfFormat.JSON_LD:
        return of_subjects.of_jsonld(text)
    found: dict[str, int] = {}
    line, counted = 1, 0
    for iri, start in _Statements(text).subjects():
        line, counted = line + text.count("\n", counted, start), start
        found.setdefault(iri, line)
    return found


def lines_of_blanks(text: str, quads: Iterable[ox.Quad]) -> dict[ox.BlankNode, int]:
    """Lines of the blank nodes that are only subjects of statements in a Turtle, TriG or N-Triples text.

    ``quads`` are the statements of the text, in its order. Empty where the nodes of the text and quads do not match.
    """
    given = list(quads)
    within = {quad.object for quad in given if isinstance(quad.object, ox.BlankNode)}
    nodes = list(
        dict.fromkeys(
            quad.subject
            for quad in given
            if isinstance(quad.subject, ox.BlankNode) and quad.subject not in within
        )
    )
    lines = _blank_starts(text)
    return dict(zip(nodes, lines, strict=True)) if len(nodes) == len(lines) else {}


def _blank_starts(text: str) -> list[int]:
    """Lines of the statements that begin with a bracket, or with a blank node label that is only a subject."""
    starts = [(token.text, token.start) for token in _Statements(text).blank_starts()]
    names = Counter(token.text for token in _tokens(text) if token.text.startswith("_:"))
    begun = Counter(name for name, _ in starts)
    first = {name: start for name, start in reversed(starts) if name != "["}
    kept = [
        start
        for name, start in starts
        if name == "[" or (start == first[name] and names[name] == begun[name])
    ]
    lines, line, counted = [], 1, 0
    for start in kept:
        line, counted = line + text.count("\n", counted, start), start
        lines.append(line)
    return lines


class _Statements:
    """A scanner of a text, statement by statement, with the prefixes and the base declared so far."""

    def __init__(self, text: str) -> None:
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self._tokens = _tokens(text)

    def blank_starts(self) -> Iterator[_Token]:
        """The tokens (brackets, and labels of blank nodes) at the starts of statements."""
        depth, begins = 0, True
        for token in self._tokens:
            mark = token.text if token.kind == "mark" else ""
            if begins and (mark == "[" or token.text.startswith("_:")):
                yield token
            if mark in ("{", "}", ".") and depth == 0:
                begins = True
            elif mark in _OPEN:
                depth, begins = depth + 1, False
            elif mark in _CLOSE:
                depth = max(0, depth - 1)
            elif begins and not self._directive(token):
                begins = False

    def subjects(self) -> Iterator[tuple[str, int]]:
        depth, begins = 0, True
        pending: tuple[str, int] | None = None
        for token in self._tokens:
            mark = token.text if token.kind == "mark" else ""
            # A name before a brace is that of a graph, not of a subject.
            if pending and mark != "{":
                yield pending
            pending = None
            if mark in ("{", "}", ".") and depth == 0:
                begins = True
            elif mark in _OPEN:
                depth, begins = depth + 1, False
            elif mark in _CLOSE:
                depth = max(0, depth - 1)
            elif begins and not self._directive(token):
                begins, pending = False, self._subject(token)
        if pending:
            yield pending

    def _directive(self, token: _Token) -> bool:
        word = token.text.lower().removeprefix("@")
        if word == "prefix" and token.kind in ("at", "name"):
            name, iri = next(self._tokens, None), next(self._tokens, None)
            if name and iri:
                self.prefixes[name.text.removesuffix(":")] = self._resolved(iri.text)
        elif word == "base" and token.kind in ("at", "name"):
            self.base = self._resolved(getattr(next(self._tokens, None), "text", ""))
        elif word == "version" and token.kind in ("at", "name"):
            next(self._tokens, None)
        else:
            return word == "graph" and token.kind == "name"
        return True

    def _subject(self, token: _Token) -> tuple[str, int] | None:
        iri = self._iri(token)
        return (iri, token.start) if iri is not None else None

    def _iri(self, token: _Token) -> str | None:
        if token.kind == "iri":
            return self._resolved(token.text)
        prefix, colon, local = token.text.partition(":")
        if token.kind != "name" or not colon or prefix not in self.prefixes:
            return None
        return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)

    def _resolved(self, bracketed: str) -> str:
        iri = _ESCAPED.sub(lambda match: chr(int(match[1] or match[2], 16)), bracketed[1:-1])
        return urljoin(self.base, iri) if self.base and not re.match(r"[A-Za-z][\w+.-]*:", iri) else iri


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(match.lastgroup or "mark", match[0], match.start())


def _line_naming(text: str, iri: str, declaration: re.Pattern[str]) -> int | None:
    names = {iri} | {
        f"{prefix}:{iri.removeprefix(namespace)}"
        for prefix, namespace in declaration.findall(text)
        if iri.startswith(namespace)
    }
    quoted = "|".join(re.escape(name) for name in sorted(names))
    match = re.search(rf"""["'](?:{quoted})["']""", text)
    return text.count("\n", 0, match.start()) + 1 if match else None
