"""A folder of output that becomes what was made, whatever stops the one who writes it, and loses nothing of others.

What is new is written into a folder beside it. Where all that stands there is ours and as we wrote it (`standing`),
the new folder takes the place of the old one whole. A writer that is killed leaves the new folder beside and, killed
between the two moves, also what stood there before; the next one puts this back and removes the rest.

Where anything else lies there, such as ``.git`` or a file that somebody has edited, or the folder cannot be moved, the
files are moved into it one by one. The manifest lists beforehand what is there and what is to come, so that the next
writer knows all of it for ours when this one is killed, and completes it. Until then some files are new and others old.

Writers of the same folder take turns in moving, where the system has locks: the last one stays.
"""

import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from seutu.errors import OutputError
from seutu.standing import MANIFEST, Standing, Work, listed, manifest_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of folder that is ours: the builder that its manifest names, and the noun and verb for it in sentences.

    A folder of one kind is never written over by what makes another.
    """

    builder: str
    noun: str
    verb: str


BUILD = Kind("seutu", "build", "build")
SITE = Kind("seutu publish", "publication", "publish")
BUILDER = BUILD.builder

# How the folders beside the output folder end: what is not wanted unless it is finished, and what waits for it.
_NEW, _ASIDE = ".part", ".old"
_UNTOUCHED = "what was there before is as it was"


@dataclass(frozen=True, slots=True)
class Scratch:
    """A folder to write in, and what is said at the end of the things that were left as they are."""

    folder: Path
    stays: list[str] = field(default_factory=list)


def prepare(place: Path, shown: Path, kind: Kind = BUILD, *, overwrite: bool = False) -> str:
    """Mend what a killed writer left beside ``place``; say in a sentence what was done, or nothing if nothing was.

    ``shown`` is its name for people. Raises what `refuse_foreign` raises, and `OutputError` when it cannot be written.
    """
    try:
        with _held(place.parent):
            refuse_foreign(place, shown, kind, overwrite=overwrite)
            done = _recover(place, kind)
    except OSError as error:
        raise OutputError(str(shown), _reason(error), "give a folder that can be read and written") from None
    return f"{shown}: an earlier {kind.noun} had been killed, and {done}." if done else ""


@contextmanager
def replacing(
    place: Path,
    shown: Path,
    kind: Kind = BUILD,
    wanted: Callable[[], bool] = lambda: True,
    *,
    overwrite: bool = False,
) -> Iterator[Scratch]:
    """A folder to write in, on the same disk as ``place``, whose files come to stand in ``place`` at the end.

    It must have a manifest then, which lists them. ``wanted`` is asked last, while no other writer can move: when it
    says no, ``place`` stays. Files that are not ours, or were edited, stay unless ``overwrite`` says that they may be
    replaced. When anything is raised before the files are moved, ``place`` is as it was; an `OSError` is told as an
    `OutputError`.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _beside(place) as folder:
            scratch = Scratch(folder)
            yield scratch
            with _held(place.parent):
                refuse_foreign(place, shown, kind, overwrite=overwrite)
                if wanted():
                    _install(scratch, place, shown, overwrite)
    except OSError as error:
        raise OutputError(str(shown), _reason(error), f"{_remedy(error, kind)}; {_UNTOUCHED}") from error


def refuse_foreign(place: Path, shown: Path, kind: Kind, *, overwrite: bool = False) -> None:
    """Raise `OutputError` for a place that cannot become a folder of this kind.

    That is a file; a folder of another kind of ours; and, unless ``overwrite``, one whose manifest is not ours, for
    there could be no other by that name.
    """
    if os.path.lexists(place) and not place.is_dir():
        raise OutputError(str(shown), "is a file", f"give a folder to {kind.verb} into")
    if not os.path.lexists(place / MANIFEST) or _is_ours(place, kind):
        return
    of_another = any(_is_ours(place, one) for one in (BUILD, SITE))
    if of_another or not overwrite:
        problem = f"holds a {MANIFEST} that is not of an earlier {kind.noun}, so nothing is written over it"
        remedy = (
            "give another folder" if of_another else "give another folder, or replace it with --overwrite"
        )
        raise OutputError(str(shown), problem, remedy)


def _is_ours(folder: Path, kind: Kind) -> bool:
    return manifest_of(folder).get("builder") == kind.builder


def _install(scratch: Scratch, place: Path, shown: Path, overwrite: bool) -> None:
    made = {path: min(hashes) for path, hashes in listed(manifest_of(scratch.folder)).items()}
    standing = Standing.of(place, scratch.folder)
    work = standing.work(made, overwrite=overwrite)
    scratch.stays.extend(standing.stays(work))
    if not (standing.others or standing.edited) and _can_be_moved(place):
        _swap(scratch.folder, place)
        return
    try:
        _move_in(scratch.folder, place, standing, work)
    except OSError as error:
        remedy = (
            f"see to it and {shown} is completed the next time; until then some files are new and others old"
        )
        raise OutputError(str(shown), _reason(error), remedy) from error


def _can_be_moved(place: Path) -> bool:
    """Whether a folder can be moved aside: not when someone stands in it, or a disk begins there."""
    here = Path.cwd()
    return not (os.path.ismount(place) or place == here or place in here.parents)


def _move_in(scratch: Path, place: Path, standing: Standing, work: Work) -> None:
    """Move the files of a folder into another one, its manifest last, and remove those that are gone."""
    place.mkdir(exist_ok=True)
    final = scratch / MANIFEST
    _put(place / MANIFEST, _transitional(final, standing), scratch)
    for path in work.remove:
        _unlink(place, path)
    for path in work.write:
        _make_way(place, path)
        (scratch / path).replace(place / path)
    _put(place / MANIFEST, _settled(final, standing, work), scratch)


def _transitional(final: Path, standing: Standing) -> bytes:
    """The manifest while files are moved: what is there, and what is to come."""
    content = dict(manifest_of(final.parent))
    before = ((path, sha) for path, several in standing.ours.items() for sha in sorted(several))
    return _as_json(content | {"before": [{"path": path, "sha256": sha} for path, sha in before]})


def _settled(final: Path, standing: Standing, work: Work) -> bytes:
    """The manifest of what is ours in the end: of what was edited as we wrote it, and of others nothing."""
    content = dict(manifest_of(final.parent))
    rows = content["files"]
    assert isinstance(rows, list), "a manifest lists its files"
    others = {path for path in standing.others if path not in work.write}
    kept = {*work.edited, *work.taken, *others}
    ours = [row for row in rows if row["path"] not in kept]
    ours += [{"path": path, "sha256": standing.recorded[path]} for path in work.edited]
    return _as_json(content | {"files": sorted(ours, key=lambda row: row["path"])})


def _as_json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _put(target: Path, content: bytes, scratch: Path) -> None:
    beside = scratch / f"{MANIFEST}{_NEW}"
    beside.write_bytes(content)
    beside.replace(target)


def _make_way(place: Path, path: str) -> None:
    """Make the folders of a file, in the place of what may be replaced by them."""
    at = place
    for step in Path(path).parts[:-1]:
        at /= step
        if at.is_symlink() or (at.exists() and not at.is_dir()):
            at.unlink()
        at.mkdir(exist_ok=True)
    target = place / path
    if target.is_dir() and not target.is_symlink():
        target.rmdir()  # of ours, and empty by now


def _unlink(place: Path, path: str) -> None:
    """Remove a file of ours, and the folders that it leaves empty."""
    with suppress(FileNotFoundError):
        (place / path).unlink()
    above = (place / path).parent
    with suppress(OSError):
        while above != place:
            above.rmdir()
            above = above.parent


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A folder to write in, gone afterwards. Its lock tells that its writer is alive, its manifest that it is ours."""
    with ExitStack() as ending:
        with _held(place.parent):
            home = place if os.path.ismount(place) else place.parent
            scratch = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=_NEW, dir=home))
            ending.enter_context(_held(scratch))
            ending.callback(_discard, scratch)
            scratch.chmod(0o755)
            (scratch / MANIFEST).touch()
        yield scratch


@contextmanager
def _held(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a folder's lock, which ends with the process at the latest; false when it cannot be had."""
    handle = _locked(folder, wait=wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _locked(folder: Path, *, wait: bool) -> int | None:
    # Not every system and not every disk has locks; without them all is well as long as writers do not meet.
    with suppress(ImportError, OSError), ExitStack() as failing:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        failing.callback(os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        failing.pop_all()
        return handle
    return None


def _recover(place: Path, kind: Kind) -> str:
    ours = [folder for folder in _left(place, _ASIDE) if _is_ours(folder, kind)]
    aside = sorted(ours, key=lambda folder: folder.stat().st_mtime_ns)
    given_up = [folder for folder in _left(place, _NEW) if _is_given_up(folder)]
    put_back = bool(aside) and not (place.exists() and any(place.iterdir()))
    if put_back:
        aside.pop().replace(place)
    for folder in aside:
        _give_back(folder, place)
        _discard(folder)
    for folder in given_up:
        _discard(folder)
    if put_back:
        return "what stood here before was put back first"
    return "what it left behind was removed" if aside or given_up else ""


def _left(place: Path, ending: str) -> list[Path]:
    """The folders beside that are named as ours are."""
    name = re.compile(rf"\.{re.escape(place.name)}\.\w{{8}}{re.escape(ending)}")
    beside = place.parent.iterdir() if place.parent.is_dir() else ()
    return [path for path in beside if name.fullmatch(path.name)]


def _is_given_up(folder: Path) -> bool:
    # A living writer may remove its folder while it is looked at.
    with suppress(FileNotFoundError), _held(folder, wait=False) as dead:
        ours = (folder / MANIFEST).exists() or not any(folder.iterdir())
        return ours and (dead or folder.with_suffix(_ASIDE).exists())
    return False


def _swap(scratch: Path, place: Path) -> None:
    """Put ``scratch`` where ``place`` is. The earlier folder waits beside until the new one stands."""
    earlier = scratch.with_suffix(_ASIDE)
    had_one = place.exists()
    try:
        if had_one:
            place.replace(earlier)
        scratch.replace(place)
    except BaseException:
        # An interruption may come after the second step, when all is done, or between, when nothing may be lost.
        with suppress(OSError):
            if had_one and earlier.exists() and not place.exists():
                earlier.replace(place)
        raise
    finally:
        with suppress(OSError):
            if place.exists() and earlier.exists():
                _give_back(earlier, place)
                # Under the name of what is not wanted it is never put back, even if a kill leaves half of it.
                _discard(earlier.replace(scratch))


def _give_back(earlier: Path, place: Path) -> None:
    """Put into ``place`` what somebody has laid into the earlier folder while it was looked at and moved aside."""
    standing = Standing.of(earlier)
    for path in (*standing.others, *standing.edited):
        if not os.path.lexists(place / path):
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (earlier / path).replace(place / path)
        elif path in standing.others:
            raise OSError("somebody's file stands beside")  # and the folder stays beside, too


def _discard(folder: Path) -> None:
    """Remove a folder of ours, its manifest last: by it the next writer knows what a kill has left."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != MANIFEST:
                path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if error.errno == errno.EFBIG:
        return "a file would be larger than is allowed here"
    return f"cannot be written ({error.strerror or error})"


def _remedy(error: OSError, kind: Kind) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return f"make room and {kind.verb} again" if full else "give a folder that can be written"
