"""What stands in a folder that is to be written: files of ours, those of ours that somebody has edited, and others.

A file is ours when the manifest of the folder lists it with the hash that it has. Only such files are replaced or
removed.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

MANIFEST = "manifest.json"
"""The file that says that a folder is ours, by naming its builder, and which files in it are."""

Hashes = Mapping[str, str]
"""The SHA-256 of files, by their paths."""

_NAMED = 10  # of what stays, how many are named


def manifest_of(folder: Path) -> Mapping[str, object]:
    """What the manifest of a folder says; nothing where there is none, or none that can be read."""
    with suppress(OSError, ValueError, RecursionError):
        content = json.loads((folder / MANIFEST).read_bytes())
        if isinstance(content, dict):
            return content
    return {}


def listed(manifest: Mapping[str, object]) -> dict[str, set[str]]:
    """The files that a manifest lists, each with the hashes that it may have.

    Those of a writer that was killed have two: from before, and what was being written.
    """
    found: dict[str, set[str]] = {}
    for key in ("files", "before"):
        rows = manifest.get(key)
        for row in rows if isinstance(rows, list) else ():
            if (
                isinstance(row, dict)
                and isinstance(row.get("path"), str)
                and isinstance(row.get("sha256"), str)
            ):
                found.setdefault(row["path"], set()).add(row["sha256"])
    return {path: hashes for path, hashes in found.items() if _is_below(path)}


def _is_below(path: str) -> bool:
    steps = path.split("/")
    return (
        bool(path) and not path.startswith("/") and ".." not in steps and "" not in steps and "\0" not in path
    )


def hashed(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done to a folder: files to write and to remove, and those that stay although we have others."""

    write: tuple[str, ...]
    remove: tuple[str, ...]
    edited: tuple[str, ...]
    taken: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What stands in a folder: by path the hashes of our files as we wrote them, and which of these were edited."""

    folder: Path
    ours: Mapping[str, frozenset[str]] = field(default_factory=dict)
    edited: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path, besides: Path | None = None) -> "Standing":
        """Look at a folder, save what is in ``besides``. Raises `OSError` for one that cannot be read."""
        known = listed(manifest_of(folder))
        ours, edited, others = dict[str, frozenset[str]](), dict[str, str](), list[str]()
        for path in _files(folder, besides):
            if path in known and not (folder / path).is_symlink():
                ours[path] = frozenset(known[path])
                now = hashed(folder / path)
                if now not in known[path]:
                    edited[path] = now
            elif path != MANIFEST:
                others.append(path)
        return cls(folder, ours, edited, tuple(others))

    @cached_property
    def recorded(self) -> Hashes:
        """The hash of each of our files as we wrote it."""
        return {path: min(hashes) for path, hashes in self.ours.items()}

    def work(self, made: Hashes, *, overwrite: bool) -> Work:
        """What is to be done for the folder to hold what was ``made``, and nothing else of ours."""
        write, edited, taken = list[str](), list[str](), list[str]()
        for path, sha in sorted(made.items()):
            if self._has(path, sha):
                continue
            if path in self.edited and not overwrite:
                edited.append(path)
            elif path not in self.ours and self._is_taken(path, overwrite):
                taken.append(path)
            else:
                write.append(path)
        gone = [path for path in sorted(self.ours) if path not in made]
        remove = [path for path in gone if path not in self.edited or overwrite]
        edited += [path for path in gone if path in self.edited and not overwrite]
        return Work(tuple(write), tuple(remove), tuple(sorted(edited)), tuple(taken))

    def _has(self, path: str, sha: str) -> bool:
        if path in self.edited:
            return self.edited[path] == sha
        if path in self.ours:
            return self.ours[path] == {sha} or (
                len(self.ours[path]) > 1 and hashed(self.folder / path) == sha
            )
        return self._others_are_alike(path, sha)

    def _others_are_alike(self, path: str, sha: str) -> bool:
        place = self.folder / path
        return path in self._others and not place.is_symlink() and place.is_file() and hashed(place) == sha

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(self.others)

    def _is_taken(self, path: str, overwrite: bool) -> bool:
        """Whether something that is not ours stands where a file is to be, or one of its folders."""
        place = self.folder
        steps = path.split("/")
        for step in steps[:-1]:
            place /= step
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                return not overwrite and place.relative_to(self.folder).as_posix() not in self.ours
        place /= steps[-1]
        # A folder is never replaced by a file: who knows what is in it.
        is_folder = place.is_dir() and not place.is_symlink() and not self._is_all_ours(path)
        return is_folder or (not overwrite and os.path.lexists(place) and not place.is_dir())

    def _is_all_ours(self, folder: str) -> bool:
        return not any(path.startswith(f"{folder}/") for path in (*self.others, *self.edited))

    def stays(self, work: Work) -> list[str]:
        """What is left as it is, in sentences for people."""
        told = []
        if work.edited:
            told.append(
                f"{_named(work.edited)} {_verb(work.edited, 'was', 'were')} edited since and"
                f" {_verb(work.edited, 'stays', 'stay')}; --overwrite replaces what we wrote"
            )
        if work.taken:
            told.append(
                f"{_named(work.taken)} {_verb(work.taken, 'is', 'are')} not ours and"
                f" {_verb(work.taken, 'stays', 'stay')}, so what we have for it is not written;"
                " --overwrite replaces files"
            )
        replaced = {above for path in work.write for above in (path, *_above(path))}
        rest = self._grouped(set(self.others) - set(work.taken) - replaced)
        if rest:
            told.append(
                f"{_named(rest)} {_verb(rest, 'is', 'are')} not ours and {_verb(rest, 'stays', 'stay')}"
            )
        return told

    def _grouped(self, others: Iterable[str]) -> list[str]:
        """Paths, those in a folder at the top in which nothing is ours as that folder."""
        tops = {path.partition("/")[0] for path in self.ours}
        counts = Counter(
            f"{path.partition('/')[0]}/" if "/" in path and path.partition("/")[0] not in tops else path
            for path in others
        )
        return [f"{path} ({count} files)" if count > 1 else path for path, count in sorted(counts.items())]


def _files(folder: Path, besides: Path | None) -> Iterator[str]:
    """The paths of all that is not a folder; a link is not followed."""

    def fail(error: OSError) -> None:
        raise error

    if not folder.is_dir():
        return
    for where, folders, names in os.walk(folder, onerror=fail):
        here = Path(where)
        if besides is not None and here == besides:
            folders.clear()
            continue
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*links, *names):
            yield (here / name).relative_to(folder).as_posix()


def _above(path: str) -> Iterator[str]:
    steps = path.split("/")
    return ("/".join(steps[:length]) for length in range(1, len(steps)))


def _named(paths: Iterable[str]) -> str:
    every = list(paths)
    more = f" and {len(every) - _NAMED} more" if len(every) > _NAMED else ""
    return ", ".join(every[:_NAMED]) + more


def _verb(paths: Iterable[str], one: str, several: str) -> str:
    return one if len(list(paths)) == 1 else several
