"""Errors of the parsers as messages with a remedy, and with the line if the parser gives none."""

import re
from collections.abc import Callable
from typing import IO, NoReturn, cast

import pyoxigraph as ox

from seutu.errors import InputError, uncapitalised
from seutu.phrases import Phrase, joined
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.readers import jsonld

_POSITION = re.compile(r"^Parser error (?:at |between )?[^:]*: ")
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared|Unknown prefix (\S*):")
_RELATIVE = "No scheme found in an absolute IRI"
_LONGEST = 16  # MiB, the size of the buffer of the parser
_LONG = re.compile(r"[^\n]{4000000,}")


def explain(error: SyntaxError, text: str, fmt: ox.RdfFormat, origin: str) -> NoReturn:
    """Raise the `InputError` for a syntax error of a parser, with its line."""
    message = _POSITION.sub("", error.msg).strip().rstrip(".")
    line, column = error.lineno, error.offset
    if line is None and fmt == ox.RdfFormat.RDF_XML:
        line, column = _line_of_fault(text, lambda _: False), None
    elif line is None and fmt == ox.RdfFormat.JSON_LD:
        line = jsonld.line_of_message(message, text)
    problem, remedy = _diagnosis(message, fmt)
    raise InputError(origin, problem, remedy, line, column) from None


def untagged(value: ox.Literal, text: str, fmt: ox.RdfFormat, origin: str) -> NoReturn:
    """Raise the `InputError` for a literal of a datatype that must have a language tag and has none."""
    name = value.datatype.value.removeprefix(PREFIXES["rdf"])
    if fmt == ox.RdfFormat.RDF_XML:
        line = _line_of_fault(text, lambda quad: quad.object == value)
    else:
        line = jsonld.line_of(value.datatype.value, text)
    problem = Phrase("a value has the datatype rdf:{name} and no language tag", name=name)
    raise InputError(origin, problem, Phrase("give it a language in place of the datatype"), line) from None


def too_long(error: MemoryError, text: str, fmt: ox.RdfFormat, origin: str) -> NoReturn:
    """Raise the `InputError` for a token longer than the buffer of a parser, or ``error`` itself if it is another."""
    if "buffer" not in str(error):
        raise error
    match = _LONG.search(text)
    line = text.count("\n", 0, match.start()) + 1 if match else None
    problem = Phrase(
        "a single value, comment or IRI is longer than the {fmt} parser holds ({longest} MiB)",
        fmt=fmt.name,
        longest=_LONGEST,
    )
    raise InputError(
        origin, problem, Phrase("shorten it, or keep it in a file of its own and name that"), line
    ) from None


class _LineReader:
    """A file object that returns a text line by line; ``line`` is the last line that a parser has read."""

    def __init__(self, text: str) -> None:
        self._data, self._at, self.line = text.encode("utf-8", "surrogatepass"), 0, 0

    def read(self, size: int = -1) -> bytes:
        end = self._data.find(b"\n", self._at) + 1 or len(self._data)
        end = end if size < 0 else min(end, self._at + size)
        piece = self._data[self._at : end]
        self.line += not self._at or self._data[self._at - 1] == ord("\n")
        self._at = end
        return piece


def _line_of_fault(text: str, wanted: Callable[[ox.Quad], bool]) -> int | None:
    """The line of RDF/XML at which the parser fails, or returns a wanted quad."""
    file = _LineReader(text)
    try:
        for quad in ox.parse(cast(IO[bytes], file), format=ox.RdfFormat.RDF_XML):
            if wanted(quad):
                return file.line
    except SyntaxError:
        return min(file.line, text.count("\n") + 1)
    return None


def _diagnosis(message: str, fmt: ox.RdfFormat) -> tuple[Phrase, Phrase]:
    undeclared = _UNDECLARED.search(message)
    if undeclared:
        prefix = undeclared[1] or undeclared[2] or ""
        iri = PREFIXES.get(prefix) or Phrase("its namespace")
        start, end = (
            (f'xmlns:{prefix}="', '"') if fmt == ox.RdfFormat.RDF_XML else (f"@prefix {prefix}: <", ">")
        )
        declaration = joined([start, iri, end], "")
        return (
            Phrase("the prefix '{prefix}:' is not declared", prefix=prefix),
            Phrase("declare it at the top: {declaration}", declaration=declaration),
        )
    if _RELATIVE in message:
        return (
            Phrase("an IRI is relative and the file declares no base"),
            Phrase("write it in full, as prefix:name, or declare a base"),
        )
    if "LoadDocumentCallback" in message:
        return (
            Phrase("its @context lies on the network, which is not read"),
            Phrase("write the context into the file"),
        )
    return Phrase(uncapitalised(message)), Phrase("correct the {fmt} here or just before", fmt=fmt.name)
