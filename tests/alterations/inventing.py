"""Ways to make a source say what it does not: each adds, in a place that chance chooses, what nobody said.

The same seed makes the same inventions of the same data.
"""

import random
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox

from seutu import Workspace
from seutu.rdf.model import node
from tests.alterations.altering import SEED, Alteration, jamsa

INVENTIONS = {"expansion": 10, "addition": 20, "confidence": 10, "contradiction": 10, "source": 20}
"""How many inventions of each kind there are."""

STATEMENT = "https://w3id.org/seutu/id/statement/"
ALT_LABEL, PREF_LABEL = node("skos:altLabel"), node("skos:prefLabel")
VERBATIM, EVIDENCE, EXTENT = node("seutu:verbatim"), node("seutu:evidence"), node("seutu:extent")
CONFIDENCE, UNDER, EXACT = node("seutu:confidence"), node("seutu:underReading"), node("oa:exact")
HIGH = ox.NamedNode("https://w3id.org/seutu/concept/confidence/high")
ADDED = ("{text} (Latin: with united forces)", "{text}, since 1996", "{text} in the town of Vaasa")

Quads = Sequence[ox.Quad]


def inventions(workspace: Workspace, each: float = 1) -> Iterator[Alteration]:
    """All inventions, or of each kind the first so many: ``each`` is a share of `INVENTIONS`."""
    chance = random.Random(SEED)
    asserted = workspace.asserted()
    everything = sorted(asserted, key=str)
    made: dict[str, Callable[[], Iterator[Alteration]]] = {
        "expansion": lambda: _expansions(jamsa(workspace), chance),
        "addition": lambda: _additions(jamsa(workspace), chance),
        "confidence": lambda: _surer(everything, chance),
        "contradiction": lambda: _contradictions(everything, chance),
        "source": lambda: _other_sources(everything, chance),
    }
    for kind, count in INVENTIONS.items():
        wanted = max(1, round(count * each))
        yield from (one for one, _ in zip(made[kind](), range(wanted), strict=False))


def _expansions(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """Another name, of what is named by its letters alone or of any other thing."""
    named = [quad for quad in quads if quad.predicate == VERBATIM and not _is_statement(quad)]
    for quad in chance.sample(named, len(named)):
        assert isinstance(quad.object, ox.Literal)
        letters = quad.object.value[:4].lower()
        name = " ".join(f"{letter.upper()}okin" for letter in letters if letter.isalpha())
        yield _put(
            "expansion",
            quad,
            ALT_LABEL,
            ox.Literal(chance.choice([name, "Jämsä Regional Network"]), language="en"),
        )


def _additions(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """A translation of a passage with an explanation, a year or a place more."""
    passages = {quad.subject for quad in quads if quad.predicate == EXACT}
    texts = [quad for quad in quads if quad.predicate == PREF_LABEL and quad.subject in passages]
    for quad in chance.sample(texts, len(texts)):
        assert isinstance(quad.object, ox.Literal)
        text = chance.choice(ADDED).format(text=quad.object.value)
        value = ox.Literal(text, language=quad.object.language)
        yield _put("addition", quad, PREF_LABEL, value, frozenset({quad}))


def _surer(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """A statement surer than the reading that it rests on."""
    read = {quad.subject for quad in quads if quad.predicate == UNDER}
    rated = [quad for quad in quads if quad.predicate == CONFIDENCE and quad.subject in read]
    for quad in chance.sample(rated, len(rated)):
        if quad.object != HIGH:
            yield _put("confidence", quad, CONFIDENCE, HIGH, frozenset({quad}))


def _contradictions(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """A second statement that one thing was followed by another, wholly where the first is partly, or the reverse."""
    extents = sorted({quad.object for quad in quads if quad.predicate == EXTENT}, key=str)
    for quad in (one for one in chance.sample(quads, len(quads)) if one.predicate == EXTENT):
        again = ox.NamedNode(f"{STATEMENT}again")
        other = next(one for one in extents if one != quad.object)
        added = frozenset(
            ox.Quad(again, one.predicate, other if one.predicate == EXTENT else one.object, one.graph_name)
            for one in quads
            if one.subject == quad.subject
        )
        yield Alteration("contradiction", f"{quad.subject} {other}", frozenset(), added)


def _other_sources(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """A statement that cites another source in the place of its own."""
    graphs = {quad.graph_name for quad in quads if quad.object == node("layer:context")}
    cited = [quad for quad in quads if quad.predicate == EVIDENCE and quad.graph_name in graphs]
    sources = sorted({quad.object for quad in cited if isinstance(quad.object, ox.NamedNode)}, key=str)
    for quad in chance.sample(cited, len(cited)):
        gone = frozenset(one for one in cited if one.subject == quad.subject)
        other = chance.choice([one for one in sources if one not in {each.object for each in gone}])
        yield _put("source", quad, EVIDENCE, other, gone)


def _put(
    kind: str,
    quad: ox.Quad,
    predicate: ox.NamedNode,
    value: ox.Literal | ox.NamedNode,
    gone: frozenset[ox.Quad] = frozenset(),
) -> Alteration:
    added = frozenset({ox.Quad(quad.subject, predicate, value, quad.graph_name)})
    return Alteration(kind, f"{quad.subject} {predicate} {value}", gone, added)


def _is_statement(quad: ox.Quad) -> bool:
    return str(quad.subject).startswith(f"<{STATEMENT}")
