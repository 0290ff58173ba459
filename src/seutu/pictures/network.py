"""Who leads to whom: things in columns from left to right, and a line for each tie.

A weak tie is thin, one that is still being built dashed; what is said of a tie also stands on it in words. A thing
that would close a circle, or that is not stated, stands at the end of its line once more, in a dotted outline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from seutu.pictures import metrics
from seutu.pictures.frame import BODY, MARGIN, SMALL, bottom_of, cited, framed, head
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
from seutu.pictures.layout import Bend, Lattice, Node, laid_out
from seutu.pictures.style import Entry, Explained, explained, is_asserted, of_layer
from seutu.pictures.subject import SILENT, Citations, Record, Subject, concept, href
from seutu.rdf.model import Term

_NODE, _WIDEST, _LABEL, _PAD = 176.0, 300.0, 132.0, 7.0
_GAPS = (46.0, 14.0)
_LEAST = 760.0
_STRENGTHS = {"weak": 0.8, "moderate": 2.5, "strong": 4.0}
_USUAL = 1.5
_STATUSES = {"being-built": (6.0, 4.0), "ended": (1.5, 4.0)}
_DOTS, _DASH_DOT = (1.5, 3.0), (9.0, 3.0, 2.0, 3.0)
_QUALITIES = ("strength", "status", "modality", "layer", "confidence")


@dataclass(frozen=True, slots=True)
class _End:
    """A thing at the end of one line alone."""

    row: int


@dataclass(frozen=True, slots=True)
class _Label:
    """The words on a line."""

    row: int


@dataclass(slots=True)
class _Web:
    """The graph of the rows: its nodes in order, what leads to what, and the rows behind each step and node."""

    things: dict[Node, Term] = field(default_factory=dict)
    labels: dict[_Label, Record] = field(default_factory=dict)
    edges: dict[tuple[Node, Node], list[Record]] = field(default_factory=dict)
    arriving: dict[Node, list[Record]] = field(default_factory=dict)
    wide: float = _NODE


def draw(subject: Subject) -> Scene:
    """The network of rows with from, relation, to, strength, status, modality, layer, confidence."""
    citations, web = Citations(subject), _woven(subject)
    # Nodes are wide enough for their longest word, within reason.
    longest = max(metrics.longest(_name(subject, web, node), BODY) for node in web.things)
    web.wide = min(max(_NODE, longest + 2 * _PAD), _WIDEST)
    sizes = {node: _size(citations, web, node) for node in (*web.things, *web.labels)}
    trial = laid_out(sizes, list(web.edges), (MARGIN, 0), _GAPS)
    width = max(_LEAST, MARGIN + max(box.right for box in trial.boxes.values()))
    above = head(subject, width, _legend(subject))
    heads = list(_column_heads(subject, web, trial, above.bottom))
    top = bottom_of(heads, above.bottom) + 10
    lattice = laid_out(sizes, list(web.edges), (MARGIN, top), _GAPS)
    lines = [_line(subject, web, lattice, edge) for edge in web.edges]
    nodes = [item for node in sizes for item in _node(citations, web, node, lattice.boxes[node])]
    bottom = max(box.bottom for box in lattice.boxes.values())
    return framed(citations, width, above, [*heads, *lines, *nodes], bottom)


def _woven(subject: Subject) -> _Web:
    web = _Web()
    for row, record in enumerate(subject.records):
        start, end = record.get("from") or SILENT, record.get("to") or SILENT
        web.things.setdefault(start, start)
        goal: Node = _End(row) if _stands_alone(subject, web, start, end) else end
        web.things.setdefault(goal, end)
        web.arriving.setdefault(goal, []).append(record)
        if _qualities(subject, record):
            label = _Label(row)
            web.labels[label] = record
            steps: list[tuple[Node, Node]] = [(start, label), (label, goal)]
        else:
            steps = [(start, goal)]
        for step in steps:
            web.edges.setdefault(step, []).append(record)
    return web


def _stands_alone(subject: Subject, web: _Web, start: Term, end: Term) -> bool:
    """Whether a line ends in a node of its own: in nothing stated, a passage, or what leads to where it begins."""
    return end == SILENT or subject.labels.line(end) is not None or _leads(web, end, start)


def _leads(web: _Web, start: Node, end: Node) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        if node == end:
            return True
        after = [goal for origin, goal in web.edges if origin == node and goal not in seen]
        seen.update(after)
        waiting += after
    return False


def _qualities(subject: Subject, record: Record) -> list[str]:
    """What is said of a tie beyond that it is there, in words."""
    plain = (concept("modality", "asserted"), concept("layer", "stated"))
    found = [(column, record.get(column)) for column in _QUALITIES]
    return [
        f"{subject.heading(column)}: {subject.shown(value)}"
        for column, value in found
        if value is not None and value not in plain
    ]


def _name(subject: Subject, web: _Web, node: Node) -> str:
    thing = web.things[node]
    shown = subject.shown(thing)
    if subject.labels.line(thing) is None:
        return shown
    return f"{subject.shown(web.arriving[node][0].get('relation'))}: {shown}"


def _lines(subject: Subject, web: _Web, node: Node) -> tuple[str, ...]:
    if isinstance(node, _Label):
        texts = _qualities(subject, web.labels[node])
        return tuple(each for text in texts for each in metrics.wrap(text, _LABEL, SMALL))
    return metrics.wrap(_name(subject, web, node), web.wide - 2 * _PAD, BODY)


def _evidence(web: _Web, node: Node) -> list[Term]:
    """What a node shows as evidence: that of the lines into it which have no words of their own."""
    if isinstance(node, _Label):
        return list(web.labels[node].evidence)
    said = [record for label, record in web.labels.items() if (label, node) in web.edges]
    records = [record for record in web.arriving.get(node, ()) if record not in said]
    return [passage for record in records for passage in record.evidence if passage != web.things[node]]


def _parts(citations: Citations, web: _Web, node: Node, x: float, y: float) -> tuple[Words, list[Item]]:
    """The words of a node and, below them, the marks of its evidence."""
    size, room = (SMALL, _LABEL) if isinstance(node, _Label) else (BODY, web.wide - 2 * _PAD)
    words = Words(_lines(citations.subject, web, node), x, y, size)
    return words, cited(citations, _evidence(web, node), x, words.box.bottom + 1, room)


def _size(citations: Citations, web: _Web, node: Node) -> tuple[float, float]:
    words, marks = _parts(citations, web, node, 0, 0)
    tall = bottom_of(marks, words.box.bottom)
    return (_LABEL, tall + 4) if isinstance(node, _Label) else (web.wide, tall + 2 * _PAD)


def _node(citations: Citations, web: _Web, node: Node, box: Box) -> list[Item]:
    subject = citations.subject
    if isinstance(node, _Label):
        record = web.labels[node]
        words, marks = _parts(citations, web, node, box.x, box.y)
        return [
            Item((words,), href(record.get("strength") or record.get("relation")), subject.told(record)),
            *marks,
        ]
    words, marks = _parts(citations, web, node, box.x + _PAD, box.y + _PAD)
    alone = isinstance(node, _End)
    look = Look(PAPER, MUTED, 1.2, _DOTS) if alone else Look("#f5f8fc", INK, 1.2)
    outline = rectangle(box, look, 6)
    told = [subject.told(record) for record in web.arriving.get(node, ())]
    return [
        Item((outline, words), href(web.things[node]), "\n".join(told) or _name(subject, web, node)),
        *marks,
    ]


def _line(subject: Subject, web: _Web, lattice: Lattice, edge: tuple[Node, Node]) -> Item:
    """One line from node to node: curved between the columns, level within one."""
    records, parts, way = web.edges[edge], list[Shape](), lattice.ways[edge]
    look = _look(records[0])
    for start, end in pairwise(way):
        before, after = lattice.boxes[start], lattice.boxes[end]
        parts.append(curve((before.right, _port(start, before)), (after.x, _port(end, after)), look))
        if isinstance(end, Bend | _Label):
            level = _port(end, after)
            parts.append(line(((after.x, level), (after.right, level)), look))
    told = "\n".join(subject.told(record) for record in records)
    return Item(tuple(parts), href(records[0].get("relation")), told)


def _port(node: Node, box: Box) -> float:
    """Where lines meet a node: half-way down, but below the words that stand on a line."""
    return box.bottom if isinstance(node, _Label) else box.middle


def _look(record: Record) -> Look:
    strength, status = record.get("strength"), record.get("status")
    wide = next((size for name, size in _STRENGTHS.items() if strength == concept("strength", name)), _USUAL)
    dash: tuple[float, ...] = next(
        (each for name, each in _STATUSES.items() if status == concept("status", name)), ()
    )
    if not dash and not is_asserted(record.get("modality")):
        dash = _DASH_DOT
    return Look(stroke=of_layer(record.get("layer")).ink, width=wide, dash=dash)


def _column_heads(subject: Subject, web: _Web, lattice: Lattice, top: float) -> Iterator[Item]:
    """Over each column, what relation leads to the things in it."""
    for column in lattice.columns:
        y = top
        for relation in _relations(subject, web, column):
            x = lattice.boxes[column[0]].x
            lines = metrics.wrap(subject.shown(relation), web.wide, SMALL)
            words = Words(lines, x, y, SMALL, italic=True, colour=MUTED)
            yield Item((words,), href(relation), f"{subject.heading('relation')}: {subject.shown(relation)}")
            y = words.box.bottom + 2


def _relations(subject: Subject, web: _Web, column: Sequence[Node]) -> list[Term]:
    things = (node for node in column if node in web.things)
    named = (node for node in things if subject.labels.line(web.things[node]) is None)
    relations = (record.get("relation") for node in named for record in web.arriving.get(node, ()))
    return list(dict.fromkeys(relation for relation in relations if relation is not None))


def _legend(subject: Subject) -> Iterator[Explained]:
    for column in ("strength", "status", "modality", "layer"):
        looks = [(value, _look(Record({column: value}, ()))) for value in subject.values(column)]
        yield from explained(subject, column, looks)
    # A confidence is told in words alone.
    rated = subject.values("confidence")
    if rated:
        entries = (Entry(subject.shown(value), href(value), lambda _: ()) for value in rated)
        yield Explained(subject.heading("confidence"), tuple(entries))
