"""The verb ``publish``: options, output and exit codes. The library does the work."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seutu.cli import options, terminal
from seutu.cli.terminal import Session, echo_message, emit
from seutu.errors import ParameterError
from seutu.phrases import NOTHING, Phrase

if TYPE_CHECKING:
    from seutu.api import Workspace
    from seutu.build.release import Release
    from seutu.publish.plan import Plan
    from seutu.publish.targets import TargetOptions
    from seutu.quality.assessment import Assessment
    from seutu.rdf.rebasing import Rebasing
    from seutu.remote.credentials import Credentials


@click.command()
@click.option(
    "--to",
    "places",
    metavar="KIND:PLACE",
    multiple=True,
    help="Where to: folder:PATH, sparql:URL or ckan:URL. May be repeated.",
)
@click.option("--check", is_flag=True, help="Show how portals and evaluators would rate it, and what to do.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@options.cases
@options.base
@options.endpoint
@click.option("--site", metavar="URL", default="", help="Where the folder is served, if not at the base.")
@options.overwrite
@click.option("--redo", is_flag=True, help="Replace files of a version that the folder has already.")
@click.option(
    "--kind",
    metavar="NAME",
    default="",
    help="The store: oxigraph (unless given), virtuoso, fuseki. The portal: ckan (unless given), fluent, avoindata.",
)
@click.option(
    "--query-url",
    metavar="URL",
    default="",
    help="Where a store of no such kind takes queries; sparql:URL is then its Graph Store.",
)
@click.option("--update-url", metavar="URL", default="", help="Where such a store takes updates.")
@click.option("--organisation", metavar="NAME", default="", help="Whose datasets they are on the portal.")
@click.option(
    "--credentials",
    "secrets",
    type=options.PATH,
    metavar="FILE",
    help="Who publishes, in place of SEUTU_TOKEN, or SEUTU_USER and SEUTU_PASSWORD.",
)
@click.option(
    "--official", type=options.PATH, metavar="FOLDER", help="The official shapes of DCAT-AP, for --check."
)
@click.option("--online", is_flag=True, help="With --check, ask every address whether it answers.")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print it.",
)
@options.lang
@click.pass_context
def publish(
    ctx: click.Context,
    *,
    places: tuple[str, ...],
    check: bool,
    dry_run: bool,
    cases: tuple[str, ...],
    base: str | None,
    keep: tuple[str, ...],
    endpoint: str | None,
    site: str,
    overwrite: bool,
    redo: bool,
    kind: str,
    query_url: str,
    update_url: str,
    organisation: str,
    secrets: Path | None,
    official: Path | None,
    online: bool,
    fmt: str,
    lang: str,
) -> None:
    """Publish to a folder, a SPARQL store or a CKAN portal.

    Each run builds everything again, and changes only what differs. When publishing fails, what was published
    before stays as it was. --check shows how portals and evaluators would rate the workspace; with --to as well,
    nothing is published unless the catalogue has full marks. Exit 1 when the check finds something to correct,
    or when the data violate their shapes.
    """
    if not (places or check):
        raise ParameterError(
            Phrase("Say where to publish with --to, or ask with --check how the workspace would fare.")
        )
    from seutu.publish.targets import TargetOptions

    choices = TargetOptions(
        _credentials(secrets),
        kind,
        update_url,
        query_url,
        site,
        redo=redo,
        overwrite=overwrite,
        organisation=organisation,
        lang=lang,
    )
    workspace, rebasing = _selected(ctx.ensure_object(Session).workspace, cases, base, keep)
    printer = _ResultPrinter(fmt, lang, done=not dry_run)
    with terminal.terminating_cleanly(), tempfile.TemporaryDirectory(prefix="seutu-") as scratch:
        work = _Work(workspace, rebasing, _released(workspace, rebasing, endpoint, Path(scratch)))
        conforms = work.conforms(publishing=bool(places))
        found = work.assess(official, online, printer) if check else None
        for place in places if conforms and (found is None or found.harvestable) else ():
            printer.plan(work.publish(place, choices, dry_run))
    printer.close()
    ctx.exit(0 if conforms and (found is None or found.complete) else terminal.FINDINGS)


def _selected(
    workspace: "Workspace", cases: Sequence[str], base: str | None, keep: Sequence[str]
) -> "tuple[Workspace, Rebasing]":
    """The workspace with the cases asked for, under its own base, and how its IRIs are moved."""
    from seutu.rdf.rebasing import Rebasing
    from seutu.workspace.localised import localised
    from seutu.workspace.selection import selected

    return localised(selected(workspace, cases), Rebasing.from_options(base, keep))


def _credentials(file: Path | None) -> "Credentials":
    from seutu.remote import credentials

    return credentials.from_file(file) if file else credentials.from_environment(os.environ)


def _released(workspace: "Workspace", rebasing: "Rebasing", endpoint: str | None, scratch: Path) -> "Release":
    from seutu.build.release import release

    with terminal.progress(Phrase("Building")) as progress:
        return release(workspace, scratch / "build", progress, rebasing=rebasing, endpoint=endpoint)


class _ResultPrinter:
    """Prints each result at once; as JSON all results in one document at the end."""

    def __init__(self, fmt: str, lang: str, *, done: bool) -> None:
        self._as_json, self._lang, self._done = fmt == "json", lang, done
        self._content: dict[str, Any] = {}

    def assessment(self, found: "Assessment", prefixes: Mapping[str, str]) -> None:
        if self._as_json:
            self._content["check"] = json.loads(found.json())
        else:
            emit(found.text(self._lang, prefixes))

    def plan(self, plan: "Plan") -> None:
        if self._as_json:
            self._content.setdefault("targets", []).append(json.loads(plan.json(self._done)))
        else:
            emit(plan.text(self._done, self._lang))

    def close(self) -> None:
        if self._as_json:
            emit(json.dumps(self._content, ensure_ascii=False, indent=2) + "\n")


@dataclass(frozen=True, slots=True)
class _Work:
    """The input of one run: a workspace, and its release."""

    workspace: "Workspace"
    rebasing: "Rebasing"
    released: "Release"

    def conforms(self, *, publishing: bool) -> bool:
        """Return True if the data may be published; if not, write a message with the reason."""
        report = self.released.built.report
        if not report.passes:
            message = (
                Phrase(
                    "Nothing was published, because the workspace violates its shapes; seutu validate lists the "
                    "violations."
                )
                if publishing
                else Phrase("The workspace violates its shapes; seutu validate lists the violations.")
            )
            echo_message(message)
        for file in self.released.built.unwritten:
            echo_message(Phrase("{path} is left out: {problem}", path=file.path, problem=file.problem))
        return report.passes

    def assess(self, official: Path | None, online: bool, printer: _ResultPrinter) -> "Assessment":
        """Return the assessment of the release, after printing it."""
        from seutu.quality.judging import assess_release

        found = assess_release(self.workspace, self.rebasing, self.released, official, online=online)
        printer.assessment(found, self.rebasing.prefixes(self.workspace.prefixes))
        return found

    def publish(self, place: str, choices: "TargetOptions", dry_run: bool) -> "Plan":
        """Publish to one target, or return the changes of a dry run."""
        from seutu.publish.targets import open_target

        with (
            open_target(place, self.released, self.workspace, self.rebasing, choices) as target,
            terminal.progress(Phrase("Looking") if dry_run else Phrase("Publishing")) as shown,
            terminal.message_if_slow(_waiting_message(place), shown) as progress,
        ):
            return target.plan(progress) if dry_run else target.carry_out(progress)


def _waiting_message(place: str) -> Phrase:
    """Return the message while a server does not respond; empty for a folder."""
    kind, _, url = place.partition(":")
    return NOTHING if kind == "folder" else Phrase("{url}: no answer yet; it is asked again.", url=url)
