"""A release put before those who judge: MQA, the shapes of DCAT-AP and OOPS!, and on request its addresses."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import requests

from seutu.build.release import Release
from seutu.quality import assessment, official
from seutu.quality.assessment import Assessment
from seutu.quality.mqa import Probe
from seutu.rdf.rebasing import Rebasing
from seutu.remote.http import HttpClient, Limits
from seutu.workspace.folders import ONTOLOGY

if TYPE_CHECKING:
    from seutu.api import Workspace

# One address may fail for a moment; a hundred of them should not each be waited for.
_LIMITS = Limits(connect=5, read=15, tries_again=1)


def judged(
    workspace: "Workspace", rebasing: Rebasing, released: Release, shapes: Path | None, *, online: bool
) -> Assessment:
    """What all judges say of a release; ``shapes`` is a folder with the official shapes of DCAT-AP, if there is one.

    ``online`` asks each address of the catalogue whether it answers. Raises `InputError` for shapes that cannot be
    read.
    """
    ours = rebasing.data(workspace.catalogue_shapes)
    theirs = official.read(shapes) if shapes else None
    with _asking() if online else nullcontext() as probe:
        return assessment.assess(released.catalogue, _ontology(released), ours, theirs, probe)


def _ontology(released: Release) -> ox.Store:
    store, start = ox.Store(), f"{released.base}graph/{ONTOLOGY}/"
    for graph, triples in released.graphs.items():
        if graph.startswith(start):
            store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    return store


@contextmanager
def _asking() -> Iterator[Probe]:
    """What tells the status with which an address answers, or None when it does not."""
    with HttpClient(limits=_LIMITS) as web:

        def probe(url: str) -> int | None:
            try:
                answer = web.session.head(url, allow_redirects=False, timeout=web.timeout)
            except requests.RequestException:
                return None
            return answer.status_code

        yield probe
