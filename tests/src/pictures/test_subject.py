"""The subject of a picture: rows with the words beside them, and short marks for their sources."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from seutu.language.labels import Labels
from seutu.pictures.subject import Citations, Record, Subject, href
from tests.helpers.drawing import day, question, thing

TURTLE = """\
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix x: <https://example.org/> .

x:deck skos:prefLabel "Slides"@en .
x:other skos:prefLabel "Other"@en .
x:l2 seutu:lineNumber 2 ; seutu:inSource x:deck ; oa:exact "- Kunnat" .
x:o1 seutu:lineNumber 1 ; seutu:inSource x:other .
x:s2 skos:notation "S2" ; skos:prefLabel "Act"@en .
x:law skos:prefLabel "A law"@en .
x:a skos:prefLabel "group"@en .
"""
STORE = ox.Store()
STORE.load(TURTLE.encode(), format=ox.RdfFormat.TURTLE)


def subject(*evidence: str, **bindings: ox.NamedNode | ox.Literal) -> Subject:
    records = [Record({"body": thing("a")}, tuple(thing(name) for name in evidence))]
    return Subject(question("decisions"), records, Labels(STORE), {"body": "Body"}, bindings)


def test_a_record_has_the_columns_that_are_filled() -> None:
    record = Record.of(("x", "y"), (thing("a"), None), ())
    assert (record.get("x"), record.get("y"), record.get("z")) == (thing("a"), None, None)


def test_title_and_conditions_say_what_was_asked() -> None:
    found = subject(on=day("2008-06-30"), body=thing("a"))
    assert found.title == "What is drawn, as of 30 June 2008"
    assert found.conditions() == ["Body: group"]
    assert found.question == "What is there to be drawn?"


def test_things_are_shown_in_words() -> None:
    found = subject("l2")
    assert [found.shown(term) for term in (thing("l2"), day("2008-06-30"), thing("a"), None)] == [
        "line 2",
        "30 June 2008",
        "group",
        "",
    ]
    assert found.capital(thing("a")) == "Group"
    assert found.description(found.records[0]) == "Body: group; Source: l. 2"
    assert found.values("body") == [thing("a")]
    assert (href(thing("a")), href(day("2008-06-30"))) == (thing("a").value, None)


def test_places_in_the_one_source_are_told_without_it() -> None:
    cited = Citations(subject("l2"))
    assert [mark for mark, _ in cited.marks([thing("l2")])] == ["l. 2"]
    assert [(mark, name) for mark, name, _ in cited.key()] == [("Source", "Slides")]


def test_places_beside_other_sources_have_the_letter_of_their_own() -> None:
    cited = Citations(subject("l2", "s2", "law"))
    assert [mark for mark, _ in cited.marks([thing("law"), thing("s2"), thing("l2")])] == [
        "S2",
        "b",
        "c l. 2",
    ]
    assert [(mark, name) for mark, name, _ in cited.key()] == [("S2", "Act"), ("b", "A law"), ("c", "Slides")]


def test_places_in_two_sources_have_their_letter() -> None:
    cited = Citations(subject("l2", "o1"))
    assert [mark for mark, _ in cited.marks([thing("l2"), thing("o1")])] == ["b l. 1", "a l. 2"]


def test_what_is_cited_in_full() -> None:
    cited = Citations(subject("l2"))
    assert cited.description(thing("l2")) == "line 2: - Kunnat"
    assert cited.description(thing("law")) == "A law"


@given(st.integers(1, 60))
def test_each_source_without_a_sign_has_a_letter_of_its_own(count: int) -> None:
    names = [f"n{number}" for number in range(count)]
    marks = [mark for mark, _ in Citations(subject(*names)).marks(map(thing, names))]
    assert len(set(marks)) == count
    assert marks == sorted(marks, key=lambda mark: (len(mark), mark))
    assert all(mark.isalpha() and mark.islower() for mark in marks)
