"""The reference engine of inference: all of OWL 2 RL by owlrl, and the rules by rdflib."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu.inference.closure import INFERRED, MOST, ROUNDS, not_terminating, validate_rule
from seutu.query import definition
from seutu.query.definition import Query
from seutu.query.reference import run_on
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.to_rdflib import dataset_of, graph_of, quiet

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

_AXIOMATIC = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd"))
_REFLEXIVE = frozenset(
    PREFIXES["owl"] + name for name in ("sameAs", "equivalentClass", "equivalentProperty")
) | frozenset(PREFIXES["rdfs"] + name for name in ("subClassOf", "subPropertyOf"))
_TOP = frozenset((PREFIXES["owl"] + "Thing", PREFIXES["rdfs"] + "Resource", PREFIXES["rdfs"] + "Literal"))


def infer(
    store: model.Quads, rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> list[ox.Quad]:
    """The statements that OWL 2 RL and ``rules`` infer, in the graph `INFERRED`, sorted.

    Left out, because they are trivial: statements about literals, blank nodes and the terms of RDF,
    RDFS, OWL and XSD; membership in owl:Thing, rdfs:Resource and rdfs:Literal and subsumption by them; and
    reflexive statements of identity, equivalence and subsumption.
    """
    from owlrl import DeductiveClosure, OWLRL_Semantics

    graph = graph_of(store)
    with quiet():
        DeductiveClosure(OWLRL_Semantics).expand(graph)
        _apply(rules, graph, dataset_of(store), prefixes)
    asserted = model.triples(store)
    found = {triple for triple in _informative(graph) if triple not in asserted}
    return sorted((ox.Quad(new.subject, new.predicate, new.object, INFERRED) for new in found), key=str)


def _apply(rules: Sequence[Query], closed: "Graph", dataset: "Dataset", prefixes: Mapping[str, str]) -> None:
    from rdflib import URIRef

    # Rules may query the graph of a statement, so they run on the dataset, with the closure as one more graph.
    inferred = dataset.graph(URIRef(INFERRED.value))
    for triple in closed:
        inferred.add(triple)
    for _ in range(ROUNDS):
        before = len(inferred)
        for rule in rules:
            validate_rule(rule)
            definition.run(ox.Store(), rule.text, prefixes, name=rule.name)
            for triple in list(run_on(dataset, rule.text, prefixes, {})):
                inferred.add(triple)
                closed.add(triple)
        if len(inferred) == before:
            return
        if before > MOST:
            break
    raise not_terminating(rules[-1])


def _informative(graph: "Graph") -> Iterator[ox.Triple]:
    from rdflib import Graph, URIRef

    named = Graph()
    for subject, predicate, value in graph:
        if isinstance(subject, URIRef) and isinstance(predicate, URIRef):
            named.add((subject, predicate, value))
    for quad in ox.parse(named.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES):
        if not _is_trivial(quad.triple):
            yield quad.triple


def _is_trivial(triple: ox.Triple) -> bool:
    subject, value = str(triple.subject)[1:-1], triple.object
    if isinstance(value, ox.BlankNode) or subject.startswith(_AXIOMATIC):
        return True
    if not isinstance(value, ox.NamedNode):
        return False
    return value.value in _TOP or (value.value == subject and triple.predicate.value in _REFLEXIVE)
