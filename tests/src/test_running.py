"""A forked run of the command is as one that begins from nothing: its exit code, its streams, its surroundings."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers import small
from tests.helpers.running import anew, seutu

RUNS: list[tuple[list[str], bytes, Mapping[str, str]]] = [
    (["--version"], b"", {}),
    (["ask", "who-decides"], b"", {"SEUTU_LANG": "fi"}),
    (["ask", "who-decides", "--on", "\udcff"], b"", {}),
    (["query", "-", "--timeout", "60"], "ASK { ?s ?p 'ä' }".encode(), {}),
    (["validate", "-", "--alone", "--input-format", "ttl"], b"<urn:a> <urn:b> .", {}),
    (["aks"], b"", {}),
]


@pytest.mark.parametrize(("args", "stdin", "env"), RUNS)
def test_a_forked_run_is_as_any_other(
    tmp_path: Path, args: list[str], stdin: bytes, env: Mapping[str, str]
) -> None:
    folder = small.write(tmp_path)
    assert seutu(*args, cwd=folder, stdin=stdin, env=env) == anew(*args, cwd=folder, stdin=stdin, env=env)


def test_what_one_run_is_given_no_other_has(tmp_path: Path) -> None:
    folder = small.write(tmp_path)
    plain = seutu("ask", "who-decides", cwd=folder)
    assert seutu("ask", "who-decides", cwd=folder, env={"SEUTU_LANG": "fi"}) != plain
    assert seutu("ask", "who-decides", cwd=folder) == plain
