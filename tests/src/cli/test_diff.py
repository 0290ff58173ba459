"""The command `diff`: folders, files and git revisions compared, and what cannot be."""

import json
import os
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.compare import revision
from seutu.errors import ParameterError
from tests.helpers.running import Ran, seutu

ONTOLOGY = (
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<urn:O> a owl:Ontology .\n<urn:T> a owl:Class .\n"
)
DATA = '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n<urn:a> rdfs:label "a"@en ; <urn:p> 1 .\n'
QUERY = "SELECT * { ?s ?p ?o }\n"
SHAPES = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:S> a sh:NodeShape .\n"
CHANGED = "~ <urn:a> (a)\n  ~ <urn:p>: 1 -> 2\n"
RQ = "~ Queries\n  ~ queries/questions/all.rq\n"
TOLD = "1 thing differs: 0 statements added, 0 removed, 1 changed"
SAME = Ran(0, "", "No difference.\n")


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def git(root: Path, *arguments: str) -> str:
    person = {
        f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    aside = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=os.environ | person | aside,
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    return ran.stdout.strip()


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", message)


def files() -> dict[str, str]:
    return {
        "ontology/small.ttl": ONTOLOGY,
        "data/small.ttl": DATA,
        "shapes/small.ttl": SHAPES,
        "queries/questions/all.rq": QUERY,
        "tests/fixture.ttl": "<urn:x> <urn:y> 1 .\n",
        "data/.hidden.ttl": "this is no Turtle",
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: the second changes a value, a query and something that is no part of the workspace."""
    git(tmp_path, "init", "--quiet", "--initial-branch=trunk")
    write(tmp_path, files())
    commit(tmp_path, "one")
    git(tmp_path, "tag", "-a", "v1", "-m", "the first")
    changed = {
        "data/small.ttl": DATA.replace("1 .", "2 ."),
        "queries/questions/all.rq": QUERY + "LIMIT 1\n",
        "tests/fixture.ttl": "<urn:x> <urn:y> 2 .\n",
    }
    write(tmp_path, changed)
    commit(tmp_path, "two")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "queries"),
    [
        ("HEAD~1", "HEAD", True),
        ("HEAD~1", ".", True),
        ("v1", "trunk", True),
        ("HEAD~1:", "HEAD", True),
        (":/one", "HEAD", True),
        ("HEAD~1:data", "data", False),
        ("HEAD~1:data/", "HEAD:data", False),
        ("v1:data/small.ttl", "data/small.ttl", False),
        ("v1:data/small.ttl", "HEAD:data", False),
    ],
)
def test_revisions_and_folders_are_compared(repository: Path, old: str, new: str, *, queries: bool) -> None:
    ran = seutu("diff", old, new, cwd=repository)
    words = f"{TOLD}; 1 query file differs.\n" if queries else f"{TOLD}.\n"
    assert ran == Ran(1, CHANGED + RQ if queries else CHANGED, words)


@pytest.mark.parametrize(
    ("old", "new"),
    [("HEAD", "HEAD"), ("HEAD", "."), (".", "."), ("data/small.ttl", "data"), ("data", "HEAD:data")],
)
def test_what_is_alike_has_no_difference(repository: Path, old: str, new: str) -> None:
    assert seutu("diff", old, new, cwd=repository) == SAME


def test_a_revision_is_that_of_the_workspace_wherever_one_stands(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert seutu("diff", "v1", "HEAD", cwd=repository / "data").out == CHANGED + RQ
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    ran = seutu("--workspace", repository, "diff", "v1", "HEAD", cwd=elsewhere)
    assert ran.out == CHANGED + RQ


def test_a_workspace_may_lie_within_its_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "deep/work space", files())
    write(
        tmp_path,
        {"data/other.ttl": "<urn:o> <urn:p> 1 .", "deep/work space/data/ä ö.ttl": "<urn:u> <urn:p> 1 ."},
    )
    commit(tmp_path, "one")
    work = tmp_path / "deep/work space"
    assert seutu("diff", "HEAD", ".", cwd=work) == SAME
    write(work, {"data/small.ttl": DATA.replace("1 .", "2 .")})
    assert seutu("diff", "HEAD", ".", cwd=work).out == CHANGED
    # A path goes from the top of the repository, as git has it.
    assert seutu("diff", "HEAD:data", tmp_path / "data", cwd=work) == SAME


def test_a_path_goes_before_a_revision_of_the_same_name(repository: Path) -> None:
    git(repository, "branch", "data", "HEAD~1")
    assert seutu("diff", "data", "HEAD:data", cwd=repository) == SAME


def test_shapes_and_queries_are_compared_too(repository: Path) -> None:
    write(repository, {"shapes/more.ttl": SHAPES.replace("urn:S", "urn:R"), "queries/rules/new.rq": QUERY})
    (repository / "queries/questions/all.rq").unlink()
    ran = seutu("diff", "HEAD", ".", "--lang", "sv", cwd=repository)
    assert ran.out == (
        "+ <urn:R>\n  + rdf:type: sh:NodeShape\n~ Frågor\n  - queries/questions/all.rq\n  + queries/rules/new.rq\n"
    )
    assert ran.err == (
        "1 sak skiljer sig (tillagda påståenden: 1, borttagna: 0, ändrade: 0); 2 frågefiler skiljer sig.\n"
    )


def test_moves_between_files_are_told_when_asked_for(repository: Path) -> None:
    (repository / "data/small.ttl").rename(repository / "data/other.ttl")
    assert seutu("diff", "HEAD", ".", cwd=repository) == SAME
    ran = seutu("diff", "HEAD", ".", "--graphs", cwd=repository)
    assert ran.out == "~ <urn:a> (a)\n  > 2 statements: data/small.ttl -> data/other.ttl\n"
    assert ran.err == "1 thing differs: 0 statements added, 0 removed, 0 changed, 2 moved.\n"
    # Two files by themselves are compared, not moved.
    args = ("diff", "HEAD:data/small.ttl", "data/other.ttl", "--graphs")
    assert seutu(*args, cwd=repository) == SAME


@pytest.mark.parametrize("fmt", ["nt", "nq", "trig", "rdf", "jsonld", "owl", "json", "xml"])
def test_another_format_makes_no_difference(repository: Path, fmt: str) -> None:
    formats = {"nt": "N_TRIPLES", "nq": "N_QUADS", "trig": "TRIG", "jsonld": "JSON_LD", "json": "JSON_LD"}
    store = ox.Store()
    store.load((repository / "data" / "small.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    chosen = getattr(ox.RdfFormat, formats.get(fmt, "RDF_XML"))
    graph = None if chosen.supports_datasets else ox.DefaultGraph()
    (repository / f"other.{fmt}").write_bytes(store.dump(format=chosen, from_graph=graph) or b"")
    assert seutu("diff", "data/small.ttl", f"other.{fmt}", cwd=repository) == SAME


def test_line_ends_and_what_is_not_committed(repository: Path) -> None:
    for name in ("data/small.ttl", "queries/questions/all.rq"):
        text = (repository / name).read_text(encoding="utf-8")
        (repository / name).write_bytes(
            b"\xef\xbb\xbf" * name.endswith(".ttl") + text.replace("\n", "\r\n").encode()
        )
    assert seutu("diff", "HEAD", ".", cwd=repository) == SAME
    write(repository, {"data/new.ttl": "<urn:n> <urn:p> 1 ."})
    assert seutu("diff", "HEAD", ".", cwd=repository).out == "+ <urn:n>\n  + <urn:p>: 1\n"


def test_a_link_to_a_file_is_followed_in_a_revision_too(repository: Path) -> None:
    write(repository, {"data/deep/real.ttl": "<urn:l> <urn:p> 1 ."})
    (repository / "data/link.ttl").symlink_to("deep/real.ttl")
    commit(repository, "link")
    assert seutu("diff", "HEAD", ".", "--graphs", cwd=repository) == SAME
    (repository / "data/away.ttl").symlink_to("../tests/nowhere.ttl")
    commit(repository, "astray")
    ran = seutu("diff", "HEAD", "HEAD~1", cwd=repository)
    assert ran.err == (
        "seutu: HEAD:data/away.ttl: links to 'tests/nowhere.ttl', which is no file here; put the file itself there.\n"
    )
    assert ran.code == 2


def test_a_program_reads_json(repository: Path) -> None:
    ran = seutu("diff", "HEAD~1", "HEAD", "--format", "json", cwd=repository)
    told = json.loads(ran.out)
    assert told["counts"] == {"added": 0, "removed": 0, "changed": 1, "moved": 0}
    assert told["queries"] == [{"change": "changed", "path": "queries/questions/all.rq"}]
    assert ran.code == 1


def test_nothing_is_written(repository: Path) -> None:
    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in repository.rglob("*") if path.is_file()}

    before = state()
    seutu("diff", "HEAD~1", "HEAD", cwd=repository)
    assert state() == before


WRONG = {
    "a revision that there is not": (
        ("nosuch", "."),
        "No file, folder or git revision 'nosuch'. Known: HEAD, trunk, v1.",
    ),
    "a revision misspelt": (("trunck", "."), "Did you mean 'trunk'?"),
    "no name": (("", "."), "No file, folder or git revision ''. "),
    "a range": (("v1..HEAD", "."), "No file, folder or git revision 'v1..HEAD'. "),
    "an option for a revision": (("--", "--output=x", "."), "No file, folder or git revision '--output=x'. "),
    "another": (("--", "--show-toplevel", "."), "No file, folder or git revision '--show-toplevel'. "),
    "a name that is too long": (("x" * 5000, "."), "No file, folder or git revision 'xxx"),
    "a part that there is not": (
        ("HEAD:nowhere", "."),
        "The git revision 'HEAD' has no file or folder 'nowhere'; give its path from the top of the repository.",
    ),
    "a part of no revision": (("nosuch:data", "."), "No file, folder or git revision 'nosuch:data'. "),
    "a folder without RDF": (("empty", "."), "empty: holds no RDF; give a folder"),
    "a revision without RDF": (("HEAD:docs", "."), "HEAD:docs: holds no RDF; give a folder"),
    "a file that is no RDF": (
        ("queries/questions/all.rq", "."),
        "all.rq: its extension names no RDF format; ",
    ),
    "a file that is no RDF in a revision": (
        ("HEAD:docs/x.txt", "."),
        "HEAD:docs/x.txt: its extension names no RDF",
    ),
    "Turtle that is broken": (("broken/b.ttl", "."), "seutu: broken/b.ttl:2:9: "),
    "a folder with broken Turtle": (("broken", "."), "seutu: broken/b.ttl:2:9: "),
    "Turtle that is broken in a revision": (("HEAD:broken/b.ttl", "."), "seutu: HEAD:broken/b.ttl:2:9: "),
    "a broken file of a part of a revision": (("HEAD:broken", "."), "seutu: HEAD:broken/b.ttl:2:9: "),
    "a file that cannot be read": (("data/gone.ttl", "."), "data/gone.ttl: cannot be read"),
    "only one": (("HEAD",), "Missing argument 'NEW'"),
    "an unknown format": (("HEAD", ".", "--format", "xml"), "'xml' is not one of text, json, markdown"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_compared_is_told_in_one_sentence(repository: Path, name: str) -> None:
    arguments, says = WRONG[name]
    broken = "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b .\n"
    write(repository, {"broken/b.ttl": broken, "docs/x.txt": "x", "empty/x.txt": "x"})
    commit(repository, "three")
    (repository / "data/gone.ttl").mkdir()
    (repository / "data/gone.ttl").rmdir()
    if name == "a file that cannot be read":
        (repository / "data/gone.ttl").symlink_to("/proc/self/mem")
    ran = seutu("diff", *arguments, cwd=repository)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("seutu: ")
    assert ran.err.endswith((".\n", "?\n"))
    assert says in ran.err
    assert not (repository / "x").exists()


def test_a_broken_file_of_a_revision_is_told_with_its_path(repository: Path) -> None:
    write(repository, {"data/small.ttl": "\n<urn:a> <urn:b .\n"})
    commit(repository, "three")
    assert seutu("diff", "HEAD~1", "HEAD", cwd=repository).err.startswith("seutu: HEAD:data/small.ttl:2:9: ")


def test_outside_a_repository_only_paths_are_known(tmp_path: Path) -> None:
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    ran = seutu("diff", "HEAD", ".", cwd=tmp_path, env=env)
    assert ran == Ran(
        2,
        "",
        f"seutu: 'HEAD' is no file or folder, and no git revision, for {tmp_path} is in no git repository;"
        " give a file or folder that exists.\n",
    )


def test_in_a_repository_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    ran = seutu("diff", "HEAD", ".", cwd=tmp_path)
    assert ran.code == 2
    assert "No file, folder or git revision 'HEAD'. " in ran.err


def test_without_git_a_sentence_says_so(repository: Path) -> None:
    ran = seutu("diff", "HEAD", ".", cwd=repository, env={"PATH": str(repository / "data")})
    assert ran.code == 2
    assert "git is not installed to look for a revision of that name; give a file or folder" in ran.err
    assert seutu("diff", ".", ".", cwd=repository, env={"PATH": str(repository / "data")}) == SAME


def test_a_workspace_that_is_no_folder_is_told(repository: Path) -> None:
    ran = seutu("--workspace", "nowhere", "diff", "HEAD", ".", cwd=repository)
    assert (ran.code, ran.err) == (2, "seutu: nowhere: is not a folder; give one with --workspace.\n")


def instead_of_git(folder: Path, script: str) -> str:
    """A PATH on which a script stands for git."""
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "git").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_what_git_says_is_passed_on(repository: Path, tmp_path: Path) -> None:
    path = instead_of_git(
        tmp_path / "bin", "echo 'fatal: detected dubious ownership' >&2; echo more >&2; exit 128"
    )
    ran = seutu("diff", "HEAD", ".", cwd=repository, env={"PATH": path})
    assert ran.code == 2
    assert ran.err == (
        "seutu: 'HEAD' cannot be read from git (fatal: detected dubious ownership); correct it or the repository.\n"
    )


def test_git_is_not_waited_for_for_ever(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", instead_of_git(tmp_path / "bin", "exec sleep 60"))
    monkeypatch.setattr(revision, "_SECONDS", 0.2)
    with pytest.raises(ParameterError, match="git took longer than"):
        revision.read("HEAD", repository)


def test_a_part_that_a_clone_lacks_is_told(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD~1:data/small.ttl")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    ran = seutu("diff", "HEAD~1", "HEAD", cwd=repository)
    assert ran.code == 2
    assert ran.err == "seutu: 'HEAD~1' lacks a part in this repository; fetch all of it and try again.\n"
