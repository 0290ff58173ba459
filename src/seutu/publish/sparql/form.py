"""A graph in the form that depends on nothing but what it says, and a name for that form.

Values are as they are written or, for a store that keeps nothing else, as Oxigraph keeps them (``007`` is ``7``). Blank
nodes have canonical names, statements are sorted. Two graphs say the same when their forms are equal.
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
    """What a graph says, without its name, and its form as N-Triples; neither is to be changed."""

    graph: Graphs
    ntriples: bytes

    @classmethod
    def of(cls, triples: Iterable[ox.Triple], *, by_value: bool = False) -> "Form":
        """The form of a graph that says these, with its values as written or ``by_value``."""
        graph = Graphs(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        return cls(graph, serialise(graph.store if by_value else graph, ox.RdfFormat.N_TRIPLES))

    @property
    def written(self) -> bytes:
        """What the graph says, as N-Triples with its values as written."""
        return serialise(self.graph, ox.RdfFormat.N_TRIPLES) if self.graph.rewritten else self.ntriples

    @property
    def size(self) -> int:
        """How many statements the form has."""
        return self.ntriples.count(b"\n")

    @property
    def least(self) -> int:
        """How many statements a store has to keep: those that differ in value."""
        return len(self.graph.store)

    @cached_property
    def name(self) -> ox.NamedNode:
        """An IRI that no other form has: the SHA-256 of its N-Triples as RFC 6920 writes it."""
        digest = base64.urlsafe_b64encode(hashlib.sha256(self.ntriples).digest()).decode().rstrip("=")
        return ox.NamedNode(f"ni:///sha-256;{digest}")

    def unlike(self, earlier: "Form") -> Phrase:
        """How it differs from an earlier one, in figures: ``+2 −1 statements``."""
        one, other = (
            Graphs(ox.parse(form.ntriples, format=ox.RdfFormat.N_TRIPLES)) for form in (earlier, self)
        )
        found = compare(Version(one), Version(other))
        added, removed = (found.count(mark) + found.count(CHANGED) for mark in (ADDED, REMOVED))
        return figures(added, removed)


def figures(added: int, removed: int) -> Phrase:
    """So many statements more, so many fewer."""
    return Phrase("+{added} −{removed} statements", added=added, removed=removed)
