"""The code lists: what is in them, against the lists themselves where they are at hand."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.catalogue import codes
from seutu.rdf.namespaces import PREFIXES, expand

LISTS = Path(__file__).parents[4] / "shared" / "standards" / "code-lists"
AT_HAND = pytest.mark.skipif(not LISTS.is_dir(), reason=f"the code lists are not at {LISTS}")

IDENTIFIER = ox.NamedNode("http://purl.org/dc/elements/1.1/identifier")
LABEL, IN_SCHEME = ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.NamedNode(PREFIXES["skos"] + "inScheme")

WHOLE = {
    "access-right": "access-right",
    "data-theme": "data-theme",
    "dataset-types": "dataset-type",
    "distribution-status": "distribution-status",
    "frequencies": "frequency",
    "planned-availability": "planned-availability",
}


def listed(name: str) -> ox.Store:
    store = ox.Store()
    store.load(path=LISTS / f"{name}-sparql-result.ttl", format=ox.RdfFormat.TURTLE)
    return store


def identified(store: ox.Store) -> set[str]:
    found = store.quads_for_pattern(None, IDENTIFIER, None)
    return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}


def english(store: ox.Store) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, LABEL, None)
        if isinstance(quad.object, ox.Literal)
        and quad.object.language == "en"
        and isinstance(quad.subject, ox.NamedNode)
    }


@AT_HAND
@pytest.mark.parametrize("name", WHOLE)
def test_a_list_is_whole(name: str) -> None:
    scheme = codes.AUTHORITY + WHOLE[name]
    expected = {
        iri: codes.Code(scheme, label)
        for iri, label in english(listed(name)).items()
        if iri.startswith(f"{scheme}/")
    }
    assert {iri: codes.described(iri) for iri in expected} == expected
    assert {iri for iri in codes.known() if iri.startswith(f"{scheme}/")} == set(expected)


@AT_HAND
def test_publisher_types_are_whole() -> None:
    store = ox.Store()
    store.load(path=LISTS / "adms-publisher-type.ttl", format=ox.RdfFormat.TURTLE)
    members = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, IN_SCHEME, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    labels = english(store)
    assert {iri: code.label for iri in members if (code := codes.described(iri))} == {
        iri: labels[iri] for iri in members
    }


@AT_HAND
def test_licences_are_whole_and_their_labels_true() -> None:
    store = listed("licences")
    assert identified(store) == codes.LICENCES
    labels = english(store)
    told = {iri: code.label for iri in codes.LICENCES if (code := codes.described(iri))}
    assert len(told) == 10
    assert told == {iri: labels[iri] for iri in told}


@AT_HAND
def test_file_types_and_languages_are_in_their_lists() -> None:
    types = identified(listed("filetypes"))
    assert types == codes.FILE_TYPES
    assert types >= codes.NON_PROPRIETARY
    assert types >= codes.MACHINE_READABLE
    assert {fmt.file_type for fmt in codes.FORMATS.values()} <= types
    assert {iri for iri in codes.known() if "/file-type/" in iri} <= types
    assert identified(listed("language")) <= set(codes.known())


@pytest.mark.parametrize("extension", codes.FORMATS)
def test_a_format_has_a_described_file_type_and_a_media_type(extension: str) -> None:
    fmt = codes.FORMATS[extension]
    assert codes.described(fmt.file_type) is not None
    assert fmt.media_type == codes.IANA + fmt.media_type_name
    assert fmt.non_proprietary


def test_only_what_is_structured_is_machine_readable() -> None:
    assert {name for name, fmt in codes.FORMATS.items() if not fmt.machine_readable} == {
        *"html rq svg txt zip".split()
    }


def test_what_is_in_no_list_is_not_described() -> None:
    assert codes.described(codes.AUTHORITY + "licence/NO_SUCH") is None
    assert codes.described("https://example.org/") is None


def test_every_scheme_has_a_title() -> None:
    schemes = {code.scheme for iri in codes.known() if (code := codes.described(iri))}
    assert schemes == set(codes.SCHEMES)


def test_the_languages_of_the_project_are_described() -> None:
    labels = {"FIN": "Finnish", "SWE": "Swedish", "ENG": "English"}
    for code, label in labels.items():
        found = codes.described(f"{codes.AUTHORITY}language/{code}")
        assert found == codes.Code(codes.AUTHORITY + "language", label)


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("dcterms:accrualPeriodicity", ["dcterms:Frequency"]),
        ("dcat:mediaType", ["dcterms:MediaType", "dcterms:MediaTypeOrExtent"]),
        ("dcat:theme", ["skos:Concept"]),
        ("foaf:homepage", ["foaf:Document"]),
    ],
)
def test_the_class_of_a_value(name: str, classes: list[str]) -> None:
    assert codes.CLASS_OF[expand(name)] == tuple(map(expand, classes))


def test_a_country_without_a_label_here_is_known_by_its_form() -> None:
    country = f"{codes.AUTHORITY}country"
    assert codes.described(f"{country}/DEU") == codes.Code(country, "")
    assert codes.described(f"{country}/Germany") is None
