"""Shapes in the languages that a workspace chooses, in place of those of Seutu's own data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyoxigraph as ox

from seutu.phrases import LANGUAGES
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES

_IN, _VALUES, _MESSAGE = model.node("sh:languageIn"), model.node("sh:in"), model.node("sh:message")
_LEAST, _QUALIFIED = model.node("sh:minCount"), model.node("sh:qualifiedMinCount")
_OF = model.node("sh:qualifiedValueShape")
_PROPERTY, _NODE_SHAPE = model.node("sh:property"), model.node("sh:NodeShape")
_COPIED = (model.RDF_TYPE, model.node("sh:path"), model.node("sh:severity"), _MESSAGE)
_INTEGER, _TEXTS = model.node("xsd:integer"), PREFIXES["shape"] + "Texts-"
_FIRST, _REST, _NIL = model.node("rdf:first"), model.node("rdf:rest"), model.node("rdf:nil")
_DIGITS = 12  # of a hash: enough to avoid collisions
_AND = {"fi": "ja", "sv": "och", "en": "and"}
_OR = {"fi": "tai", "sv": "eller", "en": "or"}

Quads = Sequence[ox.Quad]
_Node = ox.NamedNode | ox.BlankNode | ox.Triple


def adapted(shapes: Quads, required: Sequence[str], welcome: Sequence[str] = ()) -> list[ox.Quad]:
    """Return shapes for other languages: those that every label must have, and those that it may have.

    A list of all of Seutu's languages becomes one of these, and a count of them a shape for each required one. A value
    in a language that is not required may be missing. Messages name the required languages; where they
    say which ones are allowed, they name the others too.
    """
    if not shapes or (tuple(required) == LANGUAGES and not welcome):
        return list(shapes)
    lists = _Lists.of(shapes)
    heads = {head for head in lists.heads if lists.values(head) == list(LANGUAGES)}
    dropped = {node for head in heads for node in lists.nodes(head)}
    needless = set(_needless(shapes, lists, required))
    kept = [
        _told_in(quad, required, welcome)
        for quad in shapes
        if quad.subject not in dropped and not _is_needless(quad, needless)
    ]
    counted = {quad.subject for quad in kept if quad.predicate == _IN and quad.object in heads}
    counting = {quad for quad in kept if quad.subject in counted and _counts_all(quad)}
    graph = shapes[0].graph_name
    return [
        *(quad for quad in kept if quad not in counting),
        *_of_each(kept, {quad.subject for quad in counting}, required, graph),
        *(quad for head in heads for quad in _list(head, [*required, *welcome], graph)),
    ]


@dataclass(frozen=True)
class _Lists:
    """The lists in some shapes: the value and the rest of each node, and the nodes that a language list begins with."""

    first: Mapping[_Node, model.Term]
    rest: Mapping[_Node, model.Term]
    heads: frozenset[model.Term]

    @classmethod
    def of(cls, shapes: Quads) -> "_Lists":
        first = {quad.subject: quad.object for quad in shapes if quad.predicate == _FIRST}
        rest = {quad.subject: quad.object for quad in shapes if quad.predicate == _REST}
        heads = frozenset(quad.object for quad in shapes if quad.predicate in (_IN, _VALUES))
        return cls(first, rest, heads)

    def nodes(self, head: model.Term) -> list[_Node]:
        """Return the nodes of a list."""
        found: list[_Node] = []
        while isinstance(head, _Node) and head in self.rest and head not in found:
            found.append(head)
            head = self.rest[head]
        return found

    def values(self, head: model.Term) -> list[str]:
        """Return the texts in a list."""
        values = (self.first.get(node) for node in self.nodes(head))
        return [value.value for value in values if isinstance(value, ox.Literal)]


def _needless(shapes: Quads, lists: _Lists, required: Sequence[str]) -> Iterator[_Node]:
    """Yield the shapes that want a value in a language that is not required."""
    languages = {str(quad.subject): lists.values(quad.object) for quad in shapes if quad.predicate == _IN}
    for quad in shapes:
        wanted = languages.get(str(quad.object), []) if quad.predicate == _OF else []
        if len(wanted) == 1 and wanted[0] in LANGUAGES and wanted[0] not in required:
            yield quad.subject


def _is_needless(quad: ox.Quad, needless: set[_Node]) -> bool:
    return quad.subject in needless and quad.predicate in (_QUALIFIED, _OF)


def _told_in(quad: ox.Quad, required: Sequence[str], welcome: Sequence[str]) -> ox.Quad:
    value = quad.object
    if (
        not required
        or quad.predicate != _MESSAGE
        or not isinstance(value, ox.Literal)
        or value.language not in _AND
    ):
        return quad
    lang, told = value.language, value.value
    for words, languages in ((_AND, required), (_OR, [*required, *welcome])):
        told = told.replace(_text_in(LANGUAGES, words[lang]), _text_in(languages, words[lang]))
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(told, language=lang), quad.graph_name)


def _counts_all(quad: ox.Quad) -> bool:
    return quad.predicate == _LEAST and quad.object == ox.Literal(str(len(LANGUAGES)), datatype=_INTEGER)


def _of_each(
    shapes: Quads, counting: set[_Node], required: Sequence[str], graph: model.GraphName
) -> Iterator[ox.Quad]:
    """Yield, for each shape that counts, a shape for each required language: one value must be in it."""
    one = ox.Literal("1", datatype=_INTEGER)
    for language in required:
        texts = ox.NamedNode(f"{_TEXTS}{language}")
        yield ox.Quad(texts, model.RDF_TYPE, _NODE_SHAPE, graph)
        yield ox.Quad(texts, _IN, _head_of(texts), graph)
        yield from _list(_head_of(texts), [language], graph)
        for quad in shapes:
            if quad.predicate == _PROPERTY and quad.object in counting:
                yield ox.Quad(quad.subject, _PROPERTY, _in_language(quad.object, language), graph)
            if quad.subject in counting and quad.predicate in _COPIED:
                yield ox.Quad(_in_language(quad.subject, language), quad.predicate, quad.object, graph)
        for shape in counting:
            yield ox.Quad(_in_language(shape, language), _OF, texts, graph)
            yield ox.Quad(_in_language(shape, language), _QUALIFIED, one, graph)


def _in_language(shape: model.Term, language: str) -> ox.NamedNode:
    assert isinstance(shape, ox.NamedNode), "every property shape has a name"
    return ox.NamedNode(f"{shape.value}-{language}")


def _head_of(texts: ox.NamedNode) -> ox.BlankNode:
    return ox.BlankNode(f"l{sha256(texts.value.encode()).hexdigest()[:_DIGITS]}")


def _text_in(languages: Sequence[str], joint: str) -> str:
    before = ", ".join(languages[:-1])
    return f"{before} {joint} {languages[-1]}" if before else languages[-1]


def _list(head: model.Term, values: Sequence[str], graph: model.GraphName) -> Iterator[ox.Quad]:
    assert isinstance(head, ox.NamedNode | ox.BlankNode), "a list begins with a node"
    name = sha256(str(head).encode()).hexdigest()[:_DIGITS]
    nodes = [head, *(ox.BlankNode(f"l{name}x{number}") for number in range(1, len(values)))]
    for node, value, rest in zip(nodes, values, [*nodes[1:], _NIL], strict=True):
        yield ox.Quad(node, _FIRST, ox.Literal(value), graph)
        yield ox.Quad(node, _REST, rest, graph)
