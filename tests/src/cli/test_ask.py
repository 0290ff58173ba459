"""The verb `ask`: answers, their help, and the questions listed."""

import json
from pathlib import Path

import pytest

from tests.helpers.commands import BASIS, inside
from tests.helpers.running import seutu


def test_ask_without_a_name_lists_the_questions(folder: Path) -> None:
    assert inside(folder, "ask").stdout.splitlines()[-1].split() == [
        "who-decides",
        "Who",
        "decides",
        "what?",
    ]
    assert "Kuka päättää mistä?" in inside(folder, "ask", "--lang", "fi").stdout


def test_ask_finds_questions_by_their_words_in_any_language(folder: Path) -> None:
    ran = seutu("--workspace", folder, "ask", "päättää", "--lang", "fi")
    assert ran.code == 2
    assert (
        ran.err == "seutu: Minkään kysymyksen nimi ei ole ”päättää”; se esiintyy luetelluissa kysymyksissä.\n"
    )
    assert "who-decides" in ran.out
    none = seutu("--workspace", folder, "ask", "meteorology")
    assert (none.code, none.out) == (2, "")
    assert none.err.startswith("seutu: No question 'meteorology'.")


def test_ask_answers_with_the_lines(folder: Path) -> None:
    ran = seutu("--workspace", folder, "ask", "who-decides")
    assert (ran.code, ran.err) == (0, BASIS)
    assert ran.out.splitlines()[-1].split() == ["Municipalities", "decides", "ll.", "9,", "10"]


def test_ask_in_another_language(folder: Path) -> None:
    assert "Kunnat" in inside(folder, "ask", "who-decides", "--lang", "fi").stdout
    assert "Kunnat" in inside(folder, "ask", "--lang", "fi", "who-decides").stdout
    assert "Kunnat" in seutu("--workspace", folder, "ask", "who-decides", env={"SEUTU_LANG": "fi"}).out


def test_the_help_of_a_question_is_its_header(folder: Path) -> None:
    printed = inside(folder, "ask", "who-decides", "--help").stdout
    for words in (
        "Who decides what?",
        "Which function does each body have?",
        "--on DATE",
        "As of this day",
    ):
        assert words in printed
    # The codes of a list that no reader has.
    assert "CQ10" not in printed
    assert "[required]" in inside(folder, "ask", "function-of", "--help").stdout
    assert "--from-year YEAR" in inside(folder, "ask", "function-of", "--help").stdout


@pytest.mark.parametrize("name", ["Kunnat", "kunnat", "Municipalities", "body:municipalities"])
def test_a_thing_is_named_as_people_name_it(folder: Path, name: str) -> None:
    assert "decides" in inside(folder, "ask", "function-of", "--body", name).stdout


def test_both_engines_answer_the_same(folder: Path) -> None:
    for fmt in ("table", "csv", "json"):
        fast, reference = (
            inside(
                folder, "ask", "who-decides", "--on", "2008-01-01", "--format", fmt, "--engine", engine
            ).stdout
            for engine in ("fast", "reference")
        )
        if fmt == "json":
            fast, reference = (
                json.dumps(sorted(json.loads(text)["results"]["bindings"], key=str))
                for text in (fast, reference)
            )
        assert fast == reference
