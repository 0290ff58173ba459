"""The reference engine of queries: rdflib, whose results have the types of the fast engine."""

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
    """Run a query with rdflib; takes, gives and raises what `query.run` does. There is no federation."""
    # The other engine reads the text first, so that a fault is told in the same words and no service is called.
    definition.run(ox.Store(), text, prefixes, bindings, name=name)
    with quiet():
        return result_of(run_on(dataset_of(store), text, prefixes, bindings or {}))


def run_on(whole: "Dataset", text: str, prefixes: Mapping[str, str], bindings: Mapping[str, Term]) -> Any:
    """The result that rdflib has of a query on a dataset."""
    from rdflib.plugins.sparql import prepareQuery

    values: dict[str, Any] = {variable: node_of(term) for variable, term in bindings.items()}
    prepared = prepareQuery(text.removeprefix("\ufeff"), initNs=dict(prefixes))
    # rdflib would fetch from the web the graphs that FROM names: the dataset is ours to make, and the clause goes.
    clauses = prepared.algebra.pop("datasetClause", None)
    return (_named(whole, clauses) if clauses else whole).query(prepared, initBindings=values)


def _named(whole: "Dataset", clauses: Sequence[Any]) -> "Dataset":
    """The dataset that clauses ask for, by SPARQL 1.1, section 13.2: the graphs of FROM as one, and FROM NAMED's."""
    from rdflib import Dataset

    dataset = Dataset()
    for clause in clauses:
        graph = dataset.graph(clause.named) if clause.named else dataset.default_graph
        for triple in whole.graph(clause.named or clause.default):
            graph.add(triple)
    return dataset


def result_of(result: Any) -> Result:
    """A result of rdflib's as the fast engine would give it."""
    if result.type in ("SELECT", "ASK"):
        return ox.parse_query_results(result.serialize(format="json"), format=ox.QueryResultsFormat.JSON)
    written = result.graph.serialize(format="nt", encoding="utf-8")
    return model.Triples(quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES))
