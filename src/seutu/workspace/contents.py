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
from seutu.phrases import LANGUAGES, NOTHING, Phrase, and_more
from seutu.query.definition import Query
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.namespaces import PREFIXES
from seutu.workspace import cache, folders, within
from seutu.workspace import scope as scopes
from seutu.workspace.folders import DATA, ONTOLOGY
from seutu.workspace.layers import Layer, Layers
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
    wanted = _is_in_workspace if is_workspace(shown) else _is_read
    return [name for name in shown if wanted(name)]


def is_workspace(names: Sequence[str]) -> bool:
    """Return True if a folder with these files is a workspace.

    It then has ``data/`` and, beside it, ``ontology/``, a description in it, or no other RDF and queries.
    """
    return any(name.startswith(f"{DATA}/") for name in names) and (
        any(name.startswith((f"{ONTOLOGY}/", f"{DATA}/{folders.DESCRIPTION}.")) for name in names)
        or all(_is_in_workspace(name) for name in names if _is_read(name))
    )


def _is_read(name: str) -> bool:
    return name.lower().endswith((*_RDF, QUERY))


def _is_in_workspace(name: str) -> bool:
    top = name.partition("/")[0]
    return "/" in name and name.lower().endswith(_ENDINGS.get(top, ()))


class Contents:
    """The contents of a folder with ``data/``, and of the package or its own ``ontology/``, ``shapes/``, ``queries/``.

    It is read on demand and never written. The stores that are returned are shared: do not change them.
    """

    scope: Scope | None = None
    """The scope of the statements in use; None for all of them."""

    original: Self | None = None
    """The workspace that this one is a view of, which is validated in its place; see `localised`."""

    _is_uncached = False
    """True if the closure was computed here, and is not cached yet."""

    def __init__(self, *roots: Path) -> None:
        """Read the ontology and the data below a folder, or several. Raises `WorkspaceError` or `InputError`."""
        for root in roots:
            if not root.is_dir():
                raise WorkspaceError(
                    str(root), Phrase("is not a folder"), Phrase("give one with data/ in it")
                )
        self.layers = Layers.of(*roots, endings=_RDF)
        self.ontology = tuple(self.layers.files(ONTOLOGY, *_RDF))
        self.files = (*self.ontology, *self.layers.files(DATA, *_RDF))
        if not self.ontology:
            raise self._missing_rdf(self.layers.own[0], ONTOLOGY)
        for layer in self.layers.own:
            if not folders.paths(layer.root / DATA, *_RDF):
                raise self._missing_rdf(layer, DATA)

    @property
    def root(self) -> Path:
        """The folder of the workspace; of several, the first."""
        return self.layers.root

    @property
    def own_files(self) -> tuple[File, ...]:
        """The files without those of the package that the workspace builds on."""
        return tuple(file for file in self.files if self.layers.is_own(file.graph))

    def replaced(self) -> Phrase:
        """Return a sentence about the own files in place of those of Seutu; empty when there are none."""
        found = self.layers.replaced(_ENDINGS.items())
        return Phrase("In place of Seutu's own: {found}.", found=_some_of(found)) if found else NOTHING

    def unread(self) -> Phrase:
        """Return a sentence about the files that a workspace ignores; empty when there are none.

        In ``data/`` these are all files except hidden ones and texts such as a README; elsewhere, RDF and queries with
        other extensions than those that are read.
        """
        found = [(top, path) for top in _ENDINGS for layer in self.layers.own for path in _unread(layer, top)]
        if not found:
            return NOTHING
        top = found[0][0]
        return Phrase(
            "Not read: {found}; in {top}/ the names of files end in {endings}.",
            found=_some_of([path for _, path in found]),
            top=top,
            endings=_endings(top),
        )

    def _missing_rdf(self, layer: Layer, top: str) -> WorkspaceError:
        others = [path.removeprefix(layer.before) for path in _unread(layer, top)]
        if not others:
            problem = Phrase("has no RDF in {top}/", top=top)
            remedy = Phrase("put RDF files into {top}/, or give another folder with --workspace", top=top)
            return WorkspaceError(str(layer.root), problem, remedy)
        problem = Phrase("has no RDF in {top}/, and does not read {others}", top=top, others=_some_of(others))
        remedy = Phrase(
            "put RDF files whose names end in {endings} into {top}/, or give another folder with --workspace",
            endings=_endings(top),
            top=top,
        )
        return WorkspaceError(str(layer.root), problem, remedy)

    @classmethod
    def open(cls, *paths: Path | str) -> Self:
        """Return the workspace in a folder, or of several together, which answers over all of them.

        Without a path it is that of the nearest folder upwards, else the packaged one. Raises `WorkspaceError` when
        there is none, an ontology without data, or two that would share a graph; `InputError` for an unreadable file.
        """
        return cls(*map(Path, paths)) if paths else cls(folders.nearest_workspace(Path.cwd()))

    @classmethod
    def of(cls, layers: Layers, files: Sequence[File]) -> Self:
        """Return the contents of ``layers`` with ``files``, already read, as their only ontology and data."""
        made = object.__new__(cls)
        made.layers, made.files = layers, tuple(files)
        made.ontology = tuple(file for file in files if layers.is_in(file.path, ONTOLOGY))
        return made

    def part(self, files: Sequence[File]) -> Self:
        """Return the same workspace with other files, and with the same rules, checks and shapes."""
        other = self.of(self.layers, files)
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
        return self._queries("questions")

    @property
    def drawable(self) -> list[str]:
        """The names of the questions whose answer can be drawn, in order."""
        return sorted(name for name, question in self.questions.items() if question.picture)

    @cached_property
    def checks(self) -> tuple[Query, ...]:
        """The checks, in order of their names."""
        return tuple(self._queries("checks").values())

    @property
    def check_paths(self) -> Mapping[str, str]:
        """The path of each check below the root, by its name."""
        return {one.path.stem: one.shown for one in self.layers.found(f"{_QUERIES}/checks", QUERY)}

    @cached_property
    def rules(self) -> tuple[Query, ...]:
        """The rules, in the order in which they run."""
        return tuple(self._queries("rules").values())

    def _queries(self, kind: str) -> Mapping[str, Query]:
        found = self.layers.found(f"{_QUERIES}/{kind}", QUERY)
        return folders.Queries({one.path.stem: (one.path, one.shown) for one in found})

    @cached_property
    def shape_files(self) -> tuple[File, ...]:
        """The files of shapes; there may be none."""
        return tuple(self.layers.files(_SHAPES, *_RDF))

    @cached_property
    def shapes(self) -> bytes:
        """All shapes as one N-Triples document. Raises `InputError` when a file is not well-formed."""
        return ntriples_of(self.shape_files)

    @property
    def catalogue_shapes(self) -> bytes:
        """The shapes of a catalogue for portals, in N-Triples; empty when there are none.

        Texts are in the workspace's languages; what a build adds is in all of Seutu's. Raises `InputError` when their
        file is not well-formed.
        """
        # Imported here, because an answer should not wait for it.
        from seutu.shacl import languages

        files = (file for file in self.shape_files if file.path.startswith(f"{_SHAPES}/catalogue."))
        quads = [quad for file in files for quad in file.read()]
        required = self.layers.required
        others = [one for one in (*LANGUAGES, *self.layers.welcome) if one not in required]
        adapted = languages.adapted(quads, required, list(dict.fromkeys(others)))
        return b"".join(f"{quad.triple} .\n".encode() for quad in adapted)

    def quads_in(self, folders: str) -> list[ox.Quad]:
        """Return the quads of the RDF files in a folder, such as ``ontology/concepts``, in a graph for each file.

        Raises `InputError` when one of them is not well-formed.
        """
        every = (*self.files, *self.shape_files)
        files = (file for file in every if self.layers.is_in(file.path, folders))
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
        for one in self.layers.found(_QUERIES, QUERY):
            yield from (folders.content(one.path, one.shown), one.graph.value.encode())
        for file in self.files:
            yield from (file.graph.value.encode(), file.data)

    def closure(self, files: Iterable[File]) -> tuple[Graphs, list[ox.Quad]]:
        """Return the closure of files, and the inferred statements alone, unsorted. Raises `QuerySyntaxError`."""
        with self.paths_in_errors():
            return infer.closure(lambda graphs: self._fill(graphs, files), self.rules, self.prefixes)

    def _fill(self, graphs: Graphs, files: Iterable[File]) -> None:
        for file in files:
            graphs.extend(file.read())
        for one in self.layers.found(_QUERIES, QUERY):
            graphs.extend(folders.term_references(one.graph, folders.text(one.path, one.shown)))
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
        other.layers, other.ontology, other.files, other.scope = self.layers, self.ontology, self.files, scope
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
            found = self.layers.found(_QUERIES, QUERY)
            name = next((one.shown for one in found if one.path.stem == error.name), error.name)
            raise QuerySyntaxError(name, error.line, error.column, error.problem) from None


def _unread(layer: Layer, top: str) -> list[str]:
    """Return the paths in messages of the files in a folder that are not read and may be meant to be."""
    others = ("",) if top == DATA else (*model.EXTENSIONS, ".n3", ".sparql", folders.PACKED)
    return [
        layer.before + path.relative_to(layer.root).as_posix()
        for path in folders.paths(layer.root / top, *others)
        if not path.name.lower().endswith(_ENDINGS[top]) and not path.name.lower().startswith(_PROSE)
    ]


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
