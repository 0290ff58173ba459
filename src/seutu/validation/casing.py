"""IRIs that differ in capital letters alone: on a disk that does not tell these apart they would share a file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from seutu.rdf.model import Quads
from seutu.rdf.namespaces import BASE
from seutu.shacl.report import Finding

NAME = "names-differ-in-case"
"""What the findings are called."""

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


def alike(quads: Quads) -> Iterator[Finding]:
    """A warning for each described thing or graph of ours whose IRI is another's but for capital letters."""
    groups: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(_published(quads)):
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


def _published(quads: Quads) -> set[str]:
    """The IRIs after which files are named, of what something is said of and of graphs."""
    terms = {*(quad.subject for quad in quads), *quads.named_graphs()}
    return {iri for term in terms if (iri := published(term))}


def published(term: Any) -> str:
    """The IRI after which the file of a thing of ours is named; empty for what has none."""
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(BASE):
        return ""
    return term.value.partition("#")[0]
