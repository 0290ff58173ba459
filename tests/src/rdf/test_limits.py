"""Limits of readers, and the variables of the environment that raise them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import ParameterError
from seutu.rdf.limits import Limit

LIMIT = Limit("SEUTU_MAX_TRIED", 5, 1000)


def value(written: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LIMIT.variable, written)
        return LIMIT.value()


def test_the_usual_limit_holds_unless_a_variable_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LIMIT.variable, raising=False)
    assert LIMIT.value() == 5
    assert value("") == 5


@given(st.integers(1, 1000))
def test_a_number_up_to_the_ceiling_is_taken(number: int) -> None:
    assert value(str(number)) == number


@pytest.mark.parametrize("written", ["0", "1001", "999999999999999"])
def test_a_number_out_of_range_is_refused(written: str) -> None:
    with pytest.raises(ParameterError, match=f"{LIMIT.variable} is {written}; write a number from 1 to 1000"):
        value(written)


@pytest.mark.parametrize("written", ["-1", "1.5", "many", "²", "٣", "1" * 20])
def test_what_is_not_a_number_is_refused(written: str) -> None:
    with pytest.raises(ParameterError, match="write a whole number, such as 5"):
        value(written)
