"""The verb ``new``: a workspace of one's own, with an example that validates."""

import datetime
from pathlib import Path

import click

from seutu.cli import options
from seutu.cli.terminal import emit
from seutu.phrases import Phrase


@click.command()
@click.argument("folder", type=options.PATH)
@click.option("--title", required=True, help="The title of the workspace.")
@click.option("--base", metavar="URL", required=True, help="The web address that your IRIs begin with.")
@click.option(
    "--languages",
    default="fi,sv,en",
    show_default=True,
    metavar="CODES",
    help="The languages that every label must have.",
)
@options.lang
def new(*, folder: Path, title: str, base: str, languages: str, lang: str) -> None:
    """Make a workspace in FOLDER, with an example that validates.

    It has a description, an example of a source with three statements, and what checks them. The ontology,
    shapes and questions are those of the installed package. Nothing that exists is overwritten.
    """
    from seutu import __version__
    from seutu.workspace import scaffold

    chosen = [language.strip() for language in languages.split(",")]
    # The description has a first version, of today.
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    wanted = scaffold.Wanted(title, base, chosen, __version__, today)
    wanted.check()
    made = scaffold.files(wanted)
    scaffold.write(folder, made)
    words = Phrase("{count} files in {folder}. Next, there: seutu validate", count=len(made), folder=folder)
    emit(f"{words.text_in(lang)}\n")
