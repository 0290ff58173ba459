"""The fast engine, Oxigraph, asked as SPARQL 1.1 says: on the dataset of the query, within what its parser can bear.

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

DEEPEST = 100
"""How many brackets may stand in one another; the engine's parser ends the process somewhere above 500."""

LONGEST = 1000
"""How many operators and clauses a query may join; above some 2,000 in a row the engine ends the process."""

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
    """What a query finds in the dataset that it names, else in all graphs of the store taken as one.

    Raises what the engine does: `SyntaxError` and `RuntimeError`. Whoever did not write the text asks `unbearable`
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
    """The dataset of several ``FROM`` clauses, their graphs merged into one; None where the engine need not be helped.

    The engine would give a statement once for each of the graphs that it stands in.
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
    """Each graph that is named, and whether as ``FROM NAMED``; empty for a text that is not well-formed."""
    words = lexer.tokens(text)
    known = {**prefixes, **lexer.declared(words)}
    found: list[tuple[bool, str]] = []
    for token, second, third in zip(words, words[1:], [*words[2:], words[-1]], strict=False):
        if token.kind == "word" and _is_from(token, known):
            is_named = "NAMED" in token.text.upper()
            apart = second.kind == "word" and second.text.upper() == "NAMED"
            found.append((is_named or apart, third.text if apart else second.text))
    # The engine itself says what a relative or short IRI stands for: it is asked for each as a value.
    start = next((word.start for word in words if word.text.upper() in lexer.KINDS), 0)
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
    """Whether the query says by ``FROM`` or ``FROM NAMED`` what it is asked of."""
    if "FROM" not in text.upper():
        return False
    words = lexer.tokens(text)
    known = {**prefixes, **lexer.declared(words)}
    return any(_is_from(token, known) for token in _outside(words))


def _is_from(token: Token, known: Mapping[str, str]) -> bool:
    # The engine needs no space around a keyword: FROMex:g names a graph, unless a prefix is called so.
    if token.kind == "name":
        prefix = token.text.partition(":")[0]
        return prefix not in known and "FROM" in prefix.upper()
    return token.kind == "word" and "FROM" in token.text.upper()


def _outside(words: Sequence[Token]) -> Iterator[Token]:
    """The words that stand in no brackets."""
    depth = 0
    for token in words:
        if depth == 0:
            yield token
        depth = max(0, depth + (token.text in _OPENING) - (token.text in _CLOSING))


def unbearable(text: str, words: Sequence[Token]) -> Fault | None:
    """The place and problem of a text that the engine cannot take: no Unicode, or too deep or long."""
    odd = _SURROGATE.search(text)
    if odd:
        return (
            *lexer.place(text, odd.start()),
            Phrase("what stands here is not readable text; write it in UTF-8"),
        )
    deep = _too_deep(words)
    if deep:
        return (
            *lexer.place(text, deep.start),
            Phrase("more than {deepest} brackets stand in one another; use fewer", deepest=DEEPEST),
        )
    long = _too_long(words)
    if long:
        problem = Phrase(
            "the query joins more than {longest} clauses and operators; list values with VALUES",
            longest=LONGEST,
        )
        return (*lexer.place(text, long.start), problem)
    return None


def _too_deep(words: Sequence[Token]) -> Token | None:
    depth = 0
    for before, token in pairwise([Token("sign", "", -1), *words]):
        quoted = token.text == before.text in ("<", ">") and token.start == before.start + 1
        up = token.text in _OPENING or (quoted and token.text == "<")
        down = token.text in _CLOSING or (quoted and token.text == ">")
        depth = max(0, depth + up - down)
        if depth > DEEPEST:
            return token
    return None


def _too_long(words: Sequence[Token]) -> Token | None:
    count, in_values = 0, False
    for token in words:
        if token.kind == "word" and token.text.upper() == "VALUES":
            in_values = True
        in_values = in_values and token.text != "}"
        if not in_values and token.kind in ("word", "sign") and token.text.upper() in _JOINING:
            count += 1
        if count > LONGEST:
            return token
    return None


def unsupported(text: str, words: Sequence[Token], prefixes: Mapping[str, str], told: str) -> Fault | None:
    """The place and problem where the engine tells of a function that it does not know; None if it tells otherwise."""
    found = _UNKNOWN.fullmatch(told)
    if not found:
        return None
    known = {**prefixes, **lexer.declared(words)}
    called = (one for one, after in pairwise(words) if after.text == "(" and _iri(one, known) == found[1])
    place = next(called, None)
    line, column = lexer.place(text, place.start) if place else (None, None)
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
