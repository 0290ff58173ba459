"""JSON-LD of which nothing is dropped in silence: what the parser would leave out is refused, with its line."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import NoReturn

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf.readers import subjects
from seutu.rdf.readers.jsonnumbers import Numbers

# A base no file declares: what comes out below it was a relative IRI, which a JSON-LD reader would drop in silence.
NO_BASE = "undeclared-base:/"
_ABSOLUTE = re.compile(r"(?:_|[A-Za-z][A-Za-z0-9+.-]*):")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\w.~/?#@!$&*+=:-]*", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_KEYWORD = re.compile(r"@[a-z]+|'([^']*)'")


def parsed(text: str, origin: str) -> Iterator[ox.Quad]:
    """The statements of a text of JSON-LD, in its own graphs.

    Raises `InputError`, and `SyntaxError` as the parser does.
    A property that is no absolute IRI is left out, as JSON-LD 1.1 asks for (API, 5.1.2), and so is a base direction,
    for which RDF 1.1 has no place (API, 8.2.2).
    """
    # The parser is told to be lenient, for only so it takes what has no order: type maps, and keys in any place. What
    # it would have looked at is looked at here.
    _unique_keys(text, origin)
    numbers = Numbers(text, origin)
    found = ox.parse(numbers.text, format=ox.RdfFormat.JSON_LD, base_iri=NO_BASE, lenient=True)
    known: set[str] = set()
    for quad in found:
        if not _ABSOLUTE.match(quad.predicate.value):
            continue
        for iri in _iris(quad):
            if iri not in known:
                _look_at(iri, text, origin)
                known.add(iri)
        value = quad.object
        if isinstance(value, ox.Literal) and value.language is not None:
            literal = _tagged(value, value.language, text, origin)
            yield ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name)
        elif isinstance(value, ox.Literal):
            meant = numbers.literal(value)
            yield quad if meant is value else ox.Quad(quad.subject, quad.predicate, meant, quad.graph_name)
        else:
            yield quad
    if text.lstrip()[:1] not in ("{", "["):
        raise InputError(
            origin,
            Phrase("holds a single value, and JSON-LD is an object or a list"),
            Phrase("check that it is the right file"),
            1,
        )


def line_of(words: str, text: str) -> int | None:
    """The line of the first string that is, or ends in, these words or the last part of them; None when none does."""
    parts = [words, *(words[match.end() :] for match in re.finditer(r"[:/#]", words))]
    for part in filter(None, parts):
        for form in {json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1]}:
            match = re.search(rf'"(?:[^"\\\n]*[:/#])?{re.escape(form)}"', text)
            if match:
                return text.count("\n", 0, match.start()) + 1
    return None


def line_told(message: str, text: str) -> int | None:
    """The line of what a message names, where it names a thing that stands in one place."""
    for match in _KEYWORD.finditer(message):
        form = json.dumps(match[1] or match[0], ensure_ascii=False)
        if text.count(form) == 1:
            return text.count("\n", 0, text.index(form)) + 1
    return None


class _Doubled(Exception):
    """An object of JSON has a key twice."""


def _unique_keys(text: str, origin: str) -> None:
    """Nothing, unless an object has a key twice (JSON-LD 1.1, 9: keys must be unique); then `InputError`."""
    try:
        # What is not well-formed is for the parser of JSON-LD to tell.
        with suppress(ValueError):
            json.loads(text, object_pairs_hook=_object, parse_int=float)
    except (_Doubled, RecursionError):
        found = subjects.doubled(text)
        if found:
            problem, line = Phrase("the key '{found}' is twice in one object", found=found[0]), found[1]
            raise InputError(
                origin, problem, Phrase("write its values as a list, or take one away"), line
            ) from None


def _object(pairs: list[tuple[str, None]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _Doubled


def _iris(quad: ox.Quad) -> Iterator[str]:
    for term in chain(quad.triple, (quad.graph_name,)):
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Literal):
            yield term.datatype.value


def _look_at(iri: str, text: str, origin: str) -> None:
    if iri.startswith(NO_BASE):
        named = iri.removeprefix(NO_BASE)
        problem = Phrase("the IRI '{named}' is relative and the file declares no base", named=named)
        remedy = Phrase('write it in full, or give the @context a "@base"')
        raise InputError(origin, problem, remedy, line_of(named, text))
    if iri.startswith("_:"):
        _lost(Phrase("'{iri}' is a blank node where an IRI must stand", iri=iri), iri, text, origin)
    if not _PLAIN.fullmatch(iri):
        try:
            ox.NamedNode(iri)
        except ValueError:
            _lost(Phrase("'{iri}' is not an IRI", iri=iri), iri, text, origin)


def _tagged(value: ox.Literal, language: str, text: str, origin: str) -> ox.Literal:
    if not _LANGUAGE.fullmatch(language):
        _lost(Phrase("'{language}' is not a language tag", language=language), language, text, origin)
    # Without the direction, and with the tag in the letters that all readers use.
    return ox.Literal(value.value, language=language)


def _lost(problem: Phrase, words: str, text: str, origin: str) -> NoReturn:
    remedy = Phrase("correct it, for what it says would be lost")
    raise InputError(origin, problem, remedy, line_of(words, text))
