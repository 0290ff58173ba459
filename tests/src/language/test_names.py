"""The names of the resources in a store, and their words."""

import pyoxigraph as ox
import pytest

from seutu.language import inflection
from seutu.language.names import IndexedName, NameIndex, bare, normal

TEXT = """\
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .

ex:company skos:prefLabel "Vaasanseudun Kehitys Oy"@fi ; skos:altLabel "VASEK" .
ex:act skos:prefLabel "alueiden  kehittämislaki 602/2002"@fi .
ex:group skos:prefLabel "the steering group"@en .
ex:form seutu:normalForm "kehitysyhtiö" ; seutu:about ex:company .
_:none skos:prefLabel "nameless"@en .
"""


@pytest.fixture(scope="module")
def index() -> NameIndex:
    store = ox.Store()
    store.load(TEXT.encode(), format=ox.RdfFormat.TURTLE)
    return NameIndex(store)


def named(index: NameIndex, name: str) -> IndexedName:
    return next(one for names in index.in_words for one in names if one.name == name)


def test_names_and_other_names_are_apart(index: NameIndex) -> None:
    company = {ox.NamedNode("http://example.org/company")}
    assert set(index.own) == {
        "Vaasanseudun Kehitys Oy", "alueiden kehittämislaki 602/2002", "the steering group"
    }  # fmt: skip
    assert index.other == {"VASEK": company, "kehitysyhtiö": company}
    assert index.languages["the steering group"] == {"en"}


WAYS = {
    "whole": IndexedName.is_inflection_of,
    "part": IndexedName.contains,
    "inflected": IndexedName.contains_inflected,
    "endings": IndexedName.contains_endings,
}


@pytest.mark.parametrize(
    ("name", "given", "ways"),
    [
        ("Vaasanseudun Kehitys Oy", "kehitys oy", "part inflected"),
        ("Vaasanseudun Kehitys Oy", "kehityksen oy", "inflected"),
        # What a name only belongs to does not stand for it.
        ("Vaasanseudun Kehitys Oy", "vaasanseudun", ""),
        ("alueiden kehittämislaki 602/2002", "laki 602/2002", "endings"),
        ("alueiden kehittämislaki 602/2002", "laki", ""),
        ("the steering group", "steering group", "whole part inflected"),
    ],
)
def test_a_name_is_found_by_its_words(index: NameIndex, name: str, given: str, ways: str) -> None:
    found, words = named(index, name), tuple(inflection.search_words(given))
    assert [way for way, finds in WAYS.items() if finds(found, words)] == ways.split()


def test_a_shared_word_is_seen_in_any_case(index: NameIndex) -> None:
    assert named(index, "Vaasanseudun Kehitys Oy").shares(("kehityksestä",))
    assert named(index, "alueiden kehittämislaki 602/2002").shares(("laki",))
    assert not named(index, "the steering group").shares(("board",))


def test_an_article_and_the_number_of_spaces_do_not_matter() -> None:
    assert bare(("the", "steering", "group")) == ("steering", "group")
    assert bare(("steering", "the")) == ("steering", "the")
    assert normal("  Ja\u0308msa\u0308  seutu ") == "Jämsä seutu"
