"""Click's errors about a command line as phrases, so that they can be translated."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

import click

from seutu.phrases import Phrase

_PhraseOf = Callable[[Mapping[str, str]], Phrase]

_CLICK_MESSAGES: Sequence[tuple[re.Pattern[str], _PhraseOf]] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"Option '(?P<option>.+?)' requires an argument",
            lambda groups: Phrase("Option '{option}' requires an argument", option=groups["option"]),
        ),
        (
            r"Option '(?P<option>.+?)' does not take a value",
            lambda groups: Phrase("Option '{option}' does not take a value", option=groups["option"]),
        ),
        (
            r"Got unexpected extra arguments? \((?P<words>.*)\)",
            lambda groups: Phrase("Got unexpected extra argument ({words})", words=groups["words"]),
        ),
        (
            r"(?P<value>'.*'|\".*\") is not one of (?P<choices>.+)",
            lambda groups: Phrase(
                "{value} is not one of {choices}", value=groups["value"], choices=groups["choices"]
            ),
        ),
        (
            r"(?P<value>\S+) is not in the range (?P<range>.+)",
            lambda groups: Phrase(
                "{value} is not in the range {range}", value=groups["value"], range=groups["range"]
            ),
        ),
        (
            r"(?P<value>'.*'|\".*\") is not a valid (?:integer|float)(?: range)?",
            lambda groups: Phrase("{value} is not a number", value=groups["value"]),
        ),
    )
)


def fault(error: click.ClickException) -> str:
    """Return the message of an error: a phrase if there is one for it, else click's message."""
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter) and error.param:
        problem = error.message if isinstance(error.message, Phrase) else _translatable(error.message)
        return Phrase("Invalid value for '{option}': {problem}", option=_named(error), problem=problem)
    return _translatable(error.format_message())


def path(verbs: Collection[str], args: Sequence[str], questions: Collection[str] = ()) -> str:
    """Return the names of the command that a line calls: ``seutu ask roles``, where roles is one of the questions."""
    names = ["seutu"]
    for word in args:
        if word in (verbs if names == ["seutu"] else questions if names[-1] == "ask" else ()):
            names.append(word)
    return " ".join(names)


def _missing(error: click.MissingParameter) -> str:
    if error.param is None:
        return _translatable(error.format_message())
    if isinstance(error.param, click.Argument):
        return Phrase("Missing argument '{name}'", name=_named(error))
    return Phrase("Missing option '{name}'", name=_named(error))


def _named(error: click.BadParameter) -> str:
    """Return the option, argument or environment variable of a value."""
    param, context = error.param, error.ctx
    if param is None:
        return ""
    if context and param.name and isinstance(param.envvar, str):
        source = context.get_parameter_source(param.name)
        if source is click.core.ParameterSource.ENVIRONMENT:
            return param.envvar
    # The quotation marks are those of the reader's language.
    return param.get_error_hint(context or click.Context(click.Command("seutu"))).replace("'", "")


def _translatable(message: str) -> str:
    message = message.rstrip(".")
    for pattern, words in _CLICK_MESSAGES:
        found = pattern.fullmatch(message)
        if found:
            return words(found.groupdict())
    return message
