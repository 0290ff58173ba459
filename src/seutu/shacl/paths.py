"""SHACL property paths, converted from the nodes of a graph to SPARQL syntax, and back."""

import re
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from seutu.rdf.model import Quads
from seutu.rdf.namespaces import PREFIXES

_SH = PREFIXES["sh"]
_SIGNS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_FIRST, _REST, _NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
_TOKEN = re.compile(r"<[^>]*>|[()^/|*+?]")


def path_of(store: Quads, node: Any) -> str:
    """The SPARQL property path, with full IRIs, of the SHACL path at ``node``."""
    if isinstance(node, ox.NamedNode):
        return str(node)
    properties = {quad.predicate: quad.object for quad in store.quads_for_pattern(node, None, None, None)}
    if _FIRST in properties:
        return "/".join(_step(store, step) for step in _items(store, node))
    if (choice := properties.get(_sh("alternativePath"))) is not None:
        return "|".join(_step(store, step) for step in _items(store, choice))
    if (inverse := properties.get(_sh("inversePath"))) is not None:
        return f"^{_step(store, inverse)}"
    for sign, name in _SIGNS.items():
        if (repeated := properties.get(_sh(name))) is not None:
            return _step(store, repeated) + sign
    return str(node)


def triples_of(path: str, label: str) -> tuple[ox.NamedNode | ox.BlankNode, list[ox.Triple]]:
    """The node of a path in the syntax of `path_of`, and its statements.

    The blank nodes are named ``label`` and a number.
    """
    writer = _Writer(_TOKEN.findall(path), label)
    return writer.path(), writer.triples


def _step(store: Quads, node: Any) -> str:
    text = path_of(store, node)
    return text if isinstance(node, ox.NamedNode) else f"({text})"


def _items(store: Quads, head: Any) -> Iterator[Any]:
    while head is not None and head != _NIL:
        cell = {quad.predicate: quad.object for quad in store.quads_for_pattern(head, None, None, None)}
        yield cell[_FIRST]
        head = cell.get(_REST)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


class _Writer:
    """A parser of the tokens of a path that collects its statements."""

    def __init__(self, tokens: list[str], label: str) -> None:
        self.triples: list[ox.Triple] = []
        self._tokens, self._label, self._made = tokens, label, 0

    def path(self) -> ox.NamedNode | ox.BlankNode:
        steps, joint = [self._step()], ""
        while self._next() in ("/", "|"):
            joint = self._tokens.pop(0)
            steps.append(self._step())
        if not joint:
            return steps[0]
        return self._list(steps) if joint == "/" else self._node("alternativePath", self._list(steps))

    def _step(self) -> ox.NamedNode | ox.BlankNode:
        first = self._tokens.pop(0)
        if first == "^":
            return self._node("inversePath", self._step())
        if first == "(":
            step = self.path()
            self._tokens.pop(0)
        else:
            step = ox.NamedNode(first[1:-1])
        while self._next() in _SIGNS:
            step = self._node(_SIGNS[self._tokens.pop(0)], step)
        return step

    def _next(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def _node(self, name: str, value: ox.NamedNode | ox.BlankNode) -> ox.BlankNode:
        node = self._fresh()
        self.triples.append(ox.Triple(node, _sh(name), value))
        return node

    def _list(self, items: list[ox.NamedNode | ox.BlankNode]) -> ox.NamedNode | ox.BlankNode:
        head: ox.NamedNode | ox.BlankNode = _NIL
        for item in reversed(items):
            node = self._fresh()
            self.triples += [ox.Triple(node, _FIRST, item), ox.Triple(node, _REST, head)]
            head = node
        return head

    def _fresh(self) -> ox.BlankNode:
        self._made += 1
        return ox.BlankNode(f"{self._label}{self._made}")
