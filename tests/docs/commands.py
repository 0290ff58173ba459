"""The page of the command line, made from the click command: each verb with its usage, arguments, options and help."""

import inspect
from collections.abc import Iterator

import click

from seutu.cli import options
from seutu.query.definition import parse_header

WIDTH = 100
START = """\
# Commands

Every verb of `seutu`, with its usage, arguments and options. The page is made from the commands themselves:
`.venv/bin/pytest tests/docs/test_commands.py --update-goldens` writes it.

Where a thing is named, `explain` and `ask about` take its IRI, its short IRI, its name in any language and
grammatical case, or words of a longer name (`Jämsek`). Words of a longer name do not count where they are only
names of places (`Tampere` is not its sub-region), a genitive in front (`hallituksen`), or the end of a compound
without a number (`Jämsän kunta` is not Jämsän seutukunta; `laki 602/2002` is found). The near names are then
listed, with exit code 2. What a name was taken for is told.
"""
# What every question has beside its own parameters, whatever its name is.
NAME = "NAME"


def page(command: click.Command, name: str = "seutu") -> str:
    """The whole page, as Markdown."""
    return "\n".join([START, *_sections(command, name, None)])


def _sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, parent=parent, info_name=name, **settings)
    yield from _section(command, context)
    for each, verb in _verbs(command, context):
        yield from _sections(verb, each, context)


def _verbs(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, options.Questions):  # the questions are the workspace's
        yield NAME, options.Question(parse_header(NAME, "# title: Answer one question.\nSELECT ?thing {}"))
    elif isinstance(command, click.Group):
        found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
        yield from ((name, verb) for name, verb in found if verb)


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    yield f"```text\n{command.get_usage(context)}\n```\n"
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    yield from (f"{' '.join(paragraph.split())}\n" for paragraph in filter(None, paragraphs))
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    yield from _table("argument", [(_named(each), _count(each)) for each in arguments])
    yield from _table("option", list(_options(command, context)))


def _named(argument: click.Argument) -> str:
    return argument.human_readable_name.strip(
        "[]"
    )  # where several may be left out together, as in [PROPERTY VALUE]


def _count(argument: click.Argument) -> str:
    need = "required" if argument.required else "optional"
    return need if argument.nargs == 1 else f"{need}, any number"


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if record and isinstance(option, click.Option):
            names, about = record[0], " ".join(record[1].split())
            also = f" Also `{option.envvar}` in the environment." if isinstance(option.envvar, str) else ""
            yield names, about + also


def _table(heading: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    if rows:
        lines = [f"| `{_cell(name)}` | {_cell(about)} |" for name, about in rows]
        yield "\n".join([f"| {heading} | |", "|---|---|", *lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
