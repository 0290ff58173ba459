"""Ways to say something else than the Jämsä data do: something lost, changed, or read into them.

The same seed makes the same alterations of the same data.
"""

import random
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from seutu import Workspace

SEED = 2002
COUNTS = {"removal": 150, "over-reading": 14, "translation": 130, "literal": 50, "object": 80}
"""How many alterations of each kind there are, 424 together."""

FOLDERS = ("data/jamsa/", "data/sources/")
OVER_READINGS = Path(__file__).parent / "over-readings.toml"
_FACTS = {"date", "gYear", "gYearMonth"}


@dataclass(frozen=True, slots=True)
class Alteration:
    """What is taken away from the data, and what is put there."""

    kind: str
    name: str
    gone: frozenset[ox.Quad]
    added: frozenset[ox.Quad] = frozenset()

    def of(self, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """The quads as altered."""
        return [*(quad for quad in quads if quad not in self.gone), *self.added]


def alterations(workspace: Workspace, each: float = 1) -> Iterator[Alteration]:
    """All alterations, or of each kind the first so many: ``each`` is a share of `COUNTS`."""
    chance = random.Random(SEED)
    quads = jamsa(workspace)
    made: dict[str, Callable[[], Iterator[Alteration]]] = {
        "removal": lambda: (
            Alteration("removal", str(one), frozenset({one})) for one in _mixed(quads, chance)
        ),
        "over-reading": lambda: over_readings(workspace),
        "translation": lambda: _changed("translation", quads, chance, _is_translation, _other_text),
        "literal": lambda: _changed("literal", quads, chance, _is_other_literal, _other_literal),
        "object": lambda: _changed("object", quads, chance, _is_link, _other_object),
    }
    for kind, count in COUNTS.items():
        wanted = max(1, round(count * each))
        yield from (one for one, _ in zip(made[kind](), range(wanted), strict=False))


def jamsa(workspace: Workspace) -> list[ox.Quad]:
    """What the files of the case and of the sources say, in an order that is always the same."""
    graphs = [file.graph for file in workspace.files if file.path.startswith(FOLDERS)]
    asserted = workspace.asserted()
    return sorted(
        (quad for one in graphs for quad in asserted.quads_for_pattern(None, None, None, one)), key=str
    )


def over_readings(workspace: Workspace) -> Iterator[Alteration]:
    """The over-readings that are written down. Raises `ValueError` where what one takes away is not in the data."""
    told = tomllib.loads(OVER_READINGS.read_text(encoding="utf-8"))["over-reading"]
    graphs = {file.path: file.graph for file in workspace.files}
    said = set(workspace.asserted())
    for one in told:
        gone, added = (_parsed(one[part], graphs[one["file"]], workspace) for part in ("gone", "added"))
        if missing := gone - said:
            raise ValueError(f"{one['name']}: not in the data: {min(map(str, missing))}")
        yield Alteration("over-reading", one["name"], gone, added)


def _parsed(text: str, graph: ox.NamedNode, workspace: Workspace) -> frozenset[ox.Quad]:
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in workspace.prefixes.items())
    triples = ox.parse(head + text, format=ox.RdfFormat.TURTLE)
    return frozenset(ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples)


def _changed(
    kind: str,
    quads: Sequence[ox.Quad],
    chance: random.Random,
    concerned: Callable[[ox.Quad], bool],
    other: Callable[[ox.Quad, Sequence[ox.Quad], random.Random], object],
) -> Iterator[Alteration]:
    """One value in the place of another, as somebody might mistake them; a quad of which no mistake is left, not."""
    for quad in _mixed([one for one in quads if concerned(one)], chance):
        value = other(quad, quads, chance)
        if isinstance(value, ox.Literal | ox.NamedNode) and value != quad.object:
            put = ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)
            if put not in quads:
                yield Alteration(kind, f"{quad.triple} -> {value}", frozenset({quad}), frozenset({put}))


def _mixed(quads: Sequence[ox.Quad], chance: random.Random) -> list[ox.Quad]:
    return chance.sample(quads, len(quads))


def _is_translation(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Literal) and quad.object.language in ("sv", "en")


def _is_other_literal(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Literal) and not _is_translation(quad)


def _is_link(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.NamedNode)


def _other_text(quad: ox.Quad, quads: Sequence[ox.Quad], chance: random.Random) -> ox.Literal:
    """The text of another thing, or the same with a word lost or a word more."""
    old = quad.object
    assert isinstance(old, ox.Literal)
    others = {one.object.value for one in _alike(quad, quads) if isinstance(one.object, ox.Literal)}
    words = old.value.split(" ")
    less = " ".join(words[:-1]) if len(words) > 1 else old.value[:-1] or "?"
    return ox.Literal(
        chance.choice([less, f"{old.value} ?", chance.choice(sorted(others))]), language=old.language
    )


def _other_literal(quad: ox.Quad, _: Sequence[ox.Quad], chance: random.Random) -> ox.Literal:
    """Another language, another day or number, the same number written otherwise, or a letter changed."""
    old = quad.object
    assert isinstance(old, ox.Literal)
    name = old.datatype.value.rpartition("#")[2]
    if old.language:
        changed = _misspelt(old.value, chance)
        return chance.choice(
            [ox.Literal(changed, language=old.language), ox.Literal(old.value, language="sv")]
        )
    if name in _FACTS:
        return ox.Literal(_later(old.value), datatype=old.datatype)
    if name == "integer":
        more = str(int(old.value) + 1)
        return ox.Literal(chance.choice([f"0{old.value}", more]), datatype=old.datatype)
    return ox.Literal(_misspelt(old.value, chance), datatype=old.datatype)


def _later(value: str) -> str:
    """A year, month or day later by one."""
    head, dash, tail = value.rpartition("-")
    return f"{head}{dash}{int(tail) % 28 + 1:02}" if dash else str(int(value) + 1)


def _misspelt(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + ("v" if text[at].lower() == "w" else "w") + text[at + 1 :]


def _other_object(quad: ox.Quad, quads: Sequence[ox.Quad], chance: random.Random) -> object:
    """What the same property leads to elsewhere; nothing where it leads to one thing only."""
    others = sorted({one.object for one in _alike(quad, quads)} - {quad.object}, key=str)
    return chance.choice(others) if others else None


def _alike(quad: ox.Quad, quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """The quads of the same property, and with a text in the same language."""
    language = getattr(quad.object, "language", None)
    return [
        one
        for one in quads
        if one.predicate == quad.predicate and getattr(one.object, "language", None) == language
    ]
