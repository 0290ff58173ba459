"""A network: resources in columns from left to right, and a line for each tie. Each case has a network of its own.

A weak tie has a thin line, one that is being built a dashed line; the qualities of a tie are also a label on it. A
resource that would close a cycle, or that is not stated, is repeated at the end of its line, with a dotted outline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from seutu.pictures import metrics
from seutu.pictures.frame import BODY, MARGIN, SMALL, WITHIN, Panel, bottom_of, cited, paneled_scene
from seutu.pictures.geometry import (
    INK,
    MUTED,
    PAPER,
    Box,
    Item,
    Look,
    Scene,
    Shape,
    Words,
    curve,
    line,
    rectangle,
)
from seutu.pictures.layout import Bend, Layout, Node, lay_out
from seutu.pictures.style import LegendRow, is_asserted, legend_row, of_layer, text_row
from seutu.pictures.subject import UNSTATED, Citations, Record, Subject, concept, href
from seutu.rdf.model import Term

_NODE, _WIDEST, _LABEL, _PAD = 176.0, 300.0, 132.0, 7.0
_GAPS = (46.0, 14.0)
_LEAST = 760.0
_STRENGTHS = {"weak": 0.8, "moderate": 2.5, "strong": 4.0}
_USUAL = 1.5
_STATUSES = {"being-built": (6.0, 4.0), "ended": (1.5, 4.0)}
_DOTS, _DASH_DOT = (1.5, 3.0), (9.0, 3.0, 2.0, 3.0)
_QUALITIES = (*WITHIN, "strength", "status", "modality", "layer", "confidence")


@dataclass(frozen=True, slots=True)
class _OwnEnd:
    """A node for the end of a single line."""

    row: int


@dataclass(frozen=True, slots=True)
class _EdgeLabel:
    """A label on a line."""

    row: int


@dataclass(slots=True)
class _Graph:
    """The graph of the rows: its nodes in order, its edges, and the rows of each edge and node."""

    subject: Subject
    things: dict[Node, Term] = field(default_factory=dict)
    labels: dict[_EdgeLabel, Record] = field(default_factory=dict)
    edges: dict[tuple[Node, Node], list[Record]] = field(default_factory=dict)
    arriving: dict[Node, list[Record]] = field(default_factory=dict)
    wide: float = _NODE


def draw(subject: Subject) -> Scene:
    """Return the networks of rows with from, relation, to, strength, status, modality, layer, confidence, and case
    where it differs.
    """
    return paneled_scene(subject, _legend(subject), _network)


def _network(citations: Citations, subject: Subject, top: float) -> Panel:
    graph = _graph_of(subject)
    # Nodes fit their longest word, within limits.
    longest = max(metrics.longest(_name(subject, graph, node), BODY) for node in graph.things)
    graph.wide = min(max(_NODE, longest + 2 * _PAD), _WIDEST)
    sizes = {node: _size(citations, graph, node) for node in (*graph.things, *graph.labels)}
    trial = lay_out(sizes, list(graph.edges), (MARGIN, 0), _GAPS)
    width = max(_LEAST, MARGIN + max(box.right for box in trial.boxes.values()))
    heads = list(_column_heads(subject, graph, trial, top))
    layout = lay_out(sizes, list(graph.edges), (MARGIN, bottom_of(heads, top) + 10), _GAPS)
    lines = [_edge(subject, graph, layout, edge) for edge in graph.edges]
    nodes = [item for node in sizes for item in _node(citations, graph, node, layout.boxes[node])]
    bottom = max(box.bottom for box in layout.boxes.values())
    return Panel((*heads, *lines, *nodes), bottom, width)


def _graph_of(subject: Subject) -> _Graph:
    graph = _Graph(subject)
    for row, record in enumerate(subject.records):
        start, end = record.get("from") or UNSTATED, record.get("to") or UNSTATED
        graph.things.setdefault(start, start)
        target: Node = _OwnEnd(row) if _has_own_end(subject, graph, start, end) else end
        graph.things.setdefault(target, end)
        graph.arriving.setdefault(target, []).append(record)
        if _qualities(subject, record):
            label = _EdgeLabel(row)
            graph.labels[label] = record
            steps: list[tuple[Node, Node]] = [(start, label), (label, target)]
        else:
            steps = [(start, target)]
        for step in steps:
            graph.edges.setdefault(step, []).append(record)
    return graph


def _has_own_end(subject: Subject, graph: _Graph, start: Term, end: Term) -> bool:
    """Return True if a line ends in its own node: one not stated, a passage, or one that leads back to the start."""
    return end == UNSTATED or subject.labels.is_passage(end) or _is_reachable(graph, end, start)


def _is_reachable(graph: _Graph, start: Node, end: Node) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        after = [target for origin, target in graph.edges if origin == node and target not in seen]
        seen.update(after)
        waiting += after
    return False


def _qualities(subject: Subject, record: Record) -> list[str]:
    """Return the qualities of a tie that are not the default, as texts."""
    plain = (concept("modality", "asserted"), concept("layer", "stated"))
    found = [(column, record.get(column)) for column in _QUALITIES]
    return [
        f"{subject.heading(column)}: {subject.shown(value)}"
        for column, value in found
        if value is not None
        and value not in plain
        and (column not in WITHIN or subject.shared(column) is None)
    ]


def _name(subject: Subject, graph: _Graph, node: Node) -> str:
    thing = graph.things[node]
    shown = subject.shown(thing)
    if not subject.labels.is_passage(thing):
        return shown
    return f"{subject.shown(graph.arriving[node][0].get('relation'))}: {shown}"


def _lines(subject: Subject, graph: _Graph, node: Node) -> tuple[str, ...]:
    if isinstance(node, _EdgeLabel):
        texts = _qualities(subject, graph.labels[node])
        return tuple(each for text in texts for each in metrics.wrap(text, _LABEL, SMALL))
    return metrics.wrap(_name(subject, graph, node), graph.wide - 2 * _PAD, BODY)


def _evidence_of(graph: _Graph, node: Node) -> list[Term]:
    """Return the evidence at a node: that of the lines to it that have no labels."""
    if isinstance(node, _EdgeLabel):
        return list(graph.labels[node].evidence)
    labelled = [record for label, record in graph.labels.items() if (label, node) in graph.edges]
    records = [record for record in graph.arriving.get(node, ()) if record not in labelled]
    return [passage for record in records for passage in record.evidence if passage != graph.things[node]]


def _parts(citations: Citations, graph: _Graph, node: Node, x: float, y: float) -> tuple[Words, list[Item]]:
    """Return the text of a node and, below it, the marks of its evidence."""
    size, room = (SMALL, _LABEL) if isinstance(node, _EdgeLabel) else (BODY, graph.wide - 2 * _PAD)
    words = Words(_lines(graph.subject, graph, node), x, y, size)
    return words, cited(citations, _evidence_of(graph, node), x, words.box.bottom + 1, room)


def _size(citations: Citations, graph: _Graph, node: Node) -> tuple[float, float]:
    words, marks = _parts(citations, graph, node, 0, 0)
    tall = bottom_of(marks, words.box.bottom)
    return (_LABEL, tall + 4) if isinstance(node, _EdgeLabel) else (graph.wide, tall + 2 * _PAD)


def _node(citations: Citations, graph: _Graph, node: Node, box: Box) -> list[Item]:
    subject = graph.subject
    if isinstance(node, _EdgeLabel):
        record = graph.labels[node]
        words, marks = _parts(citations, graph, node, box.x, box.y)
        return [
            Item(
                (words,), href(record.get("strength") or record.get("relation")), subject.description(record)
            ),
            *marks,
        ]
    words, marks = _parts(citations, graph, node, box.x + _PAD, box.y + _PAD)
    alone = isinstance(node, _OwnEnd)
    look = Look(PAPER, MUTED, 1.2, _DOTS) if alone else Look("#f5f8fc", INK, 1.2)
    outline = rectangle(box, look, 6)
    titles = [subject.description(record) for record in graph.arriving.get(node, ())]
    return [
        Item((outline, words), href(graph.things[node]), "\n".join(titles) or _name(subject, graph, node)),
        *marks,
    ]


def _edge(subject: Subject, graph: _Graph, layout: Layout, edge: tuple[Node, Node]) -> Item:
    """Return a line from node to node: curved between columns, horizontal within one."""
    records, parts, way = graph.edges[edge], list[Shape](), layout.ways[edge]
    look = _look(records[0])
    for start, end in pairwise(way):
        before, after = layout.boxes[start], layout.boxes[end]
        parts.append(curve((before.right, _port(start, before)), (after.x, _port(end, after)), look))
        if isinstance(end, Bend | _EdgeLabel):
            level = _port(end, after)
            parts.append(line(((after.x, level), (after.right, level)), look))
    title = "\n".join(subject.description(record) for record in records)
    return Item(tuple(parts), href(records[0].get("relation")), title)


def _port(node: Node, box: Box) -> float:
    """Return the y at which lines meet a node: its middle, but the bottom of a label."""
    return box.bottom if isinstance(node, _EdgeLabel) else box.middle


def _look(record: Record) -> Look:
    strength, status = record.get("strength"), record.get("status")
    wide = next((size for name, size in _STRENGTHS.items() if strength == concept("strength", name)), _USUAL)
    dash: tuple[float, ...] = next(
        (each for name, each in _STATUSES.items() if status == concept("status", name)), ()
    )
    if not dash and not is_asserted(record.get("modality")):
        dash = _DASH_DOT
    return Look(stroke=of_layer(record.get("layer")).ink, width=wide, dash=dash)


def _column_heads(subject: Subject, graph: _Graph, layout: Layout, top: float) -> Iterator[Item]:
    """Yield the relations that lead to each column, as headings."""
    for column in layout.columns:
        y = top
        for relation in _relations(subject, graph, column):
            x = layout.boxes[column[0]].x
            lines = metrics.wrap(subject.shown(relation), graph.wide, SMALL)
            words = Words(lines, x, y, SMALL, italic=True, colour=MUTED)
            yield Item((words,), href(relation), f"{subject.heading('relation')}: {subject.shown(relation)}")
            y = words.box.bottom + 2


def _relations(subject: Subject, graph: _Graph, column: Sequence[Node]) -> list[Term]:
    things = (node for node in column if node in graph.things)
    named = (node for node in things if not subject.labels.is_passage(graph.things[node]))
    relations = (record.get("relation") for node in named for record in graph.arriving.get(node, ()))
    return list(dict.fromkeys(relation for relation in relations if relation is not None))


def _legend(subject: Subject) -> Iterator[LegendRow]:
    for column in ("strength", "status", "modality", "layer"):
        looks = [(value, _look(Record({column: value}, ()))) for value in subject.values(column)]
        yield from legend_row(subject, column, looks)
    # A confidence is shown only as text.
    if subject.values("confidence"):
        yield text_row(subject, "confidence")
