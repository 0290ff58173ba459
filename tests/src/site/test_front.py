"""The leading pages: the first, the list of things, and a version."""

import pyoxigraph as ox
import pytest

from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.site.documents import Published
from seutu.site.front import HOME, File, Front, size
from seutu.site.links import Links
from seutu.site.thing import Pages
from tests.helpers.pages import read


def front(pages: Pages, *paths: str, linked: str = "") -> Front:
    files = tuple(File(path, 1234, "ab" * 32) for path in paths)
    titles = {"roles": {"en": "Who has which role?", "fi": "Kenellä on mikä rooli?"}}
    return Front(pages, files, ("0.0.9", "0.1.0"), titles, linked)


def test_the_first_page_leads_everywhere(pages: Pages) -> None:
    shown = front(
        pages,
        "seutu.ttl",
        "tables/roles.csv",
        "pictures/roles.en.svg",
        "pictures/roles.fi.svg",
        linked='{"@id": "x"}',
    ).home()
    reader = read(shown)
    assert {
        "latest/seutu.ttl", "latest/tables/roles.csv", "latest/pictures/roles.en.svg",
        "latest/pictures/roles.fi.svg", "things.html", "0.1.0/index.html", "0.0.9/index.html",
        "id/dataset/one.html", "ont.html",
    } <= set(reader.links)  # fmt: skip
    assert "Kuvaus" in reader.spoken["fi"]
    assert {"1.2 kB", "ab" * 32, "2026-11-26", "Who has which role?"} <= set(reader.spoken["en"])
    assert "Kenellä on mikä rooli? (suomeksi)" in reader.spoken["fi"]


def test_an_empty_workspace_has_a_first_page_too() -> None:
    empty = Pages(Published(ox.Store(), [], BASE), Links({}), PREFIXES)
    assert read(Front(empty, (), ("1",)).home()).faults == []


def test_all_things_are_listed_by_kind(pages: Pages) -> None:
    reader = read(front(pages).things(pages.published.documents))
    assert {f"{one.path}.html" for one in pages.published.documents} <= set(reader.links)
    assert "body (3)" in reader.spoken["en"]


def test_a_version_lists_its_files(pages: Pages) -> None:
    reader = read(front(pages, "tables/roles.csv", "index ä.txt").version("0.1.0"))
    assert {"tables/roles.csv", "index%20%C3%A4.txt", f"../{HOME}"} <= set(reader.links)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1_450_000, "1.4 MB"), (10**18, "1000000.0 TB")],
)
def test_sizes_as_people_read_them(count: int, expected: str) -> None:
    assert size(count) == expected
