"""What a web page of ours consists of, and the HTML it becomes: one template for all, readable without a script."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined

LANG = "en"
"""The language of a page's own words; whatever is in another says so."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text: its language if it is known and another than the page's, and what it links to, if anything."""

    text: str
    lang: str = ""
    href: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its header, and one cell a further column, each a list of texts."""

    header: Text
    cells: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption, which may be empty; ``columns`` names them all, that of the row headers first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its sentence in each language, how it is said, and the words that it rests on, by their places."""

    sentences: tuple[Text, ...]
    manner: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[Text, tuple[Text, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: where it is, and what it shows."""

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
    said: tuple[Said, ...] = ()
    links: tuple[Text, ...] = ()
    pictures: tuple[Picture, ...] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Format:
    """Another format of the same: its name, media type and link."""

    name: str
    media: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title in each language, the page's own first; what kind of thing it is about; and its parts.

    ``home`` is the link to the first page, empty on that itself; ``notice`` says that a thing is withdrawn; ``lead`` is
    what comes before the first heading; ``linked`` is JSON-LD for search engines.
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
    """Turns pages into HTML by a template."""

    def __init__(self, template: str) -> None:
        """Take the text of a Jinja template that is given ``page`` and ``lang``."""
        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._template = environment.from_string(template)

    def html(self, page: Page) -> str:
        """The page as a document of HTML 5."""
        return self._template.render(page=page, lang=LANG) + "\n"


def text(content: str, lang: str = "", href: str = "") -> Text:
    """A text whose language is left out when it is the page's."""
    return Text(content, "" if lang == LANG else lang, href)


def listed(texts: Iterable[Text]) -> tuple[Text, ...]:
    """Texts in the order of what they say, each once."""
    return tuple(sorted(set(texts), key=lambda one: (one.text.casefold(), one.href, one.lang)))


def embedded(data: str) -> str:
    """JSON to stand in a script element, which no text in it can end; empty for what is no JSON."""
    try:
        content = json.loads(data)
    except ValueError:
        return ""
    return json.dumps(content, ensure_ascii=False, indent=1).replace("<", "\\u003c")
