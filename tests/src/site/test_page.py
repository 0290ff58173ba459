"""Pages: their HTML, what they say of a thing, in which language, and where they lead."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.site.documents import Published
from seutu.site.files import template
from seutu.site.front import HOME, File, Front, size
from seutu.site.links import Links
from seutu.site.page import (
    Format,
    Page,
    Picture,
    Renderer,
    Row,
    Section,
    StatementText,
    Table,
    Text,
    embedded,
    sorted_texts,
    text,
)
from seutu.site.thing import MAX_REFERENCES, Pages
from tests.helpers.web import Reader

DATA = f"""\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix seutu: <{BASE}ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <{BASE}> .

seutu:Body a owl:Class ; rdfs:label "body"@en , "elin"@fi ;
    skos:definition "A body <decides>."@en , "Elin päättää."@fi .
seutu:holder rdfs:label "holder"@en , "haltija"@fi .
seutu:DecisionRole seutu:sentence "{{holder}} decides."@en , "{{holder}} päättää."@fi , "{{holder}} beslutar."@sv .
<id/body/ako> a seutu:Body ; skos:prefLabel "AKO"@fi , "AKO"@sv , "RCP"@en ;
    rdfs:seeAlso <javascript:alert(1)> , <http://example.org/> ; rdfs:comment "<script>alert(1)</script>" .
<id/body/old> skos:prefLabel "vanha"@fi ; owl:deprecated true ; dcterms:isReplacedBy <id/body/ako> .
<id/body/gone> owl:deprecated true .
<id/statement/1> a seutu:Statement , seutu:DecisionRole ; seutu:holder <id/body/ako> ;
    seutu:evidence <id/source/deck/line/9> .
<id/source/deck> a seutu:Source ; skos:prefLabel "Kalvot"@fi , "Slides"@en ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/FIN> .
<id/source/deck/line/9> a seutu:Passage ; seutu:inSource <id/source/deck> ; seutu:lineNumber 9 ;
    oa:exact "- AKO päättää" ; skos:prefLabel "AKO beslutar"@sv .
<id/catalogue/seutu> a dcat:Catalog ; dcterms:title "Luettelo"@fi ; dcterms:description "Kuvaus"@fi ;
    dcat:dataset <id/dataset/one> ; dcat:hasVersion <id/catalogue/seutu/0.1.0> .
<id/dataset/one> dcterms:title "One"@en ; dcterms:description "What it is"@en .
<id/catalogue/seutu/0.1.0> dcat:version "0.1.0" ; dcterms:issued "2026-11-26" .
"""


@pytest.fixture(scope="module")
def pages() -> Pages:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(BASE + "graph/data/x.ttl"))
    published = Published(store, [], BASE)
    places = {one.iri.value: f"{one.path}.html" for one in published.documents}
    places |= {f"{BASE}ont#Body": "ont.html#Body", f"{BASE}ont#holder": "ont.html#holder"}
    return Pages(published, Links(places), PREFIXES)


def page(pages: Pages, path: str) -> Page:
    return pages.page(next(one for one in pages.published.documents if one.path == path))


def read(shown: Page) -> Reader:
    reader = Reader(Renderer(template()).html(shown))
    assert reader.faults == []
    return reader


def test_titles_stand_in_each_language_once(pages: Pages) -> None:
    assert page(pages, "id/body/ako").titles == (Text("RCP"), Text("AKO", "fi"))
    assert page(pages, "id/body/gone").titles == (Text("gone"),)
    assert page(pages, "id/statement/1").titles == (
        Text("RCP decides."), Text("AKO päättää.", "fi"), Text("AKO beslutar.", "sv")
    )  # fmt: skip


def test_a_missing_translation_says_its_language(pages: Pages) -> None:
    assert page(pages, "id/body/old").titles == (Text("vanha", "fi"),)
    assert "vanha" in read(page(pages, "id/body/old")).spoken["fi"]


def test_a_passage_is_called_by_its_words_in_its_language(pages: Pages) -> None:
    assert page(pages, "id/source/deck/line/9").titles == (
        Text("- AKO päättää", "fi"), Text("AKO beslutar", "sv")
    )  # fmt: skip


def test_every_language_is_marked_up(pages: Pages) -> None:
    spoken = read(page(pages, "ont")).spoken
    assert {"elin", "haltija", "Elin päättää."} <= set(spoken["fi"])
    assert {"A body <decides>.", "Property"} <= set(spoken["en"])
    assert not {"elin", "haltija"} & set(spoken["en"])


def test_texts_are_escaped_and_scripts_are_no_links(pages: Pages) -> None:
    html = Renderer(template()).html(page(pages, "id/body/ako"))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert not any(link.startswith("javascript") for link in Reader(html).links)
    assert "http://example.org/" in Reader(html).links


def test_a_page_tells_what_is_said_and_on_what_it_rests(pages: Pages) -> None:
    shown = page(pages, "id/body/ako")
    said = next(section for section in shown.sections if section.statements).statements
    assert [one.sentences for one in said] == [
        (
            Text("RCP decides.", href="../../id/statement/1.html"),
            Text("AKO päättää.", "fi"),
            Text("AKO beslutar.", "sv"),
        )
    ]
    assert said[0].places == (
        (Text("line 9", href="../../id/source/deck/line/9.html"), (Text("- AKO päättää", "fi"),)),
    )


def test_what_refers_to_a_thing_is_listed(pages: Pages) -> None:
    links = read(page(pages, "id/source/deck/line/9")).links
    assert links.count("../../../../id/statement/1.html") >= 1
    tables = {section.heading.text: section.tables for section in page(pages, "id/source/deck").sections}
    assert [row.header.text for row in tables["What refers to it"][0].rows] == ["seutu:inSource"]


def test_what_is_withdrawn_says_so(pages: Pages) -> None:
    assert page(pages, "id/body/old").notice == (
        Text("Withdrawn; replaced by"), Text("RCP", href="../../id/body/ako.html")
    )  # fmt: skip
    assert page(pages, "id/body/gone").notice == (Text("Withdrawn; nothing replaces it."),)
    assert page(pages, "id/body/ako").notice == ()
    assert "../../id/body/ako.html" in read(page(pages, "id/body/old")).links


def test_terms_of_a_namespace_stand_under_their_fragments(pages: Pages) -> None:
    reader = read(page(pages, "ont"))
    assert {"Body", "holder", "DecisionRole"} <= set(reader.ids)
    assert "#Body" in reader.links


def test_other_formats_are_linked_save_what_could_not_be_written(pages: Pages) -> None:
    document = next(one for one in pages.published.documents if one.path == "graph/data/x.ttl")
    assert [one.href for one in pages.formats(document.path)] == [
        "x.ttl.ttl", "x.ttl.jsonld", "x.ttl.nt", "x.ttl.rdf"
    ]  # fmt: skip
    lacking = Pages(pages.published, pages.links, PREFIXES, {"rdf": frozenset({"ont"})})
    assert [one.name for one in lacking.formats("ont")] == ["Turtle", "JSON-LD", "N-Triples"]


def test_of_very_many_references_the_rest_are_counted() -> None:
    store = ox.Store()
    for number in range(MAX_REFERENCES + 5):
        thing = ox.NamedNode(f"{BASE}id/body/b{number}")
        store.add(ox.Quad(thing, ox.NamedNode(BASE + "ont#in"), ox.NamedNode(BASE + "id/region/r")))
        store.add(ox.Quad(ox.NamedNode(BASE + "id/region/r"), ox.NamedNode(BASE + "ont#x"), ox.Literal("x")))
    published = Published(store, [], BASE)
    shown = page(Pages(published, Links({}), PREFIXES), "id/region/r")
    cells = shown.sections[-1].tables[0].rows[0].cells[0]
    assert len(cells) == MAX_REFERENCES + 1
    assert cells[-1] == Text("and 5 more")


def front(pages: Pages, *paths: str, linked: str = "") -> Front:
    files = tuple(File(path, 1234, "ab" * 32) for path in paths)
    titles = {"roles": {"en": "Who has which role?", "fi": "Kenellä on mikä rooli?"}}
    return Front(pages, files, ("0.0.9", "0.1.0"), titles, linked)


def test_the_first_page_leads_everywhere(pages: Pages) -> None:
    shown = front(
        pages,
        "seutu.ttl",
        "tables/roles.csv",
        "pictures/roles.en.svg",
        "pictures/roles.fi.svg",
        linked='{"@id": "x"}',
    ).home()
    reader = read(shown)
    assert {
        "latest/seutu.ttl", "latest/tables/roles.csv", "latest/pictures/roles.en.svg",
        "latest/pictures/roles.fi.svg", "things.html", "0.1.0/index.html", "0.0.9/index.html",
        "id/dataset/one.html", "ont.html",
    } <= set(reader.links)  # fmt: skip
    assert "Kuvaus" in reader.spoken["fi"]
    assert {"1.2 kB", "ab" * 32, "2026-11-26", "Who has which role?"} <= set(reader.spoken["en"])
    assert "Kenellä on mikä rooli? (suomeksi)" in reader.spoken["fi"]


def test_an_empty_workspace_has_a_first_page_too() -> None:
    empty = Pages(Published(ox.Store(), [], BASE), Links({}), PREFIXES)
    assert read(Front(empty, (), ("1",)).home()).faults == []


def test_all_things_are_listed_by_kind(pages: Pages) -> None:
    reader = read(front(pages).things(pages.published.documents))
    assert {f"{one.path}.html" for one in pages.published.documents} <= set(reader.links)
    assert "body (3)" in reader.spoken["en"]


def test_a_version_lists_its_files(pages: Pages) -> None:
    reader = read(front(pages, "tables/roles.csv", "index ä.txt").version("0.1.0"))
    assert {"tables/roles.csv", "index%20%C3%A4.txt", f"../{HOME}"} <= set(reader.links)


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (1_450_000, "1.4 MB"), (10**18, "1000000.0 TB")],
)
def test_sizes_as_people_read_them(count: int, expected: str) -> None:
    assert size(count) == expected


TEXTS = st.builds(text, st.text(min_size=1).filter(str.strip), st.sampled_from(["", "en", "fi"]), st.just(""))


@given(TEXTS, TEXTS)
def test_any_text_makes_a_well_formed_page(one: Text, other: Text) -> None:
    table = Table(("a", "b"), (Row(one, ((other, one),)),), other.text)
    section = Section(
        one, "x", (one, other), (one,), (table,),
        (StatementText((one, other), (("a", "b"),), ((one, (other,)),)),), (one,),
        (Picture("x.svg", Text("picture")),),
    )  # fmt: skip
    shown = Page(
        (one, other), "index.html", "x", (one,), (one,), (other,), (Format("T", "text/x", "x"),), (section,)
    )
    assert Reader(Renderer(template()).html(shown)).faults == []


@given(st.dictionaries(st.text(), st.text()))
def test_json_in_a_page_says_the_same_and_ends_nothing(content: dict[str, str]) -> None:
    shown = embedded(json.dumps(content))
    assert json.loads(shown) == content
    assert "<" not in shown


def test_what_is_no_json_is_left_out() -> None:
    assert embedded("{") == ""


def test_a_list_says_each_once_and_in_order() -> None:
    assert sorted_texts([Text("b"), Text("A"), Text("b")]) == (Text("A"), Text("b"))


def test_texts_of_the_pages_language_say_no_language() -> None:
    assert (text("x", "en"), text("x", "fi")) == (Text("x"), Text("x", "fi"))
