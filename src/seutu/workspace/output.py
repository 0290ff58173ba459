"""A folder of output that becomes what was made, whatever stops the one who writes it, and loses nothing of others.

What is new is written into a folder beside it (`scratch`). Where all that stands there is ours and as we wrote it
(`standing`), the new folder takes the place of the old one whole, with its mode and owner. A writer that is killed
leaves its folder beside, with the new files and, between the two moves, also what stood there before; the next one puts
this back and removes the rest. What somebody changed while the old folder was moved away is given back.

Where anything else lies there, such as ``.git`` or a file that somebody has edited, or the folder cannot be moved, the
files are moved into it one by one. The manifest lists beforehand what is there and what is to come, so that the next
writer knows all of it for ours when this one is killed, and completes it. Until then some files are new and others old.

Writers of the same folder take turns in moving, where the system has locks: the last one stays.
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
from seutu.workspace.scratch import Scratch, held
from seutu.workspace.standing import (
    BUILD,
    MANIFEST,
    SITE,
    Kind,
    Standing,
    Work,
    listed,
    manifest_of,
    settled,
    state,
    transitional,
)

_UNTOUCHED = Phrase("what was there before is as it was")
_STUCK = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV)
_MOUNTS = Path("/proc/self/mountinfo")


@dataclass(slots=True)
class Writing:
    """A folder that is being written: what is to come into it, and in the end what was done.

    ``kept`` are files whose contents are those that stand in the output folder, and ``whole`` says that the new folder
    could take its place. ``standing`` and ``work`` are what stood there and was done, ``stays`` says what was left.
    """

    beside: Scratch
    kept: set[str] = field(default_factory=set)
    whole: bool = True
    standing: Standing | None = None
    work: Work = field(default_factory=lambda: Work((), ()))
    stays: list[Phrase] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The new folder."""
        return self.beside.new

    def file(self, path: str) -> Path:
        """Where to write the file of that path; only files that were asked for here are removed if all fails."""
        return self.beside.file(path)


Wanted = Callable[[Standing, Work], bool]
"""Asked at last, with what stands there and what is to be done, whether it is."""


def spot(place: Path) -> Path:
    """Where a folder really is, links followed; a link that leads to itself stays."""
    return Path(os.path.realpath(place))


def prepare(place: Path, shown: Path, kind: Kind = BUILD, *, overwrite: bool = False) -> Phrase:
    """Mend what a killed writer left beside ``place``; say in a sentence what was done, or nothing if nothing was.

    ``shown`` is its name for people. Raises what `refuse_foreign` raises, and `OutputError` when it cannot be written.
    """
    try:
        with held(place.parent):
            done = _recover(place)
            refuse_foreign(place, shown, kind, overwrite=overwrite)
    except OSError as error:
        raise OutputError(
            str(shown), _reason(error), Phrase("give a folder that can be read and written")
        ) from None
    return _killed(shown, kind, done) if done else NOTHING


def _killed(shown: Path, kind: Kind, done: Phrase) -> Phrase:
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
    """A folder to write in, on the same disk as ``place``, whose files come to stand in ``place`` at the end.

    It must have a manifest then, which lists them. ``wanted`` is asked last, while no other writer can move: when it
    says no, ``place`` stays. Files that are not ours, or were edited, stay unless ``overwrite`` says that they may be
    replaced. When anything is raised before the files are moved, ``place`` is as it was; an `OSError` is told as an
    `OutputError`.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _beside(place) as writing:
            yield writing
            with held(place.parent):
                refuse_foreign(place, shown, kind, overwrite=overwrite)
                _install(writing, place, shown, wanted, overwrite=overwrite)
    except OSError as error:
        raise OutputError(
            str(shown), _reason(error), joined([_remedy(error, kind), _UNTOUCHED], "; ")
        ) from error


def refuse_foreign(place: Path, shown: Path, kind: Kind, *, overwrite: bool = False) -> None:
    """Raise `OutputError` for a place that cannot become a folder of this kind.

    That is a file; a folder of another kind of ours; and, unless ``overwrite``, one whose manifest is not ours, for
    there could be no other by that name.
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
    """Raise `OutputError` for a place among the files of a workspace: its root, or in one of its folders of sources."""
    real = spot(place)
    around = [root / name for name in sources if real.is_relative_to(spot(root / name))]
    if around or real == spot(root):
        what = (
            Phrase("lies in {name}/ of the workspace", name=around[0].name)
            if around
            else Phrase("is the workspace itself")
        )
        problem = Phrase("{what}, and what is written there would be among its sources", what=what)
        raise OutputError(str(shown), problem, Phrase("give another folder to {verb} into", verb=kind.verb))


def _install(writing: Writing, place: Path, shown: Path, wanted: Wanted, *, overwrite: bool) -> None:
    made = {path: min(hashes) for path, hashes in listed(manifest_of(writing.folder)).items()}
    standing = Standing.of(place)
    work = standing.work(made, writing.kept, overwrite=overwrite)
    writing.standing, writing.work = standing, work
    if not wanted(standing, work):
        writing.stays.extend(standing.stays(work))
    elif not (
        writing.whole
        and standing.is_plain
        and _can_be_moved(place)
        and _is_alike(writing.folder, place)
        and _swap(writing, place)
    ):
        try:
            _move_in(writing, place, standing, work)
        except OSError as error:
            remedy = Phrase(
                "see to it and {shown} is completed the next time; until then some files are new and others "
                "old",
                shown=shown,
            )
            raise OutputError(str(shown), _reason(error), remedy) from error


def _can_be_moved(place: Path) -> bool:
    """Whether a folder can be moved aside: not when someone stands in it, or a disk begins there or in it."""
    here = spot(Path())
    if os.path.ismount(place) or place == here or place in here.parents or scratch.left(place, place.name):
        return False
    return not any(place in mount.parents for mount in _mounts(place))


def _mounts(place: Path) -> Iterator[Path]:
    """Where disks begin, or files and folders are shown a second time."""
    try:
        lines = _MOUNTS.read_bytes().splitlines()
    except OSError:
        yield from (Path(where) for where, _, _ in os.walk(place) if os.path.ismount(where))
        return
    for line in lines:
        point = re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), line.split()[4])
        yield Path(os.fsdecode(point))


def _is_alike(new: Path, place: Path) -> bool:
    """Give a new folder the mode, the owner and the group of the one that it is to replace; false if that is denied."""
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


def _move_in(writing: Writing, place: Path, standing: Standing, work: Work) -> None:
    """Move the files of a folder into another one, its manifest last, and remove those that are gone.

    Each is looked at again just before, for somebody may have saved it meanwhile.
    """
    place.mkdir(exist_ok=True)
    final = manifest_of(writing.folder)
    writing.beside.put(place / MANIFEST, transitional(final, standing, work))
    edited, taken = set[str](), set[str]()
    for path in work.remove:
        if standing.is_as_seen(path):
            scratch.remove(place, path)
        else:
            edited.add(path)
    for path in standing.missing - listed(final).keys():
        scratch.clear(place, path)  # by one who was killed
    for path in work.write:
        if not (
            standing.make_way(path)
            and standing.is_as_seen(path)
            and _bring(writing.folder / path, place / path)
        ):
            (edited if path in standing.ours else taken).add(path)
    done = work.without(edited, taken)
    writing.beside.put(place / MANIFEST, settled(final, standing, done))
    _tell(writing, standing, done)


def _tell(writing: Writing, standing: Standing, work: Work) -> None:
    writing.standing, writing.work = standing, work
    writing.stays.extend(standing.stays(work))
    if standing.foreign:
        writing.stays.append(Phrase("{manifest} was not ours, and was replaced", manifest=MANIFEST))


def _bring(source: Path, target: Path) -> bool:
    """Move a file, also to where another disk begins; false where one is shown that cannot be replaced."""
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
def _beside(place: Path) -> Iterator[Writing]:
    """A folder to write in, gone afterwards. Its lock tells that its writer is alive."""
    with ExitStack() as ending:
        with held(place.parent):
            beside = _begun(place)
            ending.enter_context(held(beside.root))
            ending.callback(beside.discard)
        yield Writing(beside, whole=beside.root.parent != place)


def _begun(place: Path) -> Scratch:
    if not os.path.ismount(place):
        try:
            return scratch.begun(place.parent, place.name)
        except OSError as error:
            if not (place.is_dir() and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)):
                raise
    return scratch.begun(place, place.name)


def _recover(place: Path) -> Phrase:
    homes = [home for home in (place.parent, place) if os.access(home, os.R_OK | os.X_OK)]
    left = [one for home in homes for one in scratch.left(home, place.name) if _is_given_up(one, place)]
    put_back = False
    for one in sorted(filter(_waits, left), key=lambda one: -one.earlier.stat().st_mtime_ns):
        if one.is_installed(place):
            _settle(one, place)
        elif _is_free(place):
            one.earlier.replace(place)
            put_back = True
    gone = [one.discard() for one in left]
    if put_back:
        return Phrase("what stood here before was put back first")
    if not all(gone):
        kept = ", ".join(one.root.name for one, went in zip(left, gone, strict=True) if not went)
        return Phrase(
            "what it left behind was removed, but for files in {kept} that are not known to be ours",
            kept=kept,
        )
    return Phrase("what it left behind was removed") if gone else NOTHING


def _waits(one: Scratch) -> bool:
    return one.put_aside


def _is_free(place: Path) -> bool:
    return not os.path.lexists(place) or (place.is_dir() and not any(place.iterdir()))


def _is_given_up(one: Scratch, place: Path) -> bool:
    # A living writer may remove its folder while it is looked at.
    with suppress(FileNotFoundError), held(one.root, wait=False) as dead:
        return dead or (one.put_aside and not place.exists())
    return False


def _swap(writing: Writing, place: Path) -> bool:
    """Put the new folder where ``place`` is; false when that one cannot be moved, and all is as it was.

    The earlier folder waits beside until the new one stands.
    """
    beside, had_one = writing.beside, place.exists()
    try:
        if had_one and not _set_aside(beside, place):
            return False
        beside.new.replace(place)
    except BaseException as error:
        # An interruption may come after the second step, when all is done, or between, when nothing may be lost.
        if had_one and not beside.is_installed(place):
            _put_back(beside, place)
        if beside.put_aside and not beside.is_installed(place) and isinstance(error, OSError):
            problem = Phrase("was made anew by somebody while it was replaced")
            remedy = Phrase("what stood there is in {earlier}; put it back", earlier=beside.earlier)
            raise OutputError(str(place), problem, remedy) from error
        raise
    finally:
        if beside.put_aside and beside.is_installed(place):
            with suppress(OSError):
                _tell(writing, *_settle(beside, place, writing.kept))
            if beside.put_aside:
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
        if error.errno in _STUCK and place.exists():
            return False
        raise
    return True


def _put_back(beside: Scratch, place: Path) -> None:
    with suppress(OSError):
        if beside.put_aside and _is_free(place):
            beside.earlier.replace(place)


def _settle(beside: Scratch, place: Path, kept: Collection[str] = ()) -> tuple[Standing, Work]:
    """Give back what somebody has laid or edited in the earlier folder until it was moved away; remove what is ours."""
    earlier = Standing.of(beside.earlier)
    final = manifest_of(place)
    made = {path: min(hashes) for path, hashes in listed(final).items()}
    work = earlier.work(made, kept, overwrite=False)
    if (earlier.others or earlier.edited) and isinstance(final.get("files"), list):
        beside.put(place / MANIFEST, settled(final, earlier, work))
    for path in (*earlier.others, *earlier.edited):
        with suppress(OSError):
            _give_back(earlier.folder / path, place / path, made.get(path))
    scratch.open_up(earlier.folder)
    for path in (*earlier.ours, *(() if earlier.foreign else (MANIFEST,))):
        if path not in earlier.edited:
            with suppress(OSError):
                scratch.remove(earlier.folder, path)
    scratch.prune(earlier.folder)
    return earlier, work


def _give_back(source: Path, target: Path, sha: str | None) -> None:
    """Put a file where it was, if the place is free or holds what we wrote; else it stays where it is."""
    if source.is_dir() and not source.is_symlink():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(target) and target.samefile(source):
        source.unlink()  # a second name of the same
    elif not os.path.lexists(target) or (sha and state(target) == sha):
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
