"""JSON-LD without silent loss: data that the parser would drop are refused, with their line."""

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

# A base that no file declares: an IRI below it was relative, and a JSON-LD parser would drop it silently.
NO_BASE = "undeclared-base:/"
_ABSOLUTE = re.compile(r"(?:_|[A-Za-z][A-Za-z0-9+.-]*):")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\w.~/?#@!$&*+=:-]*", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_KEYWORD = re.compile(r"@[a-z]+|'([^']*)'")


def parsed(text: str, origin: str) -> Iterator[ox.Quad]:
    """The statements of a text of JSON-LD, in its own graphs.

    Raises `InputError`, and `SyntaxError` as the parser does.
    A property that is not an absolute IRI is left out, as JSON-LD 1.1 requires (API, 5.1.2). So is a base direction,
    which RDF 1.1 does not have (API, 8.2.2).
    """
    # Only the lenient parser accepts keys in any order, and type maps. The checks that it omits are made here.
    _check_keys(text, origin)
    numbers = Numbers(text, origin)
    found = ox.parse(numbers.text, format=ox.RdfFormat.JSON_LD, base_iri=NO_BASE, lenient=True)
    known: set[str] = set()
    for quad in found:
        if not _ABSOLUTE.match(quad.predicate.value):
            continue
        for iri in _iris(quad):
            if iri not in known:
                _check_iri(iri, text, origin)
                known.add(iri)
        value = quad.object
        literal = _checked_literal(value, numbers, text, origin) if isinstance(value, ox.Literal) else value
        yield (quad if literal is value else ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name))
    if text.lstrip()[:1] not in ("{", "["):
        raise InputError(
            origin,
            Phrase("holds a single value, and JSON-LD is an object or a list"),
            Phrase("check that it is the right file"),
            1,
        )


def _checked_literal(value: ox.Literal, numbers: Numbers, text: str, origin: str) -> ox.Literal:
    if value.language is not None:
        return _tagged(value, value.language, text, origin)
    return numbers.literal(value)


def line_of(name: str, text: str) -> int | None:
    """The line of the first string that is, or ends in, a text or a last part of it; None when there is none."""
    parts = [name, *(name[match.end() :] for match in re.finditer(r"[:/#]", name))]
    for part in filter(None, parts):
        for form in {json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1]}:
            match = re.search(rf'"(?:[^"\\\n]*[:/#])?{re.escape(form)}"', text)
            if match:
                return text.count("\n", 0, match.start()) + 1
    return None


def line_of_message(message: str, text: str) -> int | None:
    """The line of a name in a parser message, if the name is in one place only."""
    for match in _KEYWORD.finditer(message):
        form = json.dumps(match[1] or match[0], ensure_ascii=False)
        if text.count(form) == 1:
            return text.count("\n", 0, text.index(form)) + 1
    return None


class _DuplicateKey(Exception):
    """A JSON object with a duplicate key."""


def _check_keys(text: str, origin: str) -> None:
    """Raise `InputError` for an object with a duplicate key (JSON-LD 1.1, 9: keys must be unique)."""
    try:
        # The JSON-LD parser reports text that is not well-formed.
        with suppress(ValueError):
            json.loads(text, object_pairs_hook=_object, parse_int=float)
    except (_DuplicateKey, RecursionError):
        found = subjects.duplicate_key(text)
        if found:
            problem, line = Phrase("the key '{found}' is twice in one object", found=found[0]), found[1]
            raise InputError(
                origin, problem, Phrase("write its values as a list, or take one away"), line
            ) from None


def _object(pairs: list[tuple[str, None]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _DuplicateKey


def _iris(quad: ox.Quad) -> Iterator[str]:
    for term in chain(quad.triple, (quad.graph_name,)):
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Literal):
            yield term.datatype.value


def _check_iri(iri: str, text: str, origin: str) -> None:
    if iri.startswith(NO_BASE):
        named = iri.removeprefix(NO_BASE)
        problem = Phrase("the IRI '{named}' is relative and the file declares no base", named=named)
        remedy = Phrase('write it in full, or give the @context a "@base"')
        raise InputError(origin, problem, remedy, line_of(named, text))
    if iri.startswith("_:"):
        _refuse(Phrase("'{iri}' is a blank node where an IRI must stand", iri=iri), iri, text, origin)
    if not _PLAIN.fullmatch(iri):
        try:
            ox.NamedNode(iri)
        except ValueError:
            _refuse(Phrase("'{iri}' is not an IRI", iri=iri), iri, text, origin)


def _tagged(value: ox.Literal, language: str, text: str, origin: str) -> ox.Literal:
    if not _LANGUAGE.fullmatch(language):
        _refuse(Phrase("'{language}' is not a language tag", language=language), language, text, origin)
    # Without the base direction, and with the tag in lower case.
    return ox.Literal(value.value, language=language)


def _refuse(problem: Phrase, name: str, text: str, origin: str) -> NoReturn:
    remedy = Phrase("correct it, for what it says would be lost")
    raise InputError(origin, problem, remedy, line_of(name, text))
