"""The command line: its verbs, and the exit code of the process.

A verb is the command that its module in this room is named after. It is imported when it is called, and imports the
engines that it needs in its turn: so a question is answered while others still import.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from seutu.cli import options, terminal
from seutu.cli.terminal import Session, emit

VERBS = ("ask", "build", "diff", "explain", "infer", "new", "publish", "query", "validate")


class _Verbs(options.Verbs):
    """The verbs, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Return the verb of that name, or None."""
        if cmd_name not in VERBS:
            return None
        verb: click.Command = getattr(import_module(f"seutu.cli.{cmd_name}"), cmd_name)
        return verb


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from seutu import __version__

        emit(f"seutu {__version__}\n")
        ctx.exit()


@click.group(
    cls=_Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--workspace",
    type=options.PATH,
    multiple=True,
    envvar="SEUTU_WORKSPACE",
    help="The folder with data/; several are asked together.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of what fails.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version.",
)
@click.pass_context
def cli(ctx: click.Context, workspace: tuple[Path, ...], debug: bool) -> None:
    """Ask, check and publish what is known of a region's programmes, bodies and networks.

    Without --workspace, the nearest folder upwards that is a workspace is used, else the one that came with
    seutu; if it is not the current folder, a message names it.
    """
    session = ctx.ensure_object(Session)
    session.given, session.debug = workspace, debug
    session.named = ctx.get_parameter_source("workspace") is click.core.ParameterSource.COMMANDLINE
    ctx.color = terminal.colour_wanted()
    if ctx.invoked_subcommand is None:
        emit(ctx.get_help() + "\n")


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; ``args`` are those of the process unless given."""
    if "_SEUTU_COMPLETE" in os.environ:
        cli.main(prog_name="seutu")
    return terminal.run(cli, sys.argv[1:] if args is None else args, Session())
