"""The fast engine, Oxigraph, on the dataset of the query as SPARQL 1.1 defines it, and the limits of its parser.

Standard: SPARQL 1.1 Query Language (W3C Recommendation, 21 March 2013), section 13.2.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pyoxigraph as ox

from seutu.phrases import Phrase
from seutu.query import lexer
from seutu.query.graphs import Graphs
from seutu.query.lexer import Token
from seutu.rdf.model import Quads, Result, Term

Fault = tuple[int | None, int | None, Phrase]

MAX_NESTING = 100
"""The deepest nesting of brackets; the engine's parser crashes the process somewhere above 500."""

MAX_OPERATORS = 1000
"""The most operators and clauses of a query; above some 2,000 in a row the engine crashes the process."""

_SEVERAL = 2

_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_JOINING = frozenset("UNION OPTIONAL MINUS BIND FILTER GRAPH EXISTS IN".split()) | frozenset(
    ("+", "-", "*", "/", "|", "||", "&&", "!", "^")
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNKNOWN = re.compile(r"The custom function <(.*)> is not supported")


def ask(
    store: Quads,
    text: str,
    prefixes: Mapping[str, str],
    values: Mapping[str, Term] | None = None,
) -> Result:
    """The results of a query on the dataset that it names, else on the union of all graphs of the store.

    Raises the errors of the engine: `SyntaxError` and `RuntimeError`. Check an untrusted text with `limit_fault`
    first.
    """
    given = {ox.Variable(key): value for key, value in (values or {}).items()}
    if not names_dataset(text, prefixes):
        return store.query(
            text, prefixes=dict(prefixes), use_default_graph_as_union=True, substitutions=given
        )
    merged = _merged(store, text, prefixes)
    if merged is None:
        return store.query(text, prefixes=dict(prefixes), substitutions=given)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph()]
    return merged.query(
        text,
        prefixes=dict(prefixes),
        default_graph=default,
        named_graphs=list(merged.named_graphs()),
        substitutions=given,
    )


def _merged(store: Quads, text: str, prefixes: Mapping[str, str]) -> Graphs | None:
    """The dataset of several ``FROM`` clauses, their graphs merged into one; None where the engine needs no merge.

    Without the merge the engine would return a statement once for each of its graphs.
    """
    clauses = _clauses(text, prefixes)
    default = {graph for is_named, graph in clauses if not is_named}
    if len(clauses) < _SEVERAL or not default:
        return None
    merged = Graphs()
    for graph in default:
        merged.extend(ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
    for graph in {graph for is_named, graph in clauses if is_named}:
        merged.store.add_graph(graph)
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged


def _clauses(text: str, prefixes: Mapping[str, str]) -> list[tuple[bool, ox.NamedNode]]:
    """The graphs of the ``FROM`` clauses, each with true for ``FROM NAMED``; empty for a malformed text."""
    tokens = lexer.tokenize(text)
    known = {**prefixes, **lexer.declared(tokens)}
    found: list[tuple[bool, str]] = []
    for token, second, third in zip(tokens, tokens[1:], [*tokens[2:], tokens[-1]], strict=False):
        if token.kind == "word" and _is_from(token, known):
            is_named = "NAMED" in token.text.upper()
            apart = second.kind == "word" and second.text.upper() == "NAMED"
            found.append((is_named or apart, third.text if apart else second.text))
    # The engine resolves relative and prefixed IRIs: they are the values of a query.
    start = next((word.start for word in tokens if word.text.upper() in lexer.KINDS), 0)
    asked = " ".join(f"({iri} AS ?g{number})" for number, (_, iri) in enumerate(found))
    try:
        rows = ox.Store().query(f"{text[:start]} SELECT {asked} {{}}", prefixes=dict(prefixes))
    except (SyntaxError, RuntimeError):
        return []
    assert isinstance(rows, ox.QuerySolutions)
    graphs = list(next(iter(rows)))
    return [
        (is_named, graph)
        for (is_named, _), graph in zip(found, graphs, strict=True)
        if isinstance(graph, ox.NamedNode)
    ]


def names_dataset(text: str, prefixes: Mapping[str, str]) -> bool:
    """Return whether a query names its dataset by ``FROM`` or ``FROM NAMED``."""
    if "FROM" not in text.upper():
        return False
    tokens = lexer.tokenize(text)
    known = {**prefixes, **lexer.declared(tokens)}
    return any(_is_from(token, known) for token in _outside(tokens))


def _is_from(token: Token, known: Mapping[str, str]) -> bool:
    # The engine needs no space around a keyword: FROMex:g names a graph, unless FROMex is a declared prefix.
    if token.kind == "name":
        prefix = token.text.partition(":")[0]
        return prefix not in known and "FROM" in prefix.upper()
    return token.kind == "word" and "FROM" in token.text.upper()


def _outside(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens outside brackets."""
    depth = 0
    for token in tokens:
        if depth == 0:
            yield token
        depth = max(0, depth + (token.text in _OPENING) - (token.text in _CLOSING))


def limit_fault(text: str, tokens: Sequence[Token]) -> Fault | None:
    """The position and problem of a text that is not Unicode, nests too deep or is too long for the engine."""
    surrogate = _SURROGATE.search(text)
    if surrogate:
        return (
            *lexer.line_and_column(text, surrogate.start()),
            Phrase("what stands here is not readable text; write it in UTF-8"),
        )
    deep = _too_deep(tokens)
    if deep:
        return (
            *lexer.line_and_column(text, deep.start),
            Phrase("more than {deepest} brackets stand in one another; use fewer", deepest=MAX_NESTING),
        )
    long = _too_long(tokens)
    if long:
        problem = Phrase(
            "the query joins more than {longest} clauses and operators; list values with VALUES",
            longest=MAX_OPERATORS,
        )
        return (*lexer.line_and_column(text, long.start), problem)
    return None


def _too_deep(tokens: Sequence[Token]) -> Token | None:
    depth = 0
    for before, token in pairwise([Token("sign", "", -1), *tokens]):
        quoted = token.text == before.text in ("<", ">") and token.start == before.start + 1
        up = token.text in _OPENING or (quoted and token.text == "<")
        down = token.text in _CLOSING or (quoted and token.text == ">")
        depth = max(0, depth + up - down)
        if depth > MAX_NESTING:
            return token
    return None


def _too_long(tokens: Sequence[Token]) -> Token | None:
    count, in_values = 0, False
    for token in tokens:
        if token.kind == "word" and token.text.upper() == "VALUES":
            in_values = True
        in_values = in_values and token.text != "}"
        if not in_values and token.kind in ("word", "sign") and token.text.upper() in _JOINING:
            count += 1
        if count > MAX_OPERATORS:
            return token
    return None


def unknown_function(
    text: str, tokens: Sequence[Token], prefixes: Mapping[str, str], message: str
) -> Fault | None:
    """The position and problem of an unknown function in an error message of the engine; None for other messages."""
    found = _UNKNOWN.fullmatch(message)
    if not found:
        return None
    known = {**prefixes, **lexer.declared(tokens)}
    called = (one for one, after in pairwise(tokens) if after.text == "(" and _iri(one, known) == found[1])
    place = next(called, None)
    line, column = lexer.line_and_column(text, place.start) if place else (None, None)
    return (
        line,
        column,
        Phrase(
            "no function <{iri}> is known; call one of SPARQL 1.1, or a type of xsd: as a cast",
            iri=found[1],
        ),
    )


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, rest = token.text.partition(":")
    return prefixes.get(prefix, "") + rest if token.kind == "name" else ""
