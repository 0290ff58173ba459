"""Shapes for the languages that a workspace chooses."""

import pyoxigraph as ox
import pytest

from seutu.rdf import reading
from seutu.shacl import languages
from seutu.validation.checks import validate
from tests.loading import ROOT

GRAPH = ox.NamedNode("http://ex.org/g")
SHAPES = """\
@prefix ex: <http://ex.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:name , ex:word , ex:word-sv .
ex:name a sh:PropertyShape ; sh:path ex:label ; sh:minCount 3 ; sh:languageIn ( "fi" "sv" "en" ) ; sh:uniqueLang true ;
    sh:message "One in each language: fi, sv and en."@en , "Yksi kullakin kielellä: fi, sv ja en."@fi .
ex:word a sh:PropertyShape ; sh:path ex:word ; sh:minCount 1 ; sh:message "A word."@en .
ex:word-sv a sh:PropertyShape ; sh:path ex:word ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape ex:inSv ;
    sh:message "A word in Swedish."@en .
ex:other a sh:PropertyShape ; sh:path ex:other ; sh:languageIn ( "fi" "sv" "en" ) ;
    sh:message "Another than fi, sv or en."@en .
ex:S sh:property ex:other .
ex:inSv a sh:NodeShape ; sh:languageIn ( "sv" ) .
"""


def quads(text: str) -> list[ox.Quad]:
    return reading.read(text.encode(), ox.RdfFormat.TURTLE, GRAPH, "x.ttl")


def found(labels: str, required: tuple[str, ...], welcome: tuple[str, ...] = ()) -> list[str]:
    store = ox.Store()
    store.extend(
        quads(f'@prefix ex: <http://ex.org/> . ex:a a ex:C ; ex:word "ord"@en ; ex:label {labels} .')
    )
    shapes = languages.adapted(quads(SHAPES), required, welcome)
    return sorted(finding.messages["en"] for finding in validate(store, shapes).findings)


@pytest.mark.parametrize(
    ("labels", "required", "welcome", "messages"),
    [
        ('"a"@fi , "a"@en', ("fi", "en"), (), []),
        ('"a"@fi , "a"@en', ("fi", "sv", "en"), (), ["A word in Swedish.", "One in each language: fi, sv and en."]),
        ('"a"@fi , "a"@sv', ("fi", "en"), ("sv",), ["One in each language: fi and en."]),
        ('"a"@fi , "a"@sv , "a"@en', ("fi", "en"), ("sv",), []),
        ('"a"@fi , "a"@sv', ("fi",), (), ["One in each language: fi."]),
        ('"a"@et', ("et",), (), []),
        ('"a"@fi , "b"@fi', ("fi",), (), ["One in each language: fi."]),
    ],
)  # fmt: skip
def test_labels_are_wanted_in_the_chosen_languages(
    labels: str, required: tuple[str, ...], welcome: tuple[str, ...], messages: list[str]
) -> None:
    assert found(labels, required, welcome) == messages


def test_shapes_in_seutus_own_languages_stay_as_they_are() -> None:
    assert languages.adapted(quads(SHAPES), ("fi", "sv", "en")) == quads(SHAPES)


def test_a_message_names_the_languages_that_are_allowed() -> None:
    store = ox.Store()
    store.extend(
        quads(
            '@prefix ex: <http://ex.org/> . ex:a a ex:C ; ex:word "a"@en ; ex:label "a"@fi ; ex:other "a"@de .'
        )
    )
    report = validate(store, languages.adapted(quads(SHAPES), ["fi"], ["et", "en"]))
    assert [finding.messages["en"] for finding in report.findings] == ["Another than fi, et or en."]


def test_every_message_on_languages_is_told_in_those_of_the_workspace() -> None:
    shapes = [
        quad for path in sorted((ROOT / "shapes").glob("*.ttl")) for quad in quads(path.read_text("utf-8"))
    ]
    told = languages.adapted(shapes, ["sv"], ["et"])
    messages = [str(quad.object) for quad in told if quad.predicate.value.endswith("#message")]
    assert messages
    assert not [one for one in messages if "fi, sv" in one]
