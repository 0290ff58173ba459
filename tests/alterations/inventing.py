"""Ways to make a source say what it does not: each adds, in a place that chance chooses, what nobody said.

The same seed makes the same inventions of the same data.
"""

import random
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph as ox

from seutu import Workspace
from seutu.rdf.model import node
from tests.alterations.altering import SEED, Alteration, jamsa

INVENTIONS = {
    "expansion": 10,
    "addition": 20,
    "confidence": 10,
    "contradiction": 10,
    "source": 20,
    "doubt": 20,
    "clipping": 10,
    "quotation": 1,
    "period": 10,
    "year": 1,
    "tense": 5,
    "filling": 4,
    "borrowing": 4,
}
"""How many inventions of each kind there are."""

STATEMENT = "https://w3id.org/seutu/id/statement/"
ALT_LABEL, PREF_LABEL = node("skos:altLabel"), node("skos:prefLabel")
VERBATIM, EVIDENCE, EXTENT = node("seutu:verbatim"), node("seutu:evidence"), node("seutu:extent")
CONFIDENCE, UNDER, EXACT = node("seutu:confidence"), node("seutu:underReading"), node("oa:exact")
HIGH = ox.NamedNode("https://w3id.org/seutu/concept/confidence/high")
MODALITY, TENSE, DURING, QUOTED = map(
    node, ("seutu:modality", "seutu:tense", "seutu:during", "seutu:quotedText")
)
ASSERTED, PAST = node("modality:asserted"), node("tense:past")
DOUBTS = {
    "fi": ("lienee", "aikoo", "tuskin", "toivoo", "on määrä", "tekisi", "jos rahaa saadaan"),
    "sv": ("torde", "lär", "skulle", "avser att", "hoppas", "vägrar", "såvida inte"),
    "en": ("would", "used to", "intends to", "is expected to", "failed to", "allegedly", "unless"),
}
"""Words that make of a statement something else than an assertion about the present."""

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
        "doubt": lambda: _doubted(jamsa(workspace), chance),
        "clipping": lambda: _clipped(_stated(everything), chance),
        "quotation": lambda: _cut_quotations(everything),
        "period": lambda: _periods_of_nobody(_stated(everything), chance),
        "year": lambda: _stretched(everything),
        "tense": lambda: _in_the_present(_stated(everything), chance),
        "filling": lambda: _filled_gaps(everything, chance),
        "borrowing": lambda: _borrowed_names(everything, chance),
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
    read = {quad.subject for quad in quads if quad.predicate == UNDER}  # and so not what a source says
    said = [quad for quad in quads if quad.predicate == EXTENT and quad.subject not in read]
    for quad in chance.sample(said, len(said)):
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


def _doubted(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """An asserted statement of the deck whose words and passage doubt it."""
    asserted = {quad.subject for quad in quads if quad.predicate == MODALITY and quad.object == ASSERTED}
    told = {quad.subject for quad in quads if quad.predicate in (TENSE, node("seutu:state"))}
    said = [quad for quad in quads if quad.predicate == VERBATIM and quad.subject in asserted - told]
    for quad in chance.sample(said, len(said)):
        assert isinstance(quad.object, ox.Literal)
        language = chance.choice(sorted(DOUBTS))
        text = f"{quad.object.value} {chance.choice(DOUBTS[language])}"
        yield _put("doubt", quad, VERBATIM, ox.Literal(text, language=language), frozenset({quad}))


def _clipped(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """An asserted statement with the last words of a line, whose first words call for another modality."""
    modal = {
        quad.subject: quad
        for quad in quads
        if quad.predicate == MODALITY
        and quad.object in (node("modality:conditional"), node("modality:possible"))
    }
    said = [quad for quad in quads if quad.predicate == VERBATIM and quad.subject in modal]
    for quad in chance.sample(said, len(said)):
        assert isinstance(quad.object, ox.Literal)
        words = quad.object.value.split(" ")
        for cut in range(2, len(words)):
            clip = ox.Literal(" ".join(words[cut:]), language=quad.object.language)
            modality = modal[quad.subject]
            yield Alteration(
                "clipping",
                f"{quad.subject} {clip}",
                frozenset({quad, modality}),
                frozenset(
                    {
                        ox.Quad(quad.subject, VERBATIM, clip, quad.graph_name),
                        ox.Quad(quad.subject, MODALITY, ASSERTED, quad.graph_name),
                    }
                ),
            )


def _cut_quotations(quads: Quads) -> Iterator[Alteration]:
    """A quotation without its first words, and so without its denial."""
    for quad in (one for one in quads if one.predicate == QUOTED):
        if not isinstance(quad.object, ox.Literal) or quad.object.language != "fi":
            continue
        said = " ".join(quad.object.value.split(" ")[3:])
        yield _put("quotation", quad, QUOTED, ox.Literal(said, language="fi"), frozenset({quad}))


def _periods_of_nobody(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """A statement of the deck in a period of years that no line prints."""
    lines = {quad.subject for quad in quads if quad.predicate == EVIDENCE and "/line/" in str(quad.object)}
    dated = [quad for quad in quads if quad.predicate == DURING and quad.subject in lines]
    period = ox.NamedNode("https://w3id.org/seutu/id/period/1987")
    year = ox.Literal("1987", datatype=node("xsd:gYear"))
    for quad in chance.sample(dated, len(dated)):
        added = {
            ox.Quad(quad.subject, DURING, period, quad.graph_name),
            ox.Quad(period, node("rdf:type"), node("seutu:Period"), quad.graph_name),
            *(
                ox.Quad(period, PREF_LABEL, ox.Literal("1987", language=one), quad.graph_name)
                for one in DOUBTS
            ),
            ox.Quad(period, node("seutu:begins"), year, quad.graph_name),
            ox.Quad(period, node("seutu:ends"), year, quad.graph_name),
        }
        yield Alteration("period", f"{quad.subject} {period}", frozenset({quad}), frozenset(added))


def _stretched(quads: Quads) -> Iterator[Alteration]:
    """What a line dates with a year, in the period of the heading above it."""
    long, short = (
        ox.NamedNode(f"https://w3id.org/seutu/id/period/{name}") for name in ("2002-2006", "year-2002")
    )
    for quad in quads:
        if quad.predicate == DURING and quad.object == short:
            yield _put("year", quad, DURING, long, frozenset({quad}))


def _in_the_present(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """A statement without the tense of its verb."""
    past = [quad for quad in quads if quad.predicate == TENSE and quad.object == PAST]
    for quad in chance.sample(past, len(past)):
        yield Alteration("tense", f"{quad.subject} without a tense", frozenset({quad}), frozenset())


def _filled_gaps(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """What a recorded gap says to be lacking, stated after all."""
    lacking = {quad.subject: quad.object for quad in quads if quad.predicate == node("seutu:aspect")}
    graphs = {quad.subject: quad.graph_name for quad in quads if quad.predicate == MODALITY}
    filled = {
        node("aspect:recipient"): (node("seutu:towards"), ox.NamedNode("https://w3id.org/seutu/id/body/ako")),
        node("aspect:date"): (DURING, ox.NamedNode("https://w3id.org/seutu/id/period/2007-2010")),
    }
    for quad in chance.sample(quads, len(quads)):
        thing, aspect = quad.object, lacking.get(quad.subject)
        if quad.predicate != node("seutu:gapAbout") or not isinstance(thing, ox.NamedNode):
            continue
        if isinstance(aspect, ox.NamedNode) and aspect in filled and thing in graphs:
            added = ox.Quad(thing, *filled[aspect], graphs[thing])
            yield Alteration("filling", f"{thing} {aspect}", frozenset(), frozenset({added}))


def _borrowed_names(quads: Quads, chance: random.Random) -> Iterator[Alteration]:
    """Another name of what the deck names by its letters, with a source that does not name it."""
    deck = [quad for quad in quads if "/graph/data/jamsa/" in str(quad.graph_name)]
    for one in _expansions([quad for quad in deck if _is_abbreviation(quad.object)], chance):
        quad = next(iter(one.added))
        source = ox.NamedNode("https://w3id.org/seutu/id/source/s12")
        added = one.added | {ox.Quad(quad.subject, node("dcterms:source"), source, quad.graph_name)}
        yield Alteration("borrowing", one.name, frozenset(), added)


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


def _is_abbreviation(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.value.isupper() and term.value.isalpha()


def _stated(quads: Quads) -> Quads:
    graphs = {quad.graph_name for quad in quads if quad.object == node("layer:stated")}
    return [quad for quad in quads if quad.graph_name in graphs]
