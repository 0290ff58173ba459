"""Proofs for people and for machines: the rule and the premises of each step, down to the passages.

The Turtle is PROV-O: each triple is an entity, each use of a rule an activity that used its premises.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from seutu.errors import ParameterError
from seutu.evidence.explanation import Place, places
from seutu.inference.derivation import Step, Triple, steps_of
from seutu.language.labels import Labels
from seutu.phrases import Phrase
from seutu.rdf import serialisation
from seutu.rdf.model import RDF_TYPE, Term, node
from seutu.rdf.namespaces import BASE
from seutu.text import table

FORMATS = ("text", "json", "turtle")

_GRAPH = BASE + "graph/"


_PLACE_PROPERTIES = tuple(map(node, ("seutu:evidence", "seutu:namedIn", "seutu:periodNamedIn")))


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of one triple; ``labels`` has the names of its resources."""

    step: Step
    labels: Labels

    def render(self, fmt: str = "text") -> str | bytes:
        """Return the proof in one of `FORMATS`. Raises `ParameterError` with their names for any other."""
        if fmt == "text":
            return "\n".join(_lines(self.step, self.labels, "", set())) + "\n"
        if fmt == "json":
            return json.dumps(_as_json(self.step, self.labels), ensure_ascii=False, indent=2) + "\n"
        if fmt == "turtle":
            return serialisation.serialise(self.quads(), ox.RdfFormat.TURTLE, self.labels.prefixes)
        raise ParameterError(
            Phrase(
                "No format '{fmt}' for a proof; write one of {formats}.", fmt=fmt, formats=", ".join(FORMATS)
            )
        )

    def quads(self) -> list[ox.Quad]:
        """The proof in PROV-O."""
        return sorted({quad for one in steps_of(self.step) for quad in _prov(one, self.labels)}, key=str)


def _lines(
    step: Step, labels: Labels, indent: str, shown: set[Triple], *, places_too: bool = True
) -> Iterator[str]:
    files = ", ".join(_file(graph) for graph in step.graphs)
    above = (
        f"  ({Phrase('see above').text_in(labels.lang)})" if step.triple in shown and step.premises else ""
    )
    yield f"{indent}{_triple_text(step.triple, labels)}{f'  [{files}]' if files else ''}{above}"
    if step.triple in shown:
        return
    shown.add(step.triple)
    deeper = indent + "    "
    if places_too:
        for place in _places(step, labels):
            yield f"{deeper}{place.cited}  {table.one_line(place.words[0] if place.words else '')}"
    if step.rule is not None:
        rule = Phrase("by the rule {rule}", rule=step.rule.name).text_in(labels.lang)
        yield f"{deeper}{rule}: {_title(step, labels)}"
    following = [*step.premises[1:], None] if step.premises else []
    for premise, after in zip(step.premises, following, strict=True):
        # Successive premises about one subject have the same passages, which are shown once, below the last.
        last = after is None or (after.triple[0], after.graphs) != (premise.triple[0], premise.graphs)
        yield from _lines(premise, labels, deeper, shown, places_too=last)


def _triple_text(triple: Triple, labels: Labels) -> str:
    subject, predicate, value = (table.one_line(_term_text(term, labels)) for term in triple)
    return f"{subject} – {predicate} → {value}"


def _term_text(term: Term, labels: Labels) -> str:
    # The CURIE of a passage has the name of its source, which a bare place lacks.
    if isinstance(term, ox.NamedNode) and labels.is_passage(term):
        return labels.curie(term)
    return labels.shown(term)


def _title(step: Step, labels: Labels) -> str:
    titles = step.rule.title if step.rule else {}
    return titles.get(labels.lang) or titles.get("en", "")


def _places(step: Step, labels: Labels) -> tuple[Place, ...]:
    """The passages of an asserted triple."""
    subject = step.triple[0]
    if not step.graphs or not isinstance(subject, ox.NamedNode):
        return ()
    found = (
        labels.store.quads_for_pattern(subject, predicate, None, None) for predicate in _PLACE_PROPERTIES
    )
    return places(labels, (quad.object for quads in found for quad in quads))


def _file(graph: str) -> str:
    return graph.removeprefix(_GRAPH)


def _as_json(step: Step, labels: Labels) -> dict[str, Any]:
    subject, predicate, value = map(str, step.triple)
    entry: dict[str, Any] = {"subject": subject, "predicate": predicate, "object": value}
    entry["words"] = _triple_text(step.triple, labels)
    if step.rule is None:
        files = [_file(graph) for graph in step.graphs]
        evidence = [
            {"iri": place.iri, "cited": place.cited, "words": list(place.words)}
            for place in _places(step, labels)
        ]
        return entry | {"files": files, "evidence": evidence}
    entry |= {"rule": step.rule.name, "title": _title(step, labels)}
    return entry | {"premises": [_as_json(premise, labels) for premise in step.premises]}


def _prov(step: Step, labels: Labels) -> Iterator[ox.Quad]:
    entity = _entity(step.triple)
    subject, predicate, value = step.triple
    yield from _about(entity, ("rdf:type", node("prov:Entity")), ("rdf:type", node("rdf:Statement")))
    yield from _about(entity, ("rdf:subject", subject), ("rdf:predicate", predicate), ("rdf:object", value))
    for graph in step.graphs:
        yield from _about(entity, ("prov:wasDerivedFrom", ox.NamedNode(graph)))
    for place in _places(step, labels):
        yield from _about(entity, ("prov:hadPrimarySource", ox.NamedNode(place.iri)))
    if step.rule is None:
        return
    rule = ox.NamedNode(f"{_GRAPH}queries/rules/{step.rule.name}.rq")
    activity = ox.NamedNode(f"{BASE}id/inference/{_digest([str(rule), *map(str, step.triple)])}")
    yield from _about(entity, ("prov:wasGeneratedBy", activity))
    yield ox.Quad(activity, RDF_TYPE, node("prov:Activity"))
    yield from _about(activity, ("prov:used", rule))
    for premise in step.premises:
        yield from _about(activity, ("prov:used", _entity(premise.triple)))
        yield from _about(entity, ("prov:wasDerivedFrom", _entity(premise.triple)))


def _about(subject: ox.NamedNode, *pairs: tuple[str, Term]) -> Iterator[ox.Quad]:
    return (ox.Quad(subject, node(predicate), value) for predicate, value in pairs)


def _entity(triple: Triple) -> ox.NamedNode:
    """The IRI of a triple, the same in all proofs."""
    return ox.NamedNode(f"{BASE}id/triple/{_digest(list(map(str, triple)))}")


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
