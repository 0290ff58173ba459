"""SPARQL constraints of shapes, each evaluated by one query for all focus nodes instead of one query for each.

SHACL evaluates the query of a constraint once for each focus node, with ``$this`` pre-bound. If the query begins with a
pattern on ``$this`` and no part of it depends on the pre-binding, one evaluation with ``$this`` free gives the same
rows. Only such constraints are extracted from the shapes; the engine evaluates the others.
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
_DEACTIVATED = model.node("sh:deactivated")
_CLASS, _NODE = model.node("sh:targetClass"), model.node("sh:targetNode")
_SUBJECTS, _OBJECTS = model.node("sh:targetSubjectsOf"), model.node("sh:targetObjectsOf")
_TARGETS = (_CLASS, _NODE, _SUBJECTS, _OBJECTS)
_SUBCLASS = model.node("rdfs:subClassOf")
_CLASSES = (model.node("rdfs:Class"), model.node("owl:Class"))
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")

# Keywords of parts that depend on pre-binding, or that aggregate over several focus nodes.
_DEPENDING_ON_PREBINDING = frozenset(
    "UNION MINUS VALUES SERVICE GRAPH GROUP HAVING LIMIT OFFSET ORDER FROM".split()
)
_RESERVED = frozenset({"PATH", "shapesGraph", "currentShape", "failure"})


@dataclass(frozen=True)
class Targets:
    """The targets of a shape: pairs of a target property of SHACL and its value."""

    declared: tuple[tuple[ox.NamedNode, Any], ...]

    def contains(self, data: model.Quads, node: model.Term, classes: "Classes") -> bool:
        """Return whether a node of ``data`` is a target."""
        return any(_is_target(kind, what, data, node, classes) for kind, what in self.declared)


@dataclass(frozen=True)
class Constraint:
    """A SPARQL constraint of a shape; each row of its query is a finding."""

    shape: ox.NamedNode
    path: str | None
    select: str
    prefixes: Mapping[str, str]
    targets: Targets
    severity: str
    messages: tuple[ox.Literal, ...]

    def findings(self, data: model.Quads, classes: "Classes", rows: ox.QuerySolutions) -> Iterator[Finding]:
        """The findings of the ``rows`` that its query has selected from all graphs of ``data``."""
        names = [variable.value for variable in rows.variables]
        for row in rows:
            values = {name: value for name in names if (value := row[name]) is not None}
            if self.targets.contains(data, values["this"], classes):
                yield self._finding(values)

    def _finding(self, values: Mapping[str, model.Term]) -> Finding:
        path, message = values.get("path"), values.get("message")
        otherwise = None if self.path else values["this"]
        return Finding(
            focus=values["this"],
            path=str(path) if isinstance(path, ox.NamedNode) else self.path,
            value=values.get("value", otherwise),
            component=COMPONENT,
            shape=self.shape.value,
            severity=self.severity,
            # The message of the row overrides that of the shape (section 5.3.2).
            messages={message.language or "": message.value}
            if isinstance(message, ox.Literal)
            else _filled(self.messages, values),
        )


class Classes:
    """A cache of the subclasses of classes in a store."""

    def __init__(self, data: model.Quads) -> None:
        self._data = data
        self._below: dict[model.Term, frozenset[model.Term]] = {}

    def below(self, top: model.Term) -> frozenset[model.Term]:
        """A class and all its direct and indirect subclasses."""
        if top not in self._below:
            found, waiting = {top}, [top]
            while waiting:
                for quad in self._data.quads_for_pattern(None, _SUBCLASS, waiting.pop(), None):
                    if quad.subject not in found:
                        found.add(quad.subject)
                        waiting.append(quad.subject)
            self._below[top] = frozenset(found)
        return self._below[top]


def _is_target(kind: ox.NamedNode, what: Any, data: model.Quads, node: model.Term, classes: Classes) -> bool:
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


def _filled(messages: Sequence[ox.Literal], values: Mapping[str, model.Term]) -> dict[str, str]:
    def filled(match: re.Match[str]) -> str:
        value = values.get(match[1])
        return match[0] if value is None else str(getattr(value, "value", value))

    texts: dict[str, list[str]] = {}
    for message in sorted(messages, key=str):
        texts.setdefault(message.language or "", []).append(_PLACEHOLDER.sub(filled, message.value))
    return {language: " ".join(found) for language, found in texts.items()}


def extract_constraints(shapes: model.Quads) -> tuple[list[Constraint], Graphs]:
    """The constraints of well-formed shapes that one query can evaluate, and the shapes without them."""
    read = _Shapes(shapes)
    found, rest = [], Graphs(shapes)
    for quad in sorted(shapes.quads_for_pattern(None, _SPARQL, None, None), key=str):
        constraint = read.constraint(quad)
        if constraint:
            found.append(constraint)
            rest.remove(quad)
    return found, rest


class _Shapes:
    """A graph of shapes, with the constraints and targets in it."""

    def __init__(self, shapes: model.Quads) -> None:
        self.shapes = shapes

    @cached_property
    def _prefixes(self) -> Mapping[str, Mapping[str, str]]:
        return declared_prefixes(self.shapes)

    def constraint(self, quad: ox.Quad) -> Constraint | None:
        """The constraint of a shape, if one query can evaluate it; else None."""
        shape, constraint_node = quad.subject, quad.object
        targets = self._targets(shape)
        select = [
            one.value
            for one in model.objects(self.shapes, constraint_node, _SELECT)
            if isinstance(one, ox.Literal)
        ]
        if (
            not targets
            or not isinstance(shape, ox.NamedNode)
            or len(select) != 1
            or self._is(constraint_node, _DEACTIVATED)
        ):
            return None
        if not is_independent_of_prebinding(select[0]):
            return None
        path = next(iter(model.objects(self.shapes, shape, _PATH)), None)
        severity = next(iter(model.objects(self.shapes, shape, _SEVERITY)), None)
        messages = model.objects(self.shapes, constraint_node, _MESSAGE) or model.objects(
            self.shapes, shape, _MESSAGE
        )
        return Constraint(
            shape=shape,
            path=None if path is None else path_of(self.shapes, path),
            select=select[0],
            prefixes=self._prefixes.get(str(constraint_node), {}),
            targets=targets,
            severity=_severity(severity),
            messages=tuple(one for one in messages if isinstance(one, ox.Literal)),
        )

    def _targets(self, shape: model.Term) -> Targets | None:
        """The targets of a shape, or of the shapes that have it as sh:property; None if it is used otherwise."""
        if self._is(shape, _DEACTIVATED):
            return None
        users = list(self.shapes.quads_for_pattern(None, None, shape, None))
        if not users:
            return self._own_targets(shape)
        declared: list[tuple[ox.NamedNode, model.Term]] = []
        for user in users:
            asked = user.predicate == _PROPERTY and not self._used(user.subject)
            targets = (
                self._own_targets(user.subject)
                if asked and not self._is(user.subject, _DEACTIVATED)
                else None
            )
            if not targets or self._own_targets(shape):
                return None
            declared += targets.declared
        return Targets(tuple(declared))

    def _own_targets(self, shape: model.Term) -> Targets | None:
        if any(kind in _CLASSES for kind in model.objects(self.shapes, shape, model.RDF_TYPE)):
            return None  # a class that is a shape has its instances as implicit targets
        declared = tuple(
            (kind, what) for kind in _TARGETS for what in model.objects(self.shapes, shape, kind)
        )
        return Targets(declared) if declared else None

    def _used(self, shape: model.Term) -> bool:
        return any(self.shapes.quads_for_pattern(None, None, shape, None))

    def _is(self, node: model.Term, flag: ox.NamedNode) -> bool:
        return bool(model.objects(self.shapes, node, flag))


def _severity(term: model.Term | None) -> str:
    if not isinstance(term, ox.NamedNode):
        return "violation"
    sh = PREFIXES["sh"]
    return term.value.removeprefix(sh).lower() if term.value.startswith(sh) else term.value


def is_independent_of_prebinding(select: str) -> bool:
    """Return whether the query of a constraint gives the same rows with ``$this`` free as with it pre-bound."""
    tokens = lexer.tokenize(select)
    projected = lexer.projected(tokens) or ()
    names = {word.text[1:] for word in tokens if word.kind == "variable"}
    keywords = {word.text.upper() for word in tokens if word.kind == "word"}
    if (
        lexer.form(tokens) != "SELECT"
        or "this" not in projected
        or names & _RESERVED
        or keywords & _DEPENDING_ON_PREBINDING
    ):
        return False
    braces = [index for index, word in enumerate(tokens) if word.text == "{"]
    if not braces or tokens[braces[0] + 1 : braces[0] + 2] == []:
        return False
    first = tokens[braces[0] + 1]
    # Inside EXISTS, and in the conditions of OPTIONAL, variables have the values from outside in both cases.
    inner = all(tokens[index - 1].text.upper() in ("EXISTS", "OPTIONAL") for index in braces[1:])
    computed = any(word.text == "(" for word in tokens[: braces[0]])
    return first.kind == "variable" and first.text[1:] == "this" and inner and not computed
