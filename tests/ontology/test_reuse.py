"""What tools that know only ORG, OWL-Time or CPOV find in what is inferred, asked in the words of these alone."""

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.namespaces import BASE
from tests.loading import ROOT

ORG = "PREFIX org: <http://www.w3.org/ns/org#> "
TIME = "PREFIX time: <http://www.w3.org/2006/time#> "
CPOV = "PREFIX m8g: <http://data.europa.eu/m8g/> PREFIX foaf: <http://xmlns.com/foaf/0.1/> "


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def rows(workspace: Workspace, text: str) -> list[tuple[str, ...]]:
    result = workspace.query(text)
    assert isinstance(result, ox.QuerySolutions)
    return sorted(
        tuple("" if term is None else term.value.removeprefix(BASE + "id/") for term in row) for row in result
    )


def test_a_tool_that_knows_org_sees_who_is_a_member_in_which_role(workspace: Workspace) -> None:
    found = rows(
        workspace,
        ORG
        + """SELECT ?agent ?role ?organization {
            ?membership a org:Membership ; org:member ?agent ; org:role ?role .
            ?agent a org:Organization . ?role a org:Role .
            OPTIONAL { ?membership org:organization ?organization . ?organization a org:Organization }
        }""",
    )
    assert ("body/advisory-board", f"{BASE}concept/function/recommends", "") in found
    assert ("body/ako", "role/discussion-forum", "") in found
    # Of which group it is secretary is a reading, and a reading makes no membership.
    assert ("body/ako", f"{BASE}concept/function/acts-as-secretary", "") in found


def test_a_membership_is_in_an_organization_only_where_a_source_names_one(workspace: Workspace) -> None:
    named = rows(workspace, ORG + "SELECT ?one ?organization { ?one org:organization ?organization }")
    stated = rows(
        workspace, "SELECT ?one ?towards { ?one seutu:towards ?towards ; seutu:modality modality:asserted }"
    )
    assert named == stated


def test_a_tool_that_knows_org_sees_when(workspace: Workspace) -> None:
    query = ORG + "SELECT ?role ?when { ?one a org:Membership ; org:role ?role ; org:memberDuring ?when }"
    found = rows(workspace, query)
    assert ("role/discussion-forum", "period/2002-2006") in found
    assert ("role/foresight", "period/2007-2010") in found


def test_a_tool_that_knows_org_sees_through_whom_networks_are_reached(workspace: Workspace) -> None:
    query = ORG + "SELECT ?person ?network { ?person org:memberOf ?network . ?network a org:Organization }"
    people = [row for row in rows(workspace, query) if row[0].startswith("person/")]
    assert len(people) == 6
    assert len({network for _, network in people}) == 3


def test_what_is_not_asserted_is_no_membership(workspace: Workspace) -> None:
    query = (
        ORG + "SELECT ?one { ?one a org:Membership ; seutu:modality ?how FILTER(?how != modality:asserted) }"
    )
    assert rows(workspace, query) == []


def test_a_tool_that_knows_owl_time_sees_intervals_and_which_meet(workspace: Workspace) -> None:
    assert ("period/2002-2006", "period/2007-2010") in rows(
        workspace,
        TIME
        + """SELECT ?earlier ?later {
            ?earlier a time:ProperInterval ; time:intervalMeets ?later . ?later a time:ProperInterval
        }""",
    )


def test_a_tool_that_knows_cpov_sees_public_organisations(workspace: Workspace) -> None:
    query = CPOV + "SELECT ?one { ?one a m8g:PublicOrganisation , foaf:Agent }"
    assert rows(workspace, query) == [
        ("body/ministry-of-employment-and-the-economy",),
        ("body/ministry-of-the-interior",),
    ]
