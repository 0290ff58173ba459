"""The competency questions of the cases beside Jämsä come out row by row, each with its source and place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.loading import ROOT
from tests.questions.asking import HERE, of_case, tables

CASES = {
    path.stem.removeprefix("competency-"): tables(path)
    for path in sorted(HERE.glob("competency-*.toml"))
    if path.stem != "competency-across"
}
LIST = ROOT.parent / "shared" / "domain" / "cases" / "questions.md"
LISTED = re.compile(r"^\| (C\d-\d+|CX-[A-Z]) \|", re.MULTILINE)
each_case = pytest.mark.parametrize("table", CASES.values(), ids=CASES)


@dataclass(frozen=True, slots=True)
class Ask:
    """A competency question as it is asked here, and the rows that must come out, the evidence last in each."""

    case: str
    cq: str
    question: str
    columns: list[str]
    rows: list[list[str]]
    params: Mapping[str, str] = field(default_factory=dict)
    lang: str = "fi"

    def __str__(self) -> str:
        return "-".join((self.case, self.cq, self.question, self.lang, *self.params.values()))


ASKS = [Ask(table["case"], **one) for table in CASES.values() for one in table["ask"]]


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_question_of_a_case_is_answered_row_by_row_with_its_places(ask: Ask) -> None:
    answer = of_case(ask.case).ask(ask.question, ask.lang, **ask.params)
    at = [answer.columns.index(column) for column in ask.columns]
    labels = answer.labels
    found = [
        (*(labels.shown(row.cells[index]) for index in at), labels.cited(row.evidence)) for row in answer.rows
    ]
    assert sorted(found) == sorted(map(tuple, ask.rows))


@each_case
def test_each_question_of_a_case_is_asked_or_waits(table: Mapping[str, Any]) -> None:
    assert {ask["cq"] for ask in table["ask"]} | set(table["waiting"]) == set(table["all"])


@pytest.mark.skipif(not LIST.exists(), reason="the list of competency questions is not at hand")
@each_case
def test_list_of_competency_questions_is_followed(table: Mapping[str, Any]) -> None:
    listed = set(LISTED.findall(LIST.read_text(encoding="utf-8")))
    assert set(table["all"]) == {name for name in listed if name[:2] in {one[:2] for one in table["all"]}}
