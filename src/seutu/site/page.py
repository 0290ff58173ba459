"""The parts of an HTML page, and its renderer: one template for all pages, without scripts."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined

LANG = "en"
"""The language of a page's own texts; a text in another language has a lang attribute."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text: its language if known and different from the page's, and its link if it has one."""

    text: str
    lang: str = ""
    href: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its header, and a cell for each further column; a cell is a list of texts."""

    header: Text
    cells: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, which may be empty; ``columns`` are all headings, that of the row headers first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class StatementText:
    """A statement: its sentence in each language, its modality and the like, and its passages by citation."""

    sentences: tuple[Text, ...]
    manner: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[Text, tuple[Text, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its link, and its title."""

    href: str
    title: Text


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading; ``anchor`` is the fragment that leads to it."""

    heading: Text
    anchor: str
    notice: tuple[Text, ...] = ()
    texts: tuple[Text, ...] = ()
    tables: tuple[Table, ...] = ()
    statements: tuple[StatementText, ...] = ()
    links: tuple[Text, ...] = ()
    pictures: tuple[Picture, ...] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Format:
    """Another format of the same document: its name, media type and link."""

    name: str
    media: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title in each language, the page's own first; the types of its resource; and its sections.

    ``home`` is the link to the home page, empty on that page; ``notice`` is the notice of a withdrawn resource;
    ``lead`` precedes the first heading; ``linked`` is JSON-LD for search engines.
    """

    titles: tuple[Text, ...]
    home: str
    iri: str = ""
    kinds: tuple[Text, ...] = ()
    notice: tuple[Text, ...] = ()
    lead: tuple[Text, ...] = ()
    formats: tuple[Format, ...] = ()
    sections: tuple[Section, ...] = ()
    linked: str = ""


class Renderer:
    """Renders pages as HTML with a template."""

    def __init__(self, template: str) -> None:
        """Parse a Jinja template, which gets the variables ``page`` and ``lang``."""
        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._template = environment.from_string(template)

    def html(self, page: Page) -> str:
        """Return the page as an HTML 5 document."""
        return self._template.render(page=page, lang=LANG) + "\n"


def text(content: str, lang: str = "", href: str = "") -> Text:
    """Return a text whose language is empty when it is the page's."""
    return Text(content, "" if lang == LANG else lang, href)


def sorted_texts(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Return texts sorted by their content, without duplicates."""
    return tuple(sorted(set(texts), key=lambda one: (one.text.casefold(), one.href, one.lang)))


def embedded(data: str) -> str:
    """Return JSON for a script element, escaped so that a string cannot end the element; empty for invalid JSON."""
    try:
        content = json.loads(data)
    except ValueError:
        return ""
    return json.dumps(content, ensure_ascii=False, indent=1).replace("<", "\\u003c")
