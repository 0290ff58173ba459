"""The assessment of a release by MQA, the shapes of DCAT-AP and OOPS!, optionally with requests to its addresses."""

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

# A request may fail temporarily, but with a hundred addresses long retries take too much time.
_LIMITS = Limits(connect=5, read=15, tries_again=1)


def assess_release(
    workspace: "Workspace", rebasing: Rebasing, released: Release, shapes: Path | None, *, online: bool
) -> Assessment:
    """Return the assessment of a release; ``shapes`` is a folder with the official shapes of DCAT-AP, or None.

    ``online`` sends a request to each address of the catalogue. Raises `InputError` for shapes that cannot be read.
    """
    own_shapes = rebasing.data(workspace.catalogue_shapes)
    official_shapes = official.read(shapes) if shapes else None
    with _probing() if online else nullcontext() as probe:
        return assessment.assess(released.catalogue, _ontology(released), own_shapes, official_shapes, probe)


def _ontology(released: Release) -> ox.Store:
    store, start = ox.Store(), f"{released.base}graph/{ONTOLOGY}/"
    for graph, triples in released.graphs.items():
        if graph.startswith(start):
            store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    return store


@contextmanager
def _probing() -> Iterator[Probe]:
    """Yield a function that returns the HTTP status of an address, or None when there is no response."""
    with HttpClient(limits=_LIMITS) as web:

        def probe(url: str) -> int | None:
            try:
                answer = web.session.head(url, allow_redirects=False, timeout=web.timeout)
            except requests.RequestException:
                return None
            return answer.status_code

        yield probe
