"""The command line as a user runs it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.helpers.forking import Forking

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 120  # seconds for one run


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


@cache
def _forking() -> Forking:
    return Forking(environment({"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}))


def seutu(
    *args: str | Path, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Run ``seutu`` with these arguments, in a process forked from one that has imported it."""
    # Some things Python reads when it begins.
    if not hasattr(os, "fork") or any(name.startswith(("PYTHON", "LC_")) for name in env or ()):
        return anew(*args, cwd=cwd, stdin=stdin, env=env)
    ran = _forking().run([*map(str, args)], cwd, stdin, environment(env), LIMIT)
    return Ran(ran[0], *(written.decode(errors="replace") for written in ran[1:]))


def anew(
    *args: str | Path, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """Run ``seutu`` as a user's shell does, in a process that imports it."""
    command = [sys.executable, "-m", "seutu", *map(str, args)]
    ran = subprocess.run(
        command, cwd=cwd, input=stdin, env=environment(env), capture_output=True, check=False, timeout=LIMIT
    )
    return Ran(ran.returncode, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))
