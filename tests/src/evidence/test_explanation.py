"""What is known of a thing, in sentences; and under each row of an answer, the statements it rests on."""

import json
from functools import cache

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.answer.rows import Row
from seutu.errors import AmbiguousName, ParameterError, UnknownName
from seutu.evidence.explanation import Explanation, explained
from seutu.evidence.support import of_row
from seutu.language.labels import Labels
from seutu.phrases import LANGUAGES
from seutu.rdf.namespaces import PREFIXES, expand
from tests.helpers.running import seutu
from tests.loading import ROOT
from tests.questions.asking import of_case

# Ten things of different kinds.
THINGS = (
    "region:jamsan-seutu programme:koko body:advisory-board person:hakala network:innovations party:jamk reform:paras"
    " event:single-municipality-founded municipality:jamsa period:2007-2010 reading:merger-of-2009"
    " statement:ako-secretary source:s18 act:602-2002"
).split()


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@cache
def about(thing: str, lang: str) -> Explanation:
    return workspace().explain(thing, lang)


def iris(text: str) -> set[str]:
    result = workspace().query(text)
    assert isinstance(result, ox.QuerySolutions)
    return {row[0].value for row in result if isinstance(row[0], ox.NamedNode)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("thing", THINGS)
def test_every_statement_about_a_thing_is_said_once(thing: str, lang: str) -> None:
    concerning = iris(f"SELECT ?one {{ ?one seutu:concerns {thing} }}")
    told = [one.iri for one in about(thing, lang).statements]
    assert concerning <= set(told)
    assert len(told) == len(set(told))
    assert all(
        (one.places and one.sentence[:1].isupper()) or not one.sentence[:1].isalpha()
        for one in about(thing, lang).statements
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("thing", THINGS)
def test_every_gap_of_a_thing_is_told(thing: str, lang: str) -> None:
    told = " ".join(f"<{one.iri}>" for one in about(thing, lang).statements)
    gaps = iris(f"SELECT ?gap {{ VALUES ?about {{ {thing} {told} }} ?gap seutu:gapAbout ?about }}")
    assert len(about(thing, lang).gaps) == len(gaps)
    rendered = about(thing, lang).render()
    assert all(gap in rendered for gap in about(thing, lang).gaps)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_has_an_empty_place_or_a_mark(lang: str) -> None:
    for thing in THINGS:
        for one in about(thing, lang).statements:
            assert not set("{}[]") & set(one.sentence), one.sentence
            assert "–;" not in one.sentence
            assert "  " not in one.sentence


def test_what_is_said_comes_before_what_is_read_and_what_others_say() -> None:
    layers = [dict(one.manner)["kerros"] for one in about("programme:ako", "fi").statements]
    assert layers == sorted(layers, key=["sanottu", "tulkittu", "konteksti"].index)
    assert len(set(layers)) > 1


def test_the_words_of_the_line_are_told_and_a_whole_source_is_cited_once() -> None:
    text = about("body:advisory-board", "en").render()
    assert "51  - Neuvottelukunta suosittelee" in text
    context = about("reform:paras", "en").render()
    assert context.count("fi.m.wikipedia.org/wiki/Kunta-_ja_palvelurakenneuudistus") == 1


def test_a_statement_is_explained_by_itself_and_by_what_is_said_of_it() -> None:
    told = {one.iri for one in about("statement:ako-secretary", "en").statements}
    assert told == {expand("statement:ako-secretary"), expand("reading:a5")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_holds_what_the_text_does(lang: str) -> None:
    found = json.loads(about("person:hakala", lang).render("json"))
    text = about("person:hakala", lang).render()
    assert found["iri"] == expand("person:hakala")
    for one in found["statements"]:
        assert one["sentence"] in text
    markdown = about("person:hakala", lang).render("markdown")
    assert markdown.startswith("# Hakala (")
    assert all(f"- {one['sentence']}" in markdown for one in found["statements"])


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(ParameterError, match="text, markdown, json"):
        about("person:hakala", "en").render("yaml")


def test_a_class_without_a_template_is_said_by_its_properties() -> None:
    store = loaded(
        """
        ex:Vow rdfs:subClassOf seutu:Statement ; rdfs:label "vow"@en .
        seutu:of rdfs:label "of"@en .
        ex:one a ex:Vow , seutu:Statement ; seutu:of ex:all , ex:some ; seutu:modality modality:asserted .
        ex:all rdfs:label "all"@en .
        ex:some rdfs:label "some"@en .
        """
    )
    found = explained(ox.NamedNode("urn:all"), Labels(store, "en"))
    assert [one.sentence for one in found.statements] == ["vow; of: all and some."]


VOW = """
    ex:Vow rdfs:subClassOf seutu:Statement ; seutu:sentence
        "{of} {function} {during}[{tense=past} once][{modality=possible} maybe]."@en .
    <https://w3id.org/seutu/ont> dcterms:modified "2020-01-01"^^xsd:date .
    modality:implied seutu:leadIn "they hint"@en .
    modality:possible seutu:leadIn "it may be"@en .
    layer:read seutu:leadIn "we read[ ({confidence})]"@en .
    ex:all rdfs:label "all"@en ; seutu:nameInSentence "the whole"@en , "helheten"@sv .
    ex:vows rdfs:label "vows"@en ; seutu:pastForm "vowed"@en .
    ex:sure rdfs:label "sure"@en .
    ex:then rdfs:label "then"@en ; seutu:lastDay "2019-12-31"^^xsd:date .
    ex:now rdfs:label "now"@en ; seutu:lastDay "2020-12-31"^^xsd:date .
    ex:one a ex:Vow , seutu:Statement ; seutu:of ex:all ; seutu:function ex:vows ;
"""


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("seutu:during ex:then ; seutu:layer layer:context", "The whole vowed then once."),
        ("seutu:during ex:now ; seutu:layer layer:context", "The whole vows now."),
        ("seutu:during ex:then ; seutu:layer layer:stated", "The whole vows then."),
        (
            "seutu:during ex:now ; seutu:layer layer:stated ; seutu:tense tense:past",
            "The whole vowed now once.",
        ),
        (
            "seutu:during ex:then ; seutu:layer layer:context ; seutu:tense tense:present",
            "The whole vows then.",
        ),
        ("seutu:layer layer:context", "The whole vows –."),
        (
            "seutu:during ex:now ; seutu:layer layer:read ; seutu:confidence ex:sure",
            "We read (sure): the whole vows now.",
        ),
        ("seutu:during ex:now ; seutu:modality modality:implied", "They hint: the whole vows now."),
        ("seutu:during ex:now ; seutu:modality modality:possible", "The whole vows now maybe."),
        (
            "seutu:during ex:now ; seutu:layer layer:read ; seutu:modality modality:implied",
            "We read, they hint: the whole vows now.",
        ),
    ],
)
def test_tense_modality_and_layer_are_said(rest: str, said: str) -> None:
    found = explained(ox.NamedNode("urn:all"), Labels(loaded(f"{VOW} {rest} ."), "en"))
    assert [one.sentence for one in found.statements] == [said]


def test_a_statement_within_a_sentence_is_said_and_a_reading_of_readings_ends() -> None:
    store = loaded(
        """
        seutu:Reading rdfs:subClassOf seutu:Statement ; seutu:sentence "on {reads}."@en .
        ex:Vow rdfs:subClassOf seutu:Statement ; seutu:sentence "{of} vows."@en .
        ex:one a ex:Vow , seutu:Statement ; seutu:of ex:all .
        ex:all rdfs:label "all"@en .
        ex:two a seutu:Reading , seutu:Statement ; seutu:reads ex:one , ex:three .
        ex:three a seutu:Reading , seutu:Statement ; seutu:reads ex:two .
        """
    )
    found = explained(ox.NamedNode("urn:two"), Labels(store, "en"))
    assert {one.sentence for one in found.statements} == {"On <urn:three> and “All vows”.", "On <urn:two>."}


def loaded(turtle: str) -> ox.Store:
    store = ox.Store()
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store.load(f"{prefixes}@prefix ex: <urn:> .\n{turtle}".encode(), format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(
    ("thing", "error", "says"),
    [
        ("Hakalx", UnknownName, "Did you mean 'Hakala'"),
        ("body:nobody", UnknownName, "body:nobody"),
        ("", UnknownName, "''"),
    ],
)
def test_a_thing_that_there_is_not_is_refused(thing: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error) as refusal:
        workspace().explain(thing)
    assert says in str(refusal.value)


def test_a_name_of_several_things_lists_them_all() -> None:
    with pytest.raises(AmbiguousName) as refusal:
        workspace().explain("communications network")
    assert "kind:communications-network, network:communications" in str(refusal.value)


# --- Under the rows of an answer -------------------------------------------------------------------

ASKED = sorted(
    name
    for name, question in workspace().questions.items()
    if not any(parameter.required for parameter in question.parameters)
)


def grounds(name: str, row: Row) -> set[str]:
    asked = workspace().questions[name].text
    return {str(one) for one in of_row(row.evidence, row.cells, workspace().closed(), asked)}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_told_under_a_row_rests_on_what_the_row_cites(name: str) -> None:
    answer = workspace().ask(name)
    for row in answer.rows[:25]:
        cited = {term.value for term in row.evidence if isinstance(term, ox.NamedNode)}
        for statement in grounds(name, row):
            resting = iris(f"SELECT ?place {{ {statement} seutu:evidence ?place }}")
            assert resting & cited


@pytest.mark.parametrize(
    ("name", "kind"), [("mediation", "Mediation"), ("roles", "RoleInPeriod"), ("codes", "CodeAssignment")]
)
def test_a_row_that_is_one_statement_is_explained_by_it_alone(name: str, kind: str) -> None:
    answer = workspace().ask(name)
    for row in answer.rows:
        (statement,) = grounds(name, row)
        kinds = iris(f"SELECT ?class {{ {statement} a ?class }}")
        assert PREFIXES["seutu"] + kind in kinds


@pytest.mark.parametrize(
    ("name", "column", "thing", "statement"),
    [
        ("responsibility-matrix", "body", "body:ako", "statement:ako-secretary"),
        ("responsibility-matrix", "body", "body:advisory-board", "statement:advisory-board-recommends"),
        ("ties", "layer", "layer:read", "statement:communications-group-tie-to-network"),
        (
            "who-decides",
            "towards",
            "body:regional-management-group",
            "statement:ako-secretary-of-management-group",
        ),
        ("nodes", "network", "network:innovations", "statement:relation-innovations"),
        ("nodes", "network", "network:innovations", "reading:a4"),
        ("reach", "reached", "party:sky", "statement:sky-listed"),
        ("reach", "reached", "party:sky", "statement:relation-innovations"),
        ("reach", "reached", "party:sky", "reading:a3"),
    ],
)
def test_the_statement_that_a_row_rests_on_is_told(
    name: str, column: str, thing: str, statement: str
) -> None:
    answer = workspace().ask(name)
    at = answer.columns.index(column)
    rows = [row for row in answer.rows if row.cells[at] == ox.NamedNode(expand(thing))]
    assert rows
    assert all(f"<{expand(statement)}>" in grounds(name, row) for row in rows)


def test_a_row_that_shows_a_statement_is_explained_by_that_one() -> None:
    answer = workspace().ask("evidence")
    at = answer.columns.index("statement")
    shown = [row for row in answer.rows if row.cells[at] is not None]
    assert shown
    assert all(grounds("evidence", row) == {str(row.cells[at])} for row in shown)


def test_a_row_that_shows_a_text_is_explained_by_the_statement_of_that_text() -> None:
    (row,) = workspace().ask("aims", programme="PARAS").rows
    assert grounds("aims", row) == {f"<{expand('statement:paras-aim')}>"}


def test_a_row_of_a_layer_is_explained_by_statements_of_that_layer() -> None:
    answer = workspace().ask("ties")
    for row in answer.rows:
        (layer,) = {cell for cell in row.cells if str(cell).startswith("<" + PREFIXES["layer"])}
        for statement in grounds("ties", row):
            assert str(layer)[1:-1] in iris(f"SELECT ?layer {{ {statement} seutu:layer ?layer }}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fmt", ["table", "markdown"])
def test_answer_is_explained_row_by_row(fmt: str, lang: str) -> None:
    answer = of_case("jamsa").ask("nodes", lang)
    text = answer.render(fmt, explain=True)
    sentence = about("person:hakala", lang).statements[0].sentence
    assert text.count(sentence) == 2, "two persons, one relation"
    assert text.count("68") >= len(answer.rows) / 3


@pytest.mark.parametrize("fmt", ["csv", "tsv", "json"])
def test_machines_get_no_sentences(fmt: str) -> None:
    with pytest.raises(ParameterError, match="--explain needs --format table or markdown"):
        workspace().ask("nodes").render(fmt, explain=True)


def test_the_command_says_the_same() -> None:
    ran = seutu("explain", "Hakala", "--lang", "sv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == about("person:hakala", "sv").render()
    assert seutu("explain", "Hakalx").code == 2
    assert seutu("explain", "Hakala", "--format", "yaml").code == 2
    asked = seutu("ask", "nodes", "--explain", "--lang", "fi")
    assert about("person:hakala", "fi").statements[0].sentence in asked.out
