"""Questions on what only other cases than Jämsä say, asked of a few facts of theirs."""

import pytest

from seutu.api import Workspace
from tests.helpers import cases


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return cases.opened(tmp_path_factory.mktemp("cases"))


@pytest.mark.parametrize(
    ("question", "values", "columns", "rows"),
    [
        (
            "members",
            {},
            "body position member number",
            {
                ("Monitoring Committee", "chair", "Ålands landskapsregering", ""),
                ("Steering Committee", "member", "", "22"),
            },
        ),
        (
            "body-relations",
            {},
            "body relation related_to",
            {
                ("Joint Secretariat", "hosted by", "Regional Council of Southwest Finland"),
                ("Joint Secretariat", "seated in", "Turku"),
            },
        ),
        (
            "nodes",
            {},
            "network person region",
            {("network of national Contact Points", "Contact Point South", "the programme area")},
        ),
        (
            "reach",
            {},
            "reached person",
            {("network of national Contact Points", "Contact Point South")},
        ),
        (
            "person-details",
            {},
            "person aspect value",
            {("Niitepõld", "office", "Head of the Managing Authority")},
        ),
        (
            "mediation",
            {},
            "region linked_programme through",
            {("the programme area", "Central Baltic Programme", "network of national Contact Points")},
        ),
        ("region-parts", {}, "region part", {("the programme area", "Etelä-Savo")}),
    ],
)
def test_a_question_answers_for_other_cases(
    workspace: Workspace, question: str, values: dict[str, str], columns: str, rows: set[tuple[str, ...]]
) -> None:
    answer = workspace.ask(question, "en", **values)
    at = [answer.variables.index(column) for column in columns.split()]
    assert {tuple(answer.labels.shown(row[index]) for index in at) for row in answer.solutions} == rows
