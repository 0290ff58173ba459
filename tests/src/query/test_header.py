"""The header of a query file: its entries line by line, and the faults that it may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import QuerySyntaxError
from seutu.phrases import Phrase
from seutu.query import header

TEXT = """\
# title: One
# title@fi: Yksi
#
# question: What
#   is asked?
# kind: body seutu:Body
# kind: on seutu:Period

# severity: warning
SELECT * {}
"""


def test_entries_have_their_line_key_language_and_value() -> None:
    found = header.read("a.rq", TEXT)
    assert [(line.number, line.key, line.lang, line.value) for line in found.lines] == [
        (1, "title", "en", "One"),
        (2, "title", "fi", "Yksi"),
        (4, "question", "en", "What is asked?"),
        (6, "kind", "en", "body seutu:Body"),
        (7, "kind", "en", "on seutu:Period"),
    ]


def test_texts_are_by_language_and_entries_by_key() -> None:
    found = header.read("a.rq", TEXT)
    assert found.texts("title") == {"en": "One", "fi": "Yksi"}
    assert [line.number for line in found.all("kind")] == [6, 7]
    assert found.texts("severity") == {}, "the header ends at the empty line"


def test_line_ends_of_windows_make_no_difference() -> None:
    assert header.read("a.rq", TEXT.replace("\n", "\r\n")) == header.read("a.rq", TEXT)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# title One", 1, "is not a header line"),
        ("# title: One\n# titel: Two", 2, "unknown key 'titel'"),
        ("# severity@fi: warning", 1, "'severity' has no language"),
        ("# title: One\n# title: Two", 2, "'title' is given twice"),
        ("# kind: on a:B\n# kind: on a:C", 2, "'kind' is given twice"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(QuerySyntaxError, match=words) as caught:
        header.read("a.rq", text)
    assert f"a.rq:{line}" in str(caught.value)


def test_the_fault_of_an_entry_has_its_line() -> None:
    found = header.read("a.rq", TEXT)
    assert "a.rq:4" in str(found.fault(found.lines[2], Phrase("is odd")))


@given(st.text(max_size=200))
def test_any_text_has_a_header_or_a_fault(text: str) -> None:
    try:
        found = header.read("a.rq", text)
    except QuerySyntaxError:
        return
    numbers = [line.number for line in found.lines]
    assert numbers == sorted(set(numbers))
