"""A build published as a folder that any web server can serve: a file for each thing and format, pages, and redirects.

The folder is replaced whole or stays as it was. The versions that were published in it before are kept as they are,
and what is published once stays: files of a version do not change, and no IRI may vanish.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from seutu import output
from seutu.changes import Action, Change, Plan, Progress
from seutu.errors import OutputError
from seutu.output import SITE
from seutu.pages.publication import Publication, hashed
from seutu.pages.site import Site, Standing

_GROUPED = ("id", "concept", "graph")


def plan(
    publication: Publication, place: Path, *, redo: bool = False, progress: Progress = lambda _: None
) -> Plan:
    """What `publish` would change in the folder ``place``, which is only read. Raises what `publish` raises."""
    output.refuse_foreign(place, place, SITE)
    standing = _standing(place)
    site = Site(publication, place, standing, redo)
    made = {path: hashed(content) for path, content in site.files(progress)}
    return _compared(
        str(place), standing, made | {path: standing[path] for path in site.kept if path not in made}
    )


def publish(
    publication: Publication, place: Path, *, redo: bool = False, progress: Progress = lambda _: None
) -> Plan:
    """Write the folder ``place`` anew, and say what is different; when nothing is, nothing is written.

    Raises `OutputError` when the folder holds something else than a publication, cannot be written, or has files of
    this version with other contents (unless ``redo``), and `VanishedError` when an IRI published there before is gone;
    ``place`` is then as it was.
    """
    spot = place.resolve()
    output.prepare(spot, place, SITE)
    standing = _standing(spot)
    site = Site(publication, place, standing, redo)
    made: dict[str, str] = {}

    def wanted() -> bool:
        if _standing(spot) != standing:
            raise OutputError(str(place), "was changed by somebody meanwhile", "publish again")
        return bool(_compared("", standing, made))

    with output.replacing(spot, place, SITE, wanted) as scratch:
        for path, content in site.files(progress):
            _write(scratch / path, content)
            made[path] = hashed(content)
        for path in site.kept:
            if path not in made:
                _keep(spot / path, scratch / path)
                made[path] = standing[path]
    return _compared(str(place), standing, made)


def _standing(folder: Path) -> dict[str, str]:
    try:
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        return {path.relative_to(folder).as_posix(): hashed(path.read_bytes()) for path in paths}
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise OutputError(str(folder), problem, "give a folder that can be read and written") from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)


def _keep(source: Path, target: Path) -> None:
    """The same file in another folder: by a second name for it, where the disk has such."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _compared(target: str, standing: Standing, made: Standing) -> Plan:
    """What differs, each folder on one line for each kind of change; where nothing stands yet, all on one."""
    if made and not standing:
        return Plan(target, (Change("add", "everything", f"{len(made)} files", len(made)),))
    differing: dict[tuple[str, Action], list[str]] = {}
    for path in {*standing, *made}:
        if standing.get(path) != made.get(path):
            action: Action = "add" if path not in standing else "replace" if path in made else "remove"
            differing.setdefault((_group(path), action), []).append(path)
    changes = (_change(group, action, paths) for (group, action), paths in sorted(differing.items()))
    unchanged = sum(standing.get(path) == sha for path, sha in made.items())
    return Plan(target, tuple(changes), unchanged)


def _change(group: str, action: Action, paths: Iterable[str]) -> Change:
    count = len(list(paths))
    detail = (f"{count} files" if count > 1 else "1 file") if group.endswith("/") else ""
    return Change(action, group, detail, count)


def _group(path: str) -> str:
    """The folder that a changed file is told with: of things and concepts the second one, else the first."""
    steps = path.split("/")
    depth = min(2 if steps[0] in _GROUPED else 1, len(steps) - 1)
    return "/".join(steps[:depth]) + "/" if depth else path
