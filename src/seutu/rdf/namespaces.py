"""The table of prefixes, and the conversion of CURIEs to IRIs and back."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from seutu.errors import UnknownName
from seutu.phrases import Phrase

BASE = "https://w3id.org/seutu/"
"""The base of all IRIs of Seutu, defined only here."""

_SCHEMES = (
    "answer area aspect code-list confidence extent function kind layer means modality part passage-kind"
    " phase position quantity relation result state status strength tense"
).split()

_KINDS = (
    "act agent bill body call catalogue contact dataset event gap municipality network party period person post"
    " programme project reading reform region role source statement topic"
).split()

_FOREIGN = {
    "adms": "http://www.w3.org/ns/adms#",
    "bibo": "http://purl.org/ontology/bibo/",
    "cc": "http://creativecommons.org/ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "m8g": "http://data.europa.eu/m8g/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

PREFIXES: Mapping[str, str] = MappingProxyType(
    {"seutu": BASE + "ont#", "shape": BASE + "shape#", "graph": BASE + "graph/"}
    | {scheme: f"{BASE}concept/{scheme}/" for scheme in _SCHEMES}
    | {kind: f"{BASE}id/{kind}/" for kind in _KINDS}
    | _FOREIGN
)
"""Namespace IRIs by prefix, predeclared in every query, file and table of Seutu."""

# The letters of local names that need no escape in Turtle and SPARQL: they are not the same as those of Python.
_LETTERS = (
    "A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ASCII_LETTERS = "A-Za-z0-9_"


def expand(curie: str, extra: Mapping[str, str] | None = None) -> str:
    """The full IRI of ``seutu:Programme``; of ``<iri>`` the IRI inside.

    ``extra`` has prefixes beyond the table. Raises `UnknownName` for a prefix that neither has.
    """
    if curie.startswith("<") and curie.endswith(">"):
        return curie[1:-1]
    prefix, _, local = curie.partition(":")
    namespace = PREFIXES.get(prefix) or (extra or {}).get(prefix)
    if namespace is None:
        raise UnknownName(Phrase("prefix"), prefix, [*PREFIXES, *(extra or {})])
    return namespace + local


def compact(iri: str, extra: Mapping[str, str] | None = None) -> str:
    """The shortest CURIE of an IRI that Turtle and SPARQL can read, or ``<iri>`` when there is none."""
    for namespace, prefix in _longest_first(tuple(sorted((extra or {}).items()))):
        if iri.startswith(namespace) and _local(iri.isascii()).fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


@lru_cache(maxsize=2)
def _local(ascii_only: bool) -> re.Pattern[str]:
    # The pattern with all letters takes 6 ms to compile, and few names need it.
    letters = _ASCII_LETTERS if ascii_only else _LETTERS
    return re.compile(rf"(?:[{letters}](?:[{letters}.-]*[{letters}-])?)?")


@lru_cache(maxsize=8)
def _longest_first(extra: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    # The table overrides the prefixes of a file, as in `expand`; the longest namespace gives the shortest name.
    table = dict(extra) | dict(PREFIXES)
    return sorted(((iri, prefix) for prefix, iri in table.items()), key=lambda pair: (-len(pair[0]), pair[1]))
