"""An ontology as input of the assessment: its header, its namespace, and its own terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.rdf import model

_ONTOLOGY, _IMPORTS = model.node("owl:Ontology"), model.node("owl:imports")
_NAMESPACE = model.node("vann:preferredNamespaceUri")

KINDS: Mapping[str, str] = {
    "owl:Class": "Class",
    "rdfs:Class": "Class",
    "owl:ObjectProperty": "ObjectProperty",
    "owl:DatatypeProperty": "DatatypeProperty",
    "owl:AnnotationProperty": "AnnotationProperty",
    "rdf:Property": "AnnotationProperty",
}
"""The types of terms, each with the kind of term."""


@dataclass(frozen=True)
class Vocabulary:
    """The ontology in a store, in whatever graphs; the store is only read."""

    store: ox.Store

    @cached_property
    def header(self) -> ox.NamedNode | None:
        """The ontology that is not imported by another; of several, the first that names its namespace. None if there
        is none.
        """
        stated = self.store.quads_for_pattern(None, model.RDF_TYPE, _ONTOLOGY, None)
        found = {quad.subject for quad in stated if isinstance(quad.subject, ox.NamedNode)}
        imported = {quad.object for quad in self.store.quads_for_pattern(None, _IMPORTS, None, None)}
        return min(found - imported, key=self._rank, default=None)

    def _rank(self, one: model.Term) -> tuple[bool, str]:
        return not model.objects(self.store, one, _NAMESPACE), str(one)

    @cached_property
    def namespace(self) -> str:
        """The start of its terms' IRIs: the header's namespace, else the header's IRI and a hash sign."""
        if self.header is None:
            return ""
        stated = [_text(value) for value in model.objects(self.store, self.header, _NAMESPACE)]
        return min(stated, default=f"{self.header.value}#")

    @cached_property
    def terms(self) -> Mapping[str, frozenset[str]]:
        """The IRIs of its own terms, in order, each with its kinds: the values of `KINDS`."""
        found: dict[str, set[str]] = {}
        for name, kind in KINDS.items():
            for quad in self.store.quads_for_pattern(None, model.RDF_TYPE, model.node(name), None):
                if isinstance(quad.subject, ox.NamedNode) and self.owns(quad.subject.value):
                    found.setdefault(quad.subject.value, set()).add(kind)
        return {iri: frozenset(found[iri]) for iri in sorted(found)}

    def owns(self, iri: str) -> bool:
        """Return True if an IRI is in the namespace, and is not the namespace itself."""
        return bool(self.namespace) and iri.startswith(self.namespace) and iri != self.namespace


def _text(term: model.Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
