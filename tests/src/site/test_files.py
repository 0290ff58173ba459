"""A published folder: its files in all formats, its pages, redirects and base."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from seutu.errors import OutputError
from seutu.publish import directory
from seutu.rdf.rebasing import Rebasing
from seutu.site.negotiation import TYPES
from seutu.site.publication import Publication
from tests.helpers import small, web
from tests.helpers.publishing import BASE, OTHER, compare, contents, moved, publication, sound
from tests.helpers.rewriting import Answer, Request, answer


@pytest.fixture
def first(tmp_path: Path) -> Publication:
    return publication(small.write(tmp_path / "work"))


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


def test_a_things_file_holds_it_and_the_names_it_needs(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    said = (tmp_path / "out/id/statement/1.nt").read_text("utf-8")
    assert f"<{BASE}id/statement/1> <{BASE}ont#holder> <{BASE}id/body/municipalities> .\n" in said
    assert '/prefLabel> "Kunnat"@fi' in said or '#prefLabel> "Kunnat"@fi' in said
    assert "päättävät" not in said, "what others say stays in their files"


def test_every_page_is_sound_and_every_link_leads_somewhere(first: Publication, tmp_path: Path) -> None:
    directory.publish(first, tmp_path / "out")
    sound(contents(tmp_path / "out"))


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


def test_under_another_base_everything_is_rebased(first: Publication, tmp_path: Path) -> None:
    directory.publish(moved(first, Rebasing.to(OTHER)), tmp_path / "out")
    files = contents(tmp_path / "out")
    assert not [path for path, data in files.items() if BASE.encode() in data]
    assert f"{OTHER}id/body/group\n".encode() in files["iris.txt"]
    assert b"decides" in files["id/statement/1.html"]
    sound(files)


def test_what_keeps_its_base_is_not_published_anew(first: Publication, tmp_path: Path) -> None:
    directory.publish(moved(first, Rebasing.to(OTHER, [f"{BASE}ont"])), tmp_path / "out")
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
