"""A release: a build, and its statements by named graph, under the base that it is given.

It is made once and read back from the files of the build, so that a portal, a store and a folder get the same data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu.build import build as builder
from seutu.build.build import Built
from seutu.catalogue.description import CATALOGUE, Description
from seutu.errors import WorkspaceError
from seutu.phrases import Phrase
from seutu.progress import Progress
from seutu.rdf import model
from seutu.rdf.rebasing import Rebasing

if TYPE_CHECKING:
    from seutu.api import Workspace

SHAPES = "shapes"
_ALL_QUADS, _RECORD = "seutu-inferred.nq", "catalogue.nt"


@dataclass(frozen=True)
class Release:
    """A build in ``built.folder``, with IRIs under ``base``, and its version number."""

    built: Built
    base: str
    version: str
    _shapes: Sequence[ox.Quad]

    @cached_property
    def catalogue(self) -> list[ox.Triple]:
        """The triples of the catalogue file."""
        return [quad.triple for quad in ox.parse(path=str(self.built.folder / _RECORD))]

    @cached_property
    def graphs(self) -> Mapping[str, list[ox.Triple]]:
        """The triples of each named graph, by IRI: the files of ontology, data and shapes, the inferences, and the
        catalogue.
        """
        found: dict[str, list[ox.Triple]] = {}
        for quad in (*ox.parse(path=str(self.built.folder / _ALL_QUADS)), *self._shapes):
            found.setdefault(_name(quad.graph_name), []).append(quad.triple)
        found[f"{self.base}graph/catalogue"] = self.catalogue
        return found

    @cached_property
    def store(self) -> ox.Store:
        """The same graphs as a store."""
        store = ox.Store()
        for graph, triples in self.graphs.items():
            name = ox.NamedNode(graph)
            store.bulk_extend(ox.Quad(one.subject, one.predicate, one.object, name) for one in triples)
        return store


def release(
    workspace: "Workspace",
    folder: Path,
    progress: Progress = lambda _: None,
    *,
    rebasing: Rebasing | None = None,
    endpoint: str | None = None,
) -> Release:
    """Build a workspace into ``folder``, to be published under the base of ``rebasing``.

    Raises `WorkspaceError` for a workspace without a catalogue of its own, and the errors of `build`.
    """
    description = Description.of(workspace.asserted())
    if description is None:
        remedy = Phrase(
            "describe the workspace there, as a dcat:Catalog with a dcat:Dataset for each folder to publish"
        )
        raise WorkspaceError(
            CATALOGUE, Phrase("describes no catalogue, and no portal can show what has none"), remedy
        )
    moved = rebasing or Rebasing()
    version = description.versions[-1].number
    built = builder.build(workspace, folder, progress, rebasing=moved, endpoint=endpoint)
    return Release(built, moved.base, version, moved.quads(workspace.quads_in(SHAPES)))


def _name(graph: model.GraphName) -> str:
    assert isinstance(graph, ox.NamedNode), "every statement stands in the graph of its file"
    return graph.value
