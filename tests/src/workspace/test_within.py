"""What holds in a case, a programme or a region, with facts of three cases in one workspace."""

import pyoxigraph as ox
import pytest

from seutu.api import Workspace
from seutu.cli import options
from seutu.errors import UnknownName
from seutu.query.definition import WITHIN
from tests.helpers import cases


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return cases.opened(tmp_path_factory.mktemp("cases"))


def bodies(workspace: Workspace, **places: str) -> set[str]:
    answer = workspace.ask("who-decides", "en", **places)
    at = answer.variables.index("body")
    return {str(row[at])[1:-1].rpartition("/")[2] for row in answer.solutions}


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ({}, "steering-group steering-committee of-a-part ministry"),
        ({"case": "vaasa"}, "steering-group ministry"),
        ({"case": "dataset:central-baltic"}, "steering-committee of-a-part ministry"),
        ({"programme": "Central Baltic Programme"}, "steering-committee"),
        ({"programme": "a sub-programme"}, "of-a-part"),
        ({"region": "Vaasan seutu"}, "steering-group"),
        ({"case": "central-baltic", "region": "vaasan-seutu"}, ""),
    ],
)
def test_every_question_can_be_asked_within_a_place(
    workspace: Workspace, places: dict[str, str], found: str
) -> None:
    assert bodies(workspace, **places) == set(found.split())


def test_a_case_has_no_programme_of_another(workspace: Workspace) -> None:
    found = workspace.within({"case": "vaasa"}).query("SELECT ?one { ?one a seutu:Programme }")
    assert isinstance(found, ox.QuerySolutions)
    assert {str(row[0]).rpartition("/")[2] for row in found} == {"vaasa-ako>"}


def test_without_a_place_a_workspace_stays_what_it_is(workspace: Workspace) -> None:
    narrowed = workspace.within({"case": "vaasa"})
    assert narrowed.within({}) is narrowed


def test_an_answer_says_within_which_place_it_is_given(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "en", programme="vaasa-ako")
    assert answer.scope == 'all sources on "Vaasanseudun aluekeskusohjelma"'


def test_rows_are_in_the_order_of_sources_and_told_with_them(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "en")
    assert [answer.labels.cited(row.evidence) for row in answer.rows] == [
        "B7 par. 1",
        "B7 par. 1",
        "S1",
        "V5 § 1",
    ]


def test_an_unknown_case_is_named(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="jyväskylä"):
        workspace.ask("who-decides", case="jyväskylä")


def test_the_options_are_those_of_the_library() -> None:
    assert tuple(options.PLACES) == WITHIN
