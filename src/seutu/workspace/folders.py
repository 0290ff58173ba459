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
"""The two folders that a workspace must have."""

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


def files(root: Path, folder: str, *endings: str) -> list[File]:
    """Read the RDF files of one folder below ``root``. Raises `InputError` for a file that cannot be read."""
    return [file(path, path.relative_to(root).as_posix()) for path in paths(root / folder, *endings)]


def file(path: Path, shown: str, fmt: str | None = None) -> File:
    """Read one RDF file; ``shown`` is its name in errors, and determines its graph and, unless given, its format.

    The path ``-`` is standard input. A file with the extension ``.gz`` is decompressed. Raises `InputError`.
    """
    return File(shown, content(path, shown), format_of(shown, fmt), graph(shown))


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


def graph(shown: str) -> ox.NamedNode:
    """Return the IRI of a file's graph, from its path below the root."""
    return ox.NamedNode(BASE + "graph/" + quote(shown))


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


def text(root: Path, path: Path) -> str:
    """Return the text of a file. Raises `InputError` when it cannot be read or is not UTF-8."""
    shown = path.relative_to(root).as_posix()
    return model.decoded(content(path, shown), shown)


def user_file(root: Path, path: Path, fmt: str | None = None) -> File:
    """Read a file of the user, outside a workspace or in it, in the given format or that of its extension.

    Raises `InputError` when it cannot be read or has no statements; a syntax error after its first statement may be
    raised later, by `File.read`.
    """
    # `content` raises the error for a link to itself.
    resolved, base = Path(os.path.realpath(path)), root.resolve()
    # A file of the workspace itself keeps its graph, so that its statements are not there twice.
    inside = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else None
    read = file(path, inside or path.as_posix(), fmt)
    if read.is_empty:
        raise InputError(read.path, Phrase("holds no statement"), Phrase("check that it is the right file"))
    return read


def term_references(root: Path, folder: str) -> Iterator[ox.Quad]:
    """Yield statements about the terms of our ontology that each query file below a folder of ``root`` uses."""
    for path in paths(root / folder, ".rq"):
        subject = graph(path.relative_to(root).as_posix())
        used = {match[1] or match[2] for match in re.finditer(_TERM, text(root, path), re.MULTILINE)}
        for term in sorted(used - {None}):
            yield ox.Quad(subject, _REFERENCES, ox.NamedNode(_ONTOLOGY_NAMESPACE + term), _REFERENCES_GRAPH)


def nearest_workspace(start: Path) -> Path:
    """Return the nearest workspace, from a folder upwards, else the packaged one.

    Raises `WorkspaceError` when there is none. Also raises it when ``start`` is, or lies in, the data or the ontology
    of an incomplete workspace, because another workspace could not answer for these.
    """
    around = enclosing_workspace(start)
    for place, has, lacks in _incomplete_workspaces(start):
        if around and around.is_relative_to(place):
            break
        remedy = Phrase(
            "add {lacks}/, give a workspace with --workspace, or check files with 'seutu validate "
            "--alone FILES'",
            lacks=lacks,
        )
        raise WorkspaceError(
            str(place),
            Phrase("has {has}/ and no {lacks}/, so it is no workspace", has=has, lacks=lacks),
            remedy,
        )
    if around:
        return around
    ours = packaged_workspace()
    if ours is None:
        remedy = Phrase(
            "go to a folder with {ontology}/ and {data}/, or give one with --workspace",
            ontology=ONTOLOGY,
            data=DATA,
        )
        raise WorkspaceError(str(start), Phrase("is in no workspace"), remedy)
    return ours


def packaged_workspace() -> Path | None:
    """Return the workspace in the package of Seutu; None when there is none."""
    package = Path(__file__).resolve().parents[1]
    # A wheel contains the workspace; for an editable install it is the checkout.
    places = (package / "_workspace", *package.parents[1:2])
    return next((place for place in places if (place / ONTOLOGY).is_dir()), None)


def _incomplete_workspaces(start: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield ``start``, and the folders whose data or ontology contains it, that have RDF in only one of the two.

    Each comes with the folder that exists and the one that is missing.
    """
    for has, lacks in ((DATA, ONTOLOGY), (ONTOLOGY, DATA)):
        for place in (start, *(above.parent for above in (start, *start.parents) if above.name == has)):
            if not (place / lacks).is_dir() and _holds_rdf(place / has):
                yield place, has, lacks


def _holds_rdf(folder: Path) -> bool:
    # Files with the extensions .json or .xml may have any content.
    endings = tuple(ending for ending in (*model.EXTENSIONS, PACKED) if ending not in (".json", ".xml"))
    return any(name.lower().endswith(endings) for _, _, names in os.walk(folder) for name in names)


def enclosing_workspace(start: Path) -> Path | None:
    """Return the nearest folder from ``start`` upwards that is a workspace; None when there is none."""
    places = (start, *start.parents)
    return next((one for one in places if (one / ONTOLOGY).is_dir() and (one / DATA).is_dir()), None)


class Queries(Mapping[str, Query]):
    """The query files of one folder by name, in order, each read on first use."""

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
