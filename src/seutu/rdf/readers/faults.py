"""What a parser says of a fault as one sentence with a remedy, and the line where the parser tells none."""

import re
from collections.abc import Callable
from typing import IO, NoReturn, cast

import pyoxigraph as ox

from seutu.errors import InputError, uncapitalised
from seutu.phrases import Phrase, joined
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.readers import jsonld

_WHERE = re.compile(r"^Parser error (?:at |between )?[^:]*: ")
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared|Unknown prefix (\S*):")
_RELATIVE = "No scheme found in an absolute IRI"
_LONGEST = 16  # MiB that the parser holds at once
_LONG = re.compile(r"[^\n]{4000000,}")


def explain(error: SyntaxError, text: str, fmt: ox.RdfFormat, origin: str) -> NoReturn:
    """Raise the `InputError` for what a parser refused, with its line."""
    message = _WHERE.sub("", error.msg).strip().rstrip(".")
    line, column = error.lineno, error.offset
    if line is None and fmt == ox.RdfFormat.RDF_XML:
        line, column = _line_of_fault(text, lambda _: False), None
    elif line is None and fmt == ox.RdfFormat.JSON_LD:
        line = jsonld.line_told(message, text)
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
    """Raise the `InputError` for a token that is longer than a parser holds, or the error itself if it is another."""
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


class _ByLine:
    """A text that is handed out line by line, and so tells how far a parser has read."""

    def __init__(self, text: str) -> None:
        self._data, self._at, self.line = text.encode("utf-8", "surrogatepass"), 0, 0

    def read(self, size: int = -1) -> bytes:
        end = self._data.find(b"\n", self._at) + 1 or len(self._data)
        end = end if size < 0 else min(end, self._at + size)
        given = self._data[self._at : end]
        self.line += not self._at or self._data[self._at - 1] == ord("\n")
        self._at = end
        return given


def _line_of_fault(text: str, wanted: Callable[[ox.Quad], bool]) -> int | None:
    """The line up to which RDF/XML has to be read for its fault to show, or for such a statement to come out."""
    handed = _ByLine(text)
    try:
        for quad in ox.parse(cast(IO[bytes], handed), format=ox.RdfFormat.RDF_XML):
            if wanted(quad):
                return handed.line
    except SyntaxError:
        return min(handed.line, text.count("\n") + 1)
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
