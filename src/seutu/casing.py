"""IRIs that differ in capital letters alone: on a disk that does not tell these apart they would share a file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from seutu.namespaces import BASE
from seutu.rdf import Quads
from seutu.report import Finding

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
    """The IRIs under our base that something is said of, and those of graphs; of an IRI with a fragment the whole."""
    subjects = {quad.subject for quad in quads}
    terms = {*subjects, *quads.named_graphs()}
    iris = (term.value for term in terms if isinstance(term, ox.NamedNode))
    return {iri.partition("#")[0] for iri in iris if iri.startswith(BASE)}
