"""How a workspace describes itself for portals: its catalogue, datasets and versions, as a file of its data says it.

What the catalogue says of publisher, contact, licence and the like holds for each dataset that does not say otherwise,
so that it is written once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu import rdf
from seutu.errors import WorkspaceError

CATALOGUE = "data/catalogue.ttl"
"""Where a workspace describes itself; any other file of data would do as well."""

MAIN = "data"
"""The folder whose dataset is all that the workspace says: what follows from it, its tables and pictures too."""

INHERITED = tuple(
    map(
        rdf.node,
        (
            "dcterms:publisher dcterms:creator dcat:contactPoint dcterms:license dcterms:rights dcterms:accessRights"
            " dcterms:accrualPeriodicity dcterms:language dcterms:spatial dcterms:temporal dcat:theme"
        ).split(),
    )
)
"""What a dataset has from its catalogue unless it has its own."""

DESCRIBED, FOLDER = rdf.node("dcat:dataset"), rdf.node("seutu:publishesFolder")
HAS_VERSION, VERSION, ISSUED = (
    rdf.node("dcat:hasVersion"),
    rdf.node("dcat:version"),
    rdf.node("dcterms:issued"),
)
NOTES = rdf.node("adms:versionNotes")

_CATALOG = rdf.node("dcat:Catalog")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the catalogue: its number, the day of its issue as written, and what its notes say."""

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
        """The last part of its IRI, by which its files are named."""
        return self.iri.value.rstrip("/").rpartition("/")[2]

    @property
    def is_main(self) -> bool:
        """Whether this is the dataset of all that the workspace says."""
        return self.folder == MAIN


@dataclass(frozen=True)
class Description:
    """A workspace's own description, in the store of all that it says."""

    store: ox.Store
    catalogue: ox.NamedNode
    graph: rdf.GraphName

    @classmethod
    def of(cls, store: ox.Store) -> "Description | None":
        """The description in a store of named graphs; None when there is no catalogue.

        Raises `WorkspaceError` when there are several, or what no publishing can do without is missing.
        """
        found = dict.fromkeys(
            (quad.subject, quad.graph_name)
            for quad in store.quads_for_pattern(None, rdf.RDF_TYPE, _CATALOG, None)
        )
        if not found:
            return None
        if len(found) > 1:
            raise _fault(
                f"describes {len(found)} catalogues", "leave one dcat:Catalog, and describe it in one file"
            )
        ((iri, graph),) = found
        if not isinstance(iri, ox.NamedNode):
            raise _fault("describes a catalogue without an IRI", "give the dcat:Catalog an IRI of your own")
        return cls(store, iri, graph)

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets of the catalogue, in the order of their IRIs. Raises `WorkspaceError` for one without folder."""
        return tuple(map(self._dataset, sorted(self._iris(self.catalogue, DESCRIBED), key=str)))

    @property
    def main(self) -> Dataset:
        """The dataset of all that the workspace says. Raises `WorkspaceError` when there is none."""
        for dataset in self.datasets:
            if dataset.is_main:
                return dataset
        raise _fault(
            f"describes no dataset of the folder {MAIN}/", f'add one with seutu:publishesFolder "{MAIN}"'
        )

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """The versions, the latest last. Raises `WorkspaceError` when there is none, or a number or day is missing."""
        found = sorted(
            map(self._version, self._iris(self.catalogue, HAS_VERSION)),
            key=lambda one: version_order(one.number),
        )
        if not found:
            raise _fault(
                "names no version of the catalogue",
                "add a dcat:hasVersion with dcat:version and dcterms:issued",
            )
        return tuple(found)

    def values(self, thing: rdf.Term, predicate: ox.NamedNode) -> list[rdf.Term]:
        """The values of a property, in order."""
        return sorted(rdf.objects(self.store, thing, predicate), key=str)

    def inherited(self, dataset: Dataset) -> Iterator[tuple[ox.NamedNode, rdf.Term]]:
        """The properties and values that a dataset has from the catalogue."""
        for predicate in INHERITED:
            if not self.values(dataset.iri, predicate):
                yield from ((predicate, value) for value in self.values(self.catalogue, predicate))

    def shared(self, dataset: Dataset, predicate: ox.NamedNode) -> list[rdf.Term]:
        """The values that a dataset has of a property, or else those of the catalogue."""
        return self.values(dataset.iri, predicate) or self.values(self.catalogue, predicate)

    def own(self) -> list[ox.Triple]:
        """All that the file with the catalogue says."""
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, self.graph)]

    def _iris(self, thing: rdf.Term, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        return [value for value in self.values(thing, predicate) if isinstance(value, ox.NamedNode)]

    def _dataset(self, iri: ox.NamedNode) -> Dataset:
        folders = _literals(self.values(iri, FOLDER))
        if len(folders) != 1:
            raise _fault(f"gives <{iri.value}> {len(folders)} folders", "give it one seutu:publishesFolder")
        return Dataset(iri, folders[0].value.strip("/"))

    def _version(self, iri: ox.NamedNode) -> Version:
        numbers, days = (_literals(self.values(iri, one)) for one in (VERSION, ISSUED))
        if len(numbers) != 1 or len(days) != 1:
            raise _fault(f"does not date <{iri.value}>", "give it one dcat:version and one dcterms:issued")
        return Version(iri, numbers[0].value, days[0], tuple(_literals(self.values(iri, NOTES))))


def _literals(terms: Iterable[rdf.Term]) -> list[ox.Literal]:
    return [term for term in terms if isinstance(term, ox.Literal)]


def version_order(number: str) -> tuple[Sequence[int], bool, str]:
    """By what version numbers are compared: a later one is greater, and a pre-release comes before its release."""
    core, _, pre_release = number.partition("-")
    return [int(part) for part in _NUMBERS.findall(core)], not pre_release, pre_release


def _fault(problem: str, remedy: str) -> WorkspaceError:
    return WorkspaceError(CATALOGUE, problem, remedy)
