"""Faults of a command line in our words, which can be told in any language."""

import click
import pytest

from seutu.cli import usage
from seutu.phrases import Phrase

VERB = click.Command(
    "verb",
    params=[
        click.Argument(["file"]),
        click.Option(["--count"], type=click.IntRange(1, 9), envvar="SEUTU_COUNT"),
        click.Option(["--to"], type=click.Choice(["a", "b"]), required=False),
    ],
)
REQUIRED = click.Command("verb", params=[click.Option(["--to"], required=True)])


def fault(command: click.Command, *args: str) -> str:
    with pytest.raises(click.ClickException) as caught:
        command.make_context("seutu", list(args))
    return usage.fault(caught.value)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Missing argument 'FILE'"),
        (("x", "--to"), "Option '--to' requires an argument"),
        (("x", "y", "z"), "Got unexpected extra argument (y z)"),
        (("x", "--count", "many"), "Invalid value for '--count': 'many' is not a number"),
        (("x", "--count", "10"), "Invalid value for '--count': 10 is not in the range 1<=x<=9"),
        (("x", "--to", "c"), "Invalid value for '--to': 'c' is not one of 'a', 'b'"),
    ],
)
def test_a_fault_is_in_our_words(args: tuple[str, ...], words: str) -> None:
    found = fault(VERB, *args)
    assert found == words
    assert isinstance(found, Phrase)
    assert found.text_in("fi") != words


def test_a_required_option_is_named() -> None:
    assert fault(REQUIRED) == "Missing option '--to'"


def test_a_value_of_the_environment_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEUTU_COUNT", "many")
    assert fault(VERB, "x").startswith("Invalid value for 'SEUTU_COUNT': ")


@pytest.mark.parametrize(
    ("args", "path"),
    [
        (["ask", "roles", "--odd"], "seutu ask roles"),
        (["--debug", "validate", "roles"], "seutu validate"),
        (["ask", "--odd"], "seutu ask"),
        (["odd"], "seutu"),
        ([], "seutu"),
    ],
)
def test_the_command_that_a_line_calls(args: list[str], path: str) -> None:
    assert usage.path(["ask", "validate"], args, ["roles"]) == path
