"""The command line: what each verb takes, prints and exits with. What the verbs do is the library's.

The engines are imported by the command that needs them, so that a question is answered while others still import.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seutu import console, options
from seutu.console import Session, emit, say
from seutu.errors import ParameterError, SeutuError
from seutu.header import SEVERITIES
from seutu.phrases import Phrase, counted, joined
from seutu.publishing import publish

if TYPE_CHECKING:
    from seutu.build import Built
    from seutu.report import Report
    from seutu.workspace import Workspace

_SHOWN = 10  # findings that a build lists on the screen
_MARGIN = 10  # of the words that say what a build did, in English
_FILE = click.Path(path_type=Path)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from seutu import __version__

        emit(f"seutu {__version__}\n")
        ctx.exit()


@click.group(
    cls=options.Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--workspace", type=_FILE, envvar="SEUTU_WORKSPACE", help="The folder with ontology/ and data/."
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
def cli(ctx: click.Context, workspace: Path | None, debug: bool) -> None:
    """Ask, check and publish what is known of a region's programmes, bodies and networks.

    Without --workspace, the nearest folder upwards that has ontology/ and data/ is used, else the one that
    came with seutu; if it is not the current folder, a line says which.
    """
    session = ctx.ensure_object(Session)
    session.folder, session.debug = workspace, debug
    session.named = ctx.get_parameter_source("workspace") is click.core.ParameterSource.COMMANDLINE
    ctx.color = console.colour_wanted()
    if ctx.invoked_subcommand is None:
        emit(ctx.get_help() + "\n")


@cli.group(cls=options.Questions, invoke_without_command=True, subcommand_metavar="[NAME [OPTIONS]]")
@options.lang
@click.pass_context
def ask(ctx: click.Context, lang: str) -> None:
    """Answer a question by its name, or list the questions.

    `seutu ask NAME --help` says what a question takes, and `seutu ask WORD` which questions have a word.
    """
    if ctx.invoked_subcommand is None:
        emit(options.listing(ctx.ensure_object(Session).workspace.questions, lang))


@cli.command()
@click.argument("thing")
@click.argument("property_", metavar="[PROPERTY", required=False)
@click.argument("value", metavar="VALUE]", required=False)
@click.option(
    "--format", "fmt", default="text", show_default=True, help="text, json; markdown, or turtle for a proof."
)
@options.lang
@click.pass_context
def explain(
    ctx: click.Context, *, thing: str, property_: str | None, value: str | None, fmt: str, lang: str
) -> None:
    """Say in sentences all that is known of THING, and what is not.

    With PROPERTY and VALUE, prove that THING has them: where it is said, or the rule it follows by and from what.
    All three are IRIs, short IRIs, or names in any language. Exit 1 when there is no proof.
    """
    workspace = ctx.ensure_object(Session).workspace
    if property_ is None:
        emit(workspace.explain(thing, lang, say).render(fmt))
        workspace.remember()
    elif value is None:
        raise ParameterError(_valueless(thing, property_))
    else:
        proof = workspace.proof(thing, property_, value, lang)
        emit(proof.render(fmt) if proof else "")
        if proof is None:
            say(_unproved(thing, property_, value))
            ctx.exit(console.FINDINGS)


@cli.command()
@click.argument("file", type=_FILE, required=False)
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
    from seutu import deadline

    name, written = console.query_text(file, text)
    workspace = session.workspace
    request = deadline.Request(
        workspace.root, written, name, fmt, infer, federate, lang, iris, console.terminal_width()
    )
    emit(request.answer(workspace) if timeout is None else deadline.answer(request, timeout))
    if timeout is None:
        workspace.remember()


@cli.command()
@click.argument("files", type=_FILE, nargs=-1)
@click.option("--alone", is_flag=True, help="Validate FILES with the ontology, without the workspace's data.")
@click.option("--shapes", type=_FILE, multiple=True, help="Use this file of shapes, not the workspace's.")
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="violation",
    help="The least that makes exit 1.",
)
@options.input_format
@options.format_of("report", "text")
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
        say(words)
    ctx.exit(console.FINDINGS if report.at_least(severity) else 0)


@cli.command()
@options.format_of("rdf", "turtle")
@options.engine
@options.messages
@click.pass_obj
def infer(session: Session, fmt: str, engine: str) -> None:
    """Write the statements that follow by the rules, and no others.

    The fast engine infers by the workspace's rules alone, and names the axioms of OWL that none of them infers
    from; the reference engine infers by all of OWL 2 RL as well.
    """
    from seutu import axioms, rdf

    workspace = session.workspace
    wanted, pieces = rdf.format_named(fmt), list[bytes]()
    workspace.inferred_in_order(engine).write(wanted, workspace.prefixes, pieces.append)
    emit(b"".join(pieces))
    left = axioms.unused(workspace.closed(), workspace.rules) if engine == "fast" else ""
    if left:
        say(Phrase("No rule infers from {left}; add one, or use --engine reference.", left=left))


def _named(_context: click.Context, _option: click.Parameter, value: str) -> Path:
    # As a path, nothing would be the current folder.
    if not value:
        raise ParameterError(Phrase("--out: '' names no folder; leave it out for build/."))
    return Path(value)


@cli.command()
@click.option(
    "--out",
    metavar="PATH",
    default="build",
    show_default=True,
    callback=_named,
    help="The folder to write.",
)
@options.overwrite
@options.base
@options.endpoint
@options.lang
@click.pass_context
def build(
    ctx: click.Context,
    *,
    out: Path,
    overwrite: bool,
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
    from seutu import build as builder
    from seutu.rebasing import Rebasing

    workspace = ctx.ensure_object(Session).workspace
    with console.orderly_end(), console.progress(Phrase("Building")) as told:
        rebasing = Rebasing.wanted(base, keep)
        built = builder.build(workspace, out, told, rebasing=rebasing, endpoint=endpoint, overwrite=overwrite)
    for sentence in filter(None, (built.recovered, *built.stays)):
        say(sentence)
    emit(_screen(workspace, built, lang))
    ctx.exit(0 if built.complete else console.FINDINGS)


@cli.command()
@click.argument("old")
@click.argument("new")
@options.input_format
@click.option("--graphs", is_flag=True, help="Tell also which statements stand in another file than before.")
@options.format_of("telling", "text")
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
    """Tell what changed between OLD and NEW, thing by thing.

    Each is a folder, a file of RDF (- for standard input, a pipe, .gz), or a git revision (or REVISION:path, from
    the top of the repository). Of a workspace the ontology, data, shapes and queries are compared. Order, format
    and the names of blank nodes make no difference. Exit 1 when something differs.
    """
    from seutu import revision
    from seutu.difference import compare
    from seutu.telling import Telling

    here = ctx.ensure_object(Session).around
    one, other = (revision.read(text, here, input_format) for text in (old, new))
    found = compare(one, other, graphs=graphs)
    told = Telling.of(one, other, lang, iris=iris).render(found, fmt)
    emit(console.coloured(told) if fmt == "text" else told)
    say(found.summary())
    ctx.exit(console.FINDINGS if found else 0)


cli.add_command(publish)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and give back its exit code; ``args`` are those of the process unless given."""
    if "_SEUTU_COMPLETE" in os.environ:
        cli.main(prog_name="seutu")
    return console.run(cli, sys.argv[1:] if args is None else args, Session())


@contextmanager
def _annotated(fmt: str) -> Iterator[None]:
    """Let what stops a validation be shown beside its line, too, where GitHub reads."""
    from seutu.report import annotation

    try:
        yield
    except SeutuError as error:
        emit(annotation(error, console.spoken()) if fmt == "github" else "")
        raise


def _valueless(thing: str, property_: str) -> Phrase:
    return Phrase(
        "A proof needs a value: seutu explain '{thing}' '{property}' VALUE.", thing=thing, property=property_
    )


def _unproved(thing: str, property_: str, value: str) -> Phrase:
    return Phrase(
        "'{thing}' '{property}' '{value}' is neither said nor does it follow by the rules.",
        thing=thing,
        property=property_,
        value=value,
    )


def _summary(report: "Report", files: int) -> Phrase:
    counts = _counts(report)
    return counted(
        files,
        Phrase("{counts} in 1 file.", counts=counts),
        Phrase("{counts} in {count} files.", counts=counts, count=files),
    )


def _counts(report: "Report") -> Phrase:
    violations, warnings, infos = (report.count(severity) for severity in SEVERITIES)
    parts = [
        counted(violations, Phrase("1 violation"), Phrase("{count} violations", count=violations)),
        counted(warnings, Phrase("1 warning"), Phrase("{count} warnings", count=warnings)),
    ]
    if infos:
        parts.append(counted(infos, Phrase("1 info"), Phrase("{count} info", count=infos)))
    return joined(parts)


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
    told = counted(
        tables, Phrase("1 question as a table"), Phrase("{count} questions as tables", count=tables)
    )
    if not asking:
        return told
    waiting = counted(
        asking,
        Phrase("1 more answers for a value you give"),
        Phrase("{count} more answer for a value you give", count=asking),
    )
    return joined([told, waiting], "; ")


def _wrote(built: "Built") -> Phrase:
    size = sum(file.bytes for file in built.files)
    return Phrase(
        "{files} ({size} KiB) to {folder}",
        files=_files(len(built.files) + 1),
        size=round(size / 1024),
        folder=built.folder,
    )


def _screen(workspace: "Workspace", built: "Built", lang: str) -> str:
    """A build on one screen: what was loaded, inferred, validated, answered and written."""
    tables = sum(file.path.startswith("tables/") and file.extension == "csv" for file in built.files)
    said = next(file.triples for file in built.files if file.path == "seutu.nq")
    lines: list[tuple[Phrase, Phrase]] = [
        (Phrase("Loaded"), _loaded(said or 0, len(workspace.files))),
        (Phrase("Inferred"), _inferred(len(workspace.inferred()), len(workspace.rules))),
        (Phrase("Validated"), _counts(built.report)),
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
    labels = [label.told(lang) for label, _ in lines]
    margin = max(_MARGIN, *map(len, labels))
    rows = [
        f"{label.ljust(margin)} {text.told(lang)}" for label, (_, text) in zip(labels, lines, strict=True)
    ]
    findings = built.report.text(lang, workspace.prefixes).splitlines()
    more = len(findings) - _SHOWN
    left = [Phrase("... and {count} more in report.txt", count=more).told(lang)] if more > 0 else []
    return "\n".join([*rows, *findings[:_SHOWN], *left, ""])
