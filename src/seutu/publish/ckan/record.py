"""A record of the last publication in each dataset of a portal, which shows the fields that others edited since.

The field `KEY`, an extra of the dataset and a field of each resource, holds a short hash of each field as it was sent,
and the hash of the portal's value if the portal stored another one. A field whose value on the portal has neither hash
was edited there, and stays. A kind of portal without extras keeps no record; neither does a dataset published by
version 0.1.0, for which no edits are detected.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from seutu.phrases import Phrase, counted, joined
from seutu.publish.ckan.difference import (
    fields,
    flat,
    identifier,
    listed,
    pairs,
    plain,
    resource_fields,
    resources,
)
from seutu.publish.ckan.fields import Json, Package
from seutu.publish.ckan.profiles import Profile

KEY = "seutu_published"
"""The field that holds the record."""

_RESOURCES, _EXTRAS = "resources", "extras"
_DIGITS = 16

Marks = dict[str, str]
"""The hashes of fields by name: the hash of the value sent and, after a space, of the portal's value if it differs."""


@dataclass(frozen=True)
class Settled:
    """A dataset to send, including the fields that others edited in it, and its record if the portal can hold one.

    ``others`` are the identifiers of the resources that stay beside ours; ``stays`` are sentences about content that
    stays.
    """

    package: Package
    others: tuple[str, ...] = ()
    stays: tuple[Phrase, ...] = ()

    def is_recorded(self, there: Package) -> bool:
        """Return True if the dataset on the portal has the same record as this one."""
        shown = resources(there)
        return _marks(self.package) in (None, _marks(there)) and all(
            key not in shown or _marks(resource) in (None, _marks(shown[key]))
            for key, resource in resources(self.package).items()
        )

    def as_made(self, made: Package, profile: Profile) -> "Settled":
        """Return the same with the portal's values in the record where they differ from those sent."""
        package, shown = _with_made(self.package, made, fields(profile)), resources(made)
        own = list[Json]()
        for key, resource in resources(package).items():
            own.append(_with_made(resource, shown.get(key, resource), resource_fields(profile)))
        return replace(self, package={**package, _RESOURCES: own})


def new(ours: Package, profile: Profile) -> Settled:
    """Return the settled form of a dataset that the portal does not have yet."""
    return settled(ours, {}, profile, "", overwrite=True)


def settled(
    ours: Package, there: Package, profile: Profile, base: str, *, overwrite: bool = False
) -> Settled:
    """Return our dataset, with IRIs under ``base``, merged with the portal's. Edited fields there stay unless
    ``overwrite``, and so do resources of others.
    """
    shown, name = resources(there), str(ours["name"])
    main = _compared(flat(ours), flat(there), fields(profile), None if overwrite else _marks(there))
    package = _with_fields_of(ours, there, main.theirs, profile)
    stays = list(_edited(main.edited, joined([name])))
    own = list[Json]()
    for key, resource in resources(ours).items():
        other = shown.get(key, resource)
        found = _compared(resource, other, resource_fields(profile), None if overwrite else _marks(other))
        kept = {field: value for field, value in resource.items() if field not in found.theirs}
        kept |= {field: other[field] for field in found.theirs if field in other}
        own.append(kept | ({KEY: _text(found.marks)} if profile.extras else {}))
        stays += _edited(
            found.edited,
            Phrase("the resource '{resource}' of {name}", resource=_title_of(resource), name=name),
        )
    others = dict(_others(ours, there, profile, base))
    stays += (
        _foreign(_title_of(shown[key]), name) if foreign else _dropped(_title_of(shown[key]), name)
        for key, foreign in others.items()
    )
    if profile.extras:
        package = {**package, _EXTRAS: listed(pairs(package) | {KEY: _text(main.marks)})}
    return Settled({**package, _RESOURCES: own}, tuple(others), tuple(stays))


@dataclass(frozen=True)
class _Compared:
    """The marks for fields, the names of the fields whose portal value stays, and those of them that were edited."""

    marks: Marks
    theirs: tuple[str, ...]
    edited: tuple[str, ...]


def _compared(ours: Package, there: Package, names: Iterable[str], last: Marks | None) -> _Compared:
    marks, theirs, edited = Marks(), list[str](), list[str]()
    for name in names:
        sent, shown = _mark(ours.get(name)), _mark(there.get(name))
        mark = (last or {}).get(name, "")
        is_as_written = shown == _stored(mark)
        marks[name] = sent
        if sent == shown or last is None or (is_as_written and sent != _sent(mark)):
            continue
        marks[name] = mark
        theirs.append(name)
        if not is_as_written:
            edited.append(name)
    return _Compared({name: mark for name, mark in marks.items() if mark}, tuple(theirs), tuple(edited))


def _with_fields_of(ours: Package, there: Package, names: Iterable[str], profile: Profile) -> Package:
    """Return our dataset with some fields taken from the portal."""
    package, extras, shown = dict(ours), pairs(ours), flat(there)
    for name in names:
        holder = extras if name in profile.extras else package
        holder.pop(name, None)
        if name in shown:
            holder[name] = shown[name]
    return package | {_EXTRAS: listed(extras)} if extras else package


def _others(ours: Package, there: Package, profile: Profile, base: str) -> Iterator[tuple[str, bool]]:
    """Yield the resources on the portal that stay although our dataset does not have them, and True if somebody else's.

    A resource is ours if its IRI is under our base and its identifier is derived from it; it stays if somebody edited
    it.
    """
    now = resources(ours)
    for key, resource in resources(there).items():
        uri, marks = str(flat(resource).get("uri") or ""), _marks(resource)
        if key in now:
            continue
        if not (base and uri.startswith(base) and identifier(uri) == key):
            yield key, True
        elif marks is not None and any(
            _mark(resource.get(name)) != _stored(marks.get(name, "")) for name in resource_fields(profile)
        ):
            yield key, False


def _with_made(sent: Package, made: Package, names: Iterable[str]) -> Package:
    """Return the package that was sent, with the marks of the portal's values where they differ."""
    marks, sent_fields, shown = _marks(sent), flat(sent), flat(made)
    if marks is None:
        return sent
    pair = {name: (_mark(sent_fields.get(name)), _mark(shown.get(name))) for name in names}
    unlike = {name: f"{one} {other}" for name, (one, other) in pair.items() if one != other}
    text = _text(marks | {name: mark for name, mark in unlike.items() if _sent(mark) == marks.get(name, "")})
    if KEY in sent:
        return {**sent, KEY: text}
    return {**sent, _EXTRAS: listed(pairs(sent) | {KEY: text})}


def _marks(package: Package) -> Marks | None:
    """Return the record in a dataset or a resource; None when none can be read."""
    with suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
        record = json.loads(str(flat(package)[KEY]))
        return {str(name): str(mark) for name, mark in record.items()}
    return None


def _text(marks: Marks) -> str:
    return json.dumps(marks, sort_keys=True, separators=(",", ":"))


def _mark(value: Json | None) -> str:
    """Return a short hash of a value in its comparison form; empty for no value."""
    found = plain(value)
    if found is None:
        return ""
    data = json.dumps(found, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _sent(mark: str) -> str:
    return mark.partition(" ")[0]


def _stored(mark: str) -> str:
    return mark.rpartition(" ")[2]


def _edited(names: tuple[str, ...], whose: Phrase) -> Iterator[Phrase]:
    if names:
        fields = ", ".join(names)
        yield counted(
            len(names),
            Phrase(
                "{fields} of {whose} was changed there since and stays; --overwrite replaces it",
                fields=fields,
                whose=whose,
            ),
            Phrase(
                "{fields} of {whose} were changed there since and stay; --overwrite replaces them",
                fields=fields,
                whose=whose,
            ),
        )


def _foreign(resource: str, name: str) -> Phrase:
    return Phrase("the resource '{resource}' of {name} is not ours and stays", resource=resource, name=name)


def _dropped(resource: str, name: str) -> Phrase:
    return Phrase(
        "the resource '{resource}' of {name} is no longer published, was changed there since and stays",
        resource=resource,
        name=name,
    )


def _title_of(resource: Package) -> str:
    return str(resource.get("name") or resource.get("url") or resource.get("id"))
