"""The complete examples that the judges' tests change by a statement: a catalogue and an ontology that lack nothing."""

from pathlib import Path

import pyoxigraph as ox

from seutu.catalogue import codes
from seutu.rdf import model
from seutu.rdf.namespaces import expand

FOLDER = Path(__file__).parent / "assessment"
CATALOGUE = (FOLDER / "catalogue.ttl").read_text("utf-8")
ONTOLOGY = (FOLDER / "ontology.ttl").read_text("utf-8")


def changed(text: str, old: str, new: str) -> str:
    """The text with the one place where ``old`` stands changed."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def stored(text: str) -> ox.Store:
    store = ox.Store()
    model.load(store, text.encode(), ox.RdfFormat.TURTLE, ox.DefaultGraph(), "example")
    return store


def described(text: str) -> list[ox.Triple]:
    """A catalogue's statements, and what a built one says of the codes that it uses."""
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    return [*triples, *(made for triple in triples for made in _of_value(triple))]


def _of_value(triple: ox.Triple) -> list[ox.Triple]:
    value, classes = triple.object, codes.CLASS_OF.get(triple.predicate.value, ())
    if not isinstance(value, ox.NamedNode):
        return []
    made = [ox.Triple(value, model.RDF_TYPE, ox.NamedNode(one)) for one in classes]
    code = codes.described(value.value)
    return made + (_of_code(value, code) if code else [])


def _of_code(iri: ox.NamedNode, code: codes.Code) -> list[ox.Triple]:
    scheme = ox.NamedNode(code.scheme)
    label = ox.Literal(code.label, language="en")
    title = ox.Literal(codes.SCHEMES[code.scheme], language="en")
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (iri, "rdf:type", ox.NamedNode(expand("skos:Concept"))),
        (iri, "skos:inScheme", scheme),
        (iri, "skos:prefLabel", label),
        (scheme, "rdf:type", ox.NamedNode(expand("skos:ConceptScheme"))),
        (scheme, "dcterms:title", title),
    ]
    return [ox.Triple(subject, model.node(name), value) for subject, name, value in said]
