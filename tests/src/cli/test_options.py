"""Options that verbs share, and questions as commands made from their headers."""

import click
import pytest

from seutu.cli import options
from seutu.errors import UnknownName
from seutu.phrases import LANGUAGES
from seutu.query.definition import parse_header
from tests.helpers import small

WHO = parse_header("who-decides.rq", small.WHO_DECIDES)
OF = parse_header("function-of.rq", small.FUNCTION_OF)


def helped(question: options.Question) -> str:
    return question.get_help(click.Context(question, info_name=question.name, terminal_width=200))


def test_a_name_is_one_of_those_that_a_module_lists() -> None:
    kind = options.OneOf("phrases", "LANGUAGES")
    assert kind.choices() == LANGUAGES
    assert kind.convert("fi", None, None) == "fi"
    with pytest.raises(click.BadParameter, match="'de' is not one of fi, sv, en"):
        kind.convert("de", None, None)


def test_the_parameters_of_a_question_are_its_options() -> None:
    text = helped(options.Question(OF))
    assert "--body IRI" in text
    assert "The body asked about [required]" in text
    assert "--from-year YEAR" in text
    assert "Not before this year [optional]" in text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fi", ["Kuka päättää mistä?", "Tämän päivän tilanne"]),
        ("sv", ["Who decides what?", "As of this day"]),
    ],
)
def test_the_help_is_in_the_readers_language_where_the_header_has_it(lang: str, words: list[str]) -> None:
    text = helped(options.Question(WHO, lang))
    assert [word for word in words if word not in text] == []
    assert "Usage:" not in text


def test_questions_are_listed_with_their_titles() -> None:
    lines = options.listing({"b": WHO, "a": OF}, "en").splitlines()
    assert [line.split("  ")[0] for line in lines[2:]] == ["a", "b"]
    assert "Who decides what?" in lines[3]


def test_an_unknown_verb_is_answered_with_the_nearest() -> None:
    verbs = options.Verbs(commands={"validate": click.Command("validate")})
    with pytest.raises(UnknownName, match=r"No command 'validat'\. Did you mean 'validate'\?"):
        verbs.resolve_command(click.Context(verbs), ["validat"])
    name, command, rest = verbs.resolve_command(click.Context(verbs), ["validate", "x"])
    assert (name, command, rest) == ("validate", verbs.commands["validate"], ["x"])
