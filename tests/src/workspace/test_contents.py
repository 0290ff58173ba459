"""What a workspace's folders hold, and the files in them that are not read."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from seutu.errors import QuerySyntaxError, WorkspaceError
from seutu.workspace.contents import Contents, workspace_files
from tests.helpers import small


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    return Contents(small.write(tmp_path))


def test_files_stand_in_their_folders(contents: Contents) -> None:
    assert [file.path for file in contents.ontology] == ["ontology/small.ttl"]
    assert [file.path for file in contents.files[1:]] == ["data/small/body.ttl", "data/sources/deck.ttl"]
    assert [file.path for file in contents.shape_files] == ["shapes/body.ttl"]


def test_queries_are_by_kind_and_name(contents: Contents) -> None:
    assert sorted(contents.questions) == ["function-of", "who-decides"]
    assert [check.name for check in contents.checks] == ["no-evidence"]
    assert [rule.name for rule in contents.rules] == ["10-superclass"]
    assert contents.check_paths == {"no-evidence": "queries/checks/no-evidence.rq"}
    assert contents.drawable == []


def test_what_follows_is_added_to_what_is_said(contents: Contents) -> None:
    assert len(contents.closed()) == len(contents.asserted()) + len(contents.inferred())
    assert contents.inferred()


def test_prefixes_of_files_do_not_replace_ours(tmp_path: Path) -> None:
    text = "@prefix own: <urn:own:> . @prefix seutu: <urn:odd:> . own:a own:b own:c ."
    prefixes = Contents(small.write(tmp_path, {"data/own.ttl": text})).prefixes
    assert prefixes["own"] == "urn:own:"
    assert prefixes["seutu"] == "https://w3id.org/seutu/ont#"


def test_a_part_has_other_files_and_the_same_queries(contents: Contents) -> None:
    part = contents.part(contents.ontology)
    assert part.files == contents.ontology
    assert (part.rules, part.checks, part.shape_files) == (
        contents.rules,
        contents.checks,
        contents.shape_files,
    )
    assert len(part.asserted()) < len(contents.asserted())


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    without = {name: None for name in small.FILES if name.startswith("data/")}
    with pytest.raises(WorkspaceError, match="has no RDF in data/"):
        Contents(small.write(tmp_path, {**without}))


def test_a_path_that_is_not_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is not a folder"):
        Contents(tmp_path / "none")


def test_files_that_are_not_read_are_named(tmp_path: Path) -> None:
    added = {"data/more.json": "{}", "data/README.md": "x", "data/.hidden": "x"}
    assert (
        Contents(small.write(tmp_path, {**added}))
        .unread()
        .startswith("Not read: data/more.json; in data/ the")
    )
    (tmp_path / "data" / "more.json").unlink()
    assert Contents(tmp_path).unread() == ""


def test_a_fault_in_a_query_has_its_path(tmp_path: Path) -> None:
    made = Contents(small.write(tmp_path, {"queries/rules/10-superclass.rq": "CONSTRUCT { ?a ?b } WHERE {}"}))
    with pytest.raises(QuerySyntaxError, match=r"queries/rules/10-superclass\.rq"):
        made.closed()


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["ontology/a.ttl", "data/b.TTL", "data/c.txt", "docs/d.ttl", "queries/e.rq", "queries/f.ttl"],
         ["data/b.TTL", "ontology/a.ttl", "queries/e.rq"]),
        (["b.ttl.gz", "a.rq", "data/c.nt", "d.json"], ["a.rq", "b.ttl.gz", "data/c.nt"]),
        ([], []),
    ],
)  # fmt: skip
def test_files_that_belong_to_a_workspace_or_to_a_plain_folder(
    names: Sequence[str], found: list[str]
) -> None:
    assert workspace_files(names) == found
