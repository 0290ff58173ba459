"""A folder of ontology, data, shapes and queries, opened: the only module that knows what the folders are called."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from seutu import folder, places, query, rdf
from seutu.answer import Answer
from seutu.errors import (
    InputError,
    ParameterError,
    QuerySyntaxError,
    ShapesError,
    UnknownName,
    WorkspaceError,
)
from seutu.infer import closure
from seutu.labels import Labels
from seutu.names import Names
from seutu.namespaces import BASE, PREFIXES
from seutu.places import File
from seutu.query import Query, Result, Term

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

    from seutu.report import Report

ENGINES = ("fast", "reference")
"""What may do the work: pyoxigraph and pyshifty, or rdflib, owlrl and pyshacl."""

_ONTOLOGY, _DATA, _SHAPES, _QUERIES = "ontology", "data", "shapes", "queries"
_TURTLE = (".ttl",)
_ANY_RDF = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")
_REFERENCES = ox.NamedNode(PREFIXES["dcterms"] + "references")
_USED = ox.NamedNode(BASE + "graph/queries")
_OURS = PREFIXES["seutu"]
_TERM = rf"^[ \t]*#.*$|(?<![\w-])seutu:([A-Za-z][\w-]*)|<{re.escape(_OURS)}([\w-]+)>"


class Workspace:
    """What a folder with ``ontology/`` and ``data/``, and mostly ``shapes/`` and ``queries/``, holds.

    It is read when it is asked for and never written. Stores that are given out are kept: do not change them.
    """

    def __init__(self, root: Path) -> None:
        """Read the ontology and the data below ``root``. Raises `WorkspaceError` or `InputError`."""
        if not root.is_dir():
            raise WorkspaceError(str(root), "is not a folder", "give one with ontology/ and data/ in it")
        self.root = root
        self.ontology = tuple(folder.files(root, _ONTOLOGY, *_TURTLE))
        self.files = (*self.ontology, *folder.files(root, _DATA, *_ANY_RDF))
        for name, found in ((_ONTOLOGY, self.ontology), (_DATA, self.files[len(self.ontology) :])):
            if not found:
                remedy = f"put RDF files into {name}/, or give another folder with --workspace"
                raise WorkspaceError(str(root), f"has no RDF in {name}/", remedy)

    @classmethod
    def open(cls, path: Path | str | None = None) -> Self:
        """The workspace in ``path``; without it in the nearest folder upwards, else the one that came with Seutu.

        Raises `WorkspaceError` when there is none, `InputError` when one of its files cannot be read.
        """
        return cls(Path(path) if path is not None else _nearest(Path.cwd()))

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefix table, and what the files declare beyond it."""
        found: dict[str, str] = {}
        for file in self.files:
            for prefix, iri in rdf.declared(file.data, file.format).items():
                found.setdefault(prefix, iri)
        return found | dict(PREFIXES)

    @cached_property
    def questions(self) -> Mapping[str, Query]:
        """The questions by name."""
        return folder.Queries(self.root, self.root / _QUERIES / "questions")

    @property
    def drawable(self) -> list[str]:
        """The names of the questions whose answer can be drawn, in order."""
        return sorted(name for name, question in self.questions.items() if question.picture)

    @cached_property
    def checks(self) -> tuple[Query, ...]:
        """The checks, in order of their names."""
        return tuple(folder.Queries(self.root, self.root / _QUERIES / "checks").values())

    @cached_property
    def rules(self) -> tuple[Query, ...]:
        """The rules, in the order in which they run."""
        return tuple(folder.Queries(self.root, self.root / _QUERIES / "rules").values())

    @cached_property
    def shape_files(self) -> tuple[File, ...]:
        """The files of shapes; there may be none."""
        return tuple(folder.files(self.root, _SHAPES, *_TURTLE))

    @cached_property
    def shapes(self) -> bytes:
        """All shapes as one N-Triples document. Raises `InputError` when a file is not well-formed."""
        return _joined(self.shape_files)

    def asserted(self) -> ox.Store:
        """What the files say, a named graph a file, and which query names which term of our ontology."""
        return self._asserted

    def inferred(self) -> list[ox.Quad]:
        """What follows from it by the rules, and is not said. Raises `QuerySyntaxError` for a faulty rule."""
        return self._closed[1]

    def closed(self) -> ox.Store:
        """What is said and what follows."""
        return self._closed[0]

    @cached_property
    def _asserted(self) -> ox.Store:
        store = ox.Store()
        self._fill(store, self.files)
        return store

    @cached_property
    def _closed(self) -> tuple[ox.Store, list[ox.Quad]]:
        return self._closure(self.files)

    def _closure(self, files: Iterable[File]) -> tuple[ox.Store, list[ox.Quad]]:
        with self._paths_in_errors():
            return closure(lambda store: self._fill(store, files), self.rules, self.prefixes)

    def _fill(self, store: ox.Store, files: Iterable[File]) -> None:
        for file in files:
            file.into(store)
        store.extend(self._uses())

    def _uses(self) -> Iterator[ox.Quad]:
        for path in folder.paths(self.root / _QUERIES, ".rq"):
            subject = folder.graph(path.relative_to(self.root).as_posix())
            used = {
                match[1] or match[2]
                for match in re.finditer(_TERM, folder.text(self.root, path), re.MULTILINE)
            }
            for term in sorted(used - {None}):
                yield ox.Quad(subject, _REFERENCES, ox.NamedNode(_OURS + term), _USED)

    def labels(self, lang: str = "en") -> Labels:
        """What things are called, for readers of one language."""
        return Labels(self.closed(), lang, self.prefixes)

    def ask(self, name: str, lang: str = "en", *, engine: str = "fast", **values: str) -> Answer:
        """The answer to the question of that name, with ``values`` for its parameters.

        Raises `UnknownName` for a question, parameter or thing that there is not, `AmbiguousName` for a label of
        several things, `ParameterError` for a value that is missing or ill-typed.
        """
        question = self._question(name)
        bindings = query.bind(question, values, self.resolve)
        with self._paths_in_errors():
            found = self._run(question.text, bindings, name=name, engine=engine)
        return Answer.of(found, self.labels(lang), question, bindings)

    def _question(self, name: str) -> Query:
        if name not in self.questions:
            raise UnknownName("question", name, self.questions)
        return self.questions[name]

    def query(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        name: str = "query",
        infer: bool = True,
        federation: bool = False,
    ) -> Result:
        """What any SPARQL query finds, with the inferred statements or without.

        Raises `QuerySyntaxError`, `NotAQuery` for an update.
        """
        store = self.closed() if infer else self.asserted()
        return query.run(store, text, self.prefixes, bindings, name=name, federation=federation)

    def _run(self, text: str, bindings: Mapping[str, Term], *, name: str, engine: str) -> Result:
        if _checked(engine) == "fast":
            return query.run(self.closed(), text, self.prefixes, bindings, name=name)
        from seutu import reference

        return reference.run(self.closed(), text, self.prefixes, bindings, name=name)

    def infer(self, engine: str = "fast") -> list[ox.Quad]:
        """The statements that follow, by the rules or, with the reference engine, by all of OWL 2 RL and the rules."""
        if _checked(engine) == "fast":
            return self.inferred()
        from seutu import reference

        with self._paths_in_errors():
            return reference.infer(self.asserted(), self.rules, self.prefixes)

    def validate(
        self,
        files: Iterable[Path | str] = (),
        *,
        alone: bool = False,
        shapes: Iterable[Path | str] = (),
        engine: str = "fast",
    ) -> "Report":
        """What does not hold in the workspace and in ``files``, each finding with the place where its focus stands.

        ``alone`` validates the files with the ontology only, and reports what is found in them; ``shapes`` are used
        in place of the workspace's. Raises `ShapesError`, `InputError`, `QuerySyntaxError`.
        """
        given = [self._given(Path(path)) for path in files]
        shape_files = [folder.file(Path(path), str(path)) for path in shapes] or self.shape_files
        base = self.ontology if alone else self.files
        present = _distinct([*base, *given])
        store = self._closure(present)[0] if alone or given else self.closed()
        report = self._validated(store, shape_files, engine)
        return places.placed(report, store, present, given if alone else present)

    def _validated(self, store: ox.Store, shape_files: Sequence[File], engine: str) -> "Report":
        if _checked(engine) == "fast":
            from seutu.validate import validate
        else:
            from seutu.reference import validate
        try:
            with self._paths_in_errors():
                return validate(store, _joined(shape_files), self.checks, self.prefixes)
        except ShapesError as error:
            raise places.located(error, shape_files) from None

    def _given(self, path: Path) -> File:
        resolved, root = path.resolve(), self.root.resolve()
        # A file of the workspace itself keeps its graph, so that nothing is there twice.
        inside = resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else None
        file = folder.file(path, inside or path.as_posix())
        store = ox.Store()
        file.into(store)
        if not len(store):
            raise InputError(file.path, "holds no statement", "check that it is the right file")
        return file

    def resolve(self, text: str) -> str:
        """The IRI that a person means; see `Names.resolve`, which raises `UnknownName` and `AmbiguousName`."""
        return self._names.resolve(text)

    @cached_property
    def _names(self) -> Names:
        return Names(self.closed(), self.prefixes)

    def graph(self, *, inferred: bool = True) -> "Graph":
        """All statements as one rdflib graph, with the inferred ones or without; a copy, free to be changed."""
        from seutu import reference

        return reference.graph_of(self.closed() if inferred else self.asserted(), self.prefixes)

    def dataset(self, *, inferred: bool = True) -> "Dataset":
        """All statements as an rdflib dataset, a graph a file; a copy, free to be changed."""
        from seutu import reference

        return reference.dataset_of(self.closed() if inferred else self.asserted(), self.prefixes)

    @contextmanager
    def _paths_in_errors(self) -> Iterator[None]:
        """Have errors name a query's file, where the pure modules know its name only."""
        try:
            yield
        except QuerySyntaxError as error:
            found = folder.paths(self.root / _QUERIES, ".rq")
            place = next((path for path in found if path.stem == error.name), None)
            name = place.relative_to(self.root).as_posix() if place else error.name
            raise QuerySyntaxError(name, error.line, error.column, error.problem) from None


def _nearest(start: Path) -> Path:
    for place in (start, *start.parents):
        if (place / _ONTOLOGY).is_dir() and (place / _DATA).is_dir():
            return place
    package = Path(__file__).resolve().parent
    # A wheel brings the workspace along; of an editable install the checkout is it.
    for place in (package / "_workspace", *package.parents[1:2]):
        if (place / _ONTOLOGY).is_dir():
            return place
    remedy = f"go to a folder with {_ONTOLOGY}/ and {_DATA}/, or give one with --workspace"
    raise WorkspaceError(str(start), "is in no workspace", remedy)


def _joined(files: Iterable[File]) -> bytes:
    store = ox.Store()
    for file in files:
        file.into(store)
    return rdf.ntriples(store)


def _distinct(files: Iterable[File]) -> list[File]:
    return list({file.graph: file for file in files}.values())


def _checked(engine: str) -> str:
    if engine not in ENGINES:
        raise ParameterError(f"No engine '{engine}': write {' or '.join(ENGINES)}.")
    return engine
