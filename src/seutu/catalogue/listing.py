"""The listing of a build for portals: its files by dataset, their catalogue, and VoID statistics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.catalogue.dcat import STEMS, TABLES, Catalogue
from seutu.catalogue.description import Description
from seutu.catalogue.manifest import Written
from seutu.catalogue.void import VoidDescription
from seutu.query.definition import Query
from seutu.rdf import model
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing

QUERIES = ox.NamedNode(BASE + "graph/queries")
"""The graph that records the terms used by each query; checks need it, and it is not published."""

_DERIVED = model.node("prov:wasDerivedFrom")


@dataclass(frozen=True)
class Listing:
    """The input of a listing: the description, all statements (asserted and inferred), the questions by name, an
    endpoint.
    """

    description: Description
    closed: model.Quads
    questions: Mapping[str, Query]
    endpoint: str | None = None

    def triples(self, files: Iterable[Written], rebasing: Rebasing) -> list[ox.Triple]:
        """Return the catalogue of these files, under the base of ``rebasing``. Raises the errors of `Catalogue`."""
        files_by_dataset = self._files_by_dataset(files)
        catalogue = Catalogue(self.description, files_by_dataset, self.questions, self.endpoint)
        triples = [*catalogue.triples(), *self._void(catalogue.version, files_by_dataset).triples()]
        moved = rebasing.quads(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
        return [*(quad.triple for quad in moved), *self._derivations(rebasing)]

    @property
    def origins(self) -> list[str]:
        """The IRIs under our base that the catalogue names although its own base is another."""
        return [dataset.iri.value for dataset in self.description.datasets]

    def _void(self, version: str, files_by_dataset: Mapping[str, Sequence[Written]]) -> VoidDescription:
        main, whole = self.description.main, f"{STEMS[1]}."
        paths = (file.path for file in files_by_dataset[main.slug])
        dumps = tuple(f"{BASE}{version}/{path}" for path in paths if path.startswith(whole))
        graphs = tuple(graph for graph in self.closed.named_graphs() if graph != QUERIES)
        return VoidDescription(main.iri, self.closed, graphs, dumps, self.endpoint)

    def _derivations(self, rebasing: Rebasing) -> Iterator[ox.Triple]:
        """Yield the derivation of each dataset that is published under another base from ours."""
        for dataset in self.description.datasets if rebasing.changes else ():
            yield ox.Triple(ox.NamedNode(rebasing.text(dataset.iri.value)), _DERIVED, dataset.iri)

    def _files_by_dataset(self, files: Iterable[Written]) -> dict[str, list[Written]]:
        """Return the files of each dataset by slug: those with its name; for the main one, tables and complete
        dumps.
        """
        main = self.description.main.slug
        files_by_dataset: dict[str, list[Written]] = {
            dataset.slug: [] for dataset in self.description.datasets
        }
        for file in sorted(files, key=lambda one: one.path):
            stem = file.path.partition(".")[0]
            if stem in STEMS or (file.path.startswith(TABLES) and file.extension == "csv"):
                files_by_dataset[main].append(file)
            elif stem in files_by_dataset and stem != main:
                files_by_dataset[stem].append(file)
        return files_by_dataset
