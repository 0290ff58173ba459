"""The work of one process: units checked, files indexed, and who comes to a value."""

import json
from pathlib import Path

import pytest

from seutu.errors import InputError
from seutu.validation import worker
from seutu.validation.outcome import Outcome
from seutu.validation.survey import survey_of
from seutu.validation.units import Index
from seutu.validation.worker import Job, Setting, file_key
from seutu.workspace.contents import Contents
from seutu.workspace.layers import Layers
from tests.helpers import small

MEETS = "# locality: meets skos:prefLabel\n"
BODY = "data/small/body.ttl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    forward = f"# locality: forward\n{small.RULE}"
    nameless = small.BODY + "body:odd a seutu:Body .\n"
    changed = {
        "queries/rules/10-superclass.rq": forward,
        "queries/checks/no-evidence.rq": MEETS + small.CHECK,
        BODY: nameless,
    }
    return small.write(tmp_path, {**changed})


def job(root: Path) -> Job:
    """The unit of the file with the bodies; all else is common."""
    contents = Contents(root)
    survey = survey_of(contents)
    assert survey
    named = {file.path: (file.path, file_key(file)) for file in contents.files}
    unit = (named.pop(BODY),)
    setting = Setting(contents.layers, tuple(named.values()), survey.named, survey)
    return Job(setting, unit, frozenset())


def test_a_unit_is_checked_with_what_is_common(root: Path) -> None:
    outcome = Outcome.of_bytes(worker.check(job(root)))
    assert [(finding.file, finding.severity) for finding in outcome.findings] == [(BODY, "violation")]
    assert outcome.is_independent
    assert all(outcome.values)


def test_who_comes_to_a_value_is_told_by_file(root: Path) -> None:
    unit = job(root)
    values = Outcome.of_bytes(worker.check(unit)).values[0]
    *found, unknown = json.loads(worker.holders((unit, [*((0, value) for value in sorted(values)), (0, 1)])))
    assert [BODY] in found
    assert unknown == []


def test_files_are_indexed_one_by_one(root: Path) -> None:
    named = [(file.path, file_key(file)) for file in Contents(root).files]
    found = worker.index((Layers.of(root), named))
    assert len(found) == len(named)
    assert all(Index.of_bytes(content).to_bytes() == content for content in found)


def test_a_file_that_has_changed_since_is_told(root: Path) -> None:
    unit = job(root)
    (root / BODY).write_text("# changed\n" + small.BODY, "utf-8")
    with pytest.raises(InputError, match="has changed while it was read"):
        worker.check(unit)


def test_the_name_of_a_file_is_that_of_its_path_and_content(root: Path) -> None:
    files = Contents(root).files
    assert len({file_key(file) for file in files}) == len(files)
    assert [file_key(file) for file in files] == [file_key(file) for file in Contents(root).files]
    assert job(root).paths == (BODY,)
