"""The list of pages for search engines: sitemaps of the sitemaps.org protocol 0.9, and the robots.txt that names it."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

LARGEST = 50_000
"""The number of addresses that the protocol allows in one file."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemaps(pages: Sequence[str], site: str, date: str, largest: int = LARGEST) -> dict[str, str]:
    """Return the files by name: one ``sitemap.xml``, which is an index of numbered files for more than ``largest``
    pages.

    ``pages`` are paths below ``site``; ``date`` (YYYY-MM-DD, or empty) is the date of their last change.
    """
    if len(pages) <= largest:
        return {"sitemap.xml": _xml("urlset", "url", pages, site, date)}
    parts = [pages[start : start + largest] for start in range(0, len(pages), largest)]
    files = {
        f"sitemap-{number}.xml": _xml("urlset", "url", part, site, date)
        for number, part in enumerate(parts, start=1)
    }
    return {"sitemap.xml": _xml("sitemapindex", "sitemap", list(files), site, date)} | files


def robots(site: str) -> str:
    """Return a robots.txt that allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n"


def _xml(root: str, element: str, paths: Sequence[str], site: str, date: str) -> str:
    changed = f"<lastmod>{escape(date)}</lastmod>" if date else ""
    return "".join(_lines(root, element, (site + quote(path) for path in paths), changed))


def _lines(root: str, element: str, addresses: Iterator[str], changed: str) -> Iterator[str]:
    yield f'{_HEAD}<{root} xmlns="{_NAMESPACE}">\n'
    for address in addresses:
        yield f"  <{element}><loc>{escape(address)}</loc>{changed}</{element}>\n"
    yield f"</{root}>\n"
