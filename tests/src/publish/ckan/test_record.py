"""The record of what was sent: edits on the portal are told from changes of ours."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from seutu.publish.ckan.difference import plain
from seutu.publish.ckan.record import KEY
from tests.helpers.ckan import NEWER, NEWEST, OWN, lines, planned, publish, said
from tests.helpers.serving import Reply, Request
from tests.helpers.standin import StandIn

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


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
