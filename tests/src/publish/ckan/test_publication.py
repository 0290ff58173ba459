"""Publishing to a CKAN portal: what is sent, what is compared, and what a fault leaves. The portal is a stand-in."""

import uuid
from dataclasses import replace

import pytest

from seutu.publish.ckan.difference import identifier
from seutu.publish.ckan.profiles import PROFILES
from seutu.publish.ckan.record import KEY
from seutu.remote.credentials import Credentials
from seutu.remote.http import HttpClient
from tests.helpers.ckan import (
    BASE,
    CATALOGUE,
    FAULTS,
    NEWER,
    NEWEST,
    OWN,
    QUICK,
    at_request,
    changed,
    failing,
    lines,
    planned,
    publication,
    publish,
    said,
)
from tests.helpers.serving import Reply, Request, serving
from tests.helpers.standin import ORGANISATION, TOKEN, StandIn

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


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
