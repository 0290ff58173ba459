"""Any query's result in a format that fits it, whichever form of query it is of."""

import pyoxigraph as ox

from seutu import rdf, serialisation
from seutu.answer import Answer
from seutu.errors import ParameterError
from seutu.labels import Labels
from seutu.query import Result

_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


def rendered(result: Result, fmt: str | None, labels: Labels, width: int | None = None) -> str | bytes:
    """Any query's result in a format that fits it; None is a table, a word or Turtle.

    A table comes as `Answer.render` gives it; csv, tsv, json and xml are SPARQL's own. Raises `ParameterError` naming
    the formats that fit.
    """
    if isinstance(result, ox.QueryTriples | rdf.Triples):
        return serialisation.serialise(result, rdf.format_named(fmt or "turtle"), labels.prefixes)
    if fmt in (None, "table", "markdown") and isinstance(result, ox.QuerySolutions):
        return Answer.of(result, labels).render(fmt or "table", width=width, iris=labels.iris)
    if fmt is None and isinstance(result, ox.QueryBoolean):
        return "true\n" if result else "false\n"
    known = (
        _RESULTS if isinstance(result, ox.QuerySolutions) else {key: _RESULTS[key] for key in ("json", "xml")}
    )
    if fmt not in known:
        raise ParameterError(f"No format '{fmt}' for this query; write one of {', '.join(known)}.")
    return result.serialize(format=known[fmt]) or b""
