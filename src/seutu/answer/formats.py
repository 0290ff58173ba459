"""Formats of the results of all forms of query."""

import json
import re

import pyoxigraph as ox

from seutu.answer.answer import Answer
from seutu.errors import ParameterError
from seutu.language.labels import Labels
from seutu.phrases import Phrase
from seutu.query.definition import Result
from seutu.rdf import model, serialisation

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
LINES = "jsonl"
"""A row on each line, as its JSON object in SPARQL 1.1 JSON results."""

# Characters not allowed in XML 1.0, not even as references (section 2.2), in UTF-8.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def rendered(result: Result, fmt: str | None, labels: Labels, width: int | None = None) -> str | bytes:
    """Return the result of a query in a format; None means a table, true or false, or Turtle.

    A table is that of `Answer.render`; csv, tsv, json and xml are those of SPARQL 1.1; jsonl has a row on each line.
    Raises `ParameterError` with the possible formats for any other, and for a character that the format excludes.
    """
    if isinstance(result, ox.QueryTriples | model.Triples):
        form = model.format_named(fmt or "turtle")
        written = serialisation.serialise(result, form, labels.prefixes)
        return _xml(written) if form == ox.RdfFormat.RDF_XML else written
    if fmt in (None, "table", "markdown") and isinstance(result, ox.QuerySolutions):
        return Answer.of(result, labels).render(fmt or "table", width=width, iris=labels.iris)
    if fmt is None and isinstance(result, ox.QueryBoolean):
        return "true\n" if result else "false\n"
    known = [*_RESULTS, LINES] if isinstance(result, ox.QuerySolutions) else ["json", "xml"]
    if fmt not in known:
        raise ParameterError(
            Phrase("No format '{fmt}' for this query; write one of {known}.", fmt=fmt, known=", ".join(known))
        )
    written = result.serialize(format=_RESULTS["json" if fmt == LINES else fmt]) or b""
    if fmt == LINES:
        return _lines(written)
    return _xml(written) if fmt == "xml" else written


def _lines(written: bytes) -> str:
    rows = json.loads(written)["results"]["bindings"]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _xml(written: bytes) -> bytes:
    """Well-formed XML, with references for CR, which XML parsers would read as LF (XML 1.0, section 2.11)."""
    invalid = _NOT_XML.search(written)
    if invalid:
        code = f"U+{ord(invalid.group().decode()):04X}"
        raise ParameterError(
            Phrase("The result holds {code}, which no XML can; write --format json.", code=code)
        )
    return written.replace(b"\r", b"&#13;")
