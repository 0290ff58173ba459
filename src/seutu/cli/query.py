"""The verb ``query``: it runs a SPARQL query of the user."""

from pathlib import Path

import click

from seutu.cli import options, terminal
from seutu.cli.terminal import Session, emit


@click.command()
@click.argument("file", type=options.PATH, required=False)
@click.option("-e", "--text", help="The query itself, in place of a file.")
@click.option(
    "--format", "fmt", help="table, csv, tsv, json, jsonl, xml or markdown; for a graph, turtle and others."
)
@click.option(
    "--infer/--no-infer", default=True, show_default=True, help="With what follows by the rules, or not."
)
@click.option("--federate", is_flag=True, help="Let SERVICE ask other machines.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up after so long, reading the workspace included.",
)
@click.option("--iris", is_flag=True, help="Show short IRIs where labels stand.")
@options.lang
@click.pass_obj
def query(
    session: Session,
    *,
    file: Path | None,
    text: str | None,
    fmt: str | None,
    infer: bool,
    federate: bool,
    timeout: float | None,
    iris: bool,
    lang: str,
) -> None:
    """Run a SPARQL query from a FILE, -e TEXT, or standard input (-)."""
    from seutu.cli import deadline

    name, written = terminal.query_text(file, text)
    workspace = session.workspace
    request = deadline.Request(
        workspace.layers.roots, written, name, fmt, infer, federate, lang, iris, terminal.terminal_width()
    )
    emit(request.answer(workspace) if timeout is None else deadline.answer(request, timeout))
    if timeout is None:
        workspace.remember()
