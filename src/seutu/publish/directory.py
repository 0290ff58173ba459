"""A build published as a folder that any web server can serve: a file for each resource and format, HTML pages, and
redirects.

The module `output` writes the folder and decides which files stay. Versions that were published earlier are kept: the
files of a version do not change, and no IRI may disappear.
"""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from seutu.errors import OutputError, reason
from seutu.phrases import NOTHING, Phrase, counted
from seutu.progress import Progress
from seutu.publish.plan import Action, Change, Plan
from seutu.site.files import Site
from seutu.site.publication import Publication, hashed
from seutu.workspace import output
from seutu.workspace.output import Writing
from seutu.workspace.standing import (
    MANIFEST,
    SITE,
    FolderState,
    Hashes,
    Work,
    manifest_bytes,
    manifest_of,
    shown,
)

_GROUPED = ("id", "concept", "graph")


def plan(
    publication: Publication,
    place: Path,
    *,
    redo: bool = False,
    overwrite: bool = False,
    progress: Progress = lambda _: None,
) -> Plan:
    """Return the changes that `publish` would make in the folder ``place``, which is only read. Raises the errors of
    `publish`.
    """
    real_path = output.real_path(place)
    state = _state_of(real_path, place)
    output.refuse_foreign(real_path, place, SITE, overwrite=overwrite)
    site = Site(publication, place, state.recorded, redo)
    made = {path: hashed(content) for path, content in site.files(progress) if path != MANIFEST}
    kept = {path: state.recorded[path] for path in site.kept if path not in made}
    work = state.work(made | kept, kept, overwrite=overwrite)
    return _plan_of(str(place), state, work, made | kept)


def publish(
    publication: Publication,
    place: Path,
    *,
    redo: bool = False,
    overwrite: bool = False,
    progress: Progress = lambda _: None,
) -> Plan:
    """Write the folder ``place`` again, and return the changes; if nothing differs, nothing is written.

    Files that Seutu did not write stay, and so do files of Seutu that were edited since, unless ``overwrite`` allows
    them to be replaced. Raises `OutputError` when the folder is another kind of Seutu output, when it cannot be
    written, or when it has files of this version with other contents (unless ``redo``). Raises `VanishedError` when an
    IRI that was published there is missing now. After an error ``place`` is unchanged.
    """
    real_path = output.real_path(place)
    output.prepare(real_path, place, SITE, overwrite=overwrite)
    manifest, state = manifest_of(real_path), _state_of(real_path, place)
    site = Site(publication, place, state.recorded, redo)

    def wanted(now: FolderState, work: Work) -> bool:
        if manifest_of(real_path) != manifest:
            raise OutputError(
                str(place), Phrase("was published into by another run meanwhile"), Phrase("publish again")
            )
        return bool(work.write or work.remove or now.unfinished or now.foreign)

    with output.replacing(real_path, place, SITE, wanted, overwrite=overwrite) as writing:
        made = _write(site, writing, real_path, state, progress)
    return _plan_of(str(place), writing.state or state, writing.work, made)


def _write(site: Site, writing: Writing, real_path: Path, state: FolderState, progress: Progress) -> Hashes:
    """Write the files of a site and its manifest, keep those of earlier versions, and return the hashes of all."""
    made: dict[str, str] = {}
    for path, content in site.files(progress):
        if path == MANIFEST:
            manifest = json.loads(content)
        else:
            writing.file(path).write_bytes(content)
            made[path] = hashed(content)
    for path in site.kept:
        if path not in made:
            _keep(real_path, path, writing)
            made[path] = state.recorded[path]
    rows = [{"path": path, "sha256": sha} for path, sha in sorted(made.items())]
    writing.file(MANIFEST).write_bytes(manifest_bytes(manifest | {"files": rows}))
    return made


def _state_of(folder: Path, shown: Path) -> FolderState:
    try:
        return FolderState.of(folder)
    except OSError as error:
        problem = Phrase("cannot be read ({reason})", reason=reason(error))
        raise OutputError(str(shown), problem, Phrase("give a folder that can be read and written")) from None


def _keep(real_path: Path, path: str, writing: Writing) -> None:
    """Put the same file into the new folder, as a hard link if the file system supports it.

    A file that cannot be read stays in the old folder, which then has to stay too.
    """
    target = writing.file(path)
    writing.kept.add(path)
    try:
        os.link(real_path / path, target)
    except OSError:
        try:
            shutil.copyfile(real_path / path, target, follow_symlinks=False)
        except (PermissionError, FileNotFoundError):
            writing.whole = False


def _plan_of(target: str, state: FolderState, work: Work, made: Hashes) -> Plan:
    """Return the changes as a plan: one line for each folder and kind of change, or a single line for a new folder."""
    stays = tuple(state.stays(work))
    foreign = (Change("replace", MANIFEST),) if state.foreign else ()
    if work.write and not state.ours:
        everything = Change("add", Phrase("everything"), _files(len(work.write)), len(work.write))
        return Plan(target, (*foreign, everything), stays=stays)
    paths_by_group: dict[tuple[str, Action], list[str]] = {}
    for path in (*work.write, *work.remove):
        action: Action = "remove" if path in work.remove else "replace" if path in state.ours else "add"
        paths_by_group.setdefault((shown(_group(path)), action), []).append(path)
    changes = (_change(group, action, paths) for (group, action), paths in sorted(paths_by_group.items()))
    staying = made.keys() & {*work.edited, *work.taken, *work.unknown}
    unchanged = len(made) - len(work.write) - len(staying)
    return Plan(target, (*foreign, *changes), unchanged, stays=stays)


def _change(group: str, action: Action, paths: Iterable[str]) -> Change:
    count = len(list(paths))
    detail = _files(count) if group.endswith("/") else NOTHING
    return Change(action, group, detail, count)


def _files(count: int) -> Phrase:
    return counted(count, Phrase("1 file"), Phrase("{count} files", count=count))


def _group(path: str) -> str:
    """Return the folder under which a changed file is listed: two levels deep for resources, concepts and graphs, else
    one.
    """
    steps = path.split("/")
    depth = min(2 if steps[0] in _GROUPED else 1, len(steps) - 1)
    return "/".join(steps[:depth]) + "/" if depth else path
