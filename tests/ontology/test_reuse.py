"""What tools that know only ORG, OWL-Time or CPOV find in what is inferred, asked in the words of these alone."""

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.rdf.namespaces import BASE
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


def test_a_tool_that_knows_org_sees_organizations_and_roles(workspace: Workspace) -> None:
    organizations = rows(workspace, ORG + "SELECT ?one { ?one a org:Organization }")
    assert ("body/ako",) in organizations
    assert ("body/advisory-board",) in organizations
    roles = rows(workspace, ORG + "SELECT ?one { ?one a org:Role }")
    assert (f"{BASE}concept/function/recommends",) in roles
    assert ("role/discussion-forum",) in roles


def test_every_membership_is_in_an_organization_that_is_named_as_a_fact(workspace: Workspace) -> None:
    made = rows(workspace, ORG + "SELECT ?one { ?one a org:Membership }")
    query = """SELECT DISTINCT ?one {
        ?one seutu:towards|seutu:member ?other ; seutu:modality modality:asserted ; seutu:layer ?layer
        FILTER(?layer != layer:read)
    }"""
    assert made == rows(workspace, query)
    # Of which group AKO is secretary is read and implied.
    assert rows(workspace.within({"case": "jamsa"}), ORG + "SELECT ?one { ?one a org:Membership }") == []


def test_a_tool_that_knows_org_sees_through_whom_networks_are_reached(workspace: Workspace) -> None:
    query = ORG + "SELECT ?person ?network { ?person org:memberOf ?network . ?network a org:Organization }"
    found = rows(workspace.within({"case": "jamsa"}), query)
    people = [row for row in found if row[0].startswith("person/")]
    assert len(people) == 6
    assert len({network for _, network in people}) == 3


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
