"""The axioms of OWL 2 RL in a store that the rules of a workspace do not use.

Standard: OWL 2 Web Ontology Language Profiles (W3C Recommendation, 11 December 2012), section 4.3.
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from seutu.query import lexer
from seutu.query.definition import Query
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES, compact

# The properties that entail statements; disjointness and differentFrom entail only contradictions.
_PROPERTIES = tuple(
    model.node(f"owl:{name}")
    for name in (
        "sameAs equivalentClass equivalentProperty inverseOf propertyChainAxiom hasKey hasValue someValuesFrom"
        " allValuesFrom intersectionOf unionOf oneOf maxCardinality maxQualifiedCardinality"
    ).split()
) + tuple(model.node(f"rdfs:{name}") for name in ("subClassOf", "subPropertyOf", "domain", "range"))
_CLASSES = tuple(
    model.node(f"owl:{name}")
    for name in "TransitiveProperty SymmetricProperty FunctionalProperty InverseFunctionalProperty".split()
)


def unused(store: model.Quads, rules: Sequence[Query]) -> str:
    """The terms of these axioms as a list for a message, or ""; a rule uses the terms that it names."""
    named = {iri for rule in rules for iri in _named(rule)}
    return ", ".join(compact(term.value) for term in _stated(store) if term.value not in named)


def _stated(store: model.Quads) -> Iterator[ox.NamedNode]:
    for term in _PROPERTIES:
        if any(True for _ in store.quads_for_pattern(None, term, None, None)):
            yield term
    for term in _CLASSES:
        if any(True for _ in store.quads_for_pattern(None, model.RDF_TYPE, term, None)):
            yield term


def _named(rule: Query) -> Iterator[str]:
    tokens = lexer.tokenize(rule.text)
    prefixes = {**PREFIXES, **lexer.declared(tokens)}
    for word in tokens:
        if word.kind == "iri":
            yield word.text[1:-1]
        elif word.kind == "name":
            prefix, _, rest = word.text.partition(":")
            yield prefixes.get(prefix, "") + rest
