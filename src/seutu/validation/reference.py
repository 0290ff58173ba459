"""Validation by the reference engines: pyshacl for the shapes, rdflib for the checks.

They are slow and serve to be compared with. Results have the types of the fast engines.
"""

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from seutu.query import definition
from seutu.query.definition import Query
from seutu.query.reference import result_of, run_on
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.to_rdflib import dataset_of, quiet
from seutu.shacl.findings import finding_of, validate_check
from seutu.shacl.pyshacl import against_shapes
from seutu.shacl.report import Finding, Report
from seutu.shacl.wellformed import Shapes


def validate(
    data: model.Quads, shapes: Shapes, checks: Sequence[Query] = (), prefixes: Mapping[str, str] = PREFIXES
) -> Report:
    """The findings of pyshacl, and of the checks run by rdflib; takes and raises what `validate.validate` does."""
    return Report.of([*against_shapes(data, shapes), *_against_checks(data, checks, prefixes)])


def _against_checks(
    data: model.Quads, checks: Sequence[Query], prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    if not checks:
        return
    dataset = dataset_of(data)
    for check in checks:
        validate_check(check)
        definition.run(ox.Store(), check.text, prefixes, name=check.name)
        with quiet():
            rows = result_of(run_on(dataset, check.text, prefixes, {}))
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            yield finding_of(check, {name: row[name] for name in check.variables})
