"""Each locality that is declared here, against random data: units find what the whole finds, field by field.

The data are copies of a small world in which the query finds something, that of its own tests: a copy a file, and one
in what is common to all. Copies lack things and statements, and refer to things of the common one or of each other.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from seutu.inference.closure import INFERRED
from seutu.rdf import model
from seutu.rdf.namespaces import BASE
from seutu.shacl.wellformed import LOCALITY, parse_shapes
from seutu.validation.units import TERM_PROPERTIES
from seutu.workspace.contents import Contents
from tests.helpers import halving
from tests.loading import ROOT, queries, store_of
from tests.shapes import test_shapes as fixtures

COPIES, SEEDS, MANY = 4, 20, 200
EXAMPLE, ONT, ID = "https://example.org/", BASE + "ont#", BASE + "id/"
TESTS = ROOT / "tests"
PROPERTY, SPARQL, SELECT = model.node("sh:property"), model.node("sh:sparql"), model.node("sh:select")

# What refers to a thing in the way that is asked to be absent, beside the world of the tests; many copies lack it.
REFERRING = {
    "MunicipalityShape": "<region/invalid.municipality-of-no-statement/referring> ont:concerns"
    " <region/invalid.municipality-of-no-statement/municipality> .",
    "SituationShape-gap": "<referring> ont:gapAbout <region/invalid.situation-gap-of-another-aspect/statement> ;"
    " ont:aspect <https://w3id.org/seutu/concept/aspect/which-region> .",
    "TieShape-gap": "<referring> ont:gapAbout <network/invalid.tie-far-end-missing/statement> ;"
    " ont:aspect <https://w3id.org/seutu/concept/aspect/far-end> .",
    "content-without-statement": "<referring> ont:evidence <line-1> .",
    "unused-term": "<referring> ont:neverUsed 1 ; a ont:NeverInstantiated .",
}
CALLED_FOR_BY = model.node("seutu:calledForBy")
# All that is said, so that what a rule adds is found.
EVERYTHING = """# title: All
# locality: forward
SELECT ?focus ?path ?value { ?focus ?path ?value FILTER(?path != <http://purl.org/dc/terms/references>) }
"""


@dataclass(frozen=True)
class Declared:
    """A query that declares its locality: its name, its declaration, and the files of a workspace with it alone."""

    name: str
    locality: str
    files: tuple[tuple[str, str], ...]

    def asked_as(self, locality: str) -> "Declared":
        """The same, with another declaration."""
        known = {
            f"# locality: {self.locality}\n": f"# locality: {locality}\n",
            f'{LOCALITY} "{self.locality}"': f'{LOCALITY} "{locality}"',
        }
        files = self.files
        for before, after in known.items():
            files = tuple((path, content.replace(before, after)) for path, content in files)
        assert files != self.files
        return Declared(self.name, locality, files)

    @property
    def is_rule(self) -> bool:
        """Whether it is a rule, and not a check or a constraint."""
        return self.files[0][0].startswith("queries/rules/")

    def __str__(self) -> str:
        return self.name


def of_queries(kind: str) -> Iterator[Declared]:
    for path in queries(kind):
        text = path.read_text("utf-8")
        (locality,) = re.findall(r"(?m)^# locality: (.*)$", text)
        more = {"queries/checks/everything.rq": EVERYTHING} if kind == "rules" else {}
        files = {f"queries/{kind}/{path.name}": text, **more}
        yield Declared(path.stem, locality, tuple(files.items()))


@cache
def shapes() -> model.Quads:
    return parse_shapes(Contents.open(ROOT).shapes)


@cache
def said() -> list[tuple[ox.Quad, str]]:
    """What all shapes say, and the last part of the name of each property."""
    found = shapes().quads_for_pattern(None, None, None)
    return [(quad, re.split("[#/]", quad.predicate.value)[-1]) for quad in found]


def of_shapes() -> Iterator[Declared]:
    for quad in sorted(shapes().quads_for_pattern(None, SPARQL, None), key=str):
        (locality,) = model.objects(shapes(), quad.object, LOCALITY)
        name = str(quad.subject)[1:-1].removeprefix(fixtures.SHAPE)
        content = "".join(sorted(f"{one.triple} .\n" for one in alone(quad)))
        assert isinstance(locality, ox.Literal)
        yield Declared(name, locality.value, (("shapes/alone.ttl", content),))


def alone(constraint: ox.Quad) -> Iterator[ox.Quad]:
    """A constraint with its query and targets, without whatever else its shape asks."""
    shape = constraint.subject
    users = {quad.subject for quad, _ in said() if quad.object == shape and quad.predicate == PROPERTY}
    kept = {"type", "path", "message", "severity", "targetClass", "targetSubjectsOf", "targetObjectsOf"}
    for quad, predicate in said():
        prefixes = predicate in ("prefix", "namespace", "declare")
        own = predicate in kept and quad.subject in (shape, *users)
        used = quad.object == shape and quad.subject in users
        if prefixes or own or used or quad.subject == constraint.object or quad == constraint:
            yield quad


# --- Worlds -------------------------------------------------------------------------------------------


@cache
def world(declared: Declared) -> tuple[ox.Quad, ...]:
    """The small world in which a query finds something; where it is a shape's, with what follows."""
    for file in (Path("checks", declared.name, "faulty.trig"), Path("rules", declared.name, "input.trig")):
        if (TESTS / file).exists():
            return tuple(store_of(TESTS / file))
    return tuple(of_fixture(declared))


@cache
def broken() -> dict[str, Path]:
    """A fixture that breaks each constraint, by the name of its shape."""
    return {
        shape: path
        for path in reversed(fixtures.INVALID)
        for shape, component in fixtures.expected(path)
        if component == "SPARQLConstraintComponent"
    }


@cache
def closed() -> model.Quads:
    return fixtures.closed(sorted(broken().values()))


def of_fixture(declared: Declared) -> Iterator[ox.Quad]:
    """What a fixture says, what follows, and what is said of all that it leads to."""
    own = f"<{EXAMPLE}{fixtures.name_of(broken()[declared.name])}/"
    subjects = {quad.subject for quad in closed().quads_for_pattern(None, None, None, None)}
    waiting = [subject for subject in subjects if str(subject).startswith(own)]
    seen = set(waiting)
    while waiting:
        for quad in closed().quads_for_pattern(waiting.pop(), None, None, None):
            yield ox.Quad(*quad.triple)
            value = quad.object
            if isinstance(value, ox.NamedNode) and value.value.startswith(EXAMPLE) and value not in seen:
                seen.add(value)
                waiting.append(value)


@cache
def terms(declared: Declared) -> str:
    """What is said of terms and concepts with properties of terms, and with those that the query of a shape names."""
    if declared.name not in broken():
        return ""
    asked = set(re.findall(r"seutu:(\w+)", declared.files[0][1]))
    said = (quad for quad in closed() if not str(quad.subject).startswith(f"<{EXAMPLE}"))
    return "".join(
        f"{quad.triple} .\n"
        for quad in said
        if quad.predicate.value in TERM_PROPERTIES or quad.predicate.value.removeprefix(ONT) in asked
    )


# --- Copies -------------------------------------------------------------------------------------------


class Copies:
    """Random copies of a world."""

    def __init__(self, declared: Declared, seed: int) -> None:
        self.chance = random.Random(f"{declared.name} {seed}")
        self.declared = declared
        said = sorted((quad for quad in world(declared) if quad.graph_name != INFERRED), key=str)
        # A concept that words call for is described in one file (docs/scale.md).
        called_for = {quad.subject for quad in said if quad.predicate == CALLED_FOR_BY}
        self.of_terms = [quad for quad in said if is_of_terms(quad) or quad.subject in called_for]
        self.said = [quad for quad in said if quad not in self.of_terms]
        self.more = list(referring(declared))
        self.rare = self.chance.choice([0.1, 0.3, 0.6])
        self.varied = self.chance.choice([0.2, 0.5, 1])
        self.across = self.chance.choice([0, 0, 0.02])
        self.own = owned(self.of_terms, [*self.said, *self.more])
        shared = self.chance.choice([0, 0.1, 0.3, 0.5])
        self.shared = {one for one in self.own if self.chance.random() < shared}
        if self.chance.random() < 0.5:
            self.shared |= {one for one in self.own if any(quad.object == one for quad in self.more)}

    def files(self) -> dict[str, str]:
        """The files of a workspace, by path."""
        common = [*self.of_terms, *(self.copy(0) if self.chance.random() < 0.8 else ())]
        files = {"ontology/common.trig": written(common)}
        files["ontology/terms.ttl"] = f"<{EXAMPLE}> a {model.node('owl:Ontology')} .\n{terms(self.declared)}"
        files |= {f"data/{number}/d.trig": written(self.copy(number)) for number in range(1, COPIES + 1)}
        return {**files, **dict(self.declared.files)}

    def copy(self, number: int) -> list[ox.Quad]:
        """A copy, which may lack things and statements, have other values, and refer to what all copies share."""
        lacking = self.chance.choice([0, 0, 0.1, 0.3])
        values = number if self.chance.random() < self.varied else 0
        of = {one: 0 if one in self.shared and self.chance.random() < 0.9 else number for one in self.own}
        absent = self.chance.choice([0, 0.3, 0.6, 0.9] if number == 0 else [0, 0.2, 0.5])
        gone = {one for one in self.own if self.chance.random() < absent}
        said = [quad for quad in self.said if quad.subject not in gone and self.chance.random() >= lacking]
        said += [quad for quad in self.more if number and self.chance.random() < self.rare]
        return [*self.described(number), *(self.renamed(quad, number, of, values) for quad in said)]

    def described(self, number: int) -> Iterator[ox.Quad]:
        # What follows of a thing that no file describes leaves no units.
        there = ox.NamedNode(f"{EXAMPLE}there")
        for one in (ox.NamedNode(f"{EXAMPLE}other"), *(self.own if self.declared.is_rule else ())):
            yield ox.Quad(ox.NamedNode(f"{one.value}-{number}"), there, ox.Literal(number))

    def renamed(self, quad: ox.Quad, number: int, of: Mapping[Any, int], values: int) -> ox.Quad:
        value = quad.object
        if value in of:
            other = self.chance.random() < self.across
            value = self.named(value, self.chance.randint(1, COPIES) if other else of[value])
        elif values and isinstance(value, ox.Literal):
            value = varied(value, values)
        subject, graph = (self.named(term, number) for term in (quad.subject, quad.graph_name))
        return ox.Quad(subject, quad.predicate, value, graph)

    def named(self, term: Any, number: int) -> Any:
        return ox.NamedNode(f"{term.value}-{number}") if term in self.own else term


def owned(of_terms: Sequence[ox.Quad], said: Sequence[ox.Quad]) -> list[ox.NamedNode]:
    """The things that each copy has for itself: what it describes, and what lies where things do."""
    described = {quad.subject for quad in said} | {quad.graph_name for quad in said}
    found = described | {quad.object for quad in said if str(quad.object)[1:].startswith((EXAMPLE, ID))}
    found -= {quad.subject for quad in of_terms}
    return sorted((one for one in found if isinstance(one, ox.NamedNode)), key=str)


def varied(value: ox.Literal, number: int) -> ox.Literal:
    """Another value of the same kind, where that is a text or a whole number."""
    if value.datatype == model.node("xsd:integer") and value.value.isdecimal():
        return ox.Literal(int(value.value) + 100 * number)
    if value.language:
        return ox.Literal(f"{value.value} {number}", language=value.language)
    return ox.Literal(f"{value.value} {number}") if value.datatype == model.node("xsd:string") else value


def is_of_terms(quad: ox.Quad) -> bool:
    return quad.predicate.value in TERM_PROPERTIES or quad.object == model.node("owl:SymmetricProperty")


def referring(declared: Declared) -> Iterable[ox.Quad]:
    text = REFERRING.get(declared.name, "")
    return ox.parse(f"@base <{EXAMPLE}> . @prefix ont: <{ONT}> . {text}", format=ox.RdfFormat.TURTLE)


def written(quads: Iterable[ox.Quad]) -> str:
    return (ox.serialize(quads, format=ox.RdfFormat.TRIG) or b"").decode()


# --- Units against the whole --------------------------------------------------------------------------

QUERIES, SHAPES = [*of_queries("rules"), *of_queries("checks")], [*of_shapes()]
DECLARED = [*QUERIES, *SHAPES]


# Each that sees further than forward, with declarations by which it would see less.
WRONG = [
    (declared, less)
    for declared in DECLARED
    for less in sorted({"forward", declared.locality.partition(",")[0]} - {declared.locality})
    if not less.startswith("meets")
]


def outcome(declared: Declared, seed: int) -> tuple[bool, bool]:
    """Whether random data are checked in units, and whether these find what the whole finds."""
    return halving.outcome(Copies(declared, seed).files(), beside=0)


def compared(declared: Declared, seed: int) -> bool:
    in_units, same = outcome(declared, seed)
    assert same, f"seed {seed}"
    return in_units


@pytest.mark.parametrize(
    "declared", [*QUERIES, *(pytest.param(one, marks=pytest.mark.slow) for one in SHAPES)], ids=str
)
def test_units_find_what_the_whole_finds(declared: Declared) -> None:
    assert any(compared(declared, seed) for seed in range(SEEDS))


@pytest.mark.long
@pytest.mark.parametrize("declared", DECLARED, ids=str)
def test_units_find_what_the_whole_finds_in_many_workspaces(declared: Declared) -> None:
    assert sum(compared(declared, seed) for seed in range(SEEDS)) > 1


@pytest.mark.parametrize(
    ("declared", "less"),
    [
        pytest.param(*one, marks=pytest.mark.long if number % 6 else pytest.mark.slow)
        for number, one in enumerate(WRONG)
    ],
    ids=str,
)
def test_a_wrong_declaration_is_noticed(declared: Declared, less: str) -> None:
    wrong = declared.asked_as(less)
    assert not all(outcome(wrong, seed)[1] for seed in range(MANY))
