"""The command line as a user runs it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the command said and how it ended."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The surroundings of a run: this source tree, and nothing of the user's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SEUTU", "PYTHON", "COV"))}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "SEUTU_CACHE": "", **(extra or {})}


def seutu(
    *args: str | Path,
    cwd: Path | None = None,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
) -> Ran:
    """Run ``seutu`` with these arguments; ``before`` are options of Python itself."""
    command = [sys.executable, *before, "-m", "seutu", *map(str, args)]
    ran = subprocess.run(
        command, cwd=cwd, input=stdin, env=environment(env), capture_output=True, check=False, timeout=120
    )
    return Ran(ran.returncode, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))
