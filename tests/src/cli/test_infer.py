"""The verb `infer`."""

from pathlib import Path

from tests.helpers import small
from tests.helpers.commands import inside
from tests.helpers.running import seutu


def test_infer_writes_only_what_is_new(folder: Path) -> None:
    assert len(inside(folder, "infer", "--format", "ntriples").stdout.splitlines()) == 2


def test_infer_names_the_axioms_that_no_rule_infers_from(tmp_path: Path) -> None:
    extra = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<urn:a> owl:sameAs <urn:b> .\n"
    folder = small.write(tmp_path / "workspace", {"data/same.ttl": extra})
    ran = seutu("--workspace", folder, "infer")
    assert ran.code == 0
    assert "owl:sameAs" in ran.err
    assert ran.err.startswith("No rule infers from ")
    assert ran.err.endswith("; add one, or use --engine reference.\n")
    assert "say the same" not in seutu("infer", "--help").out
