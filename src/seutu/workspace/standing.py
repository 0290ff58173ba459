"""The state of an output folder: our files, those of ours that somebody has edited, and others.

A file is ours if the manifest of the folder lists it with its hash. Only such files are replaced or removed. Special
files are never opened, and links are not followed.
"""

import hashlib
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from seutu.phrases import Phrase, and_more, counted, joined
from seutu.workspace import scratch

MANIFEST = "manifest.json"
"""The file that identifies a folder as ours, by the name of its builder, and lists our files."""

Hashes = Mapping[str, str]
"""The SHA-256 of files, by their paths."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of output folder: the builder in its manifest, and the noun and verb for messages.

    A folder of one kind is never overwritten by output of another kind.
    """

    builder: str
    noun: Phrase
    verb: Phrase

    def is_of(self, folder: Path) -> bool:
        """Return True if a folder is of this kind, according to its manifest."""
        return manifest_of(folder).get("builder") == self.builder


BUILD = Kind("seutu", Phrase("earlier build"), Phrase("build"))
SITE = Kind("seutu publish", Phrase("earlier publication"), Phrase("publish"))

UNREADABLE = ""
"""The value in place of the hash of an unreadable file."""

_NAMED = 10  # number of staying files that are named
_SHA = re.compile(r"[0-9a-f]{64}")
# The only hidden files that we write; others, such as .git, are never ours, even if a manifest lists them.
_HIDDEN = frozenset({".htaccess", ".nojekyll", ".well-known"})


def manifest_of(folder: Path) -> Mapping[str, object]:
    """Return the manifest of a folder; empty if there is none, it cannot be parsed, or it is a link."""
    with suppress(OSError, ValueError, RecursionError):
        path = folder / MANIFEST
        content = json.loads(path.read_bytes()) if _form(path) is _Form.FILE else None
        if isinstance(content, dict):
            return content
    return {}


def hashes_by_path(manifest: Mapping[str, object]) -> dict[str, set[str]]:
    """Return the files of a manifest, each with its possible hashes.

    Files of a killed run have two hashes: the earlier one, and that of the new content.
    """
    return _rows(manifest, "files", "before", "coming")


def _rows(manifest: Mapping[str, object], *keys: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        rows = manifest.get(key)
        for row in rows if isinstance(rows, list) else ():
            path, sha = (row.get("path"), row.get("sha256")) if isinstance(row, dict) else (None, None)
            if (
                isinstance(path, str)
                and isinstance(sha, str)
                and _is_valid_path(path)
                and _SHA.fullmatch(sha)
            ):
                found.setdefault(path, set()).add(sha)
    return found


def _is_valid_path(path: str) -> bool:
    """Return True if we could have written a file with this path: it is below the folder, and not hidden."""
    steps = path.split("/")
    hidden = any(step.startswith(".") for step in steps) and not (
        steps[0] in _HIDDEN and not any(step.startswith(".") for step in steps[1:])
    )
    return not hidden and "" not in steps and path != MANIFEST and "\0" not in path and _is_text(path)


def _is_text(path: str) -> bool:
    with suppress(UnicodeEncodeError):
        path.encode()
        return True
    return False


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_if_file(path: Path) -> str | None:
    """Return the SHA-256 of a regular file, `UNREADABLE` if it cannot be read; None if it is not a regular file."""
    if _form(path) is not _Form.FILE:
        return None
    try:
        return sha256_of(path)
    except FileNotFoundError:
        return None
    except OSError:
        return UNREADABLE


def shown(path: str) -> str:
    """Return a path for messages, on one line: unprintable characters are escaped as in Python."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace") if not _is_text(path) else path
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class _Form(Enum):
    NOTHING, FILE, FOLDER, LINK, SPECIAL = range(5)


def _form(path: Path) -> _Form:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return _Form.NOTHING
    forms = {stat.S_IFREG: _Form.FILE, stat.S_IFDIR: _Form.FOLDER, stat.S_IFLNK: _Form.LINK}
    return forms.get(stat.S_IFMT(mode), _Form.SPECIAL)


@dataclass(frozen=True, slots=True)
class Work:
    """The work on a folder: files to write and to remove, and files that stay although we have others.

    ``unknown`` are edited files whose earlier contents are not known any more.
    """

    write: tuple[str, ...]
    remove: tuple[str, ...]
    edited: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def without(self, edited: Collection[str], taken: Collection[str]) -> "Work":
        """Return the work without files that were found, at the last moment, to be edited or taken by others."""
        late = {*edited, *taken}
        return Work(
            tuple(path for path in self.write if path not in late),
            tuple(path for path in self.remove if path not in late),
            tuple(sorted({*self.edited, *edited})),
            tuple(sorted({*self.taken, *taken})),
            self.unknown,
        )


@dataclass(frozen=True)
class FolderState:
    """The state of a folder.

    ``ours`` are our files by path, each with its possible hashes, and ``now`` their current hashes. ``others`` are the
    paths of all other files, and, with a slash at the end, of folders that are unreadable, or empty and not ours.
    ``missing`` are files of ours that do not exist any more. ``foreign`` is True if the manifest is not ours,
    ``unfinished`` if a run was killed before its last step.
    """

    folder: Path
    ours: Mapping[str, frozenset[str]] = field(default_factory=dict)
    now: Hashes = field(default_factory=dict)
    others: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    foreign: bool = False
    unfinished: bool = False

    @classmethod
    def of(cls, folder: Path) -> "FolderState":
        """Read the state of a folder. Raises `OSError` when it cannot be read."""
        manifest = manifest_of(folder)
        is_ours = manifest.get("builder") in (BUILD.builder, SITE.builder)
        known = hashes_by_path(manifest) if is_ours else {}
        settled = _rows(manifest, "files", "before")
        above = {f"{one}/" for path in known for one in _parent_paths(path)}
        ours, now, others = dict[str, frozenset[str]](), dict[str, str](), list[str]()
        for path in _all_paths(folder):
            sha = hash_if_file(folder / path) if path in known else None
            # Somebody else may have written a file of that name meanwhile.
            if sha is not None and (path in settled or sha in known[path]):
                ours[path], now[path] = frozenset(known[path]), sha
            elif path != MANIFEST and path not in above:
                others.append(path)
        missing = frozenset(known.keys() - ours.keys() - set(others))
        foreign = not is_ours and os.path.lexists(folder / MANIFEST)
        return cls(
            folder, ours, now, tuple(sorted(others)), missing, foreign, is_ours and "before" in manifest
        )

    @cached_property
    def edited(self) -> Hashes:
        """Our files that somebody has edited, each with its current hash."""
        return {path: sha for path, sha in self.now.items() if sha not in self.ours[path]}

    @cached_property
    def recorded(self) -> Hashes:
        """The hash of each of our files as we wrote it."""
        return {path: min(self.ours[path]) if path in self.edited else sha for path, sha in self.now.items()}

    @property
    def is_plain(self) -> bool:
        """True if the folder contains only our files, unchanged."""
        return not (self.others or self.edited or self.foreign)

    def work(self, made: Hashes, kept: Collection[str] = (), *, overwrite: bool) -> Work:
        """Return the work after which the folder has the files ``made``, and no others of ours.

        The files ``kept`` are those in the folder, because they are not generated again.
        """
        write, edited, taken = list[str](), list[str](), list[str]()
        for path, sha in sorted(made.items()):
            if self.now.get(path) == sha or (path in kept and path in self.ours):
                continue
            if path in self.edited and not overwrite:
                edited.append(path)
            elif path in self.ours:
                write.append(path)
            elif self._is_taken(path, overwrite):
                if overwrite or not self._is_alike(path, sha):
                    taken.append(path)
            else:
                write.append(path)
        gone = [path for path in sorted(self.ours) if path not in made]
        remove = [path for path in gone if path not in self.edited or overwrite]
        edited += [path for path in gone if path in self.edited and not overwrite]
        unknown = [path for path in sorted(self.edited) if path in kept and path in made]
        return Work(tuple(write), tuple(remove), tuple(sorted(edited)), tuple(taken), tuple(unknown))

    def _is_alike(self, path: str, sha: str) -> bool:
        return path in self._others and hash_if_file(self.folder / path) == sha

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(self.others)

    def _is_taken(self, path: str, overwrite: bool) -> bool:
        """Return True if a path, or one of its parent folders, is taken by something that is not ours."""
        for above in _parent_paths(path):
            form = _form(self.folder / above)
            if form is _Form.NOTHING:
                return False
            if form is _Form.FOLDER:
                if f"{above}/" in self._others and not _is_open(self.folder / above):
                    return True
            elif above in self.ours:
                return above in self.edited and not overwrite
            else:
                return form is _Form.SPECIAL or not overwrite
        form = _form(self.folder / path)
        if form is _Form.FOLDER:
            # A folder with files of others is never replaced by a file.
            return not self._is_all_ours(path)
        return form is _Form.SPECIAL or (form is not _Form.NOTHING and not overwrite)

    def _is_all_ours(self, folder: str) -> bool:
        return not any(path.startswith(f"{folder}/") for path in (*self.others, *self.edited))

    def is_as_seen(self, path: str) -> bool:
        """Return True if a file has not changed since the state was read, or its path is still free."""
        if path in self.now:
            return hash_if_file(self.folder / path) == self.now[path]
        return path in self._others or _form(self.folder / path) in (_Form.NOTHING, _Form.FOLDER)

    def make_way(self, path: str) -> bool:
        """Create the parent folders of a file, in place of replaceable files; return False when anything else is in the
        way.
        """
        for above in _parent_paths(path):
            at = self.folder / above
            if _form(at) in (_Form.FILE, _Form.LINK) and above in self._others:
                at.unlink()
            if _form(at) is _Form.NOTHING:
                at.mkdir()
            if _form(at) is not _Form.FOLDER:
                return False
        if _form(self.folder / path) is _Form.FOLDER:
            scratch.prune(self.folder / path)
        return _form(self.folder / path) is not _Form.FOLDER

    def stays(self, work: Work) -> list[Phrase]:
        """Return sentences about the files that are not touched."""
        replaced = {above for path in work.write for above in (path, *_parent_paths(path))}
        rest = self._grouped(
            path for path in self.others if path not in work.taken and path.rstrip("/") not in replaced
        )
        each = (
            (work.edited, _edited),
            (work.unknown, _unknown),
            (work.taken, _taken),
            (rest, _foreign),
        )
        return [sentence(list(paths)) for paths, sentence in each if paths]

    def _grouped(self, others: Iterable[str]) -> list[str]:
        """Return the paths; those in a top-level folder without files of ours are grouped under the folder."""
        tops = {path.partition("/")[0] for path in self.ours}
        counts = Counter(
            f"{path.partition('/')[0]}/" if "/" in path and path.partition("/")[0] not in tops else path
            for path in others
        )
        return [
            Phrase("{path} ({count} files)", path=shown(path), count=count) if count > 1 else path
            for path, count in sorted(counts.items())
        ]


def final_manifest(content: Mapping[str, object], state: FolderState, work: Work) -> bytes:
    """Return the manifest at the end: our files, those that were edited with our hash, and no files of others."""
    rows = content["files"]
    assert isinstance(rows, list), "a manifest lists its files"
    ours_still = (*work.edited, *work.unknown)
    others = {path for path in state.others if path not in work.write}
    kept = {*ours_still, *work.taken, *others}
    ours = [row for row in rows if row["path"] not in kept]
    ours += [{"path": path, "sha256": state.recorded[path]} for path in ours_still if path in state.recorded]
    return manifest_bytes({**content, "files": sorted(ours, key=lambda row: row["path"])})


def interim_manifest(content: Mapping[str, object], state: FolderState, work: Work) -> bytes:
    """Return the manifest while files are moved: the earlier one, the existing files, and the coming ones.

    A coming file is ours only once it has been moved.
    """
    earlier = {} if state.foreign else manifest_of(state.folder)
    new = _rows(content, "files")
    before = [(path, sha) for path, several in sorted(state.ours.items()) for sha in sorted(several)]
    coming = [(path, sha) for path in work.write for sha in sorted(new[path])]
    return manifest_bytes(
        {
            **earlier,
            "builder": content["builder"],
            "files": [{"path": path, "sha256": sha} for path, sha in sorted(state.recorded.items())],
            "before": [{"path": path, "sha256": sha} for path, sha in before],
            "coming": [{"path": path, "sha256": sha} for path, sha in coming],
        }
    )


def manifest_bytes(content: Mapping[str, object]) -> bytes:
    """Return the bytes of a manifest."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _all_paths(folder: Path) -> Iterator[str]:
    """Yield the paths of all files and, with a slash, of folders that are empty or cannot be read."""
    waiting, name = [""] if folder.is_dir() else [], Path(os.path.realpath(folder)).name
    while waiting:
        base = waiting.pop()
        inside = _entries(folder, base)
        if base and not inside:
            yield base
        for entry in inside:
            if not entry.is_dir(follow_symlinks=False):
                yield base + entry.name
            elif base or not scratch.is_scratch_of(Path(entry.path), name):
                waiting.append(f"{base}{entry.name}/")


def _entries(folder: Path, base: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; none when a subfolder cannot be read, or does not exist any more."""
    try:
        with os.scandir(folder / base) as entries:
            return list(entries)
    except OSError:
        if base:
            return []
        raise


def _is_open(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _parent_paths(path: str) -> Iterator[str]:
    steps = path.split("/")
    return ("/".join(steps[:length]) for length in range(1, len(steps)))


def _named(paths: Sequence[str]) -> Phrase:
    each = (path if isinstance(path, Phrase) else shown(path) for path in paths[:_NAMED])
    return and_more(joined(each), len(paths) - _NAMED)


def _edited(paths: Sequence[str]) -> Phrase:
    return counted(
        len(paths),
        Phrase("{names} was edited since and stays; --overwrite replaces what we wrote", names=_named(paths)),
        Phrase("{names} were edited since and stay; --overwrite replaces what we wrote", names=_named(paths)),
    )


def _unknown(paths: Sequence[str]) -> Phrase:
    return counted(
        len(paths),
        Phrase(
            "{names} was edited since and stays, for an earlier version is not made anew", names=_named(paths)
        ),
        Phrase(
            "{names} were edited since and stay, for an earlier version is not made anew", names=_named(paths)
        ),
    )


def _taken(paths: Sequence[str]) -> Phrase:
    return counted(
        len(paths),
        Phrase(
            "{names} is not ours and stays, so what we have for it is not written; --overwrite replaces files",
            names=_named(paths),
        ),
        Phrase(
            "{names} are not ours and stay, so what we have for it is not written; --overwrite replaces files",
            names=_named(paths),
        ),
    )


def _foreign(paths: Sequence[str]) -> Phrase:
    return counted(
        len(paths),
        Phrase("{names} is not ours and stays", names=_named(paths)),
        Phrase("{names} are not ours and stay", names=_named(paths)),
    )
