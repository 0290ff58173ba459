"""Validators of constraint components, rewritten for the fast engine.

An ASK validator becomes a SELECT validator for property shapes, because the engine does not bind ``$value`` in ASK
validators of property shapes (pyshifty 0.5.1). The messages of a validator are joined into one, which is split again
afterwards, because the engine would join them without their languages.

Standard: SHACL (W3C Recommendation, 20 July 2017), section 6.3: each value node for which the ASK is false is a result;
section 6.2.3.1: each row of a SELECT validator is a result.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from seutu.query import lexer
from seutu.query.graphs import Graphs
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects

_VALIDATOR, _PROPERTY_VALIDATOR = node("sh:validator"), node("sh:propertyValidator")
_ALL = (_VALIDATOR, _PROPERTY_VALIDATOR, node("sh:nodeValidator"))
_MESSAGE = node("sh:message")
_LANGUAGE_MARK, _TEXT_MARK = "\uf8f0", "\uf8f1"
"""Private use characters: before the language of a message, and before its text."""
_ASK, _SELECT, _ASKING, _SELECTING = map(
    node, ("sh:ask", "sh:select", "sh:SPARQLAskValidator", "sh:SPARQLSelectValidator")
)


def select_validators(shapes: Quads) -> Iterator[ox.Quad]:
    """The SELECT validators for property shapes of components that only have an ASK validator."""
    for quad in shapes.quads_for_pattern(None, _VALIDATOR, None):
        texts = [one.value for one in objects(shapes, quad.object, _ASK) if isinstance(one, ox.Literal)]
        select = select_of(texts[0]) if len(texts) == 1 else ""
        if select and not objects(shapes, quad.subject, _PROPERTY_VALIDATOR):
            made = ox.BlankNode()
            yield ox.Quad(quad.subject, _PROPERTY_VALIDATOR, made)
            yield ox.Quad(made, RDF_TYPE, _SELECTING)
            yield ox.Quad(made, _SELECT, ox.Literal(select))
            yield from _other_statements(shapes, quad.object, made)


def select_of(ask: str) -> str:
    """The SELECT query of the values for which an ASK is false; empty for an ASK with more than its pattern."""
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


def _other_statements(shapes: Quads, validator: Term, made: ox.BlankNode) -> Iterator[ox.Quad]:
    """The other statements of a validator: prefixes and messages."""
    if isinstance(validator, ox.Literal):
        return
    for quad in shapes.quads_for_pattern(validator, None, None):
        if quad.predicate not in (_ASK, RDF_TYPE):
            yield ox.Quad(made, quad.predicate, quad.object)


def with_joined_messages(shapes: Graphs) -> Graphs:
    """The shapes with one message for each validator, which joins its own or those of its component."""
    made = Graphs(shapes)
    for predicate in _ALL:
        for quad in shapes.quads_for_pattern(None, predicate, None):
            own = _messages(shapes, quad.object) or _messages(shapes, quad.subject)
            if own and not isinstance(quad.object, ox.Literal):
                for message in _messages(shapes, quad.object):
                    made.remove(ox.Quad(quad.object, _MESSAGE, message))
                text = "".join(f"{_LANGUAGE_MARK}{one.language or ''}{_TEXT_MARK}{one.value}" for one in own)
                made.add(ox.Quad(quad.object, _MESSAGE, ox.Literal(text)))
    return made


def _messages(shapes: Quads, subject: Term) -> list[ox.Literal]:
    return sorted((one for one in objects(shapes, subject, _MESSAGE) if isinstance(one, ox.Literal)), key=str)


def split_messages(text: str) -> dict[str, str]:
    """Split a joined message in the text of the engine into messages by language; other texts have no language."""
    found: dict[str, list[str]] = {}
    for part in text.split(_LANGUAGE_MARK)[1:]:
        language, _, message = part.partition(_TEXT_MARK)
        found.setdefault(language, []).append(message)
    return {language: " ".join(several) for language, several in found.items()} or {"": text}
