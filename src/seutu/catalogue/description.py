"""The description of a workspace for portals: its catalogue, datasets and versions, from a file of its data.

The catalogue's publisher, contact, licence and the like apply to each dataset without its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import WorkspaceError
from seutu.phrases import Phrase
from seutu.rdf import model

CATALOGUE = "data/catalogue.ttl"
"""The usual file of the description; any other file of data is valid too."""

MAIN = "data"
"""The folder of the main dataset, which includes all statements, asserted and inferred, the tables and the pictures."""

INHERITED = tuple(
    map(
        model.node,
        (
            "dcterms:publisher dcterms:creator dcat:contactPoint dcterms:license dcterms:rights dcterms:accessRights"
            " dcterms:accrualPeriodicity dcterms:language dcterms:spatial dcterms:temporal dcat:theme"
        ).split(),
    )
)
"""The properties that a dataset inherits from its catalogue."""

HAS_DATASET, FOLDER = model.node("dcat:dataset"), model.node("seutu:publishesFolder")
HAS_VERSION, VERSION, ISSUED = (
    model.node("dcat:hasVersion"),
    model.node("dcat:version"),
    model.node("dcterms:issued"),
)
NOTES = model.node("adms:versionNotes")

_CATALOG, _DATASET = model.node("dcat:Catalog"), model.node("dcat:Dataset")
_CASE = model.node("seutu:Case")
_NUMBERS = re.compile(r"\d+")
# A version number is a folder name, and the redirects recognise it by its first digit; a dataset's slug is a file name.
_VERSION = re.compile(r"[0-9][\w.+-]*", re.ASCII)
_SLUG = re.compile(r"\w[\w-]*")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}(T\S+)?")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the catalogue: its number, its date of issue as written, and its notes."""

    iri: ox.NamedNode
    number: str
    issued: ox.Literal
    notes: tuple[ox.Literal, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of the catalogue, and the folder of the workspace that it publishes."""

    iri: ox.NamedNode
    folder: str

    @property
    def slug(self) -> str:
        """The last part of its IRI, which is the name of its files."""
        return self.iri.value.rstrip("/").rpartition("/")[2]

    @property
    def is_main(self) -> bool:
        """True if this is the dataset of all statements."""
        return self.folder == MAIN


@dataclass(frozen=True)
class Description:
    """A workspace's own description, in the store of its asserted statements."""

    store: model.Quads
    catalogue: ox.NamedNode
    graph: model.GraphName

    @classmethod
    def of(cls, store: model.Quads) -> "Description | None":
        """Return the description in a store of named graphs; None when there is no catalogue.

        Raises `WorkspaceError` when there are several catalogues, or one without an IRI.
        """
        found = dict.fromkeys(
            (quad.subject, quad.graph_name)
            for quad in store.quads_for_pattern(None, model.RDF_TYPE, _CATALOG, None)
        )
        if not found:
            return None
        if len(found) > 1:
            raise _fault(
                Phrase("describes {count} catalogues", count=len(found)),
                Phrase("leave one dcat:Catalog, and describe it in one file"),
            )
        ((iri, graph),) = found
        if not isinstance(iri, ox.NamedNode):
            raise _fault(
                Phrase("describes a catalogue without an IRI"),
                Phrase("give the dcat:Catalog an IRI of your own"),
            )
        return cls(store, iri, graph)

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets of the catalogue, ordered by IRI: those that it lists, and all cases.

        Raises `WorkspaceError` for a dataset without a folder, and for a slug that is not a valid file name or not
        unique.
        """
        found = tuple(map(self._dataset, datasets_of(self.store, self.catalogue)))
        # Some file systems ignore the case of names.
        if slug := _first_duplicate(dataset.slug.casefold() for dataset in found):
            raise _fault(
                Phrase(
                    "describes two datasets whose IRIs end in '{slug}', and their files would share names",
                    slug=slug,
                ),
                Phrase("give one of them another IRI"),
            )
        if sum(dataset.is_main for dataset in found) > 1:
            raise _fault(
                Phrase("describes two datasets of the folder {main}/", main=MAIN),
                Phrase("give one of them another seutu:publishesFolder"),
            )
        return found

    @property
    def main(self) -> Dataset:
        """The dataset of all statements. Raises `WorkspaceError` when there is none."""
        for dataset in self.datasets:
            if dataset.is_main:
                return dataset
        raise _fault(
            Phrase("describes no dataset of the folder {main}/", main=MAIN),
            Phrase('add one with seutu:publishesFolder "{main}"', main=MAIN),
        )

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """The versions, the latest last.

        Raises `WorkspaceError` when there is no version, two have the same number, or a number or date is missing or
        invalid.
        """
        found = sorted(
            map(self._version, self._iris(self.catalogue, HAS_VERSION)),
            key=lambda one: version_order(one.number),
        )
        if not found:
            raise _fault(
                Phrase("names no version of the catalogue"),
                Phrase("add a dcat:hasVersion with dcat:version and dcterms:issued"),
            )
        if number := _first_duplicate(one.number for one in found):
            raise _fault(
                Phrase("describes version {number} twice", number=number),
                Phrase("give each dcat:hasVersion another dcat:version"),
            )
        return tuple(found)

    def values(self, thing: model.Term, predicate: ox.NamedNode) -> list[model.Term]:
        """Return the values of a property, in order."""
        return sorted(model.objects(self.store, thing, predicate), key=str)

    def inherited(self, dataset: Dataset) -> Iterator[tuple[ox.NamedNode, model.Term]]:
        """Yield the properties and values that a dataset inherits from the catalogue."""
        for predicate in INHERITED:
            if not self.values(dataset.iri, predicate):
                yield from ((predicate, value) for value in self.values(self.catalogue, predicate))

    def own_or_inherited(self, dataset: Dataset, predicate: ox.NamedNode) -> list[model.Term]:
        """Return a dataset's own values of a property, or else those of the catalogue."""
        return self.values(dataset.iri, predicate) or self.values(self.catalogue, predicate)

    def own(self) -> list[ox.Triple]:
        """Return the triples of the files that describe the catalogue and its datasets."""
        described = self.store.quads_for_pattern(None, model.RDF_TYPE, _DATASET, None)
        graphs = dict.fromkeys((self.graph, *(quad.graph_name for quad in described)))
        found = [
            quad.triple for graph in graphs for quad in self.store.quads_for_pattern(None, None, None, graph)
        ]
        listed = (ox.Triple(self.catalogue, HAS_DATASET, dataset.iri) for dataset in self.datasets)
        return [*found, *(triple for triple in listed if triple not in found)]

    def _iris(self, thing: model.Term, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        return [value for value in self.values(thing, predicate) if isinstance(value, ox.NamedNode)]

    def _dataset(self, iri: ox.NamedNode) -> Dataset:
        folders = _literals(self.values(iri, FOLDER))
        if len(folders) != 1:
            raise _fault(
                Phrase("gives <{iri}> {count} folders", iri=iri.value, count=len(folders)),
                Phrase("give it one seutu:publishesFolder"),
            )
        dataset = Dataset(iri, folders[0].value.strip("/"))
        if not _SLUG.fullmatch(dataset.slug):
            problem = Phrase(
                "describes <{iri}>, and no file can be named after the end of this IRI", iri=iri.value
            )
            raise _fault(problem, Phrase("let it end in a slash and then letters, digits and hyphens"))
        return dataset

    def _version(self, iri: ox.NamedNode) -> Version:
        numbers, days = (_literals(self.values(iri, one)) for one in (VERSION, ISSUED))
        if len(numbers) != 1 or len(days) != 1:
            raise _fault(
                Phrase("does not date <{iri}>", iri=iri.value),
                Phrase("give it one dcat:version and one dcterms:issued"),
            )
        number, day = numbers[0].value, days[0]
        if not _VERSION.fullmatch(number):
            remedy = Phrase("begin with a digit and use letters, digits, points and hyphens")
            raise _fault(
                Phrase("has a version '{number}', and no folder can be named after it", number=number), remedy
            )
        if not _DAY.fullmatch(day.value):
            raise _fault(
                Phrase("dates version {number} '{day}', which is no day", number=number, day=day.value),
                Phrase("write dcterms:issued as 2026-01-31"),
            )
        return Version(iri, number, day, tuple(_literals(self.values(iri, NOTES))))


def _literals(terms: Iterable[model.Term]) -> list[ox.Literal]:
    return [term for term in terms if isinstance(term, ox.Literal)]


def datasets_of(store: model.Quads, catalogue: model.Term) -> list[ox.NamedNode]:
    """Return the datasets that a catalogue lists, and those of all cases, ordered by IRI.

    A case is not listed, so that the file that describes it adds nothing to the description of the catalogue.
    """
    listed = set(model.objects(store, catalogue, HAS_DATASET))
    cases = {quad.subject for quad in store.quads_for_pattern(None, model.RDF_TYPE, _CASE, None)}
    described = {quad.subject for quad in store.quads_for_pattern(None, model.RDF_TYPE, _DATASET, None)}
    found = (iri for iri in listed | (cases & described) if isinstance(iri, ox.NamedNode))
    return sorted(found, key=str)


def _first_duplicate(names: Iterable[str]) -> str:
    """Return the first name that occurs more than once, or ""."""
    return next((name for name, count in Counter(names).items() if count > 1), "")


Order = tuple[list[int], bool, list[tuple[bool, int, str]]]


def version_order(number: str) -> Order:
    """Return the sort key of a version number: a later one is greater, a pre-release comes before its release.

    The parts of a pre-release are compared according to Semantic Versioning 2.0.0: numbers numerically, and before
    texts.
    """
    core, _, pre_release = number.partition("+")[0].partition("-")
    parts = [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in pre_release.split(".")
    ]
    return [int(part) for part in _NUMBERS.findall(core)], not pre_release, parts


def _fault(problem: Phrase, remedy: Phrase) -> WorkspaceError:
    return WorkspaceError(CATALOGUE, problem, remedy)
