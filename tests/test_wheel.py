"""What is installed works where there is no workspace: the wheel carries one with it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.helpers.running import environment
from tests.loading import ROOT

PACKED = ("ontology", "data", "shapes", "queries")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_every_file_of_the_workspace(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix("seutu/_workspace/") for name in archive.namelist() if "/_workspace/" in name
        }
    tracked = {
        path.relative_to(ROOT).as_posix()
        for folder in PACKED
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert packed == tracked


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("seutu/") and "/_" not in name}
    package = ROOT / "src" / "seutu"
    files = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    wanted = {f"seutu/{path.relative_to(package).as_posix()}" for path in files if path.name[0] != "_"}
    assert packed == wanted


def test_a_question_is_answered_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    command = [sys.executable, "-m", "seutu", "ask", "who-decides", "--function", "recommends"]
    ran = subprocess.run(
        command,
        cwd=empty,
        env=environment({"PYTHONPATH": str(site)}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    which, basis = ran.stderr.splitlines()
    assert (
        which
        == f"Here is no workspace: this is about the one that came with Seutu, {site / 'seutu' / '_workspace'}."
    )
    assert (ran.returncode, basis) == (0, "For all dates; according to all sources, in all layers.")
    assert "the advisory board" in ran.stdout
    assert list(empty.iterdir()) == []


def test_a_new_workspace_builds_on_what_is_installed(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    new = ("new", "own", "--title", "Own", "--base", "https://example.org/own/", "--languages", "en")
    told = ""
    for command, folder in ((new, "."), (("validate",), "own"), (("ask", "who-decides"), "own")):
        ran = subprocess.run(
            [sys.executable, "-m", "seutu", *command],
            cwd=tmp_path / folder,
            env=environment({"PYTHONPATH": str(site)}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert ran.returncode == 0, ran.stderr
        told += ran.stdout + ran.stderr
    assert "0 violations, 1 warning in 35 files." in told
    assert "the district board" in told
