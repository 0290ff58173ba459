"""Validation by the fast engines: shapes, and checks, whose rows are findings."""

from collections.abc import Iterator, Mapping, Sequence

from seutu.query.definition import Query
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl import rewritten
from seutu.shacl.engine import against_shapes
from seutu.shacl.findings import finding_of, validate_check
from seutu.shacl.report import Finding, Report
from seutu.shacl.rewritten import RewrittenTerms
from seutu.shacl.wellformed import Shapes


def validate(
    data: model.Quads, shapes: Shapes, checks: Sequence[Query] = (), prefixes: Mapping[str, str] = PREFIXES
) -> Report:
    """The findings of ``shapes`` (none when empty) and of ``checks`` on all graphs of ``data``.

    ``data`` must include the inferred statements. Raises `ShapesError` for shapes that are not
    well-formed SHACL, `QuerySyntaxError` for a check that is not well-formed or selects no ``?focus``.
    """
    return Report.of([*against_shapes(data, shapes), *against_checks(data, checks, prefixes)])


def against_checks(
    data: model.Quads, checks: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> Iterator[Finding]:
    """Return the findings of the checks alone: each row of a check is a finding."""
    terms = RewrittenTerms.of(data)
    for check in checks:
        validate_check(check)
        for row in rewritten.select_rows(data, check.text, prefixes, terms, check.name):
            yield finding_of(check, {name: row[name] for name in check.variables})
