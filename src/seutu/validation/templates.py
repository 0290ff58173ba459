"""Findings on sentence templates that cannot be parsed, or name an unknown property."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from seutu.errors import TemplateError
from seutu.evidence.explanation import local_name
from seutu.language import sentences
from seutu.phrases import LANGUAGES, Phrase
from seutu.rdf.model import RDF_TYPE, Quads, node
from seutu.shacl.report import Finding

NAME = "template-of-sentence"
"""The component of the findings."""

_TEMPLATES = (node("seutu:sentence"), node("seutu:leadIn"))
_PROPERTIES = tuple(map(node, ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")))


def faults(quads: Quads) -> Iterator[Finding]:
    """Return a violation for each template that cannot be parsed, and for each unknown name in one."""
    found = [quad for part in _TEMPLATES for quad in quads.quads_for_pattern(None, part, None, None)]
    known = _names(quads) if found else set()
    for quad in {quad.triple: quad for quad in found}.values():
        template = quad.object
        if not isinstance(template, ox.Literal):
            continue
        try:
            names = sentences.parse(template.value).names
        except TemplateError as error:
            yield _finding(quad, error.sentence)
        else:
            for name in sorted(names - known):
                yield _finding(quad, _unknown(name))


def _names(quads: Quads) -> set[str]:
    """The local names of the properties that are described or used."""
    described = {
        quad.subject for kind in _PROPERTIES for quad in quads.quads_for_pattern(None, RDF_TYPE, kind, None)
    }
    return {local_name(term) for term in described | {quad.predicate for quad in quads}}


def _unknown(name: str) -> Phrase:
    return Phrase(
        "The template has {{{name}}}, and no property is called so: a dash is said there; correct the name.",
        name=name,
    )


def _finding(quad: ox.Quad, problem: Phrase) -> Finding:
    messages: Mapping[str, str] = {lang: problem.text_in(lang) for lang in LANGUAGES}
    return Finding(
        focus=quad.subject,
        path=str(quad.predicate),
        value=quad.object,
        component=NAME,
        shape=None,
        severity="violation",
        messages=messages,
    )
