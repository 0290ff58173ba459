"""The thing that a person means."""

import pyoxigraph as ox
import pytest

from seutu.errors import AmbiguousName, UnknownName
from seutu.names import Names
from seutu.namespaces import BASE

TEXT = """\
@prefix body: <https://w3id.org/seutu/id/body/> .
@prefix line: <https://w3id.org/seutu/id/source/deck/line/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix region: <https://w3id.org/seutu/id/region/> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix statement: <https://w3id.org/seutu/id/statement/> .

body:group a seutu:Body ; skos:prefLabel "Seutujohtoryhmä"@fi , "Management group"@en ; skos:altLabel "SJR" ;
    seutu:memberOf <http://example.org/elsewhere> .
body:council a seutu:Body ; skos:prefLabel "Neuvottelukunta"@fi ; seutu:verbatim "neuvottelukunta suosittelee"@fi .
region:jamsa skos:prefLabel "Jämsä"@fi . body:jamsa skos:prefLabel "Jämsä"@fi .
region:sama skos:prefLabel "Same" . body:same skos:prefLabel "same" .
statement:1 a seutu:Statement ; seutu:verbatim "Neuvottelukunta"@fi .
line:3 a seutu:Passage ; skos:prefLabel "Management group"@en .
seutu:Body rdfs:label "body"@en . body:thing skos:prefLabel "Body"@en .
"""


@pytest.fixture(scope="module")
def names() -> Names:
    store = ox.Store()
    store.load(TEXT, format=ox.RdfFormat.TURTLE)
    return Names(store, {"body": BASE + "id/body/", "region": BASE + "id/region/", "seutu": BASE + "ont#"})


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("<https://w3id.org/seutu/id/body/group>", "group"),
        ("https://w3id.org/seutu/id/body/group", "group"),
        ("body:group", "group"),
        ("Seutujohtoryhmä", "group"),
        ("seutujohtoryhmä", "group"),
        ("Seutujohtoryhma\u0308", "group"),
        ("  management   GROUP ", "group"),
        ("SJR", "group"),
        ("neuvottelukunta suosittelee", "council"),
        ("Neuvottelukunta", "council"),
        ("same", "same"),
    ],
)
def test_a_thing_is_found(names: Names, text: str, local: str) -> None:
    assert names.resolve(text) == f"{BASE}id/body/{local}"


def test_a_thing_that_is_only_pointed_at_is_found(names: Names) -> None:
    assert names.resolve("http://example.org/elsewhere") == "http://example.org/elsewhere"


def test_a_thing_comes_before_a_term_of_that_name(names: Names) -> None:
    assert names.resolve("BODY") == BASE + "id/body/thing"
    assert names.resolve("body") == BASE + "ont#Body"


def test_a_name_of_two_things_lists_both(names: Names) -> None:
    with pytest.raises(AmbiguousName, match=r"'Jämsä' names .* body:jamsa, region:jamsa"):
        names.resolve("Jämsä")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Seutujohtoryhma", "'Seutujohtoryhmä'"),
        ("body:grup", "'body:group'"),
        ("https://w3id.org/seutu/id/body/grop", "'body:group'"),
        ("<not an iri>", "No thing '<not an iri>'"),
        ("", "No thing ''"),
        ("http://none.example/", "No thing"),
        ("nix:group", "No thing"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(names: Names, text: str, near: str) -> None:
    with pytest.raises(UnknownName) as caught:
        names.resolve(text)
    assert near in str(caught.value)
