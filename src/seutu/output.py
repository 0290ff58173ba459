"""A folder of output that is replaced whole or stays as it was, whatever stops the one who writes it.

What is new is written into a folder beside it and moved into its place at the end. A writer that is killed leaves
that folder beside and, killed between the two moves, also what stood there before; the next one puts this back and
removes the rest. Writers of the same folder take turns in moving, where the system has locks: the last one stays.
"""

import errno
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from seutu.errors import OutputError

MANIFEST = "manifest.json"
"""The file that tells that a folder is ours, by naming its builder."""


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


def prepare(place: Path, shown: Path, kind: Kind = BUILD) -> str:
    """Mend what a killed writer left beside ``place``; say in a sentence what was done, or nothing if nothing was.

    ``shown`` is its name for people. Raises `OutputError` when it holds something of another kind, which may be
    someone's work, or cannot be written.
    """
    try:
        with _held(place.parent):
            refuse_foreign(place, shown, kind)
            done = _recover(place, kind)
    except OSError as error:
        raise OutputError(str(shown), _reason(error), "give a folder that can be read and written") from None
    return f"{shown}: an earlier {kind.noun} had been killed, and {done}." if done else ""


@contextmanager
def replacing(
    place: Path, shown: Path, kind: Kind = BUILD, wanted: Callable[[], bool] = lambda: True
) -> Iterator[Path]:
    """A folder to write in, on the same disk as ``place``, which takes its place at the end.

    ``wanted`` is asked last, while no other writer can move: when it says no, ``place`` stays. When anything is raised,
    ``place`` is as it was; an `OSError` is told as an `OutputError`.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _beside(place) as scratch:
            yield scratch
            with _held(place.parent):
                refuse_foreign(place, shown, kind)
                if wanted():
                    _swap(scratch, place)
    except OSError as error:
        raise OutputError(str(shown), _reason(error), f"{_remedy(error, kind)}; {_UNTOUCHED}") from error


def refuse_foreign(place: Path, shown: Path, kind: Kind) -> None:
    """Raise `OutputError` for a folder, shown to people as ``shown``, that holds something of another kind."""
    try:
        foreign = place.exists() and any(place.iterdir()) and not _is_ours(place, kind)
    except NotADirectoryError:
        raise OutputError(str(shown), "is a file", f"give a folder to {kind.verb} into") from None
    if foreign:
        earlier = f"{MANIFEST} of an earlier {kind.noun}"
        problem = f"is not empty and holds no {earlier}, so nothing is written over it"
        raise OutputError(str(shown), problem, "give another folder, or empty this one")


def _is_ours(folder: Path, kind: Kind) -> bool:
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return isinstance(content, dict) and content.get("builder") == kind.builder


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A folder to write in, gone afterwards. Its lock tells that its writer is alive, its manifest that it is ours."""
    with ExitStack() as ending:
        with _held(place.parent):
            scratch = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=_NEW, dir=place.parent))
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
    for folder in (*aside, *given_up):
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
                # Under the name of what is not wanted it is never put back, even if a kill leaves half of it.
                _discard(earlier.replace(scratch))


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
