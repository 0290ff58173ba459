"""The files of a build: serialisations, tables, pictures, the report, and the catalogue."""

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
from seutu.query.portable import with_dataset, with_prefixes
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
"""The serialisations of all statements: file extensions with the names of their formats."""

WITHOUT_GRAPHS = ("ttl", "nt", "jsonld", "rdf")
"""The serialisations of data without named graphs."""

# The suffix of a table's metadata file by default, according to the CSVW standard.
_DESCRIPTION = "-metadata.json"

REPORT, RECORD, LINKED = "report", "catalogue", "schema"
"""The names of the files with the report, the catalogue, and the catalogue for search engines."""

_HOLDS_CASE = model.node("seutu:holdsCase")
# A name that is valid in an IRI without escapes, and as a file name.
_NAME = re.compile(r"\w[\w.-]*")
# The names that the files of a dataset must not have.
_RESERVED = frozenset({*STEMS, REPORT, RECORD, LINKED})

# Measured efforts: to write a statement in each format and to sort it, relative to writing a line; and to answer a
# question, relative to writing a line of each statement.
_EFFORTS = {"ttl": 2, "nt": 1, "jsonld": 2, "rdf": 2, "nq": 1, "trig": 2}
_ORDERING = 2
_ANSWERING = 0.1


@dataclass(frozen=True, slots=True)
class Product:
    """A file to make, and its share of the effort; a serialisation reports its effort while it is written."""

    path: str
    write: Callable[[Sink], object]
    triples: int | None = None
    effort: float = 0


class Meter:
    """Reports the share of the total effort that is done."""

    def __init__(self, whole: float, progress: Progress) -> None:
        self._whole, self._done, self._progress = whole, 0.0, progress

    def add(self, effort: float, times: int = 1) -> None:
        """Add an effort, multiplied by ``times``, to the effort done."""
        self._done += effort * times
        self._progress(min(self._done / self._whole, 1.0) if self._whole else 1.0)


@dataclass(frozen=True)
class Products:
    """The files made of a workspace, under the base of ``rebasing``, with an ``endpoint`` if there is one."""

    workspace: "Workspace"
    rebasing: Rebasing
    endpoint: str | None = None

    @cached_property
    def description(self) -> Description | None:
        """The workspace's own description. Raises `WorkspaceError` when it is invalid."""
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
        """The questions that are answered as tables: those without required parameters."""
        return sorted(
            name
            for name, question in self.workspace.questions.items()
            if not any(parameter.required for parameter in question.parameters)
        )

    @cached_property
    def drawn(self) -> list[str]:
        """The questions whose answers become pictures."""
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
        """Return the total effort, in the unit of `Product`."""
        asserted, closed = len(self.workspace.asserted()), len(self.workspace.closed())
        answers = len(self.tabled) + len(self.drawn) * len(LANGUAGES)
        return (_ORDERING + sum(_EFFORTS.values())) * (asserted + closed) + answers * _ANSWERING * closed

    def of_workspace(self, report: Report, meter: Meter) -> Iterator[Product]:
        """Yield all files except the catalogue, which describes them. Do not collect them: each holds the data it
        writes.
        """
        for stem, store in zip(STEMS, (self.workspace.asserted(), self.workspace.closed()), strict=True):
            ordered = OrderedQuads.of_store(store, lambda graph: graph != QUERIES, self.rebasing.data)
            yield from self._serialised(stem, ordered, EXTENSIONS, meter)
        for dataset in self.description.datasets if self.description else ():
            if not dataset.is_main:
                yield from self._dataset_files(dataset)
        yield from self._tables()
        yield from self._pictures()
        yield from self._queries()
        prefixes = self.workspace.prefixes
        yield self._text_product(f"{REPORT}.ttl", partial(report.turtle, prefixes))
        yield self._text_product(f"{REPORT}.json", report.json)
        yield self._text_product(f"{REPORT}.txt", partial(report.text, "en", prefixes))

    def _tables(self) -> Iterator[Product]:
        """Yield each table with its metadata, and the metadata of all tables."""
        effort = _ANSWERING * len(self.workspace.closed())
        about, described = self._about_tables(), []
        for name in self.tabled:
            answer, file = self.workspace.ask(name), f"{name}.csv"
            yield self._text_product(TABLES + file, partial(answer.render, "csv"), effort)
            yield self._text_product(
                f"{TABLES}{file}{_DESCRIPTION}", partial(csvw.table_json, answer, file, about)
            )
            described.append(csvw.table(answer, file, about))
        if described:
            yield self._text_product(f"{TABLES}csv{_DESCRIPTION}", partial(csvw.group_json, described, about))

    def _about_tables(self) -> csvw.About:
        if self.description is None:
            return csvw.About()
        main, values = self.description.main, self.description.own_or_inherited
        return csvw.About(
            licence=_first(values(main, model.node("dcterms:license"))),
            publisher=_first(values(main, model.node("dcterms:publisher"))),
            dataset=main.iri.value,
            title=_by_language(self.description.values(main.iri, model.node("dcterms:title"))),
            description=_by_language(self.description.values(main.iri, model.node("dcterms:description"))),
        )

    def _pictures(self) -> Iterator[Product]:
        effort = _ANSWERING * len(self.workspace.closed())
        for name in self.drawn:
            for lang in LANGUAGES:
                picture = partial(self._picture, name, lang)
                yield self._text_product(f"pictures/{name}.{lang}.svg", picture, effort)

    def _picture(self, name: str, lang: str) -> str:
        return self.workspace.ask(name, lang).render("svg")

    def _queries(self) -> Iterator[Product]:
        """Yield the queries in portable form: for a default graph that is the union of all graphs, and for one that is
        not.
        """
        graphs = [graph.value for graph in self._graphs]
        of = self.workspace
        kinds = {"questions": of.questions.values(), "checks": of.checks, "rules": of.rules}
        for kind, queries in kinds.items():
            for query in queries:
                text = with_prefixes(query.text, of.prefixes)
                yield self._text_product(f"queries/{kind}/{query.name}.rq", partial(str, text))
                yield self._text_product(
                    f"queries/named-graphs/{kind}/{query.name}.rq", partial(with_dataset, text, graphs, {})
                )

    @property
    def _graphs(self) -> Iterator[ox.NamedNode]:
        for graph in self.workspace.closed().named_graphs():
            if isinstance(graph, ox.NamedNode) and graph != QUERIES:
                yield graph

    def _dataset_files(self, dataset: Dataset) -> Iterator[Product]:
        quads = self._quads_of(dataset)
        if not quads:
            problem = Phrase(
                "describes a dataset of the folder '{folder}', and no file below it says anything",
                folder=dataset.folder,
            )
            raise WorkspaceError(
                CATALOGUE, problem, Phrase("correct seutu:publishesFolder, or leave the dataset out")
            )
        ordered = OrderedQuads.of_store(Graphs(quads), rewrite=self.rebasing.data)
        yield from self._serialised(dataset.slug, ordered, WITHOUT_GRAPHS)

    def _quads_of(self, dataset: Dataset) -> list[ox.Quad]:
        """Return the quads of a dataset's folder and, of a case, those of the other files that hold it."""
        quads = dict.fromkeys(self.workspace.quads_in(dataset.folder))
        store = self.workspace.asserted()
        for held in store.quads_for_pattern(None, _HOLDS_CASE, dataset.iri, None):
            if isinstance(held.subject, ox.NamedNode):
                quads |= dict.fromkeys(store.quads_for_pattern(None, None, None, held.subject))
        return list(quads)

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

    def _text_product(self, path: str, content: Callable[[], bytes | str], effort: float = 0) -> Product:
        """Return a product whose content is made in one piece."""

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
        """The IRIs under our base that the catalogue names although its own base is another."""
        return self._listing.origins if self._listing else []

    def record(self, files: Sequence[Written]) -> list[ox.Triple]:
        """Return the catalogue of the workspace's files, under their base; empty without a description.

        Raises `WorkspaceError` for a question whose name is not valid in a web address.
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
        """Yield the files that describe the others: the catalogue in each format, and for search engines."""
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
