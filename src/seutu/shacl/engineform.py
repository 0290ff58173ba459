"""Shapes rewritten for the fast engine, with the same meaning.

Flags and numbers get the lexical forms that it reads, regular expressions are translated to its dialect, and
deactivated SPARQL constraints, which it would evaluate, are left out.
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
_BOOLEANS = frozenset(
    map(
        node,
        "sh:closed sh:uniqueLang sh:deactivated sh:qualifiedValueShapesDisjoint sh:optional".split(),
    )
)
_SPARQL, _DEACTIVATED, _TRUE = node("sh:sparql"), node("sh:deactivated"), ox.Literal(True)
_PATTERN, _FLAGS = node("sh:pattern"), node("sh:flags")
_PATH, _NODE_SHAPE, _PROPERTY_SHAPE = map(node, ("sh:path", "sh:NodeShape", "sh:PropertyShape"))
# The greatest number that the engine reads, which is greater than any count or length.
_GREATEST = ox.Literal(str(2**64 - 1), datatype=node("xsd:integer"))
_BY_SPARQL = PREFIXES["sh"] + "SPARQLConstraintComponent"
_BY_CLOSED = PREFIXES["sh"] + "ClosedConstraintComponent"
# The components that allow several values, each with its parameter and a message for a missing value.
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
# The components that evaluate other shapes on a node.
_NESTING = frozenset(
    f"{_CORE}{name}ConstraintComponent"
    for name in ("Node", "Not", "And", "Or", "Xone", "QualifiedMinCount", "QualifiedMaxCount")
)


def of(shapes: Graphs) -> "EngineForm":
    """Return well-formed shapes rewritten for the engine."""
    translated = dict(_translated(shapes))
    sparql = shapes.quads_for_pattern(None, _SPARQL, None)
    left_out = {quad for quad in sparql if _is_deactivated(shapes, quad.object)}
    kept = (
        quad for quad in without_inactive_flags(shapes) if quad not in left_out and quad not in translated
    )
    put = (one for several in translated.values() for one in several)
    more = (*put, *_types(shapes), *validators.select_validators(shapes))
    made = validators.with_joined_messages(Graphs([*map(_with_canonical_number, kept), *more]))
    return EngineForm(made, shapes)


def without_inactive_flags(shapes: Quads) -> Iterator[ox.Quad]:
    """The shapes without flags that are not ``true``; ``1`` is not ``true`` (W3C suite, uniqueLang-002)."""
    return (quad for quad in shapes if quad.predicate not in _BOOLEANS or quad.object == _TRUE)


@dataclass(frozen=True)
class EngineForm:
    """Shapes for the engine, and the original ones."""

    shapes: Graphs
    given: Quads

    def restored(self, finding: Finding) -> Finding:
        """A finding with the original texts in place of those rewritten for the engine."""
        return self._corrected(self._with_original_values(_unmarked(finding)))

    def _corrected(self, finding: Finding) -> Finding:
        """A finding with a corrected message, where the engine is wrong about closed shapes or several values."""
        own = finding.messages.get("")
        if own is None or finding.shape is None:
            return finding
        if finding.component == _BY_CLOSED and finding.value is not None:
            shown, focus = _shown(finding.value), _shown(finding.focus)
            own = own.replace(f" on {shown} (closed shape)", f" on {focus} (closed shape)")
        for component, (predicate, replacement) in _OF_SEVERAL.items():
            if finding.component == component and len(self._values(finding.shape, predicate)) > 1:
                own = replacement if own.startswith(("Value ", "Missing ")) else own
        return replace(finding, messages={**finding.messages, "": own})

    def _values(self, shape: str, predicate: ox.NamedNode) -> set[Term]:
        return {
            quad.object
            for quad in self.given.quads_for_pattern(None, predicate, None)
            if _name(quad.subject) == shape
        }

    def _with_original_values(self, finding: Finding) -> Finding:
        """A finding with the original pattern or number in its messages."""
        changed = self._changed.get((finding.shape, finding.component))
        if changed is None:
            return finding
        made, given = changed
        messages = {lang: text.replace(made, given) for lang, text in finding.messages.items()}
        return replace(finding, messages=messages)

    @cached_property
    def _changed(self) -> dict[tuple[str | None, str], tuple[str, str]]:
        """The rewritten and the original pattern or number, by shape and component."""
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
    def recursive_count(self) -> int:
        """The number of recursive shapes."""
        return len(recursion.recursive_shapes(_nested(self.shapes)))

    @cached_property
    def asks_queries(self) -> bool:
        """True if a shape has a query."""
        return bool(self._querying)

    def rests_on_query(self, finding: Finding) -> bool:
        """Return whether a finding rests on a query of its shape, or of a shape nested in it."""
        if finding.component in _NESTING:
            return finding.shape in self._around_queries
        return finding.component == _BY_SPARQL or not finding.component.startswith(_CORE)

    @cached_property
    def _querying(self) -> set[Term]:
        """The shapes with a SPARQL constraint, or with a parameter of a component with a query."""
        return {
            quad.subject
            for predicate in (_SPARQL, *components.parameters(self.shapes))
            for quad in self.shapes.quads_for_pattern(None, predicate, None)
        }

    @cached_property
    def _around_queries(self) -> set[str]:
        """The names of the shapes with a nested shape that has a query."""
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
        message = lexical.unmarked(text)
        messages |= {lang: message} if lang else validators.split_messages(message)
    focus, value = lexical.without_mark(finding.focus), lexical.without_mark(finding.value)
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
    """A term as the messages of the engine show it."""
    return term.value if isinstance(term, ox.Literal) else str(term)


def _is_deactivated(shapes: Quads, constraint: Term) -> bool:
    return _TRUE in objects(shapes, constraint, _DEACTIVATED)


def _with_canonical_number(quad: ox.Quad) -> ox.Quad:
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
    """The canonical form of a value, from a store."""
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode(), _DEACTIVATED, term))
    made: Term = next(iter(store)).object
    return made


def _types(shapes: Quads) -> Iterator[ox.Quad]:
    """The types of shapes that only have values of components (section 2.1): the engine misses nested ones."""
    for parameter in components.parameters(shapes):
        for quad in shapes.quads_for_pattern(None, parameter, None):
            kind = _PROPERTY_SHAPE if objects(shapes, quad.subject, _PATH) else _NODE_SHAPE
            yield ox.Quad(quad.subject, model.RDF_TYPE, kind, quad.graph_name)


def _translated(shapes: Quads) -> Iterable[tuple[ox.Quad, list[ox.Quad]]]:
    """The patterns and flags to rewrite, each with its replacement."""
    for quad in shapes.quads_for_pattern(None, _PATTERN, None):
        flags = list(shapes.quads_for_pattern(quad.subject, _FLAGS, None))
        given = flags[0].object.value if flags and isinstance(flags[0].object, ox.Literal) else ""
        text = quad.object.value if isinstance(quad.object, ox.Literal) else ""
        pattern, kept = patterns.translated(text, given)
        if pattern != text:
            yield quad, [ox.Quad(quad.subject, _PATTERN, ox.Literal(pattern))]
        if kept != given and flags:
            yield flags[0], [ox.Quad(quad.subject, _FLAGS, ox.Literal(kept))] if kept else []
