"""A graph in the form that depends on nothing but what it says, and a name for that form.

Values are as Oxigraph keeps them (``007`` is ``7``, language tags are in small letters), blank nodes are named by
RDFC-1.0, statements are sorted. Two graphs say the same when their forms are equal.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.difference import ADDED, CHANGED, REMOVED, Version, compare
from seutu.serialisation import serialise


@dataclass(frozen=True)
class Form:
    """What a graph says, as a store without graph names and as N-Triples; neither is to be changed."""

    store: ox.Store
    ntriples: bytes

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> "Form":
        """The form of a graph that says these."""
        store = ox.Store()
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        return cls(store, serialise(store, ox.RdfFormat.N_TRIPLES))

    @property
    def size(self) -> int:
        """How many statements there are."""
        return len(self.store)

    @cached_property
    def name(self) -> ox.NamedNode:
        """An IRI that no other form has: the SHA-256 of its N-Triples as RFC 6920 writes it."""
        digest = base64.urlsafe_b64encode(hashlib.sha256(self.ntriples).digest()).decode().rstrip("=")
        return ox.NamedNode(f"ni:///sha-256;{digest}")

    def unlike(self, earlier: "Form") -> str:
        """How it differs from an earlier one, in figures: ``+2 −1 statements``."""
        found = compare(Version(earlier.store), Version(self.store))
        added, removed = (found.count(mark) + found.count(CHANGED) for mark in (ADDED, REMOVED))
        return figures(added, removed)


def figures(added: int, removed: int) -> str:
    """So many statements more, so many fewer."""
    return f"+{added} \u2212{removed} statements"
