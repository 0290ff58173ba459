"""The layers of files that are in no folder, such as those of a revision: their base, and what they build on."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from seutu.rdf.file import File
from seutu.rdf.namespaces import BASE
from seutu.workspace import folders
from seutu.workspace.choices import Choices
from seutu.workspace.contents import is_workspace, workspace_files
from seutu.workspace.folders import DATA, DESCRIPTION, ONTOLOGY
from seutu.workspace.layers import stands_alone


def layers(files: Mapping[str, bytes], where: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the base of a folder's files, given by path, and the files of the package that they build on.

    They are those of `Layers` for the same folder. ``where`` begins the paths in errors. Raises the errors of
    `Choices.of`.
    """
    package = folders.packaged_workspace()
    ontology = ((name, data) for name, data in files.items() if name.startswith(f"{ONTOLOGY}/"))
    if package is None or not is_workspace(list(files)) or stands_alone(ontology):
        return BASE, {}
    return Choices.described(_description(files, where)).base, _packaged(package, files)


def _description(files: Mapping[str, bytes], where: str) -> Iterator[File]:
    for name, data in files.items():
        folder, _, last = name.rpartition("/")
        if folder == DATA and last.startswith(f"{DESCRIPTION}."):
            yield File(where + name, data, folders.format_of(name), folders.graph_of(name))


def _packaged(package: Path, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    tops = (top for top in folders.SOURCES if top != DATA)
    found = (path for top in tops for path in folders.paths(package / top, ""))
    names = workspace_files(path.relative_to(package).as_posix() for path in found)
    return {name: folders.content(package / name, name) for name in names if name not in files}
