"""Files read from a folder: which there are, in a fixed order, and what is in them."""

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
"""The two folders that make a folder a workspace."""

SOURCES = (ONTOLOGY, DATA, "shapes", "queries")
"""The folders of a workspace that are read."""

STDIN = "-"
"""What stands for standard input in place of a file's path."""

PACKED = ".gz"
"""How the name of a file that is packed by gzip ends."""

_REFERENCES = ox.NamedNode(PREFIXES["dcterms"] + "references")
_USED = ox.NamedNode(BASE + "graph/queries")
_OURS = PREFIXES["seutu"]
_TERM = rf"^[ \t]*#.*$|(?<![\w-])seutu:([A-Za-z][\w-]*)|<{re.escape(_OURS)}([\w-]+)>"


def paths(folder: Path, *endings: str) -> list[Path]:
    """The files below a folder whose names end so, in letters of any case, in order; none when there is no folder.

    Hidden ones are left out, and our own cache, which somebody may have put there. The endings are in small letters.
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
    """The RDF files of one folder below ``root``, read. Raises `InputError` for one that cannot be."""
    return [file(path, path.relative_to(root).as_posix()) for path in paths(root / folder, *endings)]


def file(path: Path, shown: str, fmt: str | None = None) -> File:
    """One RDF file, read; ``shown`` is its name in errors and makes its graph, and its format if none is given.

    The path ``-`` is standard input. A name that ends in ``.gz`` is of a compressed file. Raises `InputError`.
    """
    return File(shown, content(path, shown), format_of(shown, fmt), graph(shown))


def shapes(path: Path, fmt: str | None = None) -> File:
    """A file of shapes that somebody names; the format is that of its extension, else the one given.

    Raises `InputError`.
    """
    shown = str(path)
    known = "." + shown.lower().removesuffix(PACKED).rpartition(".")[2] in model.EXTENSIONS
    return file(path, shown, None if known else fmt)


def format_of(shown: str, fmt: str | None = None) -> ox.RdfFormat:
    """The format of that name, else the one of a file's extension. Raises `InputError`, `ParameterError`."""
    if fmt is not None:
        return model.format_named(fmt)
    if "." not in Path(shown).name:
        problem = Phrase("has no extension that tells its format")
        raise InputError(shown, problem, Phrase("name it with --input-format, such as --input-format turtle"))
    return model.format_of(shown)


def graph(shown: str) -> ox.NamedNode:
    """The graph of a file, by its path below the root."""
    return ox.NamedNode(BASE + "graph/" + quote(shown))


def content(path: Path, shown: str) -> bytes:
    """A file's bytes, unpacked if its name ends in ``.gz``; those of standard input for the path ``-``.

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
    """The bytes of a file, unpacked if its name ends in ``.gz``. Raises `InputError` with its name as ``shown``."""
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
    """A file's text. Raises `InputError` when it cannot be read or is not UTF-8."""
    shown = path.relative_to(root).as_posix()
    return model.decoded(content(path, shown), shown)


def given(root: Path, path: Path, fmt: str | None = None) -> File:
    """A file that somebody names, beside a workspace or in it, of the format that is given or that its name tells.

    Raises `InputError` when it cannot be read or says nothing; a fault behind its first statement may be left for
    `File.read` to tell.
    """
    # A link that leads to itself is for `content` to tell.
    resolved, base = Path(os.path.realpath(path)), root.resolve()
    # A file of the workspace itself keeps its graph, so that nothing is there twice.
    inside = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else None
    read = file(path, inside or path.as_posix(), fmt)
    if read.is_empty:
        raise InputError(read.path, Phrase("holds no statement"), Phrase("check that it is the right file"))
    return read


def uses(root: Path, folder: str) -> Iterator[ox.Quad]:
    """Which query file below a folder of ``root`` names which term of our ontology, as statements."""
    for path in paths(root / folder, ".rq"):
        subject = graph(path.relative_to(root).as_posix())
        used = {match[1] or match[2] for match in re.finditer(_TERM, text(root, path), re.MULTILINE)}
        for term in sorted(used - {None}):
            yield ox.Quad(subject, _REFERENCES, ox.NamedNode(_OURS + term), _USED)


def nearest(start: Path) -> Path:
    """The nearest folder upwards that is a workspace, else the one that came with Seutu.

    Raises `WorkspaceError` when there is none, and when ``start`` is, or lies in, the data or the ontology of what is
    no workspace yet: an answer about another one would not be about these.
    """
    around = upwards(start)
    for place, has, lacks in _halves(start):
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
    ours = packaged()
    if ours is None:
        remedy = Phrase(
            "go to a folder with {ontology}/ and {data}/, or give one with --workspace",
            ontology=ONTOLOGY,
            data=DATA,
        )
        raise WorkspaceError(str(start), Phrase("is in no workspace"), remedy)
    return ours


def packaged() -> Path | None:
    """The workspace that came with Seutu; None when it came without."""
    package = Path(__file__).resolve().parents[1]
    # A wheel brings the workspace along; of an editable install the checkout is it.
    places = (package / "_workspace", *package.parents[1:2])
    return next((place for place in places if (place / ONTOLOGY).is_dir()), None)


def _halves(start: Path) -> Iterator[tuple[Path, str, str]]:
    """Of ``start`` and the folders whose data or ontology it lies in, those that have RDF in only one of the two.

    Each with the folder that it has and the one that it lacks.
    """
    for has, lacks in ((DATA, ONTOLOGY), (ONTOLOGY, DATA)):
        for place in (start, *(above.parent for above in (start, *start.parents) if above.name == has)):
            if not (place / lacks).is_dir() and _holds_rdf(place / has):
                yield place, has, lacks


def _holds_rdf(folder: Path) -> bool:
    # What ends in .json or .xml may be anything.
    endings = tuple(ending for ending in (*model.EXTENSIONS, PACKED) if ending not in (".json", ".xml"))
    return any(name.lower().endswith(endings) for _, _, names in os.walk(folder) for name in names)


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
