"""Validation of all that some contents say, in one piece."""

from pathlib import Path

import pytest

from seutu.errors import ShapesError
from seutu.validation import full
from seutu.workspace.contents import Contents
from tests.helpers import small

NAMELESS = small.BODY + "body:odd a seutu:Body .\n"


def test_findings_of_shapes_and_checks_have_their_places(tmp_path: Path) -> None:
    unsaid = NAMELESS + "statement:3 a seutu:Statement .\n"
    report = full.workspace_report(Contents(small.write(tmp_path, {"data/small/body.ttl": unsaid})))
    found = {(finding.severity, finding.file, finding.line) for finding in report.findings}
    assert ("violation", "data/small/body.ttl", NAMELESS.count("\n")) in found
    assert ("warning", "data/small/body.ttl", NAMELESS.count("\n") + 1) in found


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_both_engines_find_the_same(tmp_path: Path, engine: str) -> None:
    given = Contents(small.write(tmp_path, {"data/small/body.ttl": NAMELESS}))
    report = full.report(given, given.closed(), given.shape_files, engine)
    violations = [finding for finding in report.findings if finding.severity == "violation"]
    assert [str(finding.focus) for finding in violations] == ["<https://w3id.org/seutu/id/body/odd>"]


def test_a_faulty_shape_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    shapes = small.SHAPES + 'shape:Odd a sh:PropertyShape ; sh:path seutu:from ; sh:minCount "x" .\n'
    given = Contents(small.write(tmp_path, {"shapes/body.ttl": shapes}))
    with pytest.raises(ShapesError, match=rf"shapes/body\.ttl:{shapes.count(chr(10))}"):
        full.workspace_report(given)


def test_nothing_is_remarked_on_plain_shapes(tmp_path: Path) -> None:
    assert full.remarks(Contents(small.write(tmp_path)).shape_files) == ()
