"""The reference engine of SHACL: pyshacl."""

from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu.errors import ShapesError
from seutu.phrases import Phrase
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.to_rdflib import graph_of, quiet
from seutu.shacl import engineform
from seutu.shacl.findings import findings_in
from seutu.shacl.report import Finding
from seutu.shacl.wellformed import Shapes, parse_shapes

if TYPE_CHECKING:
    from rdflib import Graph


def against_shapes(data: model.Quads, shapes: Shapes) -> list[Finding]:
    """The findings of shapes by pyshacl, without those of checks. Raises `ShapesError`."""
    parsed = parse_shapes(shapes)
    if not len(parsed):
        return []
    with quiet():
        written = _pyshacl(graph_of(data), graph_of(Graphs(engineform.without_inactive_flags(parsed))))
    return findings_in(Graphs(ox.parse(written, format=ox.RdfFormat.N_TRIPLES)), parsed)


def _pyshacl(data: "Graph", shapes: "Graph") -> bytes:
    import pyshacl
    from rdflib import Graph

    try:
        _, report, message = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except Exception as error:  # noqa: BLE001 - it raises many types, also a bare Exception, for shapes it cannot use
        report, message = None, str(error)
    if not isinstance(report, Graph):
        first = message.strip().partition("\n")[0].rstrip(".")
        raise ShapesError(
            "shapes",
            Phrase("pyshacl cannot use them ({first})", first=first),
            Phrase("correct them, or use the fast engine"),
        )
    return report.serialize(format="nt", encoding="utf-8")
