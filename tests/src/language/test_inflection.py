"""Words in different grammatical cases."""

import pytest

from seutu.language import inflection


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Jämsän", "Jämsä", True),
        ("Jämsässä", "Jämsästä", True),
        ("Keuruun seudulla", "Keuruun seutu", True),
        ("verkostoja", "verkosto", True),
        ("nätverken", "nätverket", True),
        ("networks", "network", True),
        ("JÄMSÄ", "jämsä", True),
        ("Jamsa", "Jämsän", True),
        ("Helsingin", "Helsinki", True),
        ("Ylöjärven", "Ylöjärvi", True),
        ("rannan kunta", "ranta kunnat", True),
        ("Kuhmoisten", "Kuhmoinen", True),
        ("Kuhmoisissa", "Kuhmoinen", True),
        ("Kuhmoisiin", "Kuhmoinen", True),
        ("Kuhmoista", "Kuhmoinen", True),
        ("kaupunginhallituksen", "kaupunginhallitus", True),
        ("kaupunginhallitusta", "kaupunginhallitus", True),
        ("Orivedellä", "Orivesi", True),
        ("Längelmäen", "Längelmäki", True),
        ("Jämsästä", "Jämsäinen", False),
        ("Tekes", "tekee", False),
        ("Jämsä", "Jämsänkoski", False),
        ("Jämsän seutu", "Jämsä", False),
        ("ohjelma", "ohjaus", False),
        ("", "", True),
    ],
)
def test_words_are_alike_whatever_their_endings(one: str, other: str, alike: bool) -> None:
    assert inflection.are_same_words(inflection.words(one), inflection.words(other)) == alike
    assert inflection.are_same_words(inflection.words(other), inflection.words(one)) == alike


@pytest.mark.parametrize(
    ("text", "given", "holds"),
    [
        ("Kuka päättää mistä?", "päättää", True),
        ("Kuka päättää mistä?", "kuka päättää", True),
        ("Kuka päättää mistä?", "kuka mistä", False),
        ("Kuka päättää mistä?", "", False),
        ("Verkostojen solmut", "verkosto", True),
        ("", "verkosto", False),
    ],
)
def test_a_text_holds_words(text: str, given: str, holds: bool) -> None:
    assert inflection.contains_words(text, given) == holds
