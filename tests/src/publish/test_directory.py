"""A published folder: what is in it, what it keeps, what it refuses, and that it is whole whatever happens."""

import errno
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, NoReturn

import pytest

from seutu import Workspace
from seutu.build import build as building
from seutu.errors import OutputError
from seutu.phrases import Phrase
from seutu.publish import directory
from seutu.publish.plan import Change
from seutu.rdf.namespaces import PREFIXES
from seutu.site.publication import Publication
from seutu.workspace import output
from seutu.workspace.standing import SITE
from tests.helpers import small
from tests.helpers.publishing import (
    contents,
    publication,
)
from tests.helpers.running import environment


def test_a_plan_says_what_would_happen_and_does_nothing(first: Publication, tmp_path: Path) -> None:
    plan = directory.plan(first, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    done = directory.publish(first, tmp_path / "out")
    assert done == plan
    count = len(contents(tmp_path / "out")) - 1  # all but the manifest
    assert done.changes == (Change("add", "everything", Phrase("{count} files", count=count), count),)


def test_a_later_plan_says_in_which_folders_what_changes(
    first: Publication, more: Publication, tmp_path: Path
) -> None:
    directory.publish(first, tmp_path / "out")
    changes = {
        (one.action, one.what): (one.detail, one.count)
        for one in directory.plan(more, tmp_path / "out").changes
    }
    assert changes["add", "id/body/"] == ("5 files", 5)
    assert changes["replace", "index.html"] == ("", 1)
    assert not [what for action, what in changes if action == "remove"]


def test_the_second_time_nothing_is_written(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    inode, before = (tmp_path / "out").stat().st_ino, contents(tmp_path / "out")
    assert not directory.plan(first, tmp_path / "out")
    again = directory.publish(first, tmp_path / "out")
    assert not again
    assert again.unchanged == len(before) - 1, "all but the manifest"
    assert (tmp_path / "out").stat().st_ino == inode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "work", "work-built"]


def test_what_somebody_changed_stays_and_what_is_gone_comes_back(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out/id/body/group.ttl").write_text("x", "utf-8")
    (tmp_path / "out/id/body/group.nt").unlink()
    (tmp_path / "out/extra.txt").write_text("x", "utf-8")
    plan = directory.publish(first, tmp_path / "out")
    assert [(change.action, change.what, change.detail) for change in plan.changes] == [
        ("add", "id/body/", "1 file")
    ]
    edited, others = plan.stays
    assert edited.startswith("id/body/group.ttl was edited since and stays; --overwrite replaces")
    assert others == "extra.txt is not ours and stays"
    changed = {"id/body/group.ttl": b"x", "extra.txt": b"x"}
    assert contents(tmp_path / "out") == before | changed
    plan = directory.publish(first, tmp_path / "out", overwrite=True)
    assert [(change.action, change.what) for change in plan.changes] == [("replace", "id/body/")]
    assert contents(tmp_path / "out") == before | {"extra.txt": b"x"}


def test_a_folder_of_another_kind_is_left_alone(first: Publication, tmp_path: Path) -> None:
    before = contents(first.built)
    for act in (directory.plan, directory.publish):
        with pytest.raises(OutputError, match="of an earlier publication, so nothing is written over it"):
            act(first, first.built)
    assert contents(first.built) == before
    directory.publish(first, tmp_path / "out")
    with pytest.raises(OutputError, match="of an earlier build, so nothing is written over it"):
        building.build(Workspace.open(tmp_path / "work"), tmp_path / "out")


def test_only_a_build_is_published(first: Publication, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "none"):
        with pytest.raises(OutputError, match=r"holds no manifest.json of a build; run seutu build first"):
            directory.publish(replace(first, built=tmp_path / folder), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("version", ["", "latest", "../up", "1/2", "id", "1 2"])
def test_a_version_that_can_be_no_folder_is_refused(first: Publication, tmp_path: Path, version: str) -> None:
    with pytest.raises(OutputError, match="no folder can be named after it"):
        directory.publish(replace(first, version=version), tmp_path / "out")


@pytest.mark.parametrize("manifest", ["[]", "{", '{"builder": "seutu"}'])
def test_a_manifest_of_others_is_no_publication(first: Publication, tmp_path: Path, manifest: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(OutputError, match="nothing is written over it"):
        directory.publish(first, tmp_path / "out")


def test_progress_rises_to_the_whole(first: Publication, tmp_path: Path) -> None:
    told: list[float] = []
    directory.publish(first, tmp_path / "out", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > len(first.documents)


open_path = Path.open


def full(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def on_a_full_disk(self: Path, mode: str = "r", **how: Any) -> IO[Any]:
    return open_path(Path("/dev/full") if mode == "wb" else self, mode, **how)


def interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("method", "fails", "expected"),
    [
        ("open", on_a_full_disk, OutputError),
        ("replace", full, OutputError),
        ("replace", interrupted, KeyboardInterrupt),
    ],
)
def test_a_publication_that_stops_leaves_everything_as_it_was(
    first: Publication,
    more: Publication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    method: str,
    fails: Callable[..., object],
    expected: type[BaseException],
) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, method, fails)
        with pytest.raises(expected) as raised:
            directory.publish(more, out)
    assert contents(tmp_path) == before
    if expected is OutputError:
        assert "the disk is full; make room and publish again; what was there before is as it was." in str(
            raised.value
        )


def test_a_folder_published_into_meanwhile_is_not_written_over(
    first: Publication, more: Publication, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)

    def meanwhile(share: float) -> None:
        if share == 1:
            directory.publish(replace(more, version="0.1.5"), out)

    with pytest.raises(OutputError, match="was published into by another run meanwhile; publish again"):
        directory.publish(more, out, progress=meanwhile)
    assert "0.2.0/seutu.ttl" not in contents(out)


def test_what_others_do_in_the_folder_meanwhile_is_kept(
    first: Publication, more: Publication, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    directory.publish(first, out)

    def meanwhile(share: float) -> None:
        if share == 1:
            (out / "upload.txt").write_text("mine", "utf-8")
            (out / "index.html").write_text("mine", "utf-8")
            (out / "0.1.0/seutu.ttl").write_text("mine", "utf-8")

    plan = directory.publish(more, out, progress=meanwhile)
    after = contents(out)
    assert [after[path] for path in ("upload.txt", "index.html", "0.1.0/seutu.ttl")] == [b"mine"] * 3
    assert "0.2.0/seutu.ttl" in after
    edited, earlier, others = plan.stays
    assert edited.startswith("index.html was edited since and stays")
    assert earlier == "0.1.0/seutu.ttl was edited since and stays, for an earlier version is not made anew"
    assert others == "upload.txt is not ours and stays"


def test_where_no_second_names_are_earlier_versions_are_copied(
    first: Publication, more: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> NoReturn:
        raise OSError(errno.EPERM, "Operation not permitted")

    directory.publish(first, tmp_path / "out")
    monkeypatch.setattr("os.link", no_links)
    directory.publish(more, tmp_path / "out")
    assert (tmp_path / "out/0.1.0/seutu.ttl").read_bytes() == (first.built / "seutu.ttl").read_bytes()


# Publishes two states of a folder in turns, without end.
PUBLISHER = """
import sys
from pathlib import Path
from seutu import Workspace
from seutu.publish import directory
from seutu.site.publication import Publication
out, *pairs = sys.argv[1:]
states = []
for root, built in zip(pairs[::2], pairs[1::2]):
    states.append(Publication(Path(built), Workspace.open(root).closed(), [], "0.1.0"))
    states[-1].documents
print("ready", flush=True)
while True:
    for state in states:
        directory.publish(state, Path(out), redo=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_a_whole_folder(tmp_path: Path) -> None:
    texts = {"data/small/body.ttl": small.BODY.replace('"Group"', '"The group"')}
    roots = [small.write(tmp_path / "one"), small.write(tmp_path / "other", texts)]
    out, chance = tmp_path / "there/out", random.Random(1)
    states = [replace(publication(root), shapes=[], prefixes=PREFIXES, date="") for root in roots]
    whole = []
    for state in states:
        directory.publish(state, out, redo=True)
        whole.append(contents(out))
    assert whole[0] != whole[1]
    pairs = [str(part) for root, state in zip(roots, states, strict=True) for part in (root, state.built)]
    for _ in range(12):
        command = [sys.executable, "-c", PUBLISHER, str(out), *pairs]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as running:
            assert running.stdout
            assert running.stdout.readline() == "ready\n"
            with pytest.raises(subprocess.TimeoutExpired):
                running.wait(chance.uniform(0, 0.6))
            running.kill()
        standing = out if out.exists() else next(out.parent.glob(".out.*.part/earlier"))
        assert contents(standing) in whole
        output.prepare(out, out, SITE)
        assert [path.name for path in out.parent.iterdir()] == ["out"]
        assert contents(out) in whole
