"""Say something else than the data do: a shape, a check, a golden or a question's answer must notice."""

import sys
from collections.abc import Iterable, Mapping

import pytest

from seutu import Workspace
from seutu.validation.checks import validate
from tests.alterations.altering import COUNTS, Alteration, alterations, over_readings
from tests.alterations.seeing import FINDINGS, Watch
from tests.loading import ROOT

ALL_BUT_TWO = 12

Seen = Mapping[Alteration, str]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.fixture(scope="module")
def watch(workspace: Workspace) -> Watch:
    return Watch(workspace)


def seen(watch: Watch, made: Iterable[Alteration]) -> Seen:
    return {one: watch.seen_by(one) for one in made}


def unseen(found: Seen, *kinds: str) -> list[str]:
    return [one.name for one, by in found.items() if one.kind in kinds and not by]


def told(found: Seen, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{sum(map(bool, found.values()))} of {len(found)} alterations seen.\n")
        sys.stdout.writelines(f"seen by nobody: {one}\n" for one in unseen(found, *COUNTS))


def test_nothing_is_found_before_anything_is_altered(workspace: Workspace) -> None:
    assert validate(workspace.closed(), workspace.shapes, workspace.checks, workspace.prefixes).passes


def test_there_are_as_many_as_said(workspace: Workspace) -> None:
    kinds = [one.kind for one in alterations(workspace)]
    assert {kind: kinds.count(kind) for kind in COUNTS} == COUNTS
    assert len(kinds) == 424
    assert len(set(alterations(workspace))) == 424


def test_the_same_seed_makes_the_same_alterations(workspace: Workspace) -> None:
    assert [one.name for one in alterations(workspace)] == [one.name for one in alterations(workspace)]


def test_validation_sees_over_readings(workspace: Workspace, watch: Watch) -> None:
    found = seen(watch, over_readings(workspace))
    assert unseen(found, "over-reading") == []
    assert sum(by.startswith(FINDINGS) for by in found.values()) >= ALL_BUT_TWO


def test_a_few_others_are_seen(workspace: Workspace, watch: Watch) -> None:
    found = seen(watch, (one for one in alterations(workspace, 0.015) if one.kind != "over-reading"))
    assert unseen(found, "removal", "translation", "literal") == []


@pytest.mark.parametrize(
    "share", [pytest.param(0.05, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.long)]
)
def test_no_removal_over_reading_or_change_of_words_goes_unseen(
    workspace: Workspace, watch: Watch, capsys: pytest.CaptureFixture[str], share: float
) -> None:
    found = seen(watch, alterations(workspace, share))
    told(found, capsys)
    assert unseen(found, "removal", "over-reading", "translation", "literal") == []
