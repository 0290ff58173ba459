"""The news for a workspace that names an earlier version of the package: the notes of the versions since."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from seutu.catalogue.description import CATALOGUE, Description, version_order
from seutu.workspace import folders


def since(pinned: str, package: Path, lang: str) -> list[str]:
    """Return, in one language, the notes of the versions of the package after one, from the package's own catalogue."""
    store = ox.Store()
    folders.file(package / CATALOGUE, CATALOGUE).add_to(store)
    return list(_notes(store, pinned, lang))


def _notes(store: ox.Store, pinned: str, lang: str) -> Iterator[str]:
    description = Description.of(store)
    for version in description.versions if description else ():
        if version_order(version.number) > version_order(pinned):
            texts = (note.value for note in version.notes if note.language == lang)
            yield f"{version.number}: {next(texts, '')}".rstrip(": ")
