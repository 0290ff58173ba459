"""Size and structure of the package: modules, rooms, floors, imports between rooms, longest functions.

Run as ``python -m benchmarks.structure [ROOT]``, where ROOT is a checkout, another one too, to compare two versions.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One module: its name within the package, its lines, and its syntax tree."""

    name: str
    lines: int
    tree: ast.Module

    @property
    def room(self) -> str:
        """The first part of its name."""
        return self.name.partition(".")[0]

    def functions(self) -> Iterator[tuple[int, str]]:
        """Yield the lines and the full name of each function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or node.lineno) - node.lineno + 1, f"{self.name}.{node.name}"

    def imports(self) -> Iterator[str]:
        """Yield the name within the package of everything that it imports from there."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "seutu":
                yield from (f"{node.module}.{alias.name}".partition(".")[2] for alias in node.names)


def modules(root: Path) -> list[Module]:
    """Return the modules of a checkout's package, without the fronts of rooms."""
    package = root / "src" / "seutu"
    found = []
    for path in sorted(package.rglob("*.py")):
        if path.stem not in ("__init__", "__main__"):
            text = path.read_text("utf-8")
            name = ".".join(path.relative_to(package).with_suffix("").parts)
            found.append(Module(name, text.count("\n"), ast.parse(text)))
    return found


def imports_of_modules(found: list[Module]) -> dict[str, set[str]]:
    """Return the modules that each module imports."""
    names = {module.name for module in found}
    return {
        module.name: {
            one
            for full in module.imports()
            for one in (full, full.rpartition(".")[0])
            if one in names and one != module.name
        }
        for module in found
    }


def floors(uses: dict[str, set[str]]) -> int:
    """Return the number of floors: the length of the longest chain of imports without a circle."""
    height: dict[str, int] = {}

    def of(name: str, above: tuple[str, ...]) -> int:
        if name not in height:
            below = uses.get(name, set()) - {name, *above}
            height[name] = 1 + max((of(one, (*above, name)) for one in below), default=0)
        return height[name]

    return max(of(name, ()) for name in uses)


def rooms(uses: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the rooms that each room imports from."""
    found: dict[str, set[str]] = {}
    for module, others in uses.items():
        room = module.partition(".")[0]
        found.setdefault(room, set()).update({one.partition(".")[0] for one in others} - {room})
    return found


def main(root: Path) -> str:
    """Return the figures of a checkout, a line each."""
    found = modules(root)
    uses = imports_of_modules(found)
    functions = sorted(function for module in found for function in module.functions())
    lengths = [lines for lines, _ in functions]
    largest = max(found, key=lambda module: module.lines)
    figures = {
        "modules": len(found),
        "flat modules": sum("." not in module.name for module in found),
        "rooms": len({module.room for module in found}),
        "floors of modules": floors(uses),
        "floors of rooms": floors(rooms(uses)),
        "imports between modules": sum(map(len, uses.values())),
        "imports between rooms": sum(map(len, rooms(uses).values())),
        "lines": sum(module.lines for module in found),
        "largest module": f"{largest.name}, {largest.lines} lines",
        "longest function": f"{functions[-1][1]}, {functions[-1][0]} lines",
        "median of functions": f"{statistics.median(lengths):g} lines",
        "nine in ten functions": f"{lengths[len(lengths) * 9 // 10]} lines or fewer",
    }
    return "".join(f"{name:25} {figure}\n" for name, figure in figures.items())


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]))
