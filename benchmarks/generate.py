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
from typing import Any

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "shapes"
BASE = "https://w3id.org/seutu/"
ONT, GRAPH, ID = BASE + "ont#", BASE + "graph/", BASE + "id/"
SH, SKOS = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LAYER = BASE + "concept/layer/"
LAYERS = frozenset({"stated", "read", "context"})
STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
CONTEXT, CATALOGUE = "context", "catalogue"
OF_CONCEPTS = "invalid.concept-called-for-"
THINGS, UNLAYERED = "things", "unlayered"
EXAMPLE = "https://example.org/"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

CASE = "jamsa"
TEMPLATE = ("data/jamsa/*.ttl", "data/sources/jamsa-deck.ttl")
SHARED_BY_ALL = frozenset({"Topic", "ProgrammeRole", "Reform"})
OF_REGION = "of the region alone"
SHARED_BY_COUNTRY = frozenset({"Network"})
REGIONS_PER_COUNTRY = 5
PLACE = "Jämsä"
SILENCE = 0.2  # how likely a region is to lack a gap
LABELS = frozenset({SKOS + "prefLabel", SKOS + "altLabel", RDFS + "label"})
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
        shutil.copytree(ROOT / name, folder / name, ignore=_other_cases)
    template = read_template()
    chance, names = random.Random(seed), Names(random.Random(seed + 1))
    expected = write_faults(folder, fault_worlds(faults))
    written = count(folder.glob("ontology/**/*.ttl")) + count(folder.glob("data/**/*.ttl"))
    regions = 0
    while written < triples:
        written += write_region(folder, template, regions, names, chance)
        regions += 1
    (folder / "faults.json").write_text(json.dumps(expected, indent=0) + "\n", encoding="utf-8")
    return f"{folder}: {written} statements, {regions} regions beside Jämsä, {len(expected)} faults."


def _other_cases(folder: str, names: list[str]) -> list[str]:
    """Return the folders of the cases that the regions are not made after."""
    return [name for name in names if name != CASE and (Path(folder) / name / "catalogue.ttl").exists()]


def count(paths: Iterable[Path]) -> int:
    """Return how many statements Turtle files hold."""
    return sum(1 for path in paths for _ in ox.parse(path=path))


# --- Regions ------------------------------------------------------------------------------------------


def read_template() -> Template:
    """Return the Jämsä region as it is in this checkout."""
    found = [path for pattern in TEMPLATE for path in sorted(ROOT.glob(pattern))]
    # What it says of things that all share would be said of them again by each region.
    paths = [path for path in found if path.stem != CONTEXT]
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
    # What is named after the region is its own, or its lines would not name it.
    kinds |= {
        iri(triple.subject): OF_REGION
        for triple in said
        if isinstance(triple.object, ox.Literal) and PLACE in triple.object.value
        if kinds.get(iri(triple.subject)) in SHARED_BY_ALL
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
        """Yield the triples of one file; what its country shares only where this region leads it.

        What the file adds to a thing that all share is left out.
        """
        graph = ox.NamedNode(GRAPH + path)
        for triple in said:
            subject = triple.subject
            assert isinstance(subject, ox.NamedNode)
            kind = self.template.kinds.get(subject.value, "")
            if (
                kind in SHARED_BY_ALL
                or (kind in SHARED_BY_COUNTRY and not leads)
                or subject.value in self.dropped
                or (not kind and subject.value.startswith(ID))
            ):
                continue
            named = graph if subject.value.startswith(GRAPH) else ox.NamedNode(self.iri(subject.value))
            yield ox.Triple(named, triple.predicate, self.value(triple, kind))

    def value(self, triple: ox.Triple, kind: str) -> ox.NamedNode | ox.Literal:
        """Return the value of a triple as it is in this region."""
        value = triple.object
        assert isinstance(value, ox.NamedNode | ox.Literal)
        if isinstance(value, ox.NamedNode):
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
    """A small world with one fault, or the context that worlds share: what it says, and what must be found in it."""

    name: str
    triples: Sequence[ox.Triple]
    faults: Sequence[tuple[str, str]]


def fault_worlds(times: int) -> Iterator[World]:
    """Yield every fixture that breaks one constraint, so many times, each time with a context of its own.

    What breaks the constraints of catalogues is left out, for a workspace has one catalogue; and what says words of
    concepts, for these are common to all of a workspace.
    """
    context = triples_of(FIXTURES / "context.ttl")
    source = [triple for triple in context if is_source(triple, context)]
    for time in range(times):
        shared = f"{CONTEXT}/{time}"
        yield World(shared, renamed(context, shared, shared), ())
        for path in faulty():
            name = f"{path.parent.name}/{path.stem.removeprefix('invalid.')}/{time}"
            said = triples_of(path)
            # Whoever adds a line needs a source of its own, or the lines of one would be numbered twice.
            if any(triple.predicate.value == ONT + "lineNumber" for triple in said):
                said += source
            # A code that takes no tag is the same in each copy, and so must the region be that it is for.
            coded = any(iri(one.predicate) == ONT + "code" and not takes_tag(one) for one in said)
            around = f"{CONTEXT}/0" if coded else shared
            yield World(name, renamed(said, name, around), EXPECTS.findall(path.read_text(encoding="utf-8")))


def faulty() -> list[Path]:
    """Return the fixtures that break one constraint in a way that can be repeated."""
    return sorted(
        path
        for path in FIXTURES.glob("*/invalid.*.ttl")
        if path.parent.name != CATALOGUE and not path.name.startswith(OF_CONCEPTS)
    )


def triples_of(path: Path) -> list[ox.Triple]:
    """Return what a Turtle file says."""
    return [quad.triple for quad in ox.parse(path=path)]


def is_source(triple: ox.Triple, context: Sequence[ox.Triple]) -> bool:
    """Tell whether a triple of the context is said of its source or of a line of that."""
    deck = ox.NamedNode(EXAMPLE + "deck")
    lines = {one.subject for one in context if one.object == deck and iri(one.predicate) == ONT + "inSource"}
    return triple.subject in {deck, *lines}


def renamed(said: Sequence[ox.Triple], name: str, context: str) -> list[ox.Triple]:
    """Return the triples of a world under its name, and what it takes from the context under that one's.

    What names or numbers a thing gets a tag, or two copies of a world would be at fault for having it in common.
    """
    own = {triple.subject for triple in said}

    def other(term: Any) -> Any:
        if isinstance(term, ox.NamedNode) and term.value.startswith(EXAMPLE):
            home = name if term in own else context
            return ox.NamedNode(term.value.replace(EXAMPLE, f"{EXAMPLE}{home}/", 1))
        return term

    def value(triple: ox.Triple) -> Any:
        text = triple.object
        if not takes_tag(triple):
            return other(text)
        assert isinstance(text, ox.Literal)
        # Two things of one world may be at fault for having the same code, but not the same label.
        thing = "/" + iri(triple.subject).removeprefix(EXAMPLE) if triple.predicate.value in LABELS else ""
        return ox.Literal(f"{text.value} ({name}{thing})", language=text.language)

    return [ox.Triple(other(one.subject), one.predicate, value(one)) for one in said]


def takes_tag(triple: ox.Triple) -> bool:
    """Tell whether a value is a text that tells its subject from others, and may say anything else as well."""
    value, predicate = triple.object, triple.predicate.value
    if not isinstance(value, ox.Literal):
        return False
    if predicate in LABELS:
        return value.language is not None
    return predicate in {ONT + "code", ONT + "inSource"} and value.datatype == STRING and value.value != ""


def write_faults(folder: Path, worlds: Iterable[World]) -> list[Fault]:
    """Write the faulty worlds, the statements of one layer to a file; return what must be found.

    A file says which layer it holds, except that of statements which say none or a wrong one, and that of things.
    """
    place = folder / "data" / "faults"
    place.mkdir(parents=True)
    by_file: dict[tuple[str, str], list[ox.Triple]] = {}
    expected = []
    for world in worlds:
        time = world.name.rpartition("/")[2]
        kept = file_of(world.triples)
        for triple in world.triples:
            by_file.setdefault((kept[iri(triple.subject)], time), []).append(triple)
        expected += [
            (f"{EXAMPLE}{world.name}/", BASE + "shape#" + shape, SH + component)
            for shape, component in world.faults
        ]
    for (kind, time), triples in by_file.items():
        path = place / f"{kind}-{time}.ttl"
        layer = [] if kind in {THINGS, UNLAYERED} else holds_layer(path.relative_to(folder).as_posix(), kind)
        path.write_bytes(ox.serialize([*layer, *triples], format=ox.RdfFormat.TURTLE) or b"")
    return expected


def file_of(said: Sequence[ox.Triple]) -> dict[str, str]:
    """Return the kind of file that each subject of a world is written to."""
    kinds = {iri(triple.subject): THINGS for triple in said}
    kinds |= {iri(one.subject): UNLAYERED for one in said if iri(one.predicate) == ONT + "evidence"}
    for triple in said:
        if iri(triple.predicate) == ONT + "layer" and isinstance(triple.object, ox.NamedNode):
            name = triple.object.value.removeprefix(LAYER)
            if name in LAYERS:
                kinds[iri(triple.subject)] = name
    return kinds


def holds_layer(path: str, layer: str) -> list[ox.Triple]:
    """Return the triples that say which layer a file holds."""
    graph = ox.NamedNode(GRAPH + path)
    return [
        ox.Triple(graph, TYPE, ox.NamedNode("http://rdfs.org/ns/void#Dataset")),
        ox.Triple(graph, ox.NamedNode(ONT + "holdsLayer"), ox.NamedNode(LAYER + layer)),
    ]


if __name__ == "__main__":
    sys.exit(main())
