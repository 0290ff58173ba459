"""Reading files from a folder: their paths, in a fixed order, and their contents."""

import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from seutu.errors import InputError, WorkspaceError, reason
from seutu.phrases import Phrase
from seutu.query.definition import Query, parse_header
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.limits import UNPACKED
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.workspace import cache

ONTOLOGY, DATA = "ontology", "data"
"""The folder of terms, and the folder that makes another a workspace."""

DESCRIPTION = "catalogue"
"""The name, without extension, of the file in ``data/`` that describes the workspace."""

SOURCES = (ONTOLOGY, DATA, "shapes", "queries")
"""The folders of a workspace that are read."""

STDIN = "-"
"""The path that stands for standard input."""

PACKED = ".gz"
"""The extension of files that are compressed with gzip."""

_REFERENCES = ox.NamedNode(PREFIXES["dcterms"] + "references")
_REFERENCES_GRAPH = ox.NamedNode(BASE + "graph/queries")
_ONTOLOGY_NAMESPACE = PREFIXES["seutu"]
_TERM = rf"^[ \t]*#.*$|(?<![\w-])seutu:([A-Za-z][\w-]*)|<{re.escape(_ONTOLOGY_NAMESPACE)}([\w-]+)>"


def paths(folder: Path, *endings: str) -> list[Path]:
    """Return the files below a folder with these endings, in any case, sorted; none when there is no folder.

    Hidden files are left out, and so is our own cache, which may be in the folder. The endings are in lower case.
    """
    ours = cache.folder()
    cached = os.path.realpath(ours) if ours else ""
    found = [
        Path(where, name)
        for where, _, names in os.walk(folder)
        if not (cached and f"{os.path.realpath(where)}{os.sep}".startswith(f"{cached}{os.sep}"))
        for name in names
        if name.lower().endswith(endings)
    ]
    shown = {path: path.relative_to(folder).as_posix() for path in found}
    return sorted((path for path in found if "/." not in f"/{shown[path]}"), key=lambda path: shown[path])


def file(path: Path, shown: str, fmt: str | None = None, *, below: str = "", base: str = BASE) -> File:
    """Read one RDF file; ``shown`` is its name in errors, and determines its format unless ``fmt`` is given.

    Its graph is that of ``below``, its path below the root, else of ``shown``, under ``base``.

    The path ``-`` is standard input. A file with the extension ``.gz`` is decompressed. Raises `InputError`.
    """
    return File(shown, content(path, shown), format_of(shown, fmt), graph_of(below or shown, base))


def shapes(path: Path, fmt: str | None = None) -> File:
    """Read a file of shapes of the user; its format is that of its extension, else the given one.

    Raises `InputError`.
    """
    shown = str(path)
    known = "." + shown.lower().removesuffix(PACKED).rpartition(".")[2] in model.EXTENSIONS
    return file(path, shown, None if known else fmt)


def format_of(shown: str, fmt: str | None = None) -> ox.RdfFormat:
    """Return the format of that name, else that of a file's extension. Raises `InputError`, `ParameterError`."""
    if fmt is not None:
        return model.format_named(fmt)
    if "." not in Path(shown).name:
        problem = Phrase("has no extension that tells its format")
        raise InputError(shown, problem, Phrase("name it with --input-format, such as --input-format turtle"))
    return model.format_of(shown)


def graph_of(below: str, base: str = BASE) -> ox.NamedNode:
    """Return the IRI of a file's graph, from its path below the root and the base of the workspace."""
    return ox.NamedNode(base + "graph/" + quote(below))


def content(path: Path, shown: str) -> bytes:
    """Return the bytes of a file, decompressed if its extension is ``.gz``; for the path ``-``, those of standard
    input.

    Raises `InputError` with its name as ``shown`` when it cannot be read.
    """
    if not shown.isprintable() and not _encodable(shown):
        problem, printed = (
            Phrase("its name is not UTF-8"),
            os.fsencode(shown).decode("utf-8", "backslashreplace"),
        )
        raise InputError(printed, problem, Phrase("rename it"))
    try:
        data = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        problem = Phrase("cannot be read ({reason})", reason=reason(error))
        raise InputError(shown, problem, Phrase("give a file that exists and can be read")) from None
    return unpacked(data, shown)


def _encodable(shown: str) -> bool:
    try:
        shown.encode()
    except UnicodeEncodeError:
        return False
    return True


def unpacked(data: bytes, shown: str) -> bytes:
    """Return the data of a file, decompressed if its extension is ``.gz``. Raises `InputError`, with its name
    ``shown``.
    """
    if not shown.lower().endswith(PACKED):
        return data
    limit = UNPACKED.value()
    try:
        with gzip.open(io.BytesIO(data)) as opened:
            found = opened.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            shown, Phrase("cannot be unpacked ({error})", error=error), Phrase("pack it anew with gzip")
        ) from None
    if len(found) > limit:
        problem = Phrase("holds more than {limit} bytes when unpacked", limit=limit)
        raise InputError(
            shown, problem, Phrase("split it, or raise the limit with {variable}", variable=UNPACKED.variable)
        )
    return found


def text(path: Path, shown: str) -> str:
    """Return the text of a file, called ``shown`` in errors. Raises `InputError` for one that is not readable UTF-8."""
    return model.decoded(content(path, shown), shown)


def user_file(root: Path, path: Path, fmt: str | None = None, *, base: str = BASE, before: str = "") -> File:
    """Read a file of the user, outside a workspace or in it, in the given format or that of its extension.

    ``base`` and ``before`` begin the graphs and the paths in messages of the workspace's files.

    Raises `InputError` when it cannot be read or has no statements; a syntax error after its first statement may be
    raised later, by `File.read`.
    """
    if is_inside(path, root):
        # A file of the workspace itself keeps its graph, so that its statements are not there twice.
        inside = Path(os.path.realpath(path)).relative_to(root.resolve()).as_posix()
        read = file(path, before + inside, fmt, below=inside, base=base)
    else:
        read = file(path, path.as_posix(), fmt)
    if read.is_empty:
        raise InputError(read.path, Phrase("holds no statement"), Phrase("check that it is the right file"))
    return read


def is_inside(path: Path, root: Path) -> bool:
    """Return True if a file is below a folder, whatever links lead there."""
    # `content` raises the error for a link to itself.
    return Path(os.path.realpath(path)).is_relative_to(root.resolve())


def term_references(graph: ox.NamedNode, query: str) -> Iterator[ox.Quad]:
    """Yield statements about the terms of our ontology that a query uses, whose file has that graph."""
    used = {match[1] or match[2] for match in re.finditer(_TERM, query, re.MULTILINE)}
    for term in sorted(used - {None}):
        yield ox.Quad(graph, _REFERENCES, ox.NamedNode(_ONTOLOGY_NAMESPACE + term), _REFERENCES_GRAPH)


def nearest_workspace(start: Path) -> Path:
    """Return the nearest workspace, from a folder upwards, else the packaged one.

    Raises `WorkspaceError` when there is none. Also raises it when ``start`` is, or lies in, an ontology without data,
    because another workspace could not answer for it.
    """
    around = enclosing_workspace(start)
    for place in _places_without_data(start):
        if around and around.is_relative_to(place):
            break
        remedy = Phrase(
            "add {lacks}/, give a workspace with --workspace, or check files with 'seutu validate "
            "--alone FILES'",
            lacks=DATA,
        )
        raise WorkspaceError(
            str(place),
            Phrase("has {has}/ and no {lacks}/, so it is no workspace", has=ONTOLOGY, lacks=DATA),
            remedy,
        )
    if around:
        return around
    ours = packaged_workspace()
    if ours is None:
        remedy = Phrase("go to a folder with {data}/, or give one with --workspace", data=DATA)
        raise WorkspaceError(str(start), Phrase("is in no workspace"), remedy)
    return ours


def packaged_workspace() -> Path | None:
    """Return the workspace in the package of Seutu; None when there is none."""
    package = Path(__file__).resolve().parents[1]
    # A wheel contains the workspace; for an editable install it is the checkout.
    places = (package / "_workspace", *package.parents[1:2])
    return next((place for place in places if (place / ONTOLOGY).is_dir()), None)


def _places_without_data(start: Path) -> Iterator[Path]:
    """Yield ``start``, and the folders whose ontology contains it, that have RDF in ``ontology/`` and no data."""
    for place in _places_around(start, ONTOLOGY):
        if not (place / DATA).is_dir() and _holds_rdf(place / ONTOLOGY):
            yield place


def _places_around(start: Path, folder: str) -> Iterator[Path]:
    """Yield ``start``, and the folders whose subfolder of that name contains it."""
    yield start
    yield from (above.parent for above in (start, *start.parents) if above.name == folder)


def _holds_rdf(folder: Path) -> bool:
    # Files with the extensions .json or .xml may have any content.
    endings = tuple(ending for ending in (*model.EXTENSIONS, PACKED) if ending not in (".json", ".xml"))
    return any(name.lower().endswith(endings) for _, _, names in os.walk(folder) for name in names)


def enclosing_workspace(start: Path) -> Path | None:
    """Return the nearest folder from ``start`` upwards that is a workspace; None when there is none.

    That is a folder with ``ontology/`` and ``data/``, with a description in ``data/``, or with RDF in ``data/`` where
    ``start`` is the folder itself or lies in its data.
    """
    near = set(_places_around(start, DATA))
    return next((place for place in (start, *start.parents) if _is_workspace(place, place in near)), None)


def _is_workspace(place: Path, is_near: bool) -> bool:
    data = place / DATA
    if not data.is_dir():
        return False
    described = any(data.glob(f"{DESCRIPTION}.*"))
    return described or (place / ONTOLOGY).is_dir() or (is_near and _holds_rdf(data))


class Queries(Mapping[str, Query]):
    """The queries of one folder by name, in order, each read on first use from its path and its path in messages."""

    def __init__(self, paths: Mapping[str, tuple[Path, str]]) -> None:
        self._paths = paths
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            path, shown = self._paths[name]
            self._read[name] = parse_header(shown, text(path, shown))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
