"""Publishing to a CKAN portal: what is sent, what is compared, and what a fault leaves. The portal is a stand-in."""

import threading
import uuid
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seutu.errors import ParameterError, PublishError, UnknownName
from seutu.publish.ckan.api import Portal
from seutu.publish.ckan.difference import claim, differences, identifier, plain
from seutu.publish.ckan.fields import packages, slug
from seutu.publish.ckan.profiles import PROFILES, profile_named
from seutu.publish.ckan.publication import PortalOptions, PortalPublication
from seutu.publish.ckan.record import KEY
from seutu.publish.plan import Plan
from seutu.remote.credentials import Credentials
from seutu.remote.http import HttpClient, Limits
from tests.helpers.serving import Handle, Reply, Request, free_port, serving
from tests.helpers.standin import ORGANISATION, TOKEN, StandIn

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]

BASE = "https://example.org/x/"
QUICK = Limits(connect=5, read=5, tries_again=0, wait=0)
CATALOGUE = [quad.triple for quad in ox.parse(path=str(Path(__file__).parent / "data/catalogue.ttl"))]
OWN = PortalOptions(organisation="seudut", lang="en")

Shown = dict[str, dict[str, Any]]


def changed(old: str, new: str) -> list[ox.Triple]:
    data = ox.serialize(CATALOGUE, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    assert old in data.decode()
    text = data.decode().replace(old, new)
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]


NEWER = changed("The first dataset", "The first dataset, mended")


@pytest.fixture
def portal() -> StandIn:
    return StandIn()


def publication(
    url: str, web: HttpClient, catalogue: list[ox.Triple] = CATALOGUE, wanted: PortalOptions = OWN
) -> PortalPublication:
    return PortalPublication(Portal(url, web), catalogue, BASE, wanted)


def publish(
    handle: Handle, catalogue: list[ox.Triple] = CATALOGUE, wanted: PortalOptions = OWN, token: str = TOKEN
) -> Plan:
    with serving(handle) as server, HttpClient(Credentials(token=token), scheme="bare", limits=QUICK) as web:
        return publication(server.url, web, catalogue, wanted).carry_out()


def planned(handle: Handle, catalogue: list[ox.Triple] = CATALOGUE, wanted: PortalOptions = OWN) -> Plan:
    with serving(handle) as server, HttpClient(limits=QUICK) as web:
        return publication(server.url, web, catalogue, wanted).plan()


def lines(plan: Plan) -> list[tuple[str, str, str]]:
    return [(change.action, change.what, change.detail) for change in plan.changes]


def said(portal: StandIn) -> Shown:
    """What the portal shows, save when it was changed."""
    kept = {name: deepcopy(each) for name, each in portal.datasets.items() if each["state"] == "active"}
    for each in kept.values():
        del each["metadata_modified"], each["metadata_created"]
    return kept


# --- What is sent ---------------------------------------------------------------------------------


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


def test_another_kind_of_portal() -> None:
    with pytest.raises(UnknownName, match=r"No kind of portal 'avoin'\. Did you mean 'avoindata'\?"):
        profile_named("avoin")


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


# --- The plan, and that it comes true ---------------------------------------------------------------


@pytest.mark.parametrize("kind", PROFILES)
def test_what_is_planned_is_done_once(portal: StandIn, kind: str) -> None:
    wanted = replace(OWN, kind=kind)
    plan = planned(portal.handle, wanted=wanted)
    assert lines(plan) == [("add", "x-one", "2 resources"), ("add", "x-two", "0 resources")]
    assert portal.datasets == {}
    assert publish(portal.handle, wanted=wanted).changes == plan.changes
    assert sorted(portal.datasets) == ["x-one", "x-two"]
    assert portal.datasets["x-one"]["owner_org"] == ORGANISATION
    before = said(portal)
    again = publish(portal.handle, wanted=wanted)
    assert (again.changes, again.unchanged) == ((), 2)
    assert said(portal) == before


def test_a_change_is_told_by_its_fields(portal: StandIn) -> None:
    publish(portal.handle)
    catalogue = changed("The first dataset", "The first dataset, mended")
    assert lines(planned(portal.handle, catalogue)) == [("replace", "x-one", "notes")]
    publish(portal.handle, catalogue)
    assert portal.datasets["x-one"]["notes"] == "The first dataset, mended"
    assert not planned(portal.handle, catalogue)
    catalogue = changed('"ab12"', '"cd34"')
    assert lines(planned(portal.handle, catalogue)) == [
        ("replace", "x-one", "notes; 1 resource differs in hash")
    ]
    catalogue = changed('"2010"', '"2011"')
    assert "temporal_end" in lines(planned(portal.handle, catalogue))[0][2]


def test_what_the_catalogue_no_longer_says_goes(portal: StandIn) -> None:
    publish(portal.handle)
    catalogue = [triple for triple in CATALOGUE if not triple.predicate.value.endswith("endDate")]
    assert lines(publish(portal.handle, catalogue)) == [("replace", "x-one", "temporal_end")]
    assert "temporal_end" not in {extra["key"] for extra in portal.datasets["x-one"]["extras"]}


def test_what_the_portal_adds_is_kept_and_no_change(portal: StandIn) -> None:
    publish(portal.handle)
    one = portal.datasets["x-one"]
    one["groups"] = [{"name": "alueet"}]
    one["extras"].append({"key": "theirs", "value": "1"})
    one["resources"][0]["datastore_active"] = True
    one["resources"].reverse()
    assert not planned(portal.handle)
    publish(portal.handle, NEWER)
    one = portal.datasets["x-one"]
    assert one["groups"] == [{"name": "alueet"}]
    assert {"key": "theirs", "value": "1"} in one["extras"]
    assert [resource.get("datastore_active") for resource in one["resources"]].count(True) == 1


def test_a_resource_that_the_portal_lost_is_put_there_again(portal: StandIn) -> None:
    publish(portal.handle)
    del portal.datasets["x-one"]["resources"][1]
    assert lines(planned(portal.handle)) == [("replace", "x-one", "1 resource missing")]
    publish(portal.handle)
    assert len(portal.datasets["x-one"]["resources"]) == 2
    gone = "https://example.org/x/id/distribution/gone"
    portal.datasets["x-one"]["resources"].append({"id": identifier(gone), "url": gone, "uri": gone})
    assert lines(publish(portal.handle)) == [("replace", "x-one", "1 resource too many")]
    assert not planned(portal.handle)


THEIRS = "https://a.fi/theirs"


@pytest.mark.parametrize(
    "theirs",
    [
        {"id": str(uuid.uuid4()), "url": "https://a.fi/"},
        {"id": identifier("https://a.fi/"), "url": "https://a.fi/"},
        {"id": identifier(THEIRS), "url": "https://a.fi/", "uri": THEIRS},
        {
            "id": str(uuid.uuid4()),
            "url": "https://a.fi/",
            "uri": f"{BASE}id/distribution/one.ttl",
            KEY: "{}",
        },
    ],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_resource_that_somebody_put_in_by_hand_stays(
    portal: StandIn, theirs: dict[str, str], overwrite: bool
) -> None:
    publish(portal.handle)
    theirs = {**theirs, "name": "By hand"}
    portal.datasets["x-one"]["resources"].insert(0, theirs)
    plan = publish(portal.handle, NEWER, replace(OWN, overwrite=overwrite))
    assert lines(plan) == [("replace", "x-one", "notes")]
    assert plan.stays == ("the resource 'By hand' of x-one is not ours and stays",)
    (kept,) = [each for each in portal.datasets["x-one"]["resources"] if each["id"] == theirs["id"]]
    assert theirs.items() <= kept.items()
    assert len(portal.datasets["x-one"]["resources"]) == 3
    assert not planned(portal.handle, NEWER)


@pytest.mark.parametrize("kind", ["ckan", "fluent"])
def test_a_resource_that_is_no_longer_published_goes_unless_somebody_edited_it(
    portal: StandIn, kind: str
) -> None:
    wanted = replace(OWN, kind=kind)
    distribution = f"<{BASE}id/distribution/one.csv>"
    fewer = [each for each in CATALOGUE if distribution not in (str(each.subject), str(each.object))]
    publish(portal.handle, wanted=wanted)
    for resource in portal.datasets["x-one"]["resources"]:
        resource["format"] = "edited"
    plan = publish(portal.handle, fewer, wanted)
    assert not plan.changes
    assert any(
        "of x-one is no longer published, was changed there since and st" in each for each in plan.stays
    )
    assert len(portal.datasets["x-one"]["resources"]) == 2
    publish(portal.handle, wanted=replace(wanted, overwrite=True))
    assert lines(publish(portal.handle, fewer, wanted)) == [("replace", "x-one", "1 resource too many")]


# --- What somebody edited there -----------------------------------------------------------------------

EDITS: Mapping[str, tuple[str, Any]] = {
    "title": ("title", "A better title"),
    "notes": ("notes", "A better description"),
    "tags": ("tags", [{"name": "better", "display_name": "better"}]),
    "author": ("author", ""),
    "description": ("description", "A better description"),
}


def edit(portal: StandIn, name: str) -> None:
    """Change a field of the first dataset, or of its first resource, as in the portal's form."""
    field, value = EDITS[name]
    one = portal.datasets["x-one"]
    (one["resources"][0] if name == "description" else one)[field] = value


@pytest.mark.parametrize("name", EDITS)
def test_what_was_edited_there_stays_until_it_is_overwritten(portal: StandIn, name: str) -> None:
    publish(portal.handle)
    edit(portal, name)
    before = said(portal)
    plan = publish(portal.handle)
    assert not plan.changes
    (told,) = plan.stays
    whose = "the resource 'one.csv' of x-one" if name == "description" else "x-one"
    assert told.startswith(f"{name} of ")
    assert told.endswith(
        f"{'x-one' if whose == 'x-one' else ' of x-one'} was changed there since and stays; --overwrite replaces it"
    )
    assert said(portal) == before
    # Another change goes through beside it, even one of the same field.
    plan = publish(portal.handle, NEWEST)
    assert plan.stays == (told,)
    publish(portal.handle, NEWER)
    field, value = EDITS[name]
    one = portal.datasets["x-one"]
    there = (one["resources"][0] if name == "description" else one).get(field)
    assert plain(there) == plain(value)
    plan = publish(portal.handle, wanted=replace(OWN, overwrite=True))
    assert name in lines(plan)[0][2]
    assert plan.stays == ()
    assert not planned(portal.handle)
    assert planned(portal.handle).stays == ()


def test_an_extra_that_was_edited_stays_and_one_of_others_too(portal: StandIn) -> None:
    publish(portal.handle)
    extras = {each["key"]: each["value"] for each in portal.datasets["x-one"]["extras"]}
    edited = {**extras, "temporal_end": "2020", "rights": "theirs"}
    del edited["frequency"]
    portal.datasets["x-one"]["extras"] = [{"key": key, "value": value} for key, value in edited.items()]
    plan = publish(portal.handle, NEWER)
    assert lines(plan) == [("replace", "x-one", "notes")]
    assert plan.stays == (
        "frequency, temporal_end of x-one were changed there since and stay; --overwrite replaces them",
    )
    found = {each["key"]: each["value"] for each in portal.datasets["x-one"]["extras"]}
    assert (found["temporal_end"], found["rights"], "frequency" in found) == ("2020", "theirs", False)


def test_an_edit_that_the_catalogue_takes_over_is_ours_from_then_on(portal: StandIn) -> None:
    publish(portal.handle)
    portal.datasets["x-one"]["notes"] = "The first dataset, mended"
    plan = publish(portal.handle, NEWER)
    assert (plan.changes, plan.stays, plan.unchanged) == ((), (), 2)
    assert lines(publish(portal.handle)) == [("replace", "x-one", "notes")]


def test_without_a_record_what_differs_is_replaced_and_told(portal: StandIn) -> None:
    publish(portal.handle)
    for dataset in portal.datasets.values():
        dataset["extras"] = [each for each in dataset["extras"] if each["key"] != KEY]
        for resource in dataset["resources"]:
            del resource[KEY]
    portal.datasets["x-one"]["title"] = "edited"
    portal.datasets["x-one"]["resources"][0]["name"] = "edited"
    told = "title; 1 resource differs in name"
    assert lines(publish(portal.handle)) == [("replace", "x-one", told)]
    # The other dataset has its record, too.
    assert all(KEY in {each["key"] for each in one["extras"]} for one in portal.datasets.values())
    portal.datasets["x-two"]["title"] = "edited"
    assert not publish(portal.handle).changes


@pytest.mark.parametrize("record", ["", "{", "[]", "1", '"a"', "[" * 100_000])
def test_a_record_that_cannot_be_read_is_none(portal: StandIn, record: str) -> None:
    publish(portal.handle)
    before = said(portal)
    for extra in portal.datasets["x-one"]["extras"]:
        extra["value"] = record if extra["key"] == KEY else extra["value"]
    portal.datasets["x-one"]["resources"][0][KEY] = record
    assert not publish(portal.handle).changes
    assert said(portal) == before


def test_what_the_portal_makes_of_a_value_is_neither_a_change_nor_an_edit(portal: StandIn) -> None:
    def shouting(request: Request) -> Reply:
        body = request.body.replace(b'"title": "One"', b'"title": "ONE"')
        body = body.replace(b'"A Turtle file"', b'"A TURTLE FILE"')
        return portal.handle(Request(request.number, request.method, request.path, request.headers, body))

    publish(shouting)
    assert portal.datasets["x-one"]["title"] == "ONE"
    assert portal.datasets["x-one"]["resources"][1]["name"] == "A TURTLE FILE"
    before = said(portal)
    plan = publish(shouting)
    assert (plan.changes, plan.stays) == ((), ())
    assert lines(publish(shouting, NEWER)) == [("replace", "x-one", "notes")]
    assert publish(shouting).changes
    assert said(portal) == before
    portal.datasets["x-one"]["title"] = "edited"
    assert publish(shouting).stays


def test_a_kind_without_extras_keeps_no_record(portal: StandIn) -> None:
    wanted = replace(OWN, kind="avoindata")
    publish(portal.handle, wanted=wanted)
    portal.datasets["x-one"]["maintainer"] = "edited"
    assert lines(publish(portal.handle, wanted=wanted)) == [("replace", "x-one", "maintainer")]


def test_a_dataset_that_was_deleted_there_stays_so_until_it_is_overwritten(portal: StandIn) -> None:
    publish(portal.handle)
    portal.datasets["x-two"]["state"] = "deleted"
    plan = publish(portal.handle)
    assert (plan.changes, plan.unchanged) == ((), 1)
    assert plan.stays == ("the dataset 'x-two' was deleted there and stays so; --overwrite brings it back",)
    assert portal.datasets["x-two"]["state"] == "deleted"
    plan = publish(portal.handle, wanted=replace(OWN, overwrite=True))
    assert lines(plan) == [("add", "x-two", "0 resources; it was deleted there")]
    assert portal.datasets["x-two"]["state"] == "active"
    assert not planned(portal.handle)


def test_a_dataset_that_is_no_longer_ours_stays(portal: StandIn) -> None:
    publish(portal.handle)
    catalogue = [triple for triple in CATALOGUE if not str(triple.subject).endswith("dataset/two>")]
    assert not publish(portal.handle, catalogue)
    assert "x-two" in portal.datasets


UNMARKED = {
    "name": "x-one",
    "title": "Ours by hand",
    "id": "1",
    "state": "active",
    "resources": [],
    "extras": [],
}
LEFT = "the dataset 'x-one' "


@pytest.mark.parametrize(
    ("there", "told", "taken"),
    [
        ({"uri": "https://a.fi/other"}, "is not ours and stays; publish under another base", False),
        ({"identifier": "https://a.fi/other"}, "is not ours and stays; publish under another base", False),
        ({"owner_org": "another"}, "is not ours and stays; publish under another base", False),
        ({"state": "deleted"}, "does not say that it is ours and stays; publish", True),
        ({}, "does not say that it is ours and stays; publish", True),
        ({"owner_org": ORGANISATION}, "does not say that it is ours and stays; publish", True),
        (
            {"uri": f"{BASE}id/dataset/one", "owner_org": "another"},
            "is another organisation's and stays; --overwrite moves it to ours",
            True,
        ),
    ],
)
def test_a_dataset_with_the_same_name_that_is_not_ours(
    portal: StandIn, there: dict[str, str], told: str, taken: bool
) -> None:
    portal.datasets["x-one"] = theirs = {**UNMARKED, **there}
    plan = publish(portal.handle)
    assert lines(plan) == [("add", "x-two", "0 resources")]
    assert [sentence.startswith(LEFT + told) for sentence in plan.stays] == [True]
    assert portal.datasets["x-one"] == theirs
    plan = publish(portal.handle, wanted=replace(OWN, overwrite=True))
    assert (portal.datasets["x-one"] == theirs) != taken
    assert bool(plan.changes) == taken
    assert bool(plan.stays) != taken


@pytest.mark.parametrize(
    ("ours", "there", "whose"),
    [
        ({"uri": "a"}, {"extras": [{"key": "uri", "value": "a"}]}, "ours"),
        ({"uri": "a"}, {"uri": "b", "identifier": "a"}, "another"),
        ({"identifier": "a"}, {"identifier": "a"}, "ours"),
        ({"resources": [{"id": "1"}]}, {"resources": [{"id": "1"}, {"id": "2"}]}, "ours"),
        ({"uri": "a", "resources": [{"id": "1"}]}, {"resources": []}, "unknown"),
        ({"resources": [{"id": "1"}]}, {"resources": [{"id": "2"}]}, "unknown"),
    ],
)
def test_whose_a_dataset_is(ours: dict[str, Any], there: dict[str, Any], whose: str) -> None:
    assert claim(ours, there) == whose


@pytest.mark.parametrize(
    ("ours", "there", "told"),
    [
        ({"title": "a"}, {"title": " a\r\n"}, ""),
        ({"title": "a\nb"}, {"title": "a\r\nb"}, ""),
        ({"title": "a"}, {}, "title"),
        ({}, {"title": ""}, ""),
        ({}, {"title": "a", "isopen": True}, "title"),
        ({"version": "1"}, {"version": 1}, ""),
        ({"version": "[1"}, {"version": "[1"}, ""),
        (
            {"tags": [{"name": "b"}, {"name": "a"}]},
            {"tags": [{"name": "a", "display_name": "A"}, {"name": "b"}]},
            "",
        ),
        ({"tags": [{"name": "b"}]}, {"tags": [{"name": "a"}]}, "tags"),
        ({"extras": [{"key": "theme", "value": '["b", "a"]'}]}, {"theme": ["a", "b"]}, ""),
        (
            {"extras": [{"key": "theme", "value": '["b"]'}]},
            {"extras": [{"key": "theme", "value": '["a"]'}]},
            "theme",
        ),
        ({"owner_org": "1"}, {"owner_org": "2"}, "owner_org"),
        ({}, {"owner_org": "2"}, ""),
        (
            {"resources": [{"id": "1", "size": 3}]},
            {"resources": [{"id": "1", "size": "3", "position": 1}]},
            "",
        ),
        ({"resources": [{"id": "1", "size": 3}]}, {"resources": [{"id": "1"}]}, "1 resource differs in size"),
        (
            {"resources": []},
            {"resources": [{"id": "1"}, {"id": "2"}, {"id": "of others"}]},
            "2 resources too many",
        ),
        (
            {"resources": [{"id": "1", "size": 3}, {"id": "2", "url": "a"}]},
            {"resources": [{"id": "1", "size": 4}, {"id": "2", "url": "b"}]},
            "2 resources differ in size, url",
        ),
    ],
)
def test_what_is_a_difference(ours: dict[str, Any], there: dict[str, Any], told: str) -> None:
    assert differences(ours, there, PROFILES["ckan"], ["of others"]) == told


def test_a_contact_for_examples_is_warned_of(portal: StandIn) -> None:
    plan = planned(portal.handle, changed("help@seutu.fi", "contact@example.org"))
    (warning,) = plan.warnings
    assert warning.startswith(
        "the contact contact@example.org is a placeholder: put your own address into the"
    )
    assert "\nwarning  the contact contact@example.org is a placeholder" in plan.text(False)
    assert planned(portal.handle).warnings == ()


def test_progress_goes_from_nothing_to_all(portal: StandIn) -> None:
    shares: list[float] = []
    with (
        serving(portal.handle) as server,
        HttpClient(Credentials(token=TOKEN), scheme="bare", limits=QUICK) as web,
    ):
        publication(server.url, web).carry_out(shares.append)
    assert (shares == sorted(shares), len(set(shares)), shares[-1]) == (True, 4, 1.0)


# --- When it goes wrong -----------------------------------------------------------------------------


def failing(handle: Handle, sentence: str, wanted: PortalOptions = OWN, token: str = TOKEN) -> str:
    with pytest.raises(PublishError, match=sentence) as caught:
        publish(handle, NEWEST, wanted, token)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
    return str(caught.value)


# Both datasets change.
NEWEST = changed("help@seutu.fi", "apu@seutu.fi")

FAULTS: Mapping[str, tuple[Handle, str]] = {
    "fails": (lambda _: Reply(500, b"<h1>Server Error</h1>"), r"failed \(HTTP 500: Server Error\)"),
    "refuses": (
        lambda _: Reply(
            409,
            b'{"success": false, "error": {"__type": "Validation Error", "title": ["Missing value"]}}',
            {"Content-Type": "application/json"},
        ),
        r"refused '.*' \(title: Missing value\); correct that in the catalogue",
    ),
    "breaks off": (lambda _: Reply(silent=True), "broke the connection off"),
    "answers half": (lambda _: Reply(body=b'{"succ', missing=99), "broke the connection off"),
    "is no portal": (
        lambda _: Reply(body=b"<html>"),
        "gave no answer as CKAN does; look whether this is the address",
    ),
    "sends on": (lambda _: Reply(301, headers={"Location": "https://a.fi/"}), "sends on to https://a.fi/"),
}


def at_request(number: int, fault: Handle, well: Handle) -> Handle:
    return lambda request: fault(request) if request.number == number else well(request)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("new", [False, True])
def test_at_whatever_request_it_fails_the_old_state_is_whole(fault: str, new: bool) -> None:
    misbehave, sentence = FAULTS[fault]
    # The organisation, both datasets as they are, and both as they are to be.
    for number in range(1, 6):
        portal = StandIn()
        if not new:
            publish(portal.handle)
        before = said(portal)
        told = failing(at_request(number, misbehave, portal.handle), sentence)
        assert said(portal) == before, f"request {number}"
        assert ("put back" in told) == (number == 5)
        assert len(publish(portal.handle, NEWEST).changes) == 2
        assert not planned(portal.handle, NEWEST)


@pytest.mark.parametrize("new", [False, True])
def test_an_answer_that_is_lost_after_the_deed(portal: StandIn, new: bool) -> None:
    if not new:
        publish(portal.handle)
    before = said(portal)

    def handle(request: Request) -> Reply:
        done = portal.handle(request)
        return Reply(silent=True) if request.number == 5 else done

    assert failing(handle, "broke the connection off").endswith("were put back as they were.")
    assert said(portal) == before


@pytest.mark.parametrize("renames", [True, False])
def test_what_is_undone_is_out_of_the_way(portal: StandIn, renames: bool) -> None:
    def handle(request: Request) -> Reply:
        renaming = not renames and "package_update" in request.path
        return Reply(500) if request.number == 5 or renaming else portal.handle(request)

    assert failing(handle, "failed").endswith("were put back as they were.")
    ((name, undone),) = portal.datasets.items()
    assert undone["state"] == "deleted"
    assert name.startswith("x-one-undone-" if renames else "x-one")
    plan = publish(portal.handle)
    assert len(plan.changes) == (2 if renames else 1)
    assert bool(plan.stays) != renames


@pytest.mark.parametrize("kind", PROFILES)
def test_a_dataset_that_somebody_makes_meanwhile_is_not_what_is_undone(portal: StandIn, kind: str) -> None:
    theirs = {**UNMARKED, "name": "x-two"}

    def handle(request: Request) -> Reply:
        if request.number == 4:
            portal.datasets["x-two"] = theirs
        return portal.handle(request)

    failing(handle, "That URL is already in use", replace(OWN, kind=kind))
    assert portal.datasets["x-two"] == theirs
    assert [each["state"] for name, each in portal.datasets.items() if name != "x-two"] == ["deleted"]


def test_what_cannot_be_put_back_is_told(portal: StandIn) -> None:
    publish(portal.handle)
    told = failing(lambda request: Reply(500) if request.number >= 5 else portal.handle(request), "failed")
    assert told.endswith("; 'x-one', 'x-two' could not be put back, so publish again.")
    publish(portal.handle, NEWEST)
    assert not planned(portal.handle, NEWEST)


def test_a_wrong_token(portal: StandIn) -> None:
    publish(portal.handle)
    before = said(portal)
    told = failing(
        portal.handle, "the credentials were not accepted; look whether the token is right", token="wr0ng"
    )
    assert "wr0ng" not in told
    assert failing(
        portal.handle, "wants a token, and none was given; make one there, and set SEUTU_TOKEN", token=""
    )
    assert said(portal) == before


def test_a_portal_that_repeats_the_token() -> None:
    def echo(request: Request) -> Reply:
        return Reply(500, f"you are {request.headers['Authorization']}".encode())

    assert "wr0ng" not in failing(echo, r"failed \(HTTP 500: you are \[hidden\]\)", token="wr0ng")


def test_a_user_is_no_token() -> None:
    with (
        HttpClient(Credentials(user="me", password="x")) as web,
        pytest.raises(ParameterError, match="takes a token"),
    ):
        Portal("https://example.org", web)


def test_no_such_organisation(portal: StandIn) -> None:
    failing(
        portal.handle,
        "organization_show: knows no 'ei'; look whether the name is right",
        PortalOptions(organisation="ei"),
    )


def test_a_portal_that_does_not_answer(portal: StandIn) -> None:
    ended = threading.Event()

    def wait(_: Request) -> Reply:
        ended.wait(20)
        return Reply(500)

    with serving(at_request(2, wait, portal.handle)) as server:
        limits = Limits(connect=5, read=0.5, tries_again=0)
        with (
            HttpClient(limits=limits) as web,
            pytest.raises(PublishError, match=r"timed out after 0\.5 s; try again later"),
        ):
            publication(server.url, web).plan()
        ended.set()


def test_nobody_listens() -> None:
    with (
        HttpClient(limits=QUICK) as web,
        pytest.raises(PublishError, match=r"cannot be reached \(Connection refused\)"),
    ):
        publication(f"http://127.0.0.1:{free_port()}", web).plan()


def test_what_asks_is_asked_again_and_what_tells_is_not(portal: StandIn) -> None:
    counted: list[str] = []

    def handle(request: Request) -> Reply:
        counted.append(request.method)
        busy = request.method == "POST" or counted.count("GET") < 3
        return Reply(503, b"busy") if busy else portal.handle(request)

    limits = replace(QUICK, tries_again=3)
    with (
        serving(handle) as server,
        HttpClient(Credentials(token=TOKEN), scheme="bare", limits=limits) as web,
        pytest.raises(PublishError, match=r"failed \(HTTP 503: busy\)"),
    ):
        publication(server.url, web).carry_out()
    assert counted.count("POST") == 1


@pytest.mark.parametrize("result", ["[]", "null", "{}", '"yes"', "[1]"])
def test_what_answers_and_is_no_portal(result: str) -> None:
    body = f'{{"success": true, "result": {result}}}'.encode()
    kind = {"Content-Type": "application/json"}
    with pytest.raises(PublishError, match=r"gave no answer as CKAN does; .*; nothing was changed"):
        publish(lambda _: Reply(200, body, kind))
