"""Small publications to a folder, and what stands in the folder afterwards."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from seutu import Workspace
from seutu.build import build as building
from seutu.rdf.rebasing import Rebasing
from seutu.site.publication import Publication
from tests.helpers import web

BASE = "https://w3id.org/seutu/"
OTHER = "https://example.org/x/"
FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
Files = dict[str, bytes]


def contents(folder: Path) -> Files:
    paths = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def publication(root: Path, version: str = "0.1.0", built: Path | None = None) -> Publication:
    """A workspace built and ready to publish; everything it needs is read."""
    workspace = Workspace.open(root)
    folder = built or root.parent / f"{root.name}-built"
    building.build(workspace, folder)
    shapes = workspace.quads_in("shapes")
    return Publication(folder, workspace.closed(), shapes, version, "2026-11-26", prefixes=workspace.prefixes)


def compare(folder: Path, paths: list[str]) -> None:
    assert paths
    for path in paths:
        expected = parsed(folder / f"{path}.nt")
        assert len(expected)
        for extension, name in FORMATS.items():
            file = folder / f"{path}.{extension}"
            assert parsed(file) == expected, file
            reread = Graph().parse(file, format=name).serialize(format="nt").encode()
            assert canonical(ox.parse(reread, format=ox.RdfFormat.N_TRIPLES)) == expected, file


def parsed(file: Path) -> ox.Dataset:
    fmt = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    return canonical(ox.parse(path=str(file), format=fmt))


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def sound(files: Files) -> None:
    pages = [path for path in files if path.endswith(".html")]
    assert len(pages) > 10
    faults = {path: web.Reader(files[path].decode()).faults for path in pages}
    assert {path: found for path, found in faults.items() if found} == {}
    assert web.broken(files) == []


def moved(publication: Publication, rebasing: Rebasing) -> Publication:
    """The same under another base, its build too."""
    building.build(Workspace.open(publication.built.parent / "work"), publication.built, rebasing=rebasing)
    return replace(publication, rebasing=rebasing)
