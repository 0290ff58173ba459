"""A folder in which others have files too: nothing of theirs is lost, and what is ours is completed."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from seutu import output
from seutu.errors import OutputError
from seutu.scratch import Scratch
from seutu.standing import BUILD, MANIFEST, SITE, Standing, hashed, listed

Files = dict[str, str]

ONE: Files = {"index.html": "one", "id/a.ttl": "a", "id/b.ttl": "b", "old/gone.txt": "gone"}
TWO: Files = {"index.html": "two", "id/a.ttl": "a", "id/c.ttl": "c", "id/new/d.ttl": "d"}


def write(place: Path, files: Files, *, overwrite: bool = False) -> list[str]:
    """Have the folder hold what is made, as a build does; give what was left as it is."""
    with output.replacing(place.resolve(), place, overwrite=overwrite) as writing:
        for path, content in files.items():
            writing.file(path).write_text(content, "utf-8")
        rows = [{"path": path, "sha256": hashed(writing.folder / path)} for path in sorted(files)]
        writing.file(MANIFEST).write_text(json.dumps({"builder": BUILD.builder, "files": rows}), "utf-8")
    return writing.stays


def lay(place: Path, files: Files) -> None:
    for path, content in files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(content, "utf-8")


def contents(place: Path) -> Files:
    return {
        path.relative_to(place).as_posix(): path.read_text("utf-8")
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(tmp_path / "out", ONE)
    return tmp_path / "out"


GIT = {
    ".git/HEAD": "ref: refs/heads/main",
    ".git/objects/ab/cd": "x",
    "CNAME": "example.org",
    "404.html": "?",
}


def test_a_working_tree_of_git_keeps_what_is_gits(out: Path) -> None:
    lay(out, GIT)
    assert write(out, TWO) == [".git/ (2 files), 404.html, CNAME are not ours and stay"]
    assert contents(out) == TWO | GIT
    assert not (out / "old").exists()
    assert write(out, ONE)
    assert contents(out) == ONE | GIT


def test_a_fresh_clone_is_written_into(tmp_path: Path) -> None:
    lay(tmp_path / "out", {".git/HEAD": "x"})
    assert write(tmp_path / "out", ONE) == [".git/ is not ours and stays"]
    assert contents(tmp_path / "out") == ONE | {".git/HEAD": "x"}


def test_a_work_tree_whose_git_is_a_file(out: Path) -> None:
    lay(out, {".git": "gitdir: ../elsewhere"})
    write(out, TWO)
    assert contents(out) == TWO | {".git": "gitdir: ../elsewhere"}


def test_without_others_the_folder_is_replaced_whole(out: Path) -> None:
    before = out.stat().st_ino
    assert write(out, TWO) == []
    assert contents(out) == TWO
    assert out.stat().st_ino != before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_file_that_somebody_edited_stays(out: Path) -> None:
    (out / "index.html").write_text("mine", "utf-8")
    (out / "old/gone.txt").write_text("mine too", "utf-8")
    for _ in range(2):  # the second time it is still known for what it is
        (told,) = write(out, TWO)
        assert told.startswith("index.html, old/gone.txt were edited since and stay; --overwrite replaces")
        assert contents(out) == TWO | {"index.html": "mine", "old/gone.txt": "mine too"}
    assert write(out, TWO, overwrite=True) == []
    assert contents(out) == TWO


def test_a_file_of_ours_that_was_edited_into_what_we_write_is_ours(out: Path) -> None:
    (out / "index.html").write_text("two", "utf-8")
    assert write(out, TWO) == []
    assert contents(out) == TWO


def test_a_file_of_others_where_ours_is_to_be_stays(out: Path) -> None:
    lay(out, {"id/c.ttl": "mine"})
    (told,) = write(out, TWO)
    assert told.startswith("id/c.ttl is not ours and stays, so what we have for it is not written;")
    assert contents(out) == TWO | {"id/c.ttl": "mine"}
    write(out, ONE)
    assert contents(out) == ONE | {"id/c.ttl": "mine"}
    assert write(out, TWO, overwrite=True) == []
    assert contents(out) == TWO


def test_a_file_of_others_that_is_alike_stays_theirs(out: Path) -> None:
    lay(out, {"id/c.ttl": "c"})
    assert write(out, TWO) == ["id/c.ttl is not ours and stays"]
    write(out, ONE)
    assert contents(out) == ONE | {"id/c.ttl": "c"}


def test_a_folder_of_others_where_a_file_is_to_be_stays_whatever_is_wanted(out: Path) -> None:
    lay(out, {"id/c.ttl/notes": "mine"})
    for overwrite in (False, True):
        stays = write(out, TWO, overwrite=overwrite)
        assert any(one.startswith("id/c.ttl is not ours") for one in stays)
        assert contents(out)["id/c.ttl/notes"] == "mine"


def test_a_folder_of_ours_may_become_a_file_and_a_file_a_folder(out: Path) -> None:
    lay(out, {"CNAME": "x"})
    changed = {"id": "a file now", "index.html/part": "a folder now"}
    write(out, changed)
    assert contents(out) == changed | {"CNAME": "x"}


@pytest.mark.parametrize("overwrite", [False, True])
def test_nothing_is_written_or_removed_through_a_link(out: Path, tmp_path: Path, *, overwrite: bool) -> None:
    lay(tmp_path / "elsewhere", {"a.ttl": "theirs", "c.ttl": "theirs"})
    for path in (out / "id").iterdir():
        path.unlink()
    (out / "id").rmdir()
    (out / "id").symlink_to(tmp_path / "elsewhere")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(tmp_path / "elsewhere/a.ttl")
    stays = write(out, TWO, overwrite=overwrite)
    assert contents(tmp_path / "elsewhere") == {"a.ttl": "theirs", "c.ttl": "theirs"}
    assert (out / "id").is_symlink() is not overwrite
    assert (out / "index.html").is_symlink() is not overwrite
    assert bool(stays) is not overwrite


def test_what_a_manifest_lists_outside_is_never_touched(out: Path, tmp_path: Path) -> None:
    lay(tmp_path, {"thesis.txt": "years of work"})
    rows = json.loads((out / MANIFEST).read_bytes())
    sha = hashed(tmp_path / "thesis.txt")
    absolute = str(tmp_path / "thesis.txt")
    rows["files"] += [
        {"path": path, "sha256": sha} for path in ("../thesis.txt", absolute, "id/../../thesis.txt")
    ]
    (out / MANIFEST).write_text(json.dumps(rows), "utf-8")
    lay(out, {"CNAME": "x"})
    write(out, TWO)
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "years of work"
    assert set(listed(rows)) == set(ONE)


def test_where_somebody_stands_the_folder_is_not_moved(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out / "id")
    before = out.stat().st_ino
    assert write(out, TWO) == []
    assert (out.stat().st_ino, contents(out)) == (before, TWO)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(out: Path) -> None:
    lay(out, {"CNAME": "x"})
    (out / "id").chmod(0o500)
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            write(out, TWO)
    finally:
        (out / "id").chmod(0o700)


def test_a_folder_of_another_kind_of_ours_is_refused(out: Path) -> None:
    for overwrite in (False, True):
        with pytest.raises(OutputError, match="give another folder"):
            output.refuse_foreign(out, out, SITE, overwrite=overwrite)


def test_a_manifest_of_others_is_replaced_only_when_that_is_wanted(tmp_path: Path) -> None:
    lay(tmp_path / "out", {MANIFEST: '{"name": "an app of the web"}', "app.js": "x"})
    with pytest.raises(OutputError, match="or replace it with --overwrite"):
        write(tmp_path / "out", ONE)
    write(tmp_path / "out", ONE, overwrite=True)
    assert contents(tmp_path / "out") == ONE | {"app.js": "x"}


class Killed(BaseException):
    """What no program can catch."""


def dying_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many changes of the disk happen, and none after them."""
    left = iter(range(steps))

    def wrapped(act: Callable[..., object]) -> Callable[..., object]:
        def acting(*given: object, **how: object) -> object:
            if next(left, None) is None:
                raise Killed
            return act(*given, **how)

        return acting

    for name in ("replace", "unlink", "mkdir", "rmdir"):
        monkeypatch.setattr(Path, name, wrapped(getattr(Path, name)))
    monkeypatch.setattr(Scratch, "discard", lambda _: True)


@pytest.mark.parametrize("steps", range(24))
def test_killed_at_any_step_it_loses_nothing_and_the_next_run_completes(
    out: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    lay(out, GIT)
    (out / "id/b.ttl").write_text("mine", "utf-8")
    kept = GIT | {"id/b.ttl": "mine"}
    with monkeypatch.context() as patch:
        dying_after(steps, patch)
        with suppress(Killed):
            write(out, TWO)
    now = contents(out)
    assert kept.items() <= now.items()
    assert {path: text for path, text in now.items() if path not in kept}.items() <= {
        *ONE.items(),
        *TWO.items(),
    }
    write(out, TWO)
    assert contents(out) == TWO | kept
    write(out, ONE)
    assert contents(out) == ONE | kept


def test_some_steps_are_too_few_and_some_are_enough(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(out, GIT)
    with monkeypatch.context() as patch:
        dying_after(5, patch)
        with pytest.raises(Killed):
            write(out, TWO)
    with monkeypatch.context() as patch:
        dying_after(40, patch)
        write(out, TWO)
    assert contents(out) == TWO | GIT


def test_what_is_laid_there_at_the_last_moment_is_given_back(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Between the look at the folder and its being moved aside.
    swap = output._swap

    def late(writing: output.Writing, place: Path) -> bool:
        lay(place, {"late.txt": "mine", "id/late.txt": "mine"})
        return swap(writing, place)

    monkeypatch.setattr(output, "_swap", late)
    write(out, TWO)
    assert contents(out) == TWO | {"late.txt": "mine", "id/late.txt": "mine"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_look_at_a_folder_changes_nothing_and_follows_no_link(out: Path) -> None:
    (out / "loop").symlink_to(out)
    standing = Standing.of(out)
    assert set(standing.ours) == set(ONE)
    assert standing.others == ("loop",)
    assert not standing.edited
