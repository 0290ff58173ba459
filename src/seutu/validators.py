"""ASK validators of constraint components, put as SELECT validators for the shapes of properties.

The fast engine gives no value to ``$value`` in the patterns of an ASK that a property's values are judged by
(pyshifty 0.5.1). Standard: SHACL (W3C Recommendation, 20 July 2017), section 6.3: each value node for which the ASK is
false is a result; and section 6.2.3.1: what a SELECT validator selects is a result.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from seutu import sparql
from seutu.rdf import RDF_TYPE, Quads, Term, node, objects

_VALIDATOR, _OF_PROPERTIES = node("sh:validator"), node("sh:propertyValidator")
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
    words = sparql.tokens(ask)
    start = next(
        (at for at, word in enumerate(words) if word.text.upper() == "ASK" and word.kind == "word"), None
    )
    opening = next((word for word in words[start or 0 :] if word.text == "{"), None)
    if start is None or opening is None or words[-1].text != "}":
        return ""
    between = [word.text.upper() for word in words[start + 1 : words.index(opening)]]
    if between not in ([], ["WHERE"]):
        return ""
    pattern = ask[opening.start : words[-1].start + 1]
    values = f"$this $PATH ?value . FILTER NOT EXISTS {pattern}"
    return f"{ask[: words[start].start]}SELECT DISTINCT $this ?value WHERE {{ {values} }}"


def _told(shapes: Quads, validator: Term, made: ox.BlankNode) -> Iterator[ox.Quad]:
    """What else a validator has: prefixes and messages."""
    if isinstance(validator, ox.Literal):
        return
    for quad in shapes.quads_for_pattern(validator, None, None):
        if quad.predicate not in (_ASK, RDF_TYPE):
            yield ox.Quad(made, quad.predicate, quad.object)
