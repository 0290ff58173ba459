"""The restrictions on queries of shapes, which have pre-bound variables.

Standard: SHACL (W3C Recommendation, 20 July 2017), section 5.2.1 and appendix A.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from types import MappingProxyType

import pyoxigraph as ox

from seutu.phrases import Phrase
from seutu.query import lexer
from seutu.query.lexer import Token

BOUND = frozenset({"this", "PATH", "shapesGraph", "currentShape"})
"""The variables that may be pre-bound; in an ASK query also ``value``."""

_FORBIDDEN = ("MINUS", "VALUES", "SERVICE")
# A subquery need not select these. $PATH is replaced by a path before the evaluation.
_OPTIONAL = frozenset({"shapesGraph", "currentShape", "PATH"})
Fault = tuple[Phrase, Phrase]
_UNDECLARED: Mapping[str, str] = MappingProxyType({})


def fault(
    text: str, given: AbstractSet[str] = frozenset(), prefixes: Mapping[str, str] = _UNDECLARED
) -> Fault | None:
    """The problem of a query of a shape, as the predicate of a sentence, and the remedy; None when there is none.

    ``given`` are the parameters of its component, and ``prefixes`` those that it need not declare.
    """
    tokens = lexer.tokenize(text)
    bound = BOUND | given | ({"value"} if lexer.form(tokens) == "ASK" else set())
    return _word_fault(tokens, bound) or _unselected(tokens) or _subquery_fault(text, tokens, bound, prefixes)


def _word_fault(tokens: Sequence[Token], bound: Container[str]) -> Fault | None:
    for token in tokens:
        keyword = token.text.upper() if token.kind == "word" else ""
        if keyword in _FORBIDDEN:
            problem = Phrase("has {keyword}, which no query of a shape may have", keyword=keyword)
            return problem, Phrase("say it with FILTER NOT EXISTS")
        if keyword == "FROM":
            return Phrase("has FROM, though a query of a shape is asked of the data"), Phrase("leave it out")
    for before, token in pairwise(tokens):
        if before.text.upper() == "AS" and token.kind == "variable" and token.text[1:] in bound:
            problem = Phrase("gives {variable} a value, which it has already", variable=token.text)
            return problem, Phrase("take another variable")
    return None


def _unselected(tokens: Sequence[Token]) -> Fault | None:
    projected = lexer.projected(tokens)
    if lexer.form(tokens) == "SELECT" and projected is not None and "this" not in projected:
        return Phrase("does not select $this"), Phrase("add it after SELECT")
    if "failure" in (projected or ()):
        # A row with it must stop the validation (section 5.3.2), but the engine makes it a finding.
        return Phrase("selects ?failure, which is not looked at here"), Phrase("leave it out")
    return None


def _subquery_fault(
    text: str, tokens: Sequence[Token], bound: AbstractSet[str], prefixes: Mapping[str, str]
) -> Fault | None:
    for inner in _subqueries(tokens):
        selected = lexer.projected(inner)
        is_all = selected is None
        if is_all:
            selected = _in_scope(text, tokens, inner, prefixes)
        missing = sorted(bound - _OPTIONAL - set(selected or ()))
        if missing:
            variable = f"${missing[0]}"
            problem = (
                Phrase("has a subquery whose * does not reach {variable}", variable=variable)
                if is_all
                else Phrase("has a subquery that does not select {variable}", variable=variable)
            )
            return problem, Phrase("add it after its SELECT")
    return None


def _in_scope(
    text: str, tokens: Sequence[Token], inner: Sequence[Token], prefixes: Mapping[str, str]
) -> tuple[str, ...]:
    """The variables of a subquery with ``*``: those in its patterns, without those that are only in filters."""
    start = next(word.start for word in tokens if word.text.upper() in lexer.KINDS and word.kind == "word")
    last = inner[-1]
    alone = text[:start] + text[inner[0].start : last.start + len(last.text)]
    rows = ox.Store().query(alone, prefixes=dict(prefixes))
    assert isinstance(rows, ox.QuerySolutions)
    return tuple(variable.value for variable in rows.variables)


def _subqueries(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each subquery, from its SELECT to the end of its pattern."""
    for index in range(1, len(tokens)):
        if (
            tokens[index].text.upper() == "SELECT"
            and tokens[index].kind == "word"
            and tokens[index - 1].text == "{"
        ):
            yield tokens[index : _closing(tokens, index)]


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[index].text, 0)
        if depth < 0:
            return index
    return len(tokens)
