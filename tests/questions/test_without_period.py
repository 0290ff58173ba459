"""A role whose source gives no period is answered, and the period as not stated."""

import pyoxigraph as ox
import pytest

from seutu.query import definition, reference
from tests.questions.asking import workspace
from tests.questions.test_filled import with_more

ROLE = """
statement:undated a seutu:RoleInPeriod ; seutu:bearer body:undated ; seutu:role role:test ;
    seutu:modality modality:asserted ; seutu:evidence line:3 .
body:undated a seutu:Body . role:test a seutu:ProgrammeRole .
"""


def periods(question: str, *, fast: bool, **values: str) -> list[str]:
    asked = workspace().questions[question]
    bindings = workspace().bindings(asked, values)
    evaluate = definition.run if fast else reference.run
    found = evaluate(with_more(ROLE), asked.text, workspace().prefixes, bindings)
    assert isinstance(found, ox.QuerySolutions)
    return [
        str(row["period"]).rpartition("/")[2].rstrip(">") for row in found if "undated" in str(row["body"])
    ]


@pytest.mark.parametrize("fast", [True, False])
def test_a_role_without_a_period_is_not_stated_for_any_day(fast: bool) -> None:
    assert periods("roles", fast=fast) == ["not-stated"]
    assert periods("roles", fast=fast, on="2007-01-01") == ["not-stated-for-day"]
    assert periods("roles", fast=fast, period="period:2002-2006") == []


@pytest.mark.parametrize("fast", [True, False])
def test_roles_without_a_period_are_counted_by_themselves(fast: bool) -> None:
    assert periods("role-counts", fast=fast) == ["not-stated"]
