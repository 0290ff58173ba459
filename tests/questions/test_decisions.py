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


ANSWERS: dict[tuple[str, ...], set[tuple[str, ...]]] = {
    ("outsourcing", "body", "qualification"): {
        ("the Levón Institute of the University of Vaasa", "on the basis of a contract drawn up by VASEK"),
    },
    ("measurements", "thing", "value", "currency"): {
        ("consortium of universities", "30500", "EUR"),
        ("work on a service strategy", "96000", "EUR"),
        ("project with three funders", "35", ""),
        ("project with three funders", "40", ""),
        ("project with three funders", "3", ""),
        ("monitoring committees (Interreg programmes)", "1", ""),
    },
    ("dates", "thing", "phase", "period"): {
        ("regional service strategy", "carried out", "the year 2006"),
        ("proposal for a plan under the framework act", "completed", "the year 2006"),
        ("application for the new programme period", "submitted", "by the end of May 2006"),
        ("Implementation plan 2007–2008", "submitted", "31 October 2006"),
    },
    ("situation", "matter", "state"): {
        ("the region", "bilingual"),
        ("participation of project partners", "uneven"),
    },
}


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize("asked", ANSWERS, ids=lambda asked: asked[0])
def test_what_waited_for_a_term_is_answered(asked: tuple[str, ...], engine: str) -> None:
    question, *columns = asked
    answer = workspace().ask(question, "en", engine=engine)
    at = [answer.columns.index(name) for name in columns]
    found = {tuple(answer.labels.shown(row.cells[index]) for index in at) for row in answer.rows}
    assert found >= ANSWERS[asked]
