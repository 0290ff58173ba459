"""A version of a dataset: a file, a folder, or a revision of git."""

import subprocess
from pathlib import Path

import pytest

from seutu.compare.difference import compare
from seutu.compare.revision import read
from seutu.errors import InputError, ParameterError, UnknownName
from seutu.workspace import scaffold
from tests.helpers import small

TTL = "@prefix x: <urn:x:> . x:a x:b 1 .\n"


def git(folder: Path, *args: str) -> None:
    who = ("-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    small.write(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "tag", "v1")
    return tmp_path


def test_a_file_is_one_graph_with_its_prefixes(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(TTL)
    found = read(str(tmp_path / "a.ttl"), tmp_path)
    assert len(found.store) == 1
    assert found.prefixes["x"] == "urn:x:"


def test_the_format_of_a_file_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TTL)
    assert len(read(str(tmp_path / "a.txt"), tmp_path, "turtle").store) == 1


def test_a_folder_and_its_revision_are_the_same(repository: Path) -> None:
    on_disk, tagged = read(str(repository), repository), read("v1", repository)
    assert set(on_disk.store) == set(tagged.store)
    assert on_disk.queries == tagged.queries
    assert set(on_disk.queries) == {name for name in small.FILES if name.endswith(".rq")}


def test_a_path_of_a_revision_is_a_file_or_a_folder(repository: Path) -> None:
    assert len(read("v1:data/small/body.ttl", repository).store) > 0
    assert len(read("HEAD:data", repository).store) > len(read("v1:data/small", repository).store)


def test_what_is_in_the_revision_stays_when_the_file_changes(repository: Path) -> None:
    before = len(read("v1", repository).store)
    (repository / "data" / "small" / "body.ttl").write_text(TTL)
    assert len(read("v1", repository).store) == before
    assert len(read(str(repository), repository).store) < before


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("v2", UnknownName, "Known: HEAD, .*v1"),
        ("v1:none", ParameterError, "has no file or folder 'none'"),
    ],
)
def test_what_names_nothing_is_refused(
    repository: Path, text: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        read(text, repository)


def test_a_folder_without_rdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no RDF"):
        read(str(tmp_path), tmp_path)


def test_a_workspace_of_data_alone_builds_on_the_package(tmp_path: Path) -> None:
    made = scaffold.Wanted("Own", "https://example.org/x/", ["en"], "0", "2026-01-01")
    scaffold.write(tmp_path, scaffold.files(made))
    before = read(str(tmp_path), tmp_path)
    (tmp_path / "public" / "data").mkdir(parents=True)
    (tmp_path / "public" / "data" / "a.ttl").write_text(TTL)
    (tmp_path / "queries" / "questions").mkdir(parents=True)
    (tmp_path / "queries" / "questions" / "who-decides.rq").write_text("SELECT * {}\n")
    after = read(str(tmp_path), tmp_path)
    # What was published is not of it, and a question in place of a packaged one is a change of that.
    assert compare(before, after).queries == (("~", "queries/questions/who-decides.rq"),)
    assert not compare(before, after).things
    (tmp_path / "data" / "source.ttl").rename(tmp_path / "data" / "notice.ttl")
    moves = {
        move
        for thing in compare(after, read(str(tmp_path), tmp_path), graphs=True).things
        for move in thing.moves
    }
    assert {(move.old, move.new) for move in moves} == {(("data/source.ttl",), ("data/notice.ttl",))}
