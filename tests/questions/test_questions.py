"""Each question: it is complete in three languages, and each way of asking it gives what its folder holds."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
from rdflib import Graph

from seutu.answer.rows import Cells
from seutu.errors import SeutuError
from seutu.query import definition
from seutu.query.definition import EVIDENCE, Query
from tests.loading import ROOT, folders, queries
from tests.questions.asking import (
    HERE,
    LANGUAGES,
    Case,
    Wrong,
    asked,
    cases,
    of_case,
    questions,
    workspace,
    wrongs,
)

QUESTIONS = questions()
USUAL: dict[str, dict[str, str]] = tomllib.loads((ROOT / "src/seutu/query/headings.toml").read_text("utf-8"))
# What two sources say may be a number, a code, a period or a body.
EITHER = {"disagreements": ("one", "other")}
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def usual(variable: str) -> dict[str, str]:
    """The usual headings of a column by language."""
    return USUAL.get(variable, {})


@each_question
def test_a_question_gives_only_headings_that_are_not_the_usual_ones(question: Query) -> None:
    for variable in question.variables:
        own = {lang: texts[variable] for lang, texts in question.columns.items() if variable in texts}
        assert [lang for lang, heading in own.items() if usual(variable).get(lang) == heading] == []


def test_each_usual_heading_is_of_a_column_and_in_three_languages() -> None:
    shown = {variable for question in QUESTIONS for variable in question.variables}
    assert set(USUAL) <= shown
    assert {frozenset(texts) for texts in USUAL.values()} == {frozenset(LANGUAGES)}


def test_every_question_has_a_folder_and_every_folder_a_question() -> None:
    assert folders(HERE) == {path.stem for path in queries("questions")}


@each_question
def test_header_is_complete_in_three_languages(question: Query) -> None:
    assert set(question.title) == set(question.question) == set(LANGUAGES)
    assert all(texts[lang] for texts in (question.title, question.question) for lang in LANGUAGES)
    for parameter in question.parameters:
        assert set(parameter.about) == set(LANGUAGES), parameter.name


@each_question
def test_every_column_has_a_heading_and_the_last_is_the_evidence(question: Query) -> None:
    for lang in LANGUAGES:
        own = question.columns.get(lang, {})
        assert [name for name in question.variables if not (own.get(name) or usual(name).get(lang))] == []
    assert question.variables[-1] == EVIDENCE


@each_question
def test_text_stands_alone_in_any_engine(question: Query) -> None:
    ox.Store().query(question.text)
    Graph(bind_namespaces="none").query(question.text)


@each_question
def test_every_parameter_has_a_case_and_a_wrong_value(question: Query) -> None:
    names = {parameter.name for parameter in question.parameters}
    asked = {name for case in cases() if case.question == question.name for name in case.params}
    refused = {name for wrong in wrongs() if wrong.question == question.name for name in wrong.params}
    assert asked == names
    assert refused == names


@pytest.mark.parametrize("case", cases(), ids=str)
def test_answer_is_as_expected(case: Case, pytestconfig: pytest.Config) -> None:
    found = asked(case.question, case.lang, **case.params).render("csv")
    if pytestconfig.getoption("--update-goldens"):
        case.golden.write_text(found, encoding="utf-8", newline="\n")
    assert case.golden.read_text(encoding="utf-8") == found


# A matrix has a column for each value that is found.
@pytest.mark.parametrize("question", [one for one in QUESTIONS if not one.matrix], ids=lambda one: one.name)
def test_headings_for_machines_are_the_same_whatever_is_found(question: Query) -> None:
    asked = [case for case in cases() if case.question == question.name]
    answers = [of_case("jamsa").ask(case.question, case.lang, **case.params) for case in asked]
    nothing = replace(answers[0], solutions=())
    for fmt in ("csv", "tsv"):
        assert len({answer.render(fmt).partition("\n")[0] for answer in (*answers, nothing)}) == 1


@each_question
def test_header_tells_which_columns_hold_literals(question: Query) -> None:
    found = definition.run(workspace().closed(), question.text, workspace().prefixes)
    for case in cases():
        if case.question == question.name:
            literals_are_literals(question, of_case("jamsa").ask(case.question, **case.params).solutions)
    assert isinstance(found, ox.QuerySolutions)
    rows = [tuple(row) for row in found]
    literals_are_literals(question, rows)
    held = {name: {type(row[at]) for row in rows} for at, name in enumerate(question.variables)}
    plain = [name for name, kinds in held.items() if ox.Literal in kinds and ox.NamedNode not in kinds]
    known = (*question.literals, *EITHER.get(question.name, ()))
    missing = [name for name in plain if name not in known]
    assert missing == [], f"write into the header: # literals: {' '.join(missing)}"


def literals_are_literals(question: Query, rows: Iterable[Cells]) -> None:
    columns = [at for at, name in enumerate(question.variables) if name in question.literals]
    assert not any(isinstance(row[at], ox.NamedNode) for row in rows for at in columns)


@pytest.mark.parametrize("wrong", wrongs(), ids=str)
def test_wrong_value_is_refused_with_a_hint(wrong: Wrong) -> None:
    with pytest.raises(SeutuError) as refusal:
        workspace().ask(wrong.question, **wrong.params)
    assert wrong.says in str(refusal.value)


# The last, so that answers written anew are there to be counted.
def test_every_expected_answer_has_a_case() -> None:
    assert sorted(HERE.glob("*/expected*.csv")) == sorted(case.golden for case in cases())
