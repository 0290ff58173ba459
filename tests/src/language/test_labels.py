"""Names of terms for readers of one language, and passages as people cite them."""

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.language.labels import Labels
from seutu.rdf.namespaces import expand

TURTLE = """\
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix x: <urn:x:> .

x:a skos:prefLabel "yksi"@fi , "one"@en .
x:b rdfs:label "två"@sv ; skos:prefLabel "kolme"@et .
x:deck skos:prefLabel "Kalvot"@fi , "Slides"@en .
x:l2 seutu:lineNumber 2 ; seutu:inSource x:deck ; oa:exact "- Kunnat" ; skos:prefLabel "Municipalities"@en .
x:l10 seutu:lineNumber 10 ; seutu:inSource x:deck ; oa:exact "- Ryhmä" .
x:other skos:prefLabel "Muu"@fi .
x:o1 seutu:lineNumber 1 ; seutu:inSource x:other .
x:s2 skos:notation "S2" ; skos:prefLabel "Laki"@fi ; dcterms:bibliographicCitation "Laki 1/2002" .
x:s17 skos:notation "S17" ; skos:prefLabel "Asetus"@fi .
x:gap a seutu:Gap ; seutu:gapAbout x:a ; seutu:wouldStandAt x:l2 ; skos:prefLabel "mitä yksi on"@fi .
"""
STORE = ox.Store()
STORE.load(TURTLE.encode(), format=ox.RdfFormat.TURTLE)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:x:{name}")


def nodes(names: str) -> list[ox.NamedNode]:
    return [node(name) for name in names.split()]


def labels(lang: str = "en") -> Labels:
    return Labels(STORE, lang, {"x": "urn:x:"})


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["one", "kolme", "x:none", "l. 10"]),
        ("fi", ["yksi", "kolme", "x:none", "r. 10"]),
        ("sv", ["yksi", "kolme", "x:none", "r. 10"]),
    ],
)
def test_a_thing_is_shown_by_its_label_its_place_or_its_short_iri(lang: str, names: list[str]) -> None:
    assert [labels(lang).shown(one) for one in nodes("a b none l10")] == names


def test_a_literal_is_its_text_and_nothing_is_empty() -> None:
    assert labels().shown(ox.Literal("x", language="fi")) == "x"
    assert labels().shown(None) == ""


def test_short_iris_stand_for_labels_where_they_are_wanted() -> None:
    found = Labels(STORE, "en", {"x": "urn:x:"}, iris=True)
    assert [found.shown(one) for one in nodes("a l2")] == ["x:a", "x:l2"]
    assert found.cited(nodes("s2")) == "x:s2"


@pytest.mark.parametrize(
    ("passages", "cited", "placed"),
    [
        ("l10 l2 l10", "ll. 2, 10", "lines 2 and 10"),
        ("l2", "l. 2", "line 2"),
        ("l2 o1", "Muu l. 1; Slides l. 2", "Muu l. 1; Slides l. 2"),
        ("s17 s2", "S2; S17", "S2; S17"),
        ("l2 s2", "S2; Slides l. 2", "S2; Slides l. 2"),
        ("", "", ""),
    ],
)
def test_passages_as_they_are_cited(passages: str, cited: str, placed: str) -> None:
    assert labels().cited(nodes(passages)) == cited
    assert labels().cited_in_words(nodes(passages)) == placed


def test_places_in_other_languages() -> None:
    assert [labels(lang).cited_in_words(nodes("l2 l10")) for lang in ("fi", "sv")] == [
        "rivit 2 ja 10",
        "raderna 2 och 10",
    ]


@given(st.permutations(nodes("l2 l10 o1 s2 s17")))
def test_the_order_of_passages_is_always_the_same(passages: Sequence[ox.NamedNode]) -> None:
    assert labels().in_order(passages) == nodes("s2 s17 o1 l2 l10")


def test_the_words_of_a_passage_and_of_a_source() -> None:
    assert labels().quoted(node("l2")) == ["- Kunnat", "Municipalities"]
    assert labels("fi").quoted(node("l2")) == ["- Kunnat"]
    assert labels("fi").quoted(node("s2")) == ["Laki", "Laki 1/2002"]
    assert labels().quoted(node("a")) == []


def test_gaps_of_a_thing_with_the_line_where_they_could_stand() -> None:
    assert labels("fi").gaps(node("a")) == ["mitä yksi on (rivi 2)"]
    assert labels("fi").gaps(node("b")) == []


def test_the_source_of_a_passage() -> None:
    assert labels().source(node("l2")) == node("deck")
    assert labels().source(node("a")) is None
    assert labels().text(node("a"), ox.NamedNode(expand("rdfs:label"))) is None


PLACES = """\
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix x: <urn:x:> .

x:minutes a seutu:Source ; skos:notation "V8" ; skos:prefLabel "Pöytäkirja"@fi .
x:act a seutu:Source ; skos:notation "B44" ; skos:prefLabel "Verordnung"@de .
x:twin a seutu:Source ; skos:notation "S1" ; skos:prefLabel "One"@en .
x:other-twin a seutu:Source ; skos:notation "S1" ; skos:prefLabel "Another"@en .
x:cover skos:prefLabel "kansi"@fi , "cover"@en .
x:copy a seutu:Copy , seutu:ThirdPartyCopy .
x:own-copy a seutu:Copy .
x:item seutu:inSource x:minutes ; seutu:sectionNumber "20" .
x:covered seutu:inSource x:minutes ; seutu:sourcePart x:cover .
x:page seutu:inSource x:minutes ; seutu:pageNumber 3 ; seutu:lineNumber 5 .
x:slide seutu:inSource x:minutes ; seutu:slideNumber 4 ; seutu:paragraphNumber 2 .
x:headed seutu:inSource x:minutes ; seutu:headingText "Managing Authority" ; seutu:paragraphNumber 2 .
x:article seutu:inSource x:act ; seutu:articleNumber "22" ; seutu:paragraphNumber 1 ; seutu:shownIn x:copy .
x:whole-article seutu:inSource x:act ; seutu:articleNumber "28" ; seutu:shownIn x:copy , x:own-copy .
x:line seutu:inSource x:minutes ; seutu:lineNumber 7 .
x:bit seutu:inSource x:minutes ; seutu:fragmentOf x:line ; oa:exact "o" .
x:twin-line seutu:inSource x:twin ; seutu:lineNumber 1 .
"""


@pytest.mark.parametrize(
    ("name", "en", "fi", "sv"),
    [
        ("item", "V8 § 20", "V8 20 §", "V8 § 20"),
        ("covered", "V8 cover", "V8 kansi", "V8 kansi"),
        ("page", "V8 p. 3 l. 5", "V8 s. 3 r. 5", "V8 s. 3 r. 5"),
        ("slide", "V8 slide 4 par. 2", "V8 dia 4 kpl 2", "V8 bild 4 st. 2"),
        (
            "headed",
            "V8 “Managing Authority” par. 2",
            "V8 ”Managing Authority” kpl 2",
            "V8 ”Managing Authority” st. 2",
        ),
        (
            "article",
            "B44 Art. 22(1) (third-party copy)",
            "B44 22 art. 1 kohta (ulkopuolisen kopio)",
            "B44 art. 22.1 (utomståendes kopia)",
        ),
        ("whole-article", "B44 Art. 28", "B44 artikla 28", "B44 art. 28"),
        ("bit", "V8 l. 7 “o”", "V8 r. 7 ”o”", "V8 r. 7 ”o”"),
        ("twin-line", "One l. 1", "One r. 1", "One r. 1"),
    ],
)
def test_a_place_of_any_kind_is_told_with_its_source(name: str, en: str, fi: str, sv: str) -> None:
    store = ox.Store()
    store.load(PLACES.encode(), format=ox.RdfFormat.TURTLE)
    assert [Labels(store, lang).shown(node(name)) for lang in ("en", "fi", "sv")] == [en, fi, sv]


def test_places_of_one_source_follow_its_sign() -> None:
    store = ox.Store()
    store.load(PLACES.encode(), format=ox.RdfFormat.TURTLE)
    found = Labels(store).cited(nodes("line page minutes act"))
    assert found == "B44; V8, p. 3 l. 5, l. 7"
