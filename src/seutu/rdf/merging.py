"""An ontology whose modules stand in one file: one header, which imports nothing that the file holds.

A tool that loads a file looks for one `owl:Ontology`, stops at the first, and fetches what it imports. The sources are
modules, each with a header of its own; together they are the ontology that imports them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.rdf import model
from seutu.rdf.model import RDF_TYPE, node

ONTOLOGY, IMPORTS = node("owl:Ontology"), node("owl:imports")

# What names a module or a version of it holds for the module alone; whatever else its header says holds for the whole.
_OF_THE_MODULE = frozenset(
    {
        RDF_TYPE,
        *map(node, ("rdfs:label", "dcterms:title", "skos:prefLabel", "dcterms:identifier")),
        *map(node, ("owl:versionIRI", "owl:versionInfo", "owl:priorVersion")),
    }
)


@dataclass(frozen=True, slots=True)
class Merging:
    """How statements change when they come into one file: those that go, and those that come for them."""

    gone: frozenset[ox.Triple] = frozenset()
    come: frozenset[ox.Triple] = frozenset()


def merging(store: model.Quads) -> Merging:
    """What becomes of the headers in a store when all graphs are taken as one.

    A module is an ontology below the IRI of one that imports it, directly or by another module. What its header says
    beyond naming it goes to the ontology that it is a module of, and what it imports from elsewhere is imported there.
    """
    headers = dict(_headers(store))
    owners = _owners(headers)
    gone = {triple for module in owners for triple in headers[module]}
    come = {
        ox.Triple(owner, triple.predicate, triple.object)
        for module, owner in owners.items()
        for triple in headers[module]
        if triple.predicate not in _OF_THE_MODULE and triple.object not in owners
    }
    for module in owners:
        gone |= model.triples(store.quads_for_pattern(None, IMPORTS, module, None))
    return Merging(frozenset(gone), frozenset(come))


def _headers(store: model.Quads) -> Iterator[tuple[ox.NamedNode, set[ox.Triple]]]:
    for quad in store.quads_for_pattern(None, RDF_TYPE, ONTOLOGY, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject, model.triples(store.quads_for_pattern(quad.subject, None, None, None))


def _owners(headers: Mapping[ox.NamedNode, set[ox.Triple]]) -> dict[ox.NamedNode, ox.NamedNode]:
    """Each module, with the ontology that it is a module of in the end."""
    owners = {
        imported: importing
        for importing in sorted(headers, key=lambda one: one.value)
        for imported in _imported(headers[importing])
        if imported in headers and _below(imported, importing)
    }
    # What is below is longer, so that no way up goes in a circle.
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
