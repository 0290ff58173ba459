"""The catalogue for portals, in DCAT-AP 3.0.1: a workspace's own description, and the files of its build.

All nodes are IRIs, none is blank. Dates are those of the versions, not of the clock. Addresses of files are below the
base: a file of version 0.1.0 is at ``<base>0.1.0/<path>``.
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
"""The files with all asserted statements, and with the inferred ones too."""

TABLES = "tables/"
"""The folder of the tables, one for each question."""

THEMES = ox.NamedNode("http://publications.europa.eu/resource/authority/data-theme")
_TABULAR = ox.NamedNode("https://www.w3.org/TR/tabular-data-model/")
_PROTOCOL = ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")
_INTEGER, _HEX = model.node("xsd:nonNegativeInteger"), model.node("xsd:hexBinary")

Texts = Mapping[str, str]
"""A text in each language."""

# The properties that a distribution gets from its dataset, or else from the catalogue.
_FROM_DATASET = tuple(
    map(model.node, "dcterms:license dcterms:rights dcterms:language adms:status dcatap:availability".split())
)
# The properties that a data service gets from the dataset that it serves.
_FROM_SERVED_DATASET = tuple(
    map(
        model.node,
        "dcterms:publisher dcat:contactPoint dcterms:license dcterms:accessRights dcat:theme dcat:keyword".split(),
    )
)
# The properties of names.
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
    """The input of a catalogue: the description, the files of each dataset by its slug, the questions by name.

    ``endpoint`` is the address of a SPARQL endpoint for the main dataset, if there is one.
    """

    description: Description
    files: Mapping[str, Sequence[Written]]
    questions: Mapping[str, Query]
    endpoint: str | None = None

    def triples(self) -> list[ox.Triple]:
        """Return the whole catalogue, each triple once, unordered.

        Raises `WorkspaceError` for an incomplete description, `ParameterError` for an endpoint that is not a web
        address.
        """
        triples = {*self.description.own(), *self._catalogue()}
        for dataset in self.description.datasets:
            triples.update(self._dataset(dataset))
        triples.update(list(_kinds_of_licences(triples)))
        return list(triples | _classes_of(triples) | self._names_of(triples))

    @property
    def version(self) -> str:
        """The number of the published version."""
        return self.description.versions[-1].number

    @cached_property
    def _address(self) -> str:
        return f"{BASE}{self.version}/"

    def _catalogue(self) -> Iterator[ox.Triple]:
        iri = self.description.catalogue
        yield from model.about(iri, "foaf:homepage", [ox.NamedNode(BASE)])
        yield from model.about(iri, "dcat:themeTaxonomy", [THEMES])
        yield from self._version_properties(iri)
        yield from self._version_chain()
        if self.endpoint:
            yield from self._service(_address(self.endpoint))

    def _dataset(self, dataset: Dataset) -> Iterator[ox.Triple]:
        iri = dataset.iri
        yield from (
            ox.Triple(iri, predicate, value) for predicate, value in self.description.inherited(dataset)
        )
        yield from model.about(iri, "dcterms:identifier", [ox.Literal(iri.value)])
        yield from model.about(iri, "dcat:landingPage", [ox.NamedNode(f"{iri.value}.html")])
        yield from self._version_properties(iri)
        for file in self.files.get(dataset.slug, ()):
            yield from self._distribution(dataset, file)

    def _version_properties(self, iri: ox.NamedNode) -> Iterator[ox.Triple]:
        """Yield version number, first and last date, and notes of the versions, unless the dataset has its own."""
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

    def _version_chain(self) -> Iterator[ox.Triple]:
        whole, versions = self.description.catalogue, self.description.versions
        for version in versions:
            yield from model.about(version.iri, "dcat:isVersionOf", [whole])
        for earlier, later in pairwise(versions):
            yield from model.about(later.iri, "dcat:previousVersion", [earlier.iri])
        yield from model.about(whole, "dcat:hasCurrentVersion", [versions[-1].iri])

    def _distribution(self, dataset: Dataset, file: Written) -> Iterator[ox.Triple]:
        iri, about = ox.NamedNode(f"{BASE}id/distribution/{file.path}"), FORMATS[file.extension]
        issued = [self.description.versions[-1].issued]
        title, description = self._title_and_description(file)
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
        for predicate in _FROM_DATASET:
            yield from (
                ox.Triple(iri, predicate, value)
                for value in self.description.own_or_inherited(dataset, predicate)
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
        for predicate in _FROM_SERVED_DATASET:
            yield from (
                ox.Triple(iri, predicate, value)
                for value in self.description.own_or_inherited(main, predicate)
            )

    def _standards(self, dataset: Dataset, file: Written) -> list[model.Term]:
        if file.path.startswith(TABLES):
            return [_TABULAR]
        return self.description.values(dataset.iri, model.node("dcterms:conformsTo"))

    def _title_and_description(self, file: Written) -> tuple[Texts, Texts]:
        """Return the title and the description of a file."""
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

    def _names_of(self, triples: Iterable[ox.Triple]) -> set[ox.Triple]:
        """Return the names and types, from the workspace, of the resources of ours that are objects of these
        triples.
        """
        store = self.description.store
        mentioned = {triple.object for triple in triples if isinstance(triple.object, ox.NamedNode)}
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


def _classes_of(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the classes that DCAT-AP requires of values, and the descriptions of their codes."""
    found: set[ox.Triple] = set()
    for triple in triples:
        value, classes = triple.object, CLASS_OF.get(triple.predicate.value, ())
        if classes and isinstance(value, ox.NamedNode):
            found.update(ox.Triple(value, model.RDF_TYPE, ox.NamedNode(one)) for one in classes)
            code = described(value.value)
            found.update(_code_triples(value, code) if code else ())
    return found


def _kinds_of_licences(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for licence in {triple.object for triple in triples if isinstance(triple.object, ox.NamedNode)}:
        kind = LICENCE_KIND_OF.get(licence.value)
        yield from model.about(licence, "dcterms:type", [ox.NamedNode(kind)] if kind else [])


def _code_triples(iri: ox.NamedNode, code: Code) -> Iterator[ox.Triple]:
    scheme = ox.NamedNode(code.scheme)
    name = [ox.Literal(code.label, language="en")] if code.label else []
    yield from model.about(iri, "rdf:type", [model.node("skos:Concept")])
    yield from model.about(iri, "skos:inScheme", [scheme])
    yield from model.about(iri, "skos:prefLabel", name)
    yield from _scheme_triples(scheme)


def _scheme_triples(scheme: ox.NamedNode) -> Iterator[ox.Triple]:
    label = SCHEMES.get(scheme.value)
    yield from model.about(scheme, "rdf:type", [model.node("skos:ConceptScheme")])
    for name in ("skos:prefLabel", "dcterms:title"):
        yield from model.about(scheme, name, [ox.Literal(label, language="en")] if label else [])
