"""The modules of the package stand in layers: what they import, and what the pure ones do not touch."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "seutu"

# From the ground up; a module imports only from what stands before it, in a lower layer or earlier in its own.
LAYERS = (
    "errors namespaces".split(),
    (
        "rdf serialisation sparql header query labels table sentences explanation reasons rows lettering scene days"
        " subject looks frame timeline decisions lattice network picture answer results paths report infer locate"
        " wellformed constraints validate reference places names scope nearest derivation proof statements difference"
        " telling ways joins units outcome changes rebasing codes"
        " written description voids catalogue schemaorg"
        " advice criteria mqa vocabulary fairness foops remedies oops scorecard assessment"
        " forms ckanprofiles ckanfields ckandifference"
        " tombstones sitemap links negotiation documents page resource front"
        " csvw portable"
    ).split(),
    "cache folder contents revision checked sights worker piecewise workspace".split(),
    (
        "output products build release official credentials web sparqlstore graphstore portal ckan publication site"
        " static judging targets"
    ).split(),
    "__init__ console options publishing cli __main__".split(),
)
ORDER = [module for layer in LAYERS for module in layer]
PURE = [*LAYERS[0], *LAYERS[1]]

FORBIDDEN_MODULES = frozenset(
    (
        "glob http io os pathlib platform random secrets shutil socket subprocess sys tempfile time"
        " urllib.request uuid"
    ).split()
)
FORBIDDEN_NAMES = frozenset("print open input exec eval breakpoint".split())
FORBIDDEN_ATTRIBUTES = frozenset(
    "now today utcnow environ getenv write_text write_bytes read_text read_bytes".split()
)


@cache
def modules() -> dict[str, ast.Module]:
    return {path.stem: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.glob("*.py"))}


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: import by full name"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def ours(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for name, line in imported(tree):
        parts = name.split(".")
        if parts[0] == "seutu" and len(parts) > 1:
            # What is no module is a name that the package itself hands out.
            yield (parts[1] if (PACKAGE / f"{parts[1]}.py").exists() else "__init__"), line


def test_every_module_has_its_place() -> None:
    assert set(modules()) <= set(ORDER), "a new module needs a place in LAYERS"


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_what_stands_below_it(name: str) -> None:
    below = ORDER[: ORDER.index(name)]
    above = [f"line {line}: {other}" for other, line in ours(modules()[name]) if other not in below]
    # The package's front names what it hands out, whatever its layer.
    assert name == "__init__" or above == []


def test_only_the_top_prints() -> None:
    top = set(LAYERS[-1])
    printing = {name for name, tree in modules().items() if "print" in called(tree)}
    assert printing <= top


def called(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_touches_nothing(name: str) -> None:
    tree = modules()[name]
    found = [module for module, _ in imported(tree) if any_prefix(module)]
    found += sorted(FORBIDDEN_NAMES & called(tree))
    found += sorted(FORBIDDEN_ATTRIBUTES & {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)})
    assert found == []


def any_prefix(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in FORBIDDEN_MODULES)


def test_the_test_can_fail() -> None:
    tree = ast.parse("import os.path\nfrom seutu import cli\nfrom datetime import date\nprint(date.today())")
    assert [module for module, _ in imported(tree) if any_prefix(module)] == ["os.path"]
    assert list(ours(tree)) == [("cli", 2)]
    assert "print" in called(tree)
