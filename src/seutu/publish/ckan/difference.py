"""Comparison of our dataset with the one on a portal; only the fields that we publish are compared.

A portal adds fields, writes numbers as strings, and changes the order of unordered values; none of that is a
difference.
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
"""The owner of a dataset on the portal, according to its fields."""


def differences(ours: Package, there: Package, profile: Profile, others: Iterable[str] = ()) -> Phrase:
    """Return the names of the fields that differ, then the number of resources that differ (with their fields), are
    missing, or are too many.

    ``others`` are the identifiers of resources that are not ours.
    """
    names = {*fields(profile)} | ({_OWNER} if _OWNER in ours else set())
    own_fields, shown = flat(ours), flat(there)
    parts = [joined(sorted(_differing_fields(own_fields, shown, names)))]
    skipped = {*others}
    shared = {key: each for key, each in resources(there).items() if key not in skipped}
    parts += _resource_differences(resources(ours), shared, resource_fields(profile))
    return joined(filter(None, parts), "; ")


def fields(profile: Profile) -> list[str]:
    """Return the names of the dataset fields that we publish."""
    return sorted({*profile.fields, *profile.fixed, *profile.extras})


def resource_fields(profile: Profile) -> list[str]:
    """Return the names of the resource fields that we publish."""
    return sorted({*profile.resource, *profile.resource_fixed})


def claim(ours: Package, there: Package) -> Claim:
    """Return "ours" if the portal's dataset of that name is this one, "another" if it is somebody else's, else
    "unknown".

    It is ours if it has our IRI, in either field for it, or one of our resources.
    """
    own_fields, shown = flat(ours), flat(there)
    for name in ("uri", "identifier"):
        if own_fields.get(name) and shown.get(name):
            return "ours" if own_fields[name] == shown[name] else "another"
    return "unknown" if resources(ours).keys().isdisjoint(resources(there)) else "ours"


def is_elsewhere(ours: Package, there: Package) -> bool:
    """Return True if a dataset belongs to another organisation than the one we publish for."""
    return bool(ours.get(_OWNER) and there.get(_OWNER)) and ours[_OWNER] != there[_OWNER]


def merged(ours: Package, there: Package, profile: Profile, others: Iterable[str] = ()) -> Package:
    """Return our dataset with the portal's further fields, because CKAN deletes fields that an update leaves out."""
    owned = {*DATASET, *profile.fields, *profile.fixed, _RESOURCES, _EXTRAS}
    made = {name: value for name, value in there.items() if name not in owned} | ours
    extras, theirs = pairs(ours), pairs(there)
    if extras or theirs:
        # CKAN refuses an extra with the name of a field.
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
    """Return extras in CKAN's list form."""
    return [{"key": key, "value": extras[key]} for key in sorted(extras)]


def identifier(iri: str) -> str:
    """Return the identifier of the resource with this IRI on a portal: a UUID derived from the IRI."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri))


def _resource_differences(
    ours: Mapping[str, Package], there: Mapping[str, Package], names: Iterable[str]
) -> Iterator[Phrase]:
    differing = {key: _differing_fields(ours[key], there[key], names) for key in ours if key in there}
    changed = {name for found in differing.values() for name in found}
    if changed:
        count = sum(map(bool, differing.values()))
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


def _differing_fields(ours: Package, there: Package, names: Iterable[str]) -> list[str]:
    return [name for name in names if plain(ours.get(name)) != plain(there.get(name))]


def flat(package: Package) -> Package:
    """Return the fields and the extras of a dataset in one mapping, because portals show the one as the other."""
    return package | pairs(package)


def pairs(package: Package) -> Package:
    """Return the extras of a dataset by their keys."""
    extras = package.get(_EXTRAS)
    found = [extra for extra in extras if isinstance(extra, dict)] if isinstance(extras, list) else []
    return {str(extra.get("key")): extra.get("value", "") for extra in found}


def resources(package: Package) -> dict[str, Package]:
    """Return the resources of a dataset by their identifiers."""
    given = package.get(_RESOURCES)
    found = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return {str(each.get(_ID)): each for each in found}


def plain(value: Json | None) -> object:
    """Return a value in the form used for comparison: lists sorted, numbers as strings, None for empty values."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, str) and value.startswith("["):
        value = _in_json(value)
    if isinstance(value, list):
        return sorted((plain(each) for each in value), key=str)
    if isinstance(value, dict):
        # Only the name of a tag is ours.
        is_tag = "display_name" in value or set(value) == {"name"}
        return str(value["name"]) if is_tag else _plain_dict(value)
    return str(value).replace("\r\n", "\n").strip()


def _plain_dict(value: Mapping[str, Json]) -> object:
    return {key: found for key in sorted(value) if (found := plain(value[key])) is not None}


def _in_json(text: str) -> Json:
    """Return the list that a string contains as JSON, else the string itself."""
    with suppress(ValueError):
        found = json.loads(text)
        return found if isinstance(found, list) else text
    return text
