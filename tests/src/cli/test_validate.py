"""The verb `validate`: findings, formats and exit codes."""

import json
from pathlib import Path

import pytest

from tests.helpers import small
from tests.helpers.commands import NAMELESS, inside
from tests.helpers.running import seutu


def test_validate_finds_nothing_and_exits_0(folder: Path) -> None:
    ran = seutu("--workspace", folder, "validate")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 violations, 0 warnings in 3 files.\n")


WITHOUT_EVIDENCE = "<urn:y> a <https://w3id.org/seutu/ont#DecisionRole> .\n"


def test_findings_go_to_stdout_and_exit_1(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text("\n\n" + NAMELESS, encoding="utf-8")
    ran = seutu("--workspace", folder, "validate", "more.ttl", cwd=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("more.ttl:3: violation: <urn:x> skos:prefLabel: A body has a name.")
    assert ran.err == "1 violation, 0 warnings in 4 files.\n"
    alone = seutu("--workspace", folder, "validate", "--alone", "more.ttl", cwd=tmp_path)
    assert (alone.code, alone.out) == (1, ran.out)
    assert alone.err == "1 violation, 0 warnings in 1 file.\n"


def test_severity_says_what_exits_1(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(WITHOUT_EVIDENCE, encoding="utf-8")
    assert seutu("--workspace", folder, "validate", more).code == 0
    assert seutu("--workspace", folder, "validate", more, "--severity", "warning").code == 1


def test_other_shapes_can_be_given(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none.ttl").write_text(
        "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> .\n", encoding="utf-8"
    )
    (tmp_path / "more.ttl").write_text(NAMELESS, encoding="utf-8")
    ran = seutu("--workspace", folder, "validate", tmp_path / "more.ttl", "--shapes", tmp_path / "none.ttl")
    assert ran.code == 0


@pytest.mark.parametrize("fmt", ["text", "json", "turtle", "github", "junit"])
def test_a_report_has_every_format(folder: Path, tmp_path: Path, fmt: str) -> None:
    (tmp_path / "more.ttl").write_text(NAMELESS, encoding="utf-8")
    result = inside(folder, "validate", str(tmp_path / "more.ttl"), "--format", fmt, "--lang", "fi")
    assert result.exit_code == 1
    assert "Elimellä on nimi." in result.stdout
    if fmt == "json":
        assert json.loads(result.stdout)["conforms"] is False


def test_a_file_that_does_not_parse_is_annotated_for_github(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"data/bad.ttl": "@prefix n: <urn:n:> .\nn:a n:b .\n"})
    ran = seutu("--workspace", folder, "validate", "--format", "github")
    assert ran.code == 2
    assert ran.out.startswith("::error file=data/bad.ttl,line=2::data/bad.ttl:2")
    assert ran.out.count("\n") == 1
    assert ran.err.startswith("seutu: data/bad.ttl:2")
    assert seutu("--workspace", folder, "validate").out == ""
