"""What we last wrote into a dataset of a portal, kept in the dataset itself, so that what others edited since is seen.

A field called `KEY`, an extra of the dataset and one of each resource, holds a short hash of each field as it was sent;
where the portal made another value of it, with the hash of that. A field whose value on the portal has neither was
edited there, and stays. A kind of portal that takes no extras keeps no record, and neither does a dataset that version
0.1.0 published: there nothing is known to be edited.
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
"""The hashes of fields by name: of what was sent, and after a space of what the portal made of it, if that differs."""


@dataclass(frozen=True)
class Settled:
    """A dataset as it is to be sent, with what others edited in it, and with its record if the portal can hold one.

    ``others`` are the identifiers of the resources that stay beside ours, and ``stays`` tells of all that stays.
    """

    package: Package
    others: tuple[str, ...] = ()
    stays: tuple[Phrase, ...] = ()

    def is_recorded(self, there: Package) -> bool:
        """Whether the dataset there has the record that this one is to have."""
        shown = resources(there)
        return _marks(self.package) in (None, _marks(there)) and all(
            key not in shown or _marks(resource) in (None, _marks(shown[key]))
            for key, resource in resources(self.package).items()
        )

    def as_made(self, made: Package, profile: Profile) -> "Settled":
        """The same with what the portal made of it in the record, if it made another thing of it."""
        package, shown = _with_made(self.package, made, fields(profile)), resources(made)
        own = list[Json]()
        for key, resource in resources(package).items():
            own.append(_with_made(resource, shown.get(key, resource), resource_fields(profile)))
        return replace(self, package={**package, _RESOURCES: own})


def new(ours: Package, profile: Profile) -> Settled:
    """A dataset that the portal does not have yet."""
    return settled(ours, {}, profile, "", overwrite=True)


def settled(
    ours: Package, there: Package, profile: Profile, base: str, *, overwrite: bool = False
) -> Settled:
    """Our dataset, whose IRIs begin with ``base``, beside the one there: what was edited there stays, save to be
    overwritten, and so do resources of others.
    """
    shown, name = resources(there), str(ours["name"])
    main = _compared(flat(ours), flat(there), fields(profile), None if overwrite else _marks(there))
    package, told = _with(ours, there, main.theirs, profile), list(_edited(main.edited, joined([name])))
    own = list[Json]()
    for key, resource in resources(ours).items():
        other = shown.get(key, resource)
        found = _compared(resource, other, resource_fields(profile), None if overwrite else _marks(other))
        kept = {field: value for field, value in resource.items() if field not in found.theirs}
        kept |= {field: other[field] for field in found.theirs if field in other}
        own.append(kept | ({KEY: _text(found.marks)} if profile.extras else {}))
        told += _edited(
            found.edited,
            Phrase("the resource '{resource}' of {name}", resource=_called(resource), name=name),
        )
    others = dict(_others(ours, there, profile, base))
    told += (
        _foreign(_called(shown[key]), name) if foreign else _dropped(_called(shown[key]), name)
        for key, foreign in others.items()
    )
    if profile.extras:
        package = {**package, _EXTRAS: listed(pairs(package) | {KEY: _text(main.marks)})}
    return Settled({**package, _RESOURCES: own}, tuple(others), tuple(told))


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


def _others(ours: Package, there: Package, profile: Profile, base: str) -> Iterator[tuple[str, bool]]:
    """The resources of our dataset there that stay beside those it has now, and whether they are somebody else's.

    Ours are those that have an IRI of ours and the identifier that is made of it; they stay if somebody edited them.
    """
    now = resources(ours)
    for key, resource in resources(there).items():
        uri, marks = str(flat(resource).get("uri") or ""), _marks(resource)
        if key in now:
            continue
        if not (base and uri.startswith(base) and identifier(uri) == key):
            yield key, True
        elif marks is not None and any(
            _mark(resource.get(name)) != _there(marks.get(name, "")) for name in resource_fields(profile)
        ):
            yield key, False


def _with_made(sent: Package, made: Package, names: Iterable[str]) -> Package:
    """What was sent with the marks of what the portal made of it, if it made another thing of it."""
    marks, said, shown = _marks(sent), flat(sent), flat(made)
    if marks is None:
        return sent
    pair = {name: (_mark(said.get(name)), _mark(shown.get(name))) for name in names}
    unlike = {name: f"{one} {other}" for name, (one, other) in pair.items() if one != other}
    text = _text(marks | {name: mark for name, mark in unlike.items() if _sent(mark) == marks.get(name, "")})
    if KEY in sent:
        return {**sent, KEY: text}
    return {**sent, _EXTRAS: listed(pairs(sent) | {KEY: text})}


def _marks(package: Package) -> Marks | None:
    """The record in a dataset or a resource; None when there is none that can be read."""
    with suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
        said = json.loads(str(flat(package)[KEY]))
        return {str(name): str(mark) for name, mark in said.items()}
    return None


def _text(marks: Marks) -> str:
    return json.dumps(marks, sort_keys=True, separators=(",", ":"))


def _mark(value: Json | None) -> str:
    """A short hash of a value as it is compared; empty for none."""
    found = plain(value)
    if found is None:
        return ""
    data = json.dumps(found, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _sent(mark: str) -> str:
    return mark.partition(" ")[0]


def _there(mark: str) -> str:
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


def _called(resource: Package) -> str:
    return str(resource.get("name") or resource.get("url") or resource.get("id"))
