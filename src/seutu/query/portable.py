"""A query as it is published: with the prefixes that it uses, so that any SPARQL engine can run it.

A query of a workspace may use the table of prefixes without declaring them; elsewhere that table is not known.
Standard: SPARQL 1.1 Query Language (W3C Recommendation, 21 March 2013), section 4.1.1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from seutu.errors import UnknownName
from seutu.phrases import Phrase
from seutu.query import engine, lexer
from seutu.query.lexer import Token
from seutu.rdf.namespaces import PREFIXES

_DECLARATION = 3  # words: PREFIX, the name, the IRI
_Span = tuple[int, int]


def portable(text: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text of a query with a declaration for each prefix in it and no other, sorted, below its header.

    What the text declares itself is taken as it says; header, comments and body stay as they are, and so do its
    variables: a parameter is one that is free. Raises `UnknownName` for a prefix that nobody declares.
    """
    words = lexer.tokens(text)
    found = list(_declarations(words))
    known = {**prefixes, **{name.text[:-1]: iri.text[1:-1] for _, name, iri in found}}
    inside = {word.start for declaration in found for word in declaration}
    used = sorted({_prefix(word) for word in words if word.kind == "name" and word.start not in inside})
    lines = [f"PREFIX {prefix}: <{_iri(prefix, known)}>\n" for prefix in used if prefix != "_"]
    start = found[0][0].start if found else _body(text, words)
    body = _without(text[start:], [_span(text, declaration, start) for declaration in found])
    return text[:start] + "".join(lines) + ("\n" if lines and not found else "") + body


def naming(text: str, graphs: Iterable[str], prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The text of a query that asks these graphs as one, and each by its name, for a store that does not do so itself.

    A query that names its dataset already stays as it is. Standard: SPARQL 1.1, section 13.2.
    """
    if engine.names_dataset(text, prefixes):
        return text
    named = sorted(graphs)
    clauses = [*(f"FROM <{graph}>\n" for graph in named), *(f"FROM NAMED <{graph}>\n" for graph in named)]
    start = _pattern(lexer.tokens(text))
    before = "" if text[:start].endswith("\n") else "\n"
    return f"{text[:start]}{before}{''.join(clauses)}{text[start:]}"


def _pattern(words: Sequence[Token]) -> int:
    """Where the pattern of a query begins: at WHERE, or at the bracket behind the template, if it has one."""
    form = next(index for index, word in enumerate(words) if word.text.upper() in lexer.KINDS)
    template = words[form].text.upper() == "CONSTRUCT" and words[form + 1].text == "{"
    depth = 0
    for word in words[form + 1 :]:
        if depth == 0 and (word.text.upper() == "WHERE" or (word.text == "{" and not template)):
            return word.start
        depth += (word.text in ("{", "(")) - (word.text in ("}", ")"))
        template = template and not (depth == 0 and word.text == "}")
    return words[-1].start + len(words[-1].text)


def _declarations(words: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    for index in range(len(words) - _DECLARATION + 1):
        keyword, name, iri = words[index : index + _DECLARATION]
        if keyword.kind == "word" and keyword.text.upper() == "PREFIX" and iri.kind == "iri":
            yield keyword, name, iri


def _body(text: str, words: Sequence[Token]) -> int:
    """Where the query begins that declares no prefix: below its header, and behind its BASE."""
    after_base = 2 if words and words[0].text.upper() == "BASE" else 0
    return words[after_base].start if after_base < len(words) else len(text)


def _prefix(name: Token) -> str:
    return name.text.partition(":")[0]


def _iri(prefix: str, known: Mapping[str, str]) -> str:
    if prefix not in known:
        raise UnknownName(Phrase("prefix"), prefix, known)
    return known[prefix]


def _span(text: str, declaration: tuple[Token, Token, Token], start: int) -> _Span:
    """From where to where a declaration goes, counted from ``start``, with the end of its line if nothing follows."""
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
