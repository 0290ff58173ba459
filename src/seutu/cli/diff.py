"""The verb ``diff``: the changes between two versions."""

import click

from seutu.cli import options, terminal
from seutu.cli.terminal import Session, echo_message, emit


@click.command()
@click.argument("old")
@click.argument("new")
@options.input_format
@click.option("--graphs", is_flag=True, help="Show also the statements that are in another file than before.")
@options.format_of("compare.rendering", "text")
@click.option("--iris", is_flag=True, help="Show short IRIs where labels stand.")
@options.lang
@click.pass_context
def diff(
    ctx: click.Context,
    *,
    old: str,
    new: str,
    input_format: str | None,
    graphs: bool,
    fmt: str,
    iris: bool,
    lang: str,
) -> None:
    """Show what changed between OLD and NEW, thing by thing.

    Each is a folder, a file of RDF (- for standard input, a pipe, .gz), or a git revision (or REVISION:path, from
    the top of the repository). Of a workspace the ontology, data, shapes and queries are compared. Order, format
    and the names of blank nodes make no difference. Exit 1 when something differs.
    """
    from seutu.compare import revision
    from seutu.compare.difference import compare
    from seutu.compare.rendering import DifferenceRenderer

    here = ctx.ensure_object(Session).repository_folder
    one, other = (revision.read(each, here, input_format) for each in (old, new))
    found = compare(one, other, graphs=graphs)
    text = DifferenceRenderer.of(one, other, lang, iris=iris).render(found, fmt)
    emit(terminal.coloured_diff(text) if fmt == "text" else text)
    echo_message(found.summary())
    ctx.exit(terminal.FINDINGS if found else 0)
