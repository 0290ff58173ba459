"""A plan in words and for a machine: the same before and after it is carried out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.phrases import LANGUAGES, Phrase
from seutu.publish.plan import Action, Change, Plan

ACTIONS = st.sampled_from(("add", "replace", "remove"))
CHANGES = st.lists(
    st.builds(Change, ACTIONS, st.text("ab/", min_size=1, max_size=5), count=st.integers(1, 9)), max_size=6
)


def plan(*changes: Change) -> Plan:
    return Plan("folder", changes, 3, (Phrase("Look out."),), (Phrase("a stays"),))


def test_a_plan_without_changes_is_false_and_says_so() -> None:
    assert not plan()
    assert plan().text(done=True).endswith("folder: nothing to change, 3 unchanged.\n")


def test_each_change_warning_and_stay_has_a_line() -> None:
    made = plan(Change("add", "a.ttl"), Change("replace", "b/", Phrase("{count} files", count=2), 2))
    assert made
    assert made.text(done=False).splitlines() == [
        "add      a.ttl",
        "replace  b/ (2 files)",
        "warning  Look out.",
        "stays    a stays",
        "folder: would be 1 added, 2 replaced, 3 unchanged.",
    ]
    assert made.text(done=True).splitlines()[-1] == "folder: 1 added, 2 replaced, 3 unchanged."


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("action", ["add", "replace", "remove"])
def test_a_change_is_told_in_each_language_and_time(lang: str, action: Action) -> None:
    change = Change(action, "a.ttl")
    before, after = (change.text_in(done, lang)[0] for done in (False, True))
    assert before != after
    assert (before == action) == (lang == "en")


@given(CHANGES)
def test_the_counts_are_those_of_the_changes(changes: list[Change]) -> None:
    made = Plan("folder", tuple(changes))
    content = json.loads(made.json(done=True))
    assert sum(change["count"] for change in content["changes"]) == sum(change.count for change in changes)
    counts = made.text(done=True).splitlines()[-1]
    for action, word in (("add", "added"), ("replace", "replaced"), ("remove", "removed")):
        count = sum(change.count for change in changes if change.action == action)
        assert (f" {count} {word}" in counts) == bool(count)
