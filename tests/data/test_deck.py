"""The deck as data: every line is there, word for word, and nothing rests on air."""

import hashlib

import pyoxigraph as ox
import pytest

from seutu import Workspace
from tests.loading import ROOT

DECK = ROOT.parent / "shared" / "domain" / "source-deck.txt"
LINES = """
    SELECT ?line ?number ?text
    WHERE { ?line seutu:inSource source:jamsa-deck ; seutu:lineNumber ?number ; oa:exact ?text }
"""


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT).within({"case": "jamsa"})


@pytest.fixture(scope="module")
def deck() -> str:
    if not DECK.exists():
        pytest.skip(f"the deck itself is not at hand ({DECK})")
    return DECK.read_bytes().decode("utf-8")


def column(workspace: Workspace, text: str) -> list[str]:
    result = workspace.query(text)
    assert isinstance(result, ox.QuerySolutions)
    return [row[0].value for row in result]


def lines(workspace: Workspace) -> dict[int, str]:
    result = workspace.query(LINES)
    assert isinstance(result, ox.QuerySolutions)
    return {int(row["number"].value): row["text"].value for row in result}


def test_the_deck_is_the_one_described(workspace: Workspace, deck: str) -> None:
    told = column(workspace, "SELECT ?sum WHERE { source:jamsa-deck schema:sha256 ?sum }")
    assert told == [hashlib.sha256(deck.encode()).hexdigest()]


def test_every_line_that_is_not_blank_is_a_passage_word_for_word(workspace: Workspace, deck: str) -> None:
    assert lines(workspace) == {
        number: text for number, text in enumerate(deck.split("\n"), start=1) if text.strip()
    }


def test_the_iri_of_a_line_ends_in_its_number(workspace: Workspace) -> None:
    result = workspace.query(LINES)
    assert isinstance(result, ox.QuerySolutions)
    assert [
        row["line"].value for row in result if not row["line"].value.endswith(f"/line/{row['number'].value}")
    ] == []


def test_there_are_57_lines_and_three_residues(workspace: Workspace) -> None:
    assert len(lines(workspace)) == 57
    assert len(column(workspace, "SELECT ?f WHERE { ?f a seutu:Fragment }")) == 3


def test_no_content_line_is_without_a_statement(workspace: Workspace) -> None:
    query = """
        SELECT ?number WHERE {
            ?line seutu:passageKind passage-kind:content ; seutu:lineNumber ?number .
            FILTER NOT EXISTS { ?statement seutu:evidence ?line }
        }
    """
    assert column(workspace, query) == []
    assert len(column(workspace, query.replace("NOT EXISTS", "EXISTS"))) == 43


def test_no_statement_is_without_evidence(workspace: Workspace) -> None:
    query = "SELECT ?s WHERE { ?s a seutu:Statement FILTER NOT EXISTS { ?s seutu:evidence ?line } }"
    assert column(workspace, query) == []
    assert len(column(workspace, query.replace("NOT EXISTS", "EXISTS"))) > 80


def test_persons_are_surnames_as_written(workspace: Workspace) -> None:
    names = column(
        workspace, "SELECT ?name WHERE { ?p a seutu:Person ; foaf:familyName ?name } ORDER BY ?name"
    )
    assert names == ["Asunmaa", "Hakala", "Juurinen", "Leppänen", "Sunnarborg", "Vehkakoski", "Weijo"]
    assert (
        column(
            workspace, "SELECT ?x WHERE { ?p a seutu:Person ; foaf:givenName|owl:sameAs|skos:exactMatch ?x }"
        )
        == []
    )


def test_all_twelve_readings_are_there_with_alternative_and_confidence(workspace: Workspace) -> None:
    query = """
        SELECT DISTINCT ?reading WHERE {
            ?reading a seutu:Reading ; seutu:alternativeReading ?other ; seutu:confidence ?confidence
        }
    """
    found = {iri.rpartition("/")[2] for iri in column(workspace, query)}
    assert {f"a{number}" for number in range(1, 13)} <= found


def test_wording_survives_beside_the_normal_form(workspace: Workspace) -> None:
    assert column(workspace, "SELECT ?v WHERE { network:industrial seutu:verbatim ?v }") == [
        "Teolliset verkosto"
    ]
    assert column(workspace, "SELECT ?n WHERE { statement:industrial-normal-form seutu:normalForm ?n }") == [
        "Teolliset verkostot"
    ]
    assert column(workspace, "SELECT ?v WHERE { statement:asunmaa-quotation seutu:verbatim ?v }") == [
        "Asunmaa:” Kaupungit eivät enää voi ulkoistaa strategista kehittämisvastuutaan!”"
    ]


def test_each_line_is_translated_in_one_wording(workspace: Workspace) -> None:
    """No slash and no bracket that the line itself lacks: that is where alternatives and our own knowledge stood."""
    query = "SELECT ?text ?told { ?line seutu:inSource source:jamsa-deck ; oa:exact ?text ; skos:prefLabel ?told }"
    result = workspace.query(query)
    assert isinstance(result, ox.QuerySolutions)
    pairs = [(row["text"].value.replace("\\approx", "≈"), row["told"].value) for row in result]
    assert len(pairs) > 100
    assert [told for text, told in pairs if any(text.count(mark) != told.count(mark) for mark in "/()")] == []


@pytest.mark.parametrize("name", ["HQH", "JAMK", "Viribus Unitis", "SKY", "TEKE", "PK teollisuus MP", "APO"])
def test_an_opaque_name_stays_as_it_is_in_every_language(workspace: Workspace, name: str) -> None:
    query = f'SELECT ?told WHERE {{ ?line oa:exact ?text ; skos:prefLabel ?told FILTER(CONTAINS(?text, "{name}")) }}'
    told = column(workspace, query)
    assert len(told) == 2
    assert all(name in text for text in told)


@pytest.mark.parametrize(
    ("thing", "lines"),
    [
        ("region:jamsan-seutu", {3, 14, 20, 35, 47, 53, 57, 65, 81}),
        ("programme:jamsa-ako", {3, 57, 61}),
        ("topic:vitality", {8, 53}),
        ("topic:steering-effect", {47}),
        ("topic:management-system", {47}),
        ("topic:regional-ako-networks", {65}),
        ("topic:national-ako-networks", {65}),
    ],
)
def test_what_a_line_mentions_is_named_in_it(workspace: Workspace, thing: str, lines: set[int]) -> None:
    found = column(workspace, f"SELECT ?number WHERE {{ {thing} seutu:namedIn/seutu:lineNumber ?number }}")
    assert {int(number) for number in found} == lines


@pytest.mark.parametrize(
    "silent",
    [
        "statement:cooperation-learned seutu:region ?any",
        "statement:cooperation-learned seutu:during ?any",
        "?one seutu:layer layer:stated ; seutu:towards ?any",
        "?tie a seutu:Tie ; seutu:tieOf party:pk-teollisuus-mp ; seutu:layer ?any",
    ],
)
def test_what_no_line_says_is_not_stated(workspace: Workspace, silent: str) -> None:
    assert column(workspace, f"SELECT ?any WHERE {{ {silent} }}") == []


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("a seutu:Commitment", 57),
        ("a seutu:Commitment", 59),
        ("a seutu:NetworkRelation", 65),
        ("a seutu:Mediation", 65),
    ],
)
def test_what_only_a_title_or_heading_says_cites_it(workspace: Workspace, said: str, line: int) -> None:
    cited = f"seutu:evidence <https://w3id.org/seutu/id/source/jamsa-deck/line/{line}>"
    query = f"SELECT ?one WHERE {{ ?one {said} FILTER NOT EXISTS {{ ?one {cited} }} }}"
    assert column(workspace, query) == []


def test_what_is_not_stated_is_read_with_its_alternative(workspace: Workspace) -> None:
    query = """
        SELECT ?read WHERE {
            ?read seutu:layer layer:read ; seutu:underReading/seutu:alternativeReading ?other .
            { ?read seutu:towards body:regional-management-group }
            UNION { ?read a seutu:Situation ; seutu:region region:jamsan-seutu }
            UNION { ?read a seutu:Situation ; seutu:during period:2002-2006 }
        }
    """
    names = {iri.rpartition("/")[2] for iri in column(workspace, query)}
    assert names == {
        "ako-secretary-of-management-group",
        "cooperation-learned-in-region",
        "cooperation-learned-2002-2006",
    }
