"""The HTML of any page is well-formed, whatever its texts are."""

import json

from hypothesis import given
from hypothesis import strategies as st

from seutu.site.files import template
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
from tests.helpers.web import Reader

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
