"""The catalogue that portals harvest, in DCAT-AP 3.0.1: what a workspace says of itself, and what its build wrote.

All of it is named by IRIs, nothing by blank nodes. Times come from the versions, never from the clock, and addresses of
files from the base: a file of version 0.1.0 is at ``<base>0.1.0/<path>``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pyoxigraph as ox

from seutu.catalogue.codes import CLASS_OF, FORMATS, LICENCE_KIND_OF, SCHEMES, SHA256, Code, described
from seutu.catalogue.description import Dataset, Description
from seutu.catalogue.manifest import Written
from seutu.errors import ParameterError
from seutu.phrases import LANGUAGES, Phrase
from seutu.query.definition import Query
from seutu.rdf import model
from seutu.rdf.namespaces import BASE

STEMS = ("seutu", "seutu-inferred")
"""The files with all that the workspace says, and with what follows from it too."""

TABLES = "tables/"
"""The folder of the tables, one a question."""

THEMES = ox.NamedNode("http://publications.europa.eu/resource/authority/data-theme")
_TABULAR = ox.NamedNode("https://www.w3.org/TR/tabular-data-model/")
_PROTOCOL = ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_INTEGER, _HEX = model.node("xsd:nonNegativeInteger"), model.node("xsd:hexBinary")

Texts = Mapping[str, str]
"""A text in each language."""

# What a distribution has from its dataset, or else from the catalogue.
_SHARED = tuple(
    map(model.node, "dcterms:license dcterms:rights dcterms:language adms:status dcatap:availability".split())
)
# What a data service has from the dataset that it serves.
_SERVED = tuple(
    map(
        model.node,
        "dcterms:publisher dcat:contactPoint dcterms:license dcterms:accessRights dcat:theme dcat:keyword".split(),
    )
)
# What a thing is called, whatever it is.
_NAMES = tuple(map(model.node, "skos:prefLabel rdfs:label foaf:name dcterms:title".split()))

_AS_STATED: Texts = {
    "fi": "väitteet sellaisinaan",
    "sv": "påståendena som sådana",
    "en": "the statements as they are",
}
_WITH_INFERRED: Texts = {
    "fi": "väitteet ja mitä niistä seuraa",
    "sv": "påståendena och vad som följer av dem",
    "en": "the statements and what follows from them",
}
_TRIPLES: Texts = {"fi": "{} RDF-kolmikkoa", "sv": "{} RDF-tripplar", "en": "{} RDF triples"}
_ENDPOINT: Texts = {"fi": "SPARQL-rajapinta", "sv": "SPARQL-gränssnitt", "en": "SPARQL endpoint"}


@dataclass(frozen=True)
class Catalogue:
    """What a catalogue is made of: the description, the files of each dataset by its slug, the questions by name.

    ``endpoint`` is the address of a SPARQL endpoint for the main dataset, if there is one.
    """

    description: Description
    files: Mapping[str, Sequence[Written]]
    questions: Mapping[str, Query]
    endpoint: str | None = None

    def triples(self) -> list[ox.Triple]:
        """The whole record, each triple once, in no order.

        Raises `WorkspaceError` for what is not described, `ParameterError` for an endpoint that is no web address.
        """
        said = {*self.description.own(), *self._catalogue()}
        for dataset in self.description.datasets:
            said.update(self._dataset(dataset))
        said.update(list(_kinds_of_licences(said)))
        return list(said | _classified(said) | self._named(said))

    @property
    def version(self) -> str:
        """The number of the version that is published."""
        return self.description.versions[-1].number

    @cached_property
    def _address(self) -> str:
        return f"{BASE}{self.version}/"

    def _catalogue(self) -> Iterator[ox.Triple]:
        iri = self.description.catalogue
        yield from model.about(iri, "foaf:homepage", [ox.NamedNode(BASE)])
        yield from model.about(iri, "dcat:themeTaxonomy", [THEMES])
        yield from self._versioned(iri)
        yield from self._chained()
        if self.endpoint:
            yield from self._service(_address(self.endpoint))

    def _dataset(self, dataset: Dataset) -> Iterator[ox.Triple]:
        iri = dataset.iri
        yield from (
            ox.Triple(iri, predicate, value) for predicate, value in self.description.inherited(dataset)
        )
        yield from model.about(iri, "dcterms:identifier", [ox.Literal(iri.value)])
        yield from model.about(iri, "dcat:landingPage", [ox.NamedNode(f"{iri.value}.html")])
        yield from self._versioned(iri)
        for file in self.files.get(dataset.slug, ()):
            yield from self._distribution(dataset, file)

    def _versioned(self, iri: ox.NamedNode) -> Iterator[ox.Triple]:
        """The number, the first and the last day, and what changed: those of the versions unless it has its own."""
        first, latest = self.description.versions[0], self.description.versions[-1]
        known = {
            "dcat:version": [ox.Literal(latest.number)],
            "dcterms:issued": [first.issued],
            "dcterms:modified": [latest.issued],
            "adms:versionNotes": latest.notes,
        }
        for name, values in known.items():
            if not self.description.values(iri, model.node(name)):
                yield from model.about(iri, name, values)

    def _chained(self) -> Iterator[ox.Triple]:
        whole, versions = self.description.catalogue, self.description.versions
        for version in versions:
            yield from model.about(version.iri, "dcat:isVersionOf", [whole])
        for earlier, later in pairwise(versions):
            yield from model.about(later.iri, "dcat:previousVersion", [earlier.iri])
        yield from model.about(whole, "dcat:hasCurrentVersion", [versions[-1].iri])

    def _distribution(self, dataset: Dataset, file: Written) -> Iterator[ox.Triple]:
        iri, about = ox.NamedNode(f"{BASE}id/distribution/{file.path}"), FORMATS[file.extension]
        issued = [self.description.versions[-1].issued]
        title, description = self._words(file)
        known: Mapping[str, Iterable[model.Term]] = {
            "rdf:type": [model.node("dcat:Distribution")],
            "dcterms:title": _texts(title),
            "dcterms:description": _texts(description),
            "dcat:accessURL": [ox.NamedNode(self._address)],
            "dcat:downloadURL": [ox.NamedNode(self._address + file.path)],
            "dcterms:format": [ox.NamedNode(about.file_type)],
            "dcat:mediaType": [ox.NamedNode(about.media_type)],
            "dcat:byteSize": [ox.Literal(str(file.bytes), datatype=_INTEGER)],
            "dcterms:issued": issued,
            "dcterms:modified": issued,
            "dcterms:conformsTo": self._standards(dataset, file),
        }
        yield from model.about(dataset.iri, "dcat:distribution", [iri])
        for name, values in known.items():
            yield from model.about(iri, name, values)
        for predicate in _SHARED:
            yield from (
                ox.Triple(iri, predicate, value) for value in self.description.shared(dataset, predicate)
            )
        yield from self._checksum(iri, file)

    def _checksum(self, distribution: ox.NamedNode, file: Written) -> Iterator[ox.Triple]:
        iri = ox.NamedNode(f"{BASE}id/checksum/{file.path}")
        yield from model.about(distribution, "spdx:checksum", [iri])
        yield from model.about(iri, "spdx:algorithm", [ox.NamedNode(SHA256)])
        yield from model.about(iri, "spdx:checksumValue", [ox.Literal(file.sha256, datatype=_HEX)])

    def _service(self, endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
        iri, main = ox.NamedNode(f"{BASE}id/service/sparql"), self.description.main
        known: Mapping[str, Iterable[model.Term]] = {
            "rdf:type": [model.node("dcat:DataService")],
            "dcterms:title": _texts(_ENDPOINT),
            "dcat:endpointURL": [endpoint],
            "dcat:endpointDescription": [endpoint],
            "dcat:servesDataset": [main.iri],
            "dcterms:conformsTo": [_PROTOCOL],
        }
        yield from model.about(self.description.catalogue, "dcat:service", [iri])
        for name, values in known.items():
            yield from model.about(iri, name, values)
        for predicate in _SERVED:
            yield from (
                ox.Triple(iri, predicate, value) for value in self.description.shared(main, predicate)
            )

    def _standards(self, dataset: Dataset, file: Written) -> list[model.Term]:
        if file.path.startswith(TABLES):
            return [_TABULAR]
        return self.description.values(dataset.iri, model.node("dcterms:conformsTo"))

    def _words(self, file: Written) -> tuple[Texts, Texts]:
        """The title of a file, and its description."""
        # A question may have a point in its name, but a table has one ending.
        name, kind = file.path.removeprefix(TABLES).rpartition(".")[0], FORMATS[file.extension].title
        if file.path.startswith(TABLES):
            question = self.questions[name]
            return {lang: f"{text} (CSV)" for lang, text in question.title.items()}, question.question
        triples = {lang: text.format(file.triples) for lang, text in _TRIPLES.items()}
        if name not in STEMS:
            return dict.fromkeys(LANGUAGES, kind), triples
        what = _AS_STATED if name == STEMS[0] else _WITH_INFERRED
        return {lang: f"{kind}: {text}" for lang, text in what.items()}, triples

    def _named(self, said: Iterable[ox.Triple]) -> set[ox.Triple]:
        """What the things of ours that are mentioned are called, and what they are, wherever that is said."""
        store = self.description.store
        mentioned = {triple.object for triple in said if isinstance(triple.object, ox.NamedNode)}
        return {
            ox.Triple(thing, predicate, value)
            for thing in mentioned
            if thing.value.startswith(BASE)
            for predicate in (*_NAMES, model.RDF_TYPE)
            for value in model.objects(store, thing, predicate)
        }


def _address(text: str) -> ox.NamedNode:
    if re.match(r"https?://[^/\s]", text):
        with suppress(ValueError):
            return ox.NamedNode(text)
    raise ParameterError(
        Phrase(
            "--endpoint: '{text}' is no web address; write one such as https://example.org/sparql.", text=text
        )
    )


def _texts(texts: Texts) -> list[ox.Literal]:
    return [ox.Literal(text, language=lang) for lang, text in texts.items()]


def _classified(said: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The classes that DCAT-AP wants values to be of, and what code lists say of their codes."""
    found: set[ox.Triple] = set()
    for triple in said:
        value, classes = triple.object, CLASS_OF.get(triple.predicate.value, ())
        if classes and isinstance(value, ox.NamedNode):
            found.update(ox.Triple(value, model.RDF_TYPE, ox.NamedNode(one)) for one in classes)
            code = described(value.value)
            found.update(_of_code(value, code) if code else ())
    return found


def _kinds_of_licences(said: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for licence in {triple.object for triple in said if isinstance(triple.object, ox.NamedNode)}:
        kind = LICENCE_KIND_OF.get(licence.value)
        yield from model.about(licence, "dcterms:type", [ox.NamedNode(kind)] if kind else [])


def _of_code(iri: ox.NamedNode, code: Code) -> Iterator[ox.Triple]:
    scheme, name = ox.NamedNode(code.scheme), [ox.Literal(code.label, language="en")]
    yield from model.about(iri, "rdf:type", [model.node("skos:Concept")])
    yield from model.about(iri, "skos:inScheme", [scheme])
    yield from model.about(iri, "skos:prefLabel", name)
    yield from _of_scheme(scheme)


def _of_scheme(scheme: ox.NamedNode) -> Iterator[ox.Triple]:
    label = SCHEMES.get(scheme.value)
    yield from model.about(scheme, "rdf:type", [model.node("skos:ConceptScheme")])
    for name in ("skos:prefLabel", "dcterms:title"):
        yield from model.about(scheme, name, [ox.Literal(label, language="en")] if label else [])
