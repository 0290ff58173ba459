"""Scratch folders: only what is noted is removed, and only a folder with its own token is ours."""

import shutil
from pathlib import Path

import pytest

from seutu.workspace import scratch


def test_a_new_one_is_proved_and_leaves_nothing(tmp_path: Path) -> None:
    begun = scratch.create(tmp_path, "out")
    assert begun.is_authentic()
    assert [one.root for one in scratch.leftovers(tmp_path, "out")] == [begun.root]
    assert scratch.leftovers(tmp_path, "other") == []
    begun.file("a/b.txt").write_text("x")
    assert begun.discard()
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_noted_stays(tmp_path: Path) -> None:
    begun = scratch.create(tmp_path, "out")
    begun.file("ours.txt").write_text("x")
    (begun.new / "theirs.txt").write_text("y")
    assert not begun.discard()
    assert [path.name for path in begun.new.iterdir()] == ["theirs.txt"]


def test_a_copy_is_not_ours(tmp_path: Path) -> None:
    begun = scratch.create(tmp_path, "out")
    copy = tmp_path / ".out.12345678.part"
    shutil.copytree(begun.root, copy)
    assert not scratch.Scratch(copy).is_authentic()
    assert not scratch.is_scratch_of(copy, "out")
    assert scratch.is_scratch_of(begun.root, "out")


@pytest.mark.parametrize("token", ["", "{", "null", "[]"])
def test_an_odd_token_proves_nothing(tmp_path: Path, token: str) -> None:
    begun = scratch.create(tmp_path, "out")
    (begun.root / "seutu.token").write_text(token)
    assert not begun.is_authentic()


def test_a_swap_is_known_by_its_note(tmp_path: Path) -> None:
    begun, place = scratch.create(tmp_path, "out"), tmp_path / "out"
    place.mkdir()
    begun.note_swap(place)
    place.rename(begun.earlier)
    assert begun.has_earlier
    begun.new.rename(place)
    assert begun.is_installed(place)
    assert not begun.discard(), "the earlier folder waits"


def test_a_folder_of_others_is_not_an_earlier_one(tmp_path: Path) -> None:
    begun = scratch.create(tmp_path, "out")
    begun.earlier.mkdir()
    assert not begun.has_earlier


def test_a_file_is_put_whole(tmp_path: Path) -> None:
    begun = scratch.create(tmp_path, "out")
    begun.write_atomically(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert begun.discard()


def test_a_removed_file_takes_its_empty_folders_along(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").write_text("x")
    (tmp_path / "a" / "d.txt").write_text("x")
    scratch.remove(tmp_path, "a/b/c.txt")
    scratch.remove(tmp_path, "none/at/all")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["d.txt"]
    scratch.remove(tmp_path, "a/d.txt")
    assert list(tmp_path.iterdir()) == []


def test_empty_folders_are_pruned_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "x" / "empty" / "deep").mkdir(parents=True)
    (tmp_path / "x" / "full").mkdir()
    (tmp_path / "x" / "full" / "a.txt").write_text("x")
    scratch.prune(tmp_path / "x")
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["full"]


def test_a_lock_is_held_by_one(tmp_path: Path) -> None:
    with scratch.lock(tmp_path) as first, scratch.lock(tmp_path, wait=False) as second:
        assert (first, second) == (True, False)
    with scratch.lock(tmp_path, wait=False) as again:
        assert again
    with scratch.lock(tmp_path / "none") as none:
        assert not none
