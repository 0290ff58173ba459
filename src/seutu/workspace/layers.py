"""The layers of a workspace: its own folder, or several, over the ontology, shapes and queries of the package."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from seutu.errors import InputError, WorkspaceError
from seutu.phrases import LANGUAGES, Phrase
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.namespaces import BASE
from seutu.workspace import folders
from seutu.workspace.choices import Choices
from seutu.workspace.folders import DATA, ONTOLOGY

_PACKAGED = [folder for folder in folders.SOURCES if folder != DATA]
_TYPE: tuple[ox.NamedNode, model.Term] = (model.RDF_TYPE, model.node("owl:Ontology"))
_IMPORT: tuple[ox.NamedNode, model.Term] = (model.node("owl:imports"), ox.NamedNode(f"{BASE}ont"))


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder that files are read from.

    ``base`` begins the IRIs of their graphs, and ``before`` begins their paths in messages. ``alone`` is True if it has
    an ontology of its own, and builds on no other.
    """

    root: Path
    base: str = BASE
    before: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a workspace: its place, its path below the root, its path in messages, and the layer that it is in."""

    path: Path
    below: str
    layer: Layer

    @property
    def shown(self) -> str:
        """The path in messages."""
        return self.layer.before + self.below

    @property
    def graph(self) -> ox.NamedNode:
        """The IRI of its graph."""
        return folders.graph_of(self.below, self.layer.base)

    def read(self) -> File:
        """Read the file as RDF. Raises `InputError`."""
        return folders.file(self.path, self.shown, below=self.below, base=self.layer.base)


@dataclass(frozen=True)
class Layers:
    """The layers of a workspace: its own, and that of the package if the workspace has no ontology of its own.

    All data are of the own layers. Of the files of other folders that have the same path, the first one counts.
    ``required`` and ``welcome`` are the languages of labels.
    """

    own: tuple[Layer, ...]
    package: Layer | None = None
    required: tuple[str, ...] = LANGUAGES
    welcome: tuple[str, ...] = ()

    @classmethod
    def of(cls, *roots: Path, endings: Sequence[str] = tuple(model.EXTENSIONS)) -> "Layers":
        """Return the layers of one workspace, or of several together, whose files of RDF have these endings.

        Of several, labels need the languages that each of them requires. Raises `InputError` for a file that cannot be
        read, and `WorkspaceError` for two workspaces that would share a graph.
        """
        package = folders.packaged_workspace()
        distinct = list({root.resolve(): root for root in roots}.values())
        own, choices = list[Layer](), list[Choices]()
        for root in distinct:
            alone = package is None or _is_same(root, package) or stands_alone(_ontology_of(root))
            choices.append(Choices() if alone else Choices.of(root, endings))
            before = f"{root.as_posix()}/" if len(distinct) > 1 else ""
            own.append(Layer(root, choices[-1].base, before, alone))
        _refuse_shared_graphs(own, endings)
        builds = not all(layer.alone for layer in own)
        is_given = package is not None and any(_is_same(layer.root, package) for layer in own)
        below = Layer(package) if package is not None and builds and not is_given else None
        return cls(tuple(own), below, *_languages(choices))

    @property
    def root(self) -> Path:
        """The own folder, or the first of several."""
        return self.own[0].root

    @property
    def roots(self) -> tuple[Path, ...]:
        """The own folders."""
        return tuple(layer.root for layer in self.own)

    def found(self, folder: str, *endings: str) -> list[Found]:
        """Return the files of a folder with these endings, ordered by path."""
        if folder.partition("/")[0] == DATA:
            every = [one for layer in self.own for one in _below(layer, folder, endings)]
            return sorted(every, key=lambda one: one.shown)
        below: dict[str, Found] = {}
        for layer in self._every:
            for one in _below(layer, folder, endings):
                below.setdefault(one.below, one)
        return [below[path] for path in sorted(below)]

    def files(self, folder: str, *endings: str) -> list[File]:
        """Read the RDF files of a folder. Raises `InputError` for a file that cannot be read."""
        return [one.read() for one in self.found(folder, *endings)]

    def file(self, shown: str) -> Found:
        """Return the file of a path in messages; of an own layer, unless only the package has it."""
        layer = self._layer_of(shown)
        found = Found(layer.root / shown[len(layer.before) :], shown[len(layer.before) :], layer)
        if layer is self.package or layer.before or self.package is None or found.path.is_file():
            return found
        return Found(self.package.root / shown, shown, self.package)

    def is_in(self, shown: str, folder: str) -> bool:
        """Return True if the file of a path in messages is below a folder of its layer."""
        return shown.startswith(f"{self._layer_of(shown).before}{folder}/")

    def _layer_of(self, shown: str) -> Layer:
        around = [layer for layer in self.own if shown.startswith(layer.before)]
        return max(around, key=lambda layer: len(layer.before)) if around else self.package or self.own[0]

    def user_file(self, path: Path, fmt: str | None = None) -> File:
        """Read a file of the user, which may be in an own layer. Raises what `folders.user_file` raises."""
        around = (layer for layer in self.own if folders.is_inside(path, layer.root))
        layer = next(around, self.own[0])
        return folders.user_file(layer.root, path, fmt, base=layer.base, before=layer.before)

    def is_own(self, graph: model.GraphName) -> bool:
        """Return True if a file's graph is that of a file of an own layer."""
        return graph not in self._packaged

    def replaced(self, folders_and_endings: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
        """Return the paths of own files in place of those of the package."""
        if self.package is None:
            return []
        package, several = self.package, list(folders_and_endings)
        return [
            one.shown
            for folder, endings in several
            for one in self.found(folder, *endings)
            if one.layer is not package and (package.root / one.below).is_file() and folder != DATA
        ]

    @property
    def _every(self) -> tuple[Layer, ...]:
        """The layers, those that build on others first."""
        own = sorted(self.own, key=lambda layer: layer.alone)
        return tuple(own) if self.package is None else (*own, self.package)

    @cached_property
    def _packaged(self) -> frozenset[model.GraphName]:
        found = (one for folder in _PACKAGED for one in self.found(folder, ""))
        return frozenset(one.graph for one in found if one.layer is self.package)


def _below(layer: Layer, folder: str, endings: tuple[str, ...]) -> Iterator[Found]:
    for path in folders.paths(layer.root / folder, *endings):
        yield Found(path, path.relative_to(layer.root).as_posix(), layer)


def _refuse_shared_graphs(own: Sequence[Layer], endings: Sequence[str]) -> None:
    seen: dict[str, Found] = {}
    for layer in own if len(own) > 1 else ():
        for one in _below(layer, DATA, tuple(endings)):
            other = seen.setdefault(one.graph.value, one)
            if other is not one:
                problem = Phrase("has the same graph as {other}", other=other.shown)
                remedy = Phrase(
                    "give each workspace a seutu:iriBase of its own in {data}/catalogue.ttl", data=DATA
                )
                raise WorkspaceError(one.shown, problem, remedy)


def _languages(choices: Sequence[Choices]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the languages that all of some choices require, and the others of them."""
    every = dict.fromkeys(language for one in choices for language in (*one.required, *one.welcome))
    required = tuple(language for language in every if all(language in one.required for one in choices))
    return required, tuple(language for language in every if language not in required)


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def stands_alone(ontology: Iterable[tuple[str, bytes]]) -> bool:
    """Return True if files of ``ontology/``, by path, have the header of an ontology, and none that imports Seutu's."""
    found = [_header(shown, data) for shown, data in ontology]
    return any(found) and _IMPORT not in set().union(*found)


def _ontology_of(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in folders.paths(root / ONTOLOGY, ""):
        shown = path.relative_to(root).as_posix()
        yield shown, folders.content(path, shown)


def _header(shown: str, data: bytes) -> set[tuple[ox.NamedNode, model.Term]]:
    """Return what makes a file the header of an ontology: properties with their values."""
    # Opening a workspace must not take the time of parsing all of its ontology.
    if b"Ontology" not in data or not shown.lower().removesuffix(folders.PACKED).endswith(
        tuple(model.EXTENSIONS)
    ):
        return set()
    try:
        quads = File(shown, data, folders.format_of(shown), folders.graph_of(shown)).read()
    except InputError:  # is raised with its line when the file is read
        return {_TYPE}
    return {(quad.predicate, quad.object) for quad in quads} & {_TYPE, _IMPORT}
