"""A build published as a folder that any web server can serve: a file for each thing and format, pages, and redirects.

How it is written, and what stays in it, `output` says. The versions that were published in it before are kept as they
are, and what is published once stays: files of a version do not change, and no IRI may vanish.
"""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from seutu import output
from seutu.changes import Action, Change, Plan, Progress
from seutu.errors import OutputError
from seutu.output import SITE
from seutu.pages.publication import Publication, hashed
from seutu.pages.site import Site
from seutu.standing import MANIFEST, Hashes, Standing, Work, manifest_of

_GROUPED = ("id", "concept", "graph")


def plan(
    publication: Publication,
    place: Path,
    *,
    redo: bool = False,
    overwrite: bool = False,
    progress: Progress = lambda _: None,
) -> Plan:
    """What `publish` would change in the folder ``place``, which is only read. Raises what `publish` raises."""
    output.refuse_foreign(place, place, SITE, overwrite=overwrite)
    standing = _standing(place)
    site = Site(publication, place, standing.recorded, redo)
    made = {path: hashed(content) for path, content in site.files(progress) if path != MANIFEST}
    made |= {path: standing.recorded[path] for path in site.kept if path not in made}
    return _compared(str(place), standing, standing.work(made, overwrite=overwrite), made)


def publish(
    publication: Publication,
    place: Path,
    *,
    redo: bool = False,
    overwrite: bool = False,
    progress: Progress = lambda _: None,
) -> Plan:
    """Write the folder ``place`` anew, and say what is different; when nothing is, nothing is written.

    What is not ours there stays, and so do files of ours that were edited since, unless ``overwrite`` lets them be
    replaced. Raises `OutputError` when the folder is of another kind of ours, cannot be written, or has files of this
    version with other contents (unless ``redo``), and `VanishedError` when an IRI published there before is gone;
    ``place`` is then as it was.
    """
    spot = place.resolve()
    output.prepare(spot, place, SITE, overwrite=overwrite)
    standing = _standing(spot)
    site = Site(publication, place, standing.recorded, redo)
    made: dict[str, str] = {}
    works: list[Work] = []

    def wanted() -> bool:
        if _standing(spot) != standing:
            raise OutputError(str(place), "was changed by somebody meanwhile", "publish again")
        work = standing.work(made, overwrite=overwrite)
        works.append(work)
        return bool(work.write or work.remove or _is_unfinished(spot))

    with output.replacing(spot, place, SITE, wanted, overwrite=overwrite) as writing:
        for path, content in site.files(progress):
            if path == MANIFEST:
                manifest = json.loads(content)
            else:
                _write(writing.folder / path, content)
                made[path] = hashed(content)
        for path in site.kept:
            if path not in made:
                _keep(spot / path, writing.folder / path)
                made[path] = standing.recorded[path]
        rows = [{"path": path, "sha256": sha} for path, sha in sorted(made.items())]
        _write(writing.folder / MANIFEST, (json.dumps(manifest | {"files": rows}, indent=2) + "\n").encode())
    return _compared(str(place), standing, works[-1], made)


def _standing(folder: Path) -> Standing:
    try:
        return Standing.of(folder)
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise OutputError(str(folder), problem, "give a folder that can be read and written") from None


def _is_unfinished(folder: Path) -> bool:
    """Whether a writer was killed before its last step."""
    return "before" in manifest_of(folder)


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


def _compared(target: str, standing: Standing, work: Work, made: Hashes) -> Plan:
    """What differs, each folder on one line for each kind of change; where nothing stands yet, all on one."""
    stays = tuple(standing.stays(work))
    if work.write and not standing.ours:
        return Plan(
            target, (Change("add", "everything", f"{len(work.write)} files", len(work.write)),), stays=stays
        )
    differing: dict[tuple[str, Action], list[str]] = {}
    for path in (*work.write, *work.remove):
        action: Action = "remove" if path in work.remove else "replace" if path in standing.ours else "add"
        differing.setdefault((_group(path), action), []).append(path)
    changes = (_change(group, action, paths) for (group, action), paths in sorted(differing.items()))
    unchanged = len(made) - len(work.write) - len(set(work.edited) & made.keys()) - len(work.taken)
    return Plan(target, tuple(changes), unchanged, stays=stays)


def _change(group: str, action: Action, paths: Iterable[str]) -> Change:
    count = len(list(paths))
    detail = (f"{count} files" if count > 1 else "1 file") if group.endswith("/") else ""
    return Change(action, group, detail, count)


def _group(path: str) -> str:
    """The folder that a changed file is told with: of things and concepts the second one, else the first."""
    steps = path.split("/")
    depth = min(2 if steps[0] in _GROUPED else 1, len(steps) - 1)
    return "/".join(steps[:depth]) + "/" if depth else path
