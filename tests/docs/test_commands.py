"""The page of the command line says what the command line has."""

from copy import copy

import click
import pytest

from seutu.cli.main import cli
from tests.docs.commands import page
from tests.loading import ROOT

PAGE = ROOT / "docs" / "commands.md"


def test_page_is_made_from_the_commands(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--update-goldens"):
        PAGE.write_text(page(cli), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page(cli)


def test_page_has_every_verb_and_every_option() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name, verb in cli.commands.items():
        section = text.partition(f"## seutu {name}\n")[2].partition("\n## ")[0]
        names = [option for each in verb.params if isinstance(each, click.Option) for option in each.opts]
        assert section, name
        assert [option for option in names if option not in section] == []


def copied() -> click.Group:
    altered = copy(cli)
    altered.commands, altered.params = dict(cli.commands), list(cli.params)
    return altered


def test_a_new_verb_alters_the_page() -> None:
    altered = copied()
    assert page(altered) == page(cli)
    altered.add_command(click.Command("split", help="Split a file."))
    assert "## seutu split" in page(altered)


def test_a_new_option_alters_the_page() -> None:
    altered = copied()
    altered.params.append(click.Option(["--quiet"], is_flag=True, help="Print errors alone."))
    assert "| `--quiet` | Print errors alone. |" in page(altered)
