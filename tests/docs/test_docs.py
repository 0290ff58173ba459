"""What the documentation shows is what happens: its commands are run, and its words checked against the tool."""

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from seutu import Workspace
from tests.helpers.running import anew as seutu
from tests.loading import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
CASES = [
    pytest.param(
        page,
        found["command"],
        id=f"{page.stem}: {found['command'][:60]}",
        marks=[pytest.mark.slow] * found["command"].startswith("seutu publish --to"),  # thousands of files
    )
    for page in PAGES
    if page.stem != "tutorial"  # whose steps are taken one after the other, in test_tutorial
    for found in BLOCK.finditer(page.read_text(encoding="utf-8"))
    if found["command"] != "make test"
]


def shown(page: Path, command: str) -> str:
    return next(
        found["output"]
        for found in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if found["command"] == command
    )


def happens(command: str, tmp_path: Path) -> str:
    if command == "make":
        ran = seutu("build", "--out", tmp_path / "build", cwd=ROOT)
        return (ran.out + ran.err).replace(str(tmp_path / "build"), "build")
    command, _, file = command.partition(" > ")
    program, *arguments = shlex.split(command.replace("folder:public", f"folder:{tmp_path / 'public'}"))
    assert program == "seutu"
    ran = seutu(*arguments, cwd=ROOT)
    ran = replace(ran, out=ran.out.replace(str(tmp_path / "public"), "public"))
    if file:
        assert ran.out, "a file is shown to be written, and nothing is"
    return ran.err if file else ran.out + ran.err


@pytest.mark.parametrize(("page", "command"), CASES)
def test_command_prints_what_the_page_shows(
    page: Path, command: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    found = happens(command, tmp_path)
    if pytestconfig.getoption("--update-goldens"):
        text = page.read_text(encoding="utf-8")
        before = f"```console\n$ {command}\n{shown(page, command)}```"
        page.write_text(text.replace(before, f"```console\n$ {command}\n{found}```"), encoding="utf-8")
    assert shown(page, command) == found


def test_library_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "beslutar" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ] == []


def test_every_verb_stands_in_the_readme() -> None:
    verbs = re.findall(r"^  (\w+)  ", seutu("--help").out.partition("Commands:")[2], re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert verbs
    assert [verb for verb in verbs if f"seutu {verb}" not in readme] == []


def test_every_folder_of_the_map_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([\w/]+/)` \|", readme, re.MULTILINE)
    assert named
    assert [folder for folder in named if not (ROOT / folder).is_dir()] == []


def test_example_that_the_readme_checks_has_one_fault_alone() -> None:
    report = Workspace.open(ROOT).validate([ROOT / "docs" / "examples" / "board.ttl"], alone=True)
    assert {finding.path for finding in report.findings} == {
        "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    }
