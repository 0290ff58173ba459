"""Sentences from templates: what a statement says, in the words that its class brings along.

In a template a name in braces stands for what the statement has of that property, and a part in square brackets is said
only if all names in it have something: ``{body} {function@body}[; matter: {matter}].``

- ``{body}`` is what there is, several things joined by commas and "and";
- ``{function@body}`` is the same in the number of another name: "decides", or "decide" where ``body`` is in the plural;
- ``{body#is|are}`` is one word or the other, by the number of ``body``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seutu.errors import TemplateError
from seutu.phrases import Phrase

_PIECE = re.compile(r"\{(?P<slot>[^{}\[\]]*)\}|(?P<mark>[{}\[\]])|(?P<text>[^{}\[\]]+)")
_SLOT = re.compile(
    r"(?P<name>[A-Za-z]\w*)(?:@(?P<like>[A-Za-z]\w*)|#(?P<one>[^|#@]*)\|(?P<many>[^|#@]*))?", re.ASCII
)

AND: Mapping[str, str] = {"en": "and", "fi": "ja", "sv": "och"}
"""The word before the last of several."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a statement has of one property, in words; ``many`` those in the plural, where they have such a form.

    ``plural`` says whether a verb that goes with them is in the plural.
    """

    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A name in braces, with the name whose number it takes, or the two words of which its number chooses one."""

    name: str
    like: str | None = None
    choice: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a template: pieces of text and slots in turn, said always or only if all its slots have words."""

    pieces: tuple[str | Slot, ...]
    optional: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it, in order."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, Slot))


@dataclass(frozen=True, slots=True)
class Template:
    """A template, read."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every name that it has a place for."""
        return frozenset(name for part in self.parts for name in part.names)

    def filled(self, words: Mapping[str, Words], lang: str) -> str:
        """The sentence for what a statement has; a name outside brackets that has nothing is said as a dash."""
        said = (
            "".join(piece if isinstance(piece, str) else _said(piece, words, lang) for piece in part.pieces)
            for part in self.parts
            if not part.optional or all(words.get(name, _NONE).one for name in part.names)
        )
        sentence = "".join(said)
        return sentence[:1].upper() + sentence[1:]


_NONE = Words()


def read(text: str) -> Template:
    """The template in a text. Raises `TemplateError` for brackets that do not match and braces that hold no name."""
    parts: list[Part] = []
    pieces: list[str | Slot] = []
    inside = False
    for found in _PIECE.finditer(text):
        mark = found["mark"]
        if mark is None:
            pieces.append(found["text"] or _slot(text, found))
        elif mark in "{}" or (mark == "[") == inside:
            raise TemplateError(text, found.start(), Phrase("'{mark}' has no counterpart", mark=mark))
        else:
            parts.append(Part(tuple(pieces), inside))
            pieces, inside = [], not inside
    if inside:
        raise TemplateError(text, len(text), Phrase("'[' has no counterpart"))
    return Template((*parts, Part(tuple(pieces), False)))


def listed(values: Sequence[str], lang: str) -> str:
    """Several values in words: ``a, b and c``."""
    *first, last = values
    return f"{', '.join(first)} {AND[lang]} {last}" if first else last


def _slot(text: str, found: re.Match[str]) -> Slot:
    inner = _SLOT.fullmatch(found["slot"])
    if not inner:
        raise TemplateError(
            text, found.start(), Phrase("'{slot}' is not the name of a property", slot=found["slot"])
        )
    choice = None if inner["one"] is None else (inner["one"], inner["many"])
    return Slot(inner["name"], inner["like"], choice)


def _said(slot: Slot, words: Mapping[str, Words], lang: str) -> str:
    own = words.get(slot.name, _NONE)
    if slot.choice:
        return slot.choice[own.plural]
    plural = slot.like is not None and words.get(slot.like, _NONE).plural
    return listed((own.many if plural else own.one) or ("–",), lang)
