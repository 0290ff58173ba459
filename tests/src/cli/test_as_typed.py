"""What is typed in the place of a name: a time for a period, a part of a name, the number of a line, a wrong option."""

import click
import pytest

from seutu import Workspace
from seutu.cli import usage
from seutu.cli.main import cli
from seutu.errors import ParameterError, UnknownName
from seutu.phrases import Phrase
from tests.loading import ROOT

RECORDED = "3, 5, 7–8, 12"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def remarks(workspace: Workspace, question: str, lang: str = "en", **values: str) -> list[str]:
    return [one.text_in(lang) for one in workspace.ask(question, lang, **values).remarks]


@pytest.mark.parametrize("time", ["2003", "2003-05", "2003-05-31", "2006-12-31"])
def test_a_time_stands_for_the_period_that_it_lies_in(workspace: Workspace, time: str) -> None:
    answer = workspace.ask("roles", period=time)
    assert [one.text_in("en") for one in answer.remarks] == [
        f"'{time}' is taken for period:2002-2006, which it lies in."
    ]
    assert answer.rows == workspace.ask("roles", period="period:2002-2006").rows


@pytest.mark.parametrize("time", ["2001", "2003-13", "20031", "2011"])
def test_a_time_in_no_period_is_not_taken_for_one(workspace: Workspace, time: str) -> None:
    with pytest.raises(UnknownName):
        workspace.ask("roles", period=time)


def test_a_party_is_found_by_a_part_of_its_name(workspace: Workspace) -> None:
    assert remarks(workspace, "ties", party="viestintäryhmä") == [
        "'viestintäryhmä' is taken for 'seudun oma viestintäryhmä'."
    ]


def test_a_party_is_not_guessed_where_nothing_has_the_name(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="Viribus Unitis"):
        workspace.ask("ties", party="unitis")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "--line: no line 11 is recorded; there are"),
        ("fi", "--line: riviä 11 ei ole kirjattu; kirjatut rivit ovat"),
    ],
)
def test_a_line_that_is_not_recorded_is_remarked(workspace: Workspace, lang: str, said: str) -> None:
    (remark,) = remarks(workspace, "line", lang, line="11")
    assert remark.startswith(f"{said} {RECORDED}")


def test_a_line_that_is_recorded_is_not(workspace: Workspace) -> None:
    assert remarks(workspace, "line", line="12") == []


def test_the_number_of_a_line_is_not_a_name_to_explain(workspace: Workspace) -> None:
    with pytest.raises(ParameterError, match="'seutu ask line --line 50'"):
        workspace.explain("50")


@pytest.mark.parametrize(
    ("arguments", "lang", "said"),
    [
        (["validate", "--format"], "fi", "Valitsin ”--format” tarvitsee arvon"),
        (["validate", "--format", "x"], "sv", "Ogiltigt värde för ”--format”: ”x” är inte något av följande"),
        (["explain"], "fi", "Argumentti ”THING” puuttuu"),
        (["infer", "a", "b"], "en", "Got unexpected extra argument (a b)"),
        (["build", "--overwrite=1"], "en", "Option '--overwrite' does not take a value"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_readers_language(
    arguments: list[str], lang: str, said: str
) -> None:
    with pytest.raises(click.ClickException) as caught:
        cli.main(arguments, standalone_mode=False)
    told = usage.fault(caught.value)
    assert isinstance(told, Phrase)
    assert told.text_in(lang).startswith(said)
