"""Rows of an answer: solutions that differ only in evidence or in a text's language are one row."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from seutu.answer.rows import Row, folded
from seutu.language.labels import Labels

A, B = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
FI, EN, PLAIN = ox.Literal("yksi", language="fi"), ox.Literal("one", language="en"), ox.Literal("1")
TERMS = st.sampled_from([None, A, B, FI, EN, PLAIN])


def labels(lang: str = "en") -> Labels:
    return Labels(ox.Store(), lang)


def test_evidence_is_gathered_in_order_and_each_once() -> None:
    found = folded(("x", "evidence"), [(A, B), (B, None), (A, A), (A, B)], labels())
    assert found == (Row((A,), (A, B)), Row((B,), ()))


def test_a_text_is_shown_in_the_readers_language_alone() -> None:
    solutions = [(A, FI), (A, EN), (B, FI)]
    assert folded(("x", "text"), solutions, labels("en")) == (Row((A, EN), ()), Row((B, FI), ()))
    assert folded(("x", "text"), solutions, labels("fi")) == (Row((A, FI), ()), Row((B, FI), ()))


def test_a_text_without_a_language_is_no_translation() -> None:
    assert len(folded(("text",), [(PLAIN,), (EN,)], labels())) == 2


@given(st.lists(st.tuples(TERMS, TERMS), max_size=8))
def test_without_evidence_no_thing_is_lost_and_none_is_added(
    solutions: list[tuple[ox.NamedNode, ox.NamedNode]],
) -> None:
    found = [row.cells for row in folded(("x", "y"), solutions, labels())]
    assert set(found) <= set(solutions)
    things = {cells for cells in solutions if not any(isinstance(cell, ox.Literal) for cell in cells)}
    assert things <= set(found)
