"""The checks of FOOPS!, which tells how FAIR an ontology is: those that its statements decide, and what the rest need.

The checks have the names that FOOPS! gives them. One that needs the network is neither met nor unmet here; its advice
says what has to be in place for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from seutu import rdf
from seutu.judges.advice import Advice
from seutu.judges.fairness import ADVICE
from seutu.judges.vocabulary import Vocabulary
from seutu.namespaces import PREFIXES, compact

PERSISTENT = frozenset(
    "data.europa.eu dbpedia.org doi.org linked.data.gov.au perma.cc purl.org w3.org w3id.org www.w3.org".split()
)
"""The hosts whose addresses FOOPS! trusts to last."""

# The properties that say each thing about an ontology, the usual one first.
_METADATA = {
    "title": "dcterms:title schema:name",
    "description": "dcterms:description schema:description rdfs:comment",
    "licence": "dcterms:license schema:license cc:license",
    "version": "owl:versionIRI",
    "creator": "dcterms:creator schema:creator foaf:maker prov:wasAttributedTo",
    "namespace": "vann:preferredNamespaceUri",
    "prefix": "vann:preferredNamespacePrefix",
    "number": "owl:versionInfo schema:schemaVersion",
    "created": "dcterms:created schema:dateCreated prov:generatedAtTime",
    "citation": "dcterms:bibliographicCitation schema:citation",
    "identifier": "dcterms:identifier schema:identifier bibo:doi",
    "publisher": "dcterms:publisher schema:publisher",
    "logo": "foaf:logo schema:logo",
    "status": "bibo:status adms:status",
    "source": "dcterms:source prov:hadPrimarySource",
    "issued": "dcterms:issued schema:datePublished",
    "modified": "dcterms:modified schema:dateModified",
    "catalogue": "schema:includedInDataCatalog",
}

# Vocabularies that anyone who reads the header of an ontology knows; the first three are no reuse, they are RDF itself.
_LANGUAGE = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs"))
_WELL_KNOWN = (
    *_LANGUAGE,
    *map(PREFIXES.__getitem__, "adms bibo cc dcat dcterms foaf prov schema skos vann void".split()),
)
_REUSING = tuple(
    map(
        rdf.node,
        "rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range owl:equivalentClass owl:equivalentProperty".split(),
    )
)

_Test = Callable[[Vocabulary], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check by its name; ``lacking`` tells what stands in its way, and is None for what needs the network."""

    id: str
    lacking: _Test | None = None

    @property
    def advice(self) -> Advice:
        """What to do to meet it or, for one that needs the network, what has to be in place."""
        return ADVICE[self.id]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a check: ``met`` is None when it needs the network. ``lacking`` are IRIs and names in order."""

    check: Check
    met: bool | None
    lacking: tuple[str, ...] = ()


def assess(ontology: ox.Store) -> tuple[Outcome, ...]:
    """What comes of every check for the ontology in a store, in the order of `CHECKS`."""
    vocabulary = Vocabulary(ontology)
    return tuple(_outcome(check, vocabulary) for check in CHECKS)


def _outcome(check: Check, vocabulary: Vocabulary) -> Outcome:
    if check.lacking is None:
        return Outcome(check, None)
    found = tuple(sorted(set(check.lacking(vocabulary))))
    return Outcome(check, not found, found)


def _says(*wanted: str) -> _Test:
    def lacking(vocabulary: Vocabulary) -> Iterator[str]:
        for name in wanted:
            properties = _METADATA[name].split()
            if not vocabulary.values(vocabulary.header, *properties):
                yield properties[0]

    return lacking


def _iri(vocabulary: Vocabulary) -> str:
    return vocabulary.header.value if vocabulary.header else ""


def _is_readable(vocabulary: Vocabulary) -> Iterator[str]:
    if vocabulary.header is None:
        yield "owl:Ontology"


def _is_persistent(vocabulary: Vocabulary) -> Iterator[str]:
    if urlsplit(_iri(vocabulary)).hostname not in PERSISTENT:
        yield _iri(vocabulary)


def _is_open(vocabulary: Vocabulary) -> Iterator[str]:
    if urlsplit(_iri(vocabulary)).scheme not in ("http", "https"):
        yield _iri(vocabulary)


def _has_own_version(vocabulary: Vocabulary) -> Iterator[str]:
    versions = vocabulary.values(vocabulary.header, "owl:versionIRI")
    if not versions or vocabulary.header in versions:
        yield "owl:versionIRI"


def _describes_itself_in_known_words(vocabulary: Vocabulary) -> Iterator[str]:
    said = (
        vocabulary.store.quads_for_pattern(vocabulary.header, None, None, None) if vocabulary.header else ()
    )
    used = {quad.predicate.value for quad in said}
    if all(iri.startswith(_LANGUAGE) for iri in used):
        yield "dcterms:title"
    yield from (compact(iri) for iri in used if not iri.startswith(_WELL_KNOWN))


def _builds_on_others(vocabulary: Vocabulary) -> Iterator[str]:
    reused = {
        value.value
        for term in vocabulary.terms
        for predicate in _REUSING
        for value in rdf.objects(vocabulary.store, ox.NamedNode(term), predicate)
        if isinstance(value, ox.NamedNode)
    }
    if all(vocabulary.owns(iri) or iri.startswith((*_LANGUAGE, PREFIXES["xsd"])) for iri in reused):
        yield "rdfs:subClassOf"


def _each_term_has(*names: str) -> _Test:
    return lambda vocabulary: (
        iri for iri in vocabulary.terms if not vocabulary.values(ox.NamedNode(iri), *names)
    )


CHECKS = (
    Check("PURL1", _is_persistent),
    Check("URI1"),
    Check("URI2"),
    Check("VER1", _has_own_version),
    Check("VER2"),
    Check("OM1", _says("title", "description", "licence", "version", "creator", "namespace")),
    Check("FIND1", _says("prefix")),
    Check("FIND2"),
    Check("FIND3"),
    Check("FIND_3_BIS", _says("catalogue")),
    Check("CN1"),
    Check("HTTP1", _is_open),
    Check("RDF1", _is_readable),
    Check("VOC1", _describes_itself_in_known_words),
    Check("VOC2", _builds_on_others),
    Check("OM2", _says("prefix", "number", "created", "citation")),
    Check("OM3", _says("identifier", "publisher", "logo", "status", "source", "issued", "modified")),
    Check("OM4.1", _says("licence")),
    Check("OM4.2"),
    Check("OM5.1", _says("creator", "created")),
    Check("OM5.2", _says("issued", "publisher")),
    Check("DOC1"),
    Check("VOC3", _each_term_has("rdfs:label", "skos:prefLabel")),
    Check("VOC4", _each_term_has("rdfs:comment", "skos:definition")),
)
"""The checks, in the order of the FAIR principles: findable, accessible, interoperable, reusable."""
