"""Published queries: with declarations of the used prefixes, so that any SPARQL engine can run them.

A query of a workspace may use the table of prefixes without declaring them; other engines do not have that table.
Standard: SPARQL 1.1 Query Language (W3C Recommendation, 21 March 2013), section 4.1.1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from seutu.errors import UnknownName
from seutu.phrases import Phrase
from seutu.query import engine, lexer
from seutu.query.lexer import Token
from seutu.rdf.namespaces import PREFIXES

_DECLARATION = 3  # tokens: PREFIX, the name, the IRI
_Span = tuple[int, int]


def with_prefixes(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text of a query with sorted declarations of its used prefixes, and no others, below its header.

    Prefixes that the text declares itself have precedence. Header, comments, body and variables stay the same; a
    parameter is a free variable. Raises `UnknownName` for a prefix that is not declared.
    """
    tokens = lexer.tokenize(text)
    found = list(_declarations(tokens))
    known = {**prefixes, **{name.text[:-1]: iri.text[1:-1] for _, name, iri in found}}
    inside = {word.start for declaration in found for word in declaration}
    used = sorted({_prefix(word) for word in tokens if word.kind == "name" and word.start not in inside})
    lines = [f"PREFIX {prefix}: <{_iri(prefix, known)}>\n" for prefix in used if prefix != "_"]
    start = found[0][0].start if found else _body(text, tokens)
    body = _without(text[start:], [_span(text, declaration, start) for declaration in found])
    return text[:start] + "".join(lines) + ("\n" if lines and not found else "") + body


def with_dataset(text: str, graphs: Iterable[str], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text of a query with ``FROM`` and ``FROM NAMED`` clauses for graphs.

    With them a store uses the union of the graphs as default graph. A query that names its dataset stays as it is.
    Standard: SPARQL 1.1, section 13.2.
    """
    if engine.names_dataset(text, prefixes):
        return text
    named = sorted(graphs)
    clauses = [*(f"FROM <{graph}>\n" for graph in named), *(f"FROM NAMED <{graph}>\n" for graph in named)]
    start = _pattern(lexer.tokenize(text))
    before = "" if text[:start].endswith("\n") else "\n"
    return f"{text[:start]}{before}{''.join(clauses)}{text[start:]}"


def _pattern(tokens: Sequence[Token]) -> int:
    """The offset of the pattern of a query: at WHERE, or at the first bracket after the template, if it has one."""
    form = next(index for index, word in enumerate(tokens) if word.text.upper() in lexer.KINDS)
    template = tokens[form].text.upper() == "CONSTRUCT" and tokens[form + 1].text == "{"
    depth = 0
    for word in tokens[form + 1 :]:
        if depth == 0 and (word.text.upper() == "WHERE" or (word.text == "{" and not template)):
            return word.start
        depth += (word.text in ("{", "(")) - (word.text in ("}", ")"))
        template = template and not (depth == 0 and word.text == "}")
    return tokens[-1].start + len(tokens[-1].text)


def _declarations(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    for index in range(len(tokens) - _DECLARATION + 1):
        keyword, name, iri = tokens[index : index + _DECLARATION]
        if keyword.kind == "word" and keyword.text.upper() == "PREFIX" and iri.kind == "iri":
            yield keyword, name, iri


def _body(text: str, tokens: Sequence[Token]) -> int:
    """The offset of the body of a query without prefix declarations: below its header, and after its BASE."""
    after_base = 2 if tokens and tokens[0].text.upper() == "BASE" else 0
    return tokens[after_base].start if after_base < len(tokens) else len(text)


def _prefix(name: Token) -> str:
    return name.text.partition(":")[0]


def _iri(prefix: str, known: Mapping[str, str]) -> str:
    if prefix not in known:
        raise UnknownName(Phrase("prefix"), prefix, known)
    return known[prefix]


def _span(text: str, declaration: tuple[Token, Token, Token], start: int) -> _Span:
    """The start and end of a declaration, counted from ``start``, with the line end if nothing follows on its line."""
    first, _, last = declaration
    end = last.start + len(last.text)
    rest = text[end:].partition("\n")
    end += len(rest[0]) + len(rest[1]) if not rest[0].strip() else 0
    return first.start - start, end - start


def _without(text: str, spans: Sequence[_Span]) -> str:
    parts, at = [], 0
    for begin, end in spans:
        parts.append(text[at:begin])
        at = end
    return "".join([*parts, text[at:]])
