"""The contents of a workspace folder; no other module knows the names of its subfolders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from seutu.errors import QuerySyntaxError, WorkspaceError
from seutu.inference import closure as infer
from seutu.language.labels import Labels
from seutu.language.lookup import Names
from seutu.phrases import NOTHING, Phrase, and_more
from seutu.query.definition import Query
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.namespaces import PREFIXES
from seutu.workspace import cache, folders, within
from seutu.workspace import scope as scopes
from seutu.workspace.folders import DATA, ONTOLOGY
from seutu.workspace.scope import Scope

_SHAPES, _QUERIES = "shapes", "queries"
# Files with the extensions .json or .xml may have any content, and are not opened.
_EXTENSIONS = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl")
_RDF = (*_EXTENSIONS, *(f"{ending}{folders.PACKED}" for ending in _EXTENSIONS))
_PROSE = ("readme", "license", "licence", "copying", "changelog")
_SHOWN = 3  # number of unread files that are named
MANY = 1000
"""The number of files from which their prefixes are cached, to avoid parsing them each time."""

QUERY = ".rq"
"""The extension of query files."""

_ENDINGS = {ONTOLOGY: _RDF, DATA: _RDF, _SHAPES: _RDF, _QUERIES: (QUERY,)}


def workspace_files(names: Iterable[str]) -> list[str]:
    """Return the files of a workspace, RDF and queries, from the paths of a folder's files; in order.

    In a folder that is not a workspace, these are all files with RDF and queries.
    """
    shown = sorted(names)
    if not all(any(name.startswith(f"{top}/") for name in shown) for top in (ONTOLOGY, DATA)):
        return [name for name in shown if name.lower().endswith((*_RDF, QUERY))]
    return [
        name
        for name in shown
        if any(name.startswith(f"{top}/") and name.lower().endswith(ends) for top, ends in _ENDINGS.items())
    ]


class Contents:
    """The contents of a folder with ``ontology/`` and ``data/``, and usually ``shapes/`` and ``queries/``.

    It is read on demand and never written. The stores that are returned are shared: do not change them.
    """

    scope: Scope | None = None
    """The scope of the statements in use; None for all of them."""

    _is_uncached = False
    """True if the closure was computed here, and is not cached yet."""

    def __init__(self, root: Path) -> None:
        """Read the ontology and the data below ``root``. Raises `WorkspaceError` or `InputError`."""
        if not root.is_dir():
            raise WorkspaceError(
                str(root), Phrase("is not a folder"), Phrase("give one with ontology/ and data/ in it")
            )
        self.root = root
        self.ontology = tuple(folders.files(root, ONTOLOGY, *_RDF))
        self.files = (*self.ontology, *folders.files(root, DATA, *_RDF))
        for name, found in ((ONTOLOGY, self.ontology), (DATA, self.files[len(self.ontology) :])):
            if not found:
                raise self._missing_rdf(name)

    def unread(self) -> Phrase:
        """Return a sentence about the files that a workspace ignores; empty when there are none.

        In ``data/`` these are all files except hidden ones and texts such as a README; elsewhere, RDF and queries with
        other extensions than those that are read.
        """
        found = [path for top in _ENDINGS for path in self._unread_paths(top)]
        if not found:
            return NOTHING
        top = found[0].partition("/")[0]
        return Phrase(
            "Not read: {found}; in {top}/ the names of files end in {endings}.",
            found=_some_of(found),
            top=top,
            endings=_endings(top),
        )

    def _unread_paths(self, top: str) -> list[str]:
        others = ("",) if top == DATA else (*model.EXTENSIONS, ".n3", ".sparql", folders.PACKED)
        return [
            path.relative_to(self.root).as_posix()
            for path in folders.paths(self.root / top, *others)
            if not path.name.lower().endswith(_ENDINGS[top]) and not path.name.lower().startswith(_PROSE)
        ]

    def _missing_rdf(self, top: str) -> WorkspaceError:
        others = self._unread_paths(top)
        if not others:
            problem = Phrase("has no RDF in {top}/", top=top)
            remedy = Phrase("put RDF files into {top}/, or give another folder with --workspace", top=top)
            return WorkspaceError(str(self.root), problem, remedy)
        problem = Phrase("has no RDF in {top}/, and does not read {others}", top=top, others=_some_of(others))
        remedy = Phrase(
            "put RDF files whose names end in {endings} into {top}/, or give another folder with --workspace",
            endings=_endings(top),
            top=top,
        )
        return WorkspaceError(str(self.root), problem, remedy)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """Return the workspace in ``path``; without it that of the nearest folder upwards, else the packaged one.

        Raises `WorkspaceError` when there is none, or data without an ontology; `InputError` when a file of it cannot
        be read.
        """
        return cls(Path(path) if path is not None else folders.nearest_workspace(Path.cwd()))

    @classmethod
    def of(cls, root: Path, files: Sequence[File]) -> Self:
        """Return the contents of ``root`` with ``files``, already read, as its only ontology and data."""
        made = object.__new__(cls)
        made.root, made.files = root, tuple(files)
        made.ontology = tuple(file for file in files if file.path.startswith(f"{ONTOLOGY}/"))
        return made

    def part(self, files: Sequence[File]) -> Self:
        """Return the same workspace with other files, and with the same rules, checks and shapes."""
        other = self.of(self.root, files)
        other.__dict__ |= {"rules": self.rules, "checks": self.checks, "shape_files": self.shape_files}
        return other

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefix table, and the further prefixes that the files declare."""
        name = f"{self._cache_key}-prefixes" if len(self.files) > MANY else ""
        kept = cache.read(name) if name else None
        if kept is not None:
            return dict(line.split(" ", 1) for line in kept.decode().splitlines())
        found: dict[str, str] = {}
        for file in self.files:
            for prefix, iri in model.declared(file.data, file.format).items():
                found.setdefault(prefix, iri)
        found |= PREFIXES
        if name:
            cache.write(name, "\n".join(f"{prefix} {iri}" for prefix, iri in found.items()).encode())
        return found

    @cached_property
    def questions(self) -> Mapping[str, Query]:
        """The questions by name."""
        return folders.Queries(self.root, self.root / _QUERIES / "questions")

    @property
    def drawable(self) -> list[str]:
        """The names of the questions whose answer can be drawn, in order."""
        return sorted(name for name, question in self.questions.items() if question.picture)

    @cached_property
    def checks(self) -> tuple[Query, ...]:
        """The checks, in order of their names."""
        return tuple(folders.Queries(self.root, self.root / _QUERIES / "checks").values())

    @property
    def check_paths(self) -> Mapping[str, str]:
        """The path of each check below the root, by its name."""
        found = folders.paths(self.root / _QUERIES / "checks", QUERY)
        return {path.stem: path.relative_to(self.root).as_posix() for path in found}

    @cached_property
    def rules(self) -> tuple[Query, ...]:
        """The rules, in the order in which they run."""
        return tuple(folders.Queries(self.root, self.root / _QUERIES / "rules").values())

    @cached_property
    def shape_files(self) -> tuple[File, ...]:
        """The files of shapes; there may be none."""
        return tuple(folders.files(self.root, _SHAPES, *_RDF))

    @cached_property
    def shapes(self) -> bytes:
        """All shapes as one N-Triples document. Raises `InputError` when a file is not well-formed."""
        return ntriples_of(self.shape_files)

    @property
    def catalogue_shapes(self) -> bytes:
        """The shapes of a catalogue for portals, in N-Triples; empty when there are none.

        Raises `InputError` when their file is not well-formed.
        """
        return ntriples_of(file for file in self.shape_files if file.path.startswith(f"{_SHAPES}/catalogue."))

    def quads_in(self, folders: str) -> list[ox.Quad]:
        """Return the quads of the RDF files in a folder, such as ``ontology/concepts``, in a graph for each file.

        Raises `InputError` when one of them is not well-formed.
        """
        start = f"{folders}/"
        files = (file for file in (*self.files, *self.shape_files) if file.path.startswith(start))
        return list(dict.fromkeys(quad for file in files for quad in file.read()))

    def asserted(self) -> Graphs:
        """Return the statements of the files, in a named graph for each file, and the terms of our ontology used by
        each query.
        """
        return self._asserted

    def inferred(self) -> list[ox.Quad]:
        """Return the inferred statements that are not asserted, in order. Raises `QuerySyntaxError` for an invalid
        rule.
        """
        return self._inferred

    @cached_property
    def _inferred(self) -> list[ox.Quad]:
        return sorted(self.closed().quads_for_pattern(None, None, None, infer.INFERRED), key=str)

    def closed(self) -> Graphs:
        """Return the closure: asserted and inferred statements."""
        return self._closed

    @cached_property
    def _asserted(self) -> Graphs:
        graphs = Graphs()
        self._fill(graphs, self.files)
        return graphs

    @cached_property
    def _closed(self) -> Graphs:
        kept = None if self.scope else cache.read_graphs(self._cache_key)
        if kept is None:
            self._is_uncached = True
            return self.closure(self.files)[0]
        return kept

    def remember(self) -> None:
        """Cache the closure for the next run."""
        if self._is_uncached and not self.scope:
            cache.write_graphs(self._cache_key, self.closed())
            self._is_uncached = False

    @cached_property
    def _cache_key(self) -> str:
        return cache.key(self._cache_inputs())

    def _cache_inputs(self) -> Iterator[bytes]:
        """Yield all inputs of the closure."""
        yield cache.code()
        for path in folders.paths(self.root / _QUERIES, QUERY):
            shown = path.relative_to(self.root).as_posix()
            yield from (shown.encode(), folders.content(path, shown))
        for file in self.files:
            yield from (file.path.encode(), file.data)

    def closure(self, files: Iterable[File]) -> tuple[Graphs, list[ox.Quad]]:
        """Return the closure of files, and the inferred statements alone, unsorted. Raises `QuerySyntaxError`."""
        with self.paths_in_errors():
            return infer.closure(lambda graphs: self._fill(graphs, files), self.rules, self.prefixes)

    def _fill(self, graphs: Graphs, files: Iterable[File]) -> None:
        for file in files:
            graphs.extend(file.read())
        graphs.extend(folders.term_references(self.root, _QUERIES))
        for quad in self.scope.outside(graphs) if self.scope else ():
            graphs.remove(quad)

    def according_to(self, whom: str, lang: str = "en") -> Self:
        """Return the same workspace with the statements of a single source or layer; names are those of `resolve`.

        Raises `UnknownName`, `AmbiguousName`, or `ParameterError` for what is neither a source nor a layer.
        """
        return self._within(scopes.named(whom, self.names, self.labels(lang)))

    def without(self, *layers: str) -> Self:
        """Return the same workspace without the statements of some layers, and without those that depend on them.

        Raises the errors of `according_to`.
        """
        found = [scopes.layer_named(layer, self.names) for layer in layers]
        return self._within(scopes.without(found, ", ".join(layers)))

    def within(self, places: Mapping[str, str], lang: str = "en") -> Self:
        """Return the same workspace with the statements that hold in a ``case``, a ``programme`` or a ``region``.

        Raises the errors of `resolve`.
        """
        if not places:
            return self
        scope = self.scope
        for kind, name in places.items():
            scope = within.both(scope, within.named(kind, name, self.names, self.labels(lang)))
        return self._within(scope) if scope else self

    def _within(self, scope: Scope) -> Self:
        other = object.__new__(type(self))
        other.root, other.ontology, other.files, other.scope = self.root, self.ontology, self.files, scope
        return other

    def labels(self, lang: str = "en") -> Labels:
        """Return the labels of resources in one language."""
        return Labels(self.closed(), lang, self.prefixes)

    def resolve(self, text: str) -> str:
        """Return the IRI for a name; see `Names.resolve`, which raises `UnknownName` and `AmbiguousName`."""
        return self.names.resolve(text)

    @cached_property
    def names(self) -> Names:
        """The names of its resources."""
        return Names(self.closed(), self.prefixes)

    @contextmanager
    def paths_in_errors(self) -> Iterator[None]:
        """Add the path of a query file to errors from modules that know only its name."""
        try:
            yield
        except QuerySyntaxError as error:
            found = folders.paths(self.root / _QUERIES, ".rq")
            place = next((path for path in found if path.stem == error.name), None)
            name = place.relative_to(self.root).as_posix() if place else error.name
            raise QuerySyntaxError(name, error.line, error.column, error.problem) from None


def _some_of(paths: Sequence[str]) -> Phrase:
    return and_more(", ".join(paths[:_SHOWN]), len(paths) - _SHOWN)


def _endings(top: str) -> Phrase:
    endings = ", ".join(ending for ending in _ENDINGS[top] if not ending.endswith(folders.PACKED))
    if _ENDINGS[top] is not _RDF:
        return and_more(endings, 0)
    return Phrase("{endings}, each also packed ({packed})", endings=endings, packed=folders.PACKED)


def ntriples_of(files: Iterable[File]) -> bytes:
    """Return the triples of files as one N-Triples document. Raises `InputError` for a file that is not well-formed."""
    return b"".join(f"{quad.triple} .\n".encode() for file in files for quad in file.read())
