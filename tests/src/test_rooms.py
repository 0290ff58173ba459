"""The rooms of the package: the table in docs/architecture.md against the imports."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.loading import ROOT

PACKAGE = ROOT / "src" / "seutu"
PAGE = ROOT / "docs" / "architecture.md"
ROW = re.compile(r"\| (?P<floor>\d+) \| `(?P<room>\w+)` \| (?P<sentence>.+?) \|")
PICTURE = re.compile(r"(?<=<!-- rooms -->\n).*?(?=<!-- /rooms -->)", re.DOTALL)
# The package's front has the public names and the version, whatever room they are from: only the command line reads it.
FRONTS = {"__init__", "__main__"}
# Nearly every room uses these, so the picture leaves them out.
EVERYWHERE = {"errors", "phrases", "rdf"}
# Rooms that read no clock, file or environment, print nothing and reach no network.
PURE = {
    "errors",
    "progress",
    "rdf",
    "query",
    "language",
    "text",
    "inference",
    "shacl",
    "catalogue",
    "pictures",
    "evidence",
}
# A person may raise a limit in the environment; what may end the process runs in another one; the data files of the
# package are as constant as its code.
IMPURE_MODULES = {"query.headings", "rdf.limits", "shacl.recursion"}
PRINTING = {"cli"}

FORBIDDEN_MODULES = frozenset(
    "glob http io os pathlib platform random secrets shutil socket subprocess sys tempfile time urllib.request".split()
)
FORBIDDEN_NAMES = frozenset("print open input exec eval breakpoint".split())
FORBIDDEN_ATTRIBUTES = frozenset(
    "now today utcnow uuid1 uuid4 environ getenv write_text write_bytes read_text read_bytes".split()
)


@cache
def table() -> dict[str, tuple[int, str]]:
    """Each room's floor and sentence."""
    rows = ROW.finditer(PAGE.read_text("utf-8"))
    return {row["room"]: (int(row["floor"]), row["sentence"]) for row in rows}


@cache
def modules() -> dict[str, ast.Module]:
    """The package's modules by their names within it; a room's front goes by the room."""
    return {named(path): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def named(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    return module.partition(".")[0]


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The full name of everything that a module imports, at the top or inside a function, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: import by full name"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def ours(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The rooms that a module imports from, with the line."""
    for name, line in imported(tree):
        package, _, rest = name.partition(".")
        if package == "seutu" and rest:
            yield (room(rest) if room(rest) in table() else "__init__"), line


def test_each_room_is_in_the_table() -> None:
    rooms = {room(module) for module in modules()} - FRONTS
    assert rooms == set(table())


def test_each_room_says_what_lives_there() -> None:
    said = {name: ast.get_docstring(modules()[name]) for name in table()}
    sentences = {name: sentence for name, (_, sentence) in table().items()}
    folders = {name for name in table() if (PACKAGE / name).is_dir()}
    assert {name: said[name] for name in folders} == {name: sentences[name] for name in folders}
    assert {name for name in folders if len(modules()[name].body) > 1} == set()


@pytest.mark.parametrize("module", sorted(set(modules()) - FRONTS))
def test_a_module_imports_only_from_lower_floors(module: str) -> None:
    own = room(module)
    wrong = [
        f"line {line}: {other}"
        for other, line in ours(modules()[module])
        if other != own and not (own == "cli" if other == "__init__" else table()[other][0] < table()[own][0])
    ]
    assert wrong == []


def within(name: str) -> Iterator[tuple[str, str]]:
    """The imports from one module of a room to another."""
    for module, tree in modules().items():
        if room(module) == name:
            for full, _ in imported(tree):
                other = full.removeprefix("seutu.")
                target = other if other in modules() else other.rpartition(".")[0]
                if full.startswith("seutu.") and room(target) == name and target != module:
                    yield module, target


@pytest.mark.parametrize("name", sorted(table()))
def test_no_modules_of_a_room_import_each_other_in_a_circle(name: str) -> None:
    after: dict[str, set[str]] = defaultdict(set)
    for module, target in within(name):
        after[module].add(target)
    left = set(after)
    while free := {module for module in left if not after[module] & left}:
        left -= free
    assert left == set()


def test_only_the_command_line_prints() -> None:
    printing = {room(name) for name, tree in modules().items() if "print" in called(tree)}
    assert printing <= PRINTING


def called(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@pytest.mark.parametrize(
    "module", sorted(name for name in modules() if room(name) in PURE and name not in IMPURE_MODULES)
)
def test_a_pure_module_touches_nothing(module: str) -> None:
    tree = modules()[module]
    found = [name for name, _ in imported(tree) if forbidden(name)]
    found += sorted(FORBIDDEN_NAMES & called(tree))
    found += sorted(FORBIDDEN_ATTRIBUTES & {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)})
    assert found == []


def forbidden(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in FORBIDDEN_MODULES)


def test_the_tests_can_fail() -> None:
    tree = ast.parse(
        "import os.path\nfrom seutu.cli import main\nfrom datetime import date\nprint(date.today())"
    )
    assert [name for name, _ in imported(tree) if forbidden(name)] == ["os.path"]
    assert list(ours(tree)) == [("cli", 2)]
    assert "print" in called(tree)


def picture() -> str:
    """The rooms and their imports as Mermaid, without what longer paths imply."""
    uses: dict[str, set[str]] = defaultdict(set)
    for module, tree in modules().items():
        if room(module) in table():
            uses[room(module)] |= {other for other, _ in ours(tree)} & set(table()) - EVERYWHERE - {
                room(module)
            }
    rooms = sorted(set(table()) - EVERYWHERE, key=lambda name: (-table()[name][0], name))
    lines = [
        f"    {name} --> {other}"
        for name in rooms
        for other in sorted(uses[name])
        if not any(other in reached(uses, via) for via in uses[name] - {other})
    ]
    return "\n".join(["```mermaid", "graph TD", *lines, "```", ""])


def reached(uses: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in uses[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def test_the_picture_is_drawn_from_the_imports(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text("utf-8")
    if request.config.getoption("--update-goldens"):
        page = PICTURE.sub(lambda _: picture(), page)
        PAGE.write_text(page, "utf-8")
    shown = PICTURE.search(page)
    assert shown
    assert shown[0] == picture()
