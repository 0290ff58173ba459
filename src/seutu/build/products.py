"""What a build makes of a workspace, file by file: serialisations, tables, pictures, the report, and the catalogue."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu.answer import csvw
from seutu.catalogue.dcat import STEMS, TABLES
from seutu.catalogue.description import CATALOGUE, Dataset, Description
from seutu.catalogue.listing import QUERIES, Listing
from seutu.catalogue.manifest import Written
from seutu.catalogue.schemaorg import SchemaOrg, record
from seutu.errors import WorkspaceError
from seutu.phrases import LANGUAGES, Phrase
from seutu.progress import Progress
from seutu.query.graphs import Graphs
from seutu.query.header import LARGEST
from seutu.query.portable import naming, portable
from seutu.rdf import model
from seutu.rdf.rebasing import Rebasing
from seutu.rdf.serialisation import OrderedQuads, Sink
from seutu.shacl.report import Report

if TYPE_CHECKING:
    from seutu.api import Workspace

EXTENSIONS = {
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "nq": "nquads",
    "trig": "trig",
}
"""What is written for all that is said: the file's extension and the format's name."""

WITHOUT_GRAPHS = ("ttl", "nt", "jsonld", "rdf")
"""What is written where it does not matter which file says what."""

# What the standard adds to the name of a table for its description, unless told otherwise.
_DESCRIPTION = "-metadata.json"

REPORT, RECORD, LINKED = "report", "catalogue", "schema"
"""What the files are called that hold the report, the catalogue, and the catalogue for search engines."""

# What can stand in an IRI as it is, and in the name of a file.
_NAME = re.compile(r"\w[\w.-]*")
# What no dataset's files may be called.
_RESERVED = frozenset({*STEMS, REPORT, RECORD, LINKED})

# How long things take, as measured: to write a statement in each format and to put it in order, beside writing a line;
# and to answer a question, beside writing a line of each statement.
_EFFORTS = {"ttl": 2, "nt": 1, "jsonld": 2, "rdf": 2, "nq": 1, "trig": 2}
_ORDERING = 2
_ANSWERING = 0.1


@dataclass(frozen=True, slots=True)
class Product:
    """A file to make, and the effort that its being made counts for; a graph counts its own as it is written."""

    path: str
    write: Callable[[Sink], object]
    triples: int | None = None
    effort: float = 0


class Meter:
    """Tells which share of an effort is behind us."""

    def __init__(self, whole: float, progress: Progress) -> None:
        self._whole, self._done, self._progress = whole, 0.0, progress

    def add(self, effort: float, times: int = 1) -> None:
        """Count an effort as done, so many times."""
        self._done += effort * times
        self._progress(min(self._done / self._whole, 1.0) if self._whole else 1.0)


@dataclass(frozen=True)
class Products:
    """What is made of a workspace, under the base that ``rebasing`` gives it, with an ``endpoint`` if there is one."""

    workspace: "Workspace"
    rebasing: Rebasing
    endpoint: str | None = None

    @cached_property
    def description(self) -> Description | None:
        """The workspace's own description. Raises `WorkspaceError` when it cannot be used."""
        description = Description.of(self.workspace.asserted())
        for dataset in description.datasets if description else ():
            if not dataset.is_main and dataset.slug.casefold() in _RESERVED:
                problem = Phrase(
                    "describes <{iri}>, and '{slug}' is what other files are called",
                    iri=dataset.iri.value,
                    slug=dataset.slug,
                )
                raise WorkspaceError(
                    CATALOGUE, problem, Phrase("give the dataset an IRI that ends otherwise")
                )
        return description

    @cached_property
    def tabled(self) -> list[str]:
        """The questions that are answered as tables: those that need no value."""
        return sorted(
            name
            for name, question in self.workspace.questions.items()
            if not any(parameter.required for parameter in question.parameters)
        )

    @cached_property
    def drawn(self) -> list[str]:
        """The questions whose answers are drawn."""
        return [name for name, rows in self._drawable.items() if rows <= LARGEST]

    @property
    def undrawn(self) -> tuple[str, ...]:
        """The questions whose answers are too large for a picture."""
        return tuple(name for name, rows in self._drawable.items() if rows > LARGEST)

    @cached_property
    def _drawable(self) -> dict[str, int]:
        names = [name for name in self.workspace.drawable if name in self.tabled]
        return {name: len(self.workspace.ask(name).rows) for name in names}

    def effort(self) -> float:
        """How much work it is to make everything, in the unit of `Product`."""
        said, closed = len(self.workspace.asserted()), len(self.workspace.closed())
        answers = len(self.tabled) + len(self.drawn) * len(LANGUAGES)
        return (_ORDERING + sum(_EFFORTS.values())) * (said + closed) + answers * _ANSWERING * closed

    def of_workspace(self, report: Report, meter: Meter) -> Iterator[Product]:
        """Everything but the catalogue, which tells of it. None is kept when it is made, for it holds all it writes."""
        for stem, store in zip(STEMS, (self.workspace.asserted(), self.workspace.closed()), strict=True):
            ordered = OrderedQuads.of_store(store, lambda graph: graph != QUERIES, self.rebasing.data)
            yield from self._serialised(stem, ordered, EXTENSIONS, meter)
        for dataset in self.description.datasets if self.description else ():
            if not dataset.is_main:
                yield from self._folder(dataset)
        yield from self._tables()
        yield from self._pictures()
        yield from self._queries()
        prefixes = self.workspace.prefixes
        yield self._text(f"{REPORT}.ttl", partial(report.turtle, prefixes))
        yield self._text(f"{REPORT}.json", report.json)
        yield self._text(f"{REPORT}.txt", partial(report.text, "en", prefixes))

    def _tables(self) -> Iterator[Product]:
        """Each table with its description, and the description of all."""
        effort = _ANSWERING * len(self.workspace.closed())
        about, described = self._about_tables(), []
        for name in self.tabled:
            answer, file = self.workspace.ask(name), f"{name}.csv"
            yield self._text(TABLES + file, partial(answer.render, "csv"), effort)
            yield self._text(f"{TABLES}{file}{_DESCRIPTION}", partial(csvw.table_json, answer, file, about))
            described.append(csvw.table(answer, file, about))
        if described:
            yield self._text(f"{TABLES}csv{_DESCRIPTION}", partial(csvw.group_json, described, about))

    def _about_tables(self) -> csvw.About:
        if self.description is None:
            return csvw.About()
        main, said = self.description.main, self.description.shared
        return csvw.About(
            licence=_first(said(main, model.node("dcterms:license"))),
            publisher=_first(said(main, model.node("dcterms:publisher"))),
            dataset=main.iri.value,
            title=_by_language(self.description.values(main.iri, model.node("dcterms:title"))),
            description=_by_language(self.description.values(main.iri, model.node("dcterms:description"))),
        )

    def _pictures(self) -> Iterator[Product]:
        effort = _ANSWERING * len(self.workspace.closed())
        for name in self.drawn:
            for lang in LANGUAGES:
                picture = partial(self._picture, name, lang)
                yield self._text(f"pictures/{name}.{lang}.svg", picture, effort)

    def _picture(self, name: str, lang: str) -> str:
        return self.workspace.ask(name, lang).render("svg")

    def _queries(self) -> Iterator[Product]:
        """The queries, as any engine can run them: where the default graph is all graphs, and where it is not."""
        graphs = [graph.value for graph in self._graphs]
        of = self.workspace
        kinds = {"questions": of.questions.values(), "checks": of.checks, "rules": of.rules}
        for kind, queries in kinds.items():
            for query in queries:
                text = portable(query.text, of.prefixes)
                yield self._text(f"queries/{kind}/{query.name}.rq", partial(str, text))
                yield self._text(
                    f"queries/named-graphs/{kind}/{query.name}.rq", partial(naming, text, graphs, {})
                )

    @property
    def _graphs(self) -> Iterator[ox.NamedNode]:
        for graph in self.workspace.closed().named_graphs():
            if isinstance(graph, ox.NamedNode) and graph != QUERIES:
                yield graph

    def _folder(self, dataset: Dataset) -> Iterator[Product]:
        said = self.workspace.said_in(dataset.folder)
        if not said:
            problem = Phrase(
                "describes a dataset of the folder '{folder}', and no file below it says anything",
                folder=dataset.folder,
            )
            raise WorkspaceError(
                CATALOGUE, problem, Phrase("correct seutu:publishesFolder, or leave the dataset out")
            )
        ordered = OrderedQuads.of_store(Graphs(said), rewrite=self.rebasing.data)
        yield from self._serialised(dataset.slug, ordered, WITHOUT_GRAPHS)

    def _serialised(
        self, stem: str, ordered: OrderedQuads, extensions: Iterable[str], meter: Meter | None = None
    ) -> Iterator[Product]:
        if meter:
            meter.add(_ORDERING, ordered.quads)
        prefixes = self.rebasing.prefixes(self.workspace.prefixes)
        for extension in extensions:
            fmt = model.format_named(EXTENSIONS[extension])
            advance = partial(meter.add, _EFFORTS[extension]) if meter else lambda _: None
            count = ordered.quads if fmt.supports_datasets and extension != "jsonld" else ordered.triples
            yield Product(
                f"{stem}.{extension}", partial(ordered.write, fmt, prefixes, advance=advance), count
            )

    def _text(self, path: str, content: Callable[[], bytes | str], effort: float = 0) -> Product:
        """What is made in one piece."""

        def write(sink: Sink) -> None:
            made = content()
            sink(self.rebasing.data(made.encode() if isinstance(made, str) else made))

        return Product(path, write, effort=effort)

    @cached_property
    def _listing(self) -> Listing | None:
        if self.description is None:
            return None
        return Listing(self.description, self.workspace.closed(), self.workspace.questions, self.endpoint)

    @property
    def origins(self) -> list[str]:
        """The IRIs under our base that the catalogue names although it is under another."""
        return self._listing.origins if self._listing else []

    def record(self, files: Sequence[Written]) -> list[ox.Triple]:
        """The catalogue of the files made of the workspace, under their base; empty for one that is not described.

        Raises `WorkspaceError` for a question by whose name no table can be found on the web.
        """
        if self._listing is None:
            return []
        for name in self.tabled:
            if not _NAME.fullmatch(name):
                problem = Phrase("its table would be published by this name, which no web address can hold")
                raise WorkspaceError(
                    f"{name}.rq", problem, Phrase("rename it with letters, digits, hyphens and points")
                )
        return self._listing.triples(files, self.rebasing)

    def of_record(self, triples: Sequence[ox.Triple]) -> Iterator[Product]:
        """The files that tell of the others: the catalogue in each format, and for search engines."""
        if not triples:
            return
        yield from self._serialised(RECORD, OrderedQuads.of(triples), WITHOUT_GRAPHS)
        yield Product(f"{LINKED}.jsonld", lambda sink: sink(SchemaOrg(record(triples)).json().encode()))


def _first(values: Iterable[model.Term]) -> str:
    return next((value.value for value in values if isinstance(value, ox.NamedNode)), "")


def _by_language(values: Iterable[model.Term]) -> dict[str, str]:
    return {
        value.language: value.value for value in values if isinstance(value, ox.Literal) and value.language
    }
