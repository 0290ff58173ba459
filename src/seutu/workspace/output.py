"""Writing an output folder safely: a run may be interrupted at any time, and files of others are never lost.

The new files are written into a folder beside the output folder (`scratch`). If all existing files are ours and
unchanged (`standing`), the new folder replaces the old one as a whole, with its mode and owner. A run that is killed
leaves its scratch folder, with the new files and, between the two moves, also with the old folder. The next run moves
the old folder back and removes the rest. Files that somebody changed while the old folder was being replaced are moved
back.

If there are other files, such as ``.git`` or an edited file, or if the folder cannot be moved, the new files are moved
into it one by one. The manifest then first lists both the existing and the coming files, so that the next run
recognises all of them as ours if this one is killed, and completes the work. Until then some files are new and others
old.

Concurrent runs for the same folder lock it while they move files, where the system has locks; the last one wins.
"""

import errno
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from seutu.errors import OutputError, reason
from seutu.phrases import NOTHING, Phrase, joined
from seutu.workspace import scratch
from seutu.workspace.scratch import Scratch, lock
from seutu.workspace.standing import (
    BUILD,
    MANIFEST,
    SITE,
    FolderState,
    Kind,
    Work,
    final_manifest,
    hash_if_file,
    hashes_by_path,
    interim_manifest,
    manifest_of,
)

_UNCHANGED = Phrase("what was there before is as it was")
_CANNOT_MOVE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV)
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(slots=True)
class Writing:
    """A folder that is being written: the new files, and finally the result.

    ``kept`` are files whose contents are those of the output folder. ``whole`` is True if the new folder can replace
    it. ``state`` and ``work`` are the state before and the work done, ``stays`` are sentences about files that were not
    touched.
    """

    beside: Scratch
    kept: set[str] = field(default_factory=set)
    whole: bool = True
    state: FolderState | None = None
    work: Work = field(default_factory=lambda: Work((), ()))
    stays: list[Phrase] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The new folder."""
        return self.beside.new

    def file(self, path: str) -> Path:
        """Return the path at which to write a file; after an error only these files are removed."""
        return self.beside.file(path)


Wanted = Callable[[FolderState, Work], bool]
"""A function of the current state and the work to do that decides whether the work is done."""


def real_path(place: Path) -> Path:
    """Return the real path of a folder, links followed; a link to itself is returned unchanged."""
    return Path(os.path.realpath(place))


def prepare(place: Path, shown: Path, kind: Kind = BUILD, *, overwrite: bool = False) -> Phrase:
    """Recover from a killed run for ``place``; return a sentence about the recovery, empty if there was none.

    ``shown`` is its name for readers. Raises the errors of `refuse_foreign`, and `OutputError` when it cannot be
    written.
    """
    try:
        with lock(place.parent):
            done = _recover(place)
            refuse_foreign(place, shown, kind, overwrite=overwrite)
    except OSError as error:
        raise OutputError(
            str(shown), _reason(error), Phrase("give a folder that can be read and written")
        ) from None
    return _recovery_message(shown, kind, done) if done else NOTHING


def _recovery_message(shown: Path, kind: Kind, done: Phrase) -> Phrase:
    if kind == BUILD:
        return Phrase("{shown}: an earlier build had been killed, and {done}.", shown=shown, done=done)
    return Phrase("{shown}: an earlier publication had been killed, and {done}.", shown=shown, done=done)


@contextmanager
def replacing(
    place: Path,
    shown: Path,
    kind: Kind = BUILD,
    wanted: Wanted = lambda _, __: True,
    *,
    overwrite: bool = False,
) -> Iterator[Writing]:
    """Yield a folder to write in, on the same disk as ``place``; its files are moved to ``place`` at the end.

    It must contain a manifest of the files then. ``wanted`` is called last, under the lock: if it returns False,
    ``place`` stays. Files that are not ours, or were edited, stay unless ``overwrite`` allows them to be replaced. An
    error before the files are moved leaves ``place`` unchanged; an `OSError` is raised as an `OutputError`.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _scratch_for(place) as writing:
            yield writing
            with lock(place.parent):
                refuse_foreign(place, shown, kind, overwrite=overwrite)
                _install(writing, place, shown, wanted, overwrite=overwrite)
    except OSError as error:
        raise OutputError(
            str(shown), _reason(error), joined([_remedy(error, kind), _UNCHANGED], "; ")
        ) from error


def refuse_foreign(place: Path, shown: Path, kind: Kind, *, overwrite: bool = False) -> None:
    """Raise `OutputError` for a path that cannot become a folder of this kind.

    Such a path is a file; a folder of another kind of ours; or, unless ``overwrite``, a folder with a manifest of
    others, because there cannot be two manifests.
    """
    if os.path.lexists(place) and not place.is_dir():
        problem = Phrase("is a link that leads to itself") if place.is_symlink() else Phrase("is a file")
        raise OutputError(str(shown), problem, Phrase("give a folder to {verb} into", verb=kind.verb))
    manifest = place / MANIFEST
    if not os.path.lexists(manifest) or kind.is_of(place):
        return
    replaceable = manifest.is_symlink() or manifest.is_file()
    of_another = any(one.is_of(place) for one in (BUILD, SITE))
    if of_another or not (overwrite and replaceable):
        problem = Phrase(
            "holds a {manifest} that is not of an {noun}, so nothing is written over it",
            manifest=MANIFEST,
            noun=kind.noun,
        )
        remedy = Phrase("give another folder")
        if replaceable and not of_another:
            remedy = Phrase("give another folder, or replace it with --overwrite")
        raise OutputError(str(shown), problem, remedy)


def refuse_sources(place: Path, shown: Path, root: Path, kind: Kind, sources: Collection[str]) -> None:
    """Raise `OutputError` for a path in a workspace's files: its root, or a path in one of its source folders."""
    real = real_path(place)
    around = [root / name for name in sources if real.is_relative_to(real_path(root / name))]
    if around or real == real_path(root):
        what = (
            Phrase("lies in {name}/ of the workspace", name=around[0].name)
            if around
            else Phrase("is the workspace itself")
        )
        problem = Phrase("{what}, and what is written there would be among its sources", what=what)
        raise OutputError(str(shown), problem, Phrase("give another folder to {verb} into", verb=kind.verb))


def _install(writing: Writing, place: Path, shown: Path, wanted: Wanted, *, overwrite: bool) -> None:
    made = {path: min(hashes) for path, hashes in hashes_by_path(manifest_of(writing.folder)).items()}
    state = FolderState.of(place)
    work = state.work(made, writing.kept, overwrite=overwrite)
    writing.state, writing.work = state, work
    if not wanted(state, work):
        writing.stays.extend(state.stays(work))
    elif not (
        writing.whole
        and state.is_plain
        and _can_be_moved(place)
        and _copy_attributes(writing.folder, place)
        and _swap(writing, place)
    ):
        try:
            _move_in(writing, place, state, work)
        except OSError as error:
            remedy = Phrase(
                "see to it and {shown} is completed the next time; until then some files are new and others "
                "old",
                shown=shown,
            )
            raise OutputError(str(shown), _reason(error), remedy) from error


def _can_be_moved(place: Path) -> bool:
    """Return True if a folder can be moved: it is not the current folder, and no mount point is at or below it."""
    here = real_path(Path())
    if (
        os.path.ismount(place)
        or place == here
        or place in here.parents
        or scratch.leftovers(place, place.name)
    ):
        return False
    return not any(place in mount.parents for mount in _mounts(place))


def _mounts(place: Path) -> Iterator[Path]:
    """Yield the mount points, including bind mounts."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        yield from (Path(where) for where, _, _ in os.walk(place) if os.path.ismount(where))
        return
    for line in lines:
        point = re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), line.split()[4])
        yield Path(os.fsdecode(point))


def _copy_attributes(new: Path, place: Path) -> bool:
    """Copy mode, owner and group of the replaced folder to the new one; return False if that is denied."""
    if not place.exists():
        return True
    was = place.stat()
    try:
        shutil.copystat(place, new)
        if hasattr(os, "chown"):
            os.chown(new, was.st_uid, was.st_gid)
        new.chmod(was.st_mode & 0o7777)
        os.utime(new)
    except OSError:
        return False
    now = new.stat()
    return (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


def _move_in(writing: Writing, place: Path, state: FolderState, work: Work) -> None:
    """Move the files of a folder into another, the manifest last, and remove the files that are not in it any more.

    The state of each file is checked again just before, because somebody may have saved it meanwhile.
    """
    place.mkdir(exist_ok=True)
    final = manifest_of(writing.folder)
    writing.beside.write_atomically(place / MANIFEST, interim_manifest(final, state, work))
    edited, taken = set[str](), set[str]()
    for path in work.remove:
        if state.is_as_seen(path):
            scratch.remove(place, path)
        else:
            edited.add(path)
    for path in state.missing - hashes_by_path(final).keys():
        scratch.clear(place, path)  # removed by a killed run
    for path in work.write:
        if not (
            state.make_way(path)
            and state.is_as_seen(path)
            and _move_file(writing.folder / path, place / path)
        ):
            (edited if path in state.ours else taken).add(path)
    done = work.without(edited, taken)
    writing.beside.write_atomically(place / MANIFEST, final_manifest(final, state, done))
    _report(writing, state, done)


def _report(writing: Writing, state: FolderState, work: Work) -> None:
    writing.state, writing.work = state, work
    writing.stays.extend(state.stays(work))
    if state.foreign:
        writing.stays.append(Phrase("{manifest} was not ours, and was replaced", manifest=MANIFEST))


def _move_file(source: Path, target: Path) -> bool:
    """Move a file, also to another disk; return False for a target that cannot be replaced, such as a mount point."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno == errno.EBUSY:
            return False
        if error.errno != errno.EXDEV:
            raise
        part = target.with_name(f".{target.name}{scratch.ENDING}")
        shutil.copyfile(source, part)
        part.replace(target)
    return True


@contextmanager
def _scratch_for(place: Path) -> Iterator[Writing]:
    """Yield a folder to write in, which is removed afterwards. Its lock shows that its process is alive."""
    with ExitStack() as ending:
        with lock(place.parent):
            beside = _create_scratch(place)
            ending.enter_context(lock(beside.root))
            ending.callback(beside.discard)
        yield Writing(beside, whole=beside.root.parent != place)


def _create_scratch(place: Path) -> Scratch:
    if not os.path.ismount(place):
        try:
            return scratch.create(place.parent, place.name)
        except OSError as error:
            if not (place.is_dir() and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)):
                raise
    return scratch.create(place, place.name)


def _recover(place: Path) -> Phrase:
    homes = [home for home in (place.parent, place) if os.access(home, os.R_OK | os.X_OK)]
    left = [one for home in homes for one in scratch.leftovers(home, place.name) if _is_abandoned(one, place)]
    put_back = False
    for one in sorted(filter(_has_earlier, left), key=lambda one: -one.earlier.stat().st_mtime_ns):
        if one.is_installed(place):
            _return_changes(one, place)
        elif _is_free(place):
            one.earlier.replace(place)
            put_back = True
    gone = [one.discard() for one in left]
    if put_back:
        return Phrase("what stood here before was put back first")
    if not all(gone):
        kept = ", ".join(one.root.name for one, is_gone in zip(left, gone, strict=True) if not is_gone)
        return Phrase(
            "what it left behind was removed, but for files in {kept} that are not known to be ours",
            kept=kept,
        )
    return Phrase("what it left behind was removed") if gone else NOTHING


def _has_earlier(one: Scratch) -> bool:
    return one.has_earlier


def _is_free(place: Path) -> bool:
    return not os.path.lexists(place) or (place.is_dir() and not any(place.iterdir()))


def _is_abandoned(one: Scratch, place: Path) -> bool:
    # A running process may remove its folder meanwhile.
    with suppress(FileNotFoundError), lock(one.root, wait=False) as is_free:
        return is_free or (one.has_earlier and not place.exists())
    return False


def _swap(writing: Writing, place: Path) -> bool:
    """Move the new folder to ``place``; return False, without any change, when ``place`` cannot be moved.

    The earlier folder is kept in the scratch folder until the new one is in place.
    """
    beside, had_one = writing.beside, place.exists()
    try:
        if had_one and not _set_aside(beside, place):
            return False
        beside.new.replace(place)
    except BaseException as error:
        # An interruption may come after the second move, when the work is complete, or between the moves, when the
        # earlier folder must be restored.
        if had_one and not beside.is_installed(place):
            _put_back(beside, place)
        if beside.has_earlier and not beside.is_installed(place) and isinstance(error, OSError):
            problem = Phrase("was made anew by somebody while it was replaced")
            remedy = Phrase("what stood there is in {earlier}; put it back", earlier=beside.earlier)
            raise OutputError(str(place), problem, remedy) from error
        raise
    finally:
        if beside.has_earlier and beside.is_installed(place):
            with suppress(OSError):
                _report(writing, *_return_changes(beside, place, writing.kept))
            if beside.has_earlier:
                writing.stays.append(
                    Phrase(
                        "what was changed meanwhile and has no place is in {earlier}", earlier=beside.earlier
                    )
                )
    return True


def _set_aside(beside: Scratch, place: Path) -> bool:
    beside.note_swap(place)
    try:
        place.replace(beside.earlier)
    except OSError as error:
        if error.errno in _CANNOT_MOVE and place.exists():
            return False
        raise
    return True


def _put_back(beside: Scratch, place: Path) -> None:
    with suppress(OSError):
        if beside.has_earlier and _is_free(place):
            beside.earlier.replace(place)


def _return_changes(beside: Scratch, place: Path, kept: Collection[str] = ()) -> tuple[FolderState, Work]:
    """Move back the files that somebody added or edited in the earlier folder until it was moved; remove our files."""
    earlier = FolderState.of(beside.earlier)
    final = manifest_of(place)
    made = {path: min(hashes) for path, hashes in hashes_by_path(final).items()}
    work = earlier.work(made, kept, overwrite=False)
    if (earlier.others or earlier.edited) and isinstance(final.get("files"), list):
        beside.write_atomically(place / MANIFEST, final_manifest(final, earlier, work))
    for path in (*earlier.others, *earlier.edited):
        with suppress(OSError):
            _return_file(earlier.folder / path, place / path, made.get(path))
    scratch.make_writable(earlier.folder)
    for path in (*earlier.ours, *(() if earlier.foreign else (MANIFEST,))):
        if path not in earlier.edited:
            with suppress(OSError):
                scratch.remove(earlier.folder, path)
    scratch.prune(earlier.folder)
    return earlier, work


def _return_file(source: Path, target: Path, sha: str | None) -> None:
    """Move a file back if its place is free or has our file; else leave it."""
    if source.is_dir() and not source.is_symlink():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target) and target.samefile(source):
        source.unlink()  # a hard link to the same file
    elif not os.path.lexists(target) or (sha and hash_if_file(target) == sha):
        source.replace(target)


def _reason(error: OSError) -> Phrase:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Phrase("the disk is full")
    if error.errno == errno.EFBIG:
        return Phrase("a file would be larger than is allowed here")
    return Phrase("cannot be written ({reason})", reason=reason(error))


def _remedy(error: OSError, kind: Kind) -> Phrase:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return (
        Phrase("make room and {verb} again", verb=kind.verb)
        if full
        else Phrase("give a folder that can be written")
    )
