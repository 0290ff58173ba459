"""The competency questions across the cases come out row by row, asked of all cases at once."""

import re

import pytest

from tests.loading import ROOT
from tests.questions.asking import HERE, tables, workspace
from tests.questions.test_competency_of_cases import Ask

TABLE = tables(HERE / "competency-across.toml")
ASKS = [Ask(case="all", lang="en", **one) for one in TABLE["ask"]]
LIST = ROOT.parent / "shared" / "domain" / "cases" / "questions.md"


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_question_across_the_cases_is_answered_row_by_row_with_its_places(ask: Ask) -> None:
    answer = workspace().ask(ask.question, ask.lang, **ask.params)
    at = [answer.columns.index(column) for column in ask.columns]
    labels = answer.labels
    found = [
        (*(labels.shown(row.cells[index]) for index in at), labels.cited(row.evidence)) for row in answer.rows
    ]
    assert sorted(found) == sorted(map(tuple, ask.rows))


def test_each_question_across_the_cases_is_asked_or_waits() -> None:
    assert {ask.cq for ask in ASKS} | set(TABLE["waiting"]) == set(TABLE["all"])


@pytest.mark.skipif(not LIST.exists(), reason="the list of competency questions is not at hand")
def test_list_of_questions_across_the_cases_is_followed() -> None:
    assert set(re.findall(r"^\| (CX-[A-Z]) \|", LIST.read_text("utf-8"), re.MULTILINE)) == set(TABLE["all"])
