"""What a build wrote, listed for portals: its files by dataset, the catalogue of them, and what is counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.catalogue.dcat import STEMS, TABLES, Catalogue
from seutu.catalogue.description import Description
from seutu.catalogue.manifest import Written
from seutu.catalogue.void import Holding
from seutu.query.definition import Query
from seutu.rdf import model
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing

QUERIES = ox.NamedNode(BASE + "graph/queries")
"""Which queries name which terms: for the checks to know, and no part of what is published."""

_DERIVED = model.node("prov:wasDerivedFrom")


@dataclass(frozen=True)
class Listing:
    """What there is to tell of: the description, all that is said and follows, the questions by name, an endpoint."""

    description: Description
    closed: model.Quads
    questions: Mapping[str, Query]
    endpoint: str | None = None

    def triples(self, files: Iterable[Written], rebasing: Rebasing) -> list[ox.Triple]:
        """The catalogue of these files, under another base if ``rebasing`` says so. Raises what `Catalogue` raises."""
        shared = self._shared_out(files)
        catalogue = Catalogue(self.description, shared, self.questions, self.endpoint)
        told = [*catalogue.triples(), *self._counts(catalogue.version, shared).triples()]
        moved = rebasing.quads(ox.Quad(one.subject, one.predicate, one.object) for one in told)
        return [*(quad.triple for quad in moved), *self._derivations(rebasing)]

    @property
    def origins(self) -> list[str]:
        """The IRIs under our base that the catalogue names although it is under another."""
        return [dataset.iri.value for dataset in self.description.datasets]

    def _counts(self, version: str, shared: Mapping[str, Sequence[Written]]) -> Holding:
        main, whole = self.description.main, f"{STEMS[1]}."
        paths = (file.path for file in shared[main.slug])
        dumps = tuple(f"{BASE}{version}/{path}" for path in paths if path.startswith(whole))
        graphs = tuple(graph for graph in self.closed.named_graphs() if graph != QUERIES)
        return Holding(main.iri, self.closed, graphs, dumps, self.endpoint)

    def _derivations(self, rebasing: Rebasing) -> Iterator[ox.Triple]:
        """What is published under another base derives from what is published under ours."""
        for dataset in self.description.datasets if rebasing.changes else ():
            yield ox.Triple(ox.NamedNode(rebasing.text(dataset.iri.value)), _DERIVED, dataset.iri)

    def _shared_out(self, files: Iterable[Written]) -> dict[str, list[Written]]:
        """The files of each dataset, by its slug: those named like it; to the main one tables and what all say."""
        main = self.description.main.slug
        shared: dict[str, list[Written]] = {dataset.slug: [] for dataset in self.description.datasets}
        for file in sorted(files, key=lambda one: one.path):
            stem = file.path.partition(".")[0]
            if stem in STEMS or (file.path.startswith(TABLES) and file.extension == "csv"):
                shared[main].append(file)
            elif stem in shared and stem != main:
                shared[stem].append(file)
        return shared
