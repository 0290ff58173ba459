"""What was worked out before, kept in a folder: a file or a store a result, named by the hash of what it rests on.

A result that cannot be read, was cut short or was altered is as good as none, and one that cannot be written is not
kept: nothing here fails, and whatever is lost is worked out again. Each is written beside its place and moved there
whole, so that processes that work at once, or are killed, never see half a result.

All of it lies in a folder of our own inside the one that somebody names, for other things may lie there too. A mark is
the first thing in ours; where it is missing, nothing is read, written or removed.
"""

import os
import re
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from seutu.query.graphs import Graphs

VARIABLE = "SEUTU_CACHE"
"""The environment variable that names the folder; set to nothing, it turns the cache off."""

MOST = 2_000_000_000
"""How many bytes are kept; beyond, what has not been used for longest goes."""

_OWN = "seutu-cache-1"
# As the Cache Directory Tagging Specification has it, so that backups leave it out; the second line makes it ours.
_TAG = "CACHEDIR.TAG"
_MARK = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by seutu, which removes what it no longer needs here.\n"
_PARTIAL, _BEGUN = ".part", "seutu-"
_NAMES = re.compile(rf"[0-9a-f]{{64}}(-[a-z]+)?|{_BEGUN}\w+{re.escape(_PARTIAL)}")
_STORE, _REWRITTEN = "store", "rewritten.nq"
_RECENT = 3600  # seconds after which nobody is at work on a result any more
_DIGEST = 32


def folder() -> Path | None:
    """The folder of results, which may not exist yet; None when there is to be none."""
    around = _around()
    return around / _OWN if around else None


def _around() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    with suppress(RuntimeError):  # nobody's home
        return _base() / "seutu"
    return None


def _base() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _marked() -> Path | None:
    """The folder of results, if it is there and ours."""
    place = folder()
    with suppress(OSError):
        return place if place and (place / _TAG).read_bytes() == _MARK else None
    return None


def _made() -> Path | None:
    """The folder of results, made if need be; None when it cannot be, or is somebody else's."""
    place = folder()
    if place is None:
        return None
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        if not any(place.iterdir()):
            _mark(place / _TAG)
    return _marked()


def _mark(tag: Path) -> None:
    with suppress(FileExistsError), tag.open("xb", buffering=0) as file:  # another run was faster
        try:
            file.write(_MARK)
        except OSError:
            tag.unlink()
            raise


def key(parts: Iterable[bytes]) -> str:
    """The name of what was worked out from these, in this order."""
    total = sha256()
    for part in parts:
        total.update(sha256(part).digest())
    return total.hexdigest()


@lru_cache(maxsize=1)
def code() -> bytes:
    """What stands for the code that works things out, and for its engine; nothing outlives a change of these."""
    package = Path(__file__).parents[1]
    states = [(path.relative_to(package), path.stat()) for path in sorted(package.rglob("*.py"))]
    own = ",".join(f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states)
    return f"{ox.__version__} {own}".encode()


def read(name: str) -> bytes | None:
    """The result of that name, if there is one that is whole."""
    place = _marked()
    if place is None:
        return None
    try:
        content = (place / name).read_bytes()
        with suppress(OSError):
            os.utime(place / name)
    except OSError:
        return None
    body = content[_DIGEST:]
    return body if sha256(body).digest() == content[:_DIGEST] else None


def write(name: str, body: bytes) -> None:
    """Keep a result under that name, if that can be done."""
    place = _made() if len(body) <= MOST else None
    if place is None:
        return
    with suppress(OSError):
        _make_room(place, len(body))
        _put(place / name, sha256(body).digest() + body)


def graphs(name: str) -> Graphs | None:
    """The graphs that were kept under that name, to be read only, if they are there whole."""
    place = _marked()
    if place is None or not (place / name).is_dir():
        return None
    try:
        store = ox.Store.read_only(str(place / name / _STORE))
        written = place / name / _REWRITTEN
        kept = Graphs(ox.parse(path=written, format=ox.RdfFormat.N_QUADS), store)
        with suppress(OSError):
            os.utime(place / name)
    except (OSError, RuntimeError, SyntaxError):
        _remove(place / name)
        return None
    return kept


def keep(name: str, full: Graphs) -> None:
    """Keep a copy of some graphs under that name, if that can be done."""
    # Imported here, because whoever finds what was kept should not wait for it.
    from tempfile import mkdtemp

    place = _made()
    if place is None:
        return
    with suppress(OSError, RuntimeError):
        _make_room(place, 0)
        partial = Path(mkdtemp(prefix=_BEGUN, suffix=_PARTIAL, dir=place))
        try:
            _copy(full, partial)
            partial.replace(place / name)
        finally:
            _remove(partial)


def _copy(full: Graphs, target: Path) -> None:
    every = target / "all.nq"
    full.store.dump(every, format=ox.RdfFormat.N_QUADS)
    copy = ox.Store(str(target / _STORE))
    if _has_blank_nodes(every):
        # Loading would give them other names.
        copy.bulk_extend(ox.parse(path=every, format=ox.RdfFormat.N_QUADS))
    else:
        copy.bulk_load(path=every, format=ox.RdfFormat.N_QUADS)
    del copy
    every.unlink()
    ox.serialize(full.rewritten, target / _REWRITTEN, ox.RdfFormat.N_QUADS)


def _has_blank_nodes(lines: Path) -> bool:
    with lines.open("rb") as file:
        return any(b"_:" in line for line in file)


def _put(target: Path, content: bytes) -> None:
    from tempfile import mkstemp

    handle, partial = mkstemp(prefix=_BEGUN, suffix=_PARTIAL, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _make_room(place: Path, wanted: int) -> None:
    """Remove what was abandoned, and what has not been used for longest where there is too much."""
    now = time.time()
    kept = []
    # Somebody may have put other things even here.
    for path in filter(_is_ours, place.iterdir()):
        with suppress(OSError):
            used = path.stat().st_mtime
            if path.suffix == _PARTIAL and now - used > _RECENT:
                _remove(path)
            elif path.suffix != _PARTIAL:
                kept.append((used, _size(path), path))
    excess = sum(size for _, size, _ in kept) + wanted - MOST
    for used, size, path in sorted(kept):
        # What somebody may be reading stays.
        if excess <= 0 or now - used < _RECENT:
            return
        _remove(path)
        excess -= size


def _is_ours(path: Path) -> bool:
    """Whether something in the folder is named as results are, or as what is to become one."""
    return bool(_NAMES.fullmatch(path.name)) and not path.is_symlink()


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(file.stat().st_size for file in files)


def _remove(path: Path) -> None:
    from shutil import rmtree

    if path.is_dir():
        rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
