"""A folder beside the output folder to write in, which proves to the next writer that it is ours.

A name proves nothing, for anybody may have chosen it. So each has a token that names the folder itself (its inode,
which no copy has), and a journal of each file in it, noted before the file is written. Only what is noted is removed.
"""

import json
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_TOKEN, _JOURNAL, _PUT = "seutu.token", "seutu.journal", "seutu.part"
_NEW, _EARLIER, _INSTALLED = "new", "earlier", "installed"
ENDING = ".part"


class Scratch:
    """A folder of ours: in it the new folder that is written, and the earlier one while it waits for its end."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def new(self) -> Path:
        """What is written."""
        return self.root / _NEW

    @property
    def earlier(self) -> Path:
        """What stood in its place."""
        return self.root / _EARLIER

    @property
    def put_aside(self) -> bool:
        """Whether an earlier folder waits here that is proved to be the one that was moved away."""
        return self.earlier.is_dir() and [_EARLIER, _inode(self.earlier)] in self._notes()

    def is_installed(self, place: Path) -> bool:
        """Whether the new folder has come to stand in its place."""
        return place.is_dir() and [_INSTALLED, _inode(place)] in self._notes()

    def file(self, path: str) -> Path:
        """Where a file of the new folder is to be written; its folder is there, and it is noted for ours."""
        self._note(_NEW, path)
        target = self.new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def note_swap(self, place: Path) -> None:
        """Note that ``place`` is about to be moved here, and the new folder there."""
        self._note(_EARLIER, _inode(place))
        self._note(_INSTALLED, _inode(self.new))

    def put(self, target: Path, content: bytes) -> None:
        """Write a file somewhere else on the same disk, whole or not at all."""
        beside = self.root / _PUT
        beside.write_bytes(content)
        beside.replace(target)

    def discard(self) -> bool:
        """Remove what is ours, the token last; false when anything of others, or an earlier folder, remains."""
        with suppress(OSError):
            for kind, path in self._notes():
                if kind == _NEW:
                    remove(self.new, str(path))
            prune(self.new)
            remove(self.root, _PUT)
            if {path.name for path in self.root.iterdir()} <= {_TOKEN, _JOURNAL}:
                remove(self.root, _JOURNAL)
                remove(self.root, _TOKEN)
                self.root.rmdir()
        return not self.root.exists()

    def is_proved(self) -> bool:
        """Whether the token names this very folder."""
        with suppress(OSError, ValueError):
            if stat.S_ISREG((self.root / _TOKEN).lstat().st_mode):
                return bool(json.loads((self.root / _TOKEN).read_bytes()) == _token(self.root))
        return False

    def _note(self, kind: str, what: str | int) -> None:
        with (self.root / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write(json.dumps([kind, what]) + "\n")

    def _notes(self) -> list[list[str | int]]:
        found = []
        with suppress(OSError):
            for line in (self.root / _JOURNAL).read_text("utf-8", errors="replace").splitlines():
                with suppress(ValueError):  # of a note that was cut short nothing was written yet
                    found.append(json.loads(line))
        return [note for note in found if isinstance(note, list) and len(note) == 2]  # noqa: PLR2004


def begun(home: Path, name: str) -> Scratch:
    """A new one in the folder ``home``, for an output folder of that name. Raises `OSError`."""
    scratch = Scratch(Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=ENDING, dir=home)))
    (scratch.root / _TOKEN).write_text(json.dumps(_token(scratch.root)), "utf-8")
    scratch.new.mkdir()
    return scratch


def left(home: Path, name: str) -> list[Scratch]:
    """Those in ``home`` for an output folder of that name, of writers alive or not. Raises `OSError`."""
    found = home.iterdir() if home.is_dir() else ()
    return [Scratch(path) for path in found if is_of(path, name)]


def is_of(folder: Path, name: str) -> bool:
    """Whether a folder is proved to be one of ours, for an output folder of that name."""
    named = re.fullmatch(rf"\.{re.escape(name)}\.\w{{8}}{re.escape(ENDING)}", folder.name)
    return bool(named) and Scratch(folder).is_proved()


def remove(folder: Path, path: str) -> None:
    """Remove a file, if it is there, and the folders that it leaves empty."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        (folder / path).unlink()
    clear(folder, path)


def clear(folder: Path, path: str) -> None:
    """Remove the folders of a file that is gone, as far as they are empty."""
    above = (folder / path).parent
    with suppress(OSError):
        while above != folder:
            above.rmdir()
            above = above.parent


def prune(folder: Path) -> None:
    """Remove a folder, and those in it, as far as there is no file in them."""
    for where, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(where).rmdir()


def open_up(folder: Path) -> None:
    """Let what is in a folder of ours be removed, for somebody may have forbidden it of where it stood."""
    for where, _, _ in os.walk(folder):
        if not os.access(where, os.W_OK):
            with suppress(OSError):
                Path(where).chmod(0o700)


@contextmanager
def held(folder: Path, *, wait: bool = True) -> Iterator[bool]:
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


def _inode(folder: Path) -> int:
    return folder.lstat().st_ino


def _token(root: Path) -> dict[str, object]:
    return {"scratch of": "seutu", "name": root.name, "inode": _inode(root)}
