"""The options that several commands share, and questions as commands made from their headers."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seutu.cli import terminal
from seutu.cli.terminal import Session, echo_line, emit
from seutu.errors import ParameterError, UnknownName
from seutu.phrases import ENGLISH, Phrase

if TYPE_CHECKING:
    from seutu.query.definition import Parameter, Query

    _ParamType = click.ParamType[str, str]
else:
    _ParamType = click.ParamType  # generic only since click 8.2

PATH = click.Path(path_type=Path)
"""The type of options that name a file or a folder."""

_LANGUAGE_HELP = Phrase("Language of answers and messages.")
_FORMAT_HELP = Phrase("How to print it.")
_ENGINE_HELP = Phrase(
    "What does the work: fast, or the reference to compare with, which infers by all of OWL 2 RL."
)

PLACES = {
    "case": Phrase("Only what is said in this case, and what all cases share."),
    "programme": Phrase("Only what holds in this programme."),
    "region": Phrase("Only what holds in this region."),
}
"""The help of the options by which every question is asked within a place, unless it has its own of that name."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class OneOf(_ParamType):
    """One of the names that a module lists; the module is imported only when a name is validated."""

    name = "name"

    def __init__(self, module: str, names: str) -> None:
        self._module, self._names = module, names

    def choices(self) -> tuple[str, ...]:
        """Return the valid names."""
        return tuple(getattr(import_module(f"seutu.{self._module}"), self._names))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value. Fails for an invalid one, with the valid names in the message."""
        if value not in self.choices():
            self.fail(
                Phrase("'{value}' is not one of {choices}", value=value, choices=", ".join(self.choices())),
                param,
                ctx,
            )
        return value

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002 - click's
        """Return the names in the form of the help."""
        return f"[{'|'.join(self.choices())}]"


def _language_option(default: str | None) -> dict[str, Any]:
    return {
        "type": OneOf("phrases", "LANGUAGES"),
        "envvar": "SEUTU_LANG",
        "default": default,
        "help": _LANGUAGE_HELP,
    }


def _format_option(module: str, default: str) -> dict[str, Any]:
    return {
        "type": OneOf(module, "FORMATS"),
        "default": default,
        "show_default": True,
        "help": _FORMAT_HELP,
    }


_ENGINE: Mapping[str, Any] = {
    "type": OneOf("api", "ENGINES"),
    "default": "fast",
    "show_default": True,
    "help": _ENGINE_HELP,
}

lang = click.option("--lang", **_language_option(ENGLISH))
messages = click.option("--lang", expose_value=False, **_language_option(ENGLISH))
"""The option ``--lang`` of a command whose output has no language, only its messages."""
engine = click.option("--engine", **_ENGINE)
overwrite = click.option(
    "--overwrite",
    is_flag=True,
    help="Replace what is not ours, or was edited since we wrote it, where ours belongs.",
)

input_format = click.option(
    "--input-format",
    type=OneOf("rdf.model", "FORMATS"),
    help="The format of the input, if it does not follow from a file's name.",
)
endpoint = click.option(
    "--endpoint", metavar="URL", help="The SPARQL endpoint that the catalogue is to name, if there is one."
)
cases = click.option(
    "--case",
    "cases",
    metavar="NAME",
    multiple=True,
    help="Only this case, and what all cases share; may be repeated.",
)


def base(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that replace the base of all IRIs."""
    help_text = "Publish everything under this web address in place of our own."
    command = click.option(
        "--keep", metavar="IRI", multiple=True, help="But keep what begins with this; may be repeated."
    )(command)
    return click.option("--base", metavar="URL", help=help_text)(command)


def format_of(module: str, default: str) -> Decorator:
    """Return the option ``--format``, one of the FORMATS of a module; its parameter is ``fmt``."""
    return click.option("--format", "fmt", **_format_option(module, default))


def listing(questions: Mapping[str, "Query"], lang: str) -> str:
    """Return the questions with their titles in a language, as a table."""
    from seutu.text import table

    rows = [[name, _in_language(question.title, lang)] for name, question in sorted(questions.items())]
    headings = [Phrase("Name").text_in(lang), Phrase("Question").text_in(lang)]
    words = table.aligned(headings, rows, terminal.terminal_width())
    return terminal.bold_headings(words)


class Verbs(click.Group):
    """A group of commands that suggests the nearest names for an unknown one."""

    kind = Phrase("command")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command at the start of ``args``. Raises `UnknownName`."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            unknown = UnknownName(self.kind, args[0], self.list_commands(ctx))
            if not unknown.nearest:
                self.search(ctx, args[0])
            raise unknown
        return super().resolve_command(ctx, args)

    def search(self, ctx: click.Context, words: str) -> None:
        """Show search results for words that are not a command name; raises `ParameterError` if there are any."""


class Questions(Verbs):
    """A group with a command for each question of the workspace."""

    kind = Phrase("question")

    def search(self, ctx: click.Context, words: str) -> None:
        """List the questions with these words in a title or text, in any language and case.

        Raises `ParameterError` when there are some.
        """
        session = ctx.ensure_object(Session)
        found = session.workspace.questions_about(words)
        if found:
            emit(listing(found, session.lang))
            raise ParameterError(
                Phrase("No question is called '{words}'; those listed have it in their words.", words=words)
            )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the questions."""
        return sorted(ctx.ensure_object(Session).workspace.questions)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the question of that name as a command, or None."""
        question = ctx.ensure_object(Session).workspace.questions.get(cmd_name)
        return None if question is None else Question(question, ctx.ensure_object(Session).lang)


class Question(click.Command):
    """A question as a command: its parameters are options, its header is the help, in the user's language."""

    def __init__(self, question: "Query", lang: str = ENGLISH) -> None:
        self.question, self.lang = question, lang
        title = _in_language(question.title, lang) or question.name
        super().__init__(
            question.name,
            params=[
                *(_value_option(each, lang) for each in question.parameters),
                *_answer_options(lang, question),
            ],
            help=f"{title}\n\n{_in_language(question.question, lang)}",
            short_help=title,
            options_metavar=Phrase("[OPTIONS]").text_in(lang),
        )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces, prefix = self.collect_usage_pieces(ctx), Phrase("Usage:").text_in(self.lang)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{prefix} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options."""
        default = Phrase("default:").text_in(self.lang)
        records = filter(None, (option.get_help_record(ctx) for option in self.get_params(ctx)))
        with formatter.section(Phrase("Options").text_in(self.lang)):
            formatter.write_dl(
                [(names, about.replace("[default:", f"[{default}")) for names, about in records]
            )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)
        if option:
            option.help = Phrase("Show this message and exit.").text_in(self.lang)
        return option

    def invoke(self, ctx: click.Context) -> None:
        """Ask the question with the values given, and print the answer."""
        given, workspace = ctx.params, ctx.ensure_object(Session).workspace
        names = [parameter.name for parameter in self.question.parameters]
        values = {name: given[name] for name in names if given[name] is not None}
        listing_language = ctx.parent.params.get("lang") if ctx.parent else None
        language = given["lang"] or listing_language or ENGLISH
        if given["fmt"] == "svg" and not self.question.picture:
            drawable = ", ".join(workspace.drawable) or Phrase("none here")
            raise ParameterError(
                Phrase(
                    "'{name}' has no picture; these can be drawn: {drawable}.",
                    name=self.question.name,
                    drawable=drawable,
                )
            )
        values |= {name: given[name] for name in PLACES if given.get(name) is not None}
        scope = given["according_to"]
        answer = workspace.ask(
            self.question.name, language, engine=given["engine"], according_to=scope, **values
        )
        width = terminal.terminal_width()
        with workspace.places_in_errors():
            text = answer.render(
                given["fmt"], width=width, text=given["text"], iris=given["iris"], explain=given["explain"]
            )
        emit(terminal.bold_headings(text) if given["fmt"] == "table" and answer.solutions else text)
        for remark in answer.remarks:
            echo_line(remark.text_in(language))
        echo_line(answer.basis(language))
        workspace.remember()


def _in_language(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get(ENGLISH, "")


def _value_option(parameter: "Parameter", lang: str) -> click.Option:
    need = Phrase("[required]") if parameter.required else Phrase("[optional]")
    about = " ".join([_in_language(parameter.about, lang), need.text_in(lang)]).strip()
    return click.Option([parameter.option, parameter.name], metavar=parameter.type.upper(), help=about)


def _answer_options(lang: str, question: "Query") -> list[click.Option]:
    def text(words: Phrase) -> str:
        return words.text_in(lang)

    own = {parameter.name for parameter in question.parameters}
    return [
        *(
            click.Option([f"--{name}"], metavar=text(Phrase("NAME")), help=text(about))
            for name, about in PLACES.items()
            if name not in own
        ),
        click.Option(["--lang"], **_language_option(None) | {"help": text(_LANGUAGE_HELP)}),
        click.Option(
            ["--format", "fmt"], **_format_option("answer.answer", "table") | {"help": text(_FORMAT_HELP)}
        ),
        click.Option(
            ["--according-to"],
            metavar=text(Phrase("SOURCE|LAYER")),
            help=text(Phrase("Listen to this source, or this layer, alone.")),
        ),
        click.Option(["--text"], is_flag=True, help=text(Phrase("Add the exact words of the source."))),
        click.Option(
            ["--explain"],
            is_flag=True,
            help=text(Phrase("Say under each row, in sentences, what it rests on.")),
        ),
        click.Option(["--iris"], is_flag=True, help=text(Phrase("Show short IRIs where labels stand."))),
        click.Option(["--engine"], **{**_ENGINE, "help": text(_ENGINE_HELP)}),
    ]
