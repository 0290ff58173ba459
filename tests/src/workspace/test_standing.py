"""A folder in which others have files too: nothing of theirs is lost, and what is ours is completed."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from seutu.errors import OutputError
from seutu.workspace import output, scratch, standing
from seutu.workspace.scratch import Scratch
from seutu.workspace.standing import BUILD, MANIFEST, SITE, FolderState, hashes_by_path, sha256_of

Files = dict[str, str]

ONE: Files = {"index.html": "one", "id/a.ttl": "a", "id/b.ttl": "b", "old/gone.txt": "gone"}
TWO: Files = {"index.html": "two", "id/a.ttl": "a", "id/c.ttl": "c", "id/new/d.ttl": "d"}


def write(place: Path, files: Files, *, overwrite: bool = False) -> Sequence[str]:
    """Have the folder hold what is made, as a build does; give what was left as it is."""
    with output.replacing(place.resolve(), place, overwrite=overwrite) as writing:
        for path, content in files.items():
            writing.file(path).write_text(content, "utf-8")
        rows = [{"path": path, "sha256": sha256_of(writing.folder / path)} for path in sorted(files)]
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
    sha = sha256_of(tmp_path / "thesis.txt")
    absolute = str(tmp_path / "thesis.txt")
    rows["files"] += [
        {"path": path, "sha256": sha} for path in ("../thesis.txt", absolute, "id/../../thesis.txt")
    ]
    (out / MANIFEST).write_text(json.dumps(rows), "utf-8")
    lay(out, {"CNAME": "x"})
    write(out, TWO)
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "years of work"
    assert set(hashes_by_path(rows)) == set(ONE)


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
    assert not (out / "old").exists(), "a folder that we emptied goes, too"
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
    standing = FolderState.of(out)
    assert set(standing.ours) == set(ONE)
    assert standing.others == ("loop",)
    assert not standing.edited


# --- Others' things of every kind --------------------------------------------------------------------


def test_empty_folders_of_others_stay_and_ours_do_not(out: Path) -> None:
    for path in ("uploads/incoming", ".well-known/acme-challenge", "id/a.ttl.d"):
        (out / path).mkdir(parents=True)
    (told,) = write(out, TWO)
    assert told == ".well-known/, id/a.ttl.d/, uploads/ are not ours and stay"
    assert all(
        (out / path).is_dir() for path in ("uploads/incoming", ".well-known/acme-challenge", "id/a.ttl.d")
    )
    (out / "id/new/d.ttl").unlink()
    assert write(out, TWO) == [told], "a folder that we made is ours when somebody empties it"
    assert contents(out) == TWO


@pytest.mark.parametrize("overwrite", [False, True])
def test_nested_empty_folders_where_a_file_belongs_stay(out: Path, *, overwrite: bool) -> None:
    (out / "id/c.ttl/x/y").mkdir(parents=True)
    stays = write(out, TWO, overwrite=overwrite)
    assert stays[0].startswith("id/c.ttl is not ours and stays, so what we have for it is not written")
    assert (out / "id/c.ttl/x/y").is_dir()
    assert contents(out) == {path: text for path, text in TWO.items() if path != "id/c.ttl"}


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("path", ["index.html", "id/c.ttl", "id/new", "pipe"])
def test_what_is_no_file_is_never_opened(out: Path, path: str, *, overwrite: bool) -> None:
    (out / path).unlink(missing_ok=True)
    os.mkfifo(out / path)
    assert any(path in told and "not ours" in told for told in write(out, TWO, overwrite=overwrite))
    assert (out / path).is_fifo()
    assert contents(out) == {name: text for name, text in TWO.items() if not name.startswith(path)}


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_manifest_that_is_no_file_is_not_replaced(tmp_path: Path, *, overwrite: bool) -> None:
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / MANIFEST)
    with pytest.raises(OutputError, match="give another folder"):
        write(tmp_path / "out", ONE, overwrite=overwrite)


def test_a_manifest_that_is_a_link_is_of_others(out: Path, tmp_path: Path) -> None:
    (out / MANIFEST).rename(tmp_path / "elsewhere.json")
    (out / MANIFEST).symlink_to(tmp_path / "elsewhere.json")
    before = (tmp_path / "elsewhere.json").read_bytes()
    with pytest.raises(OutputError, match="or replace it with --overwrite"):
        write(out, TWO)
    assert write(out, TWO, overwrite=True)[-1] == "manifest.json was not ours, and was replaced"
    assert (tmp_path / "elsewhere.json").read_bytes() == before
    assert not (out / MANIFEST).is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_what_cannot_be_read_stays_and_is_told(out: Path) -> None:
    (out / "lost+found").mkdir(0o000)
    (out / "index.html").chmod(0o000)
    edited, others = write(out, TWO)
    assert edited.startswith("index.html was edited since")
    assert others == "lost+found/ is not ours and stays"


def test_a_folder_below_that_cannot_be_read_is_of_others(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(out, {"lost+found/x": "mine"})
    look = os.scandir

    def denied(path: Path) -> object:
        if Path(path).name == "lost+found":
            raise PermissionError(errno.EACCES, "Permission denied")
        return look(path)

    monkeypatch.setattr(os, "scandir", denied)
    assert write(out, TWO) == ["lost+found/ is not ours and stays"]
    assert (out / "lost+found/x").exists()


def test_a_file_of_ours_that_cannot_be_read_counts_as_edited(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = standing.sha256_of

    def denied(path: Path) -> str:
        if path.name == "index.html" and path.parent == out:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path)

    monkeypatch.setattr(standing, "sha256_of", denied)
    (told,) = write(out, TWO)
    assert told.startswith("index.html was edited since and stays")
    assert contents(out) == TWO | {"index.html": "one"}


def test_odd_names_are_told_on_one_line(out: Path) -> None:
    lay(out, {"a\nb": "x", "\x1b[31mred": "x"})
    (Path(os.fsdecode(os.fsencode(out) + b"/\xff"))).write_text("x", "utf-8")
    (told,) = write(out, TWO)
    assert told == r"\x1b[31mred, a\nb, \xff are not ours and stay"


@pytest.mark.parametrize("path", [".git/HEAD", "id/.git/HEAD", ".well-known/.x", "\udcff", "a//b", MANIFEST])
def test_what_we_never_write_is_not_ours_whatever_a_manifest_lists(out: Path, path: str) -> None:
    place = out / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if path != MANIFEST:
        place.write_text("theirs", "utf-8")
    said = json.loads((out / MANIFEST).read_bytes())
    said["files"] += [
        {"path": path, "sha256": sha256_of(place)},
        {"path": "x", "sha256": "\udcff"},
        {"path": 1},
        2,
    ]
    (out / MANIFEST).write_text(json.dumps(said), "utf-8")
    for overwrite in (False, True):
        write(out, TWO, overwrite=overwrite)
        assert place.exists()
    assert path == MANIFEST or place.read_text("utf-8") == "theirs"


def test_a_manifest_of_others_makes_no_file_ours(out: Path) -> None:
    lay(out, {"thesis.txt": "years of work"})
    rows = [{"path": "thesis.txt", "sha256": sha256_of(out / "thesis.txt")}]
    (out / MANIFEST).write_text(json.dumps({"name": "an app of the web", "files": rows}), "utf-8")
    write(out, TWO, overwrite=True)
    assert contents(out)["thesis.txt"] == "years of work"


# --- The folder itself -------------------------------------------------------------------------------


def test_the_folder_keeps_its_mode_and_group(out: Path) -> None:
    out.chmod(0o2750)
    if os.geteuid() == 0:
        os.chown(out, 12, 34)
    was = out.stat()
    assert write(out, TWO) == []
    now = out.stat()
    assert now.st_ino != was.st_ino, "it was replaced whole"
    assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


def test_a_folder_whose_owner_cannot_be_kept_is_not_replaced(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", denied)
    before = out.stat().st_ino
    assert write(out, TWO) == []
    assert (out.stat().st_ino, contents(out)) == (before, TWO)


def test_a_folder_below_that_was_closed_leaves_nothing_beside(out: Path) -> None:
    (out / "id").chmod(0o500)
    assert write(out, TWO) == []
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("below", ["", "/id", "/a mount"])
def test_where_a_disk_begins_or_is_shown_again_nothing_is_moved(
    out: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    mounts = out.parent / "mountinfo"
    point = f"{out}{below}".replace(" ", "\\040")
    mounts.write_text(f"36 35 98:0 / {point} rw,noatime - ext3 /dev/root rw\n", "utf-8")
    monkeypatch.setattr(output, "_MOUNTS", mounts)
    before = out.stat().st_ino
    assert write(out, TWO) == []
    assert contents(out) == TWO
    assert (out.stat().st_ino == before) is bool(below)


@pytest.mark.parametrize("reason", ["a mount", "a parent that cannot be written"])
def test_where_nothing_can_be_beside_the_folder_holds_it(
    out: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    begin, homes = scratch.create, list[Path]()

    def begun(home: Path, name: str) -> Scratch:
        homes.append(home)
        if home == out.parent:
            raise PermissionError(errno.EACCES, "Permission denied")
        return begin(home, name)

    monkeypatch.setattr(scratch, "create", begun)
    if reason == "a mount":
        monkeypatch.setattr(os.path, "ismount", lambda path: path == out)
    with monkeypatch.context() as patch:
        dying_after(3, patch)
        with pytest.raises(Killed):
            write(out, TWO)
    assert homes[-1] == out
    assert scratch.leftovers(out, "out")
    assert all(one.startswith(("id", "index", "old")) for one in FolderState.of(out).ours)
    assert FolderState.of(out).others == ()
    output.prepare(out, out)
    assert not scratch.leftovers(out, "out")
    assert write(out, TWO) == []
    assert contents(out) == TWO
    assert not list(out.glob(".*"))


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EBUSY])
def test_a_disk_or_a_file_that_is_mounted_below_is_no_obstacle(
    out: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    lay(out, {"CNAME": "x"})
    move = Path.replace

    def replaced(self: Path, target: Path) -> Path:
        if target == out / "index.html" and self.parent != out:
            raise OSError(code, "mounted")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    stays = write(out, TWO)
    mounted = {"index.html": "one" if code == errno.EBUSY else "two"}
    assert contents(out) == TWO | {"CNAME": "x"} | mounted
    assert ("index.html" in stays[0]) is (code == errno.EBUSY)


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="is a link that leads to itself; give a folder"):
        output.prepare(output.real_path(tmp_path / "loop"), tmp_path / "loop")


# --- At the last moment ------------------------------------------------------------------------------


def test_what_is_edited_at_the_last_moment_is_given_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap = output._swap

    def late(writing: output.Writing, place: Path) -> bool:
        lay(place, {"index.html": "mine", "old/gone.txt": "mine", "id/c.ttl": "theirs"})
        (place / "uploads").mkdir()
        return swap(writing, place)

    kept = {"index.html": "mine", "old/gone.txt": "mine", "id/c.ttl": "theirs"}
    with monkeypatch.context() as patch:
        patch.setattr(output, "_swap", late)
        edited, taken, others = write(out, TWO)
    assert edited.startswith("index.html, old/gone.txt were edited since and stay")
    assert taken.startswith("id/c.ttl is not ours and stays")
    assert others == "uploads/ is not ours and stays"
    assert (out / "uploads").is_dir()
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    for _ in range(2):
        assert contents(out) == TWO | kept
        assert [set(FolderState.of(out).edited), "id/c.ttl" in FolderState.of(out).ours] == [
            {"index.html", "old/gone.txt"},
            False,
        ]
        write(out, TWO)


def test_what_is_edited_while_files_are_moved_stays(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(out, GIT)
    put = Scratch.write_atomically

    def late(self: Scratch, target: Path, content: bytes) -> None:
        put(self, target, content)
        if not (out / "id/c.ttl").exists():
            lay(out, {"index.html": "mine", "old/gone.txt": "mine", "id/c.ttl": "theirs"})

    monkeypatch.setattr(Scratch, "write_atomically", late)
    edited, taken, _ = write(out, TWO)
    assert edited.startswith("index.html, old/gone.txt were edited since and stay")
    assert taken.startswith("id/c.ttl is not ours and stays")
    assert contents(out) == TWO | GIT | {"index.html": "mine", "old/gone.txt": "mine", "id/c.ttl": "theirs"}


def test_a_second_name_of_an_edited_file_is_no_obstacle(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap = output._swap

    def late(writing: output.Writing, place: Path) -> bool:
        (writing.folder / "id/a.ttl").unlink()
        os.link(place / "id/a.ttl", writing.folder / "id/a.ttl")
        (place / "id/a.ttl").write_text("mine", "utf-8")
        return swap(writing, place)

    monkeypatch.setattr(output, "_swap", late)
    write(out, TWO)
    assert contents(out) == TWO | {"id/a.ttl": "mine"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


# --- Killed, with others' files where ours belong -----------------------------------------------------


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("steps", range(26))
def test_killed_at_any_step_what_others_wrote_does_not_become_ours(
    out: Path, monkeypatch: pytest.MonkeyPatch, steps: int, *, overwrite: bool
) -> None:
    # One like what we write there, unless that is wanted for ours, one in place of a folder, and one elsewhere.
    theirs = {"id/c.ttl": "theirs" if overwrite else "c", "id/new": "theirs", "CNAME": "example.org"}
    lay(out, theirs)
    with monkeypatch.context() as patch:
        dying_after(steps, patch)
        with suppress(Killed):
            write(out, TWO, overwrite=overwrite)
    now = contents(out)
    still = {path: text for path, text in theirs.items() if now.get(path) == text}
    assert overwrite or still == theirs
    assert still.keys() <= set(FolderState.of(out).others)
    # A later run that has none of these any more, and that would replace what it may.
    write(out, {"index.html": "three"}, overwrite=True)
    assert contents(out) == {"index.html": "three", **still}


def test_what_was_to_come_is_ours_only_where_it_has_come(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(out, GIT)
    with monkeypatch.context() as patch:
        dying_after(1, patch)
        with pytest.raises(Killed):
            write(out, TWO)
    lay(out, {"id/c.ttl": "theirs"})
    write(out, {"index.html": "three"}, overwrite=True)
    assert contents(out) == GIT | {"index.html": "three", "id/c.ttl": "theirs"}


def test_what_was_swapped_by_a_killed_writer_is_given_back(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        (earlier,) = [one.earlier for one in scratch.leftovers(out.parent, "out")]
        lay(earlier, {"index.html": "mine", "late.txt": "mine"})
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(output, "_return_changes", late)
        patch.setattr(Scratch, "discard", lambda _: True)
        with pytest.raises(Killed):
            write(out, TWO)
    assert "what it left behind was removed" in output.prepare(out, out)
    assert contents(out) == TWO | {"index.html": "mine", "late.txt": "mine"}
    assert set(FolderState.of(out).edited) == {"index.html"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


# --- A folder whose manifest lists nothing -------------------------------------------------------------


def test_a_manifest_that_lists_no_files_is_filled_when_files_may_be_replaced(out: Path) -> None:
    (out / MANIFEST).write_text(json.dumps({"builder": BUILD.builder}), "utf-8")
    assert write(out, TWO)
    write(out, TWO, overwrite=True)
    assert set(FolderState.of(out).ours) == set(TWO)
    assert write(out, TWO) == ["id/b.ttl, old/ are not ours and stay"]
    assert set(FolderState.of(out).ours) == set(TWO)


@pytest.mark.parametrize("steps", range(16))
def test_a_folder_that_is_replaced_whole_survives_a_kill_at_any_step(
    out: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    with monkeypatch.context() as patch:
        dying_after(steps, patch)
        with suppress(Killed):
            write(out, TWO)
    assert not out.exists() or contents(out) in (ONE, TWO)
    output.prepare(out, out)
    assert contents(out) in (ONE, TWO)
    assert write(out, TWO) == []
    assert contents(out) == TWO
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("name", [".out.20261128.part", ".out.20261128.old", ".out.mybackup.part"])
def test_a_folder_beside_is_not_ours_for_its_name(out: Path, name: str) -> None:
    beside = out.parent / name
    shutil.copytree(out, beside / "new")
    (beside / "new" / "thesis.txt").write_text("mine", "utf-8")
    before = contents(beside)
    for token in ("", '{"scratch of": "seutu"}', "no JSON"):
        (beside / "seutu.token").write_text(token, "utf-8")
        (beside / "seutu.journal").write_text('["new", "thesis.txt"]\n', "utf-8")
        output.prepare(out, out)
        write(out, ONE)
        assert {
            path: what for path, what in contents(beside).items() if not path.startswith("seutu.")
        } == before


def test_a_copy_of_a_scratch_folder_is_nobodys_scratch_folder(out: Path) -> None:
    with output.replacing(out.resolve(), out) as writing:
        for path, content in ONE.items():
            writing.file(path).write_text(content, "utf-8")
        writing.file(MANIFEST).write_text(json.dumps({"builder": BUILD.builder, "files": []}), "utf-8")
        copy = out.parent / ".out.abcdefgh.part"
        shutil.copytree(writing.folder.parent, copy)
        before = contents(copy)
    output.prepare(out, out)
    assert contents(copy) == before
