"""The outcome of checking a unit, kept as bytes."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from seutu.shacl.report import Finding
from seutu.validation.outcome import Outcome

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
TERMS = st.one_of(
    st.none(),
    st.sampled_from([ox.NamedNode("urn:a"), ox.NamedNode("urn:ä"), ox.BlankNode("b")]),
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="fi")),
    st.sampled_from(["007", "x"]).map(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:type"))),
)
MAYBE = st.one_of(st.none(), TEXTS)
FINDINGS = st.builds(
    Finding,
    TERMS,
    MAYBE,
    TERMS,
    TEXTS,
    MAYBE,
    st.sampled_from(["violation", "urn:odd"]),
    st.dictionaries(st.sampled_from(["", "fi", "en"]), TEXTS),
    MAYBE,
    st.one_of(st.none(), st.integers(1, 999)),
)
VALUES = st.lists(st.frozensets(st.integers(0, 2**64)), max_size=3)


@given(st.lists(FINDINGS, max_size=4), VALUES, st.booleans())
def test_an_outcome_is_read_as_it_was_written(
    findings: list[Finding], values: list[frozenset[int]], apart: bool
) -> None:
    outcome = Outcome(tuple(findings), tuple(values), apart)
    assert Outcome.of_bytes(outcome.to_bytes()) == outcome


def test_equal_values_are_the_same_bytes() -> None:
    one, other = (Outcome((), (frozenset(numbers),), True).to_bytes() for numbers in ([1, 9, 5], [9, 5, 1]))
    assert one == other
