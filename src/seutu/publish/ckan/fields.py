"""The datasets of a DCAT-AP catalogue as a CKAN portal takes them, in the way of a `Profile`."""

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
"""What a portal takes and gives."""

Package = dict[str, Json]
"""A dataset, or a resource of one, as JSON."""

Values = Mapping[str, tuple[str, ...]]
"""The values of a field, by language; those without one under an empty text."""

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
"""What a dataset says, by CKAN's names, and where the catalogue says it: from property to property."""

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
"""The same for what CKAN calls a resource and DCAT a distribution."""

# EU file types by the names that CKAN's list of formats has, or that are usual on portals where it has none.
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
_NAME_LENGTH, _TOLD_APART = 100, 8


def packages(catalogue: Iterable[ox.Triple], profile: Profile, base: str, lang: str) -> list[Package]:
    """The datasets of a catalogue under ``base``, in order of their names, each with its resources.

    A resource has the IRI of its distribution for its ``id``, where a portal wants a UUID: whoever sends it makes one
    of it. ``lang`` is for fields that hold one language. Raises `ParameterError` when what the portal requires is
    missing, and for two datasets that would have one name.
    """
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in catalogue)
    described = _Described(store, profile, lang)
    datasets = _subjects(store, "dcat:Dataset")
    names = {dataset: slug(dataset.value, base) for dataset in datasets}
    _refuse_one_name(names)
    made = [described.dataset(dataset, name) for dataset, name in names.items()]
    return sorted(made, key=lambda package: str(package["name"]))


def slug(iri: str, base: str) -> str:
    """A dataset's name on a portal, the same each time: lower-case letters of ASCII, digits and hyphens, 2 to 100.

    It begins with the name at the end of the base, for a portal has many a dataset called ``ontology``. One that would
    be too long ends in a hash of itself, so that two which begin alike stay two.
    """
    whose = re.split(r"[/#]+", base.rstrip("/#"))[-1]
    what = re.split(r"[/#]+", iri.removeprefix(base).rstrip("/#"))[-1]
    plain = re.sub(r"[^a-z0-9]+", "-", f"{whose}-{what}".lower()).strip("-")
    if len(plain) > _NAME_LENGTH:
        sha = hashlib.sha256(plain.encode()).hexdigest()[:_TOLD_APART]
        plain = f"{plain[: _NAME_LENGTH - _TOLD_APART - 1].strip('-')}-{sha}"
    return plain.ljust(2, "-")


def _refuse_one_name(names: Mapping[ox.NamedNode, str]) -> None:
    """Two datasets of one name would take turns in being each other."""
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


class _Described:
    """Writes what a store says in the way of a profile, and in one language where there is room for one."""

    def __init__(self, store: ox.Store, profile: Profile, lang: str) -> None:
        self._store, self._profile = store, profile
        self._order = list(dict.fromkeys([lang, *LANGUAGES, ""]))

    def dataset(self, dataset: ox.NamedNode, name: str) -> Package:
        said = {name: self._values(dataset, path) for name, path in DATASET.items()}
        said["license_id"] = _each(said["license_id"], self._licence)
        for email in ("maintainer_email", "contact_email"):
            said[email] = _each(said[email], lambda value: value.removeprefix("mailto:"))
        self._check(dataset, said)
        package: Package = {"name": name, **self._written(said, self._profile.fields), **self._profile.fixed}
        if self._profile.extras:
            extras = self._written(said, self._profile.extras)
            package["extras"] = [{"key": key, "value": extras[key]} for key in sorted(extras)]
        distributions = self._store.quads_for_pattern(dataset, node("dcat:distribution"), None)
        nodes = sorted(each.object.value for each in distributions if isinstance(each.object, ox.NamedNode))
        package["resources"] = [self._resource(ox.NamedNode(iri)) for iri in nodes]
        return package

    def _resource(self, distribution: ox.NamedNode) -> Package:
        said = {name: self._values(distribution, path) for name, path in RESOURCE.items()}
        said["url"] = said["url"] or said["access_url"]
        said["mimetype"] = _each(said["mimetype"], lambda value: value.removeprefix(IANA))
        said["format"] = _each(said["format"], _format)
        written = self._written(said, self._profile.resource)
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

    def _written(self, said: Mapping[str, Values], fields: Mapping[str, tuple[str, Kind]]) -> Package:
        made = {name: self._value(said, source, kind) for name, (source, kind) in fields.items()}
        return {name: value for name, value in made.items() if value not in ("", [], {})}

    def _value(self, said: Mapping[str, Values], source: str, kind: Kind) -> Json:
        if kind == "contacts":
            keys = {key: self._one(said[f"{source}_{key}"]) for key in ("uri", "name", "email")}
            return [{key: value for key, value in keys.items() if value}]
        values = said[source]
        if kind in ("texts", "keywords"):
            spoken = {lang: texts for lang, texts in sorted(values.items()) if lang}
            return {
                lang: list(_tags(texts)) if kind == "keywords" else texts[0] for lang, texts in spoken.items()
            }
        if kind in ("list", "json"):
            every = sorted({text for texts in values.values() for text in texts})
            return list(every) if kind == "list" else json.dumps(every, ensure_ascii=False) if every else ""
        if kind == "tags":
            return [{"name": tag} for tag in _tags(self._chosen(values))]
        return int(self._one(values)) if kind == "number" and values else self._one(values)

    def _chosen(self, values: Values) -> tuple[str, ...]:
        order = [*self._order, *sorted(values)]
        return next((values[lang] for lang in order if lang in values), ())

    def _one(self, values: Values) -> str:
        return next(iter(self._chosen(values)), "")

    def _licence(self, iri: str) -> str:
        return self._profile.licences.get(iri.removeprefix(f"{AUTHORITY}licence/"), _NO_LICENCE)

    def _check(self, dataset: ox.NamedNode, said: Mapping[str, Values]) -> None:
        for name, lang in self._profile.required:
            if not (said[name].get(lang) if lang else said[name]):
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


def _each(values: Values, change: Callable[[str], str]) -> Values:
    return {lang: tuple(change(text) for text in texts) for lang, texts in values.items()}


def _format(iri: str) -> str:
    code = iri.removeprefix(f"{AUTHORITY}file-type/")
    return _FORMATS.get(code, code)


def _tags(texts: Iterable[str]) -> Iterator[str]:
    """Tags as CKAN allows them: letters, digits, spaces and ``-_.``, each once."""
    plain = (re.sub(r"[^\w .-]+", "-", text).strip() for text in texts)
    yield from sorted({tag for tag in plain if len(tag) in _TAG_LENGTHS})
