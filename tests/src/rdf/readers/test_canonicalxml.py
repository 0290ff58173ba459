"""The exclusive canonical form of what an XML literal holds."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf.readers.canonicalxml import Literal

SCOPE = {"": "", "a": "urn:a", "b": "urn:b"}
LETTERS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF) | st.sampled_from("\t\n\r"), max_size=20
)


def written(*tags: str, pairs: Sequence[tuple[str, str]] = ()) -> str:
    """The form of start and end tags, such as ``x`` and ``/x``; each start tag has the attributes."""
    literal = Literal()
    for tag in tags:
        if tag.startswith("/"):
            literal.end(tag[1:])
        else:
            literal.start(tag, list(pairs), SCOPE)
    return "".join(literal.out)


def test_a_namespace_is_declared_where_it_is_first_used() -> None:
    assert written("a:x", "a:y", "/a:y", "b:z", "/b:z", "/a:x") == (
        '<a:x xmlns:a="urn:a"><a:y></a:y><b:z xmlns:b="urn:b"></b:z></a:x>'
    )


def test_a_sibling_declares_anew() -> None:
    assert written("a:x", "/a:x", "a:x", "/a:x") == '<a:x xmlns:a="urn:a"></a:x>' * 2


def test_attributes_are_in_the_order_of_their_namespaces_and_names() -> None:
    pairs = [("b:c", "1"), ("a:d", "2"), ("z", "3"), ("c", "4"), ("xmlns:b", "urn:b")]
    assert written("x", pairs=pairs) == '<x xmlns:a="urn:a" xmlns:b="urn:b" c="4" z="3" a:d="2" b:c="1">'


@given(LETTERS, LETTERS)
def test_any_text_comes_back(text: str, value: str) -> None:
    literal = Literal()
    literal.start("x", [("y", value)], SCOPE)
    literal.characters(text)
    literal.end("x")
    read = ET.fromstring("".join(literal.out))
    assert (read.text or "", read.get("y")) == (text, value)


def test_a_prefix_without_a_namespace_is_told() -> None:
    with pytest.raises(KeyError, match="none"):
        Literal().start("none:x", [], SCOPE)
