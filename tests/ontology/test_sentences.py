"""Every class of statements brings its sentence along, in three languages, with a place for all that it can hold."""

from functools import cache

import pyoxigraph as ox
import pytest

from seutu import Workspace, sentences
from seutu.phrases import LANGUAGES
from tests.loading import ROOT

# Said beside every sentence: how, when, by which reading, where, and in whose words.
COMMON = frozenset(
    "concerns confidence during evidence layer modality ownTranslation underReading verbatim".split()
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
    return {lang: sentences.read(text) for text, lang in found}


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
