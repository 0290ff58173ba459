"""A query within a time: in a process of its own, for the engine cannot be told to stop."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from seutu.answer import formats
from seutu.api import Workspace
from seutu.errors import SeutuError, TimeExceeded
from seutu.phrases import NOTHING, Phrase

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Told = tuple[int, Phrase, str | bytes]
"""The exit code, what went wrong, and the result."""


@dataclass(frozen=True)
class Request:
    """A query as the command line takes it, in the workspace of a folder."""

    folder: Path
    text: str
    name: str
    fmt: str | None
    infer: bool
    federation: bool
    lang: str
    iris: bool
    width: int | None

    def answer(self, workspace: Workspace) -> str | bytes:
        """The result in its format. Raises what `Workspace.query` and `results.rendered` raise."""
        found = workspace.query(self.text, name=self.name, infer=self.infer, federation=self.federation)
        return formats.rendered(
            found, self.fmt, replace(workspace.labels(self.lang), iris=self.iris), self.width
        )


class _Stopped(SeutuError):
    """What stopped the other process, in its words."""

    def __init__(self, code: int, words: Phrase) -> None:
        super().__init__(words)
        self.exit_code = code


def answer(request: Request, seconds: float) -> str | bytes:
    """The result of a request, when it comes within so many seconds; reading the workspace counts too.

    Raises `TimeExceeded` when it does not, and what `Request.answer` raises.
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
        told: Told = here.recv()
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
    code, words, result = told
    if words:
        raise _Stopped(code, words)
    return result


def _work(request: Request, to: "Connection") -> None:
    to.send(_told(request))


def _told(request: Request) -> Told:
    try:
        workspace = Workspace.open(request.folder)
        result = request.answer(workspace)
        workspace.remember()
    except SeutuError as error:
        return error.exit_code, error.sentence, b""
    return 0, NOTHING, result
