"""The list that a catalogue keeps, in the store itself, of the graphs that it published there.

Many write into one store. What is ours is told by a graph of our own below ``<base>published/``, one for each
catalogue. It says of each graph we published, under ``dcterms:hasVersion``, the name of the form in which the store
keeps it; of a form that the store does not keep as it was sent, under ``dcterms:hasFormat``, what it makes of it; and
of each graph that a run has staged that it is staged for us (``dcterms:isVersionOf``). Who published is its
``dcterms:source``. Whatever else is said there is somebody else's, and stays.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import pyoxigraph as ox

from seutu.rdf.model import RDF_TYPE, node

LISTS, STAGING = "published/", "staging/"
"""Where the lists are, and the graphs that are staged, below the base."""

Kept = frozenset[tuple[ox.NamedNode, ox.NamedNode]]
"""Names of forms that were sent, each with that of the form that a store made of it."""

_WHOSE, _FORM = node("dcterms:source"), node("dcterms:hasVersion")
_KEPT_AS, _STAGED = node("dcterms:hasFormat"), node("dcterms:isVersionOf")
_CATALOG = node("dcat:Catalog")
_DIGITS = 32


@dataclass(frozen=True)
class GraphList:
    """What the list of ``catalogue`` at the IRI ``place`` says: the forms each graph may have, by their names; what the
    store made of which form; and the graphs that were staged.
    """

    place: str
    catalogue: str
    forms: Mapping[str, frozenset[ox.NamedNode]] = field(default_factory=dict)
    kept: Kept = frozenset()
    staged: frozenset[str] = frozenset()

    @classmethod
    def empty(cls, base: str, catalogue: str) -> "GraphList":
        """The list of a catalogue that has published nothing."""
        digest = hashlib.sha256(catalogue.encode()).hexdigest()[:_DIGITS]
        return cls(f"{base}{LISTS}{digest}", catalogue)

    @classmethod
    def read(cls, base: str, place: str, triples: Sequence[ox.Triple]) -> "GraphList | None":
        """The list in the graph ``place``; None when that graph is no list of ours."""
        said = [
            (each.subject.value, each.predicate, each.object)
            for each in triples
            if isinstance(each.subject, ox.NamedNode) and isinstance(each.object, ox.NamedNode)
        ]
        whose = [value.value for name, predicate, value in said if (name, predicate) == (place, _WHOSE)]
        catalogue = next((each for each in whose if cls.empty(base, each).place == place), None)
        if catalogue is None:
            return None
        forms: dict[str, frozenset[ox.NamedNode]] = {}
        for name, predicate, value in said:
            if predicate == _FORM:
                forms[name] = forms.get(name, frozenset()) | {value}
        here = ox.NamedNode(place)
        marked = (name for name, predicate, value in said if (predicate, value) == (_STAGED, here))
        staged = frozenset(name for name in marked if name.startswith(base + STAGING))
        return cls(place, catalogue, forms, kept(triples), staged)

    def statements(self) -> set[ox.Triple]:
        """What the list says as statements; none when it lists nothing."""
        forms = (_said(graph, _FORM, form) for graph, each in self.forms.items() for form in each)
        staged = (_said(graph, _STAGED, ox.NamedNode(self.place)) for graph in self.staged)
        made = (ox.Triple(sent, _KEPT_AS, as_kept) for sent, as_kept in self.kept)
        found = set(chain(forms, staged, made))
        return found | {_said(self.place, _WHOSE, ox.NamedNode(self.catalogue))} if found else found

    def more_than(self, other: "GraphList") -> Iterable[str]:
        """The update that adds to the other list what this one says beyond it, if it does."""
        yield from self._update("INSERT", self.statements() - other.statements())

    def less_than(self, other: "GraphList") -> Iterable[str]:
        """The update that takes from the other list what this one does not say, if there is any."""
        yield from self._update("DELETE", other.statements() - self.statements())

    def _update(self, verb: str, statements: Iterable[ox.Triple]) -> Iterable[str]:
        lines = sorted(f"{triple} ." for triple in statements)
        if lines:
            yield f"{verb} DATA {{ GRAPH <{self.place}> {{ {' '.join(lines)} }} }}"


def kept(triples: Iterable[ox.Triple]) -> Kept:
    """What a store made of which form, by the statements that say so."""
    return frozenset(
        (each.subject, each.object)
        for each in triples
        if each.predicate == _KEPT_AS
        and isinstance(each.subject, ox.NamedNode)
        and isinstance(each.object, ox.NamedNode)
    )


def catalogue_of(triples: Iterable[ox.Triple]) -> str:
    """The IRI of the catalogue that these describe; empty when they describe none."""
    kinds = (each for each in triples if each.predicate == RDF_TYPE and each.object == _CATALOG)
    return next((each.subject.value for each in kinds if isinstance(each.subject, ox.NamedNode)), "")


def _said(graph: str, predicate: ox.NamedNode, value: ox.NamedNode) -> ox.Triple:
    return ox.Triple(ox.NamedNode(graph), predicate, value)
