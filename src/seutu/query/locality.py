"""The locality of a query: the data beside its focus that it needs, as declared by its header or its shape.

A large workspace is checked in units: a few files each, together with the files that all of them refer to. A rule, a
check or a SPARQL constraint with a declaration has the same results in a unit as in the whole (`docs/scale.md`)::

    forward
    absent
    meets skos:prefLabel|rdfs:label unless seutu:passageKind
    meets seutu:inSource and seutu:lineNumber
    absent, meets seutu:inSource = seutu:evidence/seutu:inSource

A query without a declaration needs all data.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from seutu.phrases import Phrase, any_of

KINDS = ("forward", "absent", "meets")
"""The keywords at the start of a declaration."""

_TOKEN = re.compile(r"<[^<>\s]*>|[|/=,]|[^\s|/=,<>]+|[<>]")
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a join of two resources on a value: by properties ``last``, of itself or after a step ``before``.

    A resource with one of the properties ``unless`` is excluded.
    """

    last: frozenset[str]
    before: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A join of two resources on a common value, with the properties that lead each to it."""

    one: Side
    other: Side


Group = tuple[Meeting, ...]
"""Joins that two resources must all satisfy, so that it is enough to check any one of them."""


@dataclass(frozen=True, slots=True)
class Locality:
    """The data that a query needs beside the statements that lead forward from its focus.

    ``absent``: the absence of references to the focus. ``meetings``: the joins of two resources, a `Group` for each
    alternative.
    """

    absent: bool = False
    meetings: tuple[Group, ...] = ()


def read(text: str, prefixes: Mapping[str, str]) -> Locality:
    """Parse a declaration. Raises `ValueError` with two phrases: the problem and the remedy."""
    tokens = _TOKEN.findall(text)
    first, rest = tokens[0] if tokens else "", tokens[1:]
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


def _meetings(tokens: Sequence[str], prefixes: Mapping[str, str]) -> tuple[Group, ...]:
    return tuple(
        tuple(_meeting(one, prefixes) for one in _split(group, "and")) for group in _split(tokens, "or")
    )


def _meeting(tokens: Sequence[str], prefixes: Mapping[str, str]) -> Meeting:
    sides = [_side(side, prefixes) for side in _split(tokens, "=")]
    if len(sides) > _SIDES:
        raise ValueError(Phrase("'=' stands twice between two things"), Phrase("name more values with 'and'"))
    return Meeting(sides[0], sides[-1])


def _side(tokens: Sequence[str], prefixes: Mapping[str, str]) -> Side:
    path, *unless = _split(tokens, "unless")
    if len(unless) > 1:
        raise ValueError(Phrase("'unless' stands twice"), Phrase("put '|' between the properties"))
    *before, last = (_properties(step, prefixes) for step in _split(path, "/"))
    return Side(last, frozenset().union(*before), _properties(unless[0], prefixes) if unless else frozenset())


def _properties(tokens: Sequence[str], prefixes: Mapping[str, str]) -> frozenset[str]:
    return frozenset(_property(one, prefixes) for one in _split(tokens, "|"))


def _property(tokens: Sequence[str], prefixes: Mapping[str, str]) -> str:
    if len(tokens) != 1:
        problem = (
            Phrase("'{words}' stands where one property is expected", words=" ".join(tokens))
            if tokens
            else Phrase("a property is missing")
        )
        raise ValueError(problem, Phrase("write prefix:name or <an IRI>"))
    token = tokens[0]
    if token.startswith("<") and token.endswith(">"):
        return token[1:-1]
    prefix, colon, local = token.partition(":")
    if not colon or prefix not in prefixes:
        raise ValueError(
            Phrase("'{word}' is not a property", word=token),
            Phrase("write prefix:name with a declared prefix, or <an IRI>"),
        )
    return prefixes[prefix] + local


def _split(tokens: Sequence[str], at: str) -> Iterator[Sequence[str]]:
    """Yield the parts between the separators ``at``."""
    start = 0
    for number, token in enumerate(tokens):
        if token == at:
            yield tokens[start:number]
            start = number + 1
    yield tokens[start:]
