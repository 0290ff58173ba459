"""SPARQL constraints of shapes, each answered by one query over all nodes instead of one query a node.

SHACL evaluates a constraint's query once for each focus node, with ``$this`` bound beforehand. Where the query begins
with a pattern on ``$this`` and has no part that such a binding would change, one evaluation with ``$this`` free finds
the same rows; only such constraints are taken out of the shapes. The others stay, for the engine to do.
Standard: SHACL (W3C Recommendation, 20 July 2017), sections 2.1.3 (targets), 5.3 and 5.3.2 (results of a row).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from seutu.query import lexer
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl.paths import path_of
from seutu.shacl.report import Finding
from seutu.shacl.wellformed import declared_prefixes

COMPONENT = PREFIXES["sh"] + "SPARQLConstraintComponent"

_SPARQL, _SELECT, _PROPERTY = model.node("sh:sparql"), model.node("sh:select"), model.node("sh:property")
_PATH, _MESSAGE, _SEVERITY = model.node("sh:path"), model.node("sh:message"), model.node("sh:severity")
_OFF = model.node("sh:deactivated")
_CLASS, _NODE = model.node("sh:targetClass"), model.node("sh:targetNode")
_SUBJECTS, _OBJECTS = model.node("sh:targetSubjectsOf"), model.node("sh:targetObjectsOf")
_TARGETS = (_CLASS, _NODE, _SUBJECTS, _OBJECTS)
_SUBCLASS = model.node("rdfs:subClassOf")
_CLASSES = (model.node("rdfs:Class"), model.node("owl:Class"))
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")

# What a binding made beforehand reaches, and a join made afterwards does not; or what counts over several nodes.
_UNLIKE = frozenset("UNION MINUS VALUES SERVICE GRAPH GROUP HAVING LIMIT OFFSET ORDER FROM".split())
_RESERVED = frozenset({"PATH", "shapesGraph", "currentShape", "failure"})


@dataclass(frozen=True)
class Targets:
    """The nodes that a shape is about: of which classes, with which properties, or by name."""

    said: tuple[tuple[ox.NamedNode, Any], ...]

    def cover(self, data: model.Quads, node: model.Term, classes: "Classes") -> bool:
        """Whether a node of ``data`` is among them."""
        return any(_covers(kind, what, data, node, classes) for kind, what in self.said)


@dataclass(frozen=True)
class Constraint:
    """A query of some shape, a row of which is a finding."""

    shape: ox.NamedNode
    path: str | None
    select: str
    prefixes: Mapping[str, str]
    targets: Targets
    severity: str
    messages: tuple[ox.Literal, ...]

    def findings(self, data: model.Quads, classes: "Classes", rows: ox.QuerySolutions) -> Iterator[Finding]:
        """What the constraint finds in all graphs of ``data``, of which its query has selected ``rows``."""
        names = [variable.value for variable in rows.variables]
        for row in rows:
            values = {name: value for name in names if (value := row[name]) is not None}
            if self.targets.cover(data, values["this"], classes):
                yield self._finding(values)

    def _finding(self, values: Mapping[str, model.Term]) -> Finding:
        path, told = values.get("path"), values.get("message")
        otherwise = None if self.path else values["this"]
        return Finding(
            focus=values["this"],
            path=str(path) if isinstance(path, ox.NamedNode) else self.path,
            value=values.get("value", otherwise),
            component=COMPONENT,
            shape=self.shape.value,
            severity=self.severity,
            # What the row says goes before what the shape says (section 5.3.2).
            messages={told.language or "": told.value}
            if isinstance(told, ox.Literal)
            else _told(self.messages, values),
        )


class Classes:
    """The subclasses of a store's classes, looked up once each."""

    def __init__(self, data: model.Quads) -> None:
        self._data = data
        self._below: dict[model.Term, frozenset[model.Term]] = {}

    def below(self, top: model.Term) -> frozenset[model.Term]:
        """A class and all its subclasses, however far down."""
        if top not in self._below:
            found, waiting = {top}, [top]
            while waiting:
                for quad in self._data.quads_for_pattern(None, _SUBCLASS, waiting.pop(), None):
                    if quad.subject not in found:
                        found.add(quad.subject)
                        waiting.append(quad.subject)
            self._below[top] = frozenset(found)
        return self._below[top]


def _covers(kind: ox.NamedNode, what: Any, data: model.Quads, node: model.Term, classes: Classes) -> bool:
    if kind == _NODE:
        return bool(node == what)
    if kind == _OBJECTS:
        return any(data.quads_for_pattern(None, what, node, None))
    if isinstance(node, ox.Literal):
        return False
    if kind == _SUBJECTS:
        return any(data.quads_for_pattern(node, what, None, None))
    types = model.objects(data, node, model.RDF_TYPE)
    return any(each in classes.below(what) for each in types)


def _told(messages: Sequence[ox.Literal], values: Mapping[str, model.Term]) -> dict[str, str]:
    def filled(match: re.Match[str]) -> str:
        value = values.get(match[1])
        return match[0] if value is None else str(getattr(value, "value", value))

    texts: dict[str, list[str]] = {}
    for message in sorted(messages, key=str):
        texts.setdefault(message.language or "", []).append(_PLACEHOLDER.sub(filled, message.value))
    return {language: " ".join(found) for language, found in texts.items()}


def taken_out(shapes: model.Quads) -> tuple[list[Constraint], Graphs]:
    """The constraints of well-formed shapes that one query can answer, and the shapes without them."""
    read = _Shapes(shapes)
    found, rest = [], Graphs(shapes)
    for quad in sorted(shapes.quads_for_pattern(None, _SPARQL, None, None), key=str):
        constraint = read.constraint(quad)
        if constraint:
            found.append(constraint)
            rest.remove(quad)
    return found, rest


class _Shapes:
    """Shapes, and how each is used."""

    def __init__(self, shapes: model.Quads) -> None:
        self.shapes = shapes

    @cached_property
    def _prefixes(self) -> Mapping[str, Mapping[str, str]]:
        return declared_prefixes(self.shapes)

    def constraint(self, quad: ox.Quad) -> Constraint | None:
        """The constraint that a shape has, if one query can answer it."""
        shape, about = quad.subject, quad.object
        targets = self._targets(shape)
        select = [
            one.value for one in model.objects(self.shapes, about, _SELECT) if isinstance(one, ox.Literal)
        ]
        if not targets or not isinstance(shape, ox.NamedNode) or len(select) != 1 or self._is(about, _OFF):
            return None
        if not stands_alone(select[0]):
            return None
        path = next(iter(model.objects(self.shapes, shape, _PATH)), None)
        severity = next(iter(model.objects(self.shapes, shape, _SEVERITY)), None)
        told = model.objects(self.shapes, about, _MESSAGE) or model.objects(self.shapes, shape, _MESSAGE)
        return Constraint(
            shape=shape,
            path=None if path is None else path_of(self.shapes, path),
            select=select[0],
            prefixes=self._prefixes.get(str(about), {}),
            targets=targets,
            severity=_severity(severity),
            messages=tuple(one for one in told if isinstance(one, ox.Literal)),
        )

    def _targets(self, shape: model.Term) -> Targets | None:
        """Whom a shape is about, when it is asked of nobody else and by nobody else; None otherwise."""
        if self._is(shape, _OFF):
            return None
        users = list(self.shapes.quads_for_pattern(None, None, shape, None))
        if not users:
            return self._own_targets(shape)
        said: list[tuple[ox.NamedNode, model.Term]] = []
        for user in users:
            asked = user.predicate == _PROPERTY and not self._used(user.subject)
            targets = self._own_targets(user.subject) if asked and not self._is(user.subject, _OFF) else None
            if not targets or self._own_targets(shape):
                return None
            said += targets.said
        return Targets(tuple(said))

    def _own_targets(self, shape: model.Term) -> Targets | None:
        if any(kind in _CLASSES for kind in model.objects(self.shapes, shape, model.RDF_TYPE)):
            return None  # a class that is a shape is about its members, without saying so
        said = tuple((kind, what) for kind in _TARGETS for what in model.objects(self.shapes, shape, kind))
        return Targets(said) if said else None

    def _used(self, shape: model.Term) -> bool:
        return any(self.shapes.quads_for_pattern(None, None, shape, None))

    def _is(self, thing: model.Term, flag: ox.NamedNode) -> bool:
        return bool(model.objects(self.shapes, thing, flag))


def _severity(term: model.Term | None) -> str:
    if not isinstance(term, ox.NamedNode):
        return "violation"
    sh = PREFIXES["sh"]
    return term.value.removeprefix(sh).lower() if term.value.startswith(sh) else term.value


def stands_alone(select: str) -> bool:
    """Whether a constraint's query finds the same with ``$this`` free as with each node bound to it in turn."""
    tokens = lexer.tokenize(select)
    projected = lexer.projected(tokens) or ()
    names = {word.text[1:] for word in tokens if word.kind == "variable"}
    keywords = {word.text.upper() for word in tokens if word.kind == "word"}
    if lexer.form(tokens) != "SELECT" or "this" not in projected or names & _RESERVED or keywords & _UNLIKE:
        return False
    braces = [index for index, word in enumerate(tokens) if word.text == "{"]
    if not braces or tokens[braces[0] + 1 : braces[0] + 2] == []:
        return False
    first = tokens[braces[0] + 1]
    # Inside EXISTS, and in the conditions of OPTIONAL, a variable has the value that it has outside either way.
    inner = all(tokens[index - 1].text.upper() in ("EXISTS", "OPTIONAL") for index in braces[1:])
    computed = any(word.text == "(" for word in tokens[: braces[0]])
    return first.kind == "variable" and first.text[1:] == "this" and inner and not computed
