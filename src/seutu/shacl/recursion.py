"""Shapes that come back to themselves, and the stack that the fast engine needs to follow them through the data.

The engine calls itself once for each shape within another at each thing that it comes to (pyshifty 0.5.1), and ends
the process where the stack ends. So it gets one that is large enough; and a process of its own, whose end is noticed,
where no stack is sure to be.
"""

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from seutu.errors import ShapesError
from seutu.phrases import Phrase

_Result = TypeVar("_Result")

_USUAL = 8 << 20  # bytes of stack that every process has
_SURE = 1 << 30  # that a thread can have on any machine of today
_MOST = 8 << 30  # that a process of its own may try to have
_CALL = 12 << 10  # for one shape within another, at one thing: 7 kB were measured


def coming_back(within: Iterable[tuple[object, object]]) -> set[object]:
    """The shapes that come back to themselves, by pairs of a shape and one that is directly within it."""
    inner: dict[object, set[object]] = {}
    for shape, other in within:
        inner.setdefault(shape, set()).add(other)
    return {shape for shape in inner if shape in _below(shape, inner)}


def _below(shape: object, inner: Mapping[object, set[object]]) -> set[object]:
    found, waiting = set[object](), [shape]
    while waiting:
        fresh = inner.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def stack(data: bytes, deep: int) -> int:
    """The bytes of stack with which N-Triples can be followed by so many shapes that come back to themselves."""
    subjects = {line.partition(b" ")[0] for line in data.splitlines()}
    return _USUAL + (len(subjects) + 1) * deep * _CALL


def with_stack(work: Callable[..., _Result], size: int, *given: bytes) -> _Result:
    """What ``work``, a function of a module, gives back, done with so much stack; raises what it raises.

    Raises `ShapesError` when there is not so much stack, and the work ended the process that it was done in.
    """
    return _in_thread(work, size, *given) if size <= _SURE else _apart(work, size, *given)


def _in_thread(work: Callable[..., _Result], size: int, *given: bytes) -> _Result:
    done: list[_Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work(*given))
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that asked
            failed.append(error)

    before = threading.stack_size(size)
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
    except (RuntimeError, ValueError):
        raise _too_deep() from None
    finally:
        threading.stack_size(before)
    thread.join()
    if failed:
        raise failed[0]
    return done[0]


def _apart(work: Callable[..., _Result], size: int, *given: bytes) -> _Result:
    command = [sys.executable, "-c", "from seutu import recursion; recursion.serve()"]
    asked = pickle.dumps((work, min(size, _MOST), given))
    # How it ended is looked at below, and what the system says of it is no sentence of ours.
    ran = subprocess.run(command, input=asked, capture_output=True, check=False)  # noqa: S603 - our own code
    if ran.returncode:
        raise _too_deep()
    result, error = pickle.loads(ran.stdout)  # noqa: S301 - our own process wrote it
    if error:
        raise error
    found: _Result = result
    return found


def serve() -> None:
    """Do the work that standard input names, and write what comes of it to standard output."""
    work, size, given = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    told: tuple[object, ShapesError | None]
    try:
        told = (_in_thread(work, size, *given), None)
    except ShapesError as error:
        told = (None, error)
    sys.stdout.buffer.write(pickle.dumps(told))


def _too_deep() -> ShapesError:
    problem = Phrase("shapes that come back to themselves lead deeper into the data than the engine can go")
    return ShapesError("shapes", problem, Phrase("use --engine reference, or say it without coming back"))
