"""The fields of a dataset on each kind of CKAN portal, as tables.

Names and forms of fields follow ckanext-dcat 2.4, as its profile ``euro_dcat_ap_3`` reads and shows them. The kinds:

- ``ckan``: a portal without extensions that matter here. Text in one language; the rest as extras.
- ``fluent``: the schema ``dcat_ap_multilingual`` of ckanext-dcat with ckanext-fluent, where the languages fi, sv and en
  are set up. Text in all languages. Not tested with a portal.
- ``avoindata``: avoindata.fi, by the dataset schema and the list of licences in its public repository
  (vrk-kpa/opendata: ``dataset.json`` of ckanext-ytp_main, ``license.json``). Extras are not sent, because it is not
  confirmed that its form keeps them, or that it stores fields unchanged. Not tested with the portal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from seutu.errors import UnknownName
from seutu.phrases import Phrase

Kind = Literal["text", "texts", "list", "json", "number", "tags", "keywords", "contacts"]
"""The form of a field: a text in one language or in each; a list, or its JSON as a string; a number; tags in one
language or in each; or contacts of several fields.
"""

_LICENCES = {"CC_BY_4_0": "cc-by", "CC_BYSA_4_0": "cc-by-sa", "CC0": "cc-zero", "ODC_BY": "odc-by"}
_AVOINDATA_LICENCES = {
    "CC_BY_4_0": "cc-by-4.0",
    "CC_BYSA_4_0": "cc-by-sa",
    "CC0": "cc-zero-1.0",
    "ODC_BY": "odc-by",
}


def _fields(names: str, kind: Kind = "text") -> dict[str, tuple[str, Kind]]:
    """Return fields whose names equal their sources, all in one form."""
    return {name: (name, kind) for name in names.split()}


@dataclass(frozen=True)
class Profile:
    """The fields of one kind of portal: the name of each, its source, and its form.

    ``required`` are fields that must have a value, in a given language if one is named; ``fixed`` have the same value
    for all datasets.
    """

    fields: Mapping[str, tuple[str, Kind]]
    resource: Mapping[str, tuple[str, Kind]]
    extras: Mapping[str, tuple[str, Kind]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    resource_fixed: Mapping[str, str] = field(default_factory=dict)
    licences: Mapping[str, str] = field(default_factory=lambda: _LICENCES)
    required: tuple[tuple[str, str], ...] = (("title", ""),)


_LISTS = _fields("language theme conforms_to", "json")
_PUBLISHED = _fields(
    "identifier frequency access_rights dcat_type spatial_uri temporal_start temporal_end"
    " publisher_uri publisher_name publisher_type"
)
_CORE = _fields("url license_id author maintainer maintainer_email version")
_FILE = _fields("url format mimetype") | _fields("size", "number")
_FILE_MORE = _fields(
    "uri access_url download_url hash hash_algorithm license issued modified status availability"
) | _fields("conforms_to", "json")

PROFILES: Mapping[str, Profile] = {
    "ckan": Profile(
        fields=_CORE | _fields("title notes") | _fields("tags", "tags"),
        extras=_PUBLISHED
        | _LISTS
        | _fields("uri issued modified version_notes provenance contact_uri contact_name contact_email"),
        resource=_FILE | _FILE_MORE | _fields("name description rights") | _fields("language", "json"),
    ),
    "fluent": Profile(
        fields=_CORE
        | _fields("uri issued modified")
        | _fields("version_notes provenance", "texts")
        | _fields("language", "list")
        | {
            "title_translated": ("title", "texts"),
            "notes_translated": ("notes", "texts"),
            "tags_translated": ("tags", "keywords"),
            "contact": ("contact", "contacts"),
        },
        extras=_PUBLISHED | _fields("theme conforms_to", "json"),
        resource=_FILE
        | _FILE_MORE
        | _fields("rights", "texts")
        | _fields("language", "list")
        | {"name_translated": ("name", "texts"), "description_translated": ("description", "texts")},
    ),
    "avoindata": Profile(
        fields=_fields("license_id maintainer")
        | _fields("maintainer_email", "list")
        | {
            "title_translated": ("title", "texts"),
            "notes_translated": ("notes", "texts"),
            "keywords": ("tags", "keywords"),
            "copyright_notice_translated": ("rights", "texts"),
            "external_urls": ("url", "list"),
        },
        fixed={"collection_type": "Open Data"},
        resource=_fields("url format")
        | _fields("size", "number")
        | {"name_translated": ("name", "texts"), "description_translated": ("description", "texts")},
        resource_fixed={"maturity": "current"},
        licences=_AVOINDATA_LICENCES,
        required=(
            ("title", "fi"),
            ("notes", "fi"),
            ("tags", "fi"),
            ("license_id", ""),
            ("maintainer", ""),
            ("maintainer_email", ""),
        ),
    ),
}
"""The kinds of portals by name."""


def profile_named(name: str) -> Profile:
    """Return the profile of that name. Raises `UnknownName`."""
    if name not in PROFILES:
        raise UnknownName(Phrase("kind of portal"), name, PROFILES)
    return PROFILES[name]
