"""The pages made from headers: one for each question, check and file of shapes, with all that the header has."""

import re
from functools import cache
from pathlib import Path

import pytest

from seutu import Workspace
from seutu.errors import OutputError
from seutu.site import reference
from tests.helpers import small
from tests.loading import ROOT, queries

LINK = re.compile(r"\]\(([^)]+)\)")
OWN = """\
# title: Own question | <b>bold</b>
# title@fi: Oma kysymys
# param: body iri optional Only this body
# param@sv: body Endast detta organ
# kind: body seutu:Body
# columns: Body

SELECT ?body ?count WHERE { ?body ?p "```" . BIND(1 AS ?count) }
"""


@cache
def shipped() -> dict[str, str]:
    return reference.pages(Workspace.open(ROOT))


def small_pages(folder: Path, changed: dict[str, str | bytes | None]) -> dict[str, str]:
    return reference.pages(Workspace.open(small.write(folder, changed)))


@pytest.mark.parametrize("kind", ["questions", "checks"])
def test_each_query_has_a_page(kind: str) -> None:
    names = {f"{kind}/{path.stem}.md" for path in queries(kind)}
    assert {path for path in shipped() if path.startswith(f"{kind}/")} == names | {f"{kind}/index.md"}


def test_each_file_of_shapes_has_a_page() -> None:
    names = {f"shapes/{path.stem}.md" for path in (ROOT / "shapes").glob("*.ttl")}
    assert {path for path in shipped() if path.startswith("shapes/")} == names | {"shapes/index.md"}


def test_each_link_leads_to_a_page() -> None:
    for path, text in shipped().items():
        if path.endswith("index.md"):
            folder = path.rpartition("/")[0]
            links = {f"{folder}/{link}".lstrip("/") for link in LINK.findall(text)}
            assert links
            assert links <= set(shipped())


def test_page_of_a_question_has_each_parameter_and_column() -> None:
    for name, question in Workspace.open(ROOT).questions.items():
        text = shipped()[f"questions/{name}.md"]
        wanted = [f"| {each.option} | {each.type} |" for each in question.parameters]
        wanted += [f"| ?{variable} |" for variable in question.variables]
        wanted += [*question.title.values(), *question.question.values()]
        assert [each for each in wanted if each not in text] == []


def test_page_of_a_check_has_its_problem_and_solution() -> None:
    for check in Workspace.open(ROOT).checks:
        text = shipped()[f"checks/{check.name}.md"]
        wanted = [*check.title.values(), *check.extra["problem"].values(), *check.extra["solution"].values()]
        assert [each for each in wanted if each not in text] == []
        assert f"- severity: {check.severity}\n" in text


def test_locality_is_shown_as_declared_or_said_to_be_missing(tmp_path: Path) -> None:
    assert "- locality: absent\n" in shipped()["checks/unused-term.md"]
    assert "every workspace is checked whole" in small_pages(tmp_path, {})["checks/no-evidence.md"]


def test_own_question_has_a_page_in_which_nothing_is_markup(tmp_path: Path) -> None:
    text = small_pages(tmp_path, {"queries/questions/own.rq": OWN})["questions/own.md"]
    assert "Own question \\| \\<b>bold\\</b>" in text
    assert "| --body | iri | optional | seutu:Body |  | Endast detta organ | Only this body |" in text
    assert "| ?body |  | Body | Body | Body |" in text
    assert "````sparql\nSELECT ?body" in text
    assert "# title" not in text


def test_query_called_index_leaves_the_index_alone(tmp_path: Path) -> None:
    made = small_pages(tmp_path, {"queries/questions/index.rq": OWN})
    assert made["questions/index.page.md"].startswith("# index\n")
    assert "(index.page.md)" in made["questions/index.md"]


def test_shapes_have_paths_severities_and_messages(tmp_path: Path) -> None:
    text = small_pages(tmp_path, {})["shapes/body.md"]
    row = "| shape:Body-name | skos:prefLabel | violation | Elimellä on nimi. |  | A body has a name. |"
    assert row in text


def test_workspace_without_queries_has_indexes_alone(tmp_path: Path) -> None:
    without = {name: None for name in small.FILES if name.startswith(("queries/", "shapes/"))}
    made = small_pages(tmp_path, {**without})
    assert set(made) == {"index.md", "questions/index.md", "checks/index.md", "shapes/index.md"}


def test_pages_are_written_and_stale_ones_removed(tmp_path: Path) -> None:
    root, out = small.write(tmp_path / "root", {"queries/questions/own.rq": OWN}), tmp_path / "out"
    first = reference.write(Workspace.open(root), out)
    (root / "queries" / "questions" / "own.rq").unlink()
    (out / "mine.txt").write_text("mine")
    assert reference.write(Workspace.open(root), out) == first - 1
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert found == {*reference.pages(Workspace.open(root)), "manifest.json", "mine.txt"}


def test_pages_are_not_written_among_the_sources(tmp_path: Path) -> None:
    root = small.write(tmp_path)
    with pytest.raises(OutputError):
        reference.write(Workspace.open(root), root / "data" / "docs")
