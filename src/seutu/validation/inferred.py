"""Findings about inferred statements, with the property from which they follow, because no file has them."""

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


def with_origins(findings: Iterable[Finding], quads: Quads) -> Iterator[Finding]:
    """Return the findings, with the property in the message if the class or value is only inferred."""
    for finding in findings:
        names = sorted(compact(one.value) for one in _origins(finding, quads))
        yield _with_properties(finding, ", ".join(names)) if names else finding


def _with_properties(finding: Finding, properties: str) -> Finding:
    phrase = Phrase("This is inferred from {properties}.", properties=properties)
    messages = {lang: f"{text} {phrase.text_in(lang or 'en')}" for lang, text in finding.messages.items()}
    return replace(finding, messages=messages)


def _origins(finding: Finding, quads: Quads) -> set[ox.NamedNode]:
    """The properties from which the statement of a finding follows; none if a file has it."""
    thing, value = finding.focus, finding.value
    one_property = _PROPERTY.fullmatch(finding.path or "")
    path = ox.NamedNode(one_property[1]) if one_property else None
    if path is None or value is None or not isinstance(thing, ox.NamedNode | ox.BlankNode):
        return set()
    if {quad.graph_name for quad in quads.quads_for_pattern(thing, path, value, None)} != {INFERRED}:
        return set()
    if path == RDF_TYPE:
        return {*_with_class(quads.quads_for_pattern(thing, None, None, None), _DOMAIN, value, quads)} | {
            *_with_class(quads.quads_for_pattern(None, None, thing, None), _RANGE, value, quads)
        }
    asserted = _asserted(quads.quads_for_pattern(thing, None, value, None))
    return {one for one in asserted if path in _ancestors_or_self(one, _SUPERPROPERTY, quads)}


def _with_class(
    found: Iterable[ox.Quad], kind: ox.NamedNode, class_: Term, quads: Quads
) -> Iterator[ox.NamedNode]:
    """The asserted properties whose domain or range puts a resource into a class."""
    for one in _asserted(found):
        classes = {
            each
            for above in _ancestors_or_self(one, _SUPERPROPERTY, quads)
            for each in objects(quads, above, kind)
        }
        if any(class_ in _ancestors_or_self(each, _SUPERCLASS, quads) for each in classes):
            yield one


def _asserted(found: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    return {quad.predicate for quad in found if quad.graph_name != INFERRED}


def _ancestors_or_self(term: Term, by: ox.NamedNode, quads: Quads) -> set[Term]:
    """A term and all its ancestors by a property."""
    seen, waiting = {term}, [term]
    while waiting:
        for one in objects(quads, waiting.pop(), by):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return seen
