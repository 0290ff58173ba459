"""Meetings and decisions of two cases, each with its result, number and item; the two engines agree."""

import pytest

from tests.questions.asking import workspace

ROWS = {
    (
        "the city council of Vaasa",
        "the agreement on regional cooperation",
        "approved",
        "",
        "§ 33",
        "",
        "V21 par. 1",
    ),
    ("the steering group", "the minutes of the previous meeting", "approved", "", "§ 20", "", "V8 § 20"),
    ("Steering Committee", "small projects", "approved", "9", "", "third call", "B8 title, end"),
    (
        "Steering Committee",
        "regular projects",
        "taken to the next step",
        "32",
        "",
        "third call",
        "B8 title, end",
    ),
    ("Monitoring Committee", "project ideas for funding", "selected", "31", "", "", "B16 par. 1"),
    ("Monitoring Committee", "", "", "", "", "", "B46 title"),
}


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_each_decision_is_told_with_its_result(engine: str) -> None:
    answer = workspace().ask("decisions", "en", engine=engine)
    columns = [answer.columns.index(name) for name in ("body", "matter", "result", "count", "item", "call")]
    found = {
        (
            *(answer.labels.shown(row.cells[at]) for at in columns),
            answer.labels.cited(row.evidence).removesuffix(" (third-party copy)"),
        )
        for row in answer.rows
    }
    assert found >= ROWS
    assert len(answer.rows) == len(found)
