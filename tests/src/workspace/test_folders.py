"""Files as they are given to a command: standard input, pipes, packed ones, and names that lead nowhere."""

import gzip
import io
import os
from pathlib import Path

import pytest

from seutu.api import Workspace
from seutu.compare import revision
from seutu.errors import InputError
from seutu.workspace import folders
from seutu.workspace.contents import Contents
from tests.helpers.running import seutu

STATEMENT = "<http://x> <http://p> 1 .\n"
RDF_XML = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" r:version="1.2" xmlns:e="http://e/">\n'
    '<e:T><e:p r:parseType="Triple"><r:Description r:about="a:x" e:p="1"/></e:p></e:T></r:RDF>'
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("ontology", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.ttl").write_text(STATEMENT)
    (tmp_path / "ontology" / "header.ttl").write_text(
        "<http://o> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
    )
    return tmp_path


def test_standard_input_is_a_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(STATEMENT.encode())))
    assert folders.user_file(root, Path("-"), "turtle").data == STATEMENT.encode()


@pytest.mark.parametrize("name", ["-", "/dev/fd/0", "/dev/stdin"])
def test_a_name_that_tells_no_format_needs_one_named(root: Path, name: str) -> None:
    told = seutu("--workspace", root, "validate", "--alone", name, stdin=STATEMENT.encode())
    assert (told.code, "--input-format" in told.err) == (2, True)
    read = seutu(
        "--workspace", root, "validate", "--alone", "--input-format", "turtle", name, stdin=STATEMENT.encode()
    )
    assert (read.code, read.err) == (0, "0 violations, 0 warnings in 1 file.\n")


def test_the_format_named_goes_before_the_extension(root: Path) -> None:
    (root / "x.txt").write_text(STATEMENT)
    (root / "x.rdf").write_text(STATEMENT)
    for name in ("x.txt", "x.rdf"):
        with pytest.raises(InputError):
            folders.user_file(root, root / name)
        assert folders.user_file(root, root / name, "turtle").data


def test_differences_of_standard_input_and_a_packed_file(root: Path) -> None:
    (root / "x.ttl.gz").write_bytes(gzip.compress(STATEMENT.encode()))
    args = ("--workspace", root, "diff", "--input-format", "turtle", "-", root / "x.ttl.gz")
    assert seutu(*args, stdin=STATEMENT.encode()).out == ""
    assert "http://y" in seutu(*args, stdin=STATEMENT.replace("x", "y").encode()).out


def test_a_packed_file_is_unpacked(root: Path) -> None:
    path = root / "x.nt.gz"
    path.write_bytes(gzip.compress(b"<http://x> <http://p> ") + gzip.compress(b"<http://y> ."))
    assert folders.user_file(root, path).data == b"<http://x> <http://p> <http://y> ."
    assert len(revision.read(str(path), root).store) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no gzip", "cannot be unpacked"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-10], "cannot be unpacked"),
        (gzip.compress(b"x" * 1000, mtime=0)[:12] + b"\xff" * 9, "cannot be unpacked"),
        (gzip.compress(b"x" * 10_000), "holds more than 5000 bytes when unpacked; split it, or raise"),
    ],
    ids=("no gzip", "cut short", "broken", "too much"),
)
def test_what_cannot_be_unpacked_is_told(
    root: Path, data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEUTU_MAX_UNPACKED", "5000")
    (root / "x.nt.gz").write_bytes(data)
    with pytest.raises(InputError, match=words):
        folders.user_file(root, root / "x.nt.gz")


def test_a_link_to_itself_is_told(root: Path) -> None:
    link = root / "data" / "y.ttl"
    link.symlink_to(link)
    for read in (
        lambda: Contents(root),
        lambda: folders.user_file(root, link),
        lambda: revision.read(str(link), root),
        lambda: revision.read(str(root), root),
    ):
        with pytest.raises(InputError, match=r"y\.ttl: cannot be read \("):
            read()


def test_a_name_that_is_not_utf_8_is_told(root: Path) -> None:
    path = root / "data" / os.fsdecode(b"l\xe4t.ttl")
    try:
        path.write_text(STATEMENT)
    except OSError:
        pytest.skip("this file system has no such names")
    for read in (
        lambda: Contents(root),
        lambda: folders.user_file(root, path),
        lambda: revision.read(str(path), root),
        lambda: revision.read(str(root), root),
    ):
        with pytest.raises(InputError, match=r"data/l\\xe4t\.ttl: its name is not UTF-8; rename it"):
            read()
    assert seutu("--workspace", root, "validate").code == 2


def test_a_carriage_return_ends_a_line(root: Path) -> None:
    (root / "x.ttl").write_bytes(b"# <http://y>\r<http://x> <http://p> 1 .\r<http://y> <http://p> 1 .\r")
    read = folders.user_file(root, root / "x.ttl")
    assert [read.line_of(f"http://{name}") for name in "xyz"] == [2, 3, None]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("x.ttl", "# <<\n<a:x> <a:p> '<<' .\n<a:x> <a:p> <<( <a:x> <a:p> 1 )>> .", 3, "a triple term"),
        ("x.ttl", "<a:x> <a:p> 1\n{| <a:q> 2 |} .", 2, "a triple term"),
        ("x.ttl", "<< <a:x> <a:p> 1 >> <a:q> 2 .", 1, "a triple term"),
        ("x.ttl", '<a:x> <a:p> "--",\n"x"@en--ltr .', 2, "a text with a base direction"),
        ("x.nt", '<a:x> <a:p> <<( <a:x> <a:p> "1" )>> .', 1, "a triple term"),
        (
            "x.rdf",
            RDF_XML,
            2,
            "a triple term",
        ),
    ],
)
def test_what_only_rdf_1_2_has_is_told_at_its_line(
    root: Path, name: str, text: str, line: int, words: str
) -> None:
    (root / name).write_text(text)
    with pytest.raises(InputError, match=f"{name}:{line}: {words} of RDF 1.2 stands here"):
        Workspace(root).validate([root / name], alone=True)
    (root / name).rename(root / "data" / name)
    with pytest.raises(InputError, match=f"data/{name}:{line}: {words}"):
        Workspace(root).validate(engine="reference")


def test_what_only_looks_like_rdf_1_2_is_validated(root: Path) -> None:
    (root / "data" / "y.ttl").write_text("# <<\n<a:x> <a:p> '<<( --ltr {|', \"a--b\" .")
    assert not Workspace(root).validate().findings


def test_our_cache_is_no_source_wherever_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("a.ttl", "cache/b.ttl", "cache/seutu-cache-1/c.ttl", "cache/seutu-cache-1/deep/d.ttl"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setenv("SEUTU_CACHE", str(tmp_path / "link/cache"))
    found = [path.relative_to(tmp_path).as_posix() for path in folders.paths(tmp_path, ".ttl")]
    assert found == ["a.ttl", "cache/b.ttl"]
