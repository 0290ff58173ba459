"""The terminal's side of a command: output streams, error messages and exit codes."""

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
"""Exit codes: there are findings; the command could not run."""

LARGE = 10_000_000
"""The size of files in bytes from which a user at a terminal gets a message that reading takes a while."""

_COLOURS = {"+": "green", "-": "red", "~": "yellow", ">": "cyan"}

_STEPS = 1000  # steps of a bar
_HOUR, _MINUTE = 3600, 60
_FIRST_ESTIMATE, _BRIEF = (
    2,
    10,
)  # seconds before the first estimate; a time left below the second is not in numbers

INTERRUPTED, CLOSED_PIPE, TERMINATED = 130, 141, 143
"""Exit codes in the shell's numbering of signals: Ctrl-C, a closed pipe, and a request to terminate."""


@dataclass(slots=True)
class Session:
    """The options before the verb; the workspace is opened on first use."""

    given: tuple[Path, ...] = ()
    """The folders of workspaces that are given."""
    named: bool = False
    """True if the command line names the folder, so that no message about it is needed."""
    debug: bool = False
    alone: bool = False
    """True if files are validated without the data of the workspace, which then only provides shapes and ontology."""
    lang: str = ENGLISH
    """The language of messages to the user."""
    opened: "Workspace | None" = None

    @property
    def workspace(self) -> "Workspace":
        """The workspace of this command; raises `WorkspaceError` when there is none."""
        if self.opened is None:
            from seutu.api import Workspace

            self.opened = Workspace.open(*(self._folder_of_shapes() if self.alone else self.given))
            for message in filter(None, self._messages_on(self.opened)):
                echo_message(message)
            size = sum(len(file.data) for file in self.opened.files)
            if size > LARGE and sys.stderr.isatty():
                echo_message(
                    Phrase(
                        "A workspace of {size} MB: the first time, and after a change, this takes a while.",
                        size=size // 1_000_000,
                    )
                )
        return self.opened

    def _folder_of_shapes(self) -> tuple[Path, ...]:
        from seutu.workspace import folders

        around = folders.enclosing_workspace(Path.cwd()) or folders.packaged_workspace()
        return self.given or ((around,) if around else ())

    def _messages_on(self, opened: "Workspace") -> tuple[Phrase, ...]:
        about = self._message_about(opened.root)
        return about, opened.replaced(), opened.unread(), self._message_on_version(opened)

    def _message_on_version(self, opened: "Workspace") -> Phrase:
        """Return a message about a workspace that names another version of Seutu; empty if it names this one."""
        from seutu import __version__
        from seutu.workspace import scaffold

        package, pinned = opened.layers.package, scaffold.pinned(opened.root)
        if package is None or pinned in ("", __version__):
            return NOTHING
        from seutu.workspace import news

        changed = news.since(pinned, package.root, self.lang)
        return Phrase(
            "{file} names Seutu {pinned}, and this is {version}: run seutu validate, and then name it there. {changed}",
            file=scaffold.PINNED,
            pinned=pinned,
            version=__version__,
            changed=" ".join(changed),
        )

    def _message_about(self, root: Path) -> Phrase:
        """Return a message about the workspace used; empty if the command names it, or it is the current folder."""
        from seutu.workspace import folders

        if self.named or root.resolve() == Path.cwd().resolve():
            return NOTHING
        if self.alone:
            return Phrase("Judged by the ontology and shapes of the workspace {root}.", root=root)
        if not self.given and folders.enclosing_workspace(Path.cwd()) is None:
            return Phrase(
                "Here is no workspace: this is about the one that came with Seutu, {root}.", root=root
            )
        return Phrase("This is about the workspace {root}.", root=root)

    @property
    def repository_folder(self) -> Path:
        """The folder whose repository is used: the workspace given or around here, else the current folder."""
        from seutu.workspace import folders

        return next(iter(self.given), None) or folders.enclosing_workspace(Path.cwd()) or Path.cwd()


def run(command: click.Command, args: Sequence[str], session: Session) -> int:
    """Run a command, write an error as one sentence to stderr, and return the exit code. Never raises."""
    session.lang = language(args, os.environ)
    try:
        _escape_unencodable_letters()
        with command.make_context("seutu", list(args), obj=session) as context:
            command.invoke(context)
        sys.stdout.flush()
    except (click.exceptions.Exit, SystemExit) as ended:
        code = ended.exit_code if isinstance(ended, click.exceptions.Exit) else int(ended.code or 0)
        return _flush(code, session.lang)
    except BaseException as error:  # noqa: BLE001 - internal errors get a sentence, too; --debug shows the traceback
        if session.debug:
            import traceback

            traceback.print_exc()
        return _report_error(error, session.lang, _path(error, command, args, session))
    return 0


def _path(error: BaseException, command: click.Command, args: Sequence[str], session: Session) -> str:
    """Return the names of the command that was called, for errors about the command line."""
    if not isinstance(error, click.ClickException):
        return ""
    verbs = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else ()
    return usage.path(verbs, args, session.opened.questions if session.opened else ())


def language(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of a command line: its last ``--lang``, else SEUTU_LANG, else English.

    It is determined before the line is parsed, so that parse errors can be in that language.
    """
    asked = [
        value if option == "--lang" else value.removeprefix("--lang=")
        for option, value in pairwise(["", *args])
        if option == "--lang" or value.startswith("--lang=")
    ]
    known = [lang for lang in (environment.get("SEUTU_LANG"), *asked) if lang in LANGUAGES]
    return known[-1] if known else ENGLISH


def current_language() -> str:
    """Return the language of the running command."""
    context = click.get_current_context(silent=True)
    session = context.find_object(Session) if context else None
    return session.lang if session else ENGLISH


def _flush(code: int, lang: str) -> int:
    try:
        sys.stdout.flush()
    except OSError as error:
        return _report_error(error, lang)
    return code


def _report_error(error: BaseException, lang: str, path: str = "seutu") -> int:
    code, message = _exit_of(error, path)
    if isinstance(error, OSError):
        _discard_stdout()
    # If stderr is closed too, only the exit code reports the error.
    with suppress(OSError):
        if message:
            echo_line(_one_line(message.text_in(lang)))
    return code


def _exit_of(error: BaseException, path: str) -> tuple[int, Phrase]:
    """Return the exit code and the message of an error; ``path`` names the command."""
    match error:
        case BrokenPipeError():
            ending = CLOSED_PIPE, NOTHING
        case KeyboardInterrupt() | click.Abort():
            ending = INTERRUPTED, Phrase("Interrupted")
        case SeutuError():
            ending = error.exit_code, Phrase("seutu: {sentence}", sentence=error.sentence)
        case click.ClickException():
            ending = FAILED, Phrase("seutu: {sentence}", sentence=_usage_error(error, path))
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
    """Return the name of a query for errors, and its text, from a file, standard input (``-``) or the option.

    Raises `ParameterError` for none or both, `InputError` for a file that cannot be read.
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
    """Write a result to stdout, unchanged."""
    click.echo(text, nl=False)


def echo_message(message: Phrase) -> None:
    """Write a message to stderr, in the language of the command."""
    echo_line(message.text_in(current_language()))


def echo_line(text: str) -> None:
    """Write a line to stderr, unchanged."""
    click.echo(text, err=True)


def bold_headings(table: str) -> str:
    """Return the table with bold headings; `emit` removes the styles where they are not wanted."""
    rows = table.split("\n")
    rule = next((index for index, row in enumerate(rows) if row.startswith(RULE)), 0)
    return "\n".join([*(click.style(row, bold=True) for row in rows[:rule]), *rows[rule:]])


def coloured_diff(difference: str) -> str:
    """Return the text of a difference with a colour for each mark; `emit` removes the colours where they are not
    wanted.
    """
    lines = difference.split("\n")
    return "\n".join(click.style(line, fg=_COLOURS.get(line.lstrip()[:1])) if line else "" for line in lines)


def colour_wanted() -> bool | None:
    """Return False if NO_COLOR forbids colour, else None: colour depends on whether stdout is a terminal."""
    return False if os.environ.get("NO_COLOR") else None


def terminal_width() -> int | None:
    """Return the width of the terminal at stdout, or None when it is not a terminal."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


@contextmanager
def progress(label: Phrase) -> Iterator[Callable[[float], None]]:
    """Show a progress bar on stderr, with the estimated time left; yield the function that gets the share of work done.

    There is no bar if stderr is not a terminal. The time counts from the first share.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    began, lang = 0.0, current_language()
    with click.progressbar(
        length=_STEPS,
        label=label.text_in(lang),
        file=sys.stderr,
        show_eta=False,
        item_show_func=lambda words: words,
    ) as bar:

        def update(share: float) -> None:
            nonlocal began
            began = began or time.monotonic()
            left = time_left(time.monotonic() - began, share)
            bar.update(round(share * _STEPS) - bar.pos, left.text_in(lang))

        yield update


@contextmanager
def message_if_slow(
    message: Phrase, progress: Callable[[float], None], seconds: float = _BRIEF
) -> Iterator[Callable[[float], None]]:
    """Write ``message`` once to a terminal if no share of the work is reported within ``seconds``.

    An empty message is never written. Yields the function that gets the shares and passes them to ``progress``.
    """
    waiting = threading.Timer(seconds, echo_line, (f"\n{message.text_in(current_language())}",))
    waiting.daemon = True
    if message and sys.stderr.isatty():
        waiting.start()

    def first_share(share: float) -> None:
        waiting.cancel()
        progress(share)

    try:
        yield first_share
    finally:
        waiting.cancel()


def time_left(passed: float, share: float) -> Phrase:
    """Return the time left as a phrase, for a share of the work that took so many seconds; empty until it can be
    estimated.
    """
    if passed < _FIRST_ESTIMATE or not 0 < share < 1:
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
def terminating_cleanly() -> Iterator[None]:
    """Handle a request to terminate (SIGTERM) with cleanup, as for Ctrl-C."""
    earlier = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


def _usage_error(error: click.ClickException, path: str) -> Phrase:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchOption):
        options = [option for param in context.command.params for option in param.opts] if context else []
        return UnknownName(Phrase("option"), error.option_name, options).sentence
    path = context.command_path if context else path
    return Phrase("{fault}; see '{path} --help'.", fault=usage.fault(error), path=path)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _escape_unencodable_letters() -> None:
    # A letter that the terminal cannot encode is written as its number; the output is not cut off.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _discard_stdout() -> None:
    # Buffered output cannot be written, and Python would report that on exit.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
