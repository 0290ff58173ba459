"""Messages in English, Finnish and Swedish: an English template with its arguments, and its translations.

The English template is the key of the translations in ``phrases.json``, which is read at the first translation.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self

ENGLISH = "en"
LANGUAGES = ("fi", "sv", ENGLISH)
"""The languages of all messages."""


class Phrase(str):
    """An English message that `text_in` translates; ``{name}`` in its template stands for one of its arguments.

    An argument that is a phrase is translated too; any other stays as it is.
    """

    __slots__ = ("arguments", "english")

    english: str
    arguments: Mapping[str, Any]

    def __new__(cls, english: str, /, **arguments: Any) -> Self:
        """Return the phrase of an English template and its arguments by name."""
        phrase = super().__new__(cls, english.format(**arguments) if arguments else english)
        phrase.english, phrase.arguments = english, arguments
        return phrase

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process may not know what an argument is, but can print it.
        plain = {
            name: part if isinstance(part, str | int | float) else str(part)
            for name, part in self.arguments.items()
        }
        return _rebuilt, (type(self), self.english, plain)

    def text_in(self, lang: str) -> str:
        """The phrase in a language, in English if it has no translation."""
        template = (
            self.english if lang == ENGLISH else _translations().get(self.english, {}).get(lang, self.english)
        )
        return template.format(**_translated(self.arguments, lang)) if self.arguments else template


class Label(Phrase):
    """A name that has its own translations, such as that of a class of the ontology."""

    __slots__ = ()

    def __new__(cls, english: str, /, **by_language: str) -> Self:
        """Return the label of an English name and its translations by language."""
        label = str.__new__(cls, english)
        label.english, label.arguments = english, by_language
        return label

    def text_in(self, lang: str) -> str:
        """The name in a language, in English if it has no translation."""
        return str(self.arguments.get(lang, self.english))


NOTHING = Phrase("")
"""The empty message."""


def counted(count: int, one: Phrase, several: Phrase) -> Phrase:
    """Return the phrase ``one`` for a count of 1, else ``several``."""
    return one if count == 1 else several


def joined(parts: Iterable[str], between: str = ", ") -> Phrase:
    """Return a phrase that joins phrases, and texts that are the same in all languages."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(between.join(f"{{{name}}}" for name in named), **named)


def any_of(names: Iterable[str]) -> Phrase:
    """Return a list with "or", such as ``'a', 'b' or 'c'``."""
    *others, last = names
    return Phrase("{others} or {last}", others=joined(others), last=last) if others else joined([last])


def all_of(names: Iterable[str]) -> Phrase:
    """Return a list with "and", such as ``49, 50 and 51``."""
    *others, last = names
    return Phrase("{others} and {last}", others=joined(others), last=last) if others else joined([last])


def and_more(listed: str, more: int) -> Phrase:
    """Return a list, followed by the number of items left out if it is not 0."""
    return Phrase("{listed} and {more} more", listed=listed, more=more) if more > 0 else joined([listed])


def _rebuilt(kind: type[Phrase], english: str, arguments: Mapping[str, Any]) -> Phrase:
    return kind(english, **arguments)


def _translated(arguments: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {
        name: part.text_in(lang) if isinstance(part, Phrase) else part for name, part in arguments.items()
    }


@cache
def _translations() -> Mapping[str, Mapping[str, str]]:
    import json
    from pathlib import Path

    read: Mapping[str, Mapping[str, str]] = json.loads(
        Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    )
    return read
