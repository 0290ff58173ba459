"""The verb ``build``: the workspace as files to publish."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seutu.cli import options, terminal
from seutu.cli.counts import counts
from seutu.cli.terminal import Session, echo_message, emit
from seutu.errors import ParameterError
from seutu.phrases import Phrase, counted, joined

if TYPE_CHECKING:
    from seutu.api import Workspace
    from seutu.build.build import Built

_SHOWN = 10  # findings that a build lists on the screen
_MARGIN = 10  # of the labels, in English


def _folder(_context: click.Context, _option: click.Parameter, value: str) -> Path:
    # The empty path would be the current folder.
    if not value:
        raise ParameterError(Phrase("--out: '' names no folder; leave it out for build/."))
    return Path(value)


@click.command()
@click.option(
    "--out",
    metavar="PATH",
    default="build",
    show_default=True,
    callback=_folder,
    help="The folder to write.",
)
@options.overwrite
@options.cases
@options.base
@options.endpoint
@options.lang
@click.pass_context
def build(
    ctx: click.Context,
    *,
    out: Path,
    overwrite: bool,
    cases: tuple[str, ...],
    base: str | None,
    keep: tuple[str, ...],
    endpoint: str | None,
    lang: str,
) -> None:
    """Write the workspace as files to publish.

    Every RDF format, a table for each question, the validation report in English, a manifest, and for a workspace that
    describes itself a catalogue for portals. An earlier build is replaced at the very end, or stays as it was.
    Exit 1 when validation found violations, or when a format cannot hold the data and was left out.
    """
    from seutu.build import build as builder
    from seutu.rdf.rebasing import Rebasing
    from seutu.workspace.localised import localised
    from seutu.workspace.selection import selected

    workspace = ctx.ensure_object(Session).workspace
    with terminal.terminating_cleanly(), terminal.progress(Phrase("Building")) as progress:
        chosen = selected(workspace, cases)
        workspace, rebasing = localised(chosen, Rebasing.from_options(base, keep))
        built = builder.build(
            workspace, out, progress, rebasing=rebasing, endpoint=endpoint, overwrite=overwrite
        )
    for sentence in filter(None, (built.recovered, *built.stays)):
        echo_message(sentence)
    emit(_summary(workspace, built, lang))
    ctx.exit(0 if built.complete else terminal.FINDINGS)


def _files(count: int) -> Phrase:
    return counted(count, Phrase("1 file"), Phrase("{count} files", count=count))


def _loaded(statements: int, files: int) -> Phrase:
    return counted(
        files,
        Phrase("{statements} statements from 1 file", statements=statements),
        Phrase("{statements} statements from {count} files", statements=statements, count=files),
    )


def _inferred(statements: int, rules: int) -> Phrase:
    inferred = counted(statements, Phrase("1 statement"), Phrase("{count} statements", count=statements))
    return counted(
        rules,
        Phrase("{statements} by 1 rule", statements=inferred),
        Phrase("{statements} by {count} rules", statements=inferred, count=rules),
    )


def _answered(tables: int, questions: int) -> Phrase:
    asking = questions - tables
    answered = counted(
        tables, Phrase("1 question as a table"), Phrase("{count} questions as tables", count=tables)
    )
    if not asking:
        return answered
    waiting = counted(
        asking,
        Phrase("1 more answers for a value you give"),
        Phrase("{count} more answer for a value you give", count=asking),
    )
    return joined([answered, waiting], "; ")


def _wrote(built: "Built") -> Phrase:
    size = sum(file.bytes for file in built.files)
    return Phrase(
        "{files} ({size} KiB) to {folder}",
        files=_files(len(built.files) + 1),
        size=round(size / 1024),
        folder=built.folder,
    )


def _summary(workspace: "Workspace", built: "Built", lang: str) -> str:
    """Return the summary of a build: numbers loaded, inferred, validated, answered and written."""
    tables = sum(file.path.startswith("tables/") and file.extension == "csv" for file in built.files)
    statements = next(file.triples for file in built.files if file.path == "seutu.nq")
    lines: list[tuple[Phrase, Phrase]] = [
        (Phrase("Loaded"), _loaded(statements or 0, len(workspace.files))),
        (Phrase("Inferred"), _inferred(len(workspace.inferred()), len(workspace.rules))),
        (Phrase("Validated"), counts(built.report)),
        (Phrase("Answered"), _answered(tables, len(workspace.questions))),
        (Phrase("Wrote"), _wrote(built)),
    ]
    lines += [
        (Phrase("Left out"), Phrase("{path}: {problem}", path=file.path, problem=file.problem))
        for file in built.unwritten
    ]
    lines += [
        (Phrase("Not drawn"), Phrase("{name}: its answer is too large for a picture", name=name))
        for name in built.undrawn
    ]
    labels = [label.text_in(lang) for label, _ in lines]
    margin = max(_MARGIN, *map(len, labels))
    rows = [
        f"{label.ljust(margin)} {text.text_in(lang)}" for label, (_, text) in zip(labels, lines, strict=True)
    ]
    findings = built.report.text(lang, workspace.prefixes).splitlines()
    more = len(findings) - _SHOWN
    left = [Phrase("... and {count} more in report.txt", count=more).text_in(lang)] if more > 0 else []
    return "\n".join([*rows, *findings[:_SHOWN], *left, ""])
