"""The competency questions of the Vaasa region come out row by row, each with its source and place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.loading import ROOT
from tests.questions.asking import HERE, of_case, tables

TABLES = tables(HERE / "competency-vaasa.toml")
LIST = ROOT.parent / "shared" / "domain" / "cases" / "questions.md"
LISTED = re.compile(r"^\| (C3-\d+|CX-[A-Z]) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A competency question as it is asked here, and the rows that must come out, the evidence last in each."""

    cq: str
    question: str
    columns: list[str]
    rows: list[list[str]]
    params: Mapping[str, str] = field(default_factory=dict)
    lang: str = "fi"

    def __str__(self) -> str:
        return "-".join((self.cq, self.question, self.lang, *self.params.values()))


ASKS = [Ask(**one) for one in TABLES["ask"]]


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_question_of_the_case_is_answered_row_by_row_with_its_places(ask: Ask) -> None:
    answer = of_case(TABLES["case"]).ask(ask.question, ask.lang, **ask.params)
    at = [answer.columns.index(column) for column in ask.columns]
    labels = answer.labels
    found = [
        (*(labels.shown(row.cells[index]) for index in at), labels.cited(row.evidence)) for row in answer.rows
    ]
    assert sorted(found) == sorted(map(tuple, ask.rows))


def test_each_question_of_the_case_is_asked_or_waits() -> None:
    assert {ask.cq for ask in ASKS} | set(TABLES["waiting"]) == set(TABLES["all"])


@pytest.mark.skipif(not LIST.exists(), reason="the list of competency questions is not at hand")
def test_list_of_competency_questions_is_followed() -> None:
    assert set(LISTED.findall(LIST.read_text(encoding="utf-8"))) == set(TABLES["all"])
