"""Make a source say what nobody said: validation must notice."""

import sys
from collections import Counter

import pytest

from seutu import Workspace
from tests.alterations.inventing import INVENTIONS, inventions
from tests.alterations.seeing import Watch
from tests.loading import ROOT

ONE_IN_TEN = 0.1


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.fixture(scope="module")
def watch(workspace: Workspace) -> Watch:
    return Watch(workspace)


def test_there_are_as_many_as_said_and_the_same_again(workspace: Workspace) -> None:
    made = list(inventions(workspace))
    assert Counter(one.kind for one in made) == INVENTIONS
    assert made == list(inventions(workspace))


def test_validation_sees_one_of_each_kind(workspace: Workspace, watch: Watch) -> None:
    assert [one.name for one in inventions(workspace, 0.01) if not watch.validated(one)] == []


@pytest.mark.parametrize(
    "share", [pytest.param(0.1, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.long)]
)
def test_validation_sees_inventions(
    workspace: Workspace, watch: Watch, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    made = list(inventions(workspace, share))
    unseen = [f"{one.kind}: {one.name}" for one in made if not watch.validated(one)]
    with capsys.disabled():
        sys.stdout.write(f"\n{len(unseen)} of {len(made)} inventions unseen by validation.\n")
        sys.stdout.writelines(f"{one}\n" for one in unseen)
    # By chance, another source may name the same things, and a thing may have a name that the new one translates.
    assert [one for one in unseen if not one.startswith(("source: ", "expansion: "))] == []
    assert len(unseen) <= ONE_IN_TEN * len(made)
