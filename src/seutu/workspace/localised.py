"""A workspace with a base of its own, for publication: its IRIs under the base of Seutu, to be rebased to its own.

What publishes knows the base of Seutu alone, and rebasing is its last step.
"""

from dataclasses import replace
from typing import TypeVar

from seutu.errors import ParameterError
from seutu.phrases import Phrase
from seutu.query.definition import Query, parse_header
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.rdf.rebasing import Rebasing
from seutu.workspace import folders
from seutu.workspace.contents import Contents
from seutu.workspace.layers import Layers

_C = TypeVar("_C", bound=Contents)
_OF_PACKAGE = (
    *(f"{BASE}{name}" for name in ("ont#", "ont/", "shape#", "shape/")),
    *(iri for iri in PREFIXES.values() if iri.startswith(f"{BASE}concept/")),
)


def localised(contents: _C, rebasing: Rebasing) -> tuple[_C, Rebasing]:
    """Return a workspace to publish, and how its IRIs are rebased: to its own base unless ``rebasing`` has another.

    The IRIs of the package that it builds on stay, but not the graphs of its files, of which a copy is published. A
    workspace under the base of Seutu is returned as it is.
    Raises `ParameterError` for several workspaces together.
    """
    if len(contents.layers.own) > 1:
        raise ParameterError(Phrase("--workspace: a build or publication is of one workspace; name one."))
    base = contents.layers.own[0].base
    if base == BASE:
        return contents, rebasing
    layers = replace(contents.layers, own=tuple(replace(layer, base=BASE) for layer in contents.layers.own))
    found = contents.of(layers, [_moved(file, contents.layers, base) for file in contents.files])
    found.__dict__["shape_files"] = tuple(
        _moved(file, contents.layers, base) for file in contents.shape_files
    )
    found.__dict__["questions"] = {name: _query(one, base) for name, one in contents.questions.items()}
    found.__dict__["checks"] = tuple(_query(one, base) for one in contents.checks)
    found.__dict__["rules"] = tuple(_query(one, base) for one in contents.rules)
    found.original = contents
    kept = (*rebasing.kept, *_OF_PACKAGE)
    moving = Rebasing(rebasing.base if rebasing.changes else base, tuple(sorted(set(kept))))
    return found, moving.also_keeping(_named_by_package(contents, kept))


def _moved(file: File, layers: Layers, base: str) -> File:
    if not layers.is_own(file.graph):
        return file
    graph = folders.graph_of(layers.file(file.path).below)
    return replace(file, data=file.data.replace(base.encode(), BASE.encode()), graph=graph)


def _query(query: Query, base: str) -> Query:
    return parse_header(query.name, query.text.replace(base, BASE)) if base in query.text else query


def _named_by_package(contents: Contents, kept: tuple[str, ...]) -> set[str]:
    """Return the other IRIs under the base that the files of the package name."""
    every = (*contents.files, *contents.shape_files)
    packaged = [
        model.moved(quad, model.DEFAULT_GRAPH)
        for file in every
        if not contents.layers.is_own(file.graph)
        for quad in file.read()
    ]
    return {
        iri
        for iri in model.iris(packaged)
        if iri.startswith(BASE) and not iri.startswith(kept) and iri != BASE
    }
