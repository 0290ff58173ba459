"""What we last wrote into a dataset of a portal, kept in the dataset itself, so that what others edited since is seen.

An extra, `KEY`, holds a short hash of each field of the dataset and of its resources, as it was sent; where the portal
made another value of it, with the hash of that. A field whose value on the portal has neither was edited there, and
stays. A kind of portal that takes no extras keeps no record, and neither does a dataset that version 0.1.0 published:
there nothing is known to be edited.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from seutu.remote.ckandifference import (
    fields,
    flat,
    identifier,
    listed,
    pairs,
    plain,
    resource_fields,
    resources,
)
from seutu.remote.ckanfields import Json, Package
from seutu.remote.ckanprofiles import Profile

KEY = "seutu_published"
"""The extra that holds the record."""

_DATASET, _RESOURCES, _EXTRAS = "dataset", "resources", "extras"
_DIGITS = 16

Marks = dict[str, str]


@dataclass(frozen=True)
class Record:
    """The marks of a dataset's fields, and of those of its resources by their identifiers.

    A mark is the hash of what was sent, and after a space that of what the portal made of it, if that is another.
    """

    dataset: Marks = field(default_factory=dict)
    resources: Mapping[str, Marks] = field(default_factory=dict)

    @classmethod
    def read(cls, there: Package) -> "Record | None":
        """The record that a dataset on the portal holds; None when it holds none that can be read."""
        with suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
            said = json.loads(str(flat(there)[KEY]))
            return cls(
                {str(name): str(mark) for name, mark in said[_DATASET].items()},
                {
                    str(key): {str(name): str(mark) for name, mark in marks.items()}
                    for key, marks in said.get(_RESOURCES, {}).items()
                },
            )
        return None

    @property
    def text(self) -> str:
        """The record as an extra holds it, the same each time."""
        said = {_DATASET: self.dataset, _RESOURCES: self.resources}
        return json.dumps(said, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Settled:
    """A dataset as it is to be sent, with what others edited in it and with its record, if the portal can hold one.

    ``others`` are the identifiers of the resources that stay beside ours, ``stays`` tells of all that stays, and
    ``record`` is None for a portal that holds none.
    """

    package: Package
    others: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    record: Record | None = None

    def as_made(self, made: Package, profile: Profile) -> "Settled":
        """The same with what the portal made of it in the record."""
        if self.record is None:
            return self
        dataset = _made(self.record.dataset, flat(self.package), flat(made), fields(profile))
        sent, shown = resources(self.package), resources(made)
        of_resources = {
            key: _made(marks, sent[key], shown[key], resource_fields(profile))
            if key in sent and key in shown
            else marks
            for key, marks in self.record.resources.items()
        }
        return _recorded(self.package, Record(dataset, of_resources), self.others, self.stays)


def new(ours: Package, profile: Profile) -> Settled:
    """A dataset that the portal does not have yet."""
    return settled(ours, {}, profile, "", overwrite=True)


def settled(
    ours: Package, there: Package, profile: Profile, base: str, *, overwrite: bool = False
) -> Settled:
    """Our dataset, whose IRIs begin with ``base``, beside the one there: what was edited there stays, save to be
    overwritten, and so do resources of others.
    """
    last = Record.read(there)
    known = None if overwrite or last is None else last
    main = _compared(flat(ours), flat(there), fields(profile), known.dataset if known else None)
    package, told = _with(ours, there, main.theirs, profile), list(_edited(main.edited, str(ours["name"])))
    made, marks, shown = list[Json](), dict[str, Marks](), resources(there)
    for key, resource in resources(ours).items():
        before = known.resources.get(key) if known else None
        found = _compared(resource, shown.get(key, resource), resource_fields(profile), before)
        kept = {name: value for name, value in resource.items() if name not in found.theirs}
        made.append(kept | {name: shown[key][name] for name in found.theirs if name in shown[key]})
        marks[key] = found.marks
        told += _edited(found.edited, f"the resource '{_called(resource)}' of {ours['name']}")
    others = tuple(_others(ours, there, profile, base, last))
    for key, edited in others:
        state = "is no longer published, was changed there since" if edited else "is not ours"
        told.append(f"the resource '{_called(shown[key])}' of {ours['name']} {state} and stays")
    kept_marks = {key: last.resources[key] for key, edited in others if edited and last}
    keys = tuple(key for key, _ in others)
    package = {**package, _RESOURCES: made}
    if not profile.extras:
        return Settled(package, keys, tuple(told))
    return _recorded(package, Record(main.marks, marks | kept_marks), keys, tuple(told))


@dataclass(frozen=True)
class _Compared:
    """The marks that fields are to have, those whose value there stays, and those of them that somebody edited."""

    marks: Marks
    theirs: tuple[str, ...]
    edited: tuple[str, ...]


def _compared(ours: Package, there: Package, names: Iterable[str], last: Marks | None) -> _Compared:
    marks, theirs, edited = Marks(), list[str](), list[str]()
    for name in names:
        said, shown = _mark(ours.get(name)), _mark(there.get(name))
        mark = (last or {}).get(name, "")
        is_as_written = shown == _there(mark)
        marks[name] = said
        if said == shown or last is None or (is_as_written and said != _sent(mark)):
            continue
        marks[name] = mark
        theirs.append(name)
        if not is_as_written:
            edited.append(name)
    return _Compared({name: mark for name, mark in marks.items() if mark}, tuple(theirs), tuple(edited))


def _with(ours: Package, there: Package, names: Iterable[str], profile: Profile) -> Package:
    """Our dataset with some fields as they are there."""
    package, extras, shown = dict(ours), pairs(ours), flat(there)
    for name in names:
        holder = extras if name in profile.extras else package
        holder.pop(name, None)
        if name in shown:
            holder[name] = shown[name]
    return package | {_EXTRAS: listed(extras)} if extras else package


def _others(
    ours: Package, there: Package, profile: Profile, base: str, last: Record | None
) -> Iterator[tuple[str, bool]]:
    """The resources of our dataset there that stay beside those it has now, and whether we wrote them once.

    Ours are those that the record names, and those that have an IRI of ours and the identifier that is made of it.
    """
    now = resources(ours)
    for key, resource in resources(there).items():
        uri = str(flat(resource).get("uri") or "")
        marks = last.resources.get(key) if last else None
        if key in now:
            continue
        if marks is None:
            if not (base and uri.startswith(base) and identifier(uri) == key):
                yield key, False
        elif any(
            _mark(resource.get(name)) != _there(marks.get(name, "")) for name in resource_fields(profile)
        ):
            yield key, True


def _recorded(package: Package, record: Record, others: tuple[str, ...], stays: tuple[str, ...]) -> Settled:
    extras = listed(pairs(package) | {KEY: record.text})
    return Settled({**package, _EXTRAS: extras}, others, stays, record)


def _made(marks: Marks, sent: Package, made: Package, names: Iterable[str]) -> Marks:
    """The marks, with that of what the portal made of what was sent where it is another."""
    pair = {name: (_mark(sent.get(name)), _mark(made.get(name))) for name in names}
    unlike = {name: f"{one} {other}" for name, (one, other) in pair.items() if one != other}
    return marks | {name: mark for name, mark in unlike.items() if _sent(mark) == _sent(marks.get(name, ""))}


def _sent(mark: str) -> str:
    return mark.partition(" ")[0]


def _there(mark: str) -> str:
    return mark.rpartition(" ")[2]


def _mark(value: Json | None) -> str:
    """A short hash of a value as it is compared; empty for none."""
    found = plain(value)
    if found is None:
        return ""
    data = json.dumps(found, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _edited(names: tuple[str, ...], whose: str) -> Iterator[str]:
    if names:
        verb, stay, it = ("was", "stays", "it") if len(names) == 1 else ("were", "stay", "them")
        yield f"{', '.join(names)} of {whose} {verb} changed there since and {stay}; --overwrite replaces {it}"


def _called(resource: Package) -> str:
    return str(resource.get("name") or resource.get("url") or resource.get("id"))
