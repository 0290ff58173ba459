"""The content of a published folder: a build, and the statements about each resource in it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu.build.release import SHAPES, Release
from seutu.catalogue.description import Description
from seutu.catalogue.void import PARTS
from seutu.errors import OutputError, reason
from seutu.phrases import Phrase
from seutu.rdf import model
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.rdf.rebasing import Rebasing
from seutu.site.documents import Document, Published
from seutu.site.front import File
from seutu.workspace.folders import ONTOLOGY
from seutu.workspace.standing import MANIFEST

if TYPE_CHECKING:
    from seutu.api import Workspace

CATALOGUE = "catalogue.ttl"
"""The file of a build that describes it."""

# A placeholder for our own base where it is to stay; the name cannot exist.
_ELSEWHERE = "https://elsewhere.invalid/"
_NOT_PERSISTENT = re.compile(rf"id/(checksum/|dataset/[^/]+/({'|'.join(PARTS)})/)")
VERSION = re.compile(r"[0-9][\w.+-]*", re.ASCII)
"""The form of a version number: it is also a folder name, and the redirects recognise it by its first digit."""


@dataclass(frozen=True)
class Publication:
    """The content to publish.

    ``built`` is the folder of a build, already under the base of ``rebasing``. ``store`` holds the asserted and
    inferred statements and ``shapes`` the shapes, both under our own base; the generated files are rebased last.
    ``site`` is the address at which the folder is served (the base, if empty), ``version`` the version of the data, and
    ``date`` (YYYY-MM-DD) its date of issue. ``titles`` maps the names of questions to their titles by language.
    ``beside`` maps the names of further top-level files, such as a logo, to their paths. ``origins`` are IRIs under our
    own base that may stay when all others are rebased.
    """

    built: Path
    store: model.Quads
    shapes: Sequence[ox.Quad]
    version: str
    date: str = ""
    rebasing: Rebasing = field(default_factory=Rebasing)
    site: str = ""
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beside: Mapping[str, Path] = field(default_factory=dict)
    origins: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, workspace: "Workspace", released: Release, rebasing: Rebasing | None = None, site: str = ""
    ) -> "Publication":
        """Return the publication of a released workspace under the base of ``rebasing``, to be served at ``site``.

        Raises `InputError` when a file of the shapes is not well-formed.
        """
        description = Description.of(workspace.asserted())
        return cls(
            built=released.built.folder,
            store=workspace.closed(),
            shapes=workspace.quads_in(SHAPES),
            version=released.version,
            date=description.versions[-1].issued.value if description else "",
            rebasing=rebasing or Rebasing(),
            site=site,
            prefixes=workspace.prefixes,
            beside={path.name: path for path in sorted((workspace.root / ONTOLOGY).glob("*.svg"))},
            titles={name: question.title for name, question in workspace.questions.items()},
            origins=tuple(one.iri.value for one in description.datasets) if description else (),
        )

    @property
    def address(self) -> str:
        """Return the address at which the folder is served."""
        return self.site or self.rebasing.base

    @cached_property
    def files(self) -> dict[str, File]:
        """Return the files of the build, by path. Raises `OutputError` when there are none, or for an invalid
        version.
        """
        if not VERSION.fullmatch(self.version):
            remedy = Phrase("begin with a digit and use letters, digits, points and hyphens")
            raise OutputError(
                Phrase("version '{version}'", version=self.version),
                Phrase("no folder can be named after it"),
                remedy,
            )
        with self._readable():
            paths = sorted(path for path in self.built.rglob("*") if path.is_file())
            found = [_file_of(path, path.relative_to(self.built).as_posix()) for path in paths]
        if not any(file.path == MANIFEST for file in found):
            raise OutputError(
                str(self.built),
                Phrase("holds no {manifest} of a build", manifest=MANIFEST),
                Phrase("run seutu build first"),
            )
        return {file.path: file for file in found}

    def content(self, path: str) -> bytes:
        """Return the content of a file of the build, or beside it. Raises `OutputError` when it cannot be read."""
        with self._readable():
            return (self.beside.get(path) or self.built / path).read_bytes()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            problem = Phrase("cannot be read ({reason})", reason=reason(error))
            raise OutputError(str(self.built), problem, Phrase("give a build that can be read")) from None

    @cached_property
    def published(self) -> Published:
        """Return the data to publish. Raises the errors of `Published`."""
        return Published(self.store, [*self.shapes, *self._catalogue_quads()], BASE)

    def _catalogue_quads(self) -> Iterator[ox.Quad]:
        """Yield the statements of the build's catalogue, under our own base again, because rebasing is the last
        step.
        """
        if CATALOGUE in self.files:
            # Its IRIs of our own base, such as the origin of its data, are not to be rebased.
            away = replace(self.rebasing, base=_ELSEWHERE if self.rebasing.changes else BASE)
            moved = away.data(self.content(CATALOGUE))
            own = moved.replace(self.rebasing.base.encode(), BASE.encode())
            graph = ox.NamedNode(f"{BASE}graph/catalogue")
            yield from (model.moved(quad, graph) for quad in ox.parse(own, format=ox.RdfFormat.TURTLE))

    def moved(self, content: bytes) -> bytes:
        """Return a generated file, rebased to the base where it is published."""
        return self.rebasing.data(content).replace(_ELSEWHERE.encode(), BASE.encode())

    @cached_property
    def guard(self) -> Rebasing:
        """Return the rebasing that finds IRIs left under our own base."""
        return self.rebasing.also_keeping(self.origins)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Return the documents under the base; documents that keep another base are published elsewhere."""
        return tuple(
            one
            for one in self.published.documents
            if self.is_ours(one.iri.value) and any(self.is_ours(subject.value) for subject in one.subjects)
        )

    def is_ours(self, iri: str) -> bool:
        """Return True if an IRI will be under the base."""
        return self.rebasing.text(iri).startswith(self.rebasing.base)

    @cached_property
    def iris(self) -> list[str]:
        """Return the persistent IRIs, in order; IRIs of counts and checksums are not persistent."""
        lasting = (iri for iri in self.published.iris if not _NOT_PERSISTENT.match(iri.removeprefix(BASE)))
        return sorted(self.rebasing.text(iri) for iri in lasting if self.is_ours(iri))


def hashed(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _file_of(path: Path, name: str) -> File:
    with path.open("rb") as file:
        return File(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
