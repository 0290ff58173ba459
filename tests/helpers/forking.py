"""Runs of the command that are forked from a process which has imported it: each its own, and none imports anew.

What is run is the command that ``python -m seutu`` runs, with streams, folder, surroundings and exit code of its own.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

# What the modules import only where they use it.
LATER = ("pyoxigraph", "shifty._shifty", "rdflib", "requests", "jinja2", "svg")
START = f"import sys; from {__name__} import serve; serve(int(sys.argv[1]))"


class Forking:
    """The process that the runs are forked from, and the way to it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        self._answers = self._channel.makefile("r")
        self._one_at_a_time = threading.Lock()
        atexit.register(self.close)

    def run(
        self, args: Sequence[str], cwd: Path | None, stdin: bytes, env: Mapping[str, str], limit: float
    ) -> tuple[int, bytes, bytes]:
        """The exit code of a run, and what it wrote to its two streams."""
        (given, to), (out, out_to), (err, err_to) = os.pipe(), os.pipe(), os.pipe()
        order = json.dumps({"args": args, "cwd": str(cwd or Path.cwd()), "env": dict(env)}) + "\n"
        with self._one_at_a_time, ThreadPoolExecutor(3) as threads:
            socket.send_fds(self._channel, [b"."], [given, out_to, err_to])
            self._channel.sendall(order.encode())
            pid = self._begun()
            for end in (given, out_to, err_to):
                os.close(end)
            threads.submit(_feed, to, stdin)
            written = [threads.submit(_all_of, end) for end in (out, err)]
            code = self._ended(pid, threads.submit(self._answers.readline), limit)
            return code, written[0].result(), written[1].result()

    def _begun(self) -> int:
        answer = self._answers.readline()
        assert answer, self._process.communicate()[1].decode()
        return int(answer)

    def _ended(self, pid: int, answer: "Future[str]", limit: float) -> int:
        try:
            return os.waitstatus_to_exitcode(int(answer.result(limit)))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise

    def close(self) -> None:
        """End the process."""
        self._answers.close()
        self._channel.close()
        self._process.communicate()


def _feed(end: int, content: bytes) -> None:
    # Without a buffer, whose end would raise again what is left of a run that reads nothing.
    with contextlib.suppress(BrokenPipeError), os.fdopen(end, "wb", buffering=0) as stream:
        left = memoryview(content)
        while left:
            left = left[stream.write(left) :]


def _all_of(end: int) -> bytes:
    with os.fdopen(end, "rb") as stream:
        return stream.read()


# --- In the other process -----------------------------------------------------------------------------


def serve(descriptor: int) -> None:
    """Import all there is, and fork for each order that comes."""
    _import()
    gc.freeze()
    with socket.socket(fileno=descriptor) as channel, channel.makefile("r") as orders:
        while True:
            streams = socket.recv_fds(channel, 1, 3)[1]
            if not streams:
                return
            order = json.loads(orders.readline())
            if not (pid := os.fork()):
                break
            for stream in streams:
                os.close(stream)
            channel.sendall(f"{pid}\n".encode())
            channel.sendall(f"{os.waitpid(pid, 0)[1]}\n".encode())
    _become(order["args"], order["cwd"], order["env"], streams)


def _import() -> None:
    import seutu

    for module in pkgutil.walk_packages(seutu.__path__, "seutu."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in LATER:
        importlib.import_module(name)
    tasks = Path("/proc/self/task")
    assert not tasks.is_dir() or len(list(tasks.iterdir())) == 1, (
        "a process with threads is not one to fork from"
    )


def _become(args: Sequence[str], cwd: str, env: Mapping[str, str], streams: Sequence[int]) -> None:
    """Be the process of a run, from here to its end."""
    from seutu.cli.main import main

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.argv = ["seutu", *args]
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # To take down all that was imported would take longer than the run.
    os._exit(code)
