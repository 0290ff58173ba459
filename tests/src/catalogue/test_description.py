"""A workspace's own description: what is read from it, what is inherited, and what makes it unusable."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.catalogue.description import INHERITED, Description
from seutu.errors import WorkspaceError
from seutu.rdf import model
from tests.helpers.portal import CATALOGUE, EU

GRAPH = ox.NamedNode("https://w3id.org/seutu/graph/data/catalogue.ttl")


def store_of(text: str) -> ox.Store:
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.TURTLE, to_graph=GRAPH)
    return store


def described(text: str = CATALOGUE) -> Description:
    found = Description.of(store_of(text))
    assert found is not None
    return found


def test_without_a_catalogue_there_is_none() -> None:
    assert Description.of(ox.Store()) is None


def test_the_datasets_and_their_folders() -> None:
    datasets = described().datasets
    assert [(one.slug, one.folder) for one in datasets] == [
        ("bodies", "data"),
        ("shapes", "shapes"),
        ("terms", "ontology"),
    ]
    assert [one.slug for one in datasets if one.is_main] == ["bodies"]
    assert described().main.slug == "bodies"


def test_versions_are_in_the_order_of_their_numbers_not_of_their_letters() -> None:
    assert [version.number for version in described().versions] == ["0.9.0", "0.10.0"]
    assert described().versions[-1].issued.value == "2021-02-03"
    assert sorted(note.value for note in described().versions[-1].notes) == ["Sedan.", "Sitten.", "Then."]


NUMBERS = "0.1.0 0.2.0-alpha 0.2.0 0.2.1 0.11.0 1.0.0-rc.2 1.0.0-rc.10 1.0.0 2.0.0 10.0.0".split()


@given(st.permutations(NUMBERS))
def test_any_versions_come_in_order(numbers: list[str]) -> None:
    catalogue = "<https://w3id.org/seutu/id/catalogue/small>"
    text = CATALOGUE + "".join(
        f'{catalogue} dcat:hasVersion <urn:v:{index}> . <urn:v:{index}> dcat:version "{number}" ;'
        ' dcterms:issued "2022-01-01"^^xsd:date .\n'
        for index, number in enumerate(numbers)
    )
    found = [version.number for version in described(text).versions]
    # The catalogue has two of its own.
    assert found == [*NUMBERS[:4], "0.9.0", "0.10.0", *NUMBERS[4:]]


def test_a_dataset_has_what_its_catalogue_has_unless_it_has_its_own() -> None:
    description = described()
    bodies, _, terms = description.datasets
    inherited = {predicate for predicate, _ in description.inherited(bodies)}
    assert inherited == set(INHERITED)
    assert inherited - {predicate for predicate, _ in description.inherited(terms)} == {
        model.node("dcterms:license")
    }
    languages = [
        value for name, value in description.inherited(bodies) if name == model.node("dcterms:language")
    ]
    assert languages == [ox.NamedNode(f"{EU}language/{code}") for code in ("ENG", "FIN")]


def used(description: Description) -> tuple[object, ...]:
    return description.main, description.versions


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "<urn:other> a dcat:Catalog .", "describes 2 catalogues"),
        ("catalogue:small a dcat:Catalog ;", "[] a dcat:Catalog ;", "without an IRI"),
        ('seutu:publishesFolder "data" ;', "", "0 folders"),
        ('seutu:publishesFolder "data" ;', 'seutu:publishesFolder "data" , "x" ;', "2 folders"),
        (
            'seutu:publishesFolder "data" ;',
            'seutu:publishesFolder "data/small" ;',
            "no dataset of the folder data/",
        ),
        ('dcat:version "0.9.0" ;', "", "does not date"),
        ('dcterms:issued "2020-01-01"^^xsd:date ;', "", "does not date"),
        ("dcat:hasVersion", "dcat:isVersionOf", "names no version"),
        ('dcat:version "0.9.0"', 'dcat:version "0.10.0"', "describes version 0.10.0 twice"),
        ('dcat:version "0.9.0"', 'dcat:version "v1"', "has a version 'v1', and no folder"),
        ('dcat:version "0.9.0"', 'dcat:version "1 0"', "has a version '1 0', and no folder"),
        ('dcat:version "0.9.0"', 'dcat:version "latest"', "has a version 'latest', and no folder"),
        ('"2020-01-01"^^xsd:date', '"soon"', "dates version 0.9.0 'soon', which is no day"),
        ("dataset:terms", "dataset:SHAPES", "two datasets whose IRIs end in 'shapes'"),
        ("dataset:terms", "<https://example.org/bodies>", "two datasets whose IRIs end in 'bodies'"),
        ("dataset:terms", "<https://w3id.org/seutu/id/dataset/v1.0>", "named after the end of this IRI"),
        ("dataset:terms", "<https://w3id.org/seutu/id/dataset#terms>", "named after the end of this IRI"),
        ("dataset:terms", "<https://w3id.org/seutu/id/dataset/%C3%A4>", "named after the end of this IRI"),
        ('publishesFolder "ontology"', 'publishesFolder "data/"', "two datasets of the folder data/"),
    ],
)
def test_what_no_publishing_can_do_without(old: str, new: str, problem: str) -> None:
    text = CATALOGUE.replace(old, new) if old else CATALOGUE + new
    assert text != CATALOGUE
    with pytest.raises(WorkspaceError, match=rf"data/catalogue\.ttl: .*{problem}.*;") as caught:
        used(described(text))
    assert str(caught.value).endswith(".")


def test_its_own_statements_are_those_of_its_file() -> None:
    store = store_of(CATALOGUE)
    store.add(ox.Quad(GRAPH, model.RDF_TYPE, GRAPH, ox.NamedNode("urn:elsewhere")))
    found = Description.of(store)
    assert found is not None
    assert len(found.own()) == len(store) - 1


def test_a_dataset_may_be_described_in_a_file_of_its_own() -> None:
    store = store_of(CATALOGUE)
    other = ox.NamedNode("https://w3id.org/seutu/graph/data/vaasa/catalogue.ttl")
    store.add(ox.Quad(other, model.RDF_TYPE, model.node("dcat:Dataset"), other))
    found = Description.of(store)
    assert found is not None
    assert len(found.own()) == len(store)
