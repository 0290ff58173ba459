"""Validation by the reference engines: pyshacl for the shapes, rdflib for the checks.

They are slow and serve to be compared with. Results have the types of the fast engines.
"""

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from seutu import query, rdf
from seutu.findings import finding_of
from seutu.findings import refuse as refuse_check
from seutu.namespaces import PREFIXES
from seutu.pyshaclreference import against_shapes
from seutu.query import Query
from seutu.queryreference import result_of, run_on
from seutu.report import Finding, Report
from seutu.to_rdflib import dataset_of, quiet
from seutu.wellformed import Shapes


def validate(
    data: rdf.Quads, shapes: Shapes, checks: Sequence[Query] = (), prefixes: Mapping[str, str] = PREFIXES
) -> Report:
    """The findings of pyshacl, and of the checks run by rdflib; takes and raises what `validate.validate` does."""
    return Report.of([*against_shapes(data, shapes), *_against_checks(data, checks, prefixes)])


def _against_checks(
    data: rdf.Quads, checks: Sequence[Query], prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    dataset = dataset_of(data)
    for check in checks:
        refuse_check(check)
        query.run(ox.Store(), check.text, prefixes, name=check.name)
        with quiet():
            rows = result_of(run_on(dataset, check.text, prefixes, {}))
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            yield finding_of(check, {name: row[name] for name in check.variables})
