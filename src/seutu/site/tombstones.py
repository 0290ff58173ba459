"""Withdrawn resources: a published IRI must not disappear, because others may have cited it.

A withdrawn resource keeps its IRI, is marked `owl:deprecated`, and points to its replacement, if there is one.
"""

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from seutu.rdf.model import Quads, node, objects
from seutu.rdf.namespaces import PREFIXES

DEPRECATED, REPLACED_BY = node("owl:deprecated"), node("dcterms:isReplacedBy")
_TRUE = frozenset({"true", "1"})


def vanished(before: Iterable[str], now: Collection[str]) -> list[str]:
    """Return the IRIs that were published before and have no statements any more, in order."""
    return sorted(set(before).difference(now))


def withdrawn(store: Quads, thing: ox.NamedNode) -> bool:
    """Return True if a resource is marked as withdrawn."""
    return any(
        isinstance(value, ox.Literal) and value.value in _TRUE for value in objects(store, thing, DEPRECATED)
    )


def successors(store: Quads, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """Return the replacements of a resource, in order; they may be withdrawn themselves."""
    found = (value for value in objects(store, thing, REPLACED_BY) if isinstance(value, ox.NamedNode))
    return sorted(found, key=lambda one: one.value)


def turtle(iris: Iterable[str]) -> str:
    """Return a Turtle file that withdraws resources, to which the user may add replacements."""
    lines = [f"<{iri}> owl:deprecated true ." for iri in sorted(set(iris))]
    return "\n".join([f"@prefix owl: <{PREFIXES['owl']}> .", "", *lines, ""])
