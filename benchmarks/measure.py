"""Time and peak memory of whole processes, the commands of a task by turns.

A machine that slows down so slows all of them. This process imports no engine: on Linux a child's peak memory is at
least that of the process it was forked from.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import BinaryIO

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
CACHE = "SEUTU_CACHE"


class BenchmarkError(Exception):
    """A measured command did not do its work; the message names it and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to measure.

    ``label`` is its name in the table, ``accepts`` the exit codes of work done. ``before`` runs ahead of each run and
    ``check`` reads what the run wrote and raises BenchmarkError if it is wrong; neither is measured. ``cache`` is the
    folder for what a run leaves to the next, else each run has an empty one. A ``peer`` is another engine. A command
    with ``parts`` writes JSON that says how many seconds each part of its work took.
    """

    label: str
    words: tuple[str, ...]
    accepts: frozenset[int] = frozenset({0})
    before: Callable[[], object] | None = None
    check: Callable[[bytes], object] | None = None
    cache: Path | None = None
    peer: bool = False
    parts: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run of a command took, and what it wrote; one that was not ``done`` was ended at the limit."""

    seconds: float
    peak_bytes: int
    done: bool = True
    written: bytes = b""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to run a command: so many times, or until it has taken so many seconds, and at least once.

    No run may take longer than ``limit`` seconds, and none of a peer longer than ``peer_limit``.
    """

    runs: int = 5
    budget: float = 30.0
    limit: float = 1800.0
    peer_limit: float = 1800.0

    def limit_of(self, command: Command) -> float:
        """Return after how many seconds a run of a command is ended."""
        return min(self.limit, self.peer_limit) if command.peer else self.limit


def measure_in_turns(commands: Sequence[Command], pace: Pace) -> list[list[Sample]]:
    """Return the samples of each command.

    The first run of each warms the file cache and does not count, unless there is no time for another.
    """
    samples: list[list[Sample]] = [[] for _ in commands]
    for _ in range(pace.runs + 1):
        for command, taken in zip(commands, samples, strict=True):
            if not taken or sum(sample.seconds for sample in taken) < pace.budget:
                taken.append(measure(command, pace.limit_of(command)))
    return [taken[1:] or taken for taken in samples]


def measure(command: Command, limit: float) -> Sample:
    """Run a command once and return what it took; raise BenchmarkError if it did not do its work."""
    if command.before:
        command.before()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, cache_in(command.cache) as cache:
        wanted = command.check or command.parts
        started = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            stdout=out if wanted else subprocess.DEVNULL,
            stderr=err,
            env=environment() | {CACHE: str(cache)},
        )
        code, peak, late = wait(process, limit)
        seconds = time.perf_counter() - started
        if late:
            return Sample(limit, peak, done=False)
        if code not in command.accepts:
            raise BenchmarkError(failure(command, code, all_of(err)))
        written = all_of(out)
    if command.check:
        command.check(written)
    return Sample(seconds, peak, written=written if command.parts else b"")


def environment() -> dict[str, str]:
    """Return the environment for a process: this one's, but Python may keep what it has compiled, as it usually may."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextmanager
def cache_in(given: Path | None) -> Iterator[Path]:
    """Give the folder that a process may keep a cache in: an empty one for the time being, unless one is given."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def wait(process: subprocess.Popen[bytes], limit: float) -> tuple[int, int, bool]:
    """Return the exit code of a process, its peak memory in bytes, and whether it had to be ended at the limit."""
    late = threading.Event()

    def end() -> None:
        late.set()
        # Not through Popen, which would wait for the process and take its peak memory from us.
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)  # waited for here, so Popen must not wait again
    ended = late.is_set() and process.returncode == -signal.SIGKILL
    return process.returncode, usage.ru_maxrss * BYTES_PER_UNIT, ended


def prepare(words: Sequence[str], target: Path | None = None) -> bytes:
    """Run a command that is not measured; return its output, or write it to ``target``.

    Raises BenchmarkError if it fails.
    """
    with tempfile.TemporaryFile() if target is None else target.open("w+b") as out, cache_in(None) as cache:
        env = environment() | {CACHE: str(cache)}
        done = subprocess.run(words, stdout=out, stderr=subprocess.PIPE, check=False, env=env)
        if done.returncode:
            raise BenchmarkError(failure(Command(" ".join(words), ()), done.returncode, done.stderr))
        return all_of(out) if target is None else b""


def all_of(file: BinaryIO) -> bytes:
    """Return all that a file holds."""
    file.seek(0)
    return file.read()


def failure(command: Command, code: int, stderr: bytes) -> str:
    """Return the sentence that says how a command failed, with the last line it wrote."""
    last = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return f"{command.label} ended with {code}: {last or 'it said nothing'}"


def middle(samples: Sequence[Sample]) -> float:
    """Return the median of the seconds."""
    return median(sample.seconds for sample in samples)
