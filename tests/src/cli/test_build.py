"""The verb `build`: what it prints, and its exit codes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seutu.workspace import scratch
from tests.helpers import small
from tests.helpers.commands import NAMELESS
from tests.helpers.running import environment, seutu


def test_build_tells_on_one_screen(folder: Path, tmp_path: Path) -> None:
    ran = seutu("--workspace", folder, "build", "--out", "out", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    for word in ("Loaded", "Inferred", "Validated", "Answered", "Wrote"):
        assert f"\n{word} " in "\n" + ran.out
    assert len(ran.out.splitlines()) <= 24
    assert (tmp_path / "out/manifest.json").exists()


def test_a_build_with_violations_is_written_and_exits_1(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"data/more.ttl": NAMELESS})
    ran = seutu("--workspace", folder, "build", "--out", tmp_path / "out")
    assert ran.code == 1
    assert "A body has a name." in ran.out
    assert (tmp_path / "out/manifest.json").exists()


def test_a_format_left_out_of_a_build_is_told_and_exits_1(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"data/odd.ttl": "<urn:a> <urn:p:1> <urn:b> ."})
    ran = seutu("--workspace", folder, "build", "--out", tmp_path / "out")
    assert (ran.code, ran.err) == (1, "")
    told = "RDF/XML: the predicate <urn:p:1> ends in no XML name; use another format."
    assert f"\nLeft out   seutu.rdf: {told}\n" in ran.out


def test_a_killed_build_is_mended_and_told(folder: Path, tmp_path: Path) -> None:
    assert seutu("--workspace", folder, "build", "--out", "out", cwd=tmp_path).err == ""
    left = scratch.create(tmp_path, "out")
    left.note_swap(tmp_path / "out")
    (tmp_path / "out").rename(left.earlier)
    ran = seutu("--workspace", folder, "build", "--out", "out", cwd=tmp_path)
    told = "out: an earlier build had been killed, and what stood here before was put back first.\n"
    assert (ran.code, ran.err) == (0, told)


@pytest.mark.parametrize(
    ("sent", "code", "words"), [(signal.SIGINT, 130, b"Interrupted\n"), (signal.SIGTERM, 143, b"")]
)
def test_an_interrupted_build_leaves_the_earlier_one(
    tmp_path: Path, sent: signal.Signals, code: int, words: bytes
) -> None:
    many = "".join(f"<urn:x:{n}> <urn:p:p{n % 7}> {n} .\n" for n in range(60_000))
    folder = small.write(tmp_path / "workspace", {"data/many.ttl": many})
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text('{"builder": "seutu", "files": []}', encoding="utf-8")
    # Where the tests run in the background, Ctrl-C is ignored, and what they start would ignore it too.
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "seutu", "--workspace", str(folder), "build", "--out", str(out)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    signal.signal(signal.SIGINT, heeded)
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".out.*.part")) and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(sent)
    printed, told = running.communicate(timeout=60)
    assert (running.returncode, printed, told) == (code, b"", words)
    assert [path.name for path in out.iterdir()] == ["manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]
