"""A new workspace: its files in the languages that are chosen, and what is never overwritten."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.api import Workspace
from seutu.errors import OutputError, ParameterError
from seutu.rdf.namespaces import BASE
from seutu.workspace import scaffold
from seutu.workspace.scaffold import Wanted

WANTED = Wanted('The "Tuulikoski" \\ region', "https://example.org/my/", ["fi", "en"], "9.8.7", "2026-02-03")


@pytest.mark.parametrize("languages", ["fi,en", "sv", "en", "fi,sv,en"])
def test_the_example_validates_in_each_choice_of_languages(tmp_path: Path, languages: str) -> None:
    scaffold.write(tmp_path, scaffold.files(replace(WANTED, languages=languages.split(","))))
    workspace = Workspace(tmp_path)
    report = workspace.validate()
    assert [(finding.severity, finding.path) for finding in report.findings] == [
        ("warning", f"<{BASE}ont#placeholder>")  # the contact is to be put in
    ]
    assert len(workspace.ask("who-decides").rows) == 3
    graphs = {file.graph.value for file in workspace.own_files}
    assert graphs == {
        f"https://example.org/my/graph/data/{name}.ttl" for name in ("catalogue", "source", "statements")
    }
    said = [quad.object for file in workspace.own_files for quad in file.read()]
    tagged = {value.language for value in said if isinstance(value, ox.Literal) and value.language}
    assert tagged == {*languages.split(","), "en"}


def test_the_files_are_eight_and_say_what_is_wanted() -> None:
    made = scaffold.files(WANTED)
    assert len(made) == 8
    assert made["requirements.txt"] == "seutu==9.8.7\n"
    assert made["README.md"].startswith('# The "Tuulikoski" \\ region\n')
    assert '"2026-02-03"^^xsd:date' in made["data/catalogue.ttl"]
    assert not [path for path, text in made.items() if "https://example.org/x/" in text or "TITLE" in text]
    assert sum("9.8.7" in text for text in made.values()) == 1


@pytest.mark.parametrize("taken", ["README.md", "data/source.ttl", ".gitignore"])
def test_nothing_that_exists_is_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="exists already, and nothing is overwritten"):
        scaffold.write(tmp_path, scaffold.files(WANTED))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / taken]
    assert (tmp_path / taken).read_text("utf-8") == "mine"


def test_other_files_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    scaffold.write(tmp_path, scaffold.files(WANTED))
    assert scaffold.pinned(tmp_path) == "9.8.7"


def test_a_folder_that_names_no_version(tmp_path: Path) -> None:
    assert scaffold.pinned(tmp_path) == ""
    (tmp_path / "requirements.txt").write_text("click\n", "utf-8")
    assert scaffold.pinned(tmp_path) == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (replace(WANTED, base="example"), "--base: 'example' cannot begin IRIs"),
        (replace(WANTED, base=BASE), "--base: '.*' is Seutu's own"),
        (replace(WANTED, title=" "), "--title"),
        (replace(WANTED, title="a\nb"), "--title"),
        (replace(WANTED, languages=["fi", "et"]), "--languages: the example is not in 'et'"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(changed: Wanted, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        changed.check()
