"""Places in words, for readers of one language."""

import pytest

from seutu.language import places
from seutu.rdf.model import node


def given(**values: str) -> dict[object, str]:
    return {node(f"seutu:{name}"): value for name, value in values.items()}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "cover p. 3 § 20 “Kontakt” par. 2 l. 5"),
        ("fi", "cover s. 3 20 § ”Kontakt” kpl 2 r. 5"),
        ("sv", "cover s. 3 § 20 ”Kontakt” st. 2 r. 5"),
    ],
)
def test_a_place_is_told_from_the_wider_to_the_narrower(lang: str, words: str) -> None:
    found = given(
        lineNumber="5",
        paragraphNumber="2",
        headingText="Kontakt",
        sectionNumber="20",
        pageNumber="3",
        sourcePart="cover",
    )
    assert places.worded(found, lang) == words


def test_a_paragraph_of_an_article_is_told_with_it() -> None:
    found = given(articleNumber="22", paragraphNumber="1")
    assert [places.worded(found, lang) for lang in ("en", "fi", "sv")] == [
        "Art. 22(1)",
        "22 art. 1 kohta",
        "art. 22.1",
    ]


def test_nothing_is_told_of_no_place() -> None:
    assert places.worded({}, "en") == ""


def test_several_lines_are_told_together() -> None:
    assert [places.lines(["49", "50"]).text_in(lang) for lang in ("en", "fi")] == ["ll. 49, 50", "r. 49, 50"]


def test_a_heading_with_braces_is_no_template() -> None:
    assert places.worded(given(headingText="{x}"), "en") == "“{x}”"
