"""The list of the graphs that a catalogue has published to a store, kept in the store itself.

Several publishers may write into one store. A graph below ``<base>published/``, one for each catalogue, lists our
graphs. For each graph that we published, ``dcterms:hasVersion`` names the form in which the store keeps it. For a form
that the store changes, ``dcterms:hasFormat`` names the form that the store makes of it. For each graph that a run has
staged, ``dcterms:isVersionOf`` marks it as staged for us. ``dcterms:source`` of the list is the catalogue. Other
statements there are somebody else's, and stay.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pyoxigraph as ox

from seutu.rdf.model import RDF_TYPE, node

LISTS, STAGING = "published/", "staging/"
"""The path segments, below the base, of the lists and of the staged graphs."""

Kept = frozenset[tuple[ox.NamedNode, ox.NamedNode]]
"""Names of forms that were sent, each with the name of the form that a store made of it."""

_WHOSE, _FORM = node("dcterms:source"), node("dcterms:hasVersion")
_KEPT_AS, _STAGED = node("dcterms:hasFormat"), node("dcterms:isVersionOf")
_CATALOG = node("dcat:Catalog")
_DIGITS = 32


@dataclass(frozen=True)
class GraphList:
    """The list of ``catalogue`` at the IRI ``place``: the possible forms of each graph, by their names; the form that
    the store made of each form sent; and the staged graphs.
    """

    place: str
    catalogue: str
    forms: Mapping[str, frozenset[ox.NamedNode]] = field(default_factory=dict)
    kept: Kept = frozenset()
    staged: frozenset[str] = frozenset()

    @classmethod
    def empty(cls, base: str, catalogue: str) -> "GraphList":
        """Return the list of a catalogue that has published no graphs."""
        digest = hashlib.sha256(catalogue.encode()).hexdigest()[:_DIGITS]
        return cls(f"{base}{LISTS}{digest}", catalogue)

    @classmethod
    def read(cls, base: str, place: str, triples: Sequence[ox.Triple]) -> "GraphList | None":
        """Return the list in the graph ``place``; None when that graph is not a list of ours."""
        statements = [
            (each.subject.value, each.predicate, each.object)
            for each in triples
            if isinstance(each.subject, ox.NamedNode) and isinstance(each.object, ox.NamedNode)
        ]
        sources = [
            value.value for name, predicate, value in statements if (name, predicate) == (place, _WHOSE)
        ]
        catalogue = next((each for each in sources if cls.empty(base, each).place == place), None)
        if catalogue is None:
            return None
        forms: dict[str, frozenset[ox.NamedNode]] = {}
        for name, predicate, value in statements:
            if predicate == _FORM:
                forms[name] = forms.get(name, frozenset()) | {value}
        here = ox.NamedNode(place)
        marked = (name for name, predicate, value in statements if (predicate, value) == (_STAGED, here))
        staged = frozenset(name for name in marked if name.startswith(base + STAGING))
        return cls(place, catalogue, forms, kept(triples), staged)

    def statements(self) -> set[ox.Triple]:
        """Return the list as statements; the empty set when it lists no graphs."""
        forms = (_triple(graph, _FORM, form) for graph, each in self.forms.items() for form in each)
        staged = (_triple(graph, _STAGED, ox.NamedNode(self.place)) for graph in self.staged)
        made = (ox.Triple(sent, _KEPT_AS, as_kept) for sent, as_kept in self.kept)
        found = set(chain(forms, staged, made))
        return found | {_triple(self.place, _WHOSE, ox.NamedNode(self.catalogue))} if found else found

    def additions_to(self, other: "GraphList") -> Iterable[str]:
        """Yield the update that adds the statements of this list that the other list lacks, if there are any."""
        yield from self._update("INSERT", self.statements() - other.statements())

    def removals_from(self, other: "GraphList") -> Iterable[str]:
        """Yield the update that removes the statements of the other list that this one lacks, if there are any."""
        yield from self._update("DELETE", other.statements() - self.statements())

    def _update(self, verb: str, statements: Iterable[ox.Triple]) -> Iterable[str]:
        lines = sorted(f"{triple} ." for triple in statements)
        if lines:
            yield f"{verb} DATA {{ GRAPH <{self.place}> {{ {' '.join(lines)} }} }}"


def kept(triples: Iterable[ox.Triple]) -> Kept:
    """Return the pairs of a form sent and the form that a store made of it."""
    return frozenset(
        (each.subject, each.object)
        for each in triples
        if each.predicate == _KEPT_AS
        and isinstance(each.subject, ox.NamedNode)
        and isinstance(each.object, ox.NamedNode)
    )


def catalogue_of(triples: Iterable[ox.Triple]) -> str:
    """Return the IRI of the catalogue described by these triples; empty when there is none."""
    kinds = (each for each in triples if each.predicate == RDF_TYPE and each.object == _CATALOG)
    return next((each.subject.value for each in kinds if isinstance(each.subject, ox.NamedNode)), "")


def _triple(graph: str, predicate: ox.NamedNode, value: ox.NamedNode) -> ox.Triple:
    return ox.Triple(ox.NamedNode(graph), predicate, value)
