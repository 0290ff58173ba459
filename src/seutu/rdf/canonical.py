"""Canonical names of blank nodes: they depend on the statements, not on the original names or the order.

The names are those of RDFC-1.0 (W3C Recommendation, 21 May 2024). Its running time is exponential for some graphs with
many similar blank nodes (section 7.1 asks for a limit). Blank nodes of such graphs are named by colour refinement: the
colour of a node is a hash of the statements around it, computed round by round; while nodes of the same colour remain,
one of them gets a new colour. If a graph is too large for that as well, the order of its statements decides: the same
file always gives the same names.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import factorial

import pyoxigraph as ox

from seutu.rdf.model import Term

LONGEST_CHAIN = 150
"""The largest number of similar blank nodes in a connected chain that RDFC-1.0 names."""

LARGEST_COMPONENT = 7
"""The largest number of similar blank nodes in any other connected component that RDFC-1.0 names."""

MOST_WORK = 20_000
"""The largest number of attempts of RDFC-1.0 for all such components."""

MOST_STEPS = 2_000_000
"""The largest number of statements that colour refinement reads."""

_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A quad split at its blank nodes: the texts between them, and the nodes in order."""

    parts: _Parts
    nodes: tuple[ox.BlankNode, ...]

    def seen_from(self, node: ox.BlankNode, colours: Mapping[ox.BlankNode, str]) -> str:
        """The quad as a text with ``*`` for the node itself and colours for the others."""
        names = ("*" if one == node else colours[one] for one in self.nodes)
        return (
            "".join(f"{part}_:{name}" for part, name in zip(self.parts, names, strict=False)) + self.parts[-1]
        )


def canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads without duplicates, their blank nodes named ``c14n0``, ``c14n1`` and so on."""
    given = list(dict.fromkeys(quads))
    graph = _Graph(given)
    if not graph.is_hard():
        dataset = ox.Dataset(given)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return list(dataset)
    names = {node: ox.BlankNode(f"c14n{number}") for number, node in enumerate(graph.in_order())}
    return [_renamed(quad, names) for quad in given]


class _Graph:
    """Blank nodes, and the quads of each."""

    def __init__(self, quads: Sequence[ox.Quad]) -> None:
        self.around: dict[ox.BlankNode, list[_Pattern]] = defaultdict(list)
        for quad in quads:
            pattern = _pattern(quad)
            for node in dict.fromkeys(pattern.nodes):
                self.around[node].append(pattern)
        self._steps = MOST_STEPS

    def is_hard(self) -> bool:
        """True if RDFC-1.0 could take long to name the nodes."""
        colours = self._coloured(dict.fromkeys(self.around, ""), self.around)
        alike = {node for several in _classes(colours) if len(several) > 1 for node in several}
        work = 0
        for component in self._components(alike):
            most = max(self._most_alike(node, colours, alike) for node in component)
            if len(component) > (LONGEST_CHAIN if most <= 1 else LARGEST_COMPONENT):
                return True
            work += factorial(min(most, LARGEST_COMPONENT)) * len(component)
        return work > MOST_WORK

    def _components(self, alike: set[ox.BlankNode]) -> Iterable[set[ox.BlankNode]]:
        """Connected components of the given nodes: nodes are connected when one quad has both."""
        left = dict.fromkeys(node for node in self.around if node in alike)
        while left:
            first = next(iter(left))
            component, waiting = {first}, [first]
            while waiting:
                near = {one for pattern in self.around[waiting.pop()] for one in pattern.nodes if one in left}
                waiting += near - component
                component |= near
            for node in component:
                left.pop(node, None)
            yield component

    def _most_alike(
        self, node: ox.BlankNode, colours: Mapping[ox.BlankNode, str], alike: set[ox.BlankNode]
    ) -> int:
        """The largest number of similar nodes that a node is connected to by the same kind of quad."""
        ties: dict[tuple[_Parts, int, str], set[ox.BlankNode]] = defaultdict(set)
        for pattern in self.around[node]:
            for place, other in enumerate(pattern.nodes):
                if other != node and other in alike:
                    ties[pattern.parts, place, colours[other]].add(other)
        return max(map(len, ties.values()), default=0)

    def in_order(self) -> list[ox.BlankNode]:
        """The nodes in an order that depends on their statements only, within `MOST_STEPS`."""
        colours = self._refined(dict.fromkeys(self.around, ""))
        while self._steps > 0:
            tied = min((one for one in _classes(colours) if len(one) > 1), key=_first(colours), default=None)
            if tied is None:
                break
            colours = self._refined(colours | {tied[0]: f"{colours[tied[0]]}!"})
        return sorted(self.around, key=colours.__getitem__)

    def _refined(self, colours: dict[ox.BlankNode, str]) -> dict[ox.BlankNode, str]:
        """The colours, refined by the statements around the nodes until no round separates more."""
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
        _split(term, parts, nodes)
    return _Pattern(tuple(parts), tuple(nodes))


def _split(term: Term | ox.DefaultGraph, parts: list[str], nodes: list[ox.BlankNode]) -> None:
    if isinstance(term, ox.BlankNode):
        nodes.append(term)
        parts.append("")
    elif isinstance(term, ox.Triple):
        for part in (term.subject, term.predicate, term.object):
            _split(part, parts, nodes)
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
