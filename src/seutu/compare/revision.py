"""Reading a version of a dataset: from a file, a folder, or a revision in the git repository around a folder.

The program git reads the repository into memory: nothing is checked out, and no other machine is contacted.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from seutu.compare.difference import Version
from seutu.errors import InputError, ParameterError, UnknownName, WorkspaceError
from seutu.phrases import Phrase
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.workspace import folders, unopened
from seutu.workspace.contents import QUERY, workspace_files

_SECONDS = 60
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_LINK = "120000"


def read(text: str, here: Path, fmt: str | None = None) -> Version:
    """Return the version that ``text`` names: a path, else a git revision (``v1``, ``HEAD~1``, ``v1:data``).

    The path ``-`` is standard input; ``fmt`` is the format of a single file without a known extension. A revision is
    looked up in the repository around the folder ``here``; without a path of its own it stands for that folder. Raises
    `InputError` for a file that cannot be read or is not RDF, `UnknownName` or `ParameterError` for a text that is not
    a path or revision.
    """
    if text == folders.STDIN or (text and os.path.lexists(text)):
        return _on_disk(Path(text), fmt)
    return _in_git(text, here)


def _on_disk(path: Path, fmt: str | None) -> Version:
    shown = path.as_posix()
    if not path.is_dir():
        return _version({shown: folders.content(path, shown)}, "", fmt=fmt)
    names = [found.relative_to(path).as_posix() for found in folders.paths(path, "")]
    where = "" if shown == "." else f"{shown}/"
    return _version(
        {name: folders.content(path / name, where + name) for name in workspace_files(names)}, where, shown
    )


def _version(
    contents: Mapping[str, bytes], where: str, whole: str | None = None, fmt: str | None = None
) -> Version:
    """Return the version in files by their paths; ``where`` is the prefix of paths in errors, ``whole`` a folder's
    name. A workspace is layered as opening it does.
    """
    if not contents:
        raise InputError(
            whole or where,
            Phrase("holds no RDF"),
            Phrase("give a folder with files of Turtle or another format of RDF"),
        )
    if whole is None:
        # Two single files have the same graph, whatever their names.
        files = [
            File(where + name, data, folders.format_of(where + name, fmt), folders.graph_of(""))
            for name, data in contents.items()
        ]
        return _of_files(files)
    base, packaged = unopened.layers(contents, where)
    files = [
        *(_file(name, data, where, base) for name, data in contents.items() if not _is_query(name)),
        *(_file(name, data, "", BASE) for name, data in packaged.items() if not _is_query(name)),
    ]
    queries = {name: data for name, data in {**packaged, **contents}.items() if _is_query(name)}
    return replace(_of_files(files), queries=queries, base=base)


def _file(name: str, data: bytes, where: str, base: str) -> File:
    return File(where + name, data, folders.format_of(where + name), folders.graph_of(name, base))


def _is_query(name: str) -> bool:
    return name.lower().endswith(QUERY)


def _of_files(files: Iterable[File]) -> Version:
    graphs, prefixes = Graphs(), dict[str, str]()
    for file in files:
        graphs.extend(file.read())
        prefixes = model.declared(file.data, file.format) | prefixes
    return Version(graphs, prefixes=prefixes | dict(PREFIXES))


def _in_git(text: str, here: Path) -> Version:
    git = _Git(text, here)
    found = git.resolve()
    kind = git.run("cat-file", "-t", found).strip().decode()
    revision, _, path = text.partition(":")
    if kind == "blob":
        before = f"{revision}:" if path else ""
        name = path or found
        return _version({name: folders.unpacked(git.blobs([found])[0], before + name)}, before)
    # Of a commit, the folder `here` is read; a tree is a folder itself.
    below = git.prefix if kind in ("commit", "tag") else ""
    where = f"{text.rstrip('/')}/" if path and not below else f"{revision}:{below}"
    names = git.listed(found, below)
    wanted = workspace_files(names)
    contents = zip(wanted, git.contents(names, where, wanted), strict=True)
    return _version({name: folders.unpacked(data, where + name) for name, data in contents}, where, text)


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: str
    blob: str


class _Git:
    """The repository around a folder, for one revision; each error is a single sentence."""

    def __init__(self, text: str, here: Path) -> None:
        self.text, self.here = text, here
        if not here.is_dir():
            raise WorkspaceError(str(here), Phrase("is not a folder"), Phrase("give one with --workspace"))
        if not shutil.which("git"):
            raise ParameterError(
                Phrase(
                    "'{text}' is no file or folder, and git is not installed to look for a revision of that "
                    "name; give a file or folder, or install git.",
                    text=text,
                )
            )
        self.prefix = self.run("rev-parse", "--show-prefix").decode(errors="replace").rstrip("\n")

    def run(self, *args: str, data: bytes = b"") -> bytes:
        """Return the output of a git command. Raises `ParameterError` when it fails or takes too long."""
        process = self._process(args, data)
        if process.returncode:
            message = process.stderr.decode(errors="replace").strip().partition("\n")[0] or Phrase(
                "no reason given"
            )
            if "not a git repository" in message:
                raise ParameterError(
                    Phrase(
                        "'{text}' is no file or folder, and no git revision, for {here} is in no git repository; "
                        "give a file or folder that exists.",
                        text=self.text,
                        here=self.here,
                    )
                )
            raise ParameterError(
                Phrase(
                    "'{text}' cannot be read from git ({said}); correct it or the repository.",
                    text=self.text,
                    said=message,
                )
            )
        return process.stdout

    def _process(self, args: Sequence[str], data: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        command = ["git", *args]
        try:
            return subprocess.run(
                command,
                cwd=self.here,
                input=data,
                env=os.environ | _ENVIRONMENT,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise ParameterError(
                Phrase(
                    "git took longer than {seconds} s for '{text}'; try again later.",
                    seconds=_SECONDS,
                    text=self.text,
                )
            ) from None

    def resolve(self) -> str:
        """Return the hash of the object that the text names. Raises `UnknownName`, with the existing branches
        and tags.
        """
        found = self._hash(self.text)
        if found:
            return found
        revision, colon, path = self.text.partition(":")
        if colon and self._hash(revision):
            raise ParameterError(
                Phrase(
                    "The git revision '{revision}' has no file or folder '{path}'; give its path from the top of "
                    "the repository.",
                    revision=revision,
                    path=path,
                )
            )
        named = self.run("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags")
        raise UnknownName(
            Phrase("file, folder or git revision"),
            self.text,
            [*named.decode(errors="replace").split(), "HEAD"],
        )

    def _hash(self, text: str) -> str:
        process = self._process(["rev-parse", "--verify", "--quiet", "--end-of-options", text])
        return "" if process.returncode else process.stdout.decode().strip()

    def listed(self, tree: str, below: str) -> dict[str, _Entry]:
        """Return the files of a commit or tree by their paths below a folder, without hidden ones."""
        lines = self.run("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0")
        found = {}
        for line in filter(None, lines):
            about, _, path = line.partition(b"\t")
            mode, kind, blob = about.decode().split()
            name = path.decode(errors="replace")
            if kind == "blob" and name.startswith(below) and "/." not in f"/{name.removeprefix(below)}":
                found[name.removeprefix(below)] = _Entry(mode, blob)
        return found

    def contents(self, names: Mapping[str, _Entry], where: str, wanted: Sequence[str]) -> list[bytes]:
        """Return the bytes of files; for a link, those of its target. Raises `InputError` if the target is
        elsewhere.
        """
        found = self.blobs(names[name].blob for name in wanted)
        links = [index for index, name in enumerate(wanted) if names[name].mode == _LINK]
        for index in links:
            target = os.path.normpath(PurePosixPath(wanted[index]).parent / os.fsdecode(found[index]))
            entry = names.get(target)
            if entry is None or entry.mode == _LINK:
                raise InputError(
                    where + wanted[index],
                    Phrase("links to '{target}', which is no file here", target=target),
                    Phrase("put the file itself there"),
                )
            found[index] = self.blobs([entry.blob])[0]
        return found

    def blobs(self, hashes: Iterable[str]) -> list[bytes]:
        """Return the bytes of blobs, in the order given."""
        requested = list(hashes)
        output = self.run("cat-file", "--batch", data="".join(f"{each}\n" for each in requested).encode())
        found, at = [], 0
        for _ in requested:
            start = output.index(b"\n", at) + 1
            head = output[at : start - 1]
            if head.endswith(b" missing"):
                raise ParameterError(
                    Phrase(
                        "'{text}' lacks a part in this repository; fetch all of it and try again.",
                        text=self.text,
                    )
                )
            end = start + int(head.split()[2])
            found.append(output[start:end])
            at = end + 1
        return found
