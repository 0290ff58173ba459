"""Some cases of a workspace, for publication: their files and what all cases share, without those of the other cases.

With a single case its dataset is the main one, in place of that of all cases.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import pyoxigraph as ox

from seutu.catalogue.description import FOLDER, HAS_DATASET, MAIN
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.workspace import within
from seutu.workspace.contents import Contents
from seutu.workspace.folders import DATA

_C = TypeVar("_C", bound=Contents)
_CASE, _HOLDS_CASE = model.node("seutu:Case"), model.node("seutu:holdsCase")


def selected(contents: _C, cases: Sequence[str]) -> _C:
    """Return a workspace with some of its cases, named as for `resolve`; without a name, with all.

    Raises `UnknownName`, `AmbiguousName` or `OtherKind` for the name of no case.
    """
    if not cases:
        return contents
    wanted = {within.case_named(name, contents.names) for name in cases}
    others = _cases(contents.asserted()) - wanted
    alone = next(iter(wanted)) if len(wanted) == 1 else None
    left = others | (_wholes(contents.asserted()) - wanted if alone else set())
    data = [file for file in contents.files if contents.layers.is_in(file.path, DATA)]
    kept = {file.graph: _without(file, others, left, alone) for file in data}
    files = (kept.get(file.graph, file) for file in contents.files)
    return contents.of(contents.layers, [file for file in files if file is not None])


def _cases(store: model.Quads) -> set[ox.NamedNode]:
    return _named(quad.subject for quad in store.quads_for_pattern(None, model.RDF_TYPE, _CASE, None))


def _wholes(store: model.Quads) -> set[ox.NamedNode]:
    """Return the datasets of all data."""
    folders = store.quads_for_pattern(None, FOLDER, None, None)
    return _named(quad.subject for quad in folders if _folder(quad) == MAIN)


def _without(
    file: File, others: Collection[model.Term], left: Collection[ox.NamedNode], alone: model.Term | None
) -> File | None:
    """Return a file without the datasets ``left``; None for one that holds or describes only other cases."""
    quads = file.read()
    if any(quad.predicate == _HOLDS_CASE and quad.object in others for quad in quads):
        return None
    if not any(quad.predicate in (HAS_DATASET, FOLDER) for quad in quads):
        return file
    remaining = [quad for quad in quads if not _is_about(quad, left)]
    found = list(_as_main(remaining, alone))
    if found == quads:
        return file
    data = "".join(f"{quad} .\n" for quad in found).encode()
    return replace(file, data=data, format=ox.RdfFormat.N_QUADS) if found else None


def _as_main(quads: Iterable[ox.Quad], alone: model.Term | None) -> Iterator[ox.Quad]:
    for quad in quads:
        if quad.subject == alone and quad.predicate == FOLDER:
            yield ox.Quad(quad.subject, FOLDER, ox.Literal(MAIN), quad.graph_name)
        else:
            yield quad


def _is_about(quad: ox.Quad, left: Collection[ox.NamedNode]) -> bool:
    """Return True if a statement is of a dataset, or of a part of its description, or lists it."""
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    return quad.object in left or any(f"{subject}/".startswith(f"{one.value}/") for one in left)


def _folder(quad: ox.Quad) -> str:
    return quad.object.value.strip("/") if isinstance(quad.object, ox.Literal) else ""


def _named(terms: Iterable[model.Term]) -> set[ox.NamedNode]:
    return {term for term in terms if isinstance(term, ox.NamedNode)}
