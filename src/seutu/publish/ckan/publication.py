"""The datasets of a catalogue published to a CKAN portal, each in a single call.

A dataset is sent with all its resources in one call, so no reader sees a part of one. When a later dataset fails, the
earlier ones are restored. A run that is killed between two datasets leaves some new and others old; the next run
completes them. Datasets on the portal that are not in the catalogue any more are never removed, because others may cite
them: remove them there by hand. Files are not uploaded: resources link to the files.

Content of others stays and is reported: datasets that are not ours, resources that others added to ours, fields that
others edited since the last publication (`record`), and datasets of ours that others deleted.
"""

import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.errors import PublishError
from seutu.phrases import NOTHING, Phrase, counted, joined
from seutu.progress import Progress
from seutu.publish.ckan.api import Absent, Portal
from seutu.publish.ckan.difference import claim, differences, identifier, is_elsewhere, merged
from seutu.publish.ckan.fields import Json, Package, packages
from seutu.publish.ckan.profiles import profile_named
from seutu.publish.ckan.record import Settled, new, settled
from seutu.publish.plan import Change, Plan

_DELETED = "deleted"
_ROOM = 80
# The names that RFC 2606 reserves for examples: no mail to them is read.
_RESERVED = ("example.org", "example.com", "example.net", ".example", ".invalid", ".test")
_NOTHING = Phrase("nothing was changed")
_PUT_BACK = Phrase("the datasets published before it were put back as they were")


@dataclass(frozen=True, slots=True)
class PortalOptions:
    """The options of a portal: its kind, a name in `PROFILES`; the name or id of the organisation that owns the
    datasets; the language of fields that hold one; and True if content that others edited or deleted is to be replaced.
    """

    kind: str = "ckan"
    organisation: str = ""
    lang: str = "fi"
    overwrite: bool = False


class PortalPublication:
    """Datasets, and the portal to which they are published."""

    def __init__(
        self, portal: Portal, catalogue: Iterable[ox.Triple], base: str, wanted: PortalOptions
    ) -> None:
        """Store a DCAT-AP catalogue whose IRIs begin with ``base``.

        Raises `UnknownName` for an unknown kind of portal, `ParameterError` when the catalogue lacks a field that it
        requires.
        """
        self._portal, self._profile, self._wanted = portal, profile_named(wanted.kind), wanted
        made = packages(catalogue, self._profile, base, wanted.lang)
        self._base = base
        self._packages = [_with_ids(package) for package in made]

    def plan(self, progress: Progress = lambda _: None) -> Plan:
        """Return the changes that publishing would make, and warnings. Raises `PublishError` when the portal cannot be
        read.
        """
        return self._plan(self._work(progress))

    def carry_out(self, progress: Progress = lambda _: None) -> Plan:
        """Publish, and return the changes.

        Raises `PublishError` when it fails; the message includes the state of the portal.
        """
        try:
            work = self._work(lambda share: progress(share / 2))
        except PublishError as error:
            raise PublishError(error.place, error.problem, joined([error.remedy, _NOTHING], "; ")) from None
        changing = [step for step in work if step.writes]
        begun: list[_Step] = []
        try:
            for step in changing:
                begun.append(step)
                self._publish(step)
                progress(0.5 + len(begun) / len(changing) / 2)
        except BaseException as error:
            outcome = self._restore(begun)
            if isinstance(error, PublishError):
                raise PublishError(
                    error.place, error.problem, joined([error.remedy, outcome], "; ")
                ) from None
            raise
        progress(1.0)
        return self._plan(work)

    def _work(self, progress: Progress) -> list["_Step"]:
        owner = self._owner()
        work = []
        for package in self._packages:
            ours = package | ({"owner_org": owner} if owner else {})
            there = self._current(str(ours["name"]))
            work.append(self._step(ours, there))
            progress(len(work) / len(self._packages))
        return work

    def _step(self, ours: Package, there: Package | None) -> "_Step":
        if there is None:
            made = new(ours, self._profile)
            return _Step(ours, there, Change("add", str(ours["name"]), _counted(ours)), made)
        found = settled(ours, there, self._profile, self._base, overwrite=self._wanted.overwrite)
        unlike = differences(found.package, there, self._profile, found.others)
        if reason := self._reason_to_skip(ours, there, unlike):
            return _Step(ours, there, None, None, (reason,))
        change = Change("replace", str(ours["name"]), unlike) if unlike else None
        if _is_deleted(there):
            change = Change(
                "add",
                str(ours["name"]),
                Phrase("{resources}; it was deleted there", resources=_counted(ours)),
            )
        return _Step(ours, there, change, found, found.stays)

    def _reason_to_skip(self, ours: Package, there: Package, unlike: str) -> Phrase:
        """Return the reason why a dataset on the portal is not touched; empty when it is ours to publish."""
        whose, named = claim(ours, there), Phrase("the dataset '{name}'", name=ours["name"])
        another = Phrase("publish under another base, which names begin with, to have yours beside it")
        if whose == "another" or (whose == "unknown" and is_elsewhere(ours, there)):
            return Phrase("{named} is not ours and stays; {another}", named=named, another=another)
        if self._wanted.overwrite:
            return NOTHING
        if whose == "unknown" and (unlike or _is_deleted(there)):
            return Phrase(
                "{named} does not say that it is ours and stays; {another}, or replace it with --overwrite",
                named=named,
                another=another,
            )
        if is_elsewhere(ours, there):
            return Phrase(
                "{named} is another organisation's and stays; --overwrite moves it to ours", named=named
            )
        return (
            Phrase("{named} was deleted there and stays so; --overwrite brings it back", named=named)
            if _is_deleted(there)
            else NOTHING
        )

    def _owner(self) -> str:
        name = self._wanted.organisation
        if not name:
            return ""
        found = self._portal.read("organization_show", {"id": name, "include_datasets": "false"})
        return str(found.get("id", name))

    def _current(self, name: str) -> Package | None:
        try:
            return self._portal.read("package_show", {"id": name})
        except Absent:
            return None

    def _publish(self, step: "_Step") -> None:
        sent = step.sent
        assert sent is not None, "what is left as it is is not published"
        if step.there is None:
            made = self._portal.write("package_create", sent.package)
        else:
            active: Mapping[str, Json] = {"state": "active"} if _is_deleted(step.there) else {}
            package = merged(sent.package, step.there, self._profile, sent.others)
            made = self._portal.write("package_update", {**package, **active})
        known = sent.as_made(made, self._profile) if made else sent
        if known != sent:
            # The values that this portal stores are known only now.
            again = merged(known.package, made, self._profile, known.others)
            self._portal.write("package_update", again)

    def _restore(self, begun: Iterable["_Step"]) -> Phrase:
        """Restore the datasets that were sent, and return the outcome. The last is included, because CKAN may have
        carried it out although the response was lost.
        """
        failed = []
        steps = list(begun)
        for step in reversed(steps):
            try:
                self._undo(step)
            except PublishError:
                failed.append(f"'{step.ours['name']}'")
        if failed:
            return Phrase(
                "{failed} could not be put back, so publish again", failed=", ".join(sorted(failed))
            )
        return _PUT_BACK if len(steps) > 1 else _NOTHING

    def _undo(self, step: "_Step") -> None:
        name = str(step.ours["name"])
        now = self._current(name)
        if step.there is None and now is not None:
            if not self._is_made_by_us(step, now):
                return
            same = str(now.get("id", name))
            # Only administrators of the portal may purge. Without a purge a deleted dataset stays, hidden. It gets
            # another name, or the next run would find our dataset deleted.
            with suppress(PublishError):
                aside = f"{name[:_ROOM]}-undone-{secrets.token_hex(4)}"
                self._portal.write("package_update", {**now, "name": aside})
            self._portal.write("package_delete", {"id": same})
            with suppress(PublishError):
                self._portal.write("dataset_purge", {"id": same})
        elif step.there is not None and now != step.there:
            self._portal.write("package_update", step.there)

    def _is_made_by_us(self, step: "_Step", now: Package) -> bool:
        # Somebody may have created a dataset of that name meanwhile, which is why ours was refused.
        whose = claim(step.ours, now)
        return whose == "ours" or (whose == "unknown" and not differences(step.ours, now, self._profile))

    def _plan(self, work: Iterable["_Step"]) -> Plan:
        work = list(work)
        changes = tuple(step.change for step in work if step.change)
        unchanged = sum(step.sent is not None and step.change is None for step in work)
        warnings, stays = tuple(self._warnings()), tuple(each for step in work for each in step.stays)
        return Plan(self._portal.place, changes, unchanged, warnings, stays)

    def _warnings(self) -> Iterable[Phrase]:
        for address in sorted({address for package in self._packages for address in _addresses(package)}):
            if address.endswith(_RESERVED):
                yield (
                    Phrase(
                        "the contact {address} is a placeholder: put your own address into the catalogue, for people "
                        "will write to it",
                        address=address,
                    )
                )


@dataclass(frozen=True, slots=True)
class _Step:
    """One dataset of a run: ours and the portal's; the change, if any; the package to send, unless the dataset is
    skipped; and sentences about content of others.
    """

    ours: Package
    there: Package | None
    change: Change | None
    sent: Settled | None
    stays: tuple[Phrase, ...] = ()

    @property
    def writes(self) -> bool:
        """Return True if something is to be sent, even if it is only the record of the last publication."""
        if self.sent is None or self.change or self.there is None:
            return bool(self.change)
        return not self.sent.is_recorded(self.there)


def _with_ids(package: Package) -> Package:
    """Return the package with UUIDs derived from the IRIs of its resources, which is the form of identifiers on a
    portal.
    """
    resources = package["resources"]
    assert isinstance(resources, list), "a dataset has a list of resources"
    named = [{**each, "id": identifier(str(each["id"]))} for each in resources if isinstance(each, dict)]
    return {**package, "resources": [*named]}


def _counted(package: Package) -> Phrase:
    found = package["resources"]
    count = len(found) if isinstance(found, list) else 0
    return counted(count, Phrase("1 resource"), Phrase("{count} resources", count=count))


def _is_deleted(there: Package) -> bool:
    return there.get("state") == _DELETED


def _addresses(package: Package) -> list[str]:
    found = package.get("maintainer_email", "")
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]
