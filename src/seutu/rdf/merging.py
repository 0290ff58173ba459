"""The header of an ontology whose modules are merged into one file.

A tool that loads a file expects one `owl:Ontology`, takes the first, and fetches its imports. The sources are modules,
each with a header of its own. The merged file has one header, which does not import the modules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.rdf import model
from seutu.rdf.model import RDF_TYPE, node

ONTOLOGY, IMPORTS = node("owl:Ontology"), node("owl:imports")

# The properties that name a module or its version; all others of a module header are true of the whole ontology.
_OF_THE_MODULE = frozenset(
    {
        RDF_TYPE,
        *map(node, ("rdfs:label", "dcterms:title", "skos:prefLabel", "dcterms:identifier")),
        *map(node, ("owl:versionIRI", "owl:versionInfo", "owl:priorVersion")),
    }
)


@dataclass(frozen=True, slots=True)
class HeaderChanges:
    """The statements that a merge into one file removes, and those that it adds."""

    removed: frozenset[ox.Triple] = frozenset()
    added: frozenset[ox.Triple] = frozenset()


def merging(store: model.Quads) -> HeaderChanges:
    """Return the changes of the ontology headers in a store when its graphs are merged.

    A module is an ontology that another one imports, directly or by a module, and whose IRI is below the IRI of that
    one. The properties of its header, except its names, and its imports of other ontologies move to that ontology.
    """
    headers = dict(_headers(store))
    owners = _owners(headers)
    removed = {triple for module in owners for triple in headers[module]}
    added = {
        ox.Triple(owner, triple.predicate, triple.object)
        for module, owner in owners.items()
        for triple in headers[module]
        if triple.predicate not in _OF_THE_MODULE and triple.object not in owners
    }
    for module in owners:
        removed |= model.triples(store.quads_for_pattern(None, IMPORTS, module, None))
    return HeaderChanges(frozenset(removed), frozenset(added))


def _headers(store: model.Quads) -> Iterator[tuple[ox.NamedNode, set[ox.Triple]]]:
    for quad in store.quads_for_pattern(None, RDF_TYPE, ONTOLOGY, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject, model.triples(store.quads_for_pattern(quad.subject, None, None, None))


def _owners(headers: Mapping[ox.NamedNode, set[ox.Triple]]) -> dict[ox.NamedNode, ox.NamedNode]:
    """Each module, with the topmost ontology that imports it."""
    owners = {
        imported: importing
        for importing in sorted(headers, key=lambda one: one.value)
        for imported in _imported(headers[importing])
        if imported in headers and _below(imported, importing)
    }
    # The IRI of a module is longer than that of its owner, so there are no cycles.
    return {module: _top(owners, module) for module in owners}


def _top(owners: Mapping[ox.NamedNode, ox.NamedNode], module: ox.NamedNode) -> ox.NamedNode:
    while module in owners:
        module = owners[module]
    return module


def _imported(header: Iterable[ox.Triple]) -> Iterator[ox.NamedNode]:
    for triple in header:
        if triple.predicate == IMPORTS and isinstance(triple.object, ox.NamedNode):
            yield triple.object


def _below(module: ox.NamedNode, ontology: ox.NamedNode) -> bool:
    return module.value.startswith((f"{ontology.value.rstrip('/#')}/", f"{ontology.value.rstrip('/#')}#"))
