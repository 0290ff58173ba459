"""The locality of a query: how much of the data beside its focus it has to see, as its header or its shape declares.

A large workspace is checked in units: a few files each, together with those that all of them refer to. A declaration
says of a rule, a check or a SPARQL constraint that it finds the same in a unit as in the whole (`docs/scale.md`)::

    forward
    absent
    meets skos:prefLabel|rdfs:label unless seutu:passageKind
    meets seutu:inSource and seutu:lineNumber
    absent, meets seutu:inSource = seutu:evidence/seutu:inSource

Without one, the query has to see everything.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from seutu.phrases import Phrase, any_of

KINDS = ("forward", "absent", "meets")
"""The words with which a declaration begins."""

_WORD = re.compile(r"<[^<>\s]*>|[|/=,]|[^\s|/=,<>]+|[<>]")
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """How one of two things comes to a value: by properties ``last``, of itself or of what ``before`` leads to.

    A thing that has one of the properties ``unless`` does not come to it.
    """

    last: frozenset[str]
    before: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A value that two things have to share, and how each comes to it."""

    one: Side
    other: Side


Group = tuple[Meeting, ...]
"""The values that two things have to share all, so that it is enough to look at any one of them."""


@dataclass(frozen=True, slots=True)
class Locality:
    """What a query needs beside the statements that lead forward from its focus.

    ``absent``: that no other thing refers to the focus. ``meetings``: the two things that it brings together, a `Group`
    for each way in which they can meet.
    """

    absent: bool = False
    meetings: tuple[Group, ...] = ()


def read(text: str, prefixes: Mapping[str, str]) -> Locality:
    """Read a declaration. Raises `ValueError` with two phrases: the problem, and what to do."""
    words = _WORD.findall(text)
    first, rest = words[0] if words else "", words[1:]
    if first not in KINDS:
        raise ValueError(
            Phrase("'{text}' is not a locality", text=text),
            Phrase("begin with {words}", words=any_of(KINDS)),
        )
    if first == "absent" and rest[:2] == [",", "meets"]:
        return Locality(absent=True, meetings=_meetings(rest[2:], prefixes))
    if first == "meets":
        return Locality(meetings=_meetings(rest, prefixes))
    if rest:
        raise ValueError(
            Phrase("'{text}' is not a locality", text=text),
            Phrase("write '{first}' alone, or 'absent, meets ...'", first=first),
        )
    return Locality(absent=first == "absent")


def _meetings(words: Sequence[str], prefixes: Mapping[str, str]) -> tuple[Group, ...]:
    return tuple(
        tuple(_meeting(one, prefixes) for one in _split(group, "and")) for group in _split(words, "or")
    )


def _meeting(words: Sequence[str], prefixes: Mapping[str, str]) -> Meeting:
    sides = [_side(side, prefixes) for side in _split(words, "=")]
    if len(sides) > _SIDES:
        raise ValueError(Phrase("'=' stands twice between two things"), Phrase("name more values with 'and'"))
    return Meeting(sides[0], sides[-1])


def _side(words: Sequence[str], prefixes: Mapping[str, str]) -> Side:
    path, *unless = _split(words, "unless")
    if len(unless) > 1:
        raise ValueError(Phrase("'unless' stands twice"), Phrase("put '|' between the properties"))
    *before, last = (_properties(step, prefixes) for step in _split(path, "/"))
    return Side(last, frozenset().union(*before), _properties(unless[0], prefixes) if unless else frozenset())


def _properties(words: Sequence[str], prefixes: Mapping[str, str]) -> frozenset[str]:
    return frozenset(_property(one, prefixes) for one in _split(words, "|"))


def _property(words: Sequence[str], prefixes: Mapping[str, str]) -> str:
    if len(words) != 1:
        problem = (
            Phrase("'{words}' stands where one property is expected", words=" ".join(words))
            if words
            else Phrase("a property is missing")
        )
        raise ValueError(problem, Phrase("write prefix:name or <an IRI>"))
    word = words[0]
    if word.startswith("<") and word.endswith(">"):
        return word[1:-1]
    prefix, colon, local = word.partition(":")
    if not colon or prefix not in prefixes:
        raise ValueError(
            Phrase("'{word}' is not a property", word=word),
            Phrase("write prefix:name with a declared prefix, or <an IRI>"),
        )
    return prefixes[prefix] + local


def _split(words: Sequence[str], at: str) -> Iterator[Sequence[str]]:
    """Yield the words between those that are ``at``."""
    start = 0
    for number, word in enumerate(words):
        if word == at:
            yield words[start:number]
            start = number + 1
    yield words[start:]
