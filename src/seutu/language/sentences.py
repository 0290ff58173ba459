"""Sentences of statements, from the template of their class.

In a template a name in braces stands for the values of that property. A part in square brackets is included only if all
names in it have values: ``{body} {function@body}[; matter: {matter}].``

- ``{body}`` is the list of the values, joined by commas and "and";
- ``{function@body}`` agrees in number with another name: "decides", or "decide" where ``body`` is in the plural;
- ``{body#is|are}`` is the first or the second word, by the number of ``body``.

A part in square brackets may have conditions, which are not printed: the part is included only if all of them hold.

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
"""The word before the last value of a list, by language."""


@dataclass(frozen=True, slots=True)
class Words:
    """The values of one property of a statement, in words; ``many`` are their plural forms, as far as they exist.

    ``plural`` is true if a verb that agrees with them is in the plural; ``concepts`` are the last segments of their
    IRIs.
    """

    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    plural: bool = False
    concepts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """A name in braces, with the name that it agrees with in number, or two words from which its number chooses."""

    name: str
    like: str | None = None
    choice: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition that a name has a certain concept, or any value; the opposite if ``holds`` is false."""

    name: str
    concept: str | None = None
    holds: bool = True

    def is_met(self, words: Mapping[str, Words]) -> bool:
        """Return whether the condition holds."""
        found = words.get(self.name, _NO_WORDS)
        there = bool(found.one) if self.concept is None else self.concept in found.concepts
        return there is self.holds


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a template: texts and slots in turn.

    An optional part is included only if all its slots have words and its conditions are met.
    """

    pieces: tuple[str | Slot, ...]
    optional: bool
    conditions: tuple[Condition, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the part, in order."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, Slot))

    def is_shown(self, words: Mapping[str, Words]) -> bool:
        """Return whether the part is included."""
        there = all(words.get(name, _NO_WORDS).one for name in self.names)
        return not self.optional or (there and all(one.is_met(words) for one in self.conditions))


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template."""

    parts: tuple[Part, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of all slots."""
        return frozenset(name for part in self.parts for name in part.names)

    @property
    def conditions(self) -> frozenset[Condition]:
        """The conditions of all parts."""
        return frozenset(condition for part in self.parts for condition in part.conditions)

    def filled(self, words: Mapping[str, Words], lang: str) -> str:
        """The text with the words of a statement; a dash stands for a name outside brackets that has no value."""
        return "".join(
            piece if isinstance(piece, str) else _slot_text(piece, words, lang)
            for part in self.parts
            if part.is_shown(words)
            for piece in part.pieces
        )


_NO_WORDS = Words()


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


def parse(text: str) -> Template:
    """Parse a template.

    Raises `TemplateError` for brackets that do not match, braces without a name, and conditions outside brackets.
    """
    parts: list[Part] = []
    pieces: list[str | Slot | Condition] = []
    inside = False
    for found in _PIECE.finditer(text):
        mark = found["mark"]
        if mark is None:
            pieces.append(found["text"] or _slot_or_condition(text, found, inside))
        elif mark in "{}" or (mark == "[") == inside:
            raise TemplateError(text, found.start(), Phrase("'{mark}' has no counterpart", mark=mark))
        else:
            parts.append(_part(pieces, inside))
            pieces, inside = [], not inside
    if inside:
        raise TemplateError(text, len(text), Phrase("'[' has no counterpart"))
    return Template((*parts, _part(pieces, False)))


def listed(values: Sequence[str], lang: str) -> str:
    """A list of values in words: ``a, b and c``."""
    *first, last = values
    return f"{', '.join(first)} {AND[lang]} {last}" if first else last


def _part(pieces: Sequence[str | Slot | Condition], optional: bool) -> Part:
    texts = tuple(piece for piece in pieces if not isinstance(piece, Condition))
    return Part(texts, optional, tuple(piece for piece in pieces if isinstance(piece, Condition)))


def _slot_or_condition(text: str, found: re.Match[str], inside: bool) -> Slot | Condition:
    condition = _CONDITION.fullmatch(found["slot"])
    if not condition:
        return _slot(text, found)
    if not inside:
        raise TemplateError(
            text,
            found.start(),
            Phrase("the condition '{slot}' stands outside square brackets", slot=found["slot"]),
        )
    if condition["any"]:
        return Condition(condition["any"], holds=condition["there"] == "?")
    return Condition(condition["name"], condition["concept"], condition["sign"] == "=")


def _slot(text: str, found: re.Match[str]) -> Slot:
    inner = _SLOT.fullmatch(found["slot"])
    if not inner:
        raise TemplateError(
            text, found.start(), Phrase("'{slot}' is not the name of a property", slot=found["slot"])
        )
    choice = None if inner["one"] is None else (inner["one"], inner["many"])
    return Slot(inner["name"], inner["like"], choice)


def _slot_text(slot: Slot, words: Mapping[str, Words], lang: str) -> str:
    own = words.get(slot.name, _NO_WORDS)
    if slot.choice:
        return slot.choice[own.plural]
    plural = slot.like is not None and words.get(slot.like, _NO_WORDS).plural
    return listed((own.many if plural else own.one) or ("–",), lang)
