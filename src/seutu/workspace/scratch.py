"""A scratch folder beside the output folder, which later runs can recognise as ours.

A name is not proof, because any user may have chosen it. So each scratch folder has a token with its inode number,
which a copy does not share, and a journal of its files, written before each file. Only files in the journal are
removed.
"""

import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_TOKEN, _JOURNAL, _PARTIAL = "seutu.token", "seutu.journal", "seutu.part"
_NEW, _EARLIER, _INSTALLED = "new", "earlier", "installed"
ENDING = ".part"


class Scratch:
    """A scratch folder: it contains the new folder, and the earlier one until the swap is complete."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def new(self) -> Path:
        """The new folder."""
        return self.root / _NEW

    @property
    def earlier(self) -> Path:
        """The earlier folder."""
        return self.root / _EARLIER

    @property
    def has_earlier(self) -> bool:
        """True if the scratch folder contains the earlier folder that was moved here."""
        return self.earlier.is_dir() and [_EARLIER, _inode(self.earlier)] in self._journal_entries()

    def is_installed(self, place: Path) -> bool:
        """Return True if the new folder has been moved to its place."""
        return place.is_dir() and [_INSTALLED, _inode(place)] in self._journal_entries()

    def file(self, path: str) -> Path:
        """Return the path to write a file of the new folder; its folder exists, and the journal lists it."""
        self._note(_NEW, path)
        target = self.new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def note_swap(self, place: Path) -> None:
        """Write to the journal that ``place`` will be moved here, and the new folder there."""
        self._note(_EARLIER, _inode(place))
        self._note(_INSTALLED, _inode(self.new))

    def write_atomically(self, target: Path, content: bytes) -> None:
        """Write a file elsewhere on the same disk, completely or not at all."""
        beside = self.root / _PARTIAL
        beside.write_bytes(content)
        beside.replace(target)

    def discard(self) -> bool:
        """Remove our files, the token last; return False if files of others, or an earlier folder, remain."""
        with suppress(OSError):
            for kind, path in self._journal_entries():
                if kind == _NEW:
                    remove(self.new, str(path))
            prune(self.new)
            remove(self.root, _PARTIAL)
            if {path.name for path in self.root.iterdir()} <= {_TOKEN, _JOURNAL}:
                remove(self.root, _JOURNAL)
                remove(self.root, _TOKEN)
                self.root.rmdir()
        return not self.root.exists()

    def is_authentic(self) -> bool:
        """Return True if the token is that of this folder."""
        with suppress(OSError, ValueError):
            if stat.S_ISREG((self.root / _TOKEN).lstat().st_mode):
                return bool(json.loads((self.root / _TOKEN).read_bytes()) == _token(self.root))
        return False

    def _note(self, kind: str, what: str | int) -> None:
        with (self.root / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps([kind, what]) + "\n")

    def _journal_entries(self) -> list[list[str | int]]:
        found = []
        with suppress(OSError):
            for line in (self.root / _JOURNAL).read_text("utf-8", errors="replace").splitlines():
                with suppress(ValueError):  # the file of a truncated entry was not written yet
                    found.append(json.loads(line))
        return [note for note in found if isinstance(note, list) and len(note) == 2]  # noqa: PLR2004


def create(home: Path, name: str) -> Scratch:
    """Create a scratch folder in the folder ``home``, for an output folder of that name. Raises `OSError`."""
    # The name is known before the folder is there, so that a signal in between leaves nothing.
    scratch = Scratch(home / f".{name}.{secrets.token_hex(4)}{ENDING}")
    try:
        scratch.root.mkdir(mode=0o700)
        (scratch.root / _TOKEN).write_text(json.dumps(_token(scratch.root)), "utf-8")
        scratch.new.mkdir()
    except FileExistsError:
        raise
    except BaseException:
        shutil.rmtree(scratch.root, ignore_errors=True)
        raise
    return scratch


def leftovers(home: Path, name: str) -> list[Scratch]:
    """Return the scratch folders in ``home`` for an output folder of that name, including those in use. Raises
    `OSError`.
    """
    found = home.iterdir() if home.is_dir() else ()
    return [Scratch(path) for path in found if is_scratch_of(path, name)]


def is_scratch_of(folder: Path, name: str) -> bool:
    """Return True if a folder is an authentic scratch folder for an output folder of that name."""
    named = re.fullmatch(rf"\.{re.escape(name)}\.\w{{8}}{re.escape(ENDING)}", folder.name)
    return bool(named) and Scratch(folder).is_authentic()


def remove(folder: Path, path: str) -> None:
    """Remove a file, if it exists, and the folders that become empty."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        (folder / path).unlink()
    clear(folder, path)


def clear(folder: Path, path: str) -> None:
    """Remove the folders of a missing file, as far as they are empty."""
    above = (folder / path).parent
    with suppress(OSError):
        while above != folder:
            above.rmdir()
            above = above.parent


def prune(folder: Path) -> None:
    """Remove a folder and its subfolders, as far as they contain no files."""
    for where, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(where).rmdir()


def make_writable(folder: Path) -> None:
    """Make a folder of ours and its subfolders writable, so that their files can be removed."""
    for where, _, _ in os.walk(folder):
        if not os.access(where, os.W_OK):
            with suppress(OSError):
                Path(where).chmod(0o700)


@contextmanager
def lock(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of a folder, at most until the process ends; yield False if it is not available."""
    handle = _acquire(folder, wait=wait)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _acquire(folder: Path, *, wait: bool) -> int | None:
    # Some systems and file systems have no locks; without them concurrent writers are not protected.
    with suppress(ImportError, OSError), ExitStack() as failing:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        failing.callback(os.close, handle)
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        failing.pop_all()
        return handle
    return None


def _inode(folder: Path) -> int:
    return folder.lstat().st_ino


def _token(root: Path) -> dict[str, object]:
    return {"scratch of": "seutu", "name": root.name, "inode": _inode(root)}
