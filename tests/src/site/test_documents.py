"""Which documents there are, and what each holds."""

import pyoxigraph as ox
import pytest

from seutu.errors import OutputError
from seutu.rdf import model
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.site.documents import Document, Published

DATA = f"""\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <{BASE}> .

GRAPH <graph/ontology/seutu.ttl> {{
  <ont> a owl:Ontology ; owl:versionIRI <ont/0.1.0> ; owl:imports <ont/body> .
}}
GRAPH <graph/ontology/body.ttl> {{
  <ont/body> a owl:Ontology .
  <ont#Body> a owl:Class ; rdfs:label "body"@en , "elin"@fi , "Organ"@de ; owl:unionOf ( <ont#A> <ont#B> ) .
  <ont/disjoint> owl:members ( <ont#A> <ont#B> ) .
}}
GRAPH <graph/data/body.ttl> {{
  <id/body/ako> a <ont#Body> ; rdfs:seeAlso <http://example.org/> , <id/body/none> .
  <graph/data/body.ttl> rdfs:label "file"@en .
  <http://example.org/> rdfs:label "example"@sv .
}}
GRAPH <graph/queries> {{ <graph/queries/roles.rq> rdfs:seeAlso <ont#Body> . <ont#Body> rdfs:seeAlso <id/x> . }}
GRAPH <graph/inferred> {{ <id/body/ako> a owl:Thing . <ont> a owl:Ontology . }}
GRAPH <graph/catalogue> {{ <ont> a owl:Ontology . <id/body/ako> rdfs:label "described" . }}
GRAPH <graph/other> {{ <0.1.0/seutu.ttl> rdfs:label "a file" . }}
"""
SHAPES = f"<{BASE}shape#Body> <http://example.org/in> _:list . _:list <http://example.org/first> 1 ."


def loaded(text: str, fmt: ox.RdfFormat = ox.RdfFormat.TRIG) -> ox.Store:
    store = ox.Store()
    store.load(text, format=fmt)
    return store


def shapes() -> list[ox.Quad]:
    graph = ox.NamedNode(BASE + "graph/shapes/body.ttl")
    return [model.moved(quad, graph) for quad in ox.parse(SHAPES, format=ox.RdfFormat.TURTLE)]


@pytest.fixture
def published() -> Published:
    return Published(loaded(DATA), shapes(), BASE)


def document(published: Published, path: str) -> Document:
    return next(one for one in published.documents if one.path == path)


def held(published: Published, path: str) -> set[tuple[str, str]]:
    """Subjects and objects, IRIs below the base by their path."""
    triples = published.triples(document(published, path))
    return {
        (str(triple.subject).replace(BASE, ""), str(triple.object).replace(BASE, ""))
        for triple in triples
        if "_:" not in f"{triple.subject}{triple.object}"
    }


def test_each_iri_has_a_document_and_a_namespace_has_one(published: Published) -> None:
    assert [one.path for one in published.documents] == [
        "graph/catalogue", "graph/data/body.ttl", "graph/inferred", "graph/ontology/body.ttl",
        "graph/ontology/seutu.ttl", "graph/other", "graph/shapes/body.ttl",
        "id/body/ako", "ont", "ont/0.1.0", "ont/body", "ont/disjoint", "shape",
    ]  # fmt: skip


def test_what_queries_name_is_not_published(published: Published) -> None:
    assert not any("queries" in iri for iri in published.iris)
    assert ("<ont#Body>", "<id/x>") not in held(published, "ont")


def test_files_are_ours_but_no_documents(published: Published) -> None:
    assert f"{BASE}0.1.0/seutu.ttl" in published.iris
    assert list(published.iris) == sorted(set(published.iris))


def test_a_thing_comes_with_the_names_of_what_it_names(published: Published) -> None:
    assert held(published, "id/body/ako") == {
        ("<id/body/ako>", "<ont#Body>"),
        ("<id/body/ako>", "<http://www.w3.org/2002/07/owl#Thing>"),
        ("<id/body/ako>", "<http://example.org/>"),
        ("<id/body/ako>", "<id/body/none>"),
        ("<id/body/ako>", '"described"'),
        ("<ont#Body>", '"body"@en'),
        ("<ont#Body>", '"elin"@fi'),
        ("<http://example.org/>", '"example"@sv'),
    }


def test_a_graph_is_what_stands_in_it(published: Published) -> None:
    graph = document(published, "graph/data/body.ttl")
    named = published.store.quads_for_pattern(None, None, None, graph.iri)
    assert published.triples(graph) == {quad.triple for quad in named}
    assert graph.graph


def test_an_ontology_holds_its_terms_and_what_it_imports(published: Published) -> None:
    whole = held(published, "ont")
    assert {("<ont#Body>", '"elin"@fi'), ("<ont#Body>", '"Organ"@de')} <= whole
    assert held(published, "ont/body") - whole == {("<ont/body>", f"<{PREFIXES['owl']}Ontology>")}
    assert not any(value == "<ont/body>" for _, value in whole), "what the document holds is not imported"
    assert not any(subject == "<id/body/ako>" for subject, _ in whole), (
        "neither what is inferred nor a catalogue declares anything"
    )


def test_a_version_of_the_ontology_holds_the_same(published: Published) -> None:
    version = document(published, "ont/0.1.0")
    assert version.of == "ont"
    assert held(published, "ont/0.1.0") == held(published, "ont")


def test_lists_come_whole(published: Published) -> None:
    assert len(published.triples(document(published, "shape"))) == 2
    members = published.triples(document(published, "ont/disjoint"))
    assert sum("first" in triple.predicate.value for triple in members) == 2


def test_what_is_given_stays_as_it_is() -> None:
    store = loaded(DATA)
    before = len(store)
    Published(store, shapes(), BASE)
    assert len(store) == before


def test_datatypes_stay_as_they_are_written() -> None:
    subject, size = ox.NamedNode(BASE + "id/distribution/x"), ox.NamedNode("http://example.org/size")
    whole = ox.NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    triple = ox.Triple(subject, size, ox.Literal("12", datatype=whole))
    published = Published(
        ox.Store(), [ox.Quad(subject, size, triple.object, ox.NamedNode(BASE + "graph/catalogue"))], BASE
    )
    for path in ("id/distribution/x", "graph/catalogue"):
        assert published.triples(document(published, path)) == {triple}


@pytest.mark.parametrize(
    "path",
    ["id/../x", "id/.x/y", "id//x", "id/x/", "id/a%2e", "id/a?b", "id/..", "id/a:b", "id/a&b"],
)
def test_an_iri_that_no_file_can_be_named_after_is_refused(path: str) -> None:
    iri = ox.NamedNode(BASE + path)
    store = ox.Store()
    store.add(ox.Quad(iri, iri, iri))
    with pytest.raises(OutputError, match="no file can be named after this IRI; use letters"):
        Published(store, [], BASE)


@pytest.mark.parametrize("other", ["id/body/x.html/y", "id/body/x.rdf/y/z"])
def test_iris_that_would_share_a_file_are_refused(other: str) -> None:
    store = ox.Store()
    for path in ("id/body/x", other):
        iri = ox.NamedNode(BASE + path)
        store.add(ox.Quad(iri, iri, iri))
    with pytest.raises(OutputError, match=r"stands where a file of <.*id/body/x> is to stand"):
        Published(store, [], BASE)


@pytest.mark.parametrize("file", ["id/dataset/x.html", "id/dataset/x.ttl"])
def test_a_file_of_a_thing_is_no_document_of_its_own(file: str) -> None:
    store = ox.Store()
    for path in ("id/dataset/x", file, "id/distribution/y.ttl"):
        iri = ox.NamedNode(BASE + path)
        store.add(ox.Quad(iri, iri, iri))
    published = Published(store, [], BASE)
    assert [one.path for one in published.documents] == ["id/dataset/x", "id/distribution/y.ttl"]
    assert BASE + file in published.iris


def test_a_graph_that_would_be_a_file_of_a_thing_is_refused() -> None:
    graph, thing = ox.NamedNode(BASE + "graph/x.ttl"), ox.NamedNode(BASE + "graph/x")
    store = ox.Store()
    store.add(ox.Quad(thing, thing, thing, graph))
    with pytest.raises(OutputError, match="stands where a file"):
        Published(store, [], BASE)


def test_a_thing_below_another_has_a_file_of_its_own() -> None:
    store = ox.Store()
    for path in ("id/source/deck", "id/source/deck/line/9", "id/source/deck.v2", "id/body/jämsä"):
        iri = ox.NamedNode(BASE + path)
        store.add(ox.Quad(iri, iri, iri))
    assert len(Published(store, [], BASE).documents) == 4
