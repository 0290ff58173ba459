"""The verb `query`: where its text comes from, and what it is asked of."""

from pathlib import Path

from tests.helpers.commands import inside
from tests.helpers.running import seutu


def test_query_takes_a_file_a_text_or_standard_input(folder: Path, tmp_path: Path) -> None:
    text = "ASK { ?s ?p ?o }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert seutu("--workspace", folder, "query", tmp_path / "q.rq").out == "true\n"
    assert seutu("--workspace", folder, "query", "-e", text).out == "true\n"
    assert seutu("--workspace", folder, "query", "-", stdin=text.encode()).out == "true\n"


def test_query_knows_what_is_inferred_unless_told_not_to(folder: Path) -> None:
    text = "SELECT ?s { ?s a seutu:Statement }"
    assert len(inside(folder, "query", "-e", text, "--format", "csv").stdout.split()) == 3
    assert len(inside(folder, "query", "-e", text, "--format", "csv", "--no-infer").stdout.split()) == 1
