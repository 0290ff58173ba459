"""Numbers of the data as people write them."""

import re

import pyoxigraph as ox

from seutu.rdf.model import Term, node

_NUMBERS = frozenset(map(node, ("xsd:integer", "xsd:decimal")))
_PLAIN = re.compile(r"(?P<sign>-?)(?P<whole>0|[1-9][0-9]*)(?:\.(?P<rest>[0-9]+))?", re.ASCII)


def written(term: Term | None, lang: str) -> str | None:
    """Return a number in the digits and marks of a language, such as ``1 003,98``; None for all else.

    A number in another form, such as ``007``, stays as it is.
    """
    if not isinstance(term, ox.Literal) or term.datatype not in _NUMBERS:
        return None
    plain = _PLAIN.fullmatch(term.value)
    if plain is None:
        return term.value
    group, point = (",", ".") if lang == "en" else ("\N{NO-BREAK SPACE}", ",")
    whole = f"{int(plain['whole']):,}".replace(",", group)
    return plain["sign"] + point.join(filter(None, (whole, plain["rest"])))
