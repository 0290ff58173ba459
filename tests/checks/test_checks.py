"""Each check against its own folder: it finds the faults that are there, and nothing where there are none."""

import csv
from pathlib import Path

import pytest
from rdflib import Variable

from seutu.validation.checks import against_checks
from tests.loading import dataset_of, folders, parsed, queries, store_of

CHECKS = queries("checks")
HERE = Path(__file__).parent
LANGUAGES = {"en", "fi", "sv"}


def found(path: Path, data: str) -> list[tuple[str, str, str]]:
    findings = against_checks(store_of(HERE / path.stem / data), [parsed(path)])
    return sorted((bare(one.focus), (one.path or "").strip("<>"), bare(one.value)) for one in findings)


def bare(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def expected(path: Path) -> list[tuple[str, str, str]]:
    with (HERE / path.stem / "expected.csv").open(encoding="utf-8", newline="") as file:
        return sorted((row["focus"], row["path"], row["value"]) for row in csv.DictReader(file))


def test_every_check_has_a_folder_and_every_folder_a_check() -> None:
    assert folders(HERE) == {path.stem for path in CHECKS}


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_check_finds_the_faults(path: Path) -> None:
    assert found(path, "faulty.trig") == expected(path)


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_check_is_silent_where_nothing_is_wrong(path: Path) -> None:
    assert found(path, "clean.trig") == []


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_check_says_what_is_wrong_and_what_to_do_in_three_languages(path: Path) -> None:
    check = parsed(path)
    assert set(check.title) == set(check.extra["problem"]) == set(check.extra["solution"]) == LANGUAGES
    assert check.variables == ("focus", "path", "value", "message")


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_reference_engine_finds_the_same(path: Path) -> None:
    rows = dataset_of(HERE / path.stem / "faulty.trig").query(parsed(path).text).bindings
    names = [Variable(name) for name in ("focus", "path", "value")]
    assert {tuple(str(row.get(name, "")) for name in names) for row in rows} == set(expected(path))
