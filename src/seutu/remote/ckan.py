"""The datasets of a catalogue published to a CKAN portal, each whole at any moment.

A dataset goes there with all its resources in one call, so no reader ever meets half of one. When a later one fails,
the earlier ones are put back. A run that is killed between two datasets leaves some new and others old, each of them
whole; the next run completes it. Datasets on the portal that are no longer in the catalogue are never removed, for
others may cite them: remove them there by hand. Files are not uploaded: resources point to where the files are.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.changes import Change, Plan, Progress
from seutu.errors import PublishError
from seutu.remote.ckandifference import differences, identifier, is_ours, merged, others
from seutu.remote.ckanfields import Json, Package, packages
from seutu.remote.ckanprofiles import Profile, profile_named
from seutu.remote.portal import Absent, Portal

_DELETED = "deleted"
# The names that RFC 2606 keeps for examples: no one reads what is written to them.
_RESERVED = ("example.org", "example.com", "example.net", ".example", ".invalid", ".test")
_NOTHING = "nothing was changed"
_PUT_BACK = "the datasets published before it were put back as they were"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of portal it is, by its name in `PROFILES`; whose datasets they are there, by the name or the id of an
    organisation; and the language of fields that hold one.
    """

    kind: str = "ckan"
    organisation: str = ""
    lang: str = "fi"


class PortalPublication:
    """Datasets, and the portal they are published to."""

    def __init__(self, portal: Portal, catalogue: Iterable[ox.Triple], base: str, wanted: Wanted) -> None:
        """Take a catalogue in DCAT-AP whose IRIs begin with ``base``.

        Raises `UnknownName` for another kind of portal, `ParameterError` when the catalogue lacks what it requires.
        """
        self._portal, self._profile, self._wanted = portal, profile_named(wanted.kind), wanted
        made = packages(catalogue, self._profile, base, wanted.lang)
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
            raise PublishError(error.place, error.problem, f"{error.remedy}; {_NOTHING}") from None
        changing = [step for step in work if step.change]
        begun: list[_Step] = []
        try:
            for step in changing:
                begun.append(step)
                self._publish(step)
                progress(0.5 + len(begun) / len(changing) / 2)
        except BaseException as error:
            outcome = self._put_back(begun)
            if isinstance(error, PublishError):
                raise PublishError(error.place, error.problem, f"{error.remedy}; {outcome}") from None
            raise
        progress(1.0)
        return self._plan(work)

    def _work(self, progress: Progress) -> list["_Step"]:
        owner = self._owner()
        work = []
        for package in self._packages:
            ours = package | ({"owner_org": owner} if owner else {})
            there = self._shown(str(ours["name"]))
            if there is not None and not is_ours(ours, there):
                problem = f"has a dataset '{ours['name']}' that is not ours"
                raise PublishError(
                    self._portal.place, problem, "publish under another base, which names begin with"
                )
            work.append(_Step(ours, there, _change(ours, there, self._profile)))
            progress(len(work) / len(self._packages))
        return work

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
        if step.there is None:
            self._portal.tell("package_create", step.ours)
        else:
            active: Mapping[str, Json] = {"state": "active"} if _is_deleted(step.there) else {}
            self._portal.tell("package_update", {**merged(step.ours, step.there, self._profile), **active})

    def _put_back(self, begun: Iterable["_Step"]) -> str:
        """Undo what was begun, the last of it too, for its answer may be lost and the deed done; say how it went."""
        failed = []
        steps = list(begun)
        for step in reversed(steps):
            try:
                self._undo(step)
            except PublishError:
                failed.append(f"'{step.ours['name']}'")
        if failed:
            return f"{', '.join(sorted(failed))} could not be put back, so publish again"
        return _PUT_BACK if len(steps) > 1 else _NOTHING

    def _undo(self, step: "_Step") -> None:
        name = str(step.ours["name"])
        now = self._shown(name)
        if step.there is None and now is not None:
            self._portal.tell("package_delete", {"id": name})
            # Only those who run the portal may purge; without it a deleted dataset stays, unseen.
            with suppress(PublishError):
                self._portal.tell("dataset_purge", {"id": name})
        elif step.there is not None and now != step.there:
            self._portal.tell("package_update", step.there)

    def _plan(self, work: Iterable["_Step"]) -> Plan:
        work = list(work)
        changes = tuple(step.change for step in work if step.change)
        unchanged = len(self._packages) - len(changes)
        warnings, stays = tuple(self._warnings()), tuple(_stays(work))
        return Plan(self._portal.place, changes, unchanged, warnings, stays)

    def _warnings(self) -> Iterable[str]:
        for address in sorted({address for package in self._packages for address in _addresses(package)}):
            if address.endswith(_RESERVED):
                yield (
                    f"the contact {address} is a placeholder: put your own address into the catalogue, for people "
                    "will write to it"
                )


@dataclass(frozen=True, slots=True)
class _Step:
    """A dataset as it is to be, as it stands there, and the change that this is, if any."""

    ours: Package
    there: Package | None
    change: Change | None


def _stays(work: Iterable[_Step]) -> Iterator[str]:
    """What others have put into our datasets, in sentences."""
    for step in work:
        found = others(step.ours, step.there or {})
        for resource in (each for each in found if isinstance(each, dict)):
            name = resource.get("name") or resource.get("url") or resource.get("id")
            yield f"the resource '{name}' of {step.ours['name']} is not ours and stays"


def _with_ids(package: Package) -> Package:
    """The resources' IRIs as UUIDs, the same each time, which is what a portal takes as a resource's identifier."""
    resources = package["resources"]
    assert isinstance(resources, list), "a dataset has a list of resources"
    named = [{**each, "id": identifier(str(each["id"]))} for each in resources if isinstance(each, dict)]
    return {**package, "resources": [*named]}


def _change(ours: Package, there: Package | None, profile: Profile) -> Change | None:
    name, resources = str(ours["name"]), ours["resources"]
    if there is None or _is_deleted(there):
        count = len(resources) if isinstance(resources, list) else 0
        return Change("add", name, f"{count} resources")
    found = differences(ours, there, profile)
    return Change("replace", name, found) if found else None


def _is_deleted(there: Package) -> bool:
    return there.get("state") == _DELETED


def _addresses(package: Package) -> list[str]:
    found = package.get("maintainer_email", "")
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]
