"""Workspaces of any size, alike in structure to the one of Jämsä: the same ontology, shapes and queries, more regions.

Each region is the Jämsä region told again under other names: its deck line by line, its programme and periods, its
bodies, roles, persons, ties, readings and gaps, in three languages. Five regions make a country and share networks;
topics, roles and reforms are shared by all. The same seed gives the same bytes. Faults are known worlds of
`tests/shapes`, each of which breaks one constraint once, so what must be found is known beforehand.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "shapes"
BASE = "https://w3id.org/seutu/"
ONT, GRAPH, ID = BASE + "ont#", BASE + "graph/", BASE + "id/"
SH, SKOS = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2004/02/skos/core#"
EXAMPLE = "https://example.org/"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

TEMPLATE = ("data/jamsa/*.ttl", "data/sources/jamsa-deck.ttl")
SHARED_BY_ALL = frozenset({"Topic", "ProgrammeRole", "Reform"})
SHARED_BY_COUNTRY = frozenset({"Network"})
REGIONS_PER_COUNTRY = 5
PLACE = "Jämsä"
SILENCE = 0.2  # how likely a region is to lack a gap
STRENGTHS = ("weak", "strong")
LABELS = frozenset({SKOS + "prefLabel", SKOS + "altLabel"})
EXPECTS = re.compile(r"^# expects: shape:(\S+) sh:(\S+)$", re.MULTILINE)

Fault = tuple[str, str, str]
"""What must be found: the beginning of the focus, the shape, the constraint component."""


@dataclass(frozen=True)
class Template:
    """The region that all others are told after, file by file, and what kind each thing in it is of."""

    files: Mapping[str, Sequence[ox.Triple]]
    prefixes: Mapping[str, str]
    kinds: Mapping[str, str]
    persons: Sequence[str]


@dataclass
class Names:
    """Names that have not been given yet, made of syllables."""

    random: random.Random
    given: set[str] = field(default_factory=set)

    def next(self) -> str:
        """Return a name of two to four syllables that no earlier one equals."""
        while True:
            syllables = [
                self.random.choice("hjklmnprstv")
                + self.random.choice(("a", "e", "i", "o", "u", "aa", "uo", "ie"))
                for _ in range(self.random.randint(2, 4))
            ]
            name = "".join(syllables).capitalize()
            if name not in self.given:
                self.given.add(name)
                return name


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the workspace that the command line asks for, and say what is in it."""
    parser = argparse.ArgumentParser(description="Make a workspace of many regions, with known faults.")
    parser.add_argument("folder", type=Path, help="where to write it; must not exist")
    parser.add_argument("--triples", type=int, default=100_000, help="about how many statements (100000)")
    parser.add_argument("--faults", type=int, default=1, help="faults of each kind that the shapes catch (1)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same workspace (1)")
    options = parser.parse_args(arguments)
    if options.folder.exists():
        parser.error(f"{options.folder} exists; give a folder that does not")
    print(generate(options.folder, options.triples, options.faults, options.seed))
    return 0


def generate(folder: Path, triples: int, faults: int = 1, seed: int = 1) -> str:
    """Write a workspace of about that many triples into ``folder``; return what was written, in a sentence.

    Beside it stands ``faults.json``: every fault as the beginning of its focus, its shape and its component.
    """
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    template = read_template()
    chance, names = random.Random(seed), Names(random.Random(seed + 1))
    worlds = list(fault_worlds(faults))
    expected = write_faults(folder, worlds)
    written = count(ROOT.glob("ontology/**/*.ttl")) + count(ROOT.glob("data/**/*.ttl"))
    written += sum(len(world.triples) for world in worlds)
    regions = 0
    while written < triples:
        written += write_region(folder, template, regions, names, chance)
        regions += 1
    (folder / "faults.json").write_text(json.dumps(expected, indent=0) + "\n", encoding="utf-8")
    return f"{folder}: {written} statements, {regions} regions beside Jämsä, {len(expected)} faults."


def count(paths: Iterable[Path]) -> int:
    """Return how many statements Turtle files hold."""
    return sum(1 for path in paths for _ in ox.parse(path=path))


# --- Regions ------------------------------------------------------------------------------------------


def read_template() -> Template:
    """Return the Jämsä region as it is in this checkout."""
    paths = [path for pattern in TEMPLATE for path in sorted(ROOT.glob(pattern))]
    files: dict[str, list[ox.Triple]] = {}
    prefixes: dict[str, str] = {}
    for path in paths:
        parser = ox.parse(path=path)
        files[path.stem] = [quad.triple for quad in parser]
        prefixes |= parser.prefixes
    said = [triple for triples in files.values() for triple in triples]
    kinds = {
        iri(triple.subject): iri(triple.object).removeprefix(ONT)
        for triple in said
        if triple.predicate == TYPE
    }
    names = (triple.object for triple in said if triple.predicate.value.endswith("/familyName"))
    persons = sorted({name.value for name in names if isinstance(name, ox.Literal)})
    return Template(files, prefixes, kinds, persons)


def iri(term: object) -> str:
    """Return the IRI of a term that is one."""
    assert isinstance(term, ox.NamedNode)
    return term.value


def write_region(folder: Path, template: Template, number: int, names: Names, chance: random.Random) -> int:
    """Write the files of one region; return how many statements they hold."""
    country, lead = divmod(number, REGIONS_PER_COUNTRY)
    place = folder / "data" / f"c{country:04}" / f"r{number:05}"
    place.mkdir(parents=True)
    teller = Teller(template, number, country * REGIONS_PER_COUNTRY, names, chance)
    written = 0
    for stem, said in template.files.items():
        path = place / f"{stem.replace('jamsa-', '')}.ttl"
        told = list(teller.told(said, lead == 0, path.relative_to(folder).as_posix()))
        prefixes = {name: teller.iri(iri) for name, iri in template.prefixes.items()}
        path.write_bytes(ox.serialize(told, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"")
        written += len(told)
    return written


class Teller:
    """Tells what is said of the Jämsä region of another one."""

    def __init__(
        self, template: Template, number: int, lead: int, names: Names, chance: random.Random
    ) -> None:
        self.template, self.number, self.lead, self.chance = template, number, lead, chance
        self.words = {word: names.next() for word in (PLACE, *template.persons)}
        self.word = re.compile("|".join(map(re.escape, sorted(self.words, key=len, reverse=True))))
        self.dropped = self._dropped()

    def _dropped(self) -> set[str]:
        """What this region is silent of: some gaps in the meaning of names, which nothing else refers to."""
        gaps = sorted(iri for iri in self.template.kinds if iri.startswith(ID + "gap/meaning-of-"))
        return {iri for iri in gaps if self.chance.random() < SILENCE}

    def told(self, said: Iterable[ox.Triple], leads: bool, path: str) -> Iterator[ox.Triple]:
        """Yield the triples of one file; what its country shares only where this region leads it."""
        graph = ox.NamedNode(GRAPH + path)
        for triple in said:
            subject = triple.subject
            assert isinstance(subject, ox.NamedNode)
            kind = self.template.kinds.get(subject.value, "")
            if (
                kind in SHARED_BY_ALL
                or (kind in SHARED_BY_COUNTRY and not leads)
                or subject.value in self.dropped
            ):
                continue
            named = graph if subject.value.startswith(GRAPH) else ox.NamedNode(self.iri(subject.value))
            yield ox.Triple(named, triple.predicate, self.value(triple, kind))

    def value(self, triple: ox.Triple, kind: str) -> ox.NamedNode | ox.Literal:
        """Return the value of a triple as it is in this region."""
        value = triple.object
        assert isinstance(value, ox.NamedNode | ox.Literal)
        if isinstance(value, ox.NamedNode):
            if triple.predicate.value == ONT + "tieStrength":
                return ox.NamedNode(f"{BASE}concept/strength/{self.chance.choice(STRENGTHS)}")
            return ox.NamedNode(self.iri(value.value))
        if triple.predicate.value.endswith("sha256"):
            return ox.Literal(sha256(str(self.number).encode()).hexdigest())
        text = self.word.sub(lambda match: self.words[match[0]], value.value)
        if triple.predicate.value in LABELS and text == value.value and kind != "Passage":
            text = f"{text} ({self.words[PLACE]})"
        if value.language:
            return ox.Literal(text, language=value.language)
        return ox.Literal(text, datatype=value.datatype)

    def iri(self, iri: str) -> str:
        """Return the name that a thing has in this region, its country or everywhere."""
        kind = self.template.kinds.get(iri)
        if iri.startswith(ID + "source/jamsa-deck"):
            return iri.replace("jamsa-deck", f"r{self.number}-deck")
        if kind is None or kind in SHARED_BY_ALL or not iri.startswith(ID):
            return iri
        owner = self.lead if kind in SHARED_BY_COUNTRY else self.number
        sort, _, name = iri.removeprefix(ID).partition("/")
        return f"{ID}{sort}/r{owner}-{name}"


# --- Faults -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """A small world with one fault: what it says under names of its own, and what must be found in it."""

    name: str
    triples: Sequence[ox.Triple]
    fault: tuple[str, str]


def fault_worlds(times: int) -> Iterator[World]:
    """Yield every fixture that breaks one constraint, so many times, each time under other names."""
    context = [quad.triple for quad in ox.parse(path=FIXTURES / "context.ttl")]
    for path in sorted(FIXTURES.glob("*/invalid.*.ttl")):
        said = [quad.triple for quad in ox.parse(path=path)]
        (fault,) = EXPECTS.findall(path.read_text(encoding="utf-8"))
        for time in range(times):
            name = f"{path.parent.name}/{path.stem.removeprefix('invalid.')}/{time}"
            yield World(name, renamed([*context, *said], f"{EXAMPLE}{name}/"), fault)


def renamed(said: Iterable[ox.Triple], prefix: str) -> list[ox.Triple]:
    """Return the triples with every example IRI below ``prefix``."""

    def other(term: object) -> object:
        if isinstance(term, ox.NamedNode) and term.value.startswith(EXAMPLE):
            return ox.NamedNode(term.value.replace(EXAMPLE, prefix, 1))
        return term

    return [ox.Triple(other(one.subject), one.predicate, other(one.object)) for one in said]  # type: ignore[arg-type]


def write_faults(folder: Path, worlds: Sequence[World]) -> list[Fault]:
    """Write the faulty worlds, those of one topic to a file; return what must be found."""
    by_file: dict[str, list[ox.Triple]] = {}
    for world in worlds:
        topic, _, time = world.name.split("/")
        by_file.setdefault(f"{topic}-{time}", []).extend(world.triples)
    (folder / "data" / "faults").mkdir(parents=True)
    for name, triples in by_file.items():
        path = folder / "data" / "faults" / f"{name}.ttl"
        path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    return [
        (f"{EXAMPLE}{world.name}/", BASE + "shape#" + world.fault[0], SH + world.fault[1]) for world in worlds
    ]


if __name__ == "__main__":
    sys.exit(main())
