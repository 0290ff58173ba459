"""The thing that a person means."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from seutu.errors import AmbiguousName, OtherKind, UnknownName
from seutu.language.lookup import Names
from seutu.rdf.model import Term
from seutu.rdf.namespaces import BASE

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


BODY, REGION = BASE + "ont#Body", BASE + "ont#Region"
MORE = """\
@prefix body: <https://w3id.org/seutu/id/body/> .
@prefix code-list: <https://w3id.org/seutu/concept/> .
@prefix line: <https://w3id.org/seutu/id/source/deck/line/> .
@prefix programme: <https://w3id.org/seutu/id/programme/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix region: <https://w3id.org/seutu/id/region/> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/seutu/id/source/> .

seutu:Body rdfs:label "body"@en . seutu:Region rdfs:label "alue"@fi , "region"@en .
seutu:Programme rdfs:label "programme"@en .
seutu:Municipality rdfs:label "municipality"@en ; rdfs:subClassOf seutu:Region .
body:ako a seutu:Body ; skos:prefLabel "AKO" .
body:jamsek a seutu:Body ; skos:prefLabel "Kehittämisyhtiö Jämsek Oy"@fi .
programme:ako a seutu:Programme ; skos:prefLabel "Aluekeskusohjelma"@fi ; skos:altLabel "AKO" .
programme:akon a seutu:Programme ; skos:prefLabel "Ohjelma"@fi ; skos:altLabel "Program" .
programme:koko a seutu:Programme ; skos:prefLabel "Program"@sv .
region:jamsa a seutu:Region , seutu:Municipality ; skos:prefLabel "Jämsä"@fi .
region:jamsan-seutu a seutu:Region ; skos:prefLabel "Jämsän seutu"@fi , "the Jämsä region"@en .
region:keuruu a seutu:Region ; skos:prefLabel "Keuruun seutu"@fi .
source:s10 a seutu:Source ; skos:prefLabel "Jämsekin kertomus"@fi .
line:3 a seutu:Passage ; skos:prefLabel "Jämsekin hallitus Keuruulla"@fi .
seutu:tie a skos:Concept ; skos:prefLabel "weak"@en ; skos:inScheme code-list:strength .
"""


@pytest.fixture(scope="module")
def more() -> Names:
    store = ox.Store()
    store.load(MORE, format=ox.RdfFormat.TURTLE)
    prefixes = {name: f"{BASE}id/{name}/" for name in ("body", "programme", "region", "source")}
    return Names(store, prefixes)


def preferred(*curies: str) -> Callable[[], set[Term | None]]:
    return lambda: {ox.NamedNode(BASE + "id/" + curie.replace(":", "/")) for curie in curies}


@pytest.mark.parametrize(
    ("text", "kinds", "local"),
    [
        ("AKO", ["Body"], "body/ako"),
        ("ako", ["Programme"], "programme/ako"),
        ("AKO", [], "body/ako"),
        ("Jämsä", ["Region"], "region/jamsa"),
        ("Jämsä", ["Programme", "Region"], "region/jamsa"),
        ("jämsek", ["Body"], "body/jamsek"),
        ("Jämsek Oy", [], "body/jamsek"),
        ("Jämsän", [], "region/jamsa"),
        ("jämsällä", ["Region"], "region/jamsa"),
        ("Jämsän seudulla", [], "region/jamsan-seutu"),
        ("jamsa region", [], "region/jamsan-seutu"),
        ("Aluekeskusohjelmassa", [], "programme/ako"),
    ],
)
def test_a_name_is_looked_for_among_the_kind_that_is_wanted(
    more: Names, text: str, kinds: list[str], local: str
) -> None:
    found = more.resolve(text, [f"{BASE}ont#{kind}" for kind in kinds], partly=True)
    assert found == f"{BASE}id/{local}"


def test_of_several_those_are_meant_that_something_is_told_of(more: Names) -> None:
    assert more.resolve("AKO", (), preferred("programme:ako")) == f"{BASE}id/programme/ako"
    assert more.resolve("AKO", (), preferred("body:ako", "programme:ako")) == f"{BASE}id/body/ako"
    assert more.resolve("AKO", (), preferred("region:jamsa")) == f"{BASE}id/body/ako"


def test_several_of_the_kind_are_listed(more: Names) -> None:
    with pytest.raises(AmbiguousName, match="programme:akon, programme:koko"):
        more.resolve("Program", [BASE + "ont#Programme"])
    with pytest.raises(AmbiguousName, match="body:ako, programme:ako"):
        more.resolve("AKO", [BASE + "ont#Programme", BODY])


@pytest.mark.parametrize(
    ("text", "kinds", "words"),
    [
        ("Jämsä", [BODY], "'Jämsä' is no body; it names region:jamsa (municipality)."),
        ("region:jamsa", [BODY], "region:jamsa (municipality) is no body."),
        ("body:ako", [BASE + "ont#Programme", REGION], "body:ako (body) is no programme or region."),
        ("AKO", [REGION], "'AKO' is no region; it names body:ako (body), programme:ako (programme)."),
        (
            "weak",
            [BASE + "concept/means"],
            "'weak' is no <https://w3id.org/seutu/concept/means>; it names seutu:tie.",
        ),
    ],
)
def test_what_is_of_another_kind_is_told(more: Names, text: str, kinds: list[str], words: str) -> None:
    with pytest.raises(OtherKind) as caught:
        more.resolve(text, kinds)
    assert str(caught.value) == words


def test_a_concept_is_of_its_scheme(more: Names) -> None:
    assert more.resolve("weak", [BASE + "concept/strength"]) == BASE + "ont#tie"


@pytest.mark.parametrize("text", ["Jämsek", "Jämsän", "jamsa region"])
def test_a_part_of_a_name_is_taken_only_when_it_is_asked_for(more: Names, text: str) -> None:
    with pytest.raises(UnknownName):
        more.resolve(text)


def test_the_nearest_names_are_those_of_the_kind(more: Names) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'Jämsä'") as caught:
        more.resolve("Jäms", [REGION])
    assert set(caught.value.known) == {"Jämsä", "Jämsän seutu", "the Jämsä region", "Keuruun seutu"}


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("Jämsek", "'Jämsek' is taken for 'Kehittämisyhtiö Jämsek Oy'."),
        ("AKO", "'AKO' is taken for body:ako; it also names programme:ako."),
        ("AKO:n", "'AKO:n' is taken for body:ako; it also names programme:ako."),
        ("Jämsä", ""),
    ],
)
def test_what_a_name_is_taken_for_is_told(more: Names, text: str, remark: str) -> None:
    assert more.candidate(text, partly=True).remark == remark


def test_an_abbreviation_is_found_by_no_other_word(more: Names) -> None:
    with pytest.raises(UnknownName):
        more.resolve("Akos", partly=True)
