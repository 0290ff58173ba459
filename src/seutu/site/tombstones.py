"""What was published once and is gone: it must not be, for others may have cited it.

A thing that is withdrawn keeps its IRI, is marked `owl:deprecated`, and points to what replaces it, if anything does.
"""

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from seutu.rdf.model import Quads, node, objects
from seutu.rdf.namespaces import PREFIXES

DEPRECATED, REPLACED_BY = node("owl:deprecated"), node("dcterms:isReplacedBy")
_TRUE = frozenset({"true", "1"})


def vanished(before: Iterable[str], now: Collection[str]) -> list[str]:
    """The IRIs published before of which nothing is said any more, in order."""
    return sorted(set(before).difference(now))


def withdrawn(store: Quads, thing: ox.NamedNode) -> bool:
    """Whether a thing is marked as withdrawn."""
    return any(
        isinstance(value, ox.Literal) and value.value in _TRUE for value in objects(store, thing, DEPRECATED)
    )


def successors(store: Quads, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """What replaces a thing, in order; whether that has been withdrawn in its turn is not looked at."""
    found = (value for value in objects(store, thing, REPLACED_BY) if isinstance(value, ox.NamedNode))
    return sorted(found, key=lambda one: one.value)


def turtle(iris: Iterable[str]) -> str:
    """A Turtle file that withdraws things, for a person to add to it what replaces them."""
    lines = [f"<{iri}> owl:deprecated true ." for iri in sorted(set(iris))]
    return "\n".join([f"@prefix owl: <{PREFIXES['owl']}> .", "", *lines, ""])
