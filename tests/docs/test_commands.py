"""The page of the command line says what the command line has."""

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
    context = click.Context(cli)
    for name in cli.list_commands(context):
        verb = cli.get_command(context, name)
        section = text.partition(f"## seutu {name}\n")[2].partition("\n## ")[0]
        assert verb
        assert section, name
        names = [option for each in verb.params if isinstance(each, click.Option) for option in each.opts]
        assert [option for option in names if option not in section] == []


def copied() -> click.Group:
    """The commands, in a group that can be altered."""
    context = click.Context(cli)
    verbs = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    altered = click.Group(commands={name: verb for name, verb in verbs.items() if verb})
    altered.params, altered.help = list(cli.params), cli.help
    altered.invoke_without_command, altered.no_args_is_help = True, False
    altered.context_settings, altered.subcommand_metavar = cli.context_settings, cli.subcommand_metavar
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
