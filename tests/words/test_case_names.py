"""What belongs to no case names no thing of one: the ontology, the shapes, the queries and the code."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.rdf.namespaces import PREFIXES
from tests.loading import ROOT

SUFFIXES = {".css", ".html", ".js", ".json", ".py", ".rq", ".svg", ".toml", ".ttl"}
FILES = [
    path
    for folder in ("ontology", "shapes", "queries", "src")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in SUFFIXES
]
ALLOWED = {
    # The EU's table of countries has the names of countries, some of which are regions of a case.
    "src/seutu/catalogue/codes.py": {"Estonia", "Finland", "Latvia", "Sweden"},
    # The form of a sign is shown by one, which works in this repository.
    "queries/questions/evidence.rq": {"S0"},
    "queries/questions/line.rq": {"S0"},
    "queries/questions/passages.rq": {"S0"},
    "shapes/evidence.ttl": {"S18"},
    "src/seutu/answer/csvw.py": {"S1"},
    "src/seutu/language/labels.py": {"S0", "S17", "S18", "S2"},
}
"""The names that may stand in a file, with the reason."""

# A name has a capital somewhere; "neuvottelukunta" is a word.
PROPER = re.compile(r"\b[A-ZÅÄÖ]")
SLUG = re.compile(r"\b(?:dataset|programme|region|source|body|person|network)[:/](?P<slug>[a-z][\w-]+)")
ASK = """SELECT DISTINCT ?thing ?name {
    VALUES ?class {
        seutu:Act seutu:Body seutu:Case seutu:CollectiveBody seutu:County seutu:Municipality seutu:Network seutu:Party
        seutu:Person seutu:Post seutu:Programme seutu:Reform seutu:Region seutu:Source seutu:SubRegion
    }
    GRAPH ?file { ?thing a ?class }
    FILTER(STRSTARTS(STR(?file), "https://w3id.org/seutu/graph/data/"))
    OPTIONAL { ?thing skos:prefLabel|skos:altLabel|skos:notation|dcterms:title|seutu:nameInSentence ?name }
}"""
ROOT_LENGTH = 5
"""The letters that a name has at least, without its last two, to be looked for in its inflected forms."""


@cache
def things() -> list[tuple[str, str]]:
    found = Workspace.open(ROOT).query(ASK)
    assert isinstance(found, ox.QuerySolutions)
    return [(str(row["thing"])[1:-1], row["name"].value if row["name"] else "") for row in found]


@cache
def named() -> re.Pattern[str]:
    """The names of things of the data, and the forms of those of one word."""
    names = {name for _, name in things() if PROPER.search(name)}
    stems = {
        rf"{re.escape(name[:-2])}\w*" for name in names if " " not in name and len(name) >= ROOT_LENGTH + 2
    }
    longest_first = sorted({*map(re.escape, names), *stems}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


def slugs() -> set[str]:
    bases = tuple(
        f"{PREFIXES[kind]}" for kind in ("body", "network", "person", "programme", "region", "source")
    )
    return {iri.rpartition("/")[2] for iri, _ in things() if iri.startswith((*bases, PREFIXES["dataset"]))}


def names_in(text: str) -> Iterator[str]:
    yield from named().findall(text)
    yield from (found[0] for found in SLUG.finditer(text) if found["slug"] in slugs())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_names_no_thing_of_a_case(path: Path) -> None:
    allowed = ALLOWED.get(path.relative_to(ROOT).as_posix(), set())
    assert set(names_in(path.read_text(encoding="utf-8"))) - allowed == set()


def test_what_is_allowed_is_there() -> None:
    for name, allowed in ALLOWED.items():
        assert allowed <= set(names_in((ROOT / name).read_text(encoding="utf-8"))), name


@pytest.mark.parametrize(
    "text",
    [
        'skos:example "Jämsän seutu"@fi .',
        '"AKO voi tuottaa tietoa."@fi',
        "the deck of Jämsänkoski",
        "# Kuhmoista",
        "dcterms:source <https://w3id.org/seutu/id/source/jamsa-deck> .",
        "body:ako",
    ],
)
def test_a_name_would_be_noticed(text: str) -> None:
    assert list(names_in(text))


@pytest.mark.parametrize("text", ["the advisory board", "teemaverkosto", "seutu:Network", "seutukunta"])
def test_a_word_is_no_name(text: str) -> None:
    assert not list(names_in(text))
