"""Division of the files of a workspace into units that are validated separately, each with the common files only.

A file is in one unit with those that describe the resources it refers to, or the same resources. Files that many
others refer to would join all units; they are common to all units instead, with the files that they refer to.
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

TERM_PROPERTIES = frozenset(term.value for term in closure.SCHEMA_PROPERTIES) | frozenset(
    map(expand, "rdfs:isDefinedBy rdf:first rdf:rest owl:members seutu:calledForBy".split())
)
"""Properties that only terms have. All units include the terms, so these statements are visible to all units."""

HUB_FOLDERS = 8
"""The most other folders that may refer to a file that is not common; from its own folder three times as many files."""

MAX_EXTENSIONS = 400_000
"""The most bytes of files that may be common because they only describe resources of common files."""

MIN_UNIT, MAX_UNIT = 800_000, 1_600_000
"""The bytes of files after which a unit may end, and after which it ends."""


@dataclass(frozen=True, slots=True)
class Index:
    """The IRIs of a file, as numbers: those that it describes, and all that it names.

    ``terms`` is true if it has statements about terms. ``files`` has two numbers for each published file of the
    described resources: that of its name, and that of its name in lower case.
    """

    described: "array[int]"
    named: "array[int]"
    terms: bool
    files: "array[int]"

    def to_bytes(self) -> bytes:
        """Return the index as bytes, for `Index.of_bytes`."""
        head = array("Q", [len(self.described), len(self.named), int(self.terms)])
        return (head + self.described + self.named + self.files).tobytes()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Index":
        """Return the index from the bytes of `to_bytes`."""
        numbers = array("Q")
        numbers.frombytes(content)
        described, named, terms = numbers[:3]
        at = 3 + described
        return cls(numbers[3:at], numbers[at : at + named], bool(terms), numbers[at + named :])


@dataclass(frozen=True, slots=True)
class Division:
    """The common files, the units, and for each unit the IRIs that it shares with others."""

    common: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    shared: tuple[frozenset[int], ...]
    named_in_common: frozenset[int]


def number(term: Any) -> int:
    """Return the number of a term. Terms with the same number count as one, which only costs time."""
    return int.from_bytes(blake2b(str(term).encode(), digest_size=8).digest(), "little")


def index_of(quads: Iterable[ox.Quad]) -> Index:
    """Return the index of a file with these statements in their graphs."""
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
    terms = any(predicate.value in TERM_PROPERTIES for predicate in predicates)
    files = sorted({iri for thing in described if (iri := casing.published_iri(thing))})
    pairs = array("Q", (each for iri in files for each in (number(iri), number(iri.casefold()))))
    return Index(
        array("Q", sorted(map(number, described))), array("Q", sorted(map(number, named))), terms, pairs
    )


def divide(
    files: Mapping[str, tuple[int, Index]], common: Iterable[str], together: Iterable[Sequence[str]] = ()
) -> Division:
    """Return the division of files, given by path with their size and index; ``common`` are common in any case.

    ``together`` are groups of files that have to be in one unit.
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
    common_paths = _common(files, linked, referring, common)
    common_paths |= _extensions(files, linked, referring, common_paths)
    groups = _Groups(path for path in files if path not in common_paths)
    for path, others in linked.items():
        groups.join([path, *others])
    for several in together:
        groups.join(several)
    units = _merged(groups.all(), {path: size for path, (size, _) in files.items()})
    named_in_common = frozenset[int]().union(*(named[path] for path in common_paths))
    of_units = [set[int]().union(*(named[path] for path in unit)) for unit in units]
    return Division(
        tuple(sorted(common_paths)), tuple(units), tuple(_shared(of_units, named_in_common)), named_in_common
    )


def _linked(path: str, names: Iterable[int], describing: Mapping[int, Sequence[str]]) -> set[str]:
    """The other files that describe resources that a file names."""
    return {other for iri in names for other in describing.get(iri, ())} - {path}


def _common(
    files: Mapping[str, tuple[int, Index]],
    linked: Mapping[str, set[str]],
    referring: Mapping[str, Sequence[str]],
    given: Iterable[str],
) -> set[str]:
    """The common files: the given ones, those with terms, those that many refer to, and all that these refer to."""
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
    return len({*folders} - {own}) > HUB_FOLDERS or folders.count(own) > 3 * HUB_FOLDERS


def _extensions(
    files: Mapping[str, tuple[int, Index]],
    linked: Mapping[str, set[str]],
    referring: Container[str],
    common: set[str],
) -> set[str]:
    """Files that only refer to common files, and that no file refers to; none if they are large."""
    found = {
        path
        for path, others in linked.items()
        if path not in common and path not in referring and others <= common
        if any(not files[one][1].terms for one in others)
    }
    return found if sum(files[path][0] for path in found) < MAX_EXTENSIONS else set()


def _shared(of_units: Sequence[set[int]], named_in_common: frozenset[int]) -> list[frozenset[int]]:
    times: dict[int, int] = defaultdict(int)
    for names in of_units:
        for iri in names:
            times[iri] += 1
    return [frozenset(iri for iri in names if times[iri] > 1 or iri in named_in_common) for names in of_units]


def _merged(groups: Iterable[list[str]], sizes: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Units of small groups, in the order of their paths; a path decides where a unit ends, so units are stable."""
    units: list[tuple[str, ...]] = []
    unit: list[str] = []
    size = 0
    for group in sorted(groups):
        unit += group
        size += sum(sizes[path] for path in group)
        if size > MAX_UNIT or (size > MIN_UNIT and number(group[0]) % 4 == 0):
            units.append(tuple(unit))
            unit, size = [], 0
    return [*units, tuple(unit)] if unit else units


class _Groups:
    """Disjoint sets of paths."""

    def __init__(self, members: Iterable[str]) -> None:
        self._parents = {member: member for member in members}

    def join(self, members: Iterable[str]) -> None:
        """Join the sets of several paths; unknown paths are ignored."""
        known = [member for member in members if member in self._parents]
        for member in known[1:]:
            self._parents[self._root(member)] = self._root(known[0])

    def _root(self, member: str) -> str:
        while self._parents[member] != member:
            self._parents[member] = member = self._parents[self._parents[member]]
        return member

    def all(self) -> list[list[str]]:
        """Return the sets, each in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for member in sorted(self._parents):
            found[self._root(member)].append(member)
        return list(found.values())
