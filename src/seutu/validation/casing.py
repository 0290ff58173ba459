"""Findings on IRIs that differ only in case: on a case-insensitive file system they would share a file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from seutu.rdf.model import Quads
from seutu.rdf.namespaces import BASE
from seutu.shacl.report import Finding

NAME = "names-differ-in-case"
"""The component of the findings."""

_MESSAGES: Mapping[str, str] = {
    "en": "This name and another differ in capital letters alone, and many disks take their files for one; rename it.",
    "fi": (
        "Tämä nimi ja toinen nimi eroavat vain isojen kirjainten osalta, ja monella levyllä niiden tiedostot ovat sama"
        " tiedosto; nimeä se uudelleen."
    ),
    "sv": (
        "Det här namnet och ett annat skiljer sig bara i stora bokstäver, och på många diskar är deras filer en och"
        " samma; ge det ett annat namn."
    ),
}


def findings(quads: Quads) -> Iterator[Finding]:
    """Return a warning for each described resource or graph of ours whose IRI differs from another only in case."""
    groups: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(_published_iris(quads)):
        groups[iri.casefold()].append(iri)
    for first, *others in groups.values():
        for other in others:
            yield Finding(
                focus=ox.NamedNode(other),
                path=None,
                value=ox.NamedNode(first),
                component=NAME,
                shape=None,
                severity="warning",
                messages=_MESSAGES,
            )


def _published_iris(quads: Quads) -> set[str]:
    """The IRIs of subjects and graphs that are the names of published files."""
    terms = {*(quad.subject for quad in quads), *quads.named_graphs()}
    return {iri for term in terms if (iri := published_iri(term))}


def published_iri(term: Any) -> str:
    """Return the IRI of the published file of a resource of ours; empty for any other."""
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(BASE):
        return ""
    return term.value.partition("#")[0]
