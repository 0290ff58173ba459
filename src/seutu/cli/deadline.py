"""A query with a time limit: it runs in a process of its own, because the engine cannot be interrupted."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from seutu.answer import formats
from seutu.api import Workspace
from seutu.errors import SeutuError, TimeExceeded
from seutu.phrases import NOTHING, Phrase

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_Outcome = tuple[int, Phrase, str | bytes]
"""The exit code, the error message, and the result."""


@dataclass(frozen=True)
class Request:
    """A query of the command line, in the workspace of a folder."""

    folders: tuple[Path, ...]
    text: str
    name: str
    fmt: str | None
    infer: bool
    federation: bool
    lang: str
    iris: bool
    width: int | None

    def answer(self, workspace: Workspace) -> str | bytes:
        """Return the result in its format. Raises the errors of `Workspace.query` and `formats.rendered`."""
        found = workspace.query(self.text, name=self.name, infer=self.infer, federation=self.federation)
        return formats.rendered(
            found, self.fmt, replace(workspace.labels(self.lang), iris=self.iris), self.width
        )


class _RemoteError(SeutuError):
    """The error of the other process, with its message and exit code."""

    def __init__(self, code: int, words: Phrase) -> None:
        super().__init__(words)
        self.exit_code = code


def answer(request: Request, seconds: float) -> str | bytes:
    """Return the result of a request within a number of seconds, which include reading the workspace.

    Raises `TimeExceeded` when it takes longer, and the errors of `Request.answer`.
    """
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(request, there), daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise TimeExceeded(request.name, seconds)
        outcome: _Outcome = here.recv()
    except EOFError:
        process.join()
        problem = Phrase(
            "the engine ended over this query (code {exitcode}); make it simpler", exitcode=process.exitcode
        )
        raise SeutuError(Phrase("{place}: {problem}.", place=request.name, problem=problem)) from None
    finally:
        process.kill()
        process.join()
        here.close()
    code, message, result = outcome
    if message:
        raise _RemoteError(code, message)
    return result


def _work(request: Request, to: "Connection") -> None:
    to.send(_outcome(request))


def _outcome(request: Request) -> _Outcome:
    try:
        workspace = Workspace.open(*request.folders)
        result = request.answer(workspace)
        workspace.remember()
    except SeutuError as error:
        return error.exit_code, error.sentence, b""
    return 0, NOTHING, result
