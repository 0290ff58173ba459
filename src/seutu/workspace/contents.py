"""What a folder of ontology, data, shapes and queries holds: the only module that knows what the folders are called."""

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
from seutu.workspace import cache, folders
from seutu.workspace import scope as scopes
from seutu.workspace.folders import DATA, ONTOLOGY
from seutu.workspace.scope import Scope

_SHAPES, _QUERIES = "shapes", "queries"
# Files whose names end in .json or .xml may be anything, and are not looked into.
_EXTENSIONS = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl")
_RDF = (*_EXTENSIONS, *(f"{ending}{folders.PACKED}" for ending in _EXTENSIONS))
_PROSE = ("readme", "license", "licence", "copying", "changelog")
_SHOWN = 3  # of files that are not read, how many are named
MANY = 1000
"""From how many files on their prefixes are kept, so as not to be looked for each time."""

QUERY = ".rq"
"""How the name of a query file ends."""

_READ = {ONTOLOGY: _RDF, DATA: _RDF, _SHAPES: _RDF, _QUERIES: (QUERY,)}


def belonging(names: Iterable[str]) -> list[str]:
    """Of a folder's files, by their paths below it, those with RDF and queries that a workspace is made of, in order.

    In a folder that is no workspace, these are all files with RDF and queries.
    """
    shown = sorted(names)
    if not all(any(name.startswith(f"{top}/") for name in shown) for top in (ONTOLOGY, DATA)):
        return [name for name in shown if name.lower().endswith((*_RDF, QUERY))]
    return [
        name
        for name in shown
        if any(name.startswith(f"{top}/") and name.lower().endswith(ends) for top, ends in _READ.items())
    ]


class Contents:
    """What a folder with ``ontology/`` and ``data/``, and mostly ``shapes/`` and ``queries/``, holds.

    It is read when it is asked for and never written. Stores that are given out are kept: do not change them.
    """

    scope: Scope | None = None
    """The part of what the files say that is listened to; None is all of it."""

    _fresh = False
    """Whether what follows was worked out here, and is not kept yet."""

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
                raise self._lacking(name)

    def unread(self) -> Phrase:
        """A sentence about the files in the folders that a workspace does not read; empty when there are none.

        Of ``data/`` these are all but hidden ones and texts such as a README; elsewhere, RDF and queries by other
        endings than those that are read.
        """
        found = [path for top in _READ for path in self._not_read(top)]
        if not found:
            return NOTHING
        top = found[0].partition("/")[0]
        return Phrase(
            "Not read: {found}; in {top}/ the names of files end in {endings}.",
            found=_shown(found),
            top=top,
            endings=_endings(top),
        )

    def _not_read(self, top: str) -> list[str]:
        others = ("",) if top == DATA else (*model.EXTENSIONS, ".n3", ".sparql", folders.PACKED)
        return [
            path.relative_to(self.root).as_posix()
            for path in folders.paths(self.root / top, *others)
            if not path.name.lower().endswith(_READ[top]) and not path.name.lower().startswith(_PROSE)
        ]

    def _lacking(self, top: str) -> WorkspaceError:
        others = self._not_read(top)
        if not others:
            problem = Phrase("has no RDF in {top}/", top=top)
            remedy = Phrase("put RDF files into {top}/, or give another folder with --workspace", top=top)
            return WorkspaceError(str(self.root), problem, remedy)
        problem = Phrase("has no RDF in {top}/, and does not read {others}", top=top, others=_shown(others))
        remedy = Phrase(
            "put RDF files whose names end in {endings} into {top}/, or give another folder with --workspace",
            endings=_endings(top),
            top=top,
        )
        return WorkspaceError(str(self.root), problem, remedy)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """The workspace in ``path``; without it in the nearest folder upwards, else the one that came with Seutu.

        Raises `WorkspaceError` when there is none, or data alone; `InputError` when a file of it cannot be read.
        """
        return cls(Path(path) if path is not None else folders.nearest(Path.cwd()))

    @classmethod
    def of(cls, root: Path, files: Sequence[File]) -> Self:
        """The contents of ``root`` as if it had no other ontology and data than ``files``, which are read already."""
        made = object.__new__(cls)
        made.root, made.files = root, tuple(files)
        made.ontology = tuple(file for file in files if file.path.startswith(f"{ONTOLOGY}/"))
        return made

    def part(self, files: Sequence[File]) -> Self:
        """The same with other files, asked by the same rules, checks and shapes."""
        other = self.of(self.root, files)
        other.__dict__ |= {"rules": self.rules, "checks": self.checks, "shape_files": self.shape_files}
        return other

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefix table, and what the files declare beyond it."""
        name = f"{self._name}-prefixes" if len(self.files) > MANY else ""
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
        return joined(self.shape_files)

    @property
    def catalogue_shapes(self) -> bytes:
        """The shapes of a catalogue for portals, in N-Triples; empty when there are none.

        Raises `InputError` when their file is not well-formed.
        """
        return joined(file for file in self.shape_files if file.path.startswith(f"{_SHAPES}/catalogue."))

    def quads_in(self, folders: str) -> list[ox.Quad]:
        """What the RDF files in one of the folders say, such as ``ontology/concepts``, a graph a file.

        Raises `InputError` when one of them is not well-formed.
        """
        start = f"{folders}/"
        files = (file for file in (*self.files, *self.shape_files) if file.path.startswith(start))
        return list(dict.fromkeys(quad for file in files for quad in file.read()))

    def asserted(self) -> Graphs:
        """What the files say, a named graph a file, and which query names which term of our ontology."""
        return self._asserted

    def inferred(self) -> list[ox.Quad]:
        """What follows from it by the rules, and is not said, in order. Raises `QuerySyntaxError` for a faulty rule."""
        return self._inferred

    @cached_property
    def _inferred(self) -> list[ox.Quad]:
        return sorted(self.closed().quads_for_pattern(None, None, None, infer.INFERRED), key=str)

    def closed(self) -> Graphs:
        """What is said and what follows."""
        return self._closed

    @cached_property
    def _asserted(self) -> Graphs:
        graphs = Graphs()
        self._fill(graphs, self.files)
        return graphs

    @cached_property
    def _closed(self) -> Graphs:
        kept = None if self.scope else cache.graphs(self._name)
        if kept is None:
            self._fresh = True
            return self.closure(self.files)[0]
        return kept

    def remember(self) -> None:
        """Keep what was worked out of what is said and what follows, so that it is there the next time."""
        if self._fresh and not self.scope:
            cache.keep(self._name, self.closed())
            self._fresh = False

    @cached_property
    def _name(self) -> str:
        return cache.key(self._rests_on())

    def _rests_on(self) -> Iterator[bytes]:
        """All that what is said and what follows rests on."""
        yield cache.code()
        for path in folders.paths(self.root / _QUERIES, QUERY):
            shown = path.relative_to(self.root).as_posix()
            yield from (shown.encode(), folders.content(path, shown))
        for file in self.files:
            yield from (file.path.encode(), file.data)

    def closure(self, files: Iterable[File]) -> tuple[Graphs, list[ox.Quad]]:
        """What files say and what follows from it, and what follows alone, unsorted. Raises `QuerySyntaxError`."""
        with self.paths_in_errors():
            return infer.closure(lambda graphs: self._fill(graphs, files), self.rules, self.prefixes)

    def _fill(self, graphs: Graphs, files: Iterable[File]) -> None:
        for file in files:
            graphs.extend(file.read())
        graphs.extend(folders.uses(self.root, _QUERIES))
        for quad in self.scope.outside(graphs) if self.scope else ():
            graphs.remove(quad)

    def according_to(self, whom: str, lang: str = "en") -> Self:
        """The same workspace, where only one source or layer is listened to; it is named as things are for `resolve`.

        Raises `UnknownName`, `AmbiguousName`, or `ParameterError` for what is neither a source nor a layer.
        """
        return self._within(scopes.named(whom, self.names, self.labels(lang)))

    def without(self, *layers: str) -> Self:
        """The same workspace without the statements of some layers, and without what rests on them.

        Raises what `according_to` raises.
        """
        found = [scopes.layer_named(layer, self.names) for layer in layers]
        return self._within(scopes.without(found, ", ".join(layers)))

    def _within(self, scope: Scope) -> Self:
        other = object.__new__(type(self))
        other.root, other.ontology, other.files, other.scope = self.root, self.ontology, self.files, scope
        return other

    def labels(self, lang: str = "en") -> Labels:
        """What things are called, for readers of one language."""
        return Labels(self.closed(), lang, self.prefixes)

    def resolve(self, text: str) -> str:
        """The IRI that a person means; see `Names.resolve`, which raises `UnknownName` and `AmbiguousName`."""
        return self.names.resolve(text)

    @cached_property
    def names(self) -> Names:
        """What its things are called."""
        return Names(self.closed(), self.prefixes)

    @contextmanager
    def paths_in_errors(self) -> Iterator[None]:
        """Have errors name a query's file, where the pure modules know its name only."""
        try:
            yield
        except QuerySyntaxError as error:
            found = folders.paths(self.root / _QUERIES, ".rq")
            place = next((path for path in found if path.stem == error.name), None)
            name = place.relative_to(self.root).as_posix() if place else error.name
            raise QuerySyntaxError(name, error.line, error.column, error.problem) from None


def _shown(paths: Sequence[str]) -> Phrase:
    return and_more(", ".join(paths[:_SHOWN]), len(paths) - _SHOWN)


def _endings(top: str) -> Phrase:
    endings = ", ".join(ending for ending in _READ[top] if not ending.endswith(folders.PACKED))
    if _READ[top] is not _RDF:
        return and_more(endings, 0)
    return Phrase("{endings}, each also packed ({packed})", endings=endings, packed=folders.PACKED)


def joined(files: Iterable[File]) -> bytes:
    """What files say, as one N-Triples document. Raises `InputError` for one that is not well-formed."""
    return b"".join(f"{quad.triple} .\n".encode() for file in files for quad in file.read())
