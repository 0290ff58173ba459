"""The verb ``validate``: findings of shapes and checks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seutu.cli import options, terminal
from seutu.cli.counts import counts
from seutu.cli.terminal import Session, echo_message, emit
from seutu.errors import SeutuError
from seutu.phrases import Phrase, counted
from seutu.query.header import SEVERITIES

if TYPE_CHECKING:
    from seutu.shacl.report import Report


@click.command()
@click.argument("files", type=options.PATH, nargs=-1)
@click.option("--alone", is_flag=True, help="Validate FILES with the ontology, without the workspace's data.")
@click.option(
    "--shapes", type=options.PATH, multiple=True, help="Use this file of shapes, not the workspace's."
)
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="violation",
    help="The least that makes exit 1.",
)
@options.input_format
@options.format_of("shacl.report", "text")
@options.lang
@options.engine
@click.pass_context
def validate(
    ctx: click.Context,
    *,
    files: tuple[Path, ...],
    alone: bool,
    shapes: tuple[Path, ...],
    severity: str,
    input_format: str | None,
    fmt: str,
    lang: str,
    engine: str,
) -> None:
    """Check the workspace, and FILES with it, by shapes and checks.

    A file may be standard input (-), a pipe, or compressed (.gz).

    Exit 0 when nothing is found, 1 when something is.
    """
    session = ctx.ensure_object(Session)
    session.alone = alone
    workspace = session.workspace
    with _annotated(fmt):
        report = workspace.validate(
            files, alone=alone, shapes=shapes, engine=engine, input_format=input_format
        )
    emit(report.render(fmt, lang, workspace.prefixes))
    for words in (*report.remarks, _summary(report, len(files) + (0 if alone else len(workspace.files)))):
        echo_message(words)
    ctx.exit(terminal.FINDINGS if report.at_least(severity) else 0)


@contextmanager
def _annotated(fmt: str) -> Iterator[None]:
    """Also write an error of the validation as an annotation of its line, if the format is for GitHub."""
    from seutu.shacl.report import annotation

    try:
        yield
    except SeutuError as error:
        emit(annotation(error, terminal.current_language()) if fmt == "github" else "")
        raise


def _summary(report: "Report", files: int) -> Phrase:
    found = counts(report)
    return counted(
        files,
        Phrase("{counts} in 1 file.", counts=found),
        Phrase("{counts} in {count} files.", counts=found, count=files),
    )
