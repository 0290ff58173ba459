"""A published folder: what is in it, what it keeps, what it refuses, and that it is whole whatever happens."""

import errno
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, NoReturn
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from rdflib import Graph

from seutu import Workspace
from seutu.build import build as building
from seutu.build import release
from seutu.errors import OutputError, VanishedError
from seutu.phrases import Phrase
from seutu.publish import directory
from seutu.publish.plan import Change
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.rebasing import Rebasing
from seutu.site.negotiation import TYPES
from seutu.site.publication import Publication
from seutu.workspace import output
from seutu.workspace.standing import SITE
from tests.helpers import portal, small, web
from tests.helpers.rewriting import Answer, Request, answer, follow, rules
from tests.helpers.running import ROOT, environment

BASE = "https://w3id.org/seutu/"
OTHER = "https://example.org/x/"
FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
Files = dict[str, bytes]


def contents(folder: Path) -> Files:
    paths = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def publication(root: Path, version: str = "0.1.0", built: Path | None = None) -> Publication:
    """A workspace built and ready to publish; everything it needs is read."""
    workspace = Workspace.open(root)
    folder = built or root.parent / f"{root.name}-built"
    building.build(workspace, folder)
    shapes = workspace.quads_in("shapes")
    return Publication(folder, workspace.closed(), shapes, version, "2026-11-26", prefixes=workspace.prefixes)


@pytest.fixture
def first(tmp_path: Path) -> Publication:
    return publication(small.write(tmp_path / "work"))


@pytest.fixture
def more(tmp_path: Path) -> Publication:
    """The same with one more body."""
    added = small.BODY + 'body:more a seutu:Body ; skos:prefLabel "Lisää"@fi .\n'
    return publication(small.write(tmp_path / "more", {"data/small/body.ttl": added}), "0.2.0")


@pytest.fixture
def less(tmp_path: Path) -> Publication:
    """The same without one of its bodies."""
    lines = [line for line in small.BODY.splitlines(True) if "hqh" not in line and "line:11" not in line]
    kept = "".join(line for line in lines if not line.startswith('    skos:prefLabel "HQH'))
    return publication(small.write(tmp_path / "less", {"data/small/body.ttl": kept}), "0.2.0")


def test_each_thing_has_a_file_in_each_format(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    files = contents(tmp_path / "out")
    for path in ("id/body/group", "id/statement/1", "id/source/deck/line/9", "concept/function/decides", "ont",
                 "shape", "graph/data/small/body.ttl", "graph/inferred"):  # fmt: skip
        assert {f"{path}.{extension}" for extension in TYPES} <= set(files), path
    assert not any(path.startswith("graph/queries") for path in files)
    for top in ("0.1.0", "latest"):
        below = {
            path.removeprefix(f"{top}/"): data for path, data in files.items() if path.startswith(f"{top}/")
        }
        assert below.pop("index.html")
        assert below == contents(first.built)


def test_all_formats_say_the_same_and_so_do_both_parsers(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    paths = sorted(path.removesuffix(".nt") for path in contents(tmp_path / "out") if path.endswith(".nt"))
    compare(
        tmp_path / "out",
        [path for path in paths if path.startswith(("id", "concept", "ont", "shape", "graph"))],
    )


def compare(folder: Path, paths: list[str]) -> None:
    assert paths
    for path in paths:
        expected = parsed(folder / f"{path}.nt")
        assert len(expected)
        for extension, name in FORMATS.items():
            file = folder / f"{path}.{extension}"
            assert parsed(file) == expected, file
            reread = Graph().parse(file, format=name).serialize(format="nt").encode()
            assert canonical(ox.parse(reread, format=ox.RdfFormat.N_TRIPLES)) == expected, file


def parsed(file: Path) -> ox.Dataset:
    fmt = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    return canonical(ox.parse(path=str(file), format=fmt))


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_a_things_file_holds_it_and_the_names_it_needs(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    said = (tmp_path / "out/id/statement/1.nt").read_text("utf-8")
    assert f"<{BASE}id/statement/1> <{BASE}ont#holder> <{BASE}id/body/municipalities> .\n" in said
    assert '/prefLabel> "Kunnat"@fi' in said or '#prefLabel> "Kunnat"@fi' in said
    assert "päättävät" not in said, "what others say stays in their files"


def test_every_page_is_sound_and_every_link_leads_somewhere(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    sound(contents(tmp_path / "out"))


def sound(files: Files) -> None:
    pages = [path for path in files if path.endswith(".html")]
    assert len(pages) > 10
    faults = {path: web.Reader(files[path].decode()).faults for path in pages}
    assert {path: found for path, found in faults.items() if found} == {}
    assert web.broken(files) == []


def test_broken_links_would_be_seen(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    files = contents(tmp_path / "out")
    del files["id/body/group.html"]
    assert any("id/statement/2.html" in fault for fault in web.broken(files))


def test_the_redirects_lead_to_files_that_are_there(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    files = contents(tmp_path / "out")
    text = files[".htaccess"].decode()
    iris = files["iris.txt"].decode().split()
    assert len(iris) > 10
    for iri in iris:
        for types in TYPES.values():
            said = answer(text, Request(iri.removeprefix(BASE).partition("#")[0], types[0]))
            assert said.status == 303
            assert said.location.removeprefix(BASE) in files, iri


def test_what_rdf_xml_cannot_hold_is_not_promised(tmp_path: Path) -> None:
    odd = small.BODY + "body:hqh <https://example.org/property/1> 1 .\n"
    directory.publish(
        publication(small.write(tmp_path / "odd", {"data/small/body.ttl": odd})), tmp_path / "out"
    )
    files = contents(tmp_path / "out")
    assert "id/body/hqh.rdf" not in files
    assert b"hqh.rdf" not in files["id/body/hqh.html"]
    text = files[".htaccess"].decode()
    assert answer(text, Request("id/body/hqh", "application/rdf+xml")) == Answer(406)
    assert answer(text, Request("id/body/hqh", "*/*, text/html;q=0")) == Answer(303, f"{BASE}id/body/hqh.ttl")
    sound(files)


def test_the_sitemap_lists_every_page(first: Publication, tmp_path: Path) -> None:
    directory.publish(replace(first, site=OTHER), tmp_path / "out")
    files = contents(tmp_path / "out")
    sitemap = files["sitemap.xml"].decode()
    for path in files:
        if path.endswith(".html") and not path.startswith("latest/"):
            assert f"<loc>{OTHER}{path}</loc><lastmod>2026-11-26</lastmod>" in sitemap
    assert f"Sitemap: {OTHER}sitemap.xml" in files["robots.txt"].decode()
    assert files[".nojekyll"] == b""
    assert f"{OTHER}$1" in files[".htaccess"].decode()


def test_a_catalogue_of_the_build_is_published_with_it(first: Publication, tmp_path: Path) -> None:
    described = f"<{BASE}id/distribution/seutu.ttl> <http://www.w3.org/ns/dcat#downloadURL> <{BASE}0.1.0/seutu.ttl> .\n"
    (first.built / "catalogue.ttl").write_text(described, "utf-8")
    (first.built / "schema.jsonld").write_text('{"name": "</script>"}', "utf-8")
    directory.publish(first, tmp_path / "out")
    files = contents(tmp_path / "out")
    assert files[".well-known/void"] == described.encode()
    assert "../../0.1.0/seutu.ttl" in web.Reader(files["id/distribution/seutu.ttl.html"].decode()).links
    assert b'"name": "\\u003c/script>"' in files["index.html"]
    sound(files)
    said = answer(files[".htaccess"].decode(), Request("id/distribution/seutu.ttl", "text/turtle"))
    assert said == Answer(303, f"{BASE}id/distribution/seutu.ttl.ttl")


def test_files_beside_the_build_stand_at_the_top(first: Publication, tmp_path: Path) -> None:
    logo = tmp_path / "work/ontology/logo.svg"
    logo.write_text("<svg/>", "utf-8")
    directory.publish(replace(first, beside={"logo.svg": logo}), tmp_path / "out")
    files = contents(tmp_path / "out")
    assert files["logo.svg"] == b"<svg/>"
    assert answer(files[".htaccess"].decode(), Request("logo.svg")) == Answer(303, f"{BASE}logo.svg")


def test_without_a_catalogue_there_is_no_void(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    assert not (tmp_path / "out/.well-known").exists()
    assert b'"void"' not in (tmp_path / "out/.htaccess").read_bytes()


def moved(publication: Publication, rebasing: Rebasing) -> Publication:
    """The same under another base, its build too."""
    building.build(Workspace.open(publication.built.parent / "work"), publication.built, rebasing=rebasing)
    return replace(publication, rebasing=rebasing)


def test_under_another_base_everything_is_rebased(first: Publication, tmp_path: Path) -> None:
    directory.publish(moved(first, Rebasing.to(OTHER)), tmp_path / "out")
    files = contents(tmp_path / "out")
    assert not [path for path, data in files.items() if BASE.encode() in data]
    assert f"{OTHER}id/body/group\n".encode() in files["iris.txt"]
    assert b"decides" in files["id/statement/1.html"]
    sound(files)


def test_what_keeps_its_base_is_not_published_anew(first: Publication, tmp_path: Path) -> None:
    directory.publish(moved(first, Rebasing.to(OTHER, [f"{BASE}ont#"])), tmp_path / "out")
    files = contents(tmp_path / "out")
    assert "ont.html" not in files
    assert f"{BASE}ont#" not in files["iris.txt"].decode()
    assert f"{BASE}ont#Body" in web.Reader(files["id/body/group.html"].decode()).links
    sound(files)


def test_no_page_names_the_base_that_all_have_left(first: Publication, tmp_path: Path) -> None:
    odd = replace(
        moved(first, Rebasing.to(OTHER)), titles={"who-decides": {"en": f"At {quote(BASE, safe='')}"}}
    )
    with pytest.raises(OutputError, match=r"index\.html: would still name 'https%3A%2F%2Fw3id"):
        directory.publish(odd, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# --- Again -------------------------------------------------------------------------------------------


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


# --- A version that was not published to its end, or in which something is missing -----------------------


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


# --- What others wrote into our own lists ---------------------------------------------------------------


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


# --- Refused -----------------------------------------------------------------------------------------


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


# --- Whatever happens --------------------------------------------------------------------------------

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


# --- All of it ---------------------------------------------------------------------------------------


def released(folder: Path, rebasing: Rebasing | None = None) -> Publication:
    workspace = Workspace.open(ROOT)
    made = release.release(workspace, folder / "built", rebasing=rebasing)
    return Publication.of(workspace, made, rebasing)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The whole workspace, published."""
    folder = tmp_path_factory.mktemp("whole")
    directory.publish(released(folder), folder / "out")
    yield folder / "out"
    shutil.rmtree(folder)


@pytest.mark.slow
def test_the_whole_workspace_has_sound_pages(everything: Path) -> None:
    sound(contents(everything))


@pytest.mark.slow
def test_the_redirects_of_the_whole_lead_to_files(everything: Path) -> None:
    files = contents(everything)
    parsed_rules = list(rules(files[".htaccess"].decode()))
    for path in sorted(
        {iri.removeprefix(BASE).partition("#")[0] for iri in files["iris.txt"].decode().split()}
    ):
        said = follow(parsed_rules, Request(path, "text/turtle"))
        assert said.status == 303
        place = said.location.removeprefix(BASE)
        assert (place if place and not place.endswith("/") else f"{place}index.html") in files
    for path in sorted(path for path in files if path.endswith(".ttl")):
        assert follow(parsed_rules, Request(path, "text/html")) == Answer(303, BASE + path)


@pytest.mark.slow
def test_the_whole_workspace_says_the_same_in_all_formats(everything: Path) -> None:
    paths = sorted(path.removesuffix(".nt") for path in contents(everything) if path.endswith(".nt"))
    compare(everything, [path for path in paths if not path.startswith(("0.1.0/", "latest/"))])


@pytest.mark.slow
def test_two_publications_of_the_whole_have_the_same_bytes(everything: Path, tmp_path: Path) -> None:
    directory.publish(released(tmp_path), tmp_path / "out")
    assert contents(tmp_path / "out") == contents(everything)


@pytest.mark.slow
def test_the_whole_workspace_under_another_base(everything: Path, tmp_path: Path) -> None:
    directory.publish(released(tmp_path, Rebasing.to(OTHER)), tmp_path / "out")
    files = contents(tmp_path / "out")
    assert set(files) == set(contents(everything))
    staying = {path for path, data in files.items() if BASE.encode() in data}
    assert not [
        path for path in staying if "catalogue" not in path and not path.startswith(("id/dataset/", ".well"))
    ]
    from_ours = f"<http://www.w3.org/ns/prov#wasDerivedFrom> <{BASE}id/dataset/jamsa> .\n"
    assert f"<{OTHER}id/dataset/jamsa> {from_ours}".encode() in files["id/dataset/jamsa.nt"]
    sound(files)
