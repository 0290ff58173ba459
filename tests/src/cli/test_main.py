"""The command line: verbs, options, streams, exit codes, and what it does not import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from seutu import __version__
from seutu.cli.main import VERBS, cli
from tests.helpers.commands import BASIS
from tests.helpers.running import ROOT, environment, seutu


def test_without_a_verb_it_helps() -> None:
    ran = seutu()
    assert ran.code == 0
    for verb in ("ask", "query", "validate", "infer", "build"):
        assert f"\n  {verb} " in ran.out
    assert "..." not in ran.out.partition("Commands:")[2]


def test_version() -> None:
    assert seutu("--version").out == f"seutu {__version__}\n"


def test_the_nearest_workspace_upwards_is_used(folder: Path) -> None:
    assert "who-decides" in seutu("ask", cwd=folder / "data/small").out
    assert "who-decides" in seutu("ask", env={"SEUTU_WORKSPACE": str(folder)}).out


def test_colour_is_for_terminals(folder: Path) -> None:
    assert "\x1b" not in seutu("--workspace", folder, "ask").out
    coloured = CliRunner().invoke(cli, ["--workspace", str(folder), "ask"], color=True)
    assert "\x1b[1m" in coloured.stdout
    plain = CliRunner(env={"NO_COLOR": "1"}).invoke(cli, ["--workspace", str(folder), "ask"], color=True)
    assert "\x1b" not in plain.stdout


def test_a_terminal_without_the_letters_still_gets_the_answer(folder: Path) -> None:
    env = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    ran = seutu("--workspace", folder, "ask", "who-decides", env=env)
    assert (ran.code, ran.err) == (0, BASIS)
    assert "\\u2500" in ran.out
    assert "Municipalities" in ran.out


ROOMS_OF_AN_ANSWER = set("answer api cli errors inference language phrases query rdf text workspace".split())
IMPORTED = """
import sys
from seutu.cli.main import main
code = main(sys.argv[1:])
print(sorted(set(sys.modules) & {"rdflib", "pyshacl", "owlrl", "shifty"}), file=sys.stderr)
print(sorted({name.split(".")[1] for name in sys.modules if name.startswith("seutu.")}), file=sys.stderr)
sys.exit(code)
"""


def imported(*args: str) -> tuple[set[str], set[str]]:
    """The engines and the rooms that a command line imports."""
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTED, *args], env=environment(), capture_output=True, text=True, check=True
    )
    engines, rooms = (set(ast.literal_eval(line)) for line in ran.stderr.splitlines()[-2:])
    return engines, rooms


def test_asking_imports_no_engine_it_does_not_need(folder: Path) -> None:
    for args in (
        ["ask"],
        ["ask", "who-decides", "--text"],
        ["ask", "who-decides", "--help"],
        ["infer"],
        ["--help"],
    ):
        engines, _ = imported("--workspace", str(folder), *args)
        assert engines == set(), args


def test_an_answer_imports_only_the_rooms_that_it_needs(folder: Path) -> None:
    asked = "--workspace", str(folder), "ask", "who-decides"
    imported(*asked)
    _, rooms = imported(*asked)
    assert rooms == ROOMS_OF_AN_ANSWER


def test_importing_seutu_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import seutu; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert not {"pyoxigraph", "click", "rdflib", "seutu.api"} & set(ran.stdout.split())


def test_every_public_name_is_there() -> None:
    import seutu as package

    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    rows = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z }"
    command = f"{sys.executable} -m seutu --workspace {folder} query -e '{rows}' --format csv | head -1"
    ran = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"a,b,c\r\n", b"")


# It takes the most options, and hands them on.
MOST_LINES = {"publish": 30}


def test_commands_have_short_bodies() -> None:
    modules = (ROOT / "src/seutu/cli").glob("*.py")
    commands = [
        node
        for module in modules
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any("command" in ast.unparse(d) or "group" in ast.unparse(d) for d in node.decorator_list)
    ]
    assert {command.name for command in commands} == {"cli", *VERBS}
    for command in commands:
        assert ast.get_docstring(command), command.name
        first, last = command.body[1], command.body[-1]
        assert (last.end_lineno or 0) - first.lineno + 1 < MOST_LINES.get(command.name, 20), command.name
