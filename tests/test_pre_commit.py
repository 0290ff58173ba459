"""The hooks for contributors run what the Makefile runs, on the files that it names."""

import re
import subprocess

from tests.loading import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CONFIG = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
FOLDERS = ("data", "docs", "ontology", "queries", "shapes", "src", "tests")
ENTRY = re.compile(r"^ +entry: (?P<entry>.+)$", re.MULTILINE)
TARGET = re.compile(r"^(?:lint|types|turtle|format): .*?; @(?P<commands>.+)$", re.MULTILINE)


def hooks() -> list[str]:
    return [found["entry"] for found in ENTRY.finditer(CONFIG)]


def commands() -> set[str]:
    """The commands of the Makefile's targets for code and Turtle, with `.venv/bin` in full."""
    lines = [found["commands"] for found in TARGET.finditer(MAKEFILE)]
    return {command.replace("$(BIN)", ".venv/bin") for line in lines for command in line.split(" && ")}


def arguments(command: str) -> str:
    """A command without the options that only report or only mend, and without its files."""
    return re.sub(r" (?:--check|--fix-only|--quiet|\.|\$\(TURTLE\))(?= |$)", "", command)


def turtle_of_the_hook() -> set[str]:
    patterns = dict(re.findall(r"^ +(files|exclude): (.+)$", CONFIG, re.MULTILINE))
    files = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")}
    return {
        file
        for file in files
        if re.search(patterns["files"], file) and not re.search(patterns["exclude"], file)
    }


def turtle_of_make() -> set[str]:
    variable = re.search(r"^TURTLE = (.+)$", MAKEFILE, re.MULTILINE)
    assert variable
    script = f"printf '%s\\n' {variable[1].replace('$$', '$')}"
    named = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    files = [
        file
        for name in named
        for file in ((ROOT / name).rglob("*.ttl") if (ROOT / name).is_dir() else [ROOT / name])
    ]
    return {file.relative_to(ROOT).as_posix() for file in files}


def test_each_hook_is_a_command_of_the_makefile() -> None:
    assert hooks()
    assert [
        hook for hook in hooks() if hook not in commands() | {arguments(each) for each in commands()}
    ] == []


def test_each_command_of_the_makefile_has_a_hook() -> None:
    assert {arguments(command) for command in commands()} == set(hooks())


def test_hooks_are_local() -> None:
    assert re.findall(r"repo: (\S+)", CONFIG) == ["local"]
    assert CONFIG.count("language: system") == len(hooks())


def test_turtle_hook_takes_the_files_that_make_formats() -> None:
    assert turtle_of_the_hook() == turtle_of_make()
