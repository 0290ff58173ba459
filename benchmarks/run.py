"""Time and peak memory of whole processes: `seutu` beside the tools it is built to spare people waiting for.

The commands of a task take turns, so that a machine that slows down slows all of them. What is printed is a
Markdown table: the median of each command, and how many times longer it took than the first of its task, in
this one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

# Only the measured processes import an engine: on Linux a child's peak memory is at least that of the process
# it was forked from, so this one has to stay small.
EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
MERGE = """
import sys, pyoxigraph
files, out = sys.argv[1:-1], sys.argv[-1]
quads = (q.triple for f in files for q in pyoxigraph.parse(path=f, rename_blank_nodes=True))
pyoxigraph.serialize(quads, out, format=pyoxigraph.RdfFormat.N_TRIPLES)
"""
CLOSE = """
import sys, owlrl, rdflib
graph = rdflib.Graph().parse(sys.argv[1], format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
print(graph.serialize(format="nt"))
"""
PACKAGES = ("pyoxigraph", "pyshifty", "rdflib", "pyshacl", "owlrl")
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


class BenchmarkError(Exception):
    """A measured command did not do its work; the message names it and quotes what it said."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to measure: its name in the table, its words, and the exit codes of work done."""

    label: str
    words: tuple[str, ...]
    accepts: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Task:
    """Commands that do the same work; the first is the one the others are compared with."""

    name: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run of a command took."""

    seconds: float
    peak_bytes: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the tasks asked for and print the table; return 0, or 2 when a command did not do its work."""
    options = parse(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            report(tasks(options, Path(folder)), options.runs)
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description="Time seutu beside rdflib, pyshacl and owlrl.")
    parser.add_argument(
        "--runs", type=int, default=5, help="runs of each command after one that is not counted (5)"
    )
    parser.add_argument(
        "--workspace", type=Path, default=Path(), help="the folder with ontology/ and data/ (here)"
    )
    parser.add_argument("--only", choices=("ask", "validate", "infer"), help="measure one task")
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs takes a number from 1 up")
    return options


def tasks(options: argparse.Namespace, folder: Path) -> Iterator[Task]:
    """Yield the tasks asked for, writing to `folder` the files that the other tools are given."""
    seutu = (script("seutu"), "--workspace", str(options.workspace))
    if options.only in {None, "ask"}:
        yield ask_task(seutu)
    if options.only in {None, "validate"}:
        yield validate_task(seutu, options.workspace, folder)
    if options.only in {None, "infer"}:
        yield infer_task(seutu, folder)


def ask_task(seutu: tuple[str, ...]) -> Task:
    """Return the task of answering one question, beside merely importing rdflib."""
    return Task(
        "ask",
        (
            Command("`seutu ask who-decides`", (*seutu, "ask", "who-decides")),
            Command('`python -c "import rdflib"`', (sys.executable, "-c", "import rdflib")),
        ),
    )


def validate_task(seutu: tuple[str, ...], workspace: Path, folder: Path) -> Task:
    """Return the task of validating; pyshacl gets the triples, with those inferred, in one file."""
    data, shapes = folder / "closed.nt", folder / "shapes.nt"
    write_triples(seutu, data, infer=True)
    merge(sorted((workspace / "shapes").rglob("*.ttl")), shapes)
    done = frozenset({0, 1})
    pyshacl = (script("pyshacl"), "-s", str(shapes), "-sf", "nt", "-df", "nt", "-f", "turtle", str(data))
    return Task(
        "validate",
        (
            Command("`seutu validate`", (*seutu, "validate"), done),
            # The reference engine's checks would take minutes a run, and are no peer that anybody uses by itself.
            Command("`pyshacl`, shapes only", pyshacl, done),
        ),
    )


def infer_task(seutu: tuple[str, ...], folder: Path) -> Task:
    """Return the task of inferring what follows; owlrl gets the asserted triples in one file."""
    data = folder / "asserted.nt"
    write_triples(seutu, data, infer=False)
    return Task(
        "infer",
        (
            Command("`seutu infer`", (*seutu, "infer")),
            Command("`owlrl`, OWL 2 RL only", (sys.executable, "-c", CLOSE, str(data))),
            Command("`seutu infer --engine reference`", (*seutu, "infer", "--engine", "reference")),
        ),
    )


def script(name: str) -> str:
    """Return the path of a script installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


def write_triples(seutu: tuple[str, ...], target: Path, *, infer: bool) -> None:
    """Write the triples of the workspace to `target`, with or without those inferred."""
    flags = () if infer else ("--no-infer",)
    words = (*seutu, "query", "-e", EVERYTHING, "--format", "ntriples", *flags)
    target.write_bytes(prepare(Command("`seutu query`", words)))


def merge(sources: Iterable[Path], target: Path) -> None:
    """Write the triples of the Turtle files to `target` as N-Triples, blank nodes kept apart."""
    words = (sys.executable, "-c", MERGE, *map(str, sources), str(target))
    prepare(Command("merging the shapes", words))


def prepare(command: Command) -> bytes:
    """Run a command that is not measured and return its output; raise BenchmarkError if it fails."""
    done = subprocess.run(command.words, capture_output=True, check=False)
    if done.returncode not in command.accepts:
        raise BenchmarkError(failure(command, done.returncode, done.stderr))
    return done.stdout


def failure(command: Command, code: int, stderr: bytes) -> str:
    """Return the sentence that says how a command failed, with the last line it wrote."""
    last = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return f"{command.label} ended with {code}: {last or 'it said nothing'}"


def measure(command: Command) -> Sample:
    """Run a command once and return what it took; raise BenchmarkError if it did not do its work."""
    with tempfile.TemporaryFile() as stderr:
        started = time.perf_counter()
        process = subprocess.Popen(command.words, stdout=subprocess.DEVNULL, stderr=stderr)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(
            status
        )  # waited for here, so Popen must not wait again
        if process.returncode not in command.accepts:
            stderr.seek(0)
            raise BenchmarkError(failure(command, process.returncode, stderr.read()))
    return Sample(seconds, usage.ru_maxrss * BYTES_PER_UNIT)


def measure_in_turns(commands: Sequence[Command], runs: int) -> dict[Command, list[Sample]]:
    """Return the samples of each command; the first round warms the file cache and is not among them."""
    samples: dict[Command, list[Sample]] = {command: [] for command in commands}
    for turn in range(runs + 1):
        for command in commands:
            sample = measure(command)
            if turn:
                samples[command].append(sample)
    return samples


def report(chosen: Iterable[Task], runs: int) -> None:
    """Print the table, a task at a time as each is done."""
    print(f"{setting()}; median of {runs}, by turns.\n")
    print("| task | process | median, s | from – to, s | times | peak, MB |")
    print("|---|---|--:|--:|--:|--:|", flush=True)
    for task in chosen:
        samples = measure_in_turns(task.commands, runs)
        print("\n".join(rows(task, samples)), flush=True)


def setting() -> str:
    """Return what the figures depend on: Python, the system, the cores, the packages' versions."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {machine}; {packages}"


def rows(task: Task, samples: dict[Command, list[Sample]]) -> Iterator[str]:
    """Yield a row of the table for each command of a task."""
    base = middle(samples[task.commands[0]])
    for command in task.commands:
        yield row(task, command, samples[command], base)


def row(task: Task, command: Command, samples: list[Sample], base: float) -> str:
    """Return the row of one command; `base` is the median of the task's first."""
    seconds = sorted(sample.seconds for sample in samples)
    spread = f"{seconds[0]:.3f} – {seconds[-1]:.3f}"
    times = f"{median(seconds) / base:.2f}"
    peak = f"{max(sample.peak_bytes for sample in samples) / 1e6:.0f}"
    return f"| {' | '.join((task.name, command.label, f'{median(seconds):.3f}', spread, times, peak))} |"


def middle(samples: list[Sample]) -> float:
    """Return the median of the seconds."""
    return median(sample.seconds for sample in samples)


if __name__ == "__main__":
    sys.exit(main())
