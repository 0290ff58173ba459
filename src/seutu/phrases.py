"""What people are told, in their language: an English phrase that knows itself what it was made of.

The English is the key by which ``phrases.json`` has the Finnish and the Swedish; it is read when one of them is spoken.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self

ENGLISH = "en"
LANGUAGES = ("fi", "sv", ENGLISH)
"""The languages everything of ours is written in."""


class Phrase(str):
    """An English phrase that `told` says in another language; ``{name}`` stands for one of its arguments.

    An argument that is a phrase is told in that language too, and every other stays as it is.
    """

    __slots__ = ("arguments", "english")

    english: str
    arguments: Mapping[str, Any]

    def __new__(cls, english: str, /, **arguments: Any) -> Self:
        """The phrase of an English template and what its names stand for."""
        phrase = super().__new__(cls, english.format(**arguments) if arguments else english)
        phrase.english, phrase.arguments = english, arguments
        return phrase

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process may not know what an argument is, but can print it.
        plain = {
            name: part if isinstance(part, str | int | float) else str(part)
            for name, part in self.arguments.items()
        }
        return _made, (type(self), self.english, plain)

    def told(self, lang: str) -> str:
        """The phrase in a language; in English where that has no other words for it."""
        words = (
            self.english if lang == ENGLISH else _translations().get(self.english, {}).get(lang, self.english)
        )
        return words.format(**_told(self.arguments, lang)) if self.arguments else words


class Label(Phrase):
    """A name that has its own translations, such as that of a class of the ontology."""

    __slots__ = ()

    def __new__(cls, english: str, /, **by_language: str) -> Self:
        """The name in English, and by language."""
        label = str.__new__(cls, english)
        label.english, label.arguments = english, by_language
        return label

    def told(self, lang: str) -> str:
        """The name in a language; in English where it has none there."""
        return str(self.arguments.get(lang, self.english))


NOTHING = Phrase("")
"""What is told when there is nothing to tell."""


def counted(count: int, one: Phrase, several: Phrase) -> Phrase:
    """The phrase for one thing, or that for another number of them."""
    return one if count == 1 else several


def joined(parts: Iterable[str], between: str = ", ") -> Phrase:
    """Phrases, and texts that are the same in all languages, one after another."""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(between.join(f"{{{name}}}" for name in named), **named)


def any_of(names: Iterable[str]) -> Phrase:
    """One of several, such as ``'a', 'b' or 'c'``."""
    *others, last = names
    return Phrase("{others} or {last}", others=joined(others), last=last) if others else joined([last])


def all_of(names: Iterable[str]) -> Phrase:
    """All of several, such as ``49, 50 and 51``."""
    *others, last = names
    return Phrase("{others} and {last}", others=joined(others), last=last) if others else joined([last])


def and_more(listed: str, more: int) -> Phrase:
    """What is listed, and how many more there are, if any."""
    return Phrase("{listed} and {more} more", listed=listed, more=more) if more > 0 else joined([listed])


def _made(kind: type[Phrase], english: str, arguments: Mapping[str, Any]) -> Phrase:
    return kind(english, **arguments)


def _told(arguments: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {name: part.told(lang) if isinstance(part, Phrase) else part for name, part in arguments.items()}


@cache
def _translations() -> Mapping[str, Mapping[str, str]]:
    import json
    from pathlib import Path

    read: Mapping[str, Mapping[str, str]] = json.loads(
        Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    )
    return read
