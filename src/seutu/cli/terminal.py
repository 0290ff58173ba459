"""The terminal's side of a command: what goes to which stream, and how each way of ending is told and counted."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seutu.cli import usage
from seutu.errors import InputError, ParameterError, SeutuError, UnknownName, reason
from seutu.phrases import ENGLISH, LANGUAGES, NOTHING, Phrase
from seutu.text.table import RULE

if TYPE_CHECKING:
    from seutu.api import Workspace

FINDINGS, FAILED = 1, 2
"""Exit codes: something was found; the command could not run."""

LARGE = 10_000_000
"""From how many bytes of files on a person at a terminal is told that it may take a while."""

_COLOURS = {"+": "green", "-": "red", "~": "yellow", ">": "cyan"}

_FINE = 1000  # steps of a bar
_HOUR, _MINUTE = 3600, 60
_SETTLED, _BRIEF = 2, 10  # seconds: after them a pace can be told; below them they are not counted

INTERRUPTED, CLOSED_PIPE, TERMINATED = 130, 141, 143
"""Exit codes as the shell counts signals: Ctrl-C, a reader that left, and a request to end."""


@dataclass(slots=True)
class Session:
    """What the options before the verb say; the workspace is opened when it is first asked for."""

    folder: Path | None = None
    named: bool = False
    """Whether the person who runs the command named the folder in it, and so need not be told which it is."""
    debug: bool = False
    alone: bool = False
    """Whether files are judged without the data of the workspace, which then only judges and is not asked about."""
    lang: str = ENGLISH
    """The language in which the person who runs the command is told something."""
    opened: "Workspace | None" = None

    @property
    def workspace(self) -> "Workspace":
        """The workspace of this command; raises `WorkspaceError` when there is none."""
        if self.opened is None:
            from seutu.api import Workspace

            self.opened = Workspace.open(self._judging() if self.alone else self.folder)
            for words in filter(None, (self._which(self.opened.root), self.opened.unread())):
                say(words)
            size = sum(len(file.data) for file in self.opened.files)
            if size > LARGE and sys.stderr.isatty():
                say(
                    Phrase(
                        "A workspace of {size} MB: the first time, and after a change, this takes a while.",
                        size=size // 1_000_000,
                    )
                )
        return self.opened

    def _judging(self) -> Path | None:
        from seutu.workspace import folders

        return self.folder or folders.upwards(Path.cwd()) or folders.packaged()

    def _which(self, root: Path) -> Phrase:
        """Which workspace answers, in words; none when it is the one that the command names, or where we are."""
        from seutu.workspace import folders

        if self.named or root.resolve() == Path.cwd().resolve():
            return NOTHING
        if self.alone:
            return Phrase("Judged by the ontology and shapes of the workspace {root}.", root=root)
        if self.folder is None and folders.upwards(Path.cwd()) is None:
            return Phrase(
                "Here is no workspace: this is about the one that came with Seutu, {root}.", root=root
            )
        return Phrase("This is about the workspace {root}.", root=root)

    @property
    def around(self) -> Path:
        """The folder whose repository is meant: of the workspace given or around here, else where we are."""
        from seutu.workspace import folders

        return self.folder or folders.upwards(Path.cwd()) or Path.cwd()


def run(command: click.Command, args: Sequence[str], session: Session) -> int:
    """Run a command, tell what stopped it in one sentence on stderr, and give back the exit code. Never raises."""
    session.lang = language(args, os.environ)
    try:
        _never_fail_on_letters()
        with command.make_context("seutu", list(args), obj=session) as context:
            command.invoke(context)
        sys.stdout.flush()
    except (click.exceptions.Exit, SystemExit) as ended:
        code = ended.exit_code if isinstance(ended, click.exceptions.Exit) else int(ended.code or 0)
        return _flushed(code, session.lang)
    except BaseException as error:  # noqa: BLE001 - a fault of ours too is told in a sentence; --debug shows all of it
        if session.debug:
            import traceback

            traceback.print_exc()
        return _told(error, session.lang, _path(error, command, args, session))
    return 0


def _path(error: BaseException, command: click.Command, args: Sequence[str], session: Session) -> str:
    """The names of the command that was called, for what is wrong with the line that calls it."""
    if not isinstance(error, click.ClickException):
        return ""
    verbs = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else ()
    return usage.path(verbs, args, session.opened.questions if session.opened else ())


def language(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a command line asks for: the last ``--lang`` in it, else SEUTU_LANG, else English.

    It is looked for before the line is read, so that what is wrong with the line can be told in it, too.
    """
    asked = [
        value if option == "--lang" else value.removeprefix("--lang=")
        for option, value in pairwise(["", *args])
        if option == "--lang" or value.startswith("--lang=")
    ]
    known = [lang for lang in (environment.get("SEUTU_LANG"), *asked) if lang in LANGUAGES]
    return known[-1] if known else ENGLISH


def spoken() -> str:
    """The language of the command that runs."""
    context = click.get_current_context(silent=True)
    session = context.find_object(Session) if context else None
    return session.lang if session else ENGLISH


def _flushed(code: int, lang: str) -> int:
    try:
        sys.stdout.flush()
    except OSError as error:
        return _told(error, lang)
    return code


def _told(error: BaseException, lang: str, path: str = "seutu") -> int:
    code, words = _ending(error, path)
    if isinstance(error, OSError):
        _forget_stdout()
    # When nobody is left to be told, the exit code tells it.
    with suppress(OSError):
        if words:
            tell(_one_line(words.told(lang)))
    return code


def _ending(error: BaseException, path: str) -> tuple[int, Phrase]:
    """The exit code for what stopped a command, and the sentence that tells it; ``path`` names the command."""
    match error:
        case BrokenPipeError():
            ending = CLOSED_PIPE, NOTHING
        case KeyboardInterrupt() | click.Abort():
            ending = INTERRUPTED, Phrase("Interrupted")
        case SeutuError():
            ending = error.exit_code, Phrase("seutu: {sentence}", sentence=error.sentence)
        case click.ClickException():
            ending = FAILED, Phrase("seutu: {sentence}", sentence=_usage(error, path))
        case OSError():
            place, why = error.filename or Phrase("the result"), reason(error)
            ending = (
                FAILED,
                Phrase(
                    "seutu: {place} cannot be read or written ({reason}); see to it and run this again.",
                    place=place,
                    reason=why,
                ),
            )
        case _:
            fault = f"{type(error).__name__}: {error}"
            ending = (
                FAILED,
                Phrase(
                    "seutu: internal error ({fault}); run this again with --debug and report it.", fault=fault
                ),
            )
    return ending


def query_text(file: Path | None, text: str | None) -> tuple[str, str]:
    """A query's name for errors, and its text, from a file, from standard input (``-``) or as it is given.

    Raises `ParameterError` for none or both, `InputError` for what cannot be read.
    """
    if (file is None) == (text is None):
        raise ParameterError(Phrase("Give one query: a FILE, - for standard input, or -e TEXT."))
    if text is not None:
        return "query", text
    name = str(file)
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return ("query" if name == "-" else name), data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(
            name, Phrase("is not UTF-8 from here on"), Phrase("save the file as UTF-8"), line
        ) from None
    except OSError as error:
        problem = Phrase("cannot be read ({reason})", reason=reason(error))
        raise InputError(name, problem, Phrase("give a file that exists and can be read")) from None


def emit(text: str | bytes) -> None:
    """Write a result to stdout, just as it is."""
    click.echo(text, nl=False)


def say(words: Phrase) -> None:
    """Tell the person at the terminal something, on stderr, in the language of the command."""
    tell(words.told(spoken()))


def tell(text: str) -> None:
    """Tell the person at the terminal something, on stderr, just as it is."""
    click.echo(text, err=True)


def emphasise(table: str) -> str:
    """The table with its headings bold; where that is not wanted, `emit` takes it out again."""
    rows = table.split("\n")
    rule = next((index for index, row in enumerate(rows) if row.startswith(RULE)), 0)
    return "\n".join([*(click.style(row, bold=True) for row in rows[:rule]), *rows[rule:]])


def coloured(difference: str) -> str:
    """The text of a difference with each line in the colour of its mark; `emit` takes it out as in `emphasise`."""
    lines = difference.split("\n")
    return "\n".join(click.style(line, fg=_COLOURS.get(line.lstrip()[:1])) if line else "" for line in lines)


def colour_wanted() -> bool | None:
    """False when NO_COLOR forbids colour; None leaves it to whether a terminal reads."""
    return False if os.environ.get("NO_COLOR") else None


def terminal_width() -> int | None:
    """The width of the terminal that reads stdout, or None when none does."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


@contextmanager
def progress(label: Phrase) -> Iterator[Callable[[float], None]]:
    """A bar on stderr that moves with each share of the work it is told of, and says how long the rest will take.

    There is none where no terminal would show it. The time counts from the first share that it is told.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    began, lang = 0.0, spoken()
    with click.progressbar(
        length=_FINE,
        label=label.told(lang),
        file=sys.stderr,
        show_eta=False,
        item_show_func=lambda words: words,
    ) as bar:

        def told(share: float) -> None:
            nonlocal began
            began = began or time.monotonic()
            left = time_left(time.monotonic() - began, share)
            bar.update(round(share * _FINE) - bar.pos, left.told(lang))

        yield told


@contextmanager
def patience(
    words: Phrase, told: Callable[[float], None], seconds: float = _BRIEF
) -> Iterator[Callable[[float], None]]:
    """Say the words once to a person at a terminal when the work is told no first share within so many seconds.

    No words are never said. Gives what to tell the shares to, which hands them on to ``told``.
    """
    waiting = threading.Timer(seconds, tell, (f"\n{words.told(spoken())}",))
    waiting.daemon = True
    if words and sys.stderr.isatty():
        waiting.start()

    def first_told(share: float) -> None:
        waiting.cancel()
        told(share)

    try:
        yield first_told
    finally:
        waiting.cancel()


def time_left(passed: float, share: float) -> Phrase:
    """How long the rest takes, in words, when a share of the work took so many seconds; empty until that is known."""
    if passed < _SETTLED or not 0 < share < 1:
        return NOTHING
    left = passed * (1 - share) / share
    if left < _BRIEF:
        return Phrase("a few seconds left")
    if left > 1.5 * _HOUR:
        return Phrase("about {count} h left", count=round(left / _HOUR))
    if left > 1.5 * _MINUTE:
        return Phrase("about {count} min left", count=round(left / _MINUTE))
    return Phrase("about {count} s left", count=int(round(left, -1)))


@contextmanager
def orderly_end() -> Iterator[None]:
    """Let a request to end (SIGTERM) clean up first, as Ctrl-C does."""
    earlier = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


def _usage(error: click.ClickException, path: str) -> Phrase:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchOption):
        options = [option for param in context.command.params for option in param.opts] if context else []
        return UnknownName(Phrase("option"), error.option_name, options).sentence
    path = context.command_path if context else path
    return Phrase("{fault}; see '{path} --help'.", fault=usage.fault(error), path=path)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _never_fail_on_letters() -> None:
    # A terminal that lacks a letter shows its number; a result is never cut off for it.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    # What is still buffered cannot be written, and Python would complain about it on its way out.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
