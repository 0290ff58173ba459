"""Sitemaps: every page once, in files that are not too large, read back by an XML parser."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from seutu.site.sitemap import robots, sitemaps

SITE = "https://example.org/x/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(content: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(content).iter(f"{SPACE}loc")]


def test_one_file_for_few_pages() -> None:
    files = sitemaps(["index.html", "id/body/ä & ö.html"], SITE, "2026-11-26")
    assert list(files) == ["sitemap.xml"]
    assert listed(files["sitemap.xml"]) == [SITE + "index.html", SITE + "id/body/%C3%A4%20%26%20%C3%B6.html"]
    root = ElementTree.fromstring(files["sitemap.xml"])
    assert root.tag == f"{SPACE}urlset"
    assert {one.text for one in root.iter(f"{SPACE}lastmod")} == {"2026-11-26"}


def test_without_a_date_there_is_none() -> None:
    assert "lastmod" not in sitemaps(["index.html"], SITE, "")["sitemap.xml"]


@given(st.integers(0, 30), st.integers(1, 12))
def test_many_pages_stand_in_parts_that_an_index_names(count: int, largest: int) -> None:
    pages = [f"{number}.html" for number in range(count)]
    files = sitemaps(pages, SITE, "2026-11-26", largest)
    parts = {name: content for name, content in files.items() if name != "sitemap.xml"}
    found = [page for content in (parts or files).values() for page in listed(content)]
    assert found == [SITE + page for page in pages]
    assert all(len(listed(content)) <= largest for content in parts.values())
    assert bool(parts) == (count > largest)
    if parts:
        assert listed(files["sitemap.xml"]) == [SITE + name for name in parts]
        assert ElementTree.fromstring(files["sitemap.xml"]).tag == f"{SPACE}sitemapindex"


def test_robots_names_the_sitemap() -> None:
    assert robots(SITE).splitlines()[-1] == "Sitemap: https://example.org/x/sitemap.xml"
