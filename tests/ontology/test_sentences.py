"""Every class of statements brings its sentence along, in three languages, with a place for all that it can hold.

A sentence says no more than its statement: modality, tense and whose word it is show in each, in each language.
"""

import re
from functools import cache

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.evidence.explanation import sentence
from seutu.language import sentences
from seutu.language.labels import Labels
from seutu.phrases import LANGUAGES
from seutu.rdf.model import node, objects
from seutu.rdf.namespaces import BASE
from tests.loading import ROOT

# Said beside every sentence: how, when, by which reading, where, and in whose words.
COMMON = frozenset(
    (
        "case concerns confidence during evidence inProgramme inRegion layer modality ownTranslation tense underReading"
        " verbatim"
    ).split()
)


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def rows(text: str) -> list[tuple[str, ...]]:
    result = workspace().query(text)
    assert isinstance(result, ox.QuerySolutions)
    return [tuple("" if term is None else term.value for term in row) for row in result]


def local(iri: str) -> str:
    return iri.rpartition("#")[2]


CLASSES = sorted(
    iri
    for (iri,) in rows(
        "SELECT ?class { ?class rdfs:subClassOf seutu:Statement FILTER(?class != seutu:Statement) }"
    )
)
each_class = pytest.mark.parametrize("iri", CLASSES, ids=local)


def templates(iri: str) -> dict[str, sentences.Template]:
    found = rows(f"SELECT ?text (LANG(?text) AS ?lang) {{ <{iri}> seutu:sentence ?text }}")
    assert len(found) == len({lang for _, lang in found}), "one a language"
    return {lang: sentences.parse(text) for text, lang in found}


def test_there_are_classes() -> None:
    assert len(CLASSES) > 20


@each_class
def test_class_has_a_sentence_in_each_language_with_the_same_names(iri: str) -> None:
    found = templates(iri)
    assert set(found) == set(LANGUAGES)
    assert len({template.names for template in found.values()}) == 1


@each_class
def test_a_name_that_another_agrees_with_is_in_the_sentence_too(iri: str) -> None:
    for template in templates(iri).values():
        pieces = [piece for part in template.parts for piece in part.pieces]
        likes = {piece.like for piece in pieces if isinstance(piece, sentences.Slot) and piece.like}
        assert likes <= template.names


@each_class
def test_every_name_in_a_sentence_is_a_property_of_ours(iri: str) -> None:
    declared = {local(term) for (term,) in rows("SELECT ?term { ?term rdfs:isDefinedBy ?ontology }")}
    assert templates(iri)["fi"].names <= declared


@each_class
def test_what_the_data_say_of_a_statement_is_said(iri: str) -> None:
    used = rows(
        f"SELECT DISTINCT ?property {{ ?one a <{iri}> ; ?property ?value . ?property rdfs:isDefinedBy ?ontology }}"
    )
    assert {local(term) for (term,) in used} - COMMON <= templates(iri)["fi"].names


@each_class
def test_what_belongs_to_the_class_has_a_place(iri: str) -> None:
    own = rows(f"SELECT ?property {{ ?property rdfs:domain <{iri}> ; rdfs:isDefinedBy ?ontology }}")
    assert {local(term) for (term,) in own} <= templates(iri)["fi"].names


# --- What the data say -----------------------------------------------------------------------------

STATEMENTS = sorted(
    iri
    for (iri,) in rows(
        "SELECT DISTINCT ?one { ?one a ?class . ?class rdfs:subClassOf seutu:Statement"
        " FILTER NOT EXISTS { ?one a seutu:Reading } }"
    )
)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def said(iri: str, lang: str) -> str:
    return sentence(ox.NamedNode(iri), Labels(workspace().closed(), lang))


def altered(part: str, value: str) -> ox.Store:
    """The store with one value of a property for every statement."""
    store = ox.Store()
    store.extend(workspace().closed())
    for quad in list(store.quads_for_pattern(None, node(part), None, None)):
        store.remove(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, node(value), quad.graph_name))
    return store


def held(iri: str, part: str) -> list[str]:
    """The last steps of the IRIs that a thing has of a property."""
    found = objects(workspace().closed(), ox.NamedNode(iri), node(part))
    return [re.split("[/#]", one.value)[-1] for one in found if isinstance(one, ox.NamedNode)]


@each_language
def test_a_modality_other_than_assertion_shows_in_the_sentence(lang: str) -> None:
    plain = Labels(altered("seutu:modality", "modality:asserted"), lang)
    silent = [
        iri
        for iri in STATEMENTS
        if held(iri, "seutu:modality") != ["asserted"]
        and held(iri, "seutu:layer") != ["read"]
        and said(iri, lang) == sentence(ox.NamedNode(iri), plain)
        # That two correspond roughly, their class says already.
        and "ApproximateCorrespondence" not in held(iri, "rdf:type")
    ]
    assert silent == []


@each_language
def test_what_was_read_says_so_with_its_confidence(lang: str) -> None:
    lead = {"fi": "Tulkinta (varmuus: ", "sv": "Tolkning (tillförlitlighet: ", "en": "Read, "}[lang]
    for iri in STATEMENTS:
        assert said(iri, lang).startswith(lead) is (held(iri, "seutu:layer") == ["read"])


@pytest.mark.parametrize(
    ("iri", "lang", "words"),
    [
        # Line 22 tells it in the past, line 37 without a verb, line 52 as a possibility, line 62 on a condition.
        (
            "ako-discussion-forum-2002",
            "fi",
            "AKO: rooleihin ohjelmakaudella 2002–2006 kuului keskustelufoorumi.",
        ),
        (
            "ako-discussion-forum-2002",
            "sv",
            "Till rollerna för RCP under programperioden 2002–2006 hörde diskussionsforum.",
        ),
        ("ako-foresight-2007", "en", "Role of AKO in the programme period 2007–2010: foresight."),
        ("ako-can-produce-information", "fi", "AKO – mitä se voi tuottaa: "),
        ("ako-can-produce-information", "sv", "RCP kan bidra med följande: "),
        ("ako-can-produce-information", "en", "AKO can contribute the following: "),
        ("committed-by-handling", "en", "Means or sign of commitment, depending on the matter: "),
        ("jamk-kind", "en", "Of JAMK the source writes: "),
        ("cooperation-lacking-2002", "fi", "Strateginen yhteistyö puuttui"),
        ("jamsa-in-keski-suomi-2005", "fi", "Keski-Suomi – alueeseen kuulunut kunta: Jämsä."),
        ("jamsa-in-sub-region-from-2021", "fi", "Jämsän seutukunta – alueeseen kuuluva kunta: Jämsä."),
        ("cooperation-learned", "fi", "Opeteltiin tekemään seuraavaa: strateginen yhteistyö."),
        (
            "ako-to-koko",
            "fi",
            "Edeltäjä: aluekeskusohjelma; seuraaja: koheesio- ja kilpailukykyohjelma (kokonaan).",
        ),
        ("communications-group-tie", "sv", "Regionens egen kommunikationsgrupp har en svag koppling"),
        ("teke-listed", "sv", "TEKE räknas upp under industrinätverket."),
        ("salo-in-koko", "en", "Salo took part in the Cohesion and Competitiveness Programme (local part)."),
        ("jamsek-founded", "fi", "perustettu: vuonna 1994 "),
        ("ako-grounds-decided", "fi", "hyväksytty: syksyllä 2000 "),
        ("kuhmois-name", "en", "as the name in Swedish: from 1 November 2020 (Kuhmois"),
        ("interior-steered-ako-2002-2007", "sv", "regioncentrumprogrammet styrdes av inrikesministeriet."),
        ("interior-steered-ako", "sv", "Regioncentrumprogrammet – styrning: inrikesministeriet."),
        (
            "ako-dropped-service-production",
            "fi",
            "Aluekeskusohjelma – julkinen palvelutuotanto: poistettu ohjelmasta.",
        ),
        ("role-changed-paras", "fi", "AKO: lähde antaa ymmärtää, että rooli tai asema on muuttunut"),
        ("koko-planned-funding", "en", "roughly 23,000,000."),
        ("area-jamsa-2001-2006", "fi", "1\N{NO-BREAK SPACE}003,98."),
    ],
)
def test_a_sentence_says_no_more_than_its_source(iri: str, lang: str, words: str) -> None:
    assert words in said(f"https://w3id.org/seutu/id/statement/{iri}", lang)


@each_language
def test_every_concept_in_the_place_of_a_verb_has_a_form_for_the_past(lang: str) -> None:
    formed = {
        concept
        for (concept,) in rows(f"SELECT ?it {{ ?it seutu:pastForm ?form FILTER(LANG(?form) = '{lang}') }}")
    }
    for scheme in ("function", "state"):
        found = rows(f"SELECT ?it {{ ?it skos:inScheme <{BASE}concept/{scheme}> }}")
        assert {concept for (concept,) in found} <= formed
