"""Surveys: the localities that the rules, the checks and the queries of shapes of a workspace declare."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.query import lexer, locality
from seutu.query.locality import Group, Locality, Meeting, Side
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl.wellformed import LOCALITY, declared_prefixes, parse_shapes
from seutu.validation import units
from seutu.workspace.contents import Contents

_SELECT, _SPARQL, _INVERSE = model.node("sh:select"), model.node("sh:sparql"), model.node("sh:inversePath")
_OBJECTS = model.node("sh:targetObjectsOf")
_PATH, _PROPERTY = model.node("sh:path"), model.node("sh:property")
# The properties of queries that are not those of a SPARQL constraint.
_OTHER_QUERIES = tuple(
    map(model.node, ("sh:ask", "sh:validator", "sh:nodeValidator", "sh:propertyValidator"))
)

# Keywords by which a query may name an IRI that is not one of its tokens.
_UNREADABLE = frozenset({"BASE", "IRI", "URI"})


@dataclass(frozen=True)
class Survey:
    """The localities of the rules, checks and constraints of a workspace.

    ``absent`` has the names of those that require that nothing else refers to their focus; ``named`` are the numbers
    (`units.number`) of the IRIs that shapes and queries name, and so look for in all units.
    """

    groups: tuple[Group, ...]
    absent: frozenset[str]
    named: frozenset[int] = frozenset()

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings of all groups, in order."""
        return tuple(meeting for group in self.groups for meeting in group)

    def to_bytes(self) -> bytes:
        """Return the survey as bytes, for `Survey.of_bytes`."""
        groups = [[[_parts(one.one), _parts(one.other)] for one in group] for group in self.groups]
        body = {"groups": groups, "absent": sorted(self.absent), "named": sorted(self.named)}
        return json.dumps(body).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Survey":
        """Return the survey from the bytes of `to_bytes`."""
        body = json.loads(content)
        groups = tuple(
            tuple(Meeting(*(Side(*map(frozenset, side)) for side in meeting)) for meeting in group)
            for group in body["groups"]
        )
        return cls(groups, frozenset(body["absent"]), frozenset(body["named"]))


def _parts(side: Side) -> list[list[str]]:
    return [sorted(side.last), sorted(side.before), sorted(side.unless)]


def survey_of(contents: Contents) -> Survey | None:
    """Return the survey of a workspace; None if one locality is unbounded or not declared."""
    shapes = parse_shapes(contents.shapes)
    try:
        named = frozenset(map(units.number, _named_iris(contents, shapes)))
    except ValueError:
        return None
    queries = ((query.name, query.locality) for query in (*contents.rules, *contents.checks))
    found = [*queries, *_shape_localities(shapes)]
    declared = [(name, one) for name, one in found if one]
    if _has_unbounded_shape(contents) or len(declared) < len(found):
        return None
    groups = tuple(group for _, one in declared for group in one.meetings)
    return Survey(groups, frozenset(name for name, one in declared if one.absent), named)


def _named_iris(contents: Contents, shapes: model.Quads) -> Iterator[ox.NamedNode]:
    """The IRIs that shapes and queries name."""
    prefixes = declared_prefixes(shapes)
    for quad in shapes.quads_for_pattern(None, None, None):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object
        elif quad.predicate == _SELECT and isinstance(quad.object, ox.Literal):
            yield from _query_iris(quad.object.value, prefixes.get(str(quad.subject), {}))
    for query in (*contents.rules, *contents.checks):
        yield from _query_iris(query.text, contents.prefixes)


def _query_iris(text: str, prefixes: Mapping[str, str]) -> Iterator[ox.NamedNode]:
    """The IRIs that a query names. Raises ValueError if it uses a base, escapes or computed IRIs."""
    words = lexer.tokenize(text)
    known = {**prefixes, **lexer.declared(words)}
    for word in words:
        prefix, _, rest = word.text.partition(":")
        if (word.kind == "word" and word.text.upper() in _UNREADABLE) or (
            word.kind in ("iri", "name") and "\\" in word.text
        ):
            raise ValueError(f"not an IRI among the tokens: {word.text}")
        if word.kind == "iri":
            yield ox.NamedNode(word.text[1:-1])
        elif word.kind == "name" and prefix != "_":
            yield ox.NamedNode(known.get(prefix, "") + rest)


def _shape_localities(shapes: model.Quads) -> Iterator[tuple[str, Locality | None]]:
    prefixes = declared_prefixes(shapes)
    object_shapes: set[model.Term] = {quad.subject for quad in shapes.quads_for_pattern(None, _OBJECTS, None)}
    object_shapes |= {
        quad.object
        for quad in shapes.quads_for_pattern(None, _PROPERTY, None)
        if quad.subject in object_shapes
    }
    for quad in shapes.quads_for_pattern(None, _SPARQL, None, None):
        found = _declared(shapes, quad.object, prefixes.get(str(quad.object), {}))
        # The target of a shape may be in one unit only, while an absence holds in every unit. A blank node has another
        # name in each report, so the findings of its shape could not be matched.
        whole = quad.subject in object_shapes or not isinstance(quad.subject, ox.NamedNode)
        yield str(quad.subject)[1:-1], None if found and found.absent and whole else found


def _declared(shapes: model.Quads, query: model.Term, prefixes: Mapping[str, str]) -> Locality | None:
    """The locality that the query of a constraint declares; None if it declares none."""
    texts = [one.value for one in model.objects(shapes, query, LOCALITY) if isinstance(one, ox.Literal)]
    return locality.read(texts[0], {**PREFIXES, **prefixes}) if texts else None


def _has_unbounded_shape(contents: Contents) -> bool:
    """Return whether a shape has an inverse path, another kind of query, or a property shape within a property shape.

    A nested property shape has a finding on a value for each resource with the value.
    """
    shapes = [quad for file in contents.shape_files for quad in file.read()]
    of_paths = {quad.subject for quad in shapes if quad.predicate == _PATH}
    return any(
        quad.predicate in (_INVERSE, *_OTHER_QUERIES)
        or (quad.predicate == _PROPERTY and quad.subject in of_paths)
        for quad in shapes
    )
