"""The layout of a graph in columns from left to right: the position of each node, from node sizes and edges.

The column of a node is the length of the longest path to it; nodes of a column do not overlap, and are as close as
possible to their neighbours.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from seutu.pictures.geometry import Box

Node = Hashable
Edge = tuple[Node, Node]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bend:
    """The point at which an edge that spans several columns passes through one of them."""

    edge: Edge
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The positions of all nodes, and the nodes and bends on the path of each edge."""

    boxes: Mapping[Node, Box]
    columns: tuple[tuple[Node, ...], ...]
    ways: Mapping[Edge, tuple[Node, ...]]


_BEND = (0.0, 6.0)


def columns_of(edges: Sequence[Edge], nodes: Sequence[Node]) -> dict[Node, int]:
    """Return the column of each node: one more than the last of its predecessors. The edges must be acyclic."""
    before: dict[Node, list[Node]] = {node: [] for node in nodes}
    for start, end in edges:
        before[end].append(start)
    found: dict[Node, int] = {}
    # Each iteration assigns at least the nodes whose predecessors all have a column.
    for _ in nodes:
        for node in nodes:
            if all(start in found for start in before[node]):
                found[node] = max((found[start] + 1 for start in before[node]), default=0)
    return found


def lay_out(
    nodes: Mapping[Node, Size], edges: Sequence[Edge], corner: tuple[float, float], gaps: tuple[float, float]
) -> Layout:
    """Return the layout of nodes of the given sizes from a corner, with at least ``gaps`` between them across
    and down.
    """
    at = columns_of(edges, list(nodes))
    ways = {edge: _way(edge, at) for edge in edges}
    bends = [node for way in ways.values() for node in way[1:-1]]
    sizes = {**nodes, **dict.fromkeys(bends, _BEND)}
    at |= {bend: bend.column for bend in bends if isinstance(bend, Bend)}
    steps = [step for way in ways.values() for step in pairwise(way)]
    after = {node: [end for start, end in steps if start == node] for node in sizes}
    before = {node: [start for start, end in steps if end == node] for node in sizes}
    columns = _columns(_order(list(nodes), after, before), at)
    middles = _middles(columns, sizes, (after, before), gaps[1])
    return Layout(_boxes(columns, sizes, middles, corner, gaps[0]), columns, ways)


def _way(edge: Edge, at: Mapping[Node, int]) -> tuple[Node, ...]:
    start, end = edge
    return (start, *(Bend(edge, column) for column in range(at[start] + 1, at[end])), end)


def _order(
    nodes: Sequence[Node], after: Mapping[Node, Sequence[Node]], before: Mapping[Node, Sequence[Node]]
) -> list[Node]:
    """Return the nodes in depth-first order along edges in both directions, so that connected nodes are close."""
    found: dict[Node, None] = {}
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found[node] = None
            waiting += reversed([*after[node], *before[node]])
    return list(found)


def _columns(order: Sequence[Node], at: Mapping[Node, int]) -> tuple[tuple[Node, ...], ...]:
    last = max(at.values(), default=-1)
    return tuple(tuple(node for node in order if at[node] == column) for column in range(last + 1))


def _middles(
    columns: Sequence[Sequence[Node]],
    sizes: Mapping[Node, Size],
    links: Sequence[Mapping[Node, Sequence[Node]]],
    gap: float,
) -> dict[Node, float]:
    """Return the y of each node's centre: first for the tallest column, then from it to either side."""
    after, before = links
    tall = [sum(sizes[node][1] + gap for node in column) for column in columns]
    widest = tall.index(max(tall)) if tall else 0
    found: dict[Node, float] = {}
    for column in reversed(columns[: widest + 1]):
        found |= _placed(column, sizes, after, found, gap)
    for column in columns[widest + 1 :]:
        found |= _placed(column, sizes, before, found, gap)
    return found


def _placed(
    column: Sequence[Node],
    sizes: Mapping[Node, Size],
    near: Mapping[Node, Sequence[Node]],
    found: Mapping[Node, float],
    gap: float,
) -> dict[Node, float]:
    """Return the centres of a column: each as close as possible to its positioned neighbours, else below the last."""
    wanted, below = list[float](), 0.0
    for node in column:
        ends = [found[end] for end in near[node] if end in found]
        wanted.append(sum(ends) / len(ends) if ends else below + sizes[node][1] / 2)
        below = wanted[-1] + sizes[node][1] / 2 + gap
    return dict(zip(column, _apart(wanted, [sizes[node][1] for node in column], gap), strict=True))


def _apart(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return the positions closest to those wanted, in the same order, at least ``gap`` apart.

    Neighbours that would overlap are joined into a block at the average position that its members want.
    """
    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2 + gap)
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=False):
        total, count = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            total, count = total + blocks[-1][0], count + blocks[-1][1]
            blocks.pop()
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=False)]


def _boxes(
    columns: Sequence[Sequence[Node]],
    sizes: Mapping[Node, Size],
    middles: Mapping[Node, float],
    corner: tuple[float, float],
    gap: float,
) -> dict[Node, Box]:
    x, boxes = corner[0], dict[Node, Box]()
    top = min((middles[node] - sizes[node][1] / 2 for node in middles), default=0)
    for column in columns:
        wide = max(sizes[node][0] for node in column)
        for node in column:
            # A bend is as wide as its column, so that the edge is straight there.
            width, tall = (wide if isinstance(node, Bend) else sizes[node][0]), sizes[node][1]
            boxes[node] = Box(x, corner[1] + middles[node] - tall / 2 - top, width, tall)
        x += wide + gap
    return boxes
