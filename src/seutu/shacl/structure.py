"""The structure of shapes: well-formedness of lists and paths, and the depth of nested shapes.

Standard: SHACL (W3C Recommendation, 20 July 2017), section 1.3 (lists) and 2.3.1 (paths).
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

import pyoxigraph as ox

from seutu.phrases import Phrase
from seutu.rdf import model
from seutu.rdf.limits import SHAPES

_FIRST, _REST, _NIL = model.node("rdf:first"), model.node("rdf:rest"), model.node("rdf:nil")
_LISTS = tuple(
    map(model.node, ("sh:in", "sh:and", "sh:or", "sh:xone", "sh:languageIn", "sh:ignoredProperties"))
)
_OF_SHAPES = tuple(map(model.node, ("sh:and", "sh:or", "sh:xone")))
_WITHIN = tuple(map(model.node, ("sh:property", "sh:node", "sh:not", "sh:qualifiedValueShape")))
_PATH, _ALTERNATIVE = model.node("sh:path"), model.node("sh:alternativePath")
_UNARY = tuple(
    map(model.node, ("sh:inversePath", "sh:zeroOrMorePath", "sh:oneOrMorePath", "sh:zeroOrOnePath"))
)
# The fewest steps or alternatives of a list path.
_SEVERAL = 2


class Fault(NamedTuple):
    """A fault of a node in a shapes graph: the problem (a predicate), the remedy, and the kind of node."""

    node: model.Term
    problem: Phrase
    remedy: Phrase = Phrase("correct the shape")
    kind: Phrase = Phrase("shape")


class _Fault(Exception):
    """A fault in a path; its argument is the problem, as a clause."""


def faults(shapes: model.Quads) -> Iterator[Fault]:
    """Faults of lists and paths, and of shapes that nest too deep."""
    for predicate in _LISTS:
        for quad in sorted(shapes.quads_for_pattern(None, predicate, None), key=str):
            try:
                members(shapes, quad.object)
            except ValueError as error:
                name = f"sh:{predicate.value.rpartition('#')[2]}"
                yield Fault(
                    quad.subject,
                    Phrase("has no well-formed list as {name}: {error}", name=name, error=error.args[0]),
                )
    for quad in sorted(shapes.quads_for_pattern(None, _PATH, None), key=str):
        try:
            _check_path(shapes, quad.object, ())
        except (_Fault, ValueError) as error:
            yield Fault(
                quad.subject, Phrase("has a sh:path that is not well-formed: {error}", error=error.args[0])
            )
    yield from _too_deep(shapes)


def members(shapes: model.Quads, head: model.Term) -> list[model.Term]:
    """The members of a list. Raises `ValueError` with the problem for a list that is not well-formed."""
    found: list[model.Term] = []
    seen: set[model.Term] = set()
    while head != _NIL:
        if isinstance(head, ox.Literal | ox.Triple):
            raise ValueError(Phrase("{head} is not a list; write it in round brackets", head=head))
        if head in seen:
            raise ValueError("it comes back to itself")
        seen.add(head)
        first, rest = (
            [quad.object for quad in shapes.quads_for_pattern(head, step, None)] for step in (_FIRST, _REST)
        )
        if len(first) != 1 or len(rest) != 1:
            name = str(head) if isinstance(head, ox.NamedNode) else Phrase("a node")
            if first or rest:
                raise ValueError(Phrase("{name} has not one rdf:first and one rdf:rest", name=name))
            raise ValueError(Phrase("{name} is not a list; write it in round brackets", name=name))
        found.append(first[0])
        head = rest[0]
    return found


def _check_path(shapes: model.Quads, path: model.Term, above: tuple[model.Term, ...]) -> None:
    if isinstance(path, ox.NamedNode) and not _is_list(shapes, path):
        return
    if isinstance(path, ox.Literal | ox.Triple):
        raise _Fault(Phrase("{path} is not a property", path=path))
    if path in above:
        raise _Fault(Phrase("it comes back to itself"))
    if len(above) >= SHAPES.value():
        raise _Fault(
            Phrase(
                "it is nested deeper than {limit}; make it flatter, or raise {variable}",
                limit=SHAPES.value(),
                variable=SHAPES.variable,
            )
        )
    for step in _steps(shapes, path):
        _check_path(shapes, step, (*above, path))


def _is_list(shapes: model.Quads, path: ox.NamedNode) -> bool:
    return any(shapes.quads_for_pattern(path, _FIRST, None))


def _steps(shapes: model.Quads, path: ox.NamedNode | ox.BlankNode) -> list[model.Term]:
    """The parts of a path. If a path is a list and has other properties, as in the W3C suite, the list counts."""
    statements = list(shapes.quads_for_pattern(path, None, None))
    is_list = any(quad.predicate == _FIRST for quad in statements)
    heads = [path] if is_list else [quad.object for quad in statements if quad.predicate == _ALTERNATIVE]
    unary = [] if is_list else [quad.object for quad in statements if quad.predicate in _UNARY]
    if not (heads or unary):
        raise _Fault(Phrase("a part of it is not a path"))
    if len(heads) + len(unary) > 1:
        raise _Fault(
            Phrase("a part of it says more than one thing, such as sh:inversePath and sh:zeroOrMorePath")
        )
    steps = [members(shapes, head) for head in heads]
    if any(len(several) < _SEVERAL for several in steps):
        raise _Fault(Phrase("a list of steps or of alternatives has two members or more"))
    return [*unary, *(step for several in steps for step in several)]


def _too_deep(shapes: model.Quads) -> Iterator[Fault]:
    inner = _inner(shapes)
    if len(inner) <= SHAPES.value():
        return
    depths: dict[model.Term, int] = {}
    for shape in sorted(inner, key=str):
        if _depth(shape, inner, depths) > SHAPES.value():
            problem = Phrase(
                "is nested deeper than {limit}; make it flatter, or raise {variable}",
                limit=SHAPES.value(),
                variable=SHAPES.variable,
            )
            yield Fault(shape, problem)
            return


def _inner(shapes: model.Quads) -> Mapping[model.Term, list[model.Term]]:
    """The shapes directly nested in each shape."""
    found: dict[model.Term, list[model.Term]] = {}
    for predicate in _WITHIN:
        for quad in shapes.quads_for_pattern(None, predicate, None):
            found.setdefault(quad.subject, []).append(quad.object)
    for predicate in _OF_SHAPES:
        for quad in shapes.quads_for_pattern(None, predicate, None):
            with suppress(ValueError):  # already reported
                found.setdefault(quad.subject, []).extend(members(shapes, quad.object))
    return found


def _depth(
    start: model.Term, inner: Mapping[model.Term, list[model.Term]], depths: dict[model.Term, int]
) -> int:
    """The depth of the shapes nested in a shape; a recursive shape counts once."""
    waiting: list[tuple[model.Term, bool]] = [(start, False)]
    while waiting:
        shape, is_done = waiting.pop()
        if is_done:
            depths[shape] = 1 + max((depths.get(one, 0) for one in inner.get(shape, ())), default=0)
        elif shape not in depths:
            depths[shape] = 0
            waiting.append((shape, True))
            waiting += [(one, False) for one in inner.get(shape, ()) if one not in depths]
    return depths[start]
