"""What click finds wrong with a command line, in our words, so that it can be told in any language."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

import click

from seutu.phrases import Phrase

_Words = Callable[[Mapping[str, str]], Phrase]

_SAID: Sequence[tuple[re.Pattern[str], _Words]] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"Option '(?P<option>.+?)' requires an argument",
            lambda said: Phrase("Option '{option}' requires an argument", option=said["option"]),
        ),
        (
            r"Option '(?P<option>.+?)' does not take a value",
            lambda said: Phrase("Option '{option}' does not take a value", option=said["option"]),
        ),
        (
            r"Got unexpected extra arguments? \((?P<words>.*)\)",
            lambda said: Phrase("Got unexpected extra argument ({words})", words=said["words"]),
        ),
        (
            r"(?P<value>'.*'|\".*\") is not one of (?P<choices>.+)",
            lambda said: Phrase(
                "{value} is not one of {choices}", value=said["value"], choices=said["choices"]
            ),
        ),
        (
            r"(?P<value>\S+) is not in the range (?P<range>.+)",
            lambda said: Phrase(
                "{value} is not in the range {range}", value=said["value"], range=said["range"]
            ),
        ),
        (
            r"(?P<value>'.*'|\".*\") is not a valid (?:integer|float)(?: range)?",
            lambda said: Phrase("{value} is not a number", value=said["value"]),
        ),
    )
)


def fault(error: click.ClickException) -> str:
    """What is wrong: in our words where we have them, else in click's."""
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter) and error.param:
        problem = error.message if isinstance(error.message, Phrase) else _said(error.message)
        return Phrase("Invalid value for {option}: {problem}", option=_named(error), problem=problem)
    return _said(error.format_message())


def path(verbs: Collection[str], args: Sequence[str], questions: Collection[str] = ()) -> str:
    """The names of the command that a line calls: ``seutu ask roles``, where roles is one of the questions."""
    names = ["seutu"]
    for word in args:
        if word in (verbs if names == ["seutu"] else questions if names[-1] == "ask" else ()):
            names.append(word)
    return " ".join(names)


def _missing(error: click.MissingParameter) -> str:
    if error.param is None:
        return _said(error.format_message())
    if isinstance(error.param, click.Argument):
        return Phrase("Missing argument {name}", name=_named(error))
    return Phrase("Missing option {name}", name=_named(error))


def _named(error: click.BadParameter) -> str:
    """The option or argument, or the variable of the environment, that a value came by."""
    param, context = error.param, error.ctx
    if param is None:
        return ""
    if context and param.name and isinstance(param.envvar, str):
        source = context.get_parameter_source(param.name)
        if source is click.core.ParameterSource.ENVIRONMENT:
            return param.envvar
    return param.get_error_hint(context or click.Context(click.Command("seutu")))


def _said(message: str) -> str:
    message = message.rstrip(".")
    for pattern, words in _SAID:
        found = pattern.fullmatch(message)
        if found:
            return words(found.groupdict())
    return message
