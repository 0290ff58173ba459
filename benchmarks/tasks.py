"""What is measured: the commands of each task at each size, the one of `seutu` first and its peers after it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks.findings import require_faults
from benchmarks.measure import BenchmarkError, Command, prepare
from benchmarks.sizes import Measured, peer

EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
FOUND = frozenset({0, 1})  # validation did its work, whether it found something or not
SMALL = frozenset({"jamsa", "10k"})
MEDIUM = SMALL | {"100k"}
BUILT = frozenset({"jamsa", "100k", "1M"})
CHANGED = ("data/c0000/r00000/region.ttl", "data/jamsa/region.ttl")
LABEL = re.compile(r'(prefLabel "[^"]*?)( \d+)?"@fi')


def ask(at: Measured, slow: bool) -> Iterator[Command]:
    """Yield the commands that answer one question, beside merely importing rdflib."""
    del slow
    cache, words = at.scratch / "asked", (*seutu(at), "ask", "who-decides")
    yield Command("`seutu ask who-decides`, the first time", words, before=partial(empty, cache), cache=cache)
    yield Command("`seutu ask who-decides`, again", words, cache=cache)
    if at.size == "jamsa":
        yield Command('`python -c "import rdflib"`', (sys.executable, "-c", "import rdflib"), peer=True)
    if oxigraph := optional_script("oxigraph"):
        yield asking_server(at, oxigraph)


def asking_server(at: Measured, oxigraph: str) -> Command:
    """Return the command that asks the same of a store on disk, which holds what follows and is filled beforehand."""
    data, location = at.scratch / "asked.nt", at.scratch / "asked-oxigraph"
    write_triples(at, data)
    prepare((oxigraph, "load", "--location", str(location), "--file", str(data)))
    query = at.folder / "queries" / "questions" / "who-decides.rq"
    words = (oxigraph, "query", "--location", str(location), "--query-file", str(query))
    return Command("`oxigraph query`, the same query", (*words, "--results-format", "csv"), peer=True)


def infer(at: Measured, slow: bool) -> Iterator[Command]:
    """Yield the commands that load and infer, and peers that only load the same files, or close one of them."""
    agrees = partial(require_count, at.statements)
    asserted = at.scratch / "asserted.nt"
    write_triples(at, asserted, "--no-infer")
    yield Command("`seutu infer`", (*seutu(at), "infer"))
    yield Command("`pyoxigraph`, loading only", peer("load-pyoxigraph", at.folder), check=agrees, peer=True)
    if oxigraph := optional_script("oxigraph"):
        yield loading_into_server(oxigraph, asserted, at.scratch / "oxigraph")
    if slow or at.size in MEDIUM:
        yield Command("`rdflib`, parsing only", peer("parse-rdflib", at.folder), check=agrees, peer=True)
    if at.size in SMALL:
        yield Command("`owlrl`, OWL 2 RL only", peer("close-owlrl", asserted), peer=True)
    if at.size == "jamsa":
        yield Command(
            "`seutu infer --engine reference`", (*seutu(at), "infer", "--engine", "reference"), peer=True
        )


def loading_into_server(oxigraph: str, data: Path, location: Path) -> Command:
    """Return the command that loads one file into a new store on disk; many files would take it longer."""
    return Command(
        "`oxigraph load`, one file to disk",
        (oxigraph, "load", "--location", str(location), "--file", str(data)),
        before=partial(shutil.rmtree, location, ignore_errors=True),
        peer=True,
    )


def validate(at: Measured, slow: bool) -> Iterator[Command]:
    """Yield the commands that validate; the peers get the triples, with those inferred, in one file."""
    data, shapes = at.scratch / "closed.nt", at.scratch / "shapes.nt"
    write_triples(at, data)
    prepare(peer("merge", at.folder / "shapes", shapes))
    yield validating(at, "`seutu validate`")
    yield Command("`pyshifty`, shapes only", peer("validate-shifty", shapes, data), peer=True)
    if at.size in SMALL or (slow and at.size in MEDIUM):
        words = (script("pyshacl"), "-s", str(shapes), "-sf", "nt", "-df", "nt", "-f", "turtle", str(data))
        yield Command("`pyshacl`, shapes only", words, FOUND, peer=True)


def again(at: Measured, slow: bool) -> Iterator[Command]:
    """Yield the commands that validate with nothing kept from before, and after one label has changed."""
    del slow
    cache = at.scratch / "cache"
    yield validating(at, "`seutu validate`, the first time", cache, partial(empty, cache))
    yield validating(at, "`seutu validate`, a label changed", cache, partial(change_label, at.folder))


def questions(at: Measured, slow: bool) -> Iterator[Command]:
    """Yield the command that answers every question, which tells how long each took."""
    del slow
    yield Command("all questions in one process", peer("ask-all", at.folder), parts=True)


def build(at: Measured, slow: bool) -> Iterator[Command]:
    """Yield the command that writes all there is to publish."""
    del slow
    if at.size in BUILT:
        out = at.scratch / "build"
        start = partial(shutil.rmtree, out, ignore_errors=True)
        yield Command("`seutu build`", (*seutu(at), "build", "--out", str(out)), FOUND, before=start)


TASKS: Mapping[str, Callable[[Measured, bool], Iterator[Command]]] = {
    "ask": ask,
    "infer": infer,
    "validate": validate,
    "again": again,
    "questions": questions,
    "build": build,
}
"""By name, the commands of each task for a workspace, and with those that are slow or not."""


def seutu(at: Measured) -> tuple[str, ...]:
    """Return the words that every command of seutu begins with."""
    return (script("seutu"), "--workspace", str(at.folder))


def script(name: str) -> str:
    """Return the path of a script installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


def optional_script(name: str) -> str | None:
    """Return the path of a script if it is installed beside this Python."""
    return script(name) if Path(script(name)).exists() else None


def write_triples(at: Measured, target: Path, *flags: str) -> None:
    """Write the triples of a workspace to ``target``, with those inferred unless a flag says otherwise."""
    prepare((*seutu(at), "query", "-e", EVERYTHING, "--format", "ntriples", *flags), target)


def validating(
    at: Measured, label: str, cache: Path | None = None, before: Callable[[], object] | None = None
) -> Command:
    """Return a command that validates and must find just the faults that are there."""
    words = (*seutu(at), "validate", "--format", "json")
    check = partial(require_faults, faults=at.faults)
    return Command(label, words, FOUND, before=before, check=check, cache=cache)


def require_count(statements: int, written: bytes) -> None:
    """Raise BenchmarkError unless a peer counted so many statements."""
    if int(written) != statements:
        raise BenchmarkError(f"a peer loaded {int(written)} statements where there are {statements}")


def empty(folder: Path) -> None:
    """Leave nothing in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def change_label(folder: Path) -> None:
    """Give a region another label than it had."""
    path = next(folder / name for name in CHANGED if (folder / name).exists())
    text = path.read_text(encoding="utf-8")
    changed = LABEL.sub(lambda found: f'{found[1]} {int(found[2] or 0) + 1}"@fi', text, count=1)
    if changed == text:
        raise BenchmarkError(f"{path} has no label to change")
    path.write_text(changed, encoding="utf-8")
