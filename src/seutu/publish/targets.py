"""The targets that a release can be published to, as the user names them: a folder, a SPARQL store, a CKAN portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from seutu.build.release import Release
from seutu.errors import ParameterError
from seutu.phrases import Phrase
from seutu.progress import Progress
from seutu.publish.plan import Plan
from seutu.rdf.rebasing import Rebasing, is_address
from seutu.remote.credentials import Credentials
from seutu.workspace.folders import SOURCES

if TYPE_CHECKING:
    from seutu.api import Workspace
    from seutu.remote.sparql import Endpoints

KINDS = ("folder", "sparql", "ckan")
"""The prefixes of a target, before its colon."""

STORE, PORTAL = "oxigraph", "ckan"
"""The default kinds of store and portal."""


class Target(Protocol):
    """A target that a release can be published to."""

    def plan(self, progress: Progress) -> Plan:
        """Return the changes that publishing would make. Raises `SeutuError` when the target cannot be read."""

    def carry_out(self, progress: Progress) -> Plan:
        """Publish, and return the changes. Raises `SeutuError` when publishing fails."""


@dataclass(frozen=True, slots=True)
class TargetOptions:
    """The options of a target beside its address.

    ``kind`` is the product name of a store, or the profile of a portal. ``update`` and ``query`` are the addresses of a
    store whose product is not known here. ``site`` is the address at which a folder is served. ``redo`` allows files of
    a published version to be replaced, and ``overwrite`` files that others wrote or edited. ``organisation`` owns the
    datasets of a portal, and ``lang`` is the language of its fields that hold one language.
    """

    credentials: Credentials = field(default_factory=Credentials)
    kind: str = ""
    update: str = ""
    query: str = ""
    site: str = ""
    redo: bool = False
    overwrite: bool = False
    organisation: str = ""
    lang: str = "fi"


@contextmanager
def open_target(
    to: str, released: Release, workspace: "Workspace", rebasing: Rebasing, choices: TargetOptions
) -> Iterator[Target]:
    """Return the target named by ``to``: ``folder:PATH``, ``sparql:URL`` or ``ckan:URL``. Connections are closed at the
    end.

    Raises `ParameterError` for another name, for a site that is not an address, or for a store without an address for
    updates; `UnknownName` for an unknown kind; `PublishError` for a URL that is not an address.
    """
    kind, _, place = to.partition(":")
    if kind not in KINDS or not place:
        raise ParameterError(
            Phrase("--to: '{to}' names no place; write folder:PATH, sparql:URL or ckan:URL.", to=to)
        )
    if kind == "folder":
        yield _Folder(released, workspace, rebasing, Path(place), choices)
    elif kind == "sparql":
        with _store(place, released, choices) as target:
            yield target
    else:
        with _portal(place, released, choices) as target:
            yield target


class _Folder:
    """A folder that a web server serves."""

    def __init__(
        self,
        released: Release,
        workspace: "Workspace",
        rebasing: Rebasing,
        place: Path,
        choices: TargetOptions,
    ) -> None:
        from seutu.publish import directory
        from seutu.site.publication import Publication
        from seutu.workspace import output
        from seutu.workspace.standing import SITE

        if choices.site and not is_address(choices.site):
            raise ParameterError(
                Phrase(
                    "--site: '{site}' is no address of a folder; write it with a slash at its end and no user, "
                    "query or fragment, such as https://example.org/x/.",
                    site=choices.site,
                )
            )
        output.refuse_sources(place, place, workspace.root, SITE, SOURCES)
        publication = Publication.of(workspace, released, rebasing, choices.site)
        self._plan = partial(
            directory.plan, publication, place, redo=choices.redo, overwrite=choices.overwrite
        )
        self._publish = partial(
            directory.publish, publication, place, redo=choices.redo, overwrite=choices.overwrite
        )

    def plan(self, progress: Progress) -> Plan:
        return self._plan(progress=progress)

    def carry_out(self, progress: Progress) -> Plan:
        return self._publish(progress=progress)


@contextmanager
def _store(url: str, released: Release, choices: TargetOptions) -> Iterator[Target]:
    from seutu.publish.sparql.graphlist import catalogue_of
    from seutu.publish.sparql.graphs import GraphPublication
    from seutu.remote.http import HttpClient
    from seutu.remote.sparql import SparqlStore

    at = _endpoints(url, choices)
    with HttpClient(choices.credentials, scheme=at.scheme) as web:
        store, catalogue = SparqlStore(at, web), catalogue_of(released.catalogue)
        yield GraphPublication(
            store, released.graphs, released.base, catalogue=catalogue, overwrite=choices.overwrite
        )


def _endpoints(url: str, choices: TargetOptions) -> "Endpoints":
    from seutu.remote.sparql import Endpoints, endpoints

    if not choices.query:
        return endpoints(url, choices.kind or STORE)
    if not choices.update:
        raise ParameterError(
            Phrase(
                "--query-url: a store is published to by SPARQL updates; give their address with --update-url."
            )
        )
    return Endpoints(url, choices.query, choices.update)


@contextmanager
def _portal(url: str, released: Release, choices: TargetOptions) -> Iterator[Target]:
    from seutu.publish.ckan.api import Portal
    from seutu.publish.ckan.publication import PortalOptions, PortalPublication
    from seutu.remote.http import HttpClient

    wanted = PortalOptions(choices.kind or PORTAL, choices.organisation, choices.lang, choices.overwrite)
    with HttpClient(choices.credentials, scheme="bare") as web:
        yield PortalPublication(Portal(url, web), released.catalogue, released.base, wanted)
