"""How far all that a workspace is asked sees, as its rules, its checks and the queries of its shapes declare."""

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
# What asks a query in other ways than a constraint of a shape does.
_OTHER_QUERIES = tuple(
    map(model.node, ("sh:ask", "sh:validator", "sh:nodeValidator", "sh:propertyValidator"))
)

# By these a query names what none of its words names.
_NAMING = frozenset({"BASE", "IRI", "URI"})


@dataclass(frozen=True)
class Sights:
    """How far the rules, checks and constraints of a workspace see.

    ``absent`` names those that ask that nothing else refers to their focus; ``named`` are the numbers (`units.number`)
    of the IRIs that shapes and queries name, and so look for wherever they stand.
    """

    groups: tuple[Group, ...]
    absent: frozenset[str]
    named: frozenset[int] = frozenset()

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """The meetings of all groups, in order."""
        return tuple(meeting for group in self.groups for meeting in group)

    def to_bytes(self) -> bytes:
        """The same as bytes, for `Sights.of_bytes`."""
        groups = [[[_parts(one.one), _parts(one.other)] for one in group] for group in self.groups]
        body = {"groups": groups, "absent": sorted(self.absent), "named": sorted(self.named)}
        return json.dumps(body).encode()

    @classmethod
    def of_bytes(cls, content: bytes) -> "Sights":
        """What `to_bytes` wrote."""
        body = json.loads(content)
        groups = tuple(
            tuple(Meeting(*(Side(*map(frozenset, side)) for side in meeting)) for meeting in group)
            for group in body["groups"]
        )
        return cls(groups, frozenset(body["absent"]), frozenset(body["named"]))


def _parts(side: Side) -> list[list[str]]:
    return [sorted(side.last), sorted(side.before), sorted(side.unless)]


def sights_of(contents: Contents) -> Sights | None:
    """How far all that a workspace is asked sees; None when something sees everything, or declares no locality."""
    shapes = parse_shapes(contents.shapes)
    try:
        named = frozenset(map(units.number, _named(contents, shapes)))
    except ValueError:
        return None
    queries = ((query.name, query.locality) for query in (*contents.rules, *contents.checks))
    found = [*queries, *_of_shapes(shapes)]
    declared = [(name, one) for name, one in found if one]
    if _is_far_sighted(contents) or len(declared) < len(found):
        return None
    groups = tuple(group for _, one in declared for group in one.meetings)
    return Sights(groups, frozenset(name for name, one in declared if one.absent), named)


def _named(contents: Contents, shapes: model.Quads) -> Iterator[ox.NamedNode]:
    """The IRIs that shapes and queries name."""
    prefixes = declared_prefixes(shapes)
    for quad in shapes.quads_for_pattern(None, None, None):
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object
        elif quad.predicate == _SELECT and isinstance(quad.object, ox.Literal):
            yield from _in_query(quad.object.value, prefixes.get(str(quad.subject), {}))
    for query in (*contents.rules, *contents.checks):
        yield from _in_query(query.text, contents.prefixes)


def _in_query(text: str, prefixes: Mapping[str, str]) -> Iterator[ox.NamedNode]:
    """The IRIs that a query names. ValueError when it names some by a base, by escapes or by what it works out."""
    words = lexer.tokenize(text)
    known = {**prefixes, **lexer.declared(words)}
    for word in words:
        prefix, _, rest = word.text.partition(":")
        if (word.kind == "word" and word.text.upper() in _NAMING) or (
            word.kind in ("iri", "name") and "\\" in word.text
        ):
            raise ValueError(f"not to be read off the words: {word.text}")
        if word.kind == "iri":
            yield ox.NamedNode(word.text[1:-1])
        elif word.kind == "name" and prefix != "_":
            yield ox.NamedNode(known.get(prefix, "") + rest)


def _of_shapes(shapes: model.Quads) -> Iterator[tuple[str, Locality | None]]:
    prefixes = declared_prefixes(shapes)
    of_objects: set[model.Term] = {quad.subject for quad in shapes.quads_for_pattern(None, _OBJECTS, None)}
    of_objects |= {
        quad.object for quad in shapes.quads_for_pattern(None, _PROPERTY, None) if quad.subject in of_objects
    }
    for quad in shapes.quads_for_pattern(None, _SPARQL, None, None):
        found = _declared(shapes, quad.object, prefixes.get(str(quad.object), {}))
        # What is absent is so in every unit, but what makes a thing a target may stand in one; and a shape without a
        # name has another in each report, by which its findings could not be recognised.
        whole = quad.subject in of_objects or not isinstance(quad.subject, ox.NamedNode)
        yield str(quad.subject)[1:-1], None if found and found.absent and whole else found


def _declared(shapes: model.Quads, query: model.Term, prefixes: Mapping[str, str]) -> Locality | None:
    """The locality that the query of a constraint declares; None where it has none."""
    texts = [one.value for one in model.objects(shapes, query, LOCALITY) if isinstance(one, ox.Literal)]
    return locality.read(texts[0], {**PREFIXES, **prefixes}) if texts else None


def _is_far_sighted(contents: Contents) -> bool:
    """Whether a shape follows statements backwards, asks in ways that are not read here, or stands in a property.

    What a property shape within another finds of a value is found once for each thing that has the value.
    """
    shapes = [quad for file in contents.shape_files for quad in file.read()]
    of_paths = {quad.subject for quad in shapes if quad.predicate == _PATH}
    return any(
        quad.predicate in (_INVERSE, *_OTHER_QUERIES)
        or (quad.predicate == _PROPERTY and quad.subject in of_paths)
        for quad in shapes
    )
