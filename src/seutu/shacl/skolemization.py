"""Skolemization: blank nodes get IRIs for the evaluation of queries, and their names back afterwards.

Standard: RDF 1.1 Concepts, section 3.5. Tests of node kinds in queries are rewritten to give the same results:
``isBlank`` is true for these IRIs, ``isIRI`` is false, and ``STR`` raises an error.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from seutu.query import lexer
from seutu.query.graphs import Graphs
from seutu.query.lexer import Token
from seutu.rdf.model import Term, node
from seutu.shacl.report import Finding

_PREFIX = "urn:x-blank-node:"
_SHOWN = re.compile(rf"<{_PREFIX}([^\s<>]*)>|{_PREFIX}([^\s<>]*)")
_BLANK = re.compile(rb'("(?:[^"\\]|\\.)*"|<[^>]*>)|_:([^\s<>"]+)')
_QUERIES = frozenset(map(node, ("sh:select", "sh:ask")))
_NODE_KIND, _PATTERN, _NOT, _OR = map(node, ("sh:nodeKind", "sh:pattern", "sh:not", "sh:or"))
_FIRST, _REST, _NIL = map(node, ("rdf:first", "rdf:rest", "rdf:nil"))
_IRI, _LITERAL, _IS_BLANK = map(node, ("sh:IRI", "sh:Literal", "sh:BlankNode"))
_BLANK_OR_LITERAL, _IRI_OR_LITERAL = map(node, ("sh:BlankNodeOrLiteral", "sh:IRIOrLiteral"))
_STARTS = f'STRSTARTS(STR({{0}}), "{_PREFIX}")'
# The tests of terms, rewritten for skolemized blank nodes, with errors where the original has them.
_TESTS = {
    "ISBLANK": f"(isIRI({{0}}) && {_STARTS})",
    "ISIRI": f"(isIRI({{0}}) && !{_STARTS})",
    "ISURI": f"(isIRI({{0}}) && !{_STARTS})",
    "STR": f"IF(isIRI({{0}}) && {_STARTS}, 1/0, STR({{0}}))",
}


class Skolemization:
    """The replacement of blank nodes by IRIs, and back."""

    def ntriples(self, data: bytes) -> bytes:
        """N-Triples with IRIs for blank nodes."""
        return _BLANK.sub(lambda found: found[1] or b"<%b%b>" % (_PREFIX.encode(), found[2]), data)

    def shapes(self, shapes: Graphs) -> Graphs:
        """Shapes rewritten to treat these IRIs as blank nodes."""
        return Graphs(made for quad in shapes for made in _rewritten(quad))

    def restored(self, finding: Finding) -> Finding:
        """A finding with the blank nodes restored, also in its messages."""
        messages = {lang: _SHOWN.sub(r"_:\1\2", text) for lang, text in finding.messages.items()}
        return replace(
            finding,
            focus=_restored_term(finding.focus),
            value=_restored_term(finding.value),
            messages=messages,
        )


def _restored_term(term: Term | None) -> Term | None:
    if isinstance(term, ox.NamedNode) and term.value.startswith(_PREFIX):
        return ox.BlankNode(term.value.removeprefix(_PREFIX))
    return term


def _rewritten(quad: ox.Quad) -> Iterator[ox.Quad]:
    if quad.predicate in _QUERIES and isinstance(quad.object, ox.Literal):
        yield ox.Quad(quad.subject, quad.predicate, ox.Literal(rewritten_query(quad.object.value)))
    elif quad.predicate == _NODE_KIND:
        yield from _rewritten_kind(quad)
    else:
        yield quad


def _rewritten_kind(quad: ox.Quad) -> Iterator[ox.Quad]:
    """The constraint on the kind of a node, rewritten for skolemized blank nodes."""
    shape, kind = quad.subject, quad.object
    if kind == _IS_BLANK:
        yield from _skolemized(shape)
    elif kind == _IRI:
        yield quad
        yield from _not_skolemized(shape)
    elif kind == _IRI_OR_LITERAL:
        yield from _not_skolemized(shape)
    elif kind == _BLANK_OR_LITERAL:
        head, rest, literal, blank = (ox.BlankNode() for _ in range(4))
        yield ox.Quad(shape, _OR, head)
        yield from (ox.Quad(head, _FIRST, literal), ox.Quad(head, _REST, rest))
        yield from (ox.Quad(rest, _FIRST, blank), ox.Quad(rest, _REST, _NIL))
        yield ox.Quad(literal, _NODE_KIND, _LITERAL)
        yield from _skolemized(blank)
    else:
        yield quad


def _skolemized(shape: ox.NamedNode | ox.BlankNode | ox.Triple) -> Iterator[ox.Quad]:
    yield ox.Quad(shape, _NODE_KIND, _IRI)
    yield ox.Quad(shape, _PATTERN, ox.Literal(f"^{_PREFIX}"))


def _not_skolemized(shape: ox.NamedNode | ox.BlankNode | ox.Triple) -> Iterator[ox.Quad]:
    inner = ox.BlankNode()
    yield ox.Quad(shape, _NOT, inner)
    yield from _skolemized(inner)


def rewritten_query(text: str) -> str:
    """A query rewritten to treat these IRIs as blank nodes."""
    tokens = lexer.tokenize(text)
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index]
        test = _TESTS.get(word.text.upper()) if word.kind == "word" else None
        if test and index + 1 < len(tokens) and tokens[index + 1].text == "(":
            end = _closing(tokens, index + 1)
            inner = text[tokens[index + 1].start + 1 : tokens[end].start]
            text = text[: word.start] + test.format(inner) + text[tokens[end].start + 1 :]
            tokens = lexer.tokenize(text)
    return text


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index
    return len(tokens) - 1
