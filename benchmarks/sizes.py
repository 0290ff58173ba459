"""The workspaces that are measured: the one of Jämsä, and generated ones with known faults."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import prepare

HERE = Path(__file__).resolve().parent
SEED = 1
PARTS = ("ontology", "data", "shapes", "queries")

Fault = tuple[str, str, str]
"""The beginning of the focus, the shape, the constraint component."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a workspace is to be, and how many faults of each kind it gets; None leaves it as it is."""

    triples: int | None
    faults: int


SIZES: Mapping[str, Size] = {
    "jamsa": Size(None, 0),
    "10k": Size(10_000, 1),
    "100k": Size(100_000, 1),
    "1M": Size(1_000_000, 10),
    "5M": Size(5_000_000, 50),
}
USUAL = ("jamsa", "10k", "100k", "1M")


@dataclass(frozen=True, slots=True)
class Measured:
    """A workspace to measure: a copy of its own, so that a file may be changed, and a folder for what is made of it."""

    size: str
    folder: Path
    scratch: Path
    statements: int
    faults: tuple[Fault, ...]


def make(size: str, source: Path, place: Path) -> Measured:
    """Make the workspace of that size in ``place``; that of Jämsä is copied from ``source``."""
    folder, scratch, wanted = place / size, place / f"{size}-scratch", SIZES[size]
    scratch.mkdir(parents=True)
    faults = []
    if wanted.triples is None:
        for part in PARTS:
            shutil.copytree(source / part, folder / part)
    else:
        figures = (f"--triples={wanted.triples}", f"--faults={wanted.faults}", f"--seed={SEED}")
        prepare((sys.executable, str(HERE / "generate.py"), str(folder), *figures))
        faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    statements = int(prepare(peer("load-pyoxigraph", folder)))
    return Measured(size, folder, scratch, statements, tuple(map(tuple, faults)))


def peer(name: str, *arguments: Path) -> tuple[str, ...]:
    """Return the words that run one of the peers in ``peer.py``."""
    return (sys.executable, str(HERE / "peer.py"), name, *map(str, arguments))
