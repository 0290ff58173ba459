"""Whatever an answer calls a thing, it can be asked by that name, and `explain` takes a name as `about` does."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from seutu.errors import AmbiguousName, UnknownName
from seutu.query import definition
from seutu.rdf.model import node, objects
from tests.questions.asking import LANGUAGES, questions, workspace

OURS = "https://w3id.org/seutu/"


def shown() -> set[ox.NamedNode]:
    """The things of ours that stand in any answer."""
    results = (definition.run(workspace().closed(), one.text, workspace().prefixes) for one in questions())
    found = (row for result in results if isinstance(result, ox.QuerySolutions) for row in result)
    return {
        term
        for row in found
        for term in row
        if isinstance(term, ox.NamedNode) and term.value.startswith(OURS)
    }


def called(lang: str) -> Iterator[tuple[str, ox.NamedNode]]:
    """What things are called in answers of a language; passages are told by their places."""
    labels = workspace().labels(lang)
    for thing in shown():
        name = labels.label(thing)
        if name and not labels.is_passage(thing):
            yield name, thing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_in_an_answer_can_be_asked(lang: str) -> None:
    labels = workspace().labels(lang)
    lost = []
    for name, thing in called(lang):
        try:
            found = workspace().names.resolve(name, partly=True)
        except AmbiguousName as error:
            if labels.curie(thing) not in str(error):
                lost.append((name, str(error)))
        else:
            # A property and an aspect may be called alike, or a topic and a source in another language.
            if found != thing.value and name not in names_of(found):
                lost.append((name, found))
    assert lost == []


def names_of(iri: str) -> set[str]:
    found = objects(workspace().closed(), ox.NamedNode(iri), node("skos:prefLabel"))
    return {name.value for name in found if isinstance(name, ox.Literal)}


def test_what_is_written_in_full_can_be_asked() -> None:
    store = workspace().closed()
    for said in store.quads_for_pattern(None, node("seutu:normalForm"), None, None):
        (about,) = store.quads_for_pattern(said.subject, node("seutu:about"), None, None)
        assert isinstance(said.object, ox.Literal)
        assert isinstance(about.object, ox.NamedNode)
        assert workspace().resolve(said.object.value) == about.object.value


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("MP", "party/pk-teollisuus-mp"),
        ("AKO-ohjausryhmän", "body/ako-steering-group"),
        ("laki 602/2002", "act/602-2002"),
        ("Kuhmoisiin", "municipality/kuhmoinen"),
        ("Kuhmoista", "municipality/kuhmoinen"),
        ("Jämsek", "body/jamsek"),
    ],
)
def test_explain_and_about_take_a_name_alike(name: str, thing: str) -> None:
    iri = f"{OURS}id/{thing}"
    about = workspace().questions["about"]
    assert workspace().explain(name).iri == iri
    assert workspace().bindings(about, {"thing": name}) == {"thing": ox.NamedNode(iri)}


@pytest.mark.parametrize(
    "name",
    [
        "Jämsän kunta",
        "Tampereen kunta",
        "Tampere",
        "Lohja",
        "Mikkeli",
    ],
)
def test_a_place_or_a_tail_alone_is_no_longer_name(name: str) -> None:
    with pytest.raises(UnknownName, match="Did you mean"):
        workspace().explain(name)
    for question, parameter in (("about", "thing"), ("region-municipalities", "region"), ("dates", "thing")):
        with pytest.raises(UnknownName):
            workspace().bindings(workspace().questions[question], {parameter: name})
