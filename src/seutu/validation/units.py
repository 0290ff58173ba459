"""A workspace's files in units that can be checked apart: each with the files that all refer to, and with no other.

A file belongs with those that describe what it refers to, or that describe the same thing. Files that many refer to
would bring all together; they are common to all units instead, with what they refer to in turn.
"""

from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import pyoxigraph as ox

from seutu.inference import closure
from seutu.rdf.namespaces import expand
from seutu.validation import casing

OF_TERMS = frozenset(term.value for term in closure.SCHEMA_PROPERTIES) | frozenset(
    map(expand, "rdfs:isDefinedBy rdf:first rdf:rest owl:members seutu:calledForBy".split())
)
"""Properties that only terms have. Terms are before every unit, so what is said with these is seen from everywhere."""

HUB = 8
"""From how many other folders a file may be referred to before it is common to all; from its own, by thrice as many."""

BESIDE = 400_000
"""How many bytes of files that only add to what is common may be common, too."""

LEAST, MOST = 800_000, 1_600_000
"""How many bytes of files make a unit: when it may end, and when it does."""


@dataclass(frozen=True, slots=True)
class Index:
    """What a file speaks of, as numbers that stand for IRIs: what it describes, and what it names at all.

    ``files`` has two numbers for each file that is published of what it describes: of its name, and of its name
    without capital letters.
    """

    described: "array[int]"
    named: "array[int]"
    terms: bool
    files: "array[int]"

    def to_bytes(self) -> bytes:
        """The index as bytes, for `Index.of_bytes`."""
        head = array("Q", [len(self.described), len(self.named), int(self.terms)])
        return (head + self.described + self.named + self.files).tobytes()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Index":
        """The index that `to_bytes` wrote."""
        numbers = array("Q")
        numbers.frombytes(content)
        described, named, terms = numbers[:3]
        at = 3 + described
        return cls(numbers[3:at], numbers[at : at + named], bool(terms), numbers[at + named :])


@dataclass(frozen=True, slots=True)
class Division:
    """The files common to all units, the units, and for each the IRIs that it names and others name too."""

    common: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    shared: tuple[frozenset[int], ...]
    named_in_common: frozenset[int]


def number(term: Any) -> int:
    """The number that stands for a term. Two terms of one number are taken for one, which costs time and no more."""
    return int.from_bytes(blake2b(str(term).encode(), digest_size=8).digest(), "little")


def index_of(quads: Iterable[ox.Quad]) -> Index:
    """The index of a file with these statements, each in the graph that it stands in."""
    described: set[ox.NamedNode] = set()
    named: set[ox.NamedNode] = set()
    predicates: set[ox.NamedNode] = set()
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            described.add(quad.subject)
        if isinstance(quad.object, ox.NamedNode):
            named.add(quad.object)
        if isinstance(quad.graph_name, ox.NamedNode):
            named.add(quad.graph_name)
        predicates.add(quad.predicate)
    named |= described | predicates
    terms = any(predicate.value in OF_TERMS for predicate in predicates)
    files = sorted({iri for thing in described if (iri := casing.published(thing))})
    pairs = array("Q", (each for iri in files for each in (number(iri), number(iri.casefold()))))
    return Index(
        array("Q", sorted(map(number, described))), array("Q", sorted(map(number, named))), terms, pairs
    )


def divide(
    files: Mapping[str, tuple[int, Index]], common: Iterable[str], together: Iterable[Sequence[str]] = ()
) -> Division:
    """The division of files, given by path with their size and index, of which some are common from the start.

    ``together`` are files that have to be in one unit, whatever they refer to.
    """
    describing: dict[int, list[str]] = defaultdict(list)
    for path, (_, index) in files.items():
        for iri in index.described:
            describing[iri].append(path)
    named = {path: set(index.named) for path, (_, index) in files.items()}
    linked = {path: _linked(path, names, describing) for path, names in named.items()}
    referring: dict[str, list[str]] = defaultdict(list)
    for path, others in linked.items():
        for other in others:
            referring[other].append(path)
    in_common = _common(files, linked, referring, common)
    in_common |= _beside(files, linked, referring, in_common)
    groups = _Groups(path for path in files if path not in in_common)
    for path, others in linked.items():
        groups.join([path, *others])
    for several in together:
        groups.join(several)
    units = _bundled(groups.all(), {path: size for path, (size, _) in files.items()})
    named_in_common = frozenset[int]().union(*(named[path] for path in in_common))
    of_units = [set[int]().union(*(named[path] for path in unit)) for unit in units]
    return Division(
        tuple(sorted(in_common)), tuple(units), tuple(_shared(of_units, named_in_common)), named_in_common
    )


def _linked(path: str, names: Iterable[int], describing: Mapping[int, Sequence[str]]) -> set[str]:
    """The other files that describe what a file names."""
    return {other for iri in names for other in describing.get(iri, ())} - {path}


def _common(
    files: Mapping[str, tuple[int, Index]],
    linked: Mapping[str, set[str]],
    referring: Mapping[str, Sequence[str]],
    given: Iterable[str],
) -> set[str]:
    """The files common to all: those given, those with terms, those that many refer to, and what these refer to."""
    hubs = (path for path, others in referring.items() if _is_hub(path, others))
    waiting = [*given, *hubs, *(path for path in files if files[path][1].terms)]
    found = set(waiting)
    while waiting:
        fresh = linked[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def _is_hub(path: str, others: Iterable[str]) -> bool:
    folders = [other.rpartition("/")[0] for other in others]
    own = path.rpartition("/")[0]
    return len({*folders} - {own}) > HUB or folders.count(own) > 3 * HUB


def _beside(
    files: Mapping[str, tuple[int, Index]],
    linked: Mapping[str, set[str]],
    referring: Container[str],
    common: set[str],
) -> set[str]:
    """Files that add to what is common, and that no other file refers to; none where these are much."""
    found = {
        path
        for path, others in linked.items()
        if path not in common and path not in referring and others <= common
        if any(not files[one][1].terms for one in others)
    }
    return found if sum(files[path][0] for path in found) < BESIDE else set()


def _shared(of_units: Sequence[set[int]], named_in_common: frozenset[int]) -> list[frozenset[int]]:
    times: dict[int, int] = defaultdict(int)
    for names in of_units:
        for iri in names:
            times[iri] += 1
    return [frozenset(iri for iri in names if times[iri] > 1 or iri in named_in_common) for names in of_units]


def _bundled(groups: Iterable[list[str]], sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Small groups together, in the order of their paths; where a unit ends hangs on a path, so that ends stay put."""
    units: list[tuple[str, ...]] = []
    unit: list[str] = []
    size = 0
    for group in sorted(groups):
        unit += group
        size += sum(sizes[path] for path in group)
        if size > MOST or (size > LEAST and number(group[0]) % 4 == 0):
            units.append(tuple(unit))
            unit, size = [], 0
    return [*units, tuple(unit)] if unit else units


class _Groups:
    """Things put together two by two."""

    def __init__(self, members: Iterable[str]) -> None:
        self._above = {member: member for member in members}

    def join(self, members: Iterable[str]) -> None:
        """Put several together; those that are not among the things are passed over."""
        known = [member for member in members if member in self._above]
        for member in known[1:]:
            self._above[self._top(member)] = self._top(known[0])

    def _top(self, member: str) -> str:
        while self._above[member] != member:
            self._above[member] = member = self._above[self._above[member]]
        return member

    def all(self) -> list[list[str]]:
        """The groups, each in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for member in sorted(self._above):
            found[self._top(member)].append(member)
        return list(found.values())
