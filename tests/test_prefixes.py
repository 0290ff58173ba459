"""One prefix table: no file says otherwise, and nothing in it is idle."""

import re
from pathlib import Path

import pytest

from seutu.rdf.namespaces import BASE, PREFIXES
from tests.loading import ROOT

DECLARED = re.compile(r"^(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
FILES = sorted(
    path
    for folder in ("ontology", "data", "shapes", "queries")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".ttl", ".rq")
)


def declared(path: Path) -> dict[str, str]:
    return dict(DECLARED.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_agrees_with_the_table(path: Path) -> None:
    assert {name: iri for name, iri in declared(path).items() if PREFIXES.get(name, iri) != iri} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_declares_only_what_it_uses(path: Path) -> None:
    text = DECLARED.sub("", path.read_text(encoding="utf-8"))
    assert [
        name for name in declared(path) if not re.search(rf"(?<![\w-]){re.escape(name)}:[\w-]", text)
    ] == []


def test_prefixes_of_things_and_concepts_are_all_in_use() -> None:
    used = {name for path in FILES for name in declared(path)}
    ours = {name for name, iri in PREFIXES.items() if iri.startswith((BASE + "id/", BASE + "concept/"))}
    assert ours - used == set()


def test_a_prefix_beyond_the_table_means_one_thing() -> None:
    beyond = {(name, iri) for path in FILES for name, iri in declared(path).items() if name not in PREFIXES}
    assert len({name for name, _ in beyond}) == len(beyond)
