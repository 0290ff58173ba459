"""Validators of constraint components in the form that the fast engine takes rightly.

An ASK validator becomes a SELECT validator for the shapes of properties: the engine gives no value to ``$value`` in the
patterns of an ASK that a property's values are judged by (pyshifty 0.5.1). The messages of a validator become one,
which is taken apart again: the engine would join them and drop their languages.

Standard: SHACL (W3C Recommendation, 20 July 2017), section 6.3: each value node for which the ASK is false is a result;
section 6.2.3.1: what a SELECT validator selects is a result.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from seutu.query import lexer
from seutu.query.graphs import Graphs
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects

_VALIDATOR, _OF_PROPERTIES = node("sh:validator"), node("sh:propertyValidator")
_ALL = (_VALIDATOR, _OF_PROPERTIES, node("sh:nodeValidator"))
_MESSAGE = node("sh:message")
_BEGINS, _SAYS = "\uf8f0", "\uf8f1"
"""Letters of private use: before the language of a message, and before its text."""
_ASK, _SELECT, _ASKING, _SELECTING = map(
    node, ("sh:ask", "sh:select", "sh:SPARQLAskValidator", "sh:SPARQLSelectValidator")
)


def selecting(shapes: Quads) -> Iterator[ox.Quad]:
    """The SELECT validators, for the shapes of properties, of components that have an ASK validator alone."""
    for quad in shapes.quads_for_pattern(None, _VALIDATOR, None):
        texts = [one.value for one in objects(shapes, quad.object, _ASK) if isinstance(one, ox.Literal)]
        select = selected(texts[0]) if len(texts) == 1 else ""
        if select and not objects(shapes, quad.subject, _OF_PROPERTIES):
            made = ox.BlankNode()
            yield ox.Quad(quad.subject, _OF_PROPERTIES, made)
            yield ox.Quad(made, RDF_TYPE, _SELECTING)
            yield ox.Quad(made, _SELECT, ox.Literal(select))
            yield from _told(shapes, quad.object, made)


def selected(ask: str) -> str:
    """The SELECT that finds the values for which an ASK is false; empty for an ASK with more than its pattern."""
    tokens = lexer.tokenize(ask)
    start = next(
        (at for at, word in enumerate(tokens) if word.text.upper() == "ASK" and word.kind == "word"), None
    )
    opening = next((word for word in tokens[start or 0 :] if word.text == "{"), None)
    if start is None or opening is None or tokens[-1].text != "}":
        return ""
    between = [word.text.upper() for word in tokens[start + 1 : tokens.index(opening)]]
    if between not in ([], ["WHERE"]):
        return ""
    pattern = ask[opening.start : tokens[-1].start + 1]
    values = f"$this $PATH ?value . FILTER NOT EXISTS {pattern}"
    return f"{ask[: tokens[start].start]}SELECT DISTINCT $this ?value WHERE {{ {values} }}"


def _told(shapes: Quads, validator: Term, made: ox.BlankNode) -> Iterator[ox.Quad]:
    """What else a validator has: prefixes and messages."""
    if isinstance(validator, ox.Literal):
        return
    for quad in shapes.quads_for_pattern(validator, None, None):
        if quad.predicate not in (_ASK, RDF_TYPE):
            yield ox.Quad(made, quad.predicate, quad.object)


def told_as_one(shapes: Graphs) -> Graphs:
    """The shapes, in which each validator has one message that holds all of its own, or those of its component."""
    made = Graphs(shapes)
    for predicate in _ALL:
        for quad in shapes.quads_for_pattern(None, predicate, None):
            own = _messages(shapes, quad.object) or _messages(shapes, quad.subject)
            if own and not isinstance(quad.object, ox.Literal):
                for message in _messages(shapes, quad.object):
                    made.remove(ox.Quad(quad.object, _MESSAGE, message))
                text = "".join(f"{_BEGINS}{one.language or ''}{_SAYS}{one.value}" for one in own)
                made.add(ox.Quad(quad.object, _MESSAGE, ox.Literal(text)))
    return made


def _messages(shapes: Quads, thing: Term) -> list[ox.Literal]:
    return sorted((one for one in objects(shapes, thing, _MESSAGE) if isinstance(one, ox.Literal)), key=str)


def messages(text: str) -> dict[str, str]:
    """The messages by language that a text of the engine holds, if it is one of those that were made here."""
    found: dict[str, list[str]] = {}
    for part in text.split(_BEGINS)[1:]:
        language, _, told = part.partition(_SAYS)
        found.setdefault(language, []).append(told)
    return {language: " ".join(several) for language, several in found.items()} or {"": text}
