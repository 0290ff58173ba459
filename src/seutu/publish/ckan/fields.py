"""The datasets of a DCAT-AP catalogue in the JSON form of a CKAN portal, according to a `Profile`."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

from seutu.catalogue.codes import AUTHORITY, IANA
from seutu.errors import ParameterError
from seutu.phrases import LANGUAGES, Phrase
from seutu.publish.ckan.profiles import Kind, Profile
from seutu.rdf.model import RDF_TYPE, node

Json = str | int | list["Json"] | dict[str, "Json"]
"""A JSON value of a portal."""

Package = dict[str, Json]
"""A dataset, or a resource of one, as JSON."""

Values = Mapping[str, tuple[str, ...]]
"""The values of a field by language; values without a language are under the empty string."""

DATASET: Mapping[str, str] = {
    "uri": "",
    "title": "dcterms:title",
    "notes": "dcterms:description",
    "tags": "dcat:keyword",
    "url": "dcat:landingPage",
    "license_id": "dcterms:license",
    "rights": "dcterms:rights rdfs:label",
    "author": "dcterms:creator foaf:name",
    "maintainer": "dcat:contactPoint vcard:fn",
    "maintainer_email": "dcat:contactPoint vcard:hasEmail",
    "version": "dcat:version",
    "version_notes": "adms:versionNotes",
    "identifier": "dcterms:identifier",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "frequency": "dcterms:accrualPeriodicity",
    "access_rights": "dcterms:accessRights",
    "provenance": "dcterms:provenance rdfs:label",
    "dcat_type": "dcterms:type",
    "language": "dcterms:language",
    "theme": "dcat:theme",
    "conforms_to": "dcterms:conformsTo",
    "spatial_uri": "dcterms:spatial",
    "temporal_start": "dcterms:temporal dcat:startDate",
    "temporal_end": "dcterms:temporal dcat:endDate",
    "publisher_uri": "dcterms:publisher",
    "publisher_name": "dcterms:publisher foaf:name",
    "publisher_type": "dcterms:publisher dcterms:type",
    "contact_uri": "dcat:contactPoint",
    "contact_name": "dcat:contactPoint vcard:fn",
    "contact_email": "dcat:contactPoint vcard:hasEmail",
}
"""The fields of a dataset by their CKAN names, each with its property path in the catalogue."""

RESOURCE: Mapping[str, str] = {
    "uri": "",
    "name": "dcterms:title",
    "description": "dcterms:description",
    "url": "dcat:downloadURL",
    "access_url": "dcat:accessURL",
    "download_url": "dcat:downloadURL",
    "format": "dcterms:format",
    "mimetype": "dcat:mediaType",
    "size": "dcat:byteSize",
    "hash": "spdx:checksum spdx:checksumValue",
    "hash_algorithm": "spdx:checksum spdx:algorithm",
    "license": "dcterms:license",
    "rights": "dcterms:rights rdfs:label",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "status": "adms:status",
    "availability": "dcatap:availability",
    "language": "dcterms:language",
    "conforms_to": "dcterms:conformsTo",
}
"""The fields of a resource (a distribution in DCAT), each with its property path."""

# EU file types with the names in CKAN's list of formats, or the usual names on portals if CKAN has none.
_FORMATS = {
    "RDF_TURTLE": "TTL",
    "RDF_N_TRIPLES": "N-Triples",
    "RDF_N_QUADS": "N-Quads",
    "RDF_TRIG": "TriG",
    "RDF_XML": "RDF",
    "JSON_LD": "JSON-LD",
}
_NO_LICENCE = "notspecified"
_TAG_LENGTHS = range(2, 101)
_NAME_LENGTH, _HASH_LENGTH = 100, 8


def packages(catalogue: Iterable[ox.Triple], profile: Profile, base: str, lang: str) -> list[Package]:
    """Return the datasets of a catalogue under ``base``, ordered by name, each with its resources.

    The ``id`` of a resource is the IRI of its distribution; the caller replaces it by a UUID. ``lang`` is the language
    of fields that hold one. Raises `ParameterError` when a field that the portal requires is missing, and for two
    datasets with one name.
    """
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in catalogue)
    writer = _DatasetWriter(store, profile, lang)
    datasets = _subjects(store, "dcat:Dataset")
    names = {dataset: slug(dataset.value, base) for dataset in datasets}
    _refuse_one_name(names)
    made = [writer.dataset(dataset, name) for dataset, name in names.items()]
    return sorted(made, key=lambda package: str(package["name"]))


def slug(iri: str, base: str) -> str:
    """Return the name of a dataset on a portal: 2 to 100 lower-case ASCII letters, digits and hyphens.

    It begins with the last part of the base, because portals have many datasets called ``ontology``. A name that would
    be too long ends in a hash, so that two long names with the same start differ.
    """
    whose = re.split(r"[/#]+", base.rstrip("/#"))[-1]
    what = re.split(r"[/#]+", iri.removeprefix(base).rstrip("/#"))[-1]
    plain = re.sub(r"[^a-z0-9]+", "-", f"{whose}-{what}".lower()).strip("-")
    if len(plain) > _NAME_LENGTH:
        sha = hashlib.sha256(plain.encode()).hexdigest()[:_HASH_LENGTH]
        plain = f"{plain[: _NAME_LENGTH - _HASH_LENGTH - 1].strip('-')}-{sha}"
    return plain.ljust(2, "-")


def _refuse_one_name(names: Mapping[ox.NamedNode, str]) -> None:
    """Raise `ParameterError` if two datasets have one name, because each would overwrite the other."""
    first: dict[str, str] = {}
    for dataset, name in names.items():
        other = first.setdefault(name, dataset.value)
        if other != dataset.value:
            raise ParameterError(
                Phrase(
                    "{other} and {dataset}: both would be called '{name}' on a portal; let their IRIs end in "
                    "other letters or digits.",
                    other=other,
                    dataset=dataset.value,
                    name=name,
                )
            )


class _DatasetWriter:
    """Writes the datasets of a store according to a profile, with one language where a field holds one."""

    def __init__(self, store: ox.Store, profile: Profile, lang: str) -> None:
        self._store, self._profile = store, profile
        self._order = list(dict.fromkeys([lang, *LANGUAGES, ""]))

    def dataset(self, dataset: ox.NamedNode, name: str) -> Package:
        by_field = {name: self._values(dataset, path) for name, path in DATASET.items()}
        by_field["license_id"] = _mapped(by_field["license_id"], self._licence)
        for email in ("maintainer_email", "contact_email"):
            by_field[email] = _mapped(by_field[email], lambda value: value.removeprefix("mailto:"))
        self._check(dataset, by_field)
        package: Package = {
            "name": name,
            **self._fields_of(by_field, self._profile.fields),
            **self._profile.fixed,
        }
        if self._profile.extras:
            extras = self._fields_of(by_field, self._profile.extras)
            package["extras"] = [{"key": key, "value": extras[key]} for key in sorted(extras)]
        distributions = self._store.quads_for_pattern(dataset, node("dcat:distribution"), None)
        nodes = sorted(each.object.value for each in distributions if isinstance(each.object, ox.NamedNode))
        package["resources"] = [self._resource(ox.NamedNode(iri)) for iri in nodes]
        return package

    def _resource(self, distribution: ox.NamedNode) -> Package:
        by_field = {name: self._values(distribution, path) for name, path in RESOURCE.items()}
        by_field["url"] = by_field["url"] or by_field["access_url"]
        by_field["mimetype"] = _mapped(by_field["mimetype"], lambda value: value.removeprefix(IANA))
        by_field["format"] = _mapped(by_field["format"], _format)
        written = self._fields_of(by_field, self._profile.resource)
        return {"id": distribution.value, **written, **self._profile.resource_fixed}

    def _values(self, thing: ox.NamedNode, path: str) -> Values:
        found: list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = [thing]
        for name in path.split():
            step = node(name)
            found = [
                quad.object
                for each in found
                if isinstance(each, ox.NamedNode | ox.BlankNode)
                for quad in self._store.quads_for_pattern(each, step, None)
            ]
        pairs = sorted(_text(each) for each in found if isinstance(each, ox.NamedNode | ox.Literal))
        return {lang: tuple(text for each, text in pairs if each == lang) for lang in dict(pairs)}

    def _fields_of(self, by_field: Mapping[str, Values], fields: Mapping[str, tuple[str, Kind]]) -> Package:
        made = {name: self._value(by_field, source, kind) for name, (source, kind) in fields.items()}
        return {name: value for name, value in made.items() if value not in ("", [], {})}

    def _value(self, by_field: Mapping[str, Values], source: str, kind: Kind) -> Json:
        if kind == "contacts":
            keys = {key: self._first(by_field[f"{source}_{key}"]) for key in ("uri", "name", "email")}
            return [{key: value for key, value in keys.items() if value}]
        values = by_field[source]
        if kind in ("texts", "keywords"):
            by_language = {lang: texts for lang, texts in sorted(values.items()) if lang}
            return {
                lang: list(_tags(texts)) if kind == "keywords" else texts[0]
                for lang, texts in by_language.items()
            }
        if kind in ("list", "json"):
            every = sorted({text for texts in values.values() for text in texts})
            return list(every) if kind == "list" else json.dumps(every, ensure_ascii=False) if every else ""
        if kind == "tags":
            return [{"name": tag} for tag in _tags(self._in_preferred_language(values))]
        return int(self._first(values)) if kind == "number" and values else self._first(values)

    def _in_preferred_language(self, values: Values) -> tuple[str, ...]:
        order = [*self._order, *sorted(values)]
        return next((values[lang] for lang in order if lang in values), ())

    def _first(self, values: Values) -> str:
        return next(iter(self._in_preferred_language(values)), "")

    def _licence(self, iri: str) -> str:
        return self._profile.licences.get(iri.removeprefix(f"{AUTHORITY}licence/"), _NO_LICENCE)

    def _check(self, dataset: ox.NamedNode, by_field: Mapping[str, Values]) -> None:
        for name, lang in self._profile.required:
            if not (by_field[name].get(lang) if lang else by_field[name]):
                what = DATASET[name].replace(" ", " / ")
                raise ParameterError(
                    Phrase(
                        "{dataset}: has no {what} in the language '{lang}', which the portal requires; say it in "
                        "data/catalogue.ttl.",
                        dataset=dataset.value,
                        what=what,
                        lang=lang,
                    )
                    if lang
                    else Phrase(
                        "{dataset}: has no {what}, which the portal requires; say it in data/catalogue.ttl.",
                        dataset=dataset.value,
                        what=what,
                    )
                )


def _subjects(store: ox.Store, kind: str) -> list[ox.NamedNode]:
    found = {quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, node(kind))}
    return sorted((each for each in found if isinstance(each, ox.NamedNode)), key=str)


def _text(term: ox.NamedNode | ox.Literal) -> tuple[str, str]:
    return (term.language or "" if isinstance(term, ox.Literal) else ""), term.value


def _mapped(values: Values, change: Callable[[str], str]) -> Values:
    return {lang: tuple(change(text) for text in texts) for lang, texts in values.items()}


def _format(iri: str) -> str:
    code = iri.removeprefix(f"{AUTHORITY}file-type/")
    return _FORMATS.get(code, code)


def _tags(texts: Iterable[str]) -> Iterator[str]:
    """Yield tags in the characters that CKAN allows: letters, digits, spaces and ``-_.``, each tag once."""
    plain = (re.sub(r"[^\w .-]+", "-", text).strip() for text in texts)
    yield from sorted({tag for tag in plain if len(tag) in _TAG_LENGTHS})
