"""The verb ``ask``: it answers a question by its name, or lists the questions."""

import click

from seutu.cli import options
from seutu.cli.terminal import Session, emit


@click.group(cls=options.Questions, invoke_without_command=True, subcommand_metavar="[NAME [OPTIONS]]")
@options.lang
@click.pass_context
def ask(ctx: click.Context, lang: str) -> None:
    """Answer a question by its name, or list the questions.

    `seutu ask NAME --help` shows the options of a question, and `seutu ask WORD` lists the questions with a word.
    """
    if ctx.invoked_subcommand is None:
        emit(options.listing(ctx.ensure_object(Session).workspace.questions, lang))
