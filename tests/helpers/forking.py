"""Runs of the command that are forked from a process which has imported it: each its own, and none imports anew.

What is run is the command that ``python -m seutu`` runs, with streams, folder, surroundings and exit code of its own.
"""

import atexit
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
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

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
        self._received = b""
        self._one_at_a_time = threading.Lock()
        atexit.register(self.close)

    def run(
        self, args: Sequence[str], cwd: Path | None, stdin: bytes, env: Mapping[str, str], limit: float
    ) -> tuple[int, bytes, bytes]:
        """The exit code of a run, and what it wrote to its two streams."""
        order = json.dumps({"args": args, "cwd": str(cwd or Path.cwd()), "env": dict(env)}) + "\n"
        # Files, not pipes: nothing has to be read or written beside the run, so no thread is needed for it. In a thread
        # Python may free what a test has left of a query's results, and these must be freed in their own.
        with self._one_at_a_time, TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            socket.send_fds(self._channel, [b"."], [stream.fileno() for stream in (given, out, err)])
            self._channel.sendall(order.encode())
            code = self._ended(int(self._line()), limit)
            return code, _all_of(out), _all_of(err)

    def _ended(self, pid: int, limit: float) -> int:
        try:
            return os.waitstatus_to_exitcode(int(self._line(limit)))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            self._line()
            raise

    def _line(self, limit: float | None = None) -> str:
        """The next line that the process sends. Raises `TimeoutError` after ``limit`` seconds."""
        self._channel.settimeout(limit)
        while b"\n" not in self._received:
            received = self._channel.recv(4096)
            assert received, self._process.communicate()[1].decode()
            self._received += received
        line, _, self._received = self._received.partition(b"\n")
        return line.decode()

    def close(self) -> None:
        """End the process."""
        self._channel.close()
        self._process.communicate()


def _all_of(stream: IO[bytes]) -> bytes:
    stream.seek(0)
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
