"""Files read from a folder: which there are, in a fixed order, and what is in them."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from seutu import rdf
from seutu.errors import InputError, WorkspaceError
from seutu.namespaces import BASE, PREFIXES
from seutu.places import File
from seutu.query import Query, parse_header

ONTOLOGY, DATA = "ontology", "data"
"""The two folders that make a folder a workspace."""

_REFERENCES = ox.NamedNode(PREFIXES["dcterms"] + "references")
_USED = ox.NamedNode(BASE + "graph/queries")
_OURS = PREFIXES["seutu"]
_TERM = rf"^[ \t]*#.*$|(?<![\w-])seutu:([A-Za-z][\w-]*)|<{re.escape(_OURS)}([\w-]+)>"


def paths(folder: Path, *endings: str) -> list[Path]:
    """The files below a folder whose names end so, in order, hidden ones left out; none when there is no folder."""
    found = [
        Path(where, name) for where, _, names in os.walk(folder) for name in names if name.endswith(endings)
    ]
    shown = {path: path.relative_to(folder).as_posix() for path in found}
    return sorted((path for path in found if "/." not in f"/{shown[path]}"), key=lambda path: shown[path])


def files(root: Path, folder: str, *endings: str) -> list[File]:
    """The RDF files of one folder below ``root``, read. Raises `InputError` for one that cannot be."""
    return [file(path, path.relative_to(root).as_posix()) for path in paths(root / folder, *endings)]


def file(path: Path, shown: str) -> File:
    """One RDF file, read; ``shown`` is its name in errors and makes its graph. Raises `InputError`."""
    return File(shown, content(path, shown), rdf.format_of(shown), graph(shown))


def graph(shown: str) -> ox.NamedNode:
    """The graph of a file, by its path below the root."""
    return ox.NamedNode(BASE + "graph/" + quote(shown))


def content(path: Path, shown: str) -> bytes:
    """A file's bytes. Raises `InputError` with its name as ``shown`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise InputError(shown, problem, "give a file that exists and can be read") from None


def text(root: Path, path: Path) -> str:
    """A file's text. Raises `InputError` when it cannot be read or is not UTF-8."""
    shown = path.relative_to(root).as_posix()
    return rdf.decoded(content(path, shown), shown)


def given(root: Path, path: Path) -> File:
    """A file that somebody names, beside a workspace or in it.

    Raises `InputError` when it cannot be read or says nothing.
    """
    resolved, base = path.resolve(), root.resolve()
    # A file of the workspace itself keeps its graph, so that nothing is there twice.
    inside = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else None
    read = file(path, inside or path.as_posix())
    store = ox.Store()
    read.into(store)
    if not len(store):
        raise InputError(read.path, "holds no statement", "check that it is the right file")
    return read


def uses(root: Path, folder: str) -> Iterator[ox.Quad]:
    """Which query file below a folder of ``root`` names which term of our ontology, as statements."""
    for path in paths(root / folder, ".rq"):
        subject = graph(path.relative_to(root).as_posix())
        used = {match[1] or match[2] for match in re.finditer(_TERM, text(root, path), re.MULTILINE)}
        for term in sorted(used - {None}):
            yield ox.Quad(subject, _REFERENCES, ox.NamedNode(_OURS + term), _USED)


def nearest(start: Path) -> Path:
    """The nearest folder upwards that is a workspace, else the one that came with Seutu. Raises `WorkspaceError`."""
    around = upwards(start)
    if around:
        return around
    package = Path(__file__).resolve().parent
    # A wheel brings the workspace along; of an editable install the checkout is it.
    for place in (package / "_workspace", *package.parents[1:2]):
        if (place / ONTOLOGY).is_dir():
            return place
    remedy = f"go to a folder with {ONTOLOGY}/ and {DATA}/, or give one with --workspace"
    raise WorkspaceError(str(start), "is in no workspace", remedy)


def upwards(start: Path) -> Path | None:
    """The nearest folder from ``start`` upwards that is a workspace; None when none is."""
    places = (start, *start.parents)
    return next((one for one in places if (one / ONTOLOGY).is_dir() and (one / DATA).is_dir()), None)


class Queries(Mapping[str, Query]):
    """The query files of one folder by name, in order, each read when it is asked for."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._paths = {path.stem: path for path in paths(folder, ".rq")}
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            path = self._paths[name]
            shown = path.relative_to(self._root).as_posix()
            self._read[name] = parse_header(shown, text(self._root, path))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
