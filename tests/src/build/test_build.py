"""A build: what it holds, that it comes out the same, and that a failed one changes nothing."""

import errno
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.build import build as building
from seutu.errors import OutputError
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing
from seutu.workspace import scratch
from seutu.workspace.scratch import Scratch
from tests.helpers import portal, small
from tests.loading import ROOT


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(small.write(tmp_path / "workspace"))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def triples(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path=str(path))}


def test_it_holds_every_format_tables_report_and_manifest(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "out")
    graphs = {
        f"{stem}.{ext}"
        for stem in ("seutu", "seutu-inferred")
        for ext in ("ttl", "nt", "jsonld", "rdf", "nq", "trig")
    }
    reports = {"report.ttl", "report.json", "report.txt"}
    tables = {
        f"tables/{name}" for name in ("who-decides.csv", "who-decides.csv-metadata.json", "csv-metadata.json")
    }
    queries = {name for name in small.FILES if name.startswith("queries/")}
    queries |= {name.replace("queries/", "queries/named-graphs/") for name in queries}
    assert set(contents(tmp_path / "out")) == graphs | reports | tables | queries | {"manifest.json"}


def test_a_table_is_described_beside_it(tmp_path: Path) -> None:
    building.build(Workspace.open(portal.write(tmp_path / "workspace")), tmp_path / "out")
    table = json.loads((tmp_path / "out/tables/who-decides.csv-metadata.json").read_text())
    group = json.loads((tmp_path / "out/tables/csv-metadata.json").read_text())
    assert table["url"] == "who-decides.csv"
    assert [one["url"] for one in group["tables"]] == ["who-decides.csv"]
    for said in (table, group):
        assert said["dc:license"] == {"@id": f"{portal.EU}licence/CC_BY_4_0"}
        assert said["dc:publisher"] == {"@id": f"{BASE}id/agent/us"}
        assert said["dc:isPartOf"] == {"@id": f"{BASE}id/dataset/bodies"}
    assert {"@value": "Bodies", "@language": "en"} in group["dc:title"]
    columns = [column["titles"]["en"][0] for column in table["tableSchema"]["columns"]]
    assert columns == (tmp_path / "out/tables/who-decides.csv").read_text().splitlines()[0].split(",")


def test_published_queries_need_no_table_of_prefixes(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "out")
    store = ox.Store()
    store.bulk_load(path=tmp_path / "out/seutu-inferred.nq")
    text = (tmp_path / "out/queries/questions/who-decides.rq").read_text()
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == 3


@pytest.mark.parametrize(("folder", "rows"), [("queries", 0), ("queries/named-graphs", 3)])
def test_a_store_whose_default_graph_is_not_all_graphs_has_queries_of_its_own(
    workspace: Workspace, tmp_path: Path, folder: str, rows: int
) -> None:
    building.build(workspace, tmp_path / "out")
    store = ox.Store()
    store.bulk_load(path=tmp_path / "out/seutu-inferred.nq")
    found = store.query((tmp_path / "out" / folder / "questions/who-decides.rq").read_text())
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == rows


@pytest.mark.parametrize("extension", ["nt", "ttl"])
def test_a_dump_without_graphs_answers_the_same_as_it_is(
    workspace: Workspace, tmp_path: Path, extension: str
) -> None:
    building.build(workspace, tmp_path / "out")
    store = ox.Store()
    store.bulk_load(path=tmp_path / f"out/seutu-inferred.{extension}")
    found = store.query((tmp_path / "out/queries/questions/who-decides.rq").read_text())
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == 3


def test_two_builds_have_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "one")
    building.build(Workspace.open(workspace.root), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_format_says_the_same(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "out")
    for stem in ("seutu", "seutu-inferred"):
        expected = triples(tmp_path / f"out/{stem}.nt")
        assert expected
        for ext in ("ttl", "jsonld", "rdf", "nq", "trig"):
            assert triples(tmp_path / f"out/{stem}.{ext}") == expected, ext


def test_inferred_is_asserted_and_more(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "out")
    said, closed = triples(tmp_path / "out/seutu.nt"), triples(tmp_path / "out/seutu-inferred.nt")
    assert said < closed
    assert len(closed - said) == len(workspace.inferred())


def test_graphs_keep_their_files_names(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "out")
    graphs = {str(quad.graph_name) for quad in ox.parse(path=str(tmp_path / "out/seutu.nq"))}
    assert graphs == {
        f"<https://w3id.org/seutu/graph/{name}>"
        for name in small.FILES
        if name.startswith(("ontology", "data"))
    }


def test_the_manifest_tells_size_hash_and_triples(workspace: Workspace, tmp_path: Path) -> None:
    built = building.build(workspace, tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    files = contents(tmp_path / "out")
    paths = [file["path"] for file in manifest["files"]]
    assert paths == sorted(set(files) - {"manifest.json"})
    for file in manifest["files"]:
        assert file["bytes"] == len(files[file["path"]])
        assert file["sha256"] == hashlib.sha256(files[file["path"]]).hexdigest()
    counts = {file["path"]: file.get("triples") for file in manifest["files"]}
    assert counts["seutu.ttl"] == len(triples(tmp_path / "out/seutu.ttl"))
    assert counts["seutu.nq"] == len(list(ox.parse(path=str(tmp_path / "out/seutu.nq"))))
    assert counts["report.txt"] is None
    assert [file.path for file in built.files] == paths


def test_progress_is_told_as_shares_that_rise_to_the_whole(workspace: Workspace, tmp_path: Path) -> None:
    told: list[float] = []
    building.build(workspace, tmp_path / "out", told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert 0.8 < told[-2] <= 1, "what was told before is nearly all of it"
    assert len(told) > len(contents(tmp_path / "out"))


def test_a_workspace_that_says_nearly_nothing_is_built_too(tmp_path: Path) -> None:
    header = "<x:o> a <http://www.w3.org/2002/07/owl#Ontology> ."
    for name, text in (("ontology/header.ttl", header), ("data/nothing.ttl", "")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    built = building.build(Workspace.open(tmp_path), tmp_path / "out")
    assert {file.triples for file in built.files} == {1, None}


def test_an_earlier_build_is_replaced_whole(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    building.build(Workspace.open(portal.write(tmp_path / "other")), out)
    assert (out / "catalogue.ttl").exists()
    building.build(workspace, out)
    assert not (out / "catalogue.ttl").exists()
    shutil.rmtree(tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]


def test_an_empty_folder_and_one_below_missing_ones_will_do(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    building.build(workspace, tmp_path / "empty")
    building.build(workspace, tmp_path / "a/b/c")
    assert contents(tmp_path / "empty") == contents(tmp_path / "a/b/c")


def test_a_link_to_a_folder_stays_a_link(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    building.build(workspace, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/manifest.json").exists()


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"builder": "another"}', b"\xff", b"[" * 100_000])
def test_a_folder_with_another_manifest_is_left_alone(
    workspace: Workspace, tmp_path: Path, manifest: bytes
) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("years of work", encoding="utf-8")
    (out / "manifest.json").write_bytes(manifest)
    before = contents(out)
    with pytest.raises(OutputError, match="nothing is written over it"):
        building.build(workspace, out)
    assert contents(out) == before


def test_a_file_is_no_folder_to_build_into(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        building.build(workspace, tmp_path / "out")
    with pytest.raises(OutputError):
        building.build(workspace, tmp_path / "out/below")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "x"


def full(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


open_path = Path.open


def on_a_full_disk(self: Path, mode: str = "r", **how: Any) -> IO[Any]:
    return open_path(Path("/dev/full") if mode == "wb" else self, mode, **how)


def interrupted_in_writing(self: Path, mode: str = "r", **how: Any) -> IO[Any]:
    return interrupted() if mode == "wb" else open_path(self, mode, **how)


@pytest.mark.parametrize("had_one", [True, False])
@pytest.mark.parametrize(
    ("method", "fails", "expected"),
    [
        ("open", on_a_full_disk, OutputError),
        ("replace", full, OutputError),
        ("open", interrupted_in_writing, KeyboardInterrupt),
        ("replace", interrupted, KeyboardInterrupt),
    ],
)
def test_a_build_that_stops_leaves_everything_as_it_was(
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    method: str,
    fails: Callable[..., object],
    expected: type[BaseException],
    had_one: bool,
) -> None:
    out = tmp_path / "out"
    if had_one:
        building.build(workspace, out)
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, method, fails)
        with pytest.raises(expected):
            building.build(workspace, out)
    assert contents(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == (
        ["out", "workspace"] if had_one else ["workspace"]
    )


def test_an_interruption_between_the_two_moves_loses_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    building.build(workspace, out)
    before, move = contents(tmp_path), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise KeyboardInterrupt
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            building.build(workspace, out)
    assert contents(tmp_path) == before


def killed(workspace: Workspace, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave things as a build does that is killed, by what no program can catch, between its two moves."""
    move = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise KeyboardInterrupt
        # Nothing is put back after a kill.
        return target if self.name == "earlier" else move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        patch.setattr(Scratch, "discard", lambda _: True)
        with pytest.raises(KeyboardInterrupt):
            building.build(workspace, out)
    (left,) = scratch.leftovers(out.parent, out.name)
    assert left.has_earlier
    assert left.new.exists()


@pytest.mark.parametrize("since", ["nothing", "an empty folder"])
def test_what_a_killed_build_leaves_is_put_back(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    out = tmp_path / "out"
    building.build(workspace, out)
    before = contents(out)
    killed(workspace, out, monkeypatch)
    assert not out.exists()
    if since == "an empty folder":
        out.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", on_a_full_disk)
        with pytest.raises(OutputError, match="the disk is full"):
            building.build(workspace, out)
    # It was put back before anything was written, and so outlives a second build that fails.
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]


def test_a_build_after_a_killed_one_says_so_and_cleans_up(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    expected = building.build(workspace, out)
    assert expected.recovered == ""
    killed(workspace, out, monkeypatch)
    mended = building.build(workspace, out)
    assert (
        mended.recovered
        == f"{out}: an earlier build had been killed, and what stood here before was put back first."
    )
    assert mended.files == expected.files
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]
    left = scratch.create(tmp_path, "out")
    building.build(workspace, tmp_path / "other")
    assert left.root.exists(), "of another output folder"
    shutil.rmtree(tmp_path / "other")
    assert building.build(workspace, out).recovered.endswith("what it left behind was removed.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]


def test_a_folder_that_only_looks_like_a_leftover_stays(workspace: Workspace, tmp_path: Path) -> None:
    left = scratch.create(tmp_path, "out")
    left.file("page").write_text("ours", encoding="utf-8")
    copied = tmp_path / ".out.abcdefgh.part"
    shutil.copytree(left.root, copied)
    left.discard()
    for name in (".out.abcdefgi.old", ".out.mine.old", ".out.abcdefgi.part", ".out.abcdefgh.part/earlier"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("years of work", encoding="utf-8")
        (tmp_path / name / "manifest.json").write_text('{"builder": "seutu", "files": []}', encoding="utf-8")
    before = contents(tmp_path)
    assert building.build(workspace, tmp_path / "out").recovered == ""
    assert building.build(workspace, tmp_path / "out").recovered == ""
    assert not (tmp_path / "out/thesis.txt").exists()
    assert before.items() <= contents(tmp_path).items()


def test_what_others_laid_into_a_leftover_stays_in_it(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    building.build(workspace, out)
    left = scratch.create(tmp_path, "out")
    left.file("page").write_text("ours", encoding="utf-8")
    for place in (left.new, left.root):
        (place / "thesis.txt").write_text("years of work", encoding="utf-8")
    for _ in range(2):
        told = building.build(workspace, out).recovered
        assert f"but for files in {left.root.name} that are not known to be ours" in told
        assert not (left.new / "page").exists()
        assert (left.new / "thesis.txt").exists()
        assert (left.root / "thesis.txt").exists()
        assert not (out / "thesis.txt").exists()


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("<urn:a> <urn:p:1> <urn:b> .", "the predicate <urn:p:1> ends in no XML name"),
        ('<urn:a> <urn:p> "\\u0001" .', "a value of <urn:p> has a control character"),
    ],
)
def test_what_one_format_cannot_hold_the_others_do(tmp_path: Path, statement: str, why: str) -> None:
    folder = small.write(tmp_path / "workspace", {"data/odd.ttl": statement})
    built = building.build(Workspace.open(folder), tmp_path / "out")
    assert [file.path for file in built.unwritten] == ["seutu-inferred.rdf", "seutu.rdf"]
    assert {file.problem for file in built.unwritten} == {f"RDF/XML: {why}; use another format."}
    assert (built.report.passes, built.complete) == (True, False)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["unwritten"] == [{"path": file.path, "problem": file.problem} for file in built.unwritten]
    written = set(contents(tmp_path / "out"))
    assert {file["path"] for file in manifest["files"]} == written - {"manifest.json"}
    assert {"seutu.ttl", "seutu.nt", "seutu.nq", "seutu.trig", "seutu.jsonld"} < written
    assert not {"seutu.rdf", "seutu-inferred.rdf"} & written


def test_findings_are_reported_and_do_not_stop_a_build(tmp_path: Path) -> None:
    nameless = small.BODY.replace(
        'body:hqh a seutu:Body ; skos:prefLabel "HQH"@fi .', "body:hqh a seutu:Body ."
    )
    folder = small.write(tmp_path / "workspace", {"data/small/body.ttl": nameless})
    built = building.build(Workspace.open(folder), tmp_path / "out")
    assert not built.report.passes
    assert "A body has a name." in (tmp_path / "out/report.txt").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out/report.json").read_text(encoding="utf-8"))["conforms"] is False


def test_an_answer_too_large_for_a_picture_is_told_and_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seutu.build.products.LARGEST", 10)
    built = building.build(Workspace.open(ROOT), tmp_path / "out")
    assert set(built.undrawn) == {"network-map", "timeline"}
    assert {path.name for path in (tmp_path / "out" / "pictures").iterdir()} == {
        f"who-decides.{lang}.svg" for lang in ("en", "fi", "sv")
    }
    assert built.complete


OTHER = "https://example.org/x/"


def test_under_another_base_the_same_is_said(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "ours")
    building.build(workspace, tmp_path / "theirs", rebasing=Rebasing.to(OTHER))
    ours, theirs = contents(tmp_path / "ours"), contents(tmp_path / "theirs")
    assert set(ours) == set(theirs)
    assert not [name for name, content in theirs.items() if BASE.rstrip("/").encode() in content]
    for name in ("seutu.ttl", "seutu-inferred.rdf", "seutu.jsonld"):
        moved = {str(triple).replace(BASE, OTHER) for triple in triples(tmp_path / "ours" / name)}
        assert {str(triple) for triple in triples(tmp_path / "theirs" / name)} == moved
    assert OTHER.encode() in theirs["report.ttl"] + theirs["seutu.nq"]


def test_a_kept_namespace_stays_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    building.build(workspace, tmp_path / "out", rebasing=Rebasing.to(OTHER, [f"{BASE}ont#"]))
    written = (tmp_path / "out" / "seutu.nt").read_text()
    left = {part.split(">")[0] for part in written.split(f"<{BASE}")[1:]}
    assert left
    assert all(name.startswith("ont#") for name in left)
    assert f"<{OTHER}id/body/group>" in written


def test_an_iri_that_cannot_be_moved_stops_the_build(tmp_path: Path) -> None:
    hidden = small.DECK + 'source:deck seutu:note "graph=https%3A%2F%2Fw3id.org%2Fseutu%2Fid" .\n'
    workspace = Workspace.open(small.write(tmp_path / "workspace", {"data/sources/deck.ttl": hidden}))
    building.build(workspace, tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(OutputError, match=r"would still name 'https%3A%2F%2Fw3id\.org%2Fseutu%2Fid"):
        building.build(workspace, tmp_path / "out", rebasing=Rebasing.to(OTHER))
    assert contents(tmp_path / "out") == before
