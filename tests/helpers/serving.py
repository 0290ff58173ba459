"""Servers for tests, on the loopback, stopped by their own handle: a real store, and one that does as it is told."""

import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

LIMIT = 30


@dataclass(frozen=True)
class Request:
    """What a client sent, the first numbered 1; a path holds the query too."""

    number: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What is answered; ``missing`` bytes are promised and never sent, and ``silent`` is no answer at all."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    silent: bool = False


Handle = Callable[[Request], Reply]


@dataclass
class Server:
    """A server that answers by ``handle``, and the requests it had."""

    url: str
    requests: list[Request]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer go out in two writes, between which the other would be slow to acknowledge.
    disable_nagle_algorithm = True
    server: "_Told"

    def respond(self) -> None:
        reply = self.server.answer(self)
        if reply.silent:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + reply.missing))
        self.end_headers()
        self.wfile.write(reply.body)
        self.close_connection = self.close_connection or bool(reply.missing)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


for _method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler.respond)


class _Told(ThreadingHTTPServer):
    """The server underneath, which does as it is told."""

    daemon_threads = True

    def __init__(self, handle: Handle, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._handle, self._numbering, self.seen = handle, threading.Lock(), list[Request]()
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def answer(self, asked: _Handler) -> Reply:
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        with self._numbering:
            request = Request(len(self.seen) + 1, asked.command, asked.path, dict(asked.headers), body)
            self.seen.append(request)
        return self._handle(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is gone is what some tests are about."""


@contextmanager
def serving(handle: Handle, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Answer by ``handle`` while the block runs, over TLS if there is a context for it."""
    httpd = _Told(handle, tls)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Server(f"{'https' if tls else 'http'}://127.0.0.1:{httpd.server_port}", httpd.seen)
    finally:
        httpd.shutdown()
        thread.join(LIMIT)
        httpd.server_close()


def passing_on(upstream: str) -> Handle:
    """Hand every request on to another server, and its answer back."""

    def handle(request: Request) -> Reply:
        headers = {
            name: value for name, value in request.headers.items() if name in ("Accept", "Content-Type")
        }
        answer = requests.request(
            request.method, upstream + request.path, data=request.body, headers=headers, timeout=LIMIT
        )
        kind = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
        return Reply(answer.status_code, answer.content, kind)

    return handle


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server of its own, which keeps its data in ``folder``."""
    command, port = Path(sys.executable).with_name("oxigraph"), free_port()
    started = subprocess.Popen(
        [command, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != "RUST_LOG"},
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, started)
        yield url
    finally:
        started.kill()
        started.wait(LIMIT)


def _wait_for(url: str, started: subprocess.Popen[bytes]) -> None:
    for _ in range(LIMIT * 20):
        assert started.poll() is None, "the server ended by itself"
        try:
            requests.get(url, timeout=LIMIT)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no server came up at {url}")
