"""Sentences from templates: what a statement says, in the words that its class brings along.

In a template a name in braces stands for what the statement has of that property, and a part in square brackets is said
only if all names in it have something: ``{body} {function@body}[; matter: {matter}].``

- ``{body}`` is what there is, several things joined by commas and "and";
- ``{function@body}`` is the same in the number of another name: "decides", or "decide" where ``body`` is in the plural;
- ``{body#is|are}`` is one word or the other, by the number of ``body``.

A part in square brackets may have conditions, which are not said themselves: it is said only if they all hold.

- ``[{modality=possible}can contribute]`` where the modality is the concept *possible*;
- ``[{modality!=possible}contributes]`` where it is not;
- ``[{!phase}at a time]`` where there is no phase, ``[{?phase}in some phase]`` where there is one.
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
_CONDITION = re.compile(
    r"(?P<there>[!?])(?P<any>[A-Za-z]\w*)|(?P<name>[A-Za-z]\w*)(?P<sign>!?=)(?P<concept>[a-z0-9]+(?:-[a-z0-9]+)*)",
    re.ASCII,
)

AND: Mapping[str, str] = {"en": "and", "fi": "ja", "sv": "och"}
"""The word before the last of several."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a statement has of one property, in words; ``many`` those in the plural, where they have such a form.

    ``plural`` says whether a verb that goes with them is in the plural; ``concepts`` are the last steps of their IRIs.
    """

    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    plural: bool = False
    concepts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """A name in braces, with the name whose number it takes, or the two words of which its number chooses one."""

    name: str
    like: str | None = None
    choice: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """That a name has a certain concept, or anything at all; where ``holds`` is false, that it has not."""

    name: str
    concept: str | None = None
    holds: bool = True

    def met(self, words: Mapping[str, Words]) -> bool:
        """Whether it is so."""
        found = words.get(self.name, _NONE)
        there = bool(found.one) if self.concept is None else self.concept in found.concepts
        return there is self.holds


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a template: pieces of text and slots in turn.

    It is said always, or, if optional, only if all its slots have words and its conditions are met.
    """

    pieces: tuple[str | Slot, ...]
    optional: bool
    conditions: tuple[Condition, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names in it, in order."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, Slot))

    def fits(self, words: Mapping[str, Words]) -> bool:
        """Whether it is said."""
        there = all(words.get(name, _NONE).one for name in self.names)
        return not self.optional or (there and all(one.met(words) for one in self.conditions))


@dataclass(frozen=True, slots=True)
class Template:
    """A template, read."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every name that it has a place for."""
        return frozenset(name for part in self.parts for name in part.names)

    @property
    def conditions(self) -> frozenset[Condition]:
        """All that it asks before it says a part."""
        return frozenset(condition for part in self.parts for condition in part.conditions)

    def filled(self, words: Mapping[str, Words], lang: str) -> str:
        """What it says of what a statement has; a name outside brackets that has nothing is said as a dash."""
        return "".join(
            piece if isinstance(piece, str) else _said(piece, words, lang)
            for part in self.parts
            if part.fits(words)
            for piece in part.pieces
        )


_NONE = Words()


def capital(text: str) -> str:
    """A text with a capital first letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


def read(text: str) -> Template:
    """The template in a text.

    Raises `TemplateError` for brackets that do not match, braces that hold no name, and conditions outside brackets.
    """
    parts: list[Part] = []
    pieces: list[str | Slot | Condition] = []
    inside = False
    for found in _PIECE.finditer(text):
        mark = found["mark"]
        if mark is None:
            pieces.append(found["text"] or _named(text, found, inside))
        elif mark in "{}" or (mark == "[") == inside:
            raise TemplateError(text, found.start(), Phrase("'{mark}' has no counterpart", mark=mark))
        else:
            parts.append(_part(pieces, inside))
            pieces, inside = [], not inside
    if inside:
        raise TemplateError(text, len(text), Phrase("'[' has no counterpart"))
    return Template((*parts, _part(pieces, False)))


def listed(values: Sequence[str], lang: str) -> str:
    """Several values in words: ``a, b and c``."""
    *first, last = values
    return f"{', '.join(first)} {AND[lang]} {last}" if first else last


def _part(pieces: Sequence[str | Slot | Condition], optional: bool) -> Part:
    said = tuple(piece for piece in pieces if not isinstance(piece, Condition))
    return Part(said, optional, tuple(piece for piece in pieces if isinstance(piece, Condition)))


def _named(text: str, found: re.Match[str], inside: bool) -> Slot | Condition:
    asked = _CONDITION.fullmatch(found["slot"])
    if not asked:
        return _slot(text, found)
    if not inside:
        raise TemplateError(
            text,
            found.start(),
            Phrase("the condition '{slot}' stands outside square brackets", slot=found["slot"]),
        )
    if asked["any"]:
        return Condition(asked["any"], holds=asked["there"] == "?")
    return Condition(asked["name"], asked["concept"], asked["sign"] == "=")


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
