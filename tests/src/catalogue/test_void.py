"""VoID's counts are those that a reader would count, and each part has an IRI below its dataset's."""

from collections import Counter

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from seutu.catalogue.void import VoidDescription
from seutu.rdf import model
from seutu.rdf.namespaces import BASE

DATASET = ox.NamedNode(BASE + "id/dataset/d")
ONE, OTHER = ox.NamedNode("urn:g:1"), ox.NamedNode("urn:g:2")
SUBJECTS = [ox.NamedNode(f"{BASE}id/body/{name}") for name in "abc"] + [ox.NamedNode("urn:s")]
PREDICATES = [
    model.RDF_TYPE,
    model.node("skos:exactMatch"),
    model.node("skos:closeMatch"),
    model.node("seutu:holder"),
]
OBJECTS: list[ox.NamedNode | ox.Literal] = [
    model.node("seutu:Body"),
    ox.NamedNode("http://www.wikidata.org/entity/Q1"),
    ox.NamedNode("http://www.yso.fi/onto/yso/p1"),
    SUBJECTS[0],
    ox.Literal("x"),
]
TRIPLES = st.builds(
    ox.Triple, st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES), st.sampled_from(OBJECTS)
)


def described(store: ox.Store, *graphs: model.GraphName, **options: object) -> set[tuple[str, str, str]]:
    holding = VoidDescription(
        DATASET, store, graphs or (ONE,), ("https://x/d.ttl", "https://x/d.nt"), endpoint(options)
    )
    return {
        (text(triple.subject), text(triple.predicate).rpartition("#")[2], text(triple.object))
        for triple in holding.triples()
    }


def endpoint(options: dict[str, object]) -> str | None:
    return str(options["endpoint"]) if "endpoint" in options else None


def text(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def store_of(*triples: ox.Triple, graph: ox.NamedNode = ONE) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples)
    return store


@given(st.lists(TRIPLES, max_size=12))
def test_the_counts_are_those_of_a_reader(triples: list[ox.Triple]) -> None:
    said, there = described(store_of(*triples)), set(triples)
    subjects = {one.subject for one in there}
    expected = {
        "triples": len(there),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({one.object for one in there}),
        "properties": len({one.predicate for one in there}),
        "entities": sum(text(one).startswith(BASE) for one in subjects),
        "classes": len(
            {one.object for one in there if one.predicate == model.RDF_TYPE and is_iri(one.object)}
        ),
    }
    assert {(DATASET.value, name, str(count)) for name, count in expected.items()} <= said


def is_iri(term: object) -> bool:
    return isinstance(term, ox.NamedNode)


@given(st.lists(TRIPLES, max_size=12))
def test_the_parts_by_property_are_all_of_it(triples: list[ox.Triple]) -> None:
    said = described(store_of(*triples))
    parts = {whole: part for part, name, whole in said if name == "property"}
    counted = {(part, count) for part, name, count in said if name == "triples"}
    expected = Counter(text(one.predicate) for one in set(triples))
    assert {(parts[name], str(count)) for name, count in expected.items()} <= counted
    assert set(parts) == set(expected)


@given(st.lists(TRIPLES, max_size=12))
def test_links_elsewhere_are_counted_by_property_and_place(triples: list[ox.Triple]) -> None:
    said = described(store_of(*triples))
    linksets = {part for part, name, value in said if name == "type" and value.endswith("#Linkset")}
    expected = Counter(
        (text(one.predicate), text(one.object).rpartition("/")[0] + "/")
        for one in set(triples)
        if text(one.predicate).endswith("Match")
        and is_iri(one.object)
        and not text(one.object).startswith(BASE)
        and "/" in text(one.object)
    )
    values = {(part, name): value for part, name, value in said}
    found = {
        (values[one, "linkPredicate"], values[values[one, "objectsTarget"], "uriSpace"]): int(
            values[one, "triples"]
        )
        for one in linksets
    }
    assert found == dict(expected)


def test_what_stands_in_two_graphs_is_one_triple_and_other_graphs_are_not_counted() -> None:
    triple = ox.Triple(SUBJECTS[0], PREDICATES[0], OBJECTS[0])
    store = store_of(triple)
    store.add(ox.Quad(triple.subject, triple.predicate, triple.object, OTHER))
    store.add(ox.Quad(SUBJECTS[1], triple.predicate, triple.object, OTHER))
    assert (DATASET.value, "triples", "1") in described(store, ONE)
    assert (DATASET.value, "triples", "2") in described(store, ONE, OTHER)


def test_the_vocabularies_are_those_of_the_terms_used() -> None:
    said = described(store_of(ox.Triple(SUBJECTS[0], model.node("skos:exactMatch"), OBJECTS[1])))
    assert {value for _, name, value in said if name == "vocabulary"} == {
        "http://www.w3.org/2004/02/skos/core#"
    }


def test_its_things_are_below_one_address() -> None:
    assert (DATASET.value, "uriSpace", BASE + "id/") in described(store_of())


def test_dumps_their_formats_and_the_endpoint() -> None:
    said = described(store_of(), endpoint="https://x/sparql")
    assert {value for _, name, value in said if name == "dataDump"} == {"https://x/d.ttl", "https://x/d.nt"}
    assert {value for _, name, value in said if name == "feature"} == {
        "http://www.w3.org/ns/formats/Turtle",
        "http://www.w3.org/ns/formats/N-Triples",
    }
    assert (DATASET.value, "sparqlEndpoint", "https://x/sparql") in said


def test_every_part_is_named_below_the_dataset() -> None:
    said = described(store_of(*(ox.Triple(SUBJECTS[0], one, OBJECTS[1]) for one in PREDICATES)))
    assert {subject for subject, _, _ in said if not subject.startswith(DATASET.value)} == set()
