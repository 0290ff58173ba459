"""What stands in a folder that is to be written: files of ours, those of ours that somebody has edited, and others.

A file is ours when the manifest of the folder lists it with the hash that it has. Only such files are replaced or
removed. What is no regular file is never opened, and no link is followed.
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
"""The file that says that a folder is ours, by naming its builder, and which files in it are."""

Hashes = Mapping[str, str]
"""The SHA-256 of files, by their paths."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of folder that is ours: the builder that its manifest names, and the noun and verb for it in sentences.

    A folder of one kind is never written over by what makes another.
    """

    builder: str
    noun: Phrase
    verb: Phrase

    def is_of(self, folder: Path) -> bool:
        """Whether a folder is of this kind, by its manifest."""
        return manifest_of(folder).get("builder") == self.builder


BUILD = Kind("seutu", Phrase("earlier build"), Phrase("build"))
SITE = Kind("seutu publish", Phrase("earlier publication"), Phrase("publish"))

UNREADABLE = ""
"""What stands for the hash of a file that cannot be read."""

_NAMED = 10  # of what stays, how many are named
_SHA = re.compile(r"[0-9a-f]{64}")
# All that we ever write under a name that begins with a point; .git and its like are never ours, whoever lists them.
_HIDDEN = frozenset({".htaccess", ".nojekyll", ".well-known"})


def manifest_of(folder: Path) -> Mapping[str, object]:
    """What the manifest of a folder says; nothing where there is none, or none that can be read, or a link."""
    with suppress(OSError, ValueError, RecursionError):
        path = folder / MANIFEST
        content = json.loads(path.read_bytes()) if _form(path) is _Form.FILE else None
        if isinstance(content, dict):
            return content
    return {}


def listed(manifest: Mapping[str, object]) -> dict[str, set[str]]:
    """The files that a manifest lists, each with the hashes that it may have.

    Those of a writer that was killed have two: from before, and what was being written.
    """
    return _rows(manifest, "files", "before", "coming")


def _rows(manifest: Mapping[str, object], *keys: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        rows = manifest.get(key)
        for row in rows if isinstance(rows, list) else ():
            path, sha = (row.get("path"), row.get("sha256")) if isinstance(row, dict) else (None, None)
            if isinstance(path, str) and isinstance(sha, str) and _may_be_ours(path) and _SHA.fullmatch(sha):
                found.setdefault(path, set()).add(sha)
    return found


def _may_be_ours(path: str) -> bool:
    """Whether we could have written a file of this path: it lies below the folder, in nothing that is hidden."""
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


def hashed(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state(path: Path) -> str | None:
    """The SHA-256 of a file that may be there, `UNREADABLE` for one that cannot be read; None for all else."""
    if _form(path) is not _Form.FILE:
        return None
    try:
        return hashed(path)
    except FileNotFoundError:
        return None
    except OSError:
        return UNREADABLE


def shown(path: str) -> str:
    """A path for people, on one line: what cannot be printed is written as Python writes it."""
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
    """What is to be done to a folder: files to write and to remove, and those that stay although we have others.

    ``unknown`` are files that were edited and whose contents from before nobody knows any more.
    """

    write: tuple[str, ...]
    remove: tuple[str, ...]
    edited: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def without(self, edited: Collection[str], taken: Collection[str]) -> "Work":
        """The same, when it is found at the last moment that these have been edited, or others stand there."""
        late = {*edited, *taken}
        return Work(
            tuple(path for path in self.write if path not in late),
            tuple(path for path in self.remove if path not in late),
            tuple(sorted({*self.edited, *edited})),
            tuple(sorted({*self.taken, *taken})),
            self.unknown,
        )


@dataclass(frozen=True)
class Standing:
    """What stands in a folder.

    ``ours`` are our files by path, each with the hashes that it may have, and ``now`` the hash that it has; ``others``
    the paths of all else that is no folder, and with a slash at the end those of folders that are empty without our
    having made them, or cannot be read; ``missing`` are files of ours that are gone. ``foreign`` says that the manifest
    is of others, ``unfinished`` that a writer was killed before its last step.
    """

    folder: Path
    ours: Mapping[str, frozenset[str]] = field(default_factory=dict)
    now: Hashes = field(default_factory=dict)
    others: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    foreign: bool = False
    unfinished: bool = False

    @classmethod
    def of(cls, folder: Path) -> "Standing":
        """Look at a folder. Raises `OSError` for one that cannot be read."""
        manifest = manifest_of(folder)
        is_ours = manifest.get("builder") in (BUILD.builder, SITE.builder)
        known = listed(manifest) if is_ours else {}
        settled = _rows(manifest, "files", "before")
        above = {f"{one}/" for path in known for one in _above(path)}
        ours, now, others = dict[str, frozenset[str]](), dict[str, str](), list[str]()
        for path in _found(folder):
            sha = state(folder / path) if path in known else None
            # Of what was to come, others may have written a file meanwhile.
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
        """Our files that somebody has edited, each with the hash that it has now."""
        return {path: sha for path, sha in self.now.items() if sha not in self.ours[path]}

    @cached_property
    def recorded(self) -> Hashes:
        """The hash of each of our files as we wrote it."""
        return {path: min(self.ours[path]) if path in self.edited else sha for path, sha in self.now.items()}

    @property
    def is_plain(self) -> bool:
        """Whether nothing is here but what we wrote, as we wrote it."""
        return not (self.others or self.edited or self.foreign)

    def work(self, made: Hashes, kept: Collection[str] = (), *, overwrite: bool) -> Work:
        """What is to be done for the folder to hold what was ``made``, and nothing else of ours.

        Those ``kept`` are what stands here, for nobody makes them anew.
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
        return path in self._others and state(self.folder / path) == sha

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(self.others)

    def _is_taken(self, path: str, overwrite: bool) -> bool:
        """Whether something that is not ours stands where a file is to be, or one of its folders."""
        for above in _above(path):
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
            # A folder is never replaced by a file: who knows what is in it.
            return not self._is_all_ours(path)
        return form is _Form.SPECIAL or (form is not _Form.NOTHING and not overwrite)

    def _is_all_ours(self, folder: str) -> bool:
        return not any(path.startswith(f"{folder}/") for path in (*self.others, *self.edited))

    def is_as_seen(self, path: str) -> bool:
        """Whether a file is still as it was when this was looked at, or the place is still free."""
        if path in self.now:
            return state(self.folder / path) == self.now[path]
        return path in self._others or _form(self.folder / path) in (_Form.NOTHING, _Form.FOLDER)

    def make_way(self, path: str) -> bool:
        """Make the folders of a file, in the place of what may be replaced; false when anything else is in the way."""
        for above in _above(path):
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
        """What is left as it is, in sentences for people."""
        replaced = {above for path in work.write for above in (path, *_above(path))}
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
        """Paths, those in a folder at the top in which nothing is ours as that folder."""
        tops = {path.partition("/")[0] for path in self.ours}
        counts = Counter(
            f"{path.partition('/')[0]}/" if "/" in path and path.partition("/")[0] not in tops else path
            for path in others
        )
        return [
            Phrase("{path} ({count} files)", path=shown(path), count=count) if count > 1 else path
            for path, count in sorted(counts.items())
        ]


def settled(content: Mapping[str, object], standing: Standing, work: Work) -> bytes:
    """The manifest of what is ours in the end: of what was edited as we wrote it, and of others nothing."""
    rows = content["files"]
    assert isinstance(rows, list), "a manifest lists its files"
    ours_still = (*work.edited, *work.unknown)
    others = {path for path in standing.others if path not in work.write}
    kept = {*ours_still, *work.taken, *others}
    ours = [row for row in rows if row["path"] not in kept]
    ours += [
        {"path": path, "sha256": standing.recorded[path]} for path in ours_still if path in standing.recorded
    ]
    return as_json({**content, "files": sorted(ours, key=lambda row: row["path"])})


def transitional(content: Mapping[str, object], standing: Standing, work: Work) -> bytes:
    """The manifest while files are moved: all that the earlier one said, what is there, and what is to come.

    What is to come is ours only where it has come.
    """
    earlier = {} if standing.foreign else manifest_of(standing.folder)
    new = _rows(content, "files")
    before = [(path, sha) for path, several in sorted(standing.ours.items()) for sha in sorted(several)]
    coming = [(path, sha) for path in work.write for sha in sorted(new[path])]
    return as_json(
        {
            **earlier,
            "builder": content["builder"],
            "files": [{"path": path, "sha256": sha} for path, sha in sorted(standing.recorded.items())],
            "before": [{"path": path, "sha256": sha} for path, sha in before],
            "coming": [{"path": path, "sha256": sha} for path, sha in coming],
        }
    )


def as_json(content: Mapping[str, object]) -> bytes:
    """The bytes of a manifest."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _found(folder: Path) -> Iterator[str]:
    """The paths of all that is no folder, and, with a slash, of folders that are empty or cannot be read."""
    waiting, name = [""] if folder.is_dir() else [], Path(os.path.realpath(folder)).name
    while waiting:
        base = waiting.pop()
        inside = _inside(folder, base)
        if base and not inside:
            yield base
        for entry in inside:
            if not entry.is_dir(follow_symlinks=False):
                yield base + entry.name
            elif base or not scratch.is_of(Path(entry.path), name):
                waiting.append(f"{base}{entry.name}/")


def _inside(folder: Path, base: str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing when one below the first cannot be read, or is gone meanwhile."""
    try:
        with os.scandir(folder / base) as entries:
            return list(entries)
    except OSError:
        if base:
            return []
        raise


def _is_open(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _above(path: str) -> Iterator[str]:
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
