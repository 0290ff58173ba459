"""How a difference is told: each form and language, a change on a line, and no value that looks like another."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.compare.difference import Change, Difference, Version, compare
from seutu.compare.rendering import FORMATS, DifferenceRenderer
from seutu.errors import ParameterError

LABELS = """
    :a rdfs:label "thing"@en , "asia"@fi , "sak"@sv .
    :p rdfs:label "property"@en .
    :yes rdfs:label "yes"@en , "kyllä"@fi , "ja"@sv .
    :no rdfs:label "no"@en , "ei"@fi , "nej"@sv .
"""


def turtle(text: str, graph: str = "data/one.ttl") -> Version:
    store = ox.Store()
    prefixes = """@prefix : <urn:x:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix seutu: <https://w3id.org/seutu/ont#> ."""
    store.load(
        f"{prefixes}\n{text}",
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode(f"https://w3id.org/seutu/graph/{graph}"),
    )
    return Version(store, prefixes={"x": "urn:x:"})


def told(old: Version | str, new: Version | str, fmt: str = "text", lang: str = "en", **how: bool) -> str:
    one, other = (turtle(side) if isinstance(side, str) else side for side in (old, new))
    found = compare(one, other, graphs=how.get("graphs", False))
    return DifferenceRenderer.of(one, other, lang, iris=how.get("iris", False)).render(found, fmt)


def line(old: str, new: str) -> str:
    """The one change that is told of ``:a``, whose heading is left out."""
    heading, *lines = told(old, new).splitlines()
    assert heading[2:] == "x:a"
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "~ x:a (thing)\n  ~ property: yes -> no\n"),
        ("fi", "~ x:a (asia)\n  ~ property: kyllä -> ei\n"),
        ("sv", "~ x:a (sak)\n  ~ property: ja -> nej\n"),
    ],
)
def test_things_are_called_by_their_labels_in_the_language(lang: str, expected: str) -> None:
    assert told(LABELS + ":a :p :yes .", LABELS + ":a :p :no .", lang=lang) == expected


def test_short_iris_stand_for_labels_when_asked_for() -> None:
    assert (
        told(LABELS + ":a :p :yes .", LABELS + ":a :p :no .", iris=True) == "~ x:a\n  ~ x:p: x:yes -> x:no\n"
    )


def test_what_is_gone_is_still_called_by_its_label() -> None:
    assert told(':a rdfs:label "thing"@en .', "").startswith("- x:a (thing)\n  - rdfs:label:")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (":a :p 1 .", ":a :p 2 .", "  ~ x:p: 1 -> 2"),
        ("", ":a :p true .", "  + x:p: true"),
        (':a :p "x"@fi .', "", '  - x:p: "x"@fi'),
        ("", ':a :p "2008"^^:year .', '  + x:p: "2008"^^x:year'),
        ("", ':a :p "say \\"no\\"\\n" .', '  + x:p: "say \\"no\\"\\n"'),
        (":a :p ( :x 1 ) .", ":a :p ( :x ( 1 2 ) ) .", "  ~ x:p: ( x:x 1 ) -> ( x:x ( 1 2 ) )"),
        ("", ":a :p [ :q 1 ; :r ( ) ; :s [ ] ] .", "  + x:p: [ x:q 1 ; x:r rdf:nil ; x:s [ ] ]"),
        ("", ":a :p <<( :b :q 1 )>> .", "  + x:p: <<( x:b x:q 1 )>>"),
        ("", "<urn:x:a> <http://e.org/p?q> :b .", "  + <http://e.org/p?q>: x:b"),
    ],
)
def test_a_value_is_told_as_it_is_written(old: str, new: str, expected: str) -> None:
    assert line(old, new) == expected


def test_two_long_texts_stand_below_each_other() -> None:
    old, new = "old " * 20, "new " * 20
    assert line(f':a :p "{old}"@en .', f':a :p "{new}"@en .').splitlines() == [
        "  ~ x:p:",
        f'      - "{old}"@en',
        f'      + "{new}"@en',
    ]


def test_a_passage_is_called_by_its_line() -> None:
    passages = ":l1 seutu:lineNumber 49 . :l2 seutu:lineNumber 50 ."
    assert line(f"{passages} :a :p :l1 .", f"{passages} :a :p :l2 .") == "  ~ x:p: line 49 -> line 50"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (":one", ":two", "x:one -> x:two"),
        ('"a\\u200eb"', '"a\\u200fb"', None),
    ],
)
def test_what_differs_never_looks_alike(old: str, new: str, expected: str | None) -> None:
    labels = ':one rdfs:label "same"@en . :two rdfs:label "same"@en .'
    shown = line(f"{labels} :a :p {old} .", f"{labels} :a :p {new} .").removeprefix("  ~ x:p: ")
    before, _, after = shown.partition(" -> ")
    assert before != after
    assert expected in (None, shown)


TEXT = st.text(max_size=4).filter(lambda text: "\0" not in text)


@given(TEXT, TEXT)
def test_a_change_is_one_line_and_two_values_are_two(old: str, new: str) -> None:
    change = Change(ox.NamedNode("urn:p"), ox.Literal(old), ox.Literal(new))
    telling = DifferenceRenderer.of(Version(ox.Store()), Version(ox.Store()))
    before, after = telling.values(change)
    assert (before == after) == (old == new)
    for shown in (before, after):
        assert len(shown.splitlines()) == 1
        assert "\x1b" not in shown


def test_a_blank_node_is_told_by_what_it_is() -> None:
    ring = "_:x a :Ring ; :p _:y . _:y :p _:x . :a :p _:x ."
    headings = [one for one in told("", ring).splitlines() if not one.startswith(" ")]
    assert len(headings) == 3
    assert [one.endswith(" (x:Ring)") for one in headings].count(True) == 1
    assert headings[0] == "+ x:a"
    assert headings[1].startswith("+ _:b")


def test_moves_are_told_by_the_files() -> None:
    old, new = turtle(LABELS), turtle(LABELS, "data/two.ttl")
    assert told(old, new) == ""
    lines = told(old, new, graphs=True, lang="fi").splitlines()
    assert lines[:2] == ["~ x:a (asia)", "  > 3 väitettä: data/one.ttl -> data/two.ttl"]
    assert "  > 1 väite: data/one.ttl -> data/two.ttl" in lines


def test_markdown_is_a_table_a_thing() -> None:
    text = told(":a :p 1 , 2 .", ':a :p 1 , "[x](y) | z" .', "markdown", "sv")
    assert text.splitlines() == [
        "### ~ x:a",
        "",
        "|  | Egenskap | Före | Efter |",
        "| --- | --- | --- | --- |",
        '| ~ | x:p | 2 | "\\[x](y) \\| z" |',
        "",
    ]


@pytest.mark.parametrize(
    ("lang", "heading", "file"),
    [("en", "Queries", "File"), ("fi", "Kyselyt", "Tiedosto"), ("sv", "Frågor", "Fil")],
)
def test_query_files_stand_at_the_end(lang: str, heading: str, file: str) -> None:
    old, new = Version(ox.Store(), {"a.rq": b"1"}), Version(ox.Store(), {"b.rq": b"1"})
    assert told(old, new, lang=lang) == f"~ {heading}\n  - a.rq\n  + b.rq\n"
    assert told(old, new, "markdown", lang).splitlines()[:3] == [f"### {heading}", "", f"|  | {file} |"]


def test_json_holds_every_value_in_full() -> None:
    old, new = turtle(LABELS + ":a :p 1 ."), turtle(LABELS + ':a :p "x"@fi . :b :p ( [ :q 1 ] ) .')
    found = json.loads(told(old, new, "json"))
    assert found["counts"] == {"added": 1, "removed": 0, "changed": 1, "moved": 0}
    assert found["queries"] == []
    changed, added = found["things"]
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert changed == {
        "thing": {"type": "uri", "value": "urn:x:a"},
        "change": "changed",
        "label": "thing",
        "statements": [
            {
                "change": "changed",
                "predicate": "urn:x:p",
                "old": {"type": "literal", "value": "1", "datatype": integer},
                "new": {"type": "literal", "value": "x", "xml:lang": "fi"},
            }
        ],
    }
    node = {"predicate": "urn:x:q", "value": {"type": "literal", "value": "1", "datatype": integer}}
    assert added["change"] == "added"
    assert added["statements"][0]["new"] == {
        "type": "list",
        "items": [{"type": "node", "statements": [node]}],
    }


def test_json_tells_moves_and_queries() -> None:
    old, new = turtle(":a :p 1 ."), turtle(":a :p 1 .", "data/two.ttl")
    (thing,) = json.loads(told(old, new, "json", graphs=True))["things"]
    (move,) = thing["statements"]
    assert (move["change"], move["from"], move["to"]) == ("moved", ["data/one.ttl"], ["data/two.ttl"])
    queries = Version(ox.Store(), {"a.rq": b""})
    assert json.loads(told(Version(ox.Store()), queries, "json"))["queries"] == [
        {"change": "added", "path": "a.rq"}
    ]


def test_nothing_is_told_of_no_difference_and_of_no_other_format() -> None:
    assert [told("", "", fmt) for fmt in FORMATS if fmt != "json"] == ["", ""]
    assert json.loads(told("", "", "json"))["things"] == []
    telling = DifferenceRenderer.of(turtle(""), turtle(""))
    with pytest.raises(ParameterError, match="write one of text, json, markdown"):
        telling.render(Difference((), ()), "xml")
