"""Conversion of quads to graphs and datasets of rdflib."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from seutu.errors import ParameterError
from seutu.phrases import Phrase
from seutu.rdf import model
from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

_STRING = ox.NamedNode(PREFIXES["xsd"] + "string")


def graph_of(store: model.Quads, prefixes: Mapping[str, str] = PREFIXES) -> "Graph":
    """All graphs of a store as one rdflib graph, with bound prefixes."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    with quiet():
        for triple in model.triples(store):
            graph.add((node_of(triple.subject), node_of(triple.predicate), node_of(triple.object)))
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def dataset_of(store: model.Quads, prefixes: Mapping[str, str] = PREFIXES) -> "Dataset":
    """A store as an rdflib dataset, whose default graph is the union of all graphs."""
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    with quiet():
        for name in [model.DEFAULT_GRAPH, *store.named_graphs()]:
            graph = dataset.graph(None if isinstance(name, ox.DefaultGraph) else node_of(name))
            for quad in store.quads_for_pattern(None, None, None, name):
                graph.add((node_of(quad.subject), node_of(quad.predicate), node_of(quad.object)))
    for prefix, namespace in prefixes.items():
        dataset.bind(prefix, namespace)
    return dataset


def node_of(term: Term) -> Any:
    """A term as a node of rdflib. Raises `ParameterError` for a triple term."""
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise ParameterError(
            Phrase("rdflib knows no statement about the statement {term}: use the fast engine.", term=term)
        )
    # A plain string has no datatype in rdflib, and lexical forms are not normalised: "2011-1" must stay as it is.
    plain = term.language or term.datatype == _STRING
    datatype = None if plain else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress the log of rdflib and pyshacl: findings report ill-typed literals, and errors report faulty shapes."""
    import logging
    import warnings

    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
