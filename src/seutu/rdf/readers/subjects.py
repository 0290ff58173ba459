"""The subjects of a text of RDF/XML or JSON-LD, each with the line of its description."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin
from xml.parsers import expat

from seutu.rdf.namespaces import PREFIXES

_RDF = PREFIXES["rdf"]
_BASE = "http://www.w3.org/XML/1998/namespace base"
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


def of_rdfxml(text: str) -> dict[str, int]:
    """The IRIs that ``rdf:about`` and ``rdf:ID`` give, each with its first line, up to the first syntax error."""
    found: dict[str, int] = {}
    bases = [""]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(_: str, attributes: dict[str, str]) -> None:
        bases.append(urljoin(bases[-1], attributes.get(_BASE, "")))
        named, local = attributes.get(f"{_RDF} about"), attributes.get(f"{_RDF} ID")
        if named is not None:
            found.setdefault(urljoin(bases[-1], named), parser.CurrentLineNumber)
        elif local is not None:
            found.setdefault(f"{urldefrag(bases[-1]).url}#{local}", parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: bases.pop() and None
    with suppress(expat.ExpatError):
        parser.Parse(text, True)
    return found


def of_jsonld(text: str) -> dict[str, int]:
    """The IRIs of ``@id`` keys, each with its first line: those of objects with other keys first."""
    nodes = list(_Scanner(text).objects())
    terms = {key: value for node in nodes if node.in_context for key, value in node.strings.items()}
    names = {"@id", *(key for key, value in terms.items() if value == "@id")}
    found: dict[str, int] = {}
    outside = [node for node in nodes if not node.in_context]
    for node in sorted(outside, key=lambda node: (not node.keys - names - {"@context"}, node.line)):
        for name in names & set(node.strings):
            found.setdefault(_full(node.strings[name], terms), node.lines[name])
    return found


def duplicate_key(text: str) -> tuple[str, int] | None:
    """The first duplicate key of a JSON object, and its second line; None when there is none."""
    scanner = _Scanner(text)
    for _ in scanner.objects():
        if scanner.duplicate_key:
            break
    return scanner.duplicate_key


@dataclass(slots=True)
class _Object:
    """One JSON object: its string values by key, all its keys, its line, and the lines of the strings."""

    line: int
    in_context: bool
    keys: set[str] = field(default_factory=set)
    strings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


class _Scanner:
    """A scanner of JSON with the open objects and arrays, and the current key."""

    def __init__(self, text: str) -> None:
        self.text, self.line, self.at = text, 1, 0
        self.stack: list[tuple[_Object | None, bool]] = []
        self.key = self.value = ""
        self.value_line = 0
        self.duplicate_key: tuple[str, int] | None = None

    def objects(self) -> Iterator[_Object]:
        """The objects, in the order of their ends."""
        for match in _TOKEN.finditer(self.text):
            self.line += self.text.count("\n", self.at, match.start())
            self.at, written = match.start(), match[0]
            if written in "}]":
                self.key = ""
                ended = self.stack.pop()[0] if self.stack else None
                if ended:
                    yield ended
            else:
                self.step(written)

    def step(self, written: str) -> None:
        inside, within = self.stack[-1] if self.stack else (None, False)
        if written in "{[":
            within = within or self.key == "@context"
            self.stack.append((_Object(self.line, within) if written == "{" else None, within))
            self.key = ""
        elif written == ":":
            self.key = self.value
            if inside:
                if self.key in inside.keys:
                    self.duplicate_key = self.duplicate_key or (self.key, self.value_line)
                inside.keys.add(self.key)
        elif written == ",":
            self.key = ""
        elif written[0] == '"':
            self.value, self.value_line = _string(written), self.line
            if self.key and inside:
                inside.strings[self.key], inside.lines[self.key] = self.value, self.line


def _string(written: str) -> str:
    try:
        return str(json.loads(written, strict=False))
    except ValueError:
        return written[1:-1]


def _full(name: str, terms: dict[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    if colon and prefix in terms and not local.startswith("//"):
        return terms[prefix] + local
    return name if colon else urljoin(terms.get("@base", ""), name)
