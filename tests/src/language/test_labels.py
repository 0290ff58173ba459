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
        ("en", ["one", "kolme", "x:none", "10"]),
        ("fi", ["yksi", "kolme", "x:none", "10"]),
        ("sv", ["yksi", "kolme", "x:none", "10"]),
    ],
)
def test_a_thing_is_shown_by_its_label_its_line_or_its_short_iri(lang: str, names: list[str]) -> None:
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
        ("l10 l2 l10", "2, 10", "lines 2 and 10"),
        ("l2", "2", "line 2"),
        ("l2 o1", "Muu: 1, Slides: 2", "Muu: 1, Slides: 2"),
        ("s17 s2", "S2, S17", "S2, S17"),
        ("l2 s2", "S2, 2", "S2, 2"),
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
