"""The page of a thing: what it says, in which language, and where it leads."""

import pyoxigraph as ox

from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.site.documents import Published
from seutu.site.files import template
from seutu.site.links import Links
from seutu.site.page import (
    Renderer,
    Text,
)
from seutu.site.thing import MAX_REFERENCES, Pages
from tests.helpers.pages import page, read
from tests.helpers.web import Reader


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
        (Text("l. 9", href="../../id/source/deck/line/9.html"), (Text("- AKO päättää", "fi"),)),
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
