"""Datasets and resources as each kind of portal takes them, and their names."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seutu.errors import ParameterError
from seutu.publish.ckan.fields import packages, slug
from seutu.publish.ckan.profiles import PROFILES, profile_named
from tests.helpers.ckan import (
    BASE,
    CATALOGUE,
    changed,
)

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


def sent(kind: str, lang: str = "en") -> dict[str, Any]:
    one, _ = packages(CATALOGUE, profile_named(kind), BASE, lang)
    return one


def test_a_plain_portal_gets_one_language_and_extras() -> None:
    one = sent("ckan")
    assert (one["name"], one["title"], one["notes"]) == ("x-one", "One", "The first dataset")
    assert one["tags"] == [{"name": "linked data"}, {"name": "region"}]
    assert (one["license_id"], one["version"], one["url"]) == (
        "cc-by",
        "1.2.0",
        "https://example.org/x/one.html",
    )
    assert (one["author"], one["maintainer"], one["maintainer_email"]) == ("Us", "Neuvonta", "help@seutu.fi")
    extras = {extra["key"]: extra["value"] for extra in one["extras"]}
    table, authority = "https://example.org/x/id/", "http://publications.europa.eu/resource/authority/"
    assert extras == {
        "uri": f"{table}dataset/one",
        "identifier": f"{table}dataset/one",
        "issued": "2026-11-26",
        "modified": "2026-11-27",
        "version_notes": "News",
        "frequency": f"{authority}frequency/IRREG",
        "access_rights": f"{authority}access-right/PUBLIC",
        "spatial_uri": f"{authority}country/FIN",
        "temporal_start": "2002",
        "temporal_end": "2010",
        "provenance": "Read by hand",
        "dcat_type": f"{authority}dataset-type/STATISTICAL",
        "language": f'["{authority}language/FIN", "{authority}language/SWE"]',
        "theme": f'["{authority}data-theme/GOVE", "{authority}data-theme/REGI"]',
        "conforms_to": '["https://example.org/x/ont"]',
        "publisher_uri": f"{table}agent/us",
        "publisher_name": "Us",
        "publisher_type": "http://purl.org/adms/publishertype/LocalAuthority",
        "contact_uri": f"{table}contact/us",
        "contact_name": "Neuvonta",
        "contact_email": "help@seutu.fi",
    }


def test_a_resource_has_all_that_the_file_has() -> None:
    table, turtle = sent("ckan")["resources"]
    assert turtle == {
        "id": "https://example.org/x/id/distribution/one.ttl",
        "uri": "https://example.org/x/id/distribution/one.ttl",
        "name": "A Turtle file",
        "description": "7 triples",
        "url": "https://example.org/x/1.2.0/one.ttl",
        "access_url": "https://example.org/x/1.2.0/",
        "download_url": "https://example.org/x/1.2.0/one.ttl",
        "format": "TTL",
        "mimetype": "text/turtle",
        "size": 1234,
        "hash": "ab12",
        "hash_algorithm": "https://spdx.org/rdf/terms#checksumAlgorithm_sha256",
        "license": "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        "rights": "Free",
        "issued": "2026-11-26",
        "modified": "2026-11-27",
        "status": "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED",
        "availability": "http://publications.europa.eu/resource/authority/planned-availability/AVAILABLE",
        "language": '["http://publications.europa.eu/resource/authority/language/FIN"]',
        "conforms_to": '["https://example.org/x/ont"]',
    }
    assert (table["url"], table["format"]) == ("https://example.org/x/1.2.0/one.csv", "CSV")


def test_a_portal_of_many_languages_gets_them_all() -> None:
    one = sent("fluent")
    assert one["title_translated"] == {"fi": "Yksi", "sv": "Ett", "en": "One"}
    assert one["notes_translated"]["sv"] == "Den första datamängden"
    assert one["tags_translated"] == {
        "fi": ["RDF-XML", "seutu"],
        "sv": ["region"],
        "en": ["linked data", "region"],
    }
    assert one["contact"] == [
        {"uri": "https://example.org/x/id/contact/us", "name": "Neuvonta", "email": "help@seutu.fi"}
    ]
    assert one["provenance"] == {"fi": "Luettu käsin", "en": "Read by hand"}
    assert "title" not in one
    # A field of its schema must not come as an extra too: CKAN refuses that.
    assert {extra["key"] for extra in one["extras"]}.isdisjoint(one)
    assert one["resources"][1]["name_translated"] == {"fi": "Turtle-tiedosto", "en": "A Turtle file"}


def test_avoindata_gets_what_it_requires() -> None:
    one = sent("avoindata")
    assert one["collection_type"] == "Open Data"
    assert one["title_translated"]["fi"] == "Yksi"
    assert one["notes_translated"]["fi"] == "Ensimmäinen aineisto"
    assert one["keywords"]["fi"] == ["RDF-XML", "seutu"]
    assert (one["license_id"], one["maintainer"], one["maintainer_email"]) == (
        "cc-by-4.0",
        "Neuvonta",
        ["help@seutu.fi"],
    )
    assert one["copyright_notice_translated"] == {"fi": "Vapaa", "en": "Free"}
    assert one["external_urls"] == ["https://example.org/x/one.html"]
    assert "extras" not in one
    assert all(resource["url"] and resource["name_translated"]["fi"] for resource in one["resources"])


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ('"Kaksi"@fi', '"Kaksi"@sv', "no dcterms:title in the language 'fi'"),
        ('"Toinen aineisto"@fi', '"Toinen aineisto"@sv', "no dcterms:description in the language 'fi'"),
        (
            'dataset/two> <http://www.w3.org/ns/dcat#keyword> "seutu"@fi',
            'dataset/two> <urn:x> "y"',
            "no dcat:keyword in",
        ),
        ("vcard/ns#hasEmail", "vcard/ns#hasURL", "no dcat:contactPoint / vcard:hasEmail"),
        ("vcard/ns#fn", "vcard/ns#note", "no dcat:contactPoint / vcard:fn"),
        ("dcterms:license", "dcterms:licence", "no dcterms:license"),
    ],
)
def test_avoindata_without_what_it_requires(old: str, new: str, missing: str) -> None:
    catalogue = changed(*(text.replace("dcterms:", "http://purl.org/dc/terms/") for text in (old, new)))
    with pytest.raises(ParameterError) as caught:
        packages(catalogue, profile_named("avoindata"), BASE, "fi")
    assert str(caught.value).startswith("https://example.org/x/id/dataset/")
    assert f": has {missing}" in str(caught.value)
    assert str(caught.value).endswith(", which the portal requires; say it in data/catalogue.ttl.")
    assert packages(catalogue, profile_named("ckan"), BASE, "fi")


def test_a_licence_that_the_portal_does_not_list() -> None:
    catalogue = changed("licence/CC_BY_4_0", "licence/MIT")
    one, two = packages(catalogue, PROFILES["ckan"], BASE, "fi")
    assert (one["license_id"], two["license_id"]) == ("notspecified", "cc-zero")


def test_the_language_that_is_there_stands_for_the_one_that_is_not() -> None:
    _, two = packages(CATALOGUE, PROFILES["ckan"], BASE, "sv")
    assert (two["title"], two["notes"]) == ("Kaksi", "Toinen aineisto")


@given(st.text(min_size=1), st.sampled_from([BASE, "https://w3id.org/seutu/", "http://a.fi/", "urn:x#"]))
def test_any_dataset_has_a_name_that_ckan_takes(name: str, base: str) -> None:
    made = slug(base + "id/dataset/" + name, base)
    assert 2 <= len(made) <= 100
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made == slug(base + "id/dataset/" + name, base)


def test_names() -> None:
    assert slug("https://w3id.org/seutu/id/dataset/jamsa", "https://w3id.org/seutu/") == "seutu-jamsa"
    assert (
        slug("https://data.jamsa.fi/id/dataset/Ontology_2", "https://data.jamsa.fi/")
        == "data-jamsa-fi-ontology-2"
    )


@example("a" * 300, ["x", "y"])
@given(st.text("ab/", max_size=300), st.lists(st.text("xy-", min_size=1, max_size=120), max_size=6))
def test_names_too_long_stay_apart(path: str, names: list[str]) -> None:
    base = f"https://example.org/{path}/"
    plain = {
        name: slug(f"https://example.org/q/id/dataset/{name}", "https://example.org/q/") for name in names
    }
    made = {plain[name]: slug(f"{base}id/dataset/{name}", base) for name in names}
    assert len(set(made.values())) == len(set(plain.values()))
    assert all(len(name) <= 100 for name in made.values())


def test_two_datasets_of_one_name_are_refused() -> None:
    catalogue = changed("id/dataset/two>", "id/dataset/ONE>")
    with pytest.raises(ParameterError, match="both would be called 'x-one' on a portal; let their IRIs end"):
        packages(catalogue, profile_named("ckan"), BASE, "en")
