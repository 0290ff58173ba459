"""The canonical form of a graph, and an IRI for that form.

Values are lexical forms or, for a store that keeps only values, the forms of Oxigraph (``007`` is ``7``). Blank nodes
have canonical labels, and statements are sorted. Two graphs have the same statements if their forms are equal.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.compare.difference import ADDED, CHANGED, REMOVED, Version, compare
from seutu.phrases import Phrase
from seutu.query.graphs import Graphs
from seutu.rdf.serialisation import serialise


@dataclass(frozen=True)
class Form:
    """The statements of a graph, without its name, and its canonical N-Triples; do not change either."""

    graph: Graphs
    ntriples: bytes

    @classmethod
    def of(cls, triples: Iterable[ox.Triple], *, by_value: bool = False) -> "Form":
        """Return the form of a graph of these triples, with lexical forms or ``by_value``."""
        graph = Graphs(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        return cls(graph, serialise(graph.store if by_value else graph, ox.RdfFormat.N_TRIPLES))

    @property
    def written(self) -> bytes:
        """The graph as N-Triples with its original lexical forms."""
        return serialise(self.graph, ox.RdfFormat.N_TRIPLES) if self.graph.rewritten else self.ntriples

    @property
    def size(self) -> int:
        """The number of statements of the form."""
        return self.ntriples.count(b"\n")

    @property
    def least(self) -> int:
        """The number of statements that a store must keep: those that differ in value."""
        return len(self.graph.store)

    @cached_property
    def name(self) -> ox.NamedNode:
        """The IRI of this form: the SHA-256 of its N-Triples, written according to RFC 6920."""
        digest = base64.urlsafe_b64encode(hashlib.sha256(self.ntriples).digest()).decode().rstrip("=")
        return ox.NamedNode(f"ni:///sha-256;{digest}")

    def difference_from(self, earlier: "Form") -> Phrase:
        """Return the difference from an earlier form, in figures: ``+2 −1 statements``."""
        one, other = (
            Graphs(ox.parse(form.ntriples, format=ox.RdfFormat.N_TRIPLES)) for form in (earlier, self)
        )
        found = compare(Version(one), Version(other))
        added, removed = (found.count(mark) + found.count(CHANGED) for mark in (ADDED, REMOVED))
        return figures(added, removed)


def figures(added: int, removed: int) -> Phrase:
    """Return the numbers of statements added and removed as a phrase."""
    return Phrase("+{added} −{removed} statements", added=added, removed=removed)
