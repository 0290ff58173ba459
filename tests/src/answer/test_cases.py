"""Columns for the case, programme and region of each row."""

from pathlib import Path

import pytest

from seutu.answer.answer import Answer
from seutu.api import Workspace
from tests.helpers import cases
from tests.loading import ROOT


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return cases.opened(tmp_path_factory.mktemp("cases"))


def shown(answer: Answer, *columns: str) -> set[tuple[str, ...]]:
    at = [answer.variables.index(column) for column in columns]
    return {tuple(answer.labels.shown(row[index]) for index in at) for row in answer.solutions}


def test_each_row_names_its_case_its_programme_and_its_region(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "en")
    assert answer.variables[:3] == ("case", "programme", "region")
    assert shown(answer, "body", "case", "programme", "region") == {
        ("ohjausryhmä", "dataset:vaasa", "Vaasanseudun aluekeskusohjelma", "Vaasan seutu"),
        ("Steering Committee", "dataset:central-baltic", "Central Baltic Programme", "the programme area"),
        ("committee of a part", "dataset:central-baltic", "a sub-programme", "the programme area"),
        ("ministry", "", "", ""),
    }


def test_only_columns_in_which_rows_differ_are_added(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "en", function="decides", programme="Central Baltic Programme")
    assert {"case", "programme", "region"}.isdisjoint(answer.variables)


def test_a_column_of_the_question_itself_stays(workspace: Workspace) -> None:
    assert workspace.ask("cases", "en").variables.count("programme") == 1


def test_what_is_of_one_case_has_no_such_columns() -> None:
    answer = Workspace.open(Path(ROOT)).within({"case": "jamsa"}).ask("who-decides", "en")
    assert {"case", "programme", "region"}.isdisjoint(answer.variables)


def test_within_a_case_what_all_share_makes_no_column(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "en", case="vaasa")
    assert shown(answer, "body") == {("ohjausryhmä",), ("ministry",)}
    assert {"case", "programme", "region"}.isdisjoint(answer.variables)


def test_every_format_has_the_columns(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "sv")
    assert answer.render("csv").startswith("case,case_label,programme,programme_label,region,region_label,")
    assert answer.render("markdown").startswith("| Fall")


def test_what_no_statement_speaks_of_is_of_the_case_of_its_source(workspace: Workspace) -> None:
    assert shown(workspace.ask("passages", "en"), "passage", "case") == {
        ("B12 par. 3", "dataset:central-baltic"),
        ("B7 par. 1", "dataset:central-baltic"),
        ("V5 § 1", "dataset:vaasa"),
    }
