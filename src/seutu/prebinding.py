"""What a query of a shape may not have, because values are given to some of its variables beforehand.

Standard: SHACL (W3C Recommendation, 20 July 2017), section 5.2.1 and appendix A.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from seutu import sparql
from seutu.sparql import Token

BOUND = frozenset({"this", "PATH", "shapesGraph", "currentShape"})
"""The variables that may be given a value beforehand; to an ASK, ``value`` is given too."""

_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
# A subquery hands on what is bound outside of it, save these.
_OPTIONAL = frozenset({"shapesGraph", "currentShape"})


def fault(words: Sequence[Token]) -> str:
    """What is wrong with a query of a shape, as the rest of a sentence; empty when nothing is."""
    for token in words:
        if token.kind == "word" and token.text.upper() in _FORBIDDEN:
            return (
                f"has {token.text.upper()}, which no query of a shape may have; say it with FILTER NOT EXISTS"
            )
    for before, token in pairwise(words):
        if before.text.upper() == "AS" and token.kind == "variable" and token.text[1:] in _bound(words):
            return f"gives {token.text} a value, which it has already; take another variable"
    return _unselected(words)


def _unselected(words: Sequence[Token]) -> str:
    projected = sparql.projected(words)
    if sparql.form(words) == "SELECT" and projected is not None and "this" not in projected:
        return "does not select $this; add it after SELECT"
    if "failure" in (projected or ()):
        # A row with it is to stop everything (section 5.3.2), and the engine takes it for a finding.
        return "selects ?failure, which is not looked at here; leave it out"
    bound = _bound(words) - _OPTIONAL
    for inner in _subqueries(words):
        given = sparql.projected(inner)
        used = {word.text[1:] for word in inner if word.kind == "variable"} & bound
        if given is not None and used - set(given):
            missing = min(used - set(given))
            return f"has a subquery that does not select ${missing}; add it after its SELECT"
    return ""


def _bound(words: Sequence[Token]) -> frozenset[str]:
    return BOUND | {"value"} if sparql.form(words) == "ASK" else BOUND


def _subqueries(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The words of each subquery, from its SELECT to the end of its pattern."""
    for index in range(1, len(words)):
        if (
            words[index].text.upper() == "SELECT"
            and words[index].kind == "word"
            and words[index - 1].text == "{"
        ):
            yield words[index : _closing(words, index)]


def _closing(words: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(words)):
        depth += {"{": 1, "}": -1}.get(words[index].text, 0)
        if depth < 0:
            return index
    return len(words)
