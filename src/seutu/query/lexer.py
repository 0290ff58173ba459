"""A tokenizer of SPARQL, which distinguishes queries from updates, finds variables, and locates errors.

The engine parses queries. This module reads only tokens, so it never takes strings, comments and IRIs for keywords.
"""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from seutu.errors import uncapitalised
from seutu.phrases import Phrase

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
      | (?P<space>[ \t\r\n]+)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                 | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
      | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
      | (?P<variable>[?$]\w+)
      | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<name>(?:_|[^\W\d_][\w.-]*)?:(?:(?:[\w:%.-]|\\.)*(?:[\w:%-]|\\.))?)
      | (?P<word>[^\W\d]\w*)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
      | (?P<sign>\^\^|&&|\|\||[<>!]=|.)""",
    re.VERBOSE | re.DOTALL,
)

KINDS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"))

# Longer than any keyword: the engine reads ahead by the length of a keyword, and this padding keeps it on the line.
_PADDING = " " * 40 + "\n"

# The keywords that a bracket may follow: functions, aggregates, and clauses.
_CALLED = frozenset(
    (
        "STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE"
        " ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE"
        " TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK"
        " ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT TRIPLE SUBJECT PREDICATE"
        " OBJECT ISTRIPLE ADJUST SELECT DISTINCT REDUCED WHERE FILTER BIND VALUES BY HAVING IN ASC DESC A AS"
    ).split()
)

_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")

_SHOWN = 40  # the most characters of a token in an error


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query: its kind (string, iri, variable, name, word, ...), its text, and its offset."""

    kind: str
    text: str
    start: int


def tokenize(text: str) -> list[Token]:
    """The tokens of a SPARQL text in order, without white space and comments; an unknown character is a sign."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), match.start())


def form(tokens: Sequence[Token]) -> str:
    """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; ``UPDATE`` for an update; else an empty string."""
    for token in tokens:
        keyword = token.text.upper()
        if token.kind == "word" and keyword in KINDS:
            return keyword
        if token.kind == "word" and keyword in _UPDATES:
            return "UPDATE"
        if not (token.kind in ("name", "iri") or keyword in ("PREFIX", "BASE", "VERSION")):
            return ""
    return ""


def service_clause(tokens: Sequence[Token]) -> Token | None:
    """The token that begins a ``SERVICE`` clause, if there is one.

    The engine needs no space around a keyword (``trueSERVICE<...>``), so any name or word that contains SERVICE counts.
    That refuses some harmless queries, but never accepts a call to another machine.
    """
    for token in tokens:
        keyword = {"word": token.text, "name": token.text.partition(":")[0]}.get(token.kind, "")
        if "SERVICE" in keyword.upper():
            return token
    return None


def declared(tokens: Sequence[Token]) -> dict[str, str]:
    """The prefixes that a text declares, with their IRIs, which may be relative."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for keyword, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if keyword.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def projected(tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """The projected variables of a SELECT query, in order and without ``?``; None for ``SELECT *`` and other forms."""
    if form(tokens) != "SELECT":
        return None
    start = next(index for index, token in enumerate(tokens) if token.text.upper() == "SELECT")
    names: list[str] = []
    depth = 0
    for before, token in zip(tokens[start:], tokens[start + 1 :], strict=False):
        if depth == 0 and (token.text in ("*", "{") or token.text.upper() in ("WHERE", "FROM")):
            return None if token.text == "*" else tuple(names)
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind == "variable" and (depth == 0 or (depth == 1 and before.text.upper() == "AS")):
            names.append(token.text[1:])
    return tuple(names)


def computed(tokens: Sequence[Token]) -> frozenset[str]:
    """The variables, without ``?``, that a query assigns itself: after ``AS``, and in ``VALUES``."""
    names: set[str] = set()
    for index, token in enumerate(tokens):
        keyword = token.text.upper() if token.kind == "word" else ""
        following = tokens[index + 1 : index + 2]
        if keyword == "AS":
            names.update(word.text[1:] for word in following if word.kind == "variable")
        elif keyword == "VALUES":
            named = takewhile(lambda word: word.text != "{", tokens[index + 1 :])
            names.update(word.text[1:] for word in named if word.kind == "variable")
    return frozenset(names)


def replace_bound(text: str, bound: frozenset[str]) -> str:
    """The text with ``true`` for ``BOUND(?x)`` of each variable in ``bound``, without moving other columns.

    The engine evaluates BOUND before it substitutes values, so that it is false for all parameters. Only the names of
    variables are used here, never a value.
    """
    tokens = tokenize(text)
    parts, end = [], 0
    for first, opening, variable, closing in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        signs = (first.text.upper(), opening.text, closing.text)
        if signs == ("BOUND", "(", ")") and first.kind == "word" and variable.text[1:] in bound:
            stop = closing.start + 1
            parts += [text[end : first.start], "true".ljust(stop - first.start)]
            end = stop
    return "".join([*parts, text[end:]])


def select_all_variables(text: str) -> str:
    """A CONSTRUCT query as a SELECT of all its variables, including those of its subqueries.

    A subquery with expressions in its projection keeps its projection.
    """
    tokens = tokenize(text)
    parts, end = [], 0
    for index, token in enumerate(tokens):
        if token.kind != "word" or token.text.upper() not in ("CONSTRUCT", "SELECT") or token.start < end:
            continue
        opening = next(number for number in range(index, len(tokens)) if tokens[number].text == "{")
        if token.text.upper() == "CONSTRUCT":
            stop = tokens[_closing(tokens, opening)].start + 1
        elif any(word.text == "(" for word in tokens[index:opening]):
            continue
        else:
            stop = tokens[opening].start
        parts += [text[end : token.start], "SELECT * "]
        end = stop
    return "".join([*parts, text[end:]])


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index
    return len(tokens) - 1


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both counted from 1, of an offset in a text."""
    before = re.sub(r"\r\n?", "\n", text[:offset])
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def explain(text: str, parse: Callable[[str], object], prefixes: Container[str]) -> tuple[int, int, Phrase]:
    """Return line, column and problem of a text that ``parse`` (the engine's parser) refuses.

    The engine reports how far it could have read, not where it stopped. So the text is parsed again with every token on
    a line of its own: the reported line is the token. ``prefixes`` are those that need no declaration.
    """
    tokens = tokenize(text)
    try:
        parse("".join(token.text + _PADDING for token in tokens))
        message = ""
    except SyntaxError as error:
        message = str(error)
    culprit = _token_on_line(tokens, message)
    relative = _relative(tokens, culprit)
    if relative:
        problem = Phrase(
            "{iri} is not a full IRI; write it from its https:// on, or as prefix:name",
            iri=relative.text,
        )
        return *line_and_column(text, relative.start), problem
    line, column = line_and_column(text, culprit.start if culprit else len(text.rstrip()))
    return line, column, _problem(tokens, culprit, prefixes, message)


def _problem(
    tokens: Sequence[Token], culprit: Token | None, prefixes: Container[str], message: str
) -> Phrase:
    missing = _undeclared(tokens, culprit, prefixes)
    if missing is not None:
        return Phrase(
            "the prefix '{missing}:' is not declared; write PREFIX {missing}: <...> above the query",
            missing=missing,
        )
    if culprit and _calls_unknown(tokens, culprit):
        return Phrase(
            "no function {name}() is known; write one of SPARQL 1.1, section 17.4, or an IRI",
            name=culprit.text,
        )
    return _syntax_problem(culprit, message)


def _relative(tokens: Sequence[Token], culprit: Token | None) -> Token | None:
    """The first relative IRI without a base before the culprit: the engine reads a little beyond it."""
    based = False
    for before, token in pairwise([Token("sign", "", -1), *tokens]):
        if culprit and before.start >= culprit.start:
            return None
        if token.kind != "iri" or based or token.text[1:2] in ("?", "$"):
            continue
        if not _SCHEME.match(token.text):
            return token
        based = before.text.upper() == "BASE"
    return None


def _calls_unknown(tokens: Sequence[Token], culprit: Token) -> bool:
    called = any(one == culprit and after.text == "(" for one, after in pairwise(tokens))
    return called and culprit.kind == "word" and culprit.text.upper() not in _CALLED


def _undeclared(tokens: Sequence[Token], culprit: Token | None, prefixes: Container[str]) -> str | None:
    if culprit is None or culprit.kind != "name":
        return None
    prefix = culprit.text.partition(":")[0]
    declared = {name.text[:-1] for keyword, name in pairwise(tokens) if keyword.text.upper() == "PREFIX"}
    return None if prefix == "_" or prefix in prefixes or prefix in declared else prefix


def _token_on_line(tokens: Sequence[Token], message: str) -> Token | None:
    found = re.match(r"error at (\d+):", message)
    line = int(found.group(1)) if found else 1
    for token in tokens:
        line -= 1 + token.text.count("\n")
        if line <= 0:
            return token
    return None


def _syntax_problem(culprit: Token | None, message: str) -> Phrase:
    if "IRI parsing failed" in message and culprit:
        return Phrase("{iri} is not an IRI; check its spelling", iri=culprit.text)
    sentence = re.search(r"[A-Z]\w+(?: \w+){3,}", message)
    if sentence:
        return Phrase("{fault}; correct it", fault=uncapitalised(sentence.group()))
    if culprit is None:
        return Phrase("the query ends too early; complete it")
    shown = culprit.text if len(culprit.text) <= _SHOWN else culprit.text[:_SHOWN] + "..."
    if culprit.text in "\"'":
        return Phrase("a string is opened and not closed on its line; close it")
    return Phrase("'{shown}' cannot stand here; check its spelling and what comes before it", shown=shown)
