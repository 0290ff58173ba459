"""Shapes in the form that the fast engine takes them in: of the same meaning, in the one way of writing that it knows.

Flags and numbers are put as it reads them, regular expressions are put into its dialect, and SPARQL constraints that
are switched off, which it would ask all the same, are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.model import Quads, Term, node, objects
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl import components, lexical, patterns, recursion, structure, validators
from seutu.shacl.report import Finding

_NUMBERS = frozenset(
    map(
        node,
        "sh:minCount sh:maxCount sh:minLength sh:maxLength sh:qualifiedMinCount sh:qualifiedMaxCount".split(),
    )
)
_SWITCHES = frozenset(
    map(
        node,
        "sh:closed sh:uniqueLang sh:deactivated sh:qualifiedValueShapesDisjoint sh:optional".split(),
    )
)
_SPARQL, _OFF, _TRUE = node("sh:sparql"), node("sh:deactivated"), ox.Literal(True)
_PATTERN, _FLAGS = node("sh:pattern"), node("sh:flags")
_PATH, _NODE_SHAPE, _PROPERTY_SHAPE = map(node, ("sh:path", "sh:NodeShape", "sh:PropertyShape"))
# The greatest number that the engine takes; no count and no length reaches it.
_GREATEST = ox.Literal(str(2**64 - 1), datatype=node("xsd:integer"))
_BY_SPARQL = PREFIXES["sh"] + "SPARQLConstraintComponent"
_BY_CLOSED = PREFIXES["sh"] + "ClosedConstraintComponent"
# What is wanted several times, and what can be said when some of it is missing.
_OF_SEVERAL = {
    PREFIXES["sh"] + "ClassConstraintComponent": (
        node("sh:class"),
        "The value is not an instance of each class that is required",
    ),
    PREFIXES["sh"] + "HasValueConstraintComponent": (
        node("sh:hasValue"),
        "A required value is missing",
    ),
}
_CORE = PREFIXES["sh"]
_WITHIN = tuple(map(node, ("sh:node", "sh:not", "sh:qualifiedValueShape", "sh:property")))
_LISTS = tuple(map(node, ("sh:and", "sh:or", "sh:xone")))
# The components that tell of a node what other shapes say of it.
_NESTING = frozenset(
    f"{_CORE}{name}ConstraintComponent"
    for name in ("Node", "Not", "And", "Or", "Xone", "QualifiedMinCount", "QualifiedMaxCount")
)


def of(shapes: Graphs) -> "EngineForm":
    """The form of well-formed shapes that the engine takes."""
    translated = dict(_translated(shapes))
    sparql = shapes.quads_for_pattern(None, _SPARQL, None)
    left_out = {quad for quad in sparql if _is_off(shapes, quad.object)}
    kept = (quad for quad in switched(shapes) if quad not in left_out and quad not in translated)
    put = (one for several in translated.values() for one in several)
    more = (*put, *_types(shapes), *validators.selecting(shapes))
    made = validators.told_as_one(Graphs([*map(_as_value, kept), *more]))
    return EngineForm(made, shapes)


def switched(shapes: Quads) -> Iterator[ox.Quad]:
    """The shapes without switches that are not on. Only ``true`` is on, ``1`` is not (W3C suite, uniqueLang-002)."""
    return (quad for quad in shapes if quad.predicate not in _SWITCHES or quad.object == _TRUE)


@dataclass(frozen=True)
class EngineForm:
    """Shapes for the engine, and those that they were made from."""

    shapes: Graphs
    given: Quads

    def as_given(self, finding: Finding) -> Finding:
        """A finding that says what was given, and not what the engine took in its place."""
        return self._true(self._repeated(_unmarked(finding)))

    def _true(self, finding: Finding) -> Finding:
        """A finding that says no more than what was found, where the engine says it of one value out of several."""
        own = finding.messages.get("")
        if own is None or finding.shape is None:
            return finding
        if finding.component == _BY_CLOSED and finding.value is not None:
            shown, focus = _shown(finding.value), _shown(finding.focus)
            own = own.replace(f" on {shown} (closed shape)", f" on {focus} (closed shape)")
        for component, (predicate, words) in _OF_SEVERAL.items():
            if finding.component == component and len(self._values(finding.shape, predicate)) > 1:
                own = words if own.startswith(("Value ", "Missing ")) else own
        return replace(finding, messages={**finding.messages, "": own})

    def _values(self, shape: str, predicate: ox.NamedNode) -> set[Term]:
        return {
            quad.object
            for quad in self.given.quads_for_pattern(None, predicate, None)
            if _name(quad.subject) == shape
        }

    def _repeated(self, finding: Finding) -> Finding:
        """A finding that repeats a pattern or a number as it was given, and not as the engine took it."""
        changed = self._changed.get((finding.shape, finding.component))
        if changed is None:
            return finding
        made, given = changed
        messages = {lang: text.replace(made, given) for lang, text in finding.messages.items()}
        return replace(finding, messages=messages)

    @cached_property
    def _changed(self) -> dict[tuple[str | None, str], tuple[str, str]]:
        """Of a shape and a component, the pattern or number that the engine took, and the one that was given."""
        found: dict[tuple[str | None, str], tuple[str, str]] = {}
        for predicate in (_PATTERN, *_NUMBERS):
            for quad in self.given.quads_for_pattern(None, predicate, None):
                made = objects(self.shapes, quad.subject, predicate)
                pair = tuple(one.value for one in (*made[:1], quad.object) if isinstance(one, ox.Literal))
                match pair:
                    case (taken, given) if taken != given:
                        found[_name(quad.subject), _component(predicate)] = taken, given
        return found

    @cached_property
    def coming_back(self) -> int:
        """How many shapes come back to themselves."""
        return len(recursion.coming_back(_nested(self.shapes)))

    @cached_property
    def asks_queries(self) -> bool:
        """Whether a shape is judged by a query."""
        return bool(self._querying)

    def judged_by_query(self, finding: Finding) -> bool:
        """Whether a finding rests on a query, by itself or through the shapes within its own."""
        if finding.component in _NESTING:
            return finding.shape in self._around_queries
        return finding.component == _BY_SPARQL or not finding.component.startswith(_CORE)

    @cached_property
    def _querying(self) -> set[Term]:
        """The shapes with a query of their own, or with a parameter of a component that is one."""
        return {
            quad.subject
            for predicate in (_SPARQL, *components.parameters(self.shapes))
            for quad in self.shapes.quads_for_pattern(None, predicate, None)
        }

    @cached_property
    def _around_queries(self) -> set[str]:
        """The names of the shapes that have, within them, one with a query."""
        outer: dict[Term, list[Term]] = {}
        for shape, inner in _nested(self.shapes):
            outer.setdefault(inner, []).append(shape)
        found, waiting = set[Term](), list(self._querying)
        while waiting:
            fresh = set(outer.get(waiting.pop(), ())) - found
            found |= fresh
            waiting += fresh
        return {_name(shape) for shape in found}


def _unmarked(finding: Finding) -> Finding:
    messages: dict[str, str] = {}
    for lang, text in finding.messages.items():
        told = lexical.unmarked(text)
        messages |= {lang: told} if lang else validators.messages(told)
    focus, value = lexical.as_given(finding.focus), lexical.as_given(finding.value)
    return replace(finding, focus=focus, value=value, messages=messages)


def _nested(shapes: Quads) -> Iterator[tuple[Term, Term]]:
    for predicate in _WITHIN:
        yield from ((quad.subject, quad.object) for quad in shapes.quads_for_pattern(None, predicate, None))
    for predicate in _LISTS:
        for quad in shapes.quads_for_pattern(None, predicate, None):
            yield from ((quad.subject, member) for member in structure.members(shapes, quad.object))


def _name(shape: Term) -> str:
    return shape.value if isinstance(shape, ox.NamedNode) else str(shape)


def _shown(term: Term | None) -> str:
    """A term as the engine puts it into its messages."""
    return term.value if isinstance(term, ox.Literal) else str(term)


def _is_off(shapes: Quads, constraint: Term) -> bool:
    return _TRUE in objects(shapes, constraint, _OFF)


def _as_value(quad: ox.Quad) -> ox.Quad:
    if quad.predicate not in _NUMBERS:
        return quad
    value = _value(quad.object)
    if isinstance(value, ox.Literal) and _is_beyond(value.value):
        value = _GREATEST
    return ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)


def _is_beyond(number: str) -> bool:
    digits = number.lstrip("+0")
    return (len(digits), digits) > (len(_GREATEST.value), _GREATEST.value)


def _component(parameter: ox.NamedNode) -> str:
    name = parameter.value.removeprefix(_CORE)
    return f"{_CORE}{name[0].upper()}{name[1:]}ConstraintComponent"


def _value(term: Term) -> Term:
    """The one way in which a store writes a value."""
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode(), _OFF, term))
    made: Term = next(iter(store)).object
    return made


def _types(shapes: Quads) -> Iterator[ox.Quad]:
    """That what has values of components is a shape (section 2.1), which the engine does not see when one is within."""
    for parameter in components.parameters(shapes):
        for quad in shapes.quads_for_pattern(None, parameter, None):
            kind = _PROPERTY_SHAPE if objects(shapes, quad.subject, _PATH) else _NODE_SHAPE
            yield ox.Quad(quad.subject, model.RDF_TYPE, kind, quad.graph_name)


def _translated(shapes: Quads) -> Iterable[tuple[ox.Quad, list[ox.Quad]]]:
    """The patterns and flags that are to be put otherwise, and what takes their place."""
    for quad in shapes.quads_for_pattern(None, _PATTERN, None):
        flags = list(shapes.quads_for_pattern(quad.subject, _FLAGS, None))
        given = flags[0].object.value if flags and isinstance(flags[0].object, ox.Literal) else ""
        text = quad.object.value if isinstance(quad.object, ox.Literal) else ""
        pattern, kept = patterns.translated(text, given)
        if pattern != text:
            yield quad, [ox.Quad(quad.subject, _PATTERN, ox.Literal(pattern))]
        if kept != given and flags:
            yield flags[0], [ox.Quad(quad.subject, _FLAGS, ox.Literal(kept))] if kept else []
