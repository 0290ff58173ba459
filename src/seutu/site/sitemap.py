"""The list of pages for search engines: sitemaps of the sitemaps.org protocol 0.9, and the robots.txt that names it."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

LARGEST = 50_000
"""How many addresses the protocol allows in one file."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemaps(pages: Sequence[str], site: str, date: str, largest: int = LARGEST) -> dict[str, str]:
    """The files by name: one ``sitemap.xml``, which of more than ``largest`` pages is an index of numbered ones.

    ``pages`` are paths below ``site``; ``date`` (YYYY-MM-DD, or empty) is when they changed last.
    """
    if len(pages) <= largest:
        return {"sitemap.xml": _listed("urlset", "url", pages, site, date)}
    parts = [pages[start : start + largest] for start in range(0, len(pages), largest)]
    files = {
        f"sitemap-{number}.xml": _listed("urlset", "url", part, site, date)
        for number, part in enumerate(parts, start=1)
    }
    return {"sitemap.xml": _listed("sitemapindex", "sitemap", list(files), site, date)} | files


def robots(site: str) -> str:
    """A robots.txt that allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n"


def _listed(whole: str, one: str, paths: Sequence[str], site: str, date: str) -> str:
    changed = f"<lastmod>{escape(date)}</lastmod>" if date else ""
    return "".join(_lines(whole, one, (site + quote(path) for path in paths), changed))


def _lines(whole: str, one: str, addresses: Iterator[str], changed: str) -> Iterator[str]:
    yield f'{_HEAD}<{whole} xmlns="{_NAMESPACE}">\n'
    for address in addresses:
        yield f"  <{one}><loc>{escape(address)}</loc>{changed}</{one}>\n"
    yield f"</{whole}>\n"
