"""Recursive shapes, and the size of the stack that the fast engine needs for them.

The engine calls itself for each nested shape at each node (pyshifty 0.5.1), and a stack overflow ends the process. So
it runs in a thread with a large enough stack, or in a separate process if the system may not allow such a stack.
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

_USUAL = 8 << 20  # bytes of stack of every process
_SURE = 1 << 30  # bytes of stack that a thread can have on any current machine
_MOST = 8 << 30  # bytes of stack that a separate process may try to have
_CALL = 12 << 10  # bytes for one nested shape at one node: 7 kB were measured


def recursive_shapes(nested: Iterable[tuple[object, object]]) -> set[object]:
    """The recursive shapes, from pairs of a shape and a shape directly nested in it."""
    inner: dict[object, set[object]] = {}
    for shape, other in nested:
        inner.setdefault(shape, set()).add(other)
    return {shape for shape in inner if shape in _below(shape, inner)}


def _below(shape: object, inner: Mapping[object, set[object]]) -> set[object]:
    found, waiting = set[object](), [shape]
    while waiting:
        fresh = inner.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def stack_size(data: bytes, recursive_count: int) -> int:
    """The size of the stack in bytes that ``recursive_count`` recursive shapes need on N-Triples."""
    subjects = {line.partition(b" ")[0] for line in data.splitlines()}
    return _USUAL + (len(subjects) + 1) * recursive_count * _CALL


def with_stack(work: Callable[..., _Result], size: int, *arguments: bytes) -> _Result:
    """Return the result of ``work``, a function of a module, run with a stack of ``size`` bytes; raises its errors.

    Raises `ShapesError` when no such stack is available, or when the process of the work crashed.
    """
    return _in_thread(work, size, *arguments) if size <= _SURE else _in_process(work, size, *arguments)


def _in_thread(work: Callable[..., _Result], size: int, *arguments: bytes) -> _Result:
    done: list[_Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work(*arguments))
        except BaseException as error:  # noqa: BLE001 - it is raised again in the calling thread
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


def _in_process(work: Callable[..., _Result], size: int, *arguments: bytes) -> _Result:
    command = [sys.executable, "-c", "from seutu.shacl import recursion; recursion.serve()"]
    request = pickle.dumps((work, min(size, _MOST), arguments))
    # The return code is checked below; the output of the system is not shown.
    ran = subprocess.run(command, input=request, capture_output=True, check=False)  # noqa: S603 - our own code
    if ran.returncode:
        raise _too_deep()
    result, error = pickle.loads(ran.stdout)  # noqa: S301 - our own process wrote it
    if error:
        raise error
    found: _Result = result
    return found


def serve() -> None:
    """Run the function that standard input names, and write its result to standard output."""
    work, size, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
    outcome: tuple[object, ShapesError | None]
    try:
        outcome = (_in_thread(work, size, *arguments), None)
    except ShapesError as error:
        outcome = (None, error)
    sys.stdout.buffer.write(pickle.dumps(outcome))


def _too_deep() -> ShapesError:
    problem = Phrase("shapes that come back to themselves lead deeper into the data than the engine can go")
    return ShapesError("shapes", problem, Phrase("use --engine reference, or say it without coming back"))
