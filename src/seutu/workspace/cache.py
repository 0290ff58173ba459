"""The cache of computed results in a folder: a file or a store for each result, named by the hash of its inputs.

A result that cannot be read, or was truncated or altered, is ignored, and one that cannot be written is not cached: no
error is raised, and missing results are computed again. Each result is written to a temporary name and moved to its
place complete, so that concurrent or killed processes never see a part of it.

All results are in a folder of our own inside the folder that the user names, which may contain other files. A tag is
the first file in our folder; without it, no file is read, written or removed.
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
"""The environment variable that names the folder; an empty value turns the cache off."""

MAX_BYTES = 2_000_000_000
"""The maximal size in bytes; beyond it, the least recently used results are removed."""

_OWN = "seutu-cache-1"
# The tag of the Cache Directory Tagging Specification, so that backups skip the folder; the second line identifies it
# as ours.
_TAG = "CACHEDIR.TAG"
_MARK = b"Signature: 8a477f597d28d172789f06886806bc55\n# Made by seutu, which removes what it no longer needs here.\n"
_PARTIAL, _PREFIX = ".part", "seutu-"
_NAMES = re.compile(rf"[0-9a-f]{{64}}(-[a-z]+)?|{_PREFIX}\w+{re.escape(_PARTIAL)}")
_STORE, _REWRITTEN = "store", "rewritten.nq"
_RECENT = 3600  # seconds after which no process still works on a result
_DIGEST = 32


def folder() -> Path | None:
    """Return the folder of results, which may not exist yet; None when the cache is off."""
    around = _user_folder()
    return around / _OWN if around else None


def _user_folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    with suppress(RuntimeError):  # the user has no home folder
        return _platform_cache() / "seutu"
    return None


def _platform_cache() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _existing_folder() -> Path | None:
    """Return the folder of results, if it exists and has our tag."""
    place = folder()
    with suppress(OSError):
        return place if place and (place / _TAG).read_bytes() == _MARK else None
    return None


def _create_folder() -> Path | None:
    """Return the folder of results, created if necessary; None when that fails, or it is somebody else's."""
    place = folder()
    if place is None:
        return None
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        if not any(place.iterdir()):
            _write_tag(place / _TAG)
    return _existing_folder()


def _write_tag(tag: Path) -> None:
    with suppress(FileExistsError), tag.open("xb", buffering=0) as file:  # written by a concurrent process
        try:
            file.write(_MARK)
        except OSError:
            tag.unlink()
            raise


def key(parts: Iterable[bytes]) -> str:
    """Return the cache key of inputs in this order."""
    total = sha256()
    for part in parts:
        total.update(sha256(part).digest())
    return total.hexdigest()


@lru_cache(maxsize=1)
def code() -> bytes:
    """Return a fingerprint of the code and its engine; cached results are invalid after a change of these."""
    package = Path(__file__).parents[1]
    states = [(path.relative_to(package), path.stat()) for path in sorted(package.rglob("*.py"))]
    own = ",".join(f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states)
    return f"{ox.__version__} {own}".encode()


def read(name: str) -> bytes | None:
    """Return the result of that name, or None if there is no complete one."""
    place = _existing_folder()
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
    """Cache a result under that name, if possible."""
    place = _create_folder() if len(body) <= MAX_BYTES else None
    if place is None:
        return
    with suppress(OSError):
        _make_room(place, len(body))
        _write_atomically(place / name, sha256(body).digest() + body)


def read_graphs(name: str) -> Graphs | None:
    """Return the graphs cached under that name, for reading only, or None if they are missing or incomplete."""
    place = _existing_folder()
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


def write_graphs(name: str, full: Graphs) -> None:
    """Cache a copy of graphs under that name, if possible."""
    # Imported here, because a cache hit should not wait for it.
    from tempfile import mkdtemp

    place = _create_folder()
    if place is None:
        return
    with suppress(OSError, RuntimeError):
        _make_room(place, 0)
        partial = Path(mkdtemp(prefix=_PREFIX, suffix=_PARTIAL, dir=place))
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
        # The bulk loader would rename blank nodes.
        copy.bulk_extend(ox.parse(path=every, format=ox.RdfFormat.N_QUADS))
    else:
        copy.bulk_load(path=every, format=ox.RdfFormat.N_QUADS)
    del copy
    every.unlink()
    ox.serialize(full.rewritten, target / _REWRITTEN, ox.RdfFormat.N_QUADS)


def _has_blank_nodes(lines: Path) -> bool:
    with lines.open("rb") as file:
        return any(b"_:" in line for line in file)


def _write_atomically(target: Path, content: bytes) -> None:
    from tempfile import mkstemp

    handle, partial = mkstemp(prefix=_PREFIX, suffix=_PARTIAL, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(partial).replace(target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _make_room(place: Path, wanted: int) -> None:
    """Remove abandoned partial results, and the least recently used results if the cache is too large."""
    now = time.time()
    kept = []
    # Other files may be here, too.
    for path in filter(_is_ours, place.iterdir()):
        with suppress(OSError):
            used = path.stat().st_mtime
            if path.suffix == _PARTIAL and now - used > _RECENT:
                _remove(path)
            elif path.suffix != _PARTIAL:
                kept.append((used, _size(path), path))
    excess = sum(size for _, size, _ in kept) + wanted - MAX_BYTES
    for used, size, path in sorted(kept):
        # Results that another process may be reading stay.
        if excess <= 0 or now - used < _RECENT:
            return
        _remove(path)
        excess -= size


def _is_ours(path: Path) -> bool:
    """Return True if the name of a file is that of a result or of a partial result."""
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
