"""The tutorial, followed step by step in an empty folder: each command prints what the page shows."""

import re
import shlex
from pathlib import Path

import pytest

from tests.helpers.running import anew as seutu
from tests.loading import ROOT

PAGE = ROOT / "docs" / "tutorial.md"
STEP = re.compile(
    r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```"
    r"|to\s`(?P<file>data/\w+\.ttl)`:\n\n```turtle\n(?P<turtle>.*?)```",
    re.DOTALL,
)


@pytest.mark.slow  # it publishes two thousand files
def test_each_step_does_what_the_page_shows(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    text, here = PAGE.read_text("utf-8"), tmp_path

    def taken(step: re.Match[str]) -> str:
        nonlocal here
        if step["file"]:
            with (here / step["file"]).open("a", encoding="utf-8") as file:
                file.write(f"\n{step['turtle']}")
            return step[0]
        program, *arguments = shlex.split(step["command"])
        assert program == "seutu"
        ran = seutu(*arguments, cwd=here)
        here = tmp_path / "tuulikoski"
        return f"```console\n$ {step['command']}\n{ran.out}{ran.err}```"

    found = STEP.sub(taken, text)
    if pytestconfig.getoption("--update-goldens"):
        PAGE.write_text(found, "utf-8")
    assert PAGE.read_text("utf-8") == found


def test_every_block_is_a_step() -> None:
    text = PAGE.read_text("utf-8")
    steps = len(list(STEP.finditer(text)))
    assert steps == len(re.findall(r"^```(?:console|turtle)$", text, re.MULTILINE)) > 0


def test_the_source_of_twelve_lines_is_entered_as_it_is_printed() -> None:
    text = PAGE.read_text("utf-8")
    lines = dict(re.findall(r"^ ?(\d+)  (.+)$", text, re.MULTILINE))
    example = (ROOT / "src/seutu/workspace/example/source.ttl").read_text("utf-8")
    entered = re.findall(r'seutu:lineNumber (\d+) ;\n    oa:exact "(.+)" ;', example + text)
    assert dict(entered) == lines
    assert max(map(int, lines)) == 12
