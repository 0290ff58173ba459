"""A dataset as we would have it on a portal beside the one that stands there: only what is ours to say is compared.

A portal adds fields of its own, writes numbers as texts and orders what has no order; none of that is a difference.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from seutu.remote.ckanfields import DATASET, RESOURCE, Json, Package
from seutu.remote.ckanprofiles import Profile

_NAME_BASED = 5
_RESOURCES, _EXTRAS, _ID, _OWNER = "resources", "extras", "id", "owner_org"


def differences(ours: Package, there: Package, profile: Profile) -> str:
    """The names of the fields that differ, then how many resources differ in what, are missing or too many."""
    names = {*profile.fields, *profile.fixed, *profile.extras} | ({_OWNER} if _OWNER in ours else set())
    said, shown = _flat(ours), _flat(there)
    told = [", ".join(sorted(name for name in names if _plain(said.get(name)) != _plain(shown.get(name))))]
    foreign = {str(each.get(_ID)) for each in others(ours, there) if isinstance(each, dict)}
    shared = {key: each for key, each in _resources(there).items() if key not in foreign}
    told += _of_resources(_resources(ours), shared, {*profile.resource, *profile.resource_fixed})
    return "; ".join(filter(None, told))


def is_ours(ours: Package, there: Package) -> bool:
    """Whether the dataset of that name on the portal is this one, and not one of someone else.

    It is not when it says that it is another, or has resources and none of ours.
    """
    uri, known = _flat(there).get("uri"), _flat(ours).get("uri")
    if uri and known:
        return uri == known
    resources = _resources(there)
    return not resources or not _resources(ours).keys().isdisjoint(resources)


def merged(ours: Package, there: Package, profile: Profile) -> Package:
    """Our dataset with what the portal knows beyond it: what an update leaves out, CKAN forgets."""
    owned = {*DATASET, *profile.fields, *profile.fixed, _RESOURCES, _EXTRAS}
    made = {name: value for name, value in there.items() if name not in owned} | ours
    extras, theirs = _pairs(ours), _pairs(there)
    if extras or theirs:
        kept = {key: value for key, value in theirs.items() if key not in DATASET} | extras
        made[_EXTRAS] = [{"key": key, "value": kept[key]} for key in sorted(kept)]
    shown = _resources(there)
    known = {*RESOURCE, *profile.resource, *profile.resource_fixed}
    own: list[Json] = [
        {name: value for name, value in shown.get(key, {}).items() if name not in known} | resource
        for key, resource in _resources(ours).items()
    ]
    made[_RESOURCES] = [*own, *others(ours, there)]
    return made


def identifier(iri: str) -> str:
    """What a portal takes as the identifier of a resource with this IRI: a UUID, the same each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri))


def others(ours: Package, there: Package) -> list[Json]:
    """The resources of our dataset there that somebody else has put in: their identifiers are not made of an IRI."""
    known = _resources(ours)
    return [
        resource
        for key, resource in _resources(there).items()
        if key not in known and not _is_made_of_an_iri(key, resource)
    ]


def _is_made_of_an_iri(key: str, resource: Package) -> bool:
    # A portal gives identifiers at random (version 4). Not every one shows the IRI that ours are made of.
    with suppress(ValueError):
        uri = str(_flat(resource).get("uri") or "")
        return uuid.UUID(key).version == _NAME_BASED and (not uri or identifier(uri) == key)
    return False


def _of_resources(
    ours: Mapping[str, Package], there: Mapping[str, Package], names: Iterable[str]
) -> Iterator[str]:
    unlike = {key: _unlike(ours[key], there[key], names) for key in ours if key in there}
    changed = {name for found in unlike.values() for name in found}
    if changed:
        count = sum(map(bool, unlike.values()))
        verb = "differs" if count == 1 else "differ"
        yield f"{_number(count, 'resource')} {verb} in {', '.join(sorted(changed))}"
    if missing := len(ours.keys() - there.keys()):
        yield f"{_number(missing, 'resource')} missing"
    if many := len(there.keys() - ours.keys()):
        yield f"{_number(many, 'resource')} too many"


def _unlike(ours: Package, there: Package, names: Iterable[str]) -> list[str]:
    return [name for name in names if _plain(ours.get(name)) != _plain(there.get(name))]


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _flat(package: Package) -> Package:
    """The fields and the extras of a dataset beside each other, for portals show the one as the other."""
    return package | _pairs(package)


def _pairs(package: Package) -> Package:
    extras = package.get(_EXTRAS)
    found = [extra for extra in extras if isinstance(extra, dict)] if isinstance(extras, list) else []
    return {str(extra.get("key")): extra.get("value", "") for extra in found}


def _resources(package: Package) -> dict[str, Package]:
    listed = package.get(_RESOURCES)
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {str(each.get(_ID)): each for each in found}


def _plain(value: Json | None) -> object:
    """A value as it is compared: no order in a list, no difference between a number and its text, nothing for empty."""
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, str) and value.startswith("["):
        value = _listed(value)
    if isinstance(value, list):
        return sorted((_plain(each) for each in value), key=str)
    if isinstance(value, dict):
        # Of a tag only its name is ours.
        is_tag = "display_name" in value or set(value) == {"name"}
        return str(value["name"]) if is_tag else _plain_dict(value)
    return str(value).replace("\r\n", "\n").strip()


def _plain_dict(value: Mapping[str, Json]) -> object:
    return {key: plain for key in sorted(value) if (plain := _plain(value[key])) is not None}


def _listed(text: str) -> Json:
    """The list that a text is in JSON, if it is one."""
    with suppress(ValueError):
        found = json.loads(text)
        return found if isinstance(found, list) else text
    return text
