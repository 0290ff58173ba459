"""The files of a published folder: each resource in each format, pages, versions, and files for servers and
crawlers.
"""

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from seutu.catalogue.description import version_order
from seutu.errors import OutputError, VanishedError
from seutu.phrases import Phrase
from seutu.progress import Progress
from seutu.rdf import model
from seutu.rdf.namespaces import BASE
from seutu.rdf.serialisation import OrderedQuads
from seutu.site import negotiation, sitemap, tombstones
from seutu.site.documents import FORMATS, Document
from seutu.site.front import HOME, LATEST, THINGS, Front
from seutu.site.links import Links
from seutu.site.page import Renderer, embedded
from seutu.site.publication import CATALOGUE, VERSION, Publication
from seutu.site.thing import Pages
from seutu.workspace.standing import MANIFEST, SITE, Hashes, hash_if_file, hashes_by_path, manifest_of, shown

IRIS, VOID = "iris.txt", ".well-known/void"
"""The list of all published IRIs, and the well-known path of the VoID description."""

_LINKED = "schema.jsonld"
_FORMAT_NAMES = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}


class Site:
    """All files of a published folder, generated one after the other."""

    def __init__(self, publication: Publication, place: Path, state: Hashes, redo: bool) -> None:
        """Store the publication and the current files of the folder. Raises the errors of `publish` for what must not
        be published.
        """
        self._publication, self._place = publication, place
        self._manifest = manifest_of(place)
        self._refuse_other_base()
        self.versions = _versions(self._manifest)
        self.kept = tuple(path for path in state if self._is_kept(path))
        if not redo:
            self._refuse_older()
            self._refuse_other_contents()
        self._refuse_vanished()

    def files(self, progress: Progress) -> Iterator[tuple[str, bytes]]:
        """Yield the path and content of every file. ``progress`` is called with the share of documents that are done.

        Raises `OutputError` for an IRI that would keep the base that all other IRIs have left.
        """
        for path, content in self._all_files(progress):
            self._publication.guard.require_none_remaining(path, content)
            yield path, content

    def _all_files(self, progress: Progress) -> Iterator[tuple[str, bytes]]:
        publication = self._publication
        yield from self._copies()
        unwritten: dict[str, set[str]] = {}
        count = len(publication.documents)
        for number, document in enumerate(publication.documents):
            yield from self._serialisations(document, unwritten)
            progress(number / count / 2)
        refused = {name: frozenset(paths) for name, paths in unwritten.items()}
        pages = Pages(publication.published, self._links(), self._prefixes, refused)
        renderer = Renderer(template())
        for number, document in enumerate(publication.documents):
            yield self._page_file(f"{document.path}.html", renderer.html(pages.page(document)))
            progress(0.5 + number / count / 2)
        yield from self._front_pages(
            Front(
                pages,
                tuple(publication.files.values()),
                self._version_names,
                publication.titles,
                self._schema,
            ),
            renderer,
        )
        yield from self._top_level_files(refused)
        progress(1.0)

    @property
    def _version_names(self) -> tuple[str, ...]:
        version = self._publication.version
        return (*(one for one in self.versions if one != version), version)

    @property
    def _prefixes(self) -> Mapping[str, str]:
        return self._publication.prefixes

    @property
    def _schema(self) -> str:
        publication = self._publication
        return embedded(publication.content(_LINKED).decode()) if _LINKED in publication.files else ""

    def _copies(self) -> Iterator[tuple[str, bytes]]:
        publication = self._publication
        for path in publication.files:
            content = publication.content(path)
            yield f"{publication.version}/{path}", content
            yield f"{LATEST}/{path}", content
            if path == CATALOGUE:
                yield VOID, content

        for name in publication.beside:
            yield name, publication.content(name)

    def _serialisations(
        self, document: Document, unwritten: dict[str, set[str]]
    ) -> Iterator[tuple[str, bytes]]:
        ordered = OrderedQuads.of(self._publication.published.triples(document))
        for extension in FORMATS:
            pieces: list[bytes] = []
            try:
                ordered.write(model.FORMATS[_FORMAT_NAMES[extension]], self._prefixes, pieces.append)
            except OutputError:
                unwritten.setdefault(extension, set()).add(document.path)
            else:
                yield f"{document.path}.{extension}", self._publication.moved(b"".join(pieces))

    def _links(self) -> Links:
        publication = self._publication
        places = {
            subject.value: f"{one.path}.html" + "".join(subject.value.partition("#")[1:])
            for one in publication.documents
            for subject in (one.iri, *(() if one.of else one.subjects))
        }
        places |= {BASE: HOME} | {BASE + name: name for name in publication.beside}
        places |= {f"{BASE}{one.path}.html": f"{one.path}.html" for one in publication.documents}
        for folder in (publication.version, LATEST):
            places[f"{BASE}{folder}/"] = f"{folder}/{HOME}"
            places |= {f"{BASE}{folder}/{path}": f"{folder}/{path}" for path in publication.files}
        return Links(places)

    def _front_pages(self, front: Front, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
        yield self._page_file(HOME, renderer.html(front.home()))
        yield self._page_file(THINGS, renderer.html(front.things(self._publication.documents)))
        for name in (self._publication.version, LATEST):
            yield self._page_file(f"{name}/{HOME}", renderer.html(front.version(name)))

    def _top_level_files(self, unwritten: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, bytes]]:
        publication = self._publication
        paths = [one.path for one in publication.documents]
        void = CATALOGUE in publication.files
        yield ".htaccess", negotiation.htaccess(publication.address, paths, unwritten, void=void).encode()
        yield ".nojekyll", b""
        yield IRIS, "".join(f"{iri}\n" for iri in publication.iris).encode()
        pages = sorted(
            [
                HOME,
                THINGS,
                *(f"{one}/{HOME}" for one in self._version_names),
                *(f"{path}.html" for path in paths),
            ]
        )
        for name, content in sitemap.sitemaps(pages, publication.address, publication.date).items():
            yield name, content.encode()
        yield "robots.txt", sitemap.robots(publication.address).encode()
        manifest = {
            "builder": SITE.builder,
            "base": publication.rebasing.base,
            "versions": list(self._version_names),
        }
        yield MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode()

    def _page_file(self, path: str, content: str) -> tuple[str, bytes]:
        return path, self._publication.moved(content.encode())

    def _is_kept(self, path: str) -> bool:
        """Return True if a file belongs to an earlier version: to its folder, or to that version of the ontology."""
        top, _, rest = path.partition("/")
        earlier = [one for one in self.versions if one != self._publication.version]
        return top in earlier or (top == "ont" and rest.rpartition(".")[0] in earlier)

    def _refuse_other_contents(self) -> None:
        """Raise `OutputError` if a file of a completely published version would change; a missing file is written
        again.
        """
        version = self._publication.version
        before = hashes_by_path(self._manifest) if version in self.versions else {}
        now = {f"{version}/{path}": file.sha256 for path, file in self._publication.files.items()}
        below = [path for path in before if path.startswith(f"{version}/") and path != f"{version}/{HOME}"]
        if any(now.get(path) not in before[path] for path in below):
            problem = Phrase("{version} is published here already with other contents", version=version)
            remedy = Phrase("give the next version in data/catalogue.ttl, or replace this one with --redo")
            raise OutputError(str(self._place), problem, remedy)

    def _refuse_other_base(self) -> None:
        before, now = self._manifest.get("base"), self._publication.rebasing.base
        if before not in (None, now):
            problem = Phrase(
                "what is published here begins with {before}, and not with {now}",
                before=shown(str(before)),
                now=now,
            )
            raise OutputError(
                str(self._place), problem, Phrase("give another folder, or that address as --base")
            )

    def _refuse_older(self) -> None:
        version = self._publication.version
        newer = [one for one in self.versions if version_order(one) > version_order(version)]
        if newer:
            problem = Phrase(
                "{newer} is published here already, which is newer than {version}",
                newer=newer[-1],
                version=version,
            )
            raise OutputError(str(self._place), problem, Phrase("give a newer version in data/catalogue.ttl"))

    def _refuse_vanished(self) -> None:
        gone = tombstones.vanished(self._published(), frozenset(self._publication.iris))
        if gone:
            own = [iri.replace(self._publication.rebasing.base, BASE) for iri in gone]
            raise VanishedError(str(self._place), gone, tombstones.turtle(own))

    def _published(self) -> list[str]:
        """Return the IRIs in our own list of published IRIs; lines under other bases are ignored."""
        path, base = self._place / IRIS, self._publication.rebasing.base
        # The manifests of the first publications have no list of files.
        is_ours = "files" not in self._manifest or IRIS in hashes_by_path(self._manifest)
        if not (self.versions and is_ours and hash_if_file(path)):
            return []
        lines = path.read_text("utf-8", errors="replace").splitlines()
        return [line for line in lines if line.startswith(base)]


def _versions(manifest: Mapping[str, object]) -> tuple[str, ...]:
    """Return the versions in a published folder, the latest last."""
    found = manifest.get("versions")
    versions = found if isinstance(found, list) else ()
    return tuple(one for one in versions if isinstance(one, str) and VERSION.fullmatch(one))


def template() -> str:
    """Return the template of all pages, which is part of the package."""
    return resources.files("seutu.site").joinpath("templates/page.html.jinja").read_text("utf-8")
