"""Names for blank nodes that hang on what a graph says, and not on the names or the order that it comes in.

The names are those of RDFC-1.0 (W3C Recommendation, 21 May 2024). Its work can grow beyond all bounds where many blank
nodes look alike (section 7.1 asks for a limit). Such graphs are named by refinement here: nodes are told apart by what
is said around them, round by round, and one of those that are still alike is set apart until none are. Where a graph is
too large for that as well, the order in which it came decides: the same file always gives the same names.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import factorial

import pyoxigraph as ox

from seutu.rdf.model import Term

CHAIN = 150
"""How many blank nodes that look alike at first may hang together, in a row, for RDFC-1.0 to name them."""

CROWD = 7
"""How many such nodes may hang together in other ways."""

WORK = 20_000
"""What RDFC-1.0 may have to try in all such crowds."""

STEPS = 2_000_000
"""How many times a node may be looked at in refinement."""

_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A quad in pieces: its text around its blank nodes, and these in order."""

    parts: _Parts
    nodes: tuple[ox.BlankNode, ...]

    def seen_from(self, node: ox.BlankNode, colours: Mapping[ox.BlankNode, str]) -> str:
        """The quad as a text in which the node itself is marked, and others have their colours."""
        names = ("*" if one == node else colours[one] for one in self.nodes)
        return (
            "".join(f"{part}_:{name}" for part, name in zip(self.parts, names, strict=False)) + self.parts[-1]
        )


def canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads, each once, with their blank nodes named ``c14n0``, ``c14n1`` and so on."""
    given = list(dict.fromkeys(quads))
    graph = _Graph(given)
    if not graph.is_hard():
        dataset = ox.Dataset(given)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return list(dataset)
    names = {node: ox.BlankNode(f"c14n{number}") for number, node in enumerate(graph.in_order())}
    return [_renamed(quad, names) for quad in given]


class _Graph:
    """Blank nodes and the quads in which each stands."""

    def __init__(self, quads: Sequence[ox.Quad]) -> None:
        self.around: dict[ox.BlankNode, list[_Pattern]] = defaultdict(list)
        for quad in quads:
            pattern = _pattern(quad)
            for node in dict.fromkeys(pattern.nodes):
                self.around[node].append(pattern)
        self._steps = STEPS

    def is_hard(self) -> bool:
        """Whether RDFC-1.0 could take long to name the nodes."""
        colours = self._coloured(dict.fromkeys(self.around, ""), self.around)
        alike = {node for several in _classes(colours) if len(several) > 1 for node in several}
        work = 0
        for crowd in self._crowds(alike):
            most = max(self._most_alike(node, colours, alike) for node in crowd)
            if len(crowd) > (CHAIN if most <= 1 else CROWD):
                return True
            work += factorial(min(most, CROWD)) * len(crowd)
        return work > WORK

    def _crowds(self, alike: set[ox.BlankNode]) -> Iterable[set[ox.BlankNode]]:
        """The nodes given, those together that stand in a quad together, or do so by way of others."""
        left = dict.fromkeys(node for node in self.around if node in alike)
        while left:
            first = next(iter(left))
            crowd, waiting = {first}, [first]
            while waiting:
                near = {one for pattern in self.around[waiting.pop()] for one in pattern.nodes if one in left}
                waiting += near - crowd
                crowd |= near
            for node in crowd:
                left.pop(node, None)
            yield crowd

    def _most_alike(
        self, node: ox.BlankNode, colours: Mapping[ox.BlankNode, str], alike: set[ox.BlankNode]
    ) -> int:
        """How many others that look alike a node is tied to in the same way, at the most."""
        ties: dict[tuple[_Parts, int, str], set[ox.BlankNode]] = defaultdict(set)
        for pattern in self.around[node]:
            for place, other in enumerate(pattern.nodes):
                if other != node and other in alike:
                    ties[pattern.parts, place, colours[other]].add(other)
        return max(map(len, ties.values()), default=0)

    def in_order(self) -> list[ox.BlankNode]:
        """The nodes in an order that hangs on what is said of them, as far as `STEPS` lets it."""
        colours = self._refined(dict.fromkeys(self.around, ""))
        while self._steps > 0:
            tied = min((one for one in _classes(colours) if len(one) > 1), key=_first(colours), default=None)
            if tied is None:
                break
            colours = self._refined(colours | {tied[0]: f"{colours[tied[0]]}!"})
        return sorted(self.around, key=colours.__getitem__)

    def _refined(self, colours: dict[ox.BlankNode, str]) -> dict[ox.BlankNode, str]:
        """The colours told apart as far as what is around the nodes tells them apart."""
        count = len(set(colours.values()))
        while self._steps > 0:
            finer = self._coloured(colours, self.around)
            if len(set(finer.values())) == count:
                return colours
            colours, count = finer, len(set(finer.values()))
        return colours

    def _coloured(
        self, colours: Mapping[ox.BlankNode, str], nodes: Iterable[ox.BlankNode]
    ) -> dict[ox.BlankNode, str]:
        return {node: self._colour(node, colours) for node in nodes}

    def _colour(self, node: ox.BlankNode, colours: Mapping[ox.BlankNode, str]) -> str:
        self._steps -= len(self.around[node])
        seen = sorted(pattern.seen_from(node, colours) for pattern in self.around[node])
        return sha256("\0".join([colours[node], *seen]).encode("utf-8", "surrogatepass")).hexdigest()


def _first(colours: Mapping[ox.BlankNode, str]) -> Callable[[list[ox.BlankNode]], str]:
    return lambda several: colours[several[0]]


def _classes(colours: Mapping[ox.BlankNode, str]) -> Iterable[list[ox.BlankNode]]:
    found: dict[str, list[ox.BlankNode]] = defaultdict(list)
    for node, colour in colours.items():
        found[colour].append(node)
    return found.values()


def _pattern(quad: ox.Quad) -> _Pattern:
    parts, nodes = [""], list[ox.BlankNode]()
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        _take_apart(term, parts, nodes)
    return _Pattern(tuple(parts), tuple(nodes))


def _take_apart(term: Term | ox.DefaultGraph, parts: list[str], nodes: list[ox.BlankNode]) -> None:
    if isinstance(term, ox.BlankNode):
        nodes.append(term)
        parts.append("")
    elif isinstance(term, ox.Triple):
        for part in (term.subject, term.predicate, term.object):
            _take_apart(part, parts, nodes)
    else:
        parts[-1] += f"{term} "


def _renamed(quad: ox.Quad, names: Mapping[ox.BlankNode, ox.BlankNode]) -> ox.Quad:
    graph = names[quad.graph_name] if isinstance(quad.graph_name, ox.BlankNode) else quad.graph_name
    triple = _renamed_triple(quad.triple, names)
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _renamed_triple(triple: ox.Triple, names: Mapping[ox.BlankNode, ox.BlankNode]) -> ox.Triple:
    subject = names[triple.subject] if isinstance(triple.subject, ox.BlankNode) else triple.subject
    return ox.Triple(subject, triple.predicate, _renamed_term(triple.object, names))


def _renamed_term(term: Term, names: Mapping[ox.BlankNode, ox.BlankNode]) -> Term:
    if isinstance(term, ox.BlankNode):
        return names[term]
    return _renamed_triple(term, names) if isinstance(term, ox.Triple) else term
