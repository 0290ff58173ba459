"""Versions in a published folder: earlier ones stay, and no IRI vanishes."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from seutu.errors import OutputError, VanishedError
from seutu.publish import directory
from seutu.publish.plan import Change
from seutu.rdf.rebasing import Rebasing
from seutu.site.publication import Publication
from seutu.workspace import output
from tests.helpers import portal, small, web
from tests.helpers.publishing import BASE, OTHER, contents, publication, sound


def test_earlier_versions_stay_as_they_are(first: Publication, more: Publication, tmp_path: Path) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    (out / "ont/0.1.0.ttl").parent.mkdir(exist_ok=True)
    (out / "ont/0.1.0.ttl").write_text("# as it was then", "utf-8")
    before = contents(out)
    plan = directory.plan(more, out)
    assert directory.publish(more, out) == plan
    after = contents(out)
    kept = [path for path in before if path.startswith(("0.1.0/", "ont/0.1.0."))]
    assert [after[path] for path in kept] == [before[path] for path in kept]
    assert not any(change.what in ("0.1.0/", "ont/") for change in plan.changes)
    assert after["latest/seutu.ttl"] == after["0.2.0/seutu.ttl"] != after["0.1.0/seutu.ttl"]
    assert json.loads(after["manifest.json"])["versions"] == ["0.1.0", "0.2.0"]
    assert {"0.1.0/index.html", "0.2.0/index.html"} <= set(web.Reader(after["index.html"].decode()).links)
    assert not directory.publish(more, out)
    sound(after)


def test_files_of_a_version_do_not_change(first: Publication, more: Publication, tmp_path: Path) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    before, same = contents(out), replace(more, version="0.1.0")
    for act in (directory.plan, directory.publish):
        with pytest.raises(OutputError, match=r"0\.1\.0 is published here already.*give the next version"):
            act(same, out)
    assert contents(out) == before
    assert directory.publish(same, out, redo=True)
    assert contents(out)["0.1.0/seutu.ttl"] == (more.built / "seutu.ttl").read_bytes()


def test_no_iri_vanishes(first: Publication, less: Publication, tmp_path: Path) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    before = contents(out)
    for act in (directory.plan, directory.publish):
        with pytest.raises(VanishedError, match="2 IRIs published there before would vanish") as raised:
            act(less, out, redo=True)
    assert contents(out) == before
    assert raised.value.iris == (f"{BASE}id/body/hqh", f"{BASE}id/gap/hqh")
    assert f"<{BASE}id/body/hqh>" in str(raised.value)
    assert "\n" not in str(raised.value)
    file = {"data/withdrawn.ttl": raised.value.turtle}
    body = (less.built.parent / "less/data/small/body.ttl").read_text("utf-8")
    mended = publication(small.write(tmp_path / "mended", file | {"data/small/body.ttl": body}), "0.2.0")
    directory.publish(mended, out)
    assert b"Withdrawn" in contents(out)["id/body/hqh.html"]
    assert b"deprecated" in contents(out)["id/body/hqh.ttl"]


def test_what_is_only_counted_or_hashed_may_vanish(tmp_path: Path) -> None:
    described = publication(portal.write(tmp_path / "described"), "0.10.0")
    directory.publish(described, tmp_path / "out")
    files = contents(tmp_path / "out")
    lasting = files["iris.txt"].decode().split()
    assert f"{BASE}id/dataset/bodies" in lasting
    assert f"{BASE}id/distribution/tables/who-decides.csv" in lasting
    passing = ("id/dataset/bodies/class/seutu-Body", "id/checksum/seutu.ttl")
    assert all(f"{path}.ttl" in files for path in passing)
    assert not [iri for iri in lasting if "/class/" in iri or "/property/" in iri or "/checksum/" in iri]


def test_an_older_version_does_not_become_the_latest(
    first: Publication, more: Publication, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    directory.publish(replace(more, version="0.10.0"), out)
    before = contents(out)
    for act in (directory.plan, directory.publish):
        with pytest.raises(
            OutputError,
            match=r"0\.10\.0 is published here already, which is newer than 0\.9\.0; give a newer version in",
        ):
            act(replace(first, version="0.9.0"), out)
    assert contents(out) == before


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
@pytest.mark.parametrize("redo", [False, True])
def test_a_folder_holds_one_base(first: Publication, tmp_path: Path, version: str, redo: bool) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    before = contents(out)
    moved = replace(first, version=version, rebasing=Rebasing.to(OTHER))
    for act in (directory.plan, directory.publish):
        with pytest.raises(
            OutputError, match=f"begins with {BASE}, and not with {OTHER}; give another folder"
        ):
            act(moved, out, redo=redo)
    assert contents(out) == before


def test_a_version_whose_publication_was_killed_is_completed(
    first: Publication, more: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    (out / "CNAME").write_text("example.org", "utf-8")
    moved = output._move_file
    count = iter(range(1000))

    def dying(source: Path, target: Path) -> bool:
        if target.is_relative_to(out / "0.2.0") and next(count) == 3:
            raise KeyboardInterrupt
        return moved(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(output, "_move_file", dying)
        with pytest.raises(KeyboardInterrupt):
            directory.publish(more, out)
    assert json.loads(contents(out)["manifest.json"])["versions"] == ["0.1.0"]
    assert (out / "0.2.0").is_dir()
    other = replace(first, version="0.2.0")
    for state in (other, more):  # what was never published to its end may still become another
        shutil.copytree(out, tmp_path / "copy")
        plan = directory.publish(state, tmp_path / "copy")
        assert plan.stays == ("CNAME is not ours and stays",)
        assert not directory.publish(state, tmp_path / "copy")
        directory.publish(state, tmp_path / "clean")
        left = contents(tmp_path / "copy").keys() ^ contents(tmp_path / "clean").keys()
        assert {path for path in left if not path.startswith("0.1.0/")} == {"CNAME"}
        shutil.rmtree(tmp_path / "copy")
        shutil.rmtree(tmp_path / "clean")


@pytest.mark.parametrize("gone", ["seutu.ttl", "index.html", "manifest.json"])
def test_what_is_missing_in_a_version_is_written_anew(first: Publication, tmp_path: Path, gone: str) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    before = contents(out)
    (out / "0.1.0" / gone).unlink()
    plan = directory.publish(first, out)
    assert [(change.action, change.what) for change in plan.changes] == [("add", "0.1.0/")]
    assert contents(out) == before


def test_a_file_of_others_in_a_version_is_no_obstacle(first: Publication, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "0.1.0").mkdir(parents=True)
    (out / "0.1.0/seutu.ttl").write_text("theirs", "utf-8")
    directory.publish(first, out)
    assert not directory.publish(first, out)
    (out / "0.1.0/seutu.ttl").unlink()
    assert directory.publish(first, out)
    assert contents(out)["0.1.0/seutu.ttl"] == (first.built / "seutu.ttl").read_bytes()


def test_other_contents_of_a_version_name_the_way_out(
    first: Publication, more: Publication, tmp_path: Path
) -> None:
    directory.publish(first, tmp_path / "out")
    (tmp_path / "out/0.1.0/seutu.ttl").unlink()
    with pytest.raises(OutputError, match="or replace this one with --redo"):
        directory.publish(replace(more, version="0.1.0"), tmp_path / "out")


def test_an_edited_file_of_an_earlier_version_stays_whatever_is_wanted(
    first: Publication, more: Publication, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    (out / "0.1.0/seutu.ttl").write_text("mine", "utf-8")
    for overwrite in (True, False):
        for plan in (
            directory.plan(more, out, overwrite=overwrite),
            directory.publish(more, out, overwrite=overwrite),
        ):
            assert not any(change.what == "0.1.0/" for change in plan.changes)
            assert plan.stays == (
                "0.1.0/seutu.ttl was edited since and stays, for an earlier version is not made anew",
            )
        assert contents(out)["0.1.0/seutu.ttl"] == b"mine"


@pytest.mark.parametrize("added", ["# a comment\n", "\n", "https://example.org/x\n", "some words\n"])
def test_only_iris_under_the_base_were_published(first: Publication, tmp_path: Path, added: str) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    with (out / "iris.txt").open("a") as file:
        file.write(added)
    assert directory.publish(first, out).stays[0].startswith("iris.txt was edited since and stays")


def test_a_list_of_others_is_none_of_ours(first: Publication, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "iris.txt").write_text(f"{BASE}id/body/theirs\n", "utf-8")
    directory.publish(first, out)
    assert not directory.publish(first, out)
    (out / "iris.txt").unlink()
    (out / "iris.txt").symlink_to(tmp_path)
    assert not directory.publish(first, out)


def test_a_folder_of_the_first_version_of_seutu_is_taken_over(
    first: Publication, less: Publication, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    said = json.loads((out / "manifest.json").read_bytes())
    del said["files"]
    (out / "manifest.json").write_text(json.dumps(said), "utf-8")
    (out / "id/body/group.ttl").write_text("older", "utf-8")
    with pytest.raises(VanishedError):
        directory.publish(less, out)
    assert directory.publish(first, out).stays
    assert directory.publish(first, out, overwrite=True)
    assert contents(out)["id/body/group.ttl"] != b"older"
    rows = json.loads((out / "manifest.json").read_bytes())["files"]
    assert {row["path"] for row in rows} == contents(out).keys() - {"manifest.json"}


@pytest.mark.parametrize(
    "versions", ['"0.1.0"', '[1, {}, null, "../..", "latest", "", "0.0.1\\u001b"]', '{"0.1.0": 1}', "[[]]"]
)
def test_forged_versions_are_none(first: Publication, tmp_path: Path, versions: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text(f'{{"builder": "seutu publish", "versions": {versions}}}', "utf-8")
    directory.publish(first, out)
    assert json.loads(contents(out)["manifest.json"])["versions"] == ["0.1.0"]


def test_a_manifest_of_others_that_is_replaced_is_named(first: Publication, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text('{"name": "an app of the web"}', "utf-8")
    planned = directory.plan(first, out, overwrite=True)
    assert planned.changes[0] == Change("replace", "manifest.json")
    assert directory.publish(first, out, overwrite=True) == planned


def test_of_many_vanished_iris_a_few_are_named() -> None:
    error = VanishedError("out", [f"x:{number}" for number in range(5)], "")
    assert "5 IRIs" in str(error)
    assert "<x:2> and 2 more;" in str(error)
    assert "an IRI published" in str(VanishedError("out", ["x:1"], ""))
