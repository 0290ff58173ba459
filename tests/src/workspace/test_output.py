"""A folder of output whatever happens to its writers: killed at any moment, or two at once."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from seutu import Workspace
from seutu.build import build as building
from seutu.workspace import output, scratch
from tests.helpers import small
from tests.helpers.running import environment

# Builds one workspace and another in turns, so many times, telling when it begins and what it could not do.
BUILDER = """
import sys
from pathlib import Path
from seutu import Workspace
from seutu.build import build
from seutu.errors import OutputError
out, times, *folders = sys.argv[1:]
spaces = [Workspace.open(folder) for folder in folders]
for space in spaces:
    space.validate()
print("ready", flush=True)
failed = 0
for time in range(int(times)):
    try:
        build.build(spaces[time % len(spaces)], Path(out))
    except OutputError as error:
        failed = 2
        print(error, file=sys.stderr)
sys.exit(failed)
"""

Files = dict[str, bytes]


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    one = small.write(tmp_path / "one")
    other = small.write(
        tmp_path / "other", {"data/small/body.ttl": small.BODY + 'body:hqh skos:altLabel "H"@fi .\n'}
    )
    return [one, other]


def builder(out: Path, times: int, folders: Sequence[Path]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILDER, str(out), str(times), *map(str, folders)]
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )
    assert started.stdout
    assert started.stdout.readline() == "ready\n"
    return started


def contents(folder: Path) -> Files:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    listed = {file["path"]: file["sha256"] for file in json.loads(files["manifest.json"])["files"]}
    assert listed == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
    }
    return files


def expected(folders: Sequence[Path], tmp_path: Path) -> list[Files]:
    built = []
    for folder in folders:
        building.build(Workspace.open(folder), tmp_path / "expected")
        built.append(contents(tmp_path / "expected"))
    shutil.rmtree(tmp_path / "expected")
    assert built[0] != built[1]
    return built


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_a_whole_build(folders: list[Path], tmp_path: Path) -> None:
    whole, chance, out = expected(folders, tmp_path), random.Random(1), tmp_path / "there/out"
    building.build(Workspace.open(folders[0]), out)
    absent = told = 0
    for _ in range(30):
        with builder(out, 1000, folders) as running:
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(chance.uniform(0, 0.3))
            running.kill()
        # Between the two moves, a matter of microseconds, the earlier one stands beside.
        absent += not out.exists()
        standing = out if out.exists() else next(out.parent.glob(".out.*.part/earlier"))
        assert contents(standing) in whole
        mended = building.build(Workspace.open(folders[1]), out)
        told += bool(mended.recovered)
        assert contents(out) == whole[1]
        # One killed before it had marked its own folder leaves that, with an empty mark at most: it is nobody's.
        for path in set(out.parent.iterdir()) - {out}:
            for mark in path.iterdir():
                assert mark.read_bytes() == b""
                mark.unlink()
            path.rmdir()
    assert told > absent, "what a killed build leaves is removed, and told"


@pytest.mark.slow
def test_writers_of_one_folder_take_turns(folders: list[Path], tmp_path: Path) -> None:
    whole, out = expected(folders, tmp_path), tmp_path / "there/out"
    running = [builder(out, 40, folders), builder(out, 40, folders[::-1]), builder(out, 40, folders)]
    ended = [(*one.communicate(timeout=120), one.returncode) for one in running]
    assert ended == [("", "", 0)] * 3
    assert contents(out) in whole
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.slow
def test_commands_that_build_into_one_folder_at_once(folders: list[Path], tmp_path: Path) -> None:
    whole, out = expected(folders, tmp_path), tmp_path / "out"
    for _ in range(3):
        commands = [
            [sys.executable, "-m", "seutu", "--workspace", str(folder), "build", "--out", str(out)]
            for folder in folders
        ]
        running = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment())
            for command in commands
        ]
        for one in running:
            _, told = one.communicate(timeout=60)
            assert (one.returncode, told) == (0, b"")
        assert contents(out) in whole


def test_without_locks_a_lone_writer_is_as_good(
    folders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "there/out"
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "fcntl", None)
        building.build(Workspace.open(folders[0]), out)
        left = scratch.create(out.parent, "out")
        assert building.build(Workspace.open(folders[1]), out).recovered == ""
        assert left.new.exists(), "its writer may be alive"
    assert building.build(Workspace.open(folders[1]), out).recovered.endswith("left behind was removed.")
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_a_living_writer_has_begun_stays(folders: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "there/out"
    with output.replacing(out, out) as writing:
        begun = writing.folder
        writing.file("page").write_text("x", encoding="utf-8")
        writing.file("manifest.json").write_text('{"builder": "seutu", "files": []}', encoding="utf-8")
        assert output.prepare(out, out) == ""
        building.build(Workspace.open(folders[0]), out)
        assert (begun / "page").exists()
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "page"]


def test_somebodys_work_that_came_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with output.replacing(out, out) as writing:
        writing.file("manifest.json").write_text('{"builder": "seutu", "files": []}', encoding="utf-8")
        out.mkdir()
        (out / "chapter.txt").write_text("years of work", encoding="utf-8")
    assert writing.stays == ["chapter.txt is not ours and stays"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert sorted(path.name for path in out.iterdir()) == ["chapter.txt", "manifest.json"]
