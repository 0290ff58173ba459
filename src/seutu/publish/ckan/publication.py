"""The datasets of a catalogue published to a CKAN portal, each whole at any moment.

A dataset goes there with all its resources in one call, so no reader ever meets half of one. When a later one fails,
the earlier ones are put back. A run that is killed between two datasets leaves some new and others old, each of them
whole; the next run completes it. Datasets on the portal that are no longer in the catalogue are never removed, for
others may cite them: remove them there by hand. Files are not uploaded: resources point to where the files are.

What others have there stays, and is told: datasets that are not ours, resources that they put into ours, what they
edited in ours since we wrote it (`ckanrecord`), and that they deleted one of ours.
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
# The names that RFC 2606 keeps for examples: no one reads what is written to them.
_RESERVED = ("example.org", "example.com", "example.net", ".example", ".invalid", ".test")
_NOTHING = Phrase("nothing was changed")
_PUT_BACK = Phrase("the datasets published before it were put back as they were")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of portal it is, by its name in `PROFILES`; whose datasets they are there, by the name or the id of an
    organisation; the language of fields that hold one; and whether what others edited or deleted is to be replaced.
    """

    kind: str = "ckan"
    organisation: str = ""
    lang: str = "fi"
    overwrite: bool = False


class PortalPublication:
    """Datasets, and the portal they are published to."""

    def __init__(self, portal: Portal, catalogue: Iterable[ox.Triple], base: str, wanted: Wanted) -> None:
        """Take a catalogue in DCAT-AP whose IRIs begin with ``base``.

        Raises `UnknownName` for another kind of portal, `ParameterError` when the catalogue lacks what it requires.
        """
        self._portal, self._profile, self._wanted = portal, profile_named(wanted.kind), wanted
        made = packages(catalogue, self._profile, base, wanted.lang)
        self._base = base
        self._packages = [_with_ids(package) for package in made]

    def plan(self, progress: Progress = lambda _: None) -> Plan:
        """What publishing would change, and warnings. Raises `PublishError` when the portal cannot be read."""
        return self._plan(self._work(progress))

    def carry_out(self, progress: Progress = lambda _: None) -> Plan:
        """Publish, and tell what was changed.

        Raises `PublishError` when it could not be done, which says also in what state the portal is.
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
            outcome = self._put_back(begun)
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
            there = self._shown(str(ours["name"]))
            work.append(self._step(ours, there))
            progress(len(work) / len(self._packages))
        return work

    def _step(self, ours: Package, there: Package | None) -> "_Step":
        if there is None:
            made = new(ours, self._profile)
            return _Step(ours, there, Change("add", str(ours["name"]), _counted(ours)), made)
        found = settled(ours, there, self._profile, self._base, overwrite=self._wanted.overwrite)
        unlike = differences(found.package, there, self._profile, found.others)
        if reason := self._left(ours, there, unlike):
            return _Step(ours, there, None, None, (reason,))
        change = Change("replace", str(ours["name"]), unlike) if unlike else None
        if _is_deleted(there):
            change = Change(
                "add",
                str(ours["name"]),
                Phrase("{resources}; it was deleted there", resources=_counted(ours)),
            )
        return _Step(ours, there, change, found, found.stays)

    def _left(self, ours: Package, there: Package, unlike: str) -> Phrase:
        """Why a dataset there is left as it is; empty when it is ours to publish."""
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
        found = self._portal.ask("organization_show", {"id": name, "include_datasets": "false"})
        return str(found.get("id", name))

    def _shown(self, name: str) -> Package | None:
        try:
            return self._portal.ask("package_show", {"id": name})
        except Absent:
            return None

    def _publish(self, step: "_Step") -> None:
        sent = step.sent
        assert sent is not None, "what is left as it is is not published"
        if step.there is None:
            made = self._portal.tell("package_create", sent.package)
        else:
            active: Mapping[str, Json] = {"state": "active"} if _is_deleted(step.there) else {}
            package = merged(sent.package, step.there, self._profile, sent.others)
            made = self._portal.tell("package_update", {**package, **active})
        known = sent.as_made(made, self._profile) if made else sent
        if known != sent:
            # Only now is it known what this portal makes of our values.
            again = merged(known.package, made, self._profile, known.others)
            self._portal.tell("package_update", again)

    def _put_back(self, begun: Iterable["_Step"]) -> Phrase:
        """Undo what was begun, the last of it too, for its answer may be lost and the deed done; say how it went."""
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
        now = self._shown(name)
        if step.there is None and now is not None:
            if not self._is_made_by_us(step, now):
                return
            same = str(now.get("id", name))
            # Only those who run the portal may purge; without it a deleted dataset stays, unseen. It gets another name,
            # or the next run would find ours deleted.
            with suppress(PublishError):
                aside = f"{name[:_ROOM]}-undone-{secrets.token_hex(4)}"
                self._portal.tell("package_update", {**now, "name": aside})
            self._portal.tell("package_delete", {"id": same})
            with suppress(PublishError):
                self._portal.tell("dataset_purge", {"id": same})
        elif step.there is not None and now != step.there:
            self._portal.tell("package_update", step.there)

    def _is_made_by_us(self, step: "_Step", now: Package) -> bool:
        # Somebody may have made one of that name since we looked, which is why ours was refused.
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
    """A dataset as it is to be and as it stands there, the change that this is, if any, what is sent, unless it is left
    as it is, and what others have there, in sentences.
    """

    ours: Package
    there: Package | None
    change: Change | None
    sent: Settled | None
    stays: tuple[Phrase, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether something is to be sent, if it is but the record of what we wrote."""
        if self.sent is None or self.change or self.there is None:
            return bool(self.change)
        return not self.sent.is_recorded(self.there)


def _with_ids(package: Package) -> Package:
    """The resources' IRIs as UUIDs, the same each time, which is what a portal takes as a resource's identifier."""
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
