"""The catalogue in the terms of schema.org, as JSON-LD for dataset search engines.

The context maps names to schema.org without a remote context, so JSON-LD readers need no network.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

_CONTEXT: Json = {"@vocab": PREFIXES["schema"]}
_LANGUAGES = {"FIN": "fi", "SWE": "sv", "ENG": "en"}
_IANA = "media-types/"


@dataclass(frozen=True)
class SchemaOrg:
    """The triples of a `Catalogue`, in a store, to be rendered with the terms of schema.org."""

    store: ox.Store

    def json(self) -> str:
        """Return the whole catalogue as one JSON-LD document, always the same for the same triples."""
        (catalogue,) = self._of_class("dcat:Catalog")
        content: dict[str, Json] = {"@context": _CONTEXT} | self._catalogue(catalogue)
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def _catalogue(self, iri: ox.NamedNode) -> dict[str, Json]:
        datasets = [thing for thing in self._values(iri, "dcat:dataset") if isinstance(thing, ox.NamedNode)]
        return _without_empty(
            {
                "@type": "DataCatalog",
                "@id": iri.value,
                **self._common(iri),
                "dataset": [self._dataset(dataset, iri) for dataset in datasets],
            }
        )

    def _dataset(self, iri: ox.NamedNode, catalogue: ox.NamedNode) -> dict[str, Json]:
        files = [thing for thing in self._values(iri, "dcat:distribution") if isinstance(thing, ox.NamedNode)]
        return _without_empty(
            {
                "@type": "Dataset",
                "@id": iri.value,
                **self._common(iri),
                "identifier": self._text(iri, "dcterms:identifier"),
                "isAccessibleForFree": True,
                "temporalCoverage": self._period(iri),
                "spatialCoverage": [self._place(place) for place in self._values(iri, "dcterms:spatial")],
                "includedInDataCatalog": {"@id": catalogue.value},
                "distribution": [self._download(file) for file in files],
            }
        )

    def _common(self, iri: ox.NamedNode) -> dict[str, Json]:
        """Return the properties of both catalogues and datasets."""
        return {
            "name": self._texts(iri, "dcterms:title"),
            "description": self._texts(iri, "dcterms:description"),
            "keywords": self._texts(iri, "dcat:keyword"),
            "url": self._text(iri, "dcat:landingPage") or self._text(iri, "foaf:homepage"),
            "license": self._text(iri, "dcterms:license"),
            "publisher": [self._agent(agent) for agent in self._values(iri, "dcterms:publisher")],
            "creator": [self._agent(agent) for agent in self._values(iri, "dcterms:creator")],
            "inLanguage": [_language(value) for value in self._values(iri, "dcterms:language")],
            "version": self._text(iri, "dcat:version"),
            "datePublished": self._text(iri, "dcterms:issued"),
            "dateModified": self._text(iri, "dcterms:modified"),
        }

    def _agent(self, agent: model.Term) -> Json:
        # The catalogue does not state the kind of agent, person or organisation.
        return {"@type": "Organization", "@id": _value(agent), "name": self._text(agent, "foaf:name")}

    def _place(self, place: model.Term) -> Json:
        return {"@type": "Place", "@id": _value(place), "name": self._texts(place, "skos:prefLabel")}

    def _period(self, iri: ox.NamedNode) -> str:
        periods = self._values(iri, "dcterms:temporal")
        ends = [
            self._text(period, end) or ".."
            for period in periods[:1]
            for end in ("dcat:startDate", "dcat:endDate")
        ]
        return "/".join(ends)

    def _download(self, file: ox.NamedNode) -> Json:
        checksums = self._values(file, "spdx:checksum")
        return _without_empty(
            {
                "@type": "DataDownload",
                "@id": file.value,
                "name": self._texts(file, "dcterms:title"),
                "contentUrl": self._text(file, "dcat:downloadURL"),
                "encodingFormat": self._text(file, "dcat:mediaType").rpartition(_IANA)[2],
                "contentSize": f"{self._text(file, 'dcat:byteSize')} B",
                "sha256": self._text(checksums[0], "spdx:checksumValue") if checksums else "",
                "license": self._text(file, "dcterms:license"),
            }
        )

    def _of_class(self, name: str) -> list[ox.NamedNode]:
        found = {
            quad.subject
            for quad in self.store.quads_for_pattern(None, model.RDF_TYPE, model.node(name), None)
        }
        return sorted((thing for thing in found if isinstance(thing, ox.NamedNode)), key=str)

    def _values(self, thing: model.Term, name: str) -> list[model.Term]:
        return sorted(model.objects(self.store, thing, model.node(name)), key=str)

    def _text(self, thing: model.Term, name: str) -> str:
        return next(map(_value, self._values(thing, name)), "")

    def _texts(self, thing: model.Term, name: str) -> Json:
        return [_tagged(value) for value in self._values(thing, name) if isinstance(value, ox.Literal)]


def _tagged(text: ox.Literal) -> Json:
    return {"@language": text.language, "@value": text.value} if text.language else text.value


def _value(term: model.Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _language(term: model.Term) -> str:
    code = _value(term).rpartition("/")[2]
    return _LANGUAGES.get(code, code.lower())


def _without_empty(content: dict[str, Json]) -> dict[str, Json]:
    """Return the content without empty values."""
    return {name: value for name, value in content.items() if value not in ("", [])}


def record(triples: Iterable[ox.Triple]) -> ox.Store:
    """Return a store with the triples in its default graph."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store
