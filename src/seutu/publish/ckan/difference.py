"""A dataset as we would have it on a portal beside the one that stands there: only what is ours to say is compared.

A portal adds fields of its own, writes numbers as texts and orders what has no order; none of that is a difference.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Literal

from seutu.phrases import Phrase, counted, joined
from seutu.publish.ckan.fields import DATASET, RESOURCE, Json, Package
from seutu.publish.ckan.profiles import Profile

_RESOURCES, _EXTRAS, _ID, _OWNER = "resources", "extras", "id", "owner_org"

Claim = Literal["ours", "another", "unknown"]
"""Whose a dataset on the portal is, by what it says of itself."""


def differences(ours: Package, there: Package, profile: Profile, others: Iterable[str] = ()) -> Phrase:
    """The names of the fields that differ, then how many resources differ in what, are missing or too many.

    ``others`` are the identifiers of resources that are not ours.
    """
    names = {*fields(profile)} | ({_OWNER} if _OWNER in ours else set())
    said, shown = flat(ours), flat(there)
    told = [joined(sorted(_unlike(said, shown, names)))]
    left = {*others}
    shared = {key: each for key, each in resources(there).items() if key not in left}
    told += _of_resources(resources(ours), shared, resource_fields(profile))
    return joined(filter(None, told), "; ")


def fields(profile: Profile) -> list[str]:
    """The names of the fields of a dataset that are ours to say."""
    return sorted({*profile.fields, *profile.fixed, *profile.extras})


def resource_fields(profile: Profile) -> list[str]:
    """The names of the fields of a resource that are ours to say."""
    return sorted({*profile.resource, *profile.resource_fixed})


def claim(ours: Package, there: Package) -> Claim:
    """Whether the dataset of that name on the portal is this one, that of someone else, or does not tell.

    It is this one if it has our IRI, under either name of it, or one of our resources.
    """
    said, shown = flat(ours), flat(there)
    for name in ("uri", "identifier"):
        if said.get(name) and shown.get(name):
            return "ours" if said[name] == shown[name] else "another"
    return "unknown" if resources(ours).keys().isdisjoint(resources(there)) else "ours"


def is_elsewhere(ours: Package, there: Package) -> bool:
    """Whether a dataset belongs to another organisation than the one we publish for."""
    return bool(ours.get(_OWNER) and there.get(_OWNER)) and ours[_OWNER] != there[_OWNER]


def merged(ours: Package, there: Package, profile: Profile, others: Iterable[str] = ()) -> Package:
    """Our dataset with what the portal knows beyond it: what an update leaves out, CKAN forgets."""
    owned = {*DATASET, *profile.fields, *profile.fixed, _RESOURCES, _EXTRAS}
    made = {name: value for name, value in there.items() if name not in owned} | ours
    extras, theirs = pairs(ours), pairs(there)
    if extras or theirs:
        # CKAN refuses an extra that is called as a field.
        kept = {key: value for key, value in theirs.items() if key not in {*fields(profile), *there}}
        made[_EXTRAS] = listed(kept | extras)
    shown = resources(there)
    known = {*RESOURCE, *profile.resource, *profile.resource_fixed}
    own: list[Json] = [
        {name: value for name, value in shown.get(key, {}).items() if name not in known} | resource
        for key, resource in resources(ours).items()
    ]
    made[_RESOURCES] = [*own, *(shown[key] for key in others)]
    return made


def listed(extras: Mapping[str, Json]) -> Json:
    """Extras as CKAN lists them."""
    return [{"key": key, "value": extras[key]} for key in sorted(extras)]


def identifier(iri: str) -> str:
    """What a portal takes as the identifier of a resource with this IRI: a UUID, the same each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri))


def _of_resources(
    ours: Mapping[str, Package], there: Mapping[str, Package], names: Iterable[str]
) -> Iterator[Phrase]:
    unlike = {key: _unlike(ours[key], there[key], names) for key in ours if key in there}
    changed = {name for found in unlike.values() for name in found}
    if changed:
        count = sum(map(bool, unlike.values()))
        fields = ", ".join(sorted(changed))
        yield counted(
            count,
            Phrase("1 resource differs in {fields}", fields=fields),
            Phrase("{count} resources differ in {fields}", count=count, fields=fields),
        )
    if missing := len(ours.keys() - there.keys()):
        yield counted(
            missing, Phrase("1 resource missing"), Phrase("{count} resources missing", count=missing)
        )
    if many := len(there.keys() - ours.keys()):
        yield counted(many, Phrase("1 resource too many"), Phrase("{count} resources too many", count=many))


def _unlike(ours: Package, there: Package, names: Iterable[str]) -> list[str]:
    return [name for name in names if plain(ours.get(name)) != plain(there.get(name))]


def flat(package: Package) -> Package:
    """The fields and the extras of a dataset beside each other, for portals show the one as the other."""
    return package | pairs(package)


def pairs(package: Package) -> Package:
    """The extras of a dataset by their keys."""
    extras = package.get(_EXTRAS)
    found = [extra for extra in extras if isinstance(extra, dict)] if isinstance(extras, list) else []
    return {str(extra.get("key")): extra.get("value", "") for extra in found}


def resources(package: Package) -> dict[str, Package]:
    """The resources of a dataset by their identifiers."""
    given = package.get(_RESOURCES)
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return {str(each.get(_ID)): each for each in found}


def plain(value: Json | None) -> object:
    """A value as it is compared: no order in a list, no difference between a number and its text, nothing for empty."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, str) and value.startswith("["):
        value = _in_json(value)
    if isinstance(value, list):
        return sorted((plain(each) for each in value), key=str)
    if isinstance(value, dict):
        # Of a tag only its name is ours.
        is_tag = "display_name" in value or set(value) == {"name"}
        return str(value["name"]) if is_tag else _plain_dict(value)
    return str(value).replace("\r\n", "\n").strip()


def _plain_dict(value: Mapping[str, Json]) -> object:
    return {key: found for key in sorted(value) if (found := plain(value[key])) is not None}


def _in_json(text: str) -> Json:
    """The list that a text is in JSON, if it is one."""
    with suppress(ValueError):
        found = json.loads(text)
        return found if isinstance(found, list) else text
    return text
