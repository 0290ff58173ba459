"""The benchmarks run, fail with a sentence when something measured is wrong, and say no more than was measured."""

import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks import run, sizes, table
from benchmarks.findings import SHACL, require_faults
from benchmarks.measure import BenchmarkError, Command, Pace, Sample, measure, measure_in_turns
from benchmarks.sizes import Fault, Measured
from benchmarks.tasks import TASKS, change_label
from tests.loading import ROOT

ONCE = ("--runs=1", "--budget=0", f"--workspace={ROOT}")
PROCESSES = {
    "ask": [
        "`seutu ask who-decides`, the first time", "`seutu ask who-decides`, again", "`oxigraph query`, the same query",
    ],
    "infer": [
        "`seutu infer`", "`pyoxigraph`, loading only", "`oxigraph load`, one file to disk", "`rdflib`, parsing only",
        "`owlrl`, OWL 2 RL only",
    ],
    "validate": ["`seutu validate`", "`pyshifty`, shapes only", "`pyshacl`, shapes only"],
    "again": ["`seutu validate`, the first time", "`seutu validate`, a label changed"],
    "questions": ["all questions in one process", "the middle one of ", "the slowest of "],
}  # fmt: skip


def rows(printed: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in printed.splitlines()
        if line.startswith("|")
    ][2:]


def _measured() -> list[Any]:
    """The tasks with what is measured of each; some seconds go with one in which whole processes check or infer."""
    long = ("infer", "validate", "again")
    return [
        pytest.param(task, expected, id=task, marks=[pytest.mark.slow] * (task in long))
        for task, expected in PROCESSES.items()
    ]


def python(label: str, code: str, **more: Any) -> Command:
    return Command(label, (sys.executable, "-c", code), **more)


# --- The whole of it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("task", "expected"), _measured())
def test_a_task_is_measured(task: str, expected: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    # What seutu does must be done and right, and the run says if it is not; peers that take long are ended soon.
    code = run.main(["--sizes", "10k", "--tasks", task, "--peer-limit=2", *ONCE])
    out, err = capfd.readouterr()
    assert (code, err) == (0, "")
    printed = rows(out)
    assert [row[:2] for row in printed] == [[task, "10k"]] * len(expected)
    assert all(row[2].startswith(label) for row, label in zip(printed, expected, strict=True))
    # One that pairs all statements with all others takes half a minute.
    assert task != "questions" or float(printed[-1][3]) < 10


def test_jamsa_is_built(capfd: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--sizes", "jamsa", "--tasks", "build", *ONCE]) == 0
    (row,) = rows(capfd.readouterr().out)
    assert row[:3] == ["build", "jamsa", "`seutu build`"]


def test_every_task_is_tried_here() -> None:
    assert set(TASKS) == {*PROCESSES, "build"}


def test_what_goes_wrong_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TASKS", {"ask": lambda *_: iter([python("it", "raise SystemExit('no')")])})
    assert run.main(["--sizes", "jamsa", "--tasks", "ask", *ONCE]) == 2
    assert capsys.readouterr().err == "benchmarks: it ended with 1: no\n"


# --- Measuring ----------------------------------------------------------------------------------------


def test_a_peer_may_be_ended_sooner() -> None:
    pace = Pace(limit=9, peer_limit=2)
    assert [pace.limit_of(python("it", "", peer=peer)) for peer in (False, True)] == [9, 2]


def test_what_takes_too_long_is_ended() -> None:
    sample = measure(python("it", "import time; time.sleep(60)"), 0.2)
    assert (sample.done, sample.seconds) == (False, 0.2)


def test_what_was_written_is_checked() -> None:
    def check(written: bytes) -> None:
        raise BenchmarkError(f"it wrote {written.decode().strip()}")

    with pytest.raises(BenchmarkError, match=r"^it wrote 7$"):
        measure(python("it", "print(7)", check=check), 60)


def test_commands_take_turns_and_the_first_turn_does_not_count(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    commands = [Command(name, (sys.executable, "-c", code, str(log), name)) for name in "ab"]
    samples = measure_in_turns(commands, Pace(runs=2))
    assert log.read_text() == "ababab"
    assert [len(taken) for taken in samples] == [2, 2]


def test_a_command_without_time_for_another_run_has_one() -> None:
    assert [len(taken) for taken in measure_in_turns([python("it", "")], Pace(runs=5, budget=0))] == [1]


def test_each_run_has_an_empty_cache_unless_it_is_given_one(tmp_path: Path) -> None:
    code = (
        "import os, pathlib; place = pathlib.Path(os.environ['SEUTU_CACHE'])\n"
        "print(len(list(place.iterdir())), place)\n"
        "(place / 'it').touch()"
    )
    seen: list[list[str]] = []

    def check(written: bytes) -> None:
        seen.append(written.decode().split())

    for cache in (None, None, tmp_path, tmp_path):
        measure(python("it", code, check=check, cache=cache), 60)
    assert [count for count, _ in seen] == ["0", "0", "0", "1"]
    assert seen[0][1] != seen[1][1]
    assert [Path(place).exists() for _, place in seen] == [False, False, True, True]


# --- What must be found -------------------------------------------------------------------------------

A_FAULT: Fault = ("https://example.org/body/it/0/", "urn:shape", f"{SHACL}MinCountConstraintComponent")


def report(*faults: Sequence[str]) -> bytes:
    findings = [
        {"focus": {"value": focus}, "shape": shape, "component": component, "severity": "violation"}
        for focus, shape, component in faults
    ]
    return json.dumps({"findings": findings}).encode()


def test_just_the_faults_must_be_found() -> None:
    focus, shape, component = A_FAULT
    found = (focus + "statement", shape, component)
    require_faults(report(found, (focus, "", "a-check")), [A_FAULT])
    for wrong, said in (
        ([], "found 0 faults where 1 are: not found 1 "),
        ([found, found], "found 2 faults where 1 are: not found 0; found too much 1 "),
        ([("https://example.org/other", shape, component)], "not found 1 .*; found too much 1 .*/other"),
    ):
        with pytest.raises(BenchmarkError, match=said):
            require_faults(report(*wrong), [A_FAULT])


def test_what_the_workspace_itself_is_warned_of_is_no_fault() -> None:
    warned = report(("https://example.org/other", "urn:shape", SHACL + "InConstraintComponent"))
    require_faults(warned.replace(b"violation", b"warning"), [])
    with pytest.raises(BenchmarkError, match="found too much 1"):
        require_faults(warned, [])


def test_a_changed_label_is_another_each_time(tmp_path: Path) -> None:
    place = sizes.make("jamsa", ROOT, tmp_path).folder
    path = place / "data" / "jamsa" / "region.ttl"
    texts = [path.read_text(encoding="utf-8")]
    for _ in range(2):
        change_label(place)
        texts.append(path.read_text(encoding="utf-8"))
    differing = [
        [(a, b) for a, b in zip(one.splitlines(), two.splitlines(), strict=True) if a != b]
        for one, two in pairwise(texts)
    ]
    assert [len(lines) for lines in differing] == [1, 1]
    assert ' 1"@fi' in differing[0][0][1]
    assert ' 2"@fi' in differing[1][0][1]


def test_a_workspace_is_a_copy_with_its_faults(tmp_path: Path) -> None:
    made: Measured = sizes.make("10k", ROOT, tmp_path)
    assert made.folder == tmp_path / "10k"
    assert made.statements >= 10_000
    assert len(made.faults) > 300


# --- The table ----------------------------------------------------------------------------------------


def sample(seconds: float, *, done: bool = True, written: bytes = b"") -> Sample:
    return Sample(seconds, 2_000_000, done, written)


def test_a_row_compares_with_the_peer_and_the_size_before() -> None:
    one, other = python("one", ""), python("other", "")
    written = table.Table()
    small = written.rows("task", "s", 100, [one, other], [[sample(1), sample(3), sample(2)], [sample(4)]])
    assert list(small) == [
        "| task | s | one | 2.000 | 1.000 – 3.000 | 3 | 1.00 | 2 |  |",
        "| task | s | other | 4.000 | 4.000 – 4.000 | 1 | 2.00 | 2 |  |",
    ]
    large = written.rows("task", "l", 1000, [one, other], [[sample(30)], [sample(60, done=False)]])
    assert list(large) == [
        "| task | l | one | 30.000 | 30.000 – 30.000 | 1 | 1.00 | 2 | 1.50 |",
        "| task | l | other | > 60 |  | 1 | > 2.00 | 2 |  |",
    ]


def test_the_parts_of_a_command_have_rows() -> None:
    command = python("all", "", parts=True)
    taken = [sample(9, written=json.dumps({"a": 1, "b": 2 + more, "c": 5}).encode()) for more in (0, 1, 2)]
    _, middle, slowest = table.Table().rows("task", "s", 100, [command], [taken])
    assert middle.startswith("| task | s | the middle one of 3, `b` | 3.000 | 2.000 – 4.000 | 3 |")
    assert slowest.startswith("| task | s | the slowest of 3, `c` | 5.000 |")
