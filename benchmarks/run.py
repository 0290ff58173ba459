"""Time and peak memory of whole processes: `seutu` beside other engines, on workspaces of many sizes.

What is printed is a Markdown table: the median of each command, how many times longer it took than the first of its
task in this one run, and how much more a statement cost than at the size before.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measure import BenchmarkError, Pace, measure_in_turns
from benchmarks.sizes import SIZES, USUAL, Measured, make
from benchmarks.table import HEAD, Table
from benchmarks.tasks import TASKS

PACKAGES = ("pyoxigraph", "pyshifty", "rdflib", "pyshacl", "owlrl", "oxigraph")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and print the table; return 0, or 2 when a command did not do its work."""
    options = parse(arguments)
    try:
        with tempfile.TemporaryDirectory() as place:
            report(options, Path(place))
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="Time seutu beside pyoxigraph, rdflib, pyshacl and owlrl."
    )
    usual, pace = " ".join(USUAL), Pace()
    parser.add_argument(
        "--sizes", nargs="+", choices=tuple(SIZES), default=USUAL, help=f"which workspaces ({usual})"
    )
    parser.add_argument("--tasks", nargs="+", choices=tuple(TASKS), default=tuple(TASKS), help="which (all)")
    parser.add_argument("--slow", action="store_true", help="with the peers that take over a minute")
    parser.add_argument(
        "--runs", type=int, default=pace.runs, help=f"of each command, after one that warms up ({pace.runs})"
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=pace.budget,
        help=f"seconds after which a command is not run again ({pace.budget:g})",
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=pace.limit,
        help=f"seconds after which a run is ended ({pace.limit:g})",
    )
    parser.add_argument(
        "--peer-limit",
        type=float,
        default=pace.peer_limit,
        help=f"seconds after which a run of another engine is ended ({pace.peer_limit:g})",
    )
    parser.add_argument("--workspace", type=Path, default=Path(), help="the folder of Jämsä's (here)")
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs takes a number from 1 up")
    return options


def report(options: argparse.Namespace, place: Path) -> None:
    """Print the table, a task at a size as each is done; the workspaces are made in ``place``."""
    pace = Pace(options.runs, options.budget, options.limit, options.peer_limit)
    table = Table()
    workspaces = [make(size, options.workspace, place) for size in SIZES if size in options.sizes]
    print(f"{setting()}.")
    print(
        f"Statements: {', '.join(f'{at.size} {at.statements}' for at in workspaces)}.\n\n{HEAD}", flush=True
    )
    for task in TASKS:
        for at in workspaces if task in options.tasks else ():
            show(task, at, options.slow, pace, table)


def show(task: str, at: Measured, slow: bool, pace: Pace, table: Table) -> None:
    """Measure one task at one size, and print its rows."""
    commands = list(TASKS[task](at, slow))
    if commands:
        samples = measure_in_turns(commands, pace)
        print("\n".join(table.rows(task, at.size, at.statements, commands, samples)), flush=True)


def setting() -> str:
    """Return what the figures depend on: Python, the system, the cores, the packages' versions."""
    packages = ", ".join(f"{name} {found}" for name in PACKAGES if (found := version_of(name)))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {machine}; {packages}"


def version_of(package: str) -> str | None:
    """Return the version of a package, None if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
