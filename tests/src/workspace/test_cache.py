"""What was worked out before: kept whole or not at all, and never in anybody's way."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.query.graphs import Graphs
from seutu.workspace import cache
from tests.helpers.running import ROOT, environment
from tests.helpers.running import anew as seutu

OWN, TAG = "seutu-cache-1", "CACHEDIR.TAG"
QUESTION = ("ask", "ties", "--format", "json")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of results inside the one that is named."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / OWN


def results(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()} - {TAG}


def store_of(text: str) -> ox.Store:
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.N_QUADS)
    return store


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_other_parts_have_another_name(one: list[bytes], other: list[bytes]) -> None:
    assert (cache.key(one) == cache.key(other)) == (one == other)


@pytest.mark.usefixtures("place")
def test_what_was_written_is_read() -> None:
    assert cache.read("a") is None
    cache.write("a", b"what was found")
    assert cache.read("a") == b"what was found"


@given(st.data())
def test_what_was_cut_short_or_altered_is_nothing(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.VARIABLE, place)
        cache.write("a", b"what was found")
        path = Path(place, OWN, "a")
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        altered = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        path.write_bytes(data.draw(st.sampled_from((whole[:at], altered))))
        assert cache.read("a") is None


def test_a_store_is_kept_whole(place: Path) -> None:
    odd = '<x:a> <x:b> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    lines = f'<x:a> <x:b> "c"@fi <x:g> .\n_:n <x:b> _:n .\n{odd}'
    said = Graphs(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    assert cache.read_graphs("s") is None
    cache.write_graphs("s", said)
    kept = cache.read_graphs("s")
    assert kept is not None
    assert len(kept) == len(said)
    assert (
        ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c", language="fi"), ox.NamedNode("x:g"))
        in kept
    )
    assert {str(quad.object) for quad in kept} == {str(quad.object) for quad in said}
    assert results(place) == {"s"}


def test_a_store_that_is_broken_is_nothing_and_goes(place: Path) -> None:
    cache.write_graphs("s", Graphs(store_of("<x:a> <x:b> <x:c> .\n")))
    (place / "s" / "store" / "CURRENT").write_text("nonsense", encoding="utf-8")
    assert cache.read_graphs("s") is None
    assert not (place / "s").exists()


def test_nothing_is_kept_where_nothing_is_wanted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")
    monkeypatch.chdir(tmp_path)
    cache.write("a", b"b")
    cache.write_graphs("s", Graphs(store_of("<x:a> <x:b> <x:c> .\n")))
    assert cache.read("a") is None
    assert cache.read_graphs("s") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "cache"))
    cache.write("a", b"b")
    cache.write_graphs("s", Graphs(store_of("<x:a> <x:b> <x:c> .\n")))
    assert cache.read("a") is None


def test_a_full_disk_is_no_fault_and_leaves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    cache.write("z", b"so that the folder is there")
    (place / "z").unlink()
    monkeypatch.setattr(cache, "_copy", full)
    monkeypatch.setattr(Path, "replace", full)
    cache.write("a", b"b")
    cache.write_graphs("s", Graphs(store_of("<x:a> <x:b> <x:c> .\n")))
    assert results(place) == set()


def test_what_was_not_used_for_longest_goes_first(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, older, oldest, newest = (letter * 64 for letter in "abcd")
    for age, name in enumerate((new, older, oldest)):
        cache.write(name, bytes(100))
        then = time.time() - 4000 * age
        os.utime(place / name, (then, then))
    monkeypatch.setattr(cache, "MAX_BYTES", 450)
    cache.write(newest, bytes(100))
    assert results(place) == {new, older, newest}


def test_what_was_abandoned_goes(place: Path) -> None:
    cache.write("z", b"so that the folder is there")
    for name, age in (("seutu-mine.part", 10), ("seutu-nobodys.part", 5000)):
        (place / name).mkdir()
        os.utime(place / name, (time.time() - age, time.time() - age))
    cache.write("a", b"b")
    assert results(place) == {"seutu-mine.part", "a", "z"}


def lay(folder: Path) -> dict[str, bytes]:
    """Put old things into a folder that are named as our results are, and others; give back what they hold."""
    names = ("thesis/chapter.txt", "film.part", "a" * 64, "b" * 64 + "/c", "seutu-n.part", "seutu-t.part/c")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"years of work")
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))
    return held(folder)


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_others_have_in_the_folder_that_is_named_stays(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = lay(place.parent)
    monkeypatch.setattr(cache, "MAX_BYTES", 100)
    for letter in "de":
        cache.write(letter * 64, b"x" * 50)
        os.utime(place / (letter * 64), (0, 0))
    assert results(place) == {"e" * 64}
    assert theirs.items() <= held(place.parent).items()
    assert cache.read("a" * 64) is None


@pytest.mark.parametrize("mark", [None, b"", b"Signature: 8a477f597d28d172789f06886806bc55\n"])
def test_a_folder_that_is_called_as_ours_and_is_not_is_left_alone(place: Path, mark: bytes | None) -> None:
    lay(place)
    if mark is not None:
        (place / TAG).write_bytes(mark)
    theirs = held(place)
    cache.write("d" * 64, b"x")
    cache.write_graphs("b" * 64, Graphs(store_of("<x:a> <x:b> <x:c> .\n")))
    assert cache.read("d" * 64) is None
    assert cache.read_graphs("b" * 64) is None
    assert held(place) == theirs


def test_what_others_put_into_our_folder_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write("z", b"so that the folder is there")
    (place / "thesis").mkdir()
    (place / "thesis" / "chapter.txt").write_text("years of work", encoding="utf-8")
    (place / "film.part").write_text("half of it", encoding="utf-8")
    (place / ("e" * 64)).symlink_to(place / "thesis")
    for path in (*place.iterdir(), place / "thesis/chapter.txt"):
        os.utime(path, (0, 0), follow_symlinks=False)
    monkeypatch.setattr(cache, "MAX_BYTES", 100)
    for letter in "ab":
        cache.write(letter * 64, b"x")
        os.utime(place / (letter * 64), (0, 0))
    assert results(place) >= {"thesis", "film.part", "e" * 64}
    assert (place / "thesis" / "chapter.txt").read_text("utf-8") == "years of work"


# --- Processes ----------------------------------------------------------------------------------------


def test_a_second_run_says_the_same_and_a_change_is_seen(tmp_path: Path) -> None:
    workspace = copied(tmp_path)
    env = {"SEUTU_CACHE": str(tmp_path / "cache")}
    runs = [seutu("--workspace", workspace, *QUESTION, env=env) for _ in range(2)]
    assert runs[0] == runs[1] == seutu("--workspace", workspace, *QUESTION)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [OWN]
    assert len(results(tmp_path / "cache" / OWN)) == 1
    path = workspace / "data" / "jamsa" / "network.ttl"
    path.write_text(path.read_text("utf-8").replace("strength:weak", "strength:strong"), encoding="utf-8")
    changed = seutu("--workspace", workspace, *QUESTION, env=env)
    assert changed == seutu("--workspace", workspace, *QUESTION)
    assert changed.out != runs[0].out


def test_a_fault_is_told_whatever_was_kept(tmp_path: Path) -> None:
    workspace = copied(tmp_path)
    env = {"SEUTU_CACHE": str(tmp_path / "cache")}
    assert seutu("--workspace", workspace, *QUESTION, env=env).code == 0
    path = workspace / "data" / "jamsa" / "network.ttl"
    path.write_text(path.read_text("utf-8") + "\nnonsense", encoding="utf-8")
    assert "data/jamsa/network.ttl:" in seutu("--workspace", workspace, *QUESTION, env=env).err


def test_processes_at_once_all_say_the_same(tmp_path: Path) -> None:
    running = [started(tmp_path / "cache") for _ in range(6)]
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 6
    assert set(said) == {seutu(*QUESTION, cwd=ROOT).out.encode()}
    assert not [path for path in (tmp_path / "cache" / OWN).iterdir() if path.suffix == ".part"]


@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_says_the_same(tmp_path: Path) -> None:
    right = seutu(*QUESTION, cwd=ROOT).out.encode()
    chance = random.Random(50)
    for turn in range(50):
        # One cache for all, so that each run meets what those before it left; now and then it is emptied.
        place = tmp_path / f"cache{turn // 10}"
        process = started(place)
        time.sleep(chance.uniform(0.01, 0.5))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=120)
        after = started(place)
        said, _ = after.communicate(timeout=120)
        assert (after.returncode, said) == (0, right)


def started(place: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "seutu", *QUESTION]
    env = environment({"SEUTU_CACHE": str(place)})
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def copied(folder: Path) -> Path:
    for name in ("ontology", "data", "queries", "shapes"):
        shutil.copytree(ROOT / name, folder / "workspace" / name)
    return folder / "workspace"
