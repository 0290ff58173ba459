"""What a text of RDF/XML or JSON-LD describes, with lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf.readers import subjects

HEAD = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="http://a/b">\n'


def test_things_of_rdfxml_have_their_first_lines_and_full_iris() -> None:
    first, second = '<r:Description r:about="c"/>', '<r:Description r:ID="d" xml:base="http://e/f"/>'
    text = f"{HEAD}{first}\n{second}\n{first}"
    assert subjects.of_rdfxml(f"{text}</r:RDF>") == {"http://a/c": 2, "http://e/f#d": 3}


def test_what_is_not_well_formed_ends_it() -> None:
    assert subjects.of_rdfxml(f'{HEAD}<r:Description r:about="c"/>\n<odd') == {"http://a/c": 2}


def test_things_of_jsonld_come_before_those_only_named() -> None:
    text = """\
{"@context": {"x": "http://x/", "id": "@id"},
 "@id": "x:a",
 "x:p": {"@id": "x:b"},
 "x:q": {"id": "x:c",
  "x:p": 1},
 "x:r": {"id": "x:a"}}"""
    found = subjects.of_jsonld(text)
    assert found == {"http://x/a": 2, "http://x/b": 3, "http://x/c": 4}
    assert list(found)[:2] == ["http://x/a", "http://x/c"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1,\n"b": {"a": 2},\n"a": 3}', ("a", 3)),
        ('{"a": {"b": 1, "c": 2}, "b": "a"}', None),
        ('[{"a": 1}, {"a": 1}]', None),
        ('{"a": 1, "\\u0061": 2}', ("a", 1)),
    ],
)
def test_a_key_that_stands_twice_in_one_object(text: str, found: tuple[str, int] | None) -> None:
    assert subjects.duplicate_key(text) == found


@given(st.text('{}[]:,"@id xa1\n\\', max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= line <= lines for line in subjects.of_jsonld(text).values())
    assert isinstance(subjects.of_rdfxml(text), dict)
