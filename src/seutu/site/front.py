"""The entry pages of a published folder: the home page, the list of all resources, and the files of a version."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from seutu.catalogue.description import datasets_of
from seutu.phrases import LANGUAGES
from seutu.rdf.model import RDF_TYPE, Quads, node, objects
from seutu.site.documents import Document
from seutu.site.links import relative
from seutu.site.page import LANG, Page, Picture, Row, Section, Table, Text, sorted_texts, text
from seutu.site.thing import Pages

HOME, THINGS, LATEST = "index.html", "things.html", "latest"
"""The home page, the list of all resources, and the folder of the latest version."""

_CATALOGUE = node("dcat:Catalog")
_DESCRIPTION, _ISSUED, _NOTES = node("dcterms:description"), node("dcterms:issued"), node("adms:versionNotes")
_VERSION = node("dcat:version")
_HAS_VERSION = node("dcat:hasVersion")
_WHOLE = {"ont": "The ontology", "shape": "The shapes"}
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_THOUSAND = 1000
_LANGUAGE_NAMES = {"fi": "suomeksi", "sv": "på svenska", "en": "in English"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a build: its path there, its size in bytes, and its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Front:
    """Makes the entry pages. ``versions`` are the published ones, the latest last; ``titles`` are the titles of
    questions.
    """

    pages: Pages
    files: tuple[File, ...]
    versions: tuple[str, ...]
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    linked: str = ""

    def home(self) -> Page:
        """Return the home page: description, datasets, files, tables, pictures and versions."""
        return Page(
            titles=self._titles,
            home="",
            lead=self._descriptions(self.catalogue) if self.catalogue else (),
            sections=tuple(section for section in self._sections() if section),
            linked=self.linked,
        )

    def things(self, documents: Iterable[Document]) -> Page:
        """Return the list of all documents, by kind."""
        groups: dict[str, list[Text]] = {}
        for document in documents:
            title = self.pages.titles(document.subjects[0] if document.of else document.iri)[0]
            link = Text(title.text, title.lang, relative(f"{document.path}.html", THINGS))
            groups.setdefault(_group(document.path), []).append(link)
        sections = (
            Section(
                Text(f"{name} ({len(links)})"), f"page-{name.replace('/', '-')}", links=sorted_texts(links)
            )
            for name, links in sorted(groups.items())
        )
        return Page((Text("All things"),), HOME, sections=tuple(sections))

    def version(self, name: str) -> Page:
        """Return the page with the files of one version, in the folder of that name."""
        origin = f"{name}/{HOME}"
        called = f"Version {self.versions[-1]}" + (", the latest" if name == LATEST else "")
        files = Section(Text("Files"), "page-files", tables=(_table(self.files, "", ""),))
        titles = (Text(called),)
        return Page(
            titles, relative(HOME, origin), lead=self._issue_and_notes(self.versions[-1]), sections=(files,)
        )

    @cached_property
    def catalogue(self) -> ox.NamedNode | None:
        """Return the IRI of the dcat:Catalog, if there is one."""
        quads = self._store.quads_for_pattern(None, RDF_TYPE, _CATALOGUE, None)
        found = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return min(found, key=lambda one: one.value, default=None)

    @property
    def _store(self) -> Quads:
        return self.pages.published.store

    @property
    def _titles(self) -> tuple[Text, ...]:
        return self.pages.titles(self.catalogue) if self.catalogue else (Text("Linked data"),)

    def _descriptions(self, thing: ox.NamedNode) -> tuple[Text, ...]:
        return self._texts(thing, _DESCRIPTION)

    def _texts(self, thing: ox.NamedNode, part: ox.NamedNode) -> tuple[Text, ...]:
        values = objects(self._store, thing, part)
        found = {value.language or "": value.value for value in values if isinstance(value, ox.Literal)}
        order = (LANG, *(one for one in LANGUAGES if one != LANG), "")
        return tuple(text(found[one], one) for one in order if one in found)

    def _sections(self) -> Iterator[Section | None]:
        yield self._datasets()
        browse = (
            Text("All things, by kind", href=THINGS),
            *(Text(name, href=f"{path}.html") for path, name in _WHOLE.items() if self._has(path)),
        )
        yield Section(Text("Browse"), "page-browse", links=browse)
        whole = [file for file in self.files if "/" not in file.path]
        downloads = _table(whole, f"{LATEST}/", f"Version {self.versions[-1]}")
        yield Section(Text("Downloads"), "page-downloads", tables=(downloads,))
        yield self._tables()
        yield self._pictures()
        yield Section(Text("Versions"), "page-versions", tables=(self._versions(),))

    def _has(self, path: str) -> bool:
        return self.pages.published.base + path in self.pages.links.places

    def _datasets(self) -> Section | None:
        datasets = datasets_of(self._store, self.catalogue) if self.catalogue else []
        rows = [
            Row(self._entry(one), (self._descriptions(one)[:1],))
            for one in datasets
            if self._descriptions(one)
        ]
        table = Table(("Dataset", "Description"), tuple(rows))
        return Section(Text("Datasets"), "page-datasets", tables=(table,)) if rows else None

    def _entry(self, thing: ox.NamedNode) -> Text:
        title = self.pages.titles(thing)[0]
        return Text(title.text, title.lang, self.pages.links.href(thing.value, HOME))

    def _tables(self) -> Section | None:
        links = [
            self._captioned(file, file.path.rpartition("/")[2].removesuffix(".csv"), "")
            for file in self.files
            if file.path.startswith("tables/") and file.path.endswith(".csv")
        ]
        return (
            Section(Text("Answers as tables (CSV)"), "page-tables", links=sorted_texts(links))
            if links
            else None
        )

    def _captioned(self, file: File, name: str, lang: str) -> Text:
        titles = self.titles.get(name, {})
        chosen = next((one for one in (lang, LANG, *sorted(titles)) if one in titles), "")
        return text(titles.get(chosen, name), chosen, relative(f"{LATEST}/{file.path}", HOME))

    def _pictures(self) -> Section | None:
        drawn = [file for file in self.files if file.path.startswith("pictures/")]
        shown = [
            Picture(title.href, title)
            for file in drawn
            if file.path.endswith(f".{LANG}.svg")
            for title in [self._captioned(file, _question_of(file), LANG)]
        ]
        others = [
            text(f"{title.text} ({_LANGUAGE_NAMES[lang]})", lang, title.href)
            for file in drawn
            for lang in LANGUAGES
            if lang != LANG and file.path.endswith(f".{lang}.svg")
            for title in [self._captioned(file, _question_of(file), lang)]
        ]
        section = Section(
            Text("Pictures"), "page-pictures", links=sorted_texts(others), pictures=tuple(shown)
        )
        return section if drawn else None

    def _versions(self) -> Table:
        rows = (
            Row(Text(name, href=relative(f"{name}/{HOME}", HOME)), (self._date(name), self._notes(name)))
            for name in reversed(self.versions)
        )
        return Table(("Version", "Issued", "What is new"), tuple(rows))

    def _version_iri(self, name: str) -> ox.NamedNode | None:
        found = objects(self._store, self.catalogue, _HAS_VERSION) if self.catalogue else []
        named = (one for one in found if ox.Literal(name) in objects(self._store, one, _VERSION))
        return next((one for one in named if isinstance(one, ox.NamedNode)), None)

    def _date(self, name: str) -> tuple[Text, ...]:
        version = self._version_iri(name)
        return self._texts(version, _ISSUED) if version else ()

    def _notes(self, name: str) -> tuple[Text, ...]:
        version = self._version_iri(name)
        return self._texts(version, _NOTES) if version else ()

    def _issue_and_notes(self, name: str) -> tuple[Text, ...]:
        issued = [Text(f"Issued {date.text}.") for date in self._date(name)]
        return (*issued, *self._notes(name))


def _table(files: Iterable[File], folder: str, caption: str) -> Table:
    rows = (
        Row(
            Text(file.path, href=relative(folder + file.path, "")),
            ((Text(size(file.bytes)),), (Text(file.sha256, code=True),)),
        )
        for file in files
    )
    return Table(("File", "Size", "SHA-256"), tuple(rows), caption)


def size(count: int) -> str:
    """Return a number of bytes in a unit for readers, such as ``1.4 MB``; 1000 of one unit are one of the next."""
    amount, unit = float(count), 0
    while amount >= _THOUSAND and unit < len(_UNITS) - 1:
        amount, unit = amount / _THOUSAND, unit + 1
    return f"{count} bytes" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def _question_of(file: File) -> str:
    return file.path.removeprefix("pictures/").partition(".")[0]


def _group(path: str) -> str:
    """Return the group of a document in the list: the kind of resource, the scheme, or the first path segment."""
    head, _, rest = path.partition("/")
    kind, below, _ = rest.partition("/")
    if head in ("id", "graph"):
        return kind if head == "id" else head
    return f"concept/{kind}" if below else head
