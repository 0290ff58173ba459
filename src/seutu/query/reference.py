"""The reference engine of queries: rdflib, with its results converted to the types of the fast engine."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from seutu.query import definition
from seutu.query.definition import Result, Term
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.to_rdflib import dataset_of, node_of, quiet

if TYPE_CHECKING:
    from rdflib import Dataset


def run(
    store: model.Quads,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    bindings: Mapping[str, Term] | None = None,
    *,
    name: str = "query",
) -> Result:
    """Run a query with rdflib. Parameters, results and errors are those of `definition.run`, without federation."""
    # The fast engine parses the text first, so that errors have the same messages and no service is called.
    definition.run(ox.Store(), text, prefixes, bindings, name=name)
    with quiet():
        return result_of(run_on(dataset_of(store), text, prefixes, bindings or {}))


def run_on(whole: "Dataset", text: str, prefixes: Mapping[str, str], bindings: Mapping[str, Term]) -> Any:
    """The result of rdflib for a query on a dataset."""
    from rdflib.plugins.sparql import prepareQuery

    values: dict[str, Any] = {variable: node_of(term) for variable, term in bindings.items()}
    prepared = prepareQuery(text.removeprefix("\ufeff"), initNs=dict(prefixes))
    # rdflib would fetch the graphs of FROM from the web, so the clause is removed and the dataset is made here.
    clauses = prepared.algebra.pop("datasetClause", None)
    return (_named(whole, clauses) if clauses else whole).query(prepared, initBindings=values)


def _named(whole: "Dataset", clauses: Sequence[Any]) -> "Dataset":
    """The dataset of FROM and FROM NAMED clauses (SPARQL 1.1, section 13.2)."""
    from rdflib import Dataset

    dataset = Dataset()
    for clause in clauses:
        graph = dataset.graph(clause.named) if clause.named else dataset.default_graph
        for triple in whole.graph(clause.named or clause.default):
            graph.add(triple)
    return dataset


def result_of(result: Any) -> Result:
    """A result of rdflib in the types of the fast engine."""
    if result.type in ("SELECT", "ASK"):
        return ox.parse_query_results(result.serialize(format="json"), format=ox.QueryResultsFormat.JSON)
    written = result.graph.serialize(format="nt", encoding="utf-8")
    return model.Triples(quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES))
