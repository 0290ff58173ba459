"""The modules of the package stand in layers: what they import, and what the pure ones do not touch."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "seutu"

# From the ground up; a module imports only from what stands before it, in a lower layer or earlier in its own.
LAYERS = (
    (
        "phrases errors namespaces limits readers.nesting readers.newer readers.subjects readers.canonicalxml"
        " readers.rdfxml"
        " readers.jsonnumbers readers.jsonld readers.faults reading progress"
    ).split(),
    (
        "rdf to_rdflib sparql graphs engine canonical merging serialisation header locality query queryreference"
        " labels table sentences"
        " explanation"
        " reasons rows pictures.lettering"
        " pictures.scene days subject pictures.looks pictures.frame pictures.timeline pictures.decisions"
        " pictures.lattice pictures.network pictures.picture answer results paths report casing templates infer"
        " owlrlreference"
        " axioms locate file"
        " patterns prebinding structure components lexical validators recursion engineform skolemization wellformed"
        " rewritten constraints findings pyshaclreference engineofshapes reference checks"
        " places inflection names scope nearest derivation proof statements difference telling"
        " units outcome changes rebasing codes written description voids catalogue listing schemaorg csvw"
        " portable"
        " judges.advice judges.mqa judges.vocabulary"
        " judges.oops judges.scorecard judges.assessment"
        " remote.forms remote.ckanprofiles remote.ckanfields remote.ckandifference remote.ckanrecord remote.graphlist"
        " pages.tombstones pages.sitemap pages.links pages.negotiation pages.documents pages.page pages.resource"
        " pages.front"
    ).split(),
    "cache folder contents revision checked sights worker piecewise workspace deadline".split(),
    (
        "scratch standing output products build release judges.official remote.credentials remote.web"
        " remote.sparqlstore remote.graphstore remote.portal remote.ckan pages.publication pages.site pages.static"
        " judges.judging targets"
    ).split(),
    "__init__ usage console options publishing cli __main__".split(),
)
# What a folder of modules is about stands at its front, and nothing else.
FOLDERS = {"judges", "pages", "pictures", "readers", "remote"}
ORDER = [module for layer in LAYERS for module in layer]
# What a person may raise is read from the environment, wherever a file is read.
# What an engine could end the process with is done in another one.
# The data files of the package are as constant as its code.
IMPURE = {"limits", "phrases", "recursion", "judges.advice", "judges.oops"}
PURE = [name for name in (*LAYERS[0], *LAYERS[1]) if name not in IMPURE]

FORBIDDEN_MODULES = frozenset(
    (
        "glob http io os pathlib platform random secrets shutil socket subprocess sys tempfile time"
        " urllib.request"
    ).split()
)
FORBIDDEN_NAMES = frozenset("print open input exec eval breakpoint".split())
FORBIDDEN_ATTRIBUTES = frozenset(
    "now today utcnow uuid1 uuid4 environ getenv write_text write_bytes read_text read_bytes".split()
)


@cache
def modules() -> dict[str, ast.Module]:
    return {named(path): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def named(path: Path) -> str:
    """A module's name within the package; a folder's front goes by the folder."""
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return name.removesuffix(".__init__")


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
            inside = parts[1:3] if parts[1] in FOLDERS else parts[1:2]
            # What is no module is a name that the package itself hands out.
            yield (
                (".".join(inside) if PACKAGE.joinpath(*inside).with_suffix(".py").exists() else "__init__"),
                line,
            )


def test_every_module_has_its_place() -> None:
    assert set(modules()) == {*ORDER, *FOLDERS}, "a new module needs a place in LAYERS"


def test_the_front_of_a_folder_only_says_what_it_is_about() -> None:
    assert {name: len(modules()[name].body) for name in FOLDERS} == dict.fromkeys(FOLDERS, 1)


@pytest.mark.parametrize("name", sorted(set(modules()) - FOLDERS))
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
