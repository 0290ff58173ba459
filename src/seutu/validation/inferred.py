"""Findings about what no file says: which property it is inferred from, so that nobody looks for it in a file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from seutu.inference.closure import INFERRED
from seutu.phrases import Phrase
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects
from seutu.rdf.namespaces import compact
from seutu.shacl.report import Finding

_DOMAIN, _RANGE = node("rdfs:domain"), node("rdfs:range")
_PROPERTY = re.compile("<([^<>]*)>")
_SUPERCLASS, _SUPERPROPERTY = node("rdfs:subClassOf"), node("rdfs:subPropertyOf")


def told(findings: Iterable[Finding], quads: Quads) -> Iterator[Finding]:
    """The findings; that of a class or value that is inferred alone says so, and from which property."""
    for finding in findings:
        names = sorted(compact(one.value) for one in _origins(finding, quads))
        yield _telling(finding, ", ".join(names)) if names else finding


def _telling(finding: Finding, properties: str) -> Finding:
    phrase = Phrase("This is inferred from {properties}.", properties=properties)
    messages = {lang: f"{text} {phrase.told(lang or 'en')}" for lang, text in finding.messages.items()}
    return replace(finding, messages=messages)


def _origins(finding: Finding, quads: Quads) -> set[ox.NamedNode]:
    """The properties from which the statement that a finding is about follows; none if a file has it."""
    thing, value = finding.focus, finding.value
    one_property = _PROPERTY.fullmatch(finding.path or "")
    path = ox.NamedNode(one_property[1]) if one_property else None
    if path is None or value is None or not isinstance(thing, ox.NamedNode | ox.BlankNode):
        return set()
    if {quad.graph_name for quad in quads.quads_for_pattern(thing, path, value, None)} != {INFERRED}:
        return set()
    if path == RDF_TYPE:
        return {*_leading(quads.quads_for_pattern(thing, None, None, None), _DOMAIN, value, quads)} | {
            *_leading(quads.quads_for_pattern(None, None, thing, None), _RANGE, value, quads)
        }
    said = _said(quads.quads_for_pattern(thing, None, value, None))
    return {one for one in said if path in _above(one, _SUPERPROPERTY, quads)}


def _leading(
    found: Iterable[ox.Quad], kind: ox.NamedNode, class_: Term, quads: Quads
) -> Iterator[ox.NamedNode]:
    """The properties that files have, and whose domain or range makes a thing one of a class."""
    for one in _said(found):
        classes = {
            each for above in _above(one, _SUPERPROPERTY, quads) for each in objects(quads, above, kind)
        }
        if any(class_ in _above(each, _SUPERCLASS, quads) for each in classes):
            yield one


def _said(found: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    return {quad.predicate for quad in found if quad.graph_name != INFERRED}


def _above(term: Term, by: ox.NamedNode, quads: Quads) -> set[Term]:
    """A term and all that it leads to."""
    seen, waiting = {term}, [term]
    while waiting:
        for one in objects(quads, waiting.pop(), by):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return seen
