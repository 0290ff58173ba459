"""``seutu publish`` as a user runs it: to each kind of place, twice, and with everything that a user can get wrong."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from seutu.rdf.namespaces import BASE
from tests.helpers import portal, small
from tests.helpers.running import Ran, seutu
from tests.helpers.serving import LIMIT, free_port, oxigraph, passing_on, serving
from tests.helpers.standin import ORGANISATION, TOKEN, StandIn
from tests.loading import ROOT

OTHER = "https://example.org/x/"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portal.write(tmp_path_factory.mktemp("publishing"))


def publish(workspace: Path, *args: str | Path, **env: str) -> Ran:
    return seutu("--workspace", workspace, "publish", *args, env=env)


def test_it_wants_to_know_where_to(workspace: Path) -> None:
    ran = publish(workspace)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "seutu: Say where to publish with --to, or ask with --check how the workspace would fare.\n"
    )


@pytest.mark.parametrize("to", ["", "folder:", "site", "ftp:x", "sparql", "https://example.org/"])
def test_a_place_has_a_kind(workspace: Path, to: str) -> None:
    ran = publish(workspace, "--to", to)
    assert ran.code == 2
    assert f"--to: '{to}' names no place; write folder:PATH, sparql:URL or ckan:URL." in ran.err


@pytest.mark.parametrize("place", ["", "data", "data/web", "ontology", "shapes", "queries", "link"])
@pytest.mark.parametrize("verb", ["build", "publish"])
def test_nothing_is_written_among_the_sources(tmp_path: Path, verb: str, place: str) -> None:
    folder = portal.write(tmp_path / "workspace")
    (folder / "link").symlink_to("data")
    before = sorted(folder.rglob("*"))
    out = folder / place
    ran = (
        seutu("--workspace", folder, "build", "--out", out)
        if verb == "build"
        else publish(folder, "--to", f"folder:{out}", "--dry-run")
    )
    assert ran.code == 2
    assert f"{out}: " in ran.err
    assert f"would be among its sources; give another folder to {verb} into." in ran.err
    assert sorted(folder.rglob("*")) == before


def test_a_build_is_not_named_by_nothing(workspace: Path) -> None:
    ran = seutu("--workspace", workspace, "build", "--out", "")
    assert (ran.code, ran.err) == (2, "seutu: --out: '' names no folder; leave it out for build/.\n")


def test_a_link_that_leads_to_itself_is_one_sentence(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for ran in (
        seutu("--workspace", workspace, "build", "--out", tmp_path / "loop"),
        publish(workspace, "--to", f"folder:{tmp_path / 'loop'}"),
        publish(workspace, "--to", f"folder:{tmp_path / 'loop'}", "--dry-run"),
    ):
        assert ran.code == 2
        assert f"{tmp_path / 'loop'}: is a link that leads to itself; give a folder" in ran.err
        assert "internal" not in ran.err


def test_a_workspace_that_does_not_describe_itself(tmp_path: Path) -> None:
    ran = publish(small.write(tmp_path / "workspace"), "--check")
    assert ran.code == 2
    assert "data/catalogue.ttl: describes no catalogue" in ran.err
    assert "Traceback" not in ran.err


def test_data_that_violate_their_shapes_are_not_published(tmp_path: Path) -> None:
    nameless = small.BODY.replace(
        'body:hqh a seutu:Body ; skos:prefLabel "HQH"@fi .', "body:hqh a seutu:Body ."
    )
    folder = portal.write(tmp_path / "workspace", {"data/small/body.ttl": nameless})
    ran = publish(folder, "--to", f"folder:{tmp_path / 'site'}")
    assert (ran.code, ran.out) == (1, "")
    assert "Nothing was published, because the workspace violates its shapes" in ran.err
    assert not (tmp_path / "site").exists()


def test_a_folder_is_planned_written_and_then_left_alone(workspace: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    planned = publish(workspace, "--to", f"folder:{site}", "--dry-run")
    assert (planned.code, planned.err) == (0, "")
    assert "would be" in planned.out
    assert not site.exists()
    done = publish(workspace, "--to", f"folder:{site}")
    count = sum(path.is_file() for path in site.rglob("*")) - 1  # all but the manifest
    assert done.out.endswith(f"{site}: {count} added, 0 unchanged.\n")
    assert planned.out.endswith(f"{site}: would be {count} added, 0 unchanged.\n")
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again = publish(workspace, "--to", f"folder:{site}")
    assert again.out == f"{site}: nothing to change, {count} unchanged.\n"
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_files_of_a_version_change_only_when_that_is_wanted(workspace: Path, tmp_path: Path) -> None:
    renamed = small.BODY.replace('"Group"@en', '"The group"@en')
    changed = portal.write(tmp_path / "changed", {"data/small/body.ttl": renamed})
    to = ("--to", f"folder:{tmp_path / 'site'}")
    assert publish(workspace, *to).code == 0
    refused = publish(changed, *to)
    assert refused.code == 2
    assert "0.10.0 is published here already with other contents" in refused.err
    planned = publish(changed, *to, "--redo", "--dry-run")
    assert (planned.code, b"The group" in (tmp_path / "site/id/body/group.ttl").read_bytes()) == (0, False)
    assert publish(changed, *to, "--redo").code == 0
    assert b"The group" in (tmp_path / "site/id/body/group.ttl").read_bytes()


def test_what_is_someone_elses_in_a_folder_stays(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    ran = publish(workspace, "--to", f"folder:{tmp_path}")
    assert ran.code == 0
    assert "stays    thesis.txt is not ours and stays\n" in ran.out
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_an_index_of_someone_else_is_replaced_only_when_that_is_wanted(
    workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("mine")
    ran = publish(workspace, "--to", f"folder:{tmp_path}")
    assert "index.html is not ours and stays, so what we have for it is not written" in ran.out
    assert (tmp_path / "index.html").read_text() == "mine"
    ran = publish(workspace, "--to", f"folder:{tmp_path}", "--overwrite")
    assert "added    index.html" in ran.out
    assert (tmp_path / "index.html").read_text() != "mine"


@pytest.mark.parametrize(
    "site", ["foo", "https://example.org", "https://example.org/x?y/", "ftp://x/", 'https://example.org/"/']
)
def test_a_site_is_the_address_of_a_folder(workspace: Path, tmp_path: Path, site: str) -> None:
    ran = publish(workspace, "--to", f"folder:{tmp_path / 'site'}", "--site", site)
    assert (ran.code, ran.out) == (2, "")
    assert f"--site: '{site}' is no address of a folder; write it with a slash at its end" in ran.err
    assert not (tmp_path / "site").exists()


def test_a_site_is_where_the_redirects_lead(workspace: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish(workspace, "--to", f"folder:{site}", "--site", "https://pages.example/x/").code == 0
    assert "https://pages.example/x/$1.%{ENV:ext} [R=303,L]" in (site / ".htaccess").read_text()
    assert "<loc>https://pages.example/x/index.html<" in (site / "sitemap.xml").read_text()


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    """A plain web server over a folder, which knows nothing of us."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(LIMIT)
        server.server_close()


def test_what_a_plain_web_server_serves_scores_full_marks(workspace: Path, tmp_path: Path) -> None:
    port = free_port()
    base = ("--base", f"http://127.0.0.1:{port}/")
    assert publish(workspace, "--to", f"folder:{tmp_path / 'site'}", *base).code == 0
    with served(tmp_path / "site", port):
        answer = requests.get(f"http://127.0.0.1:{port}/latest/catalogue.ttl", timeout=LIMIT)
        online = points(publish(workspace, "--check", "--online", "--format", "json", *base))
    offline = points(publish(workspace, "--check", "--format", "json", *base))
    gone = points(publish(workspace, "--check", "--online", "--format", "json", *base))
    assert (online, offline, gone) == ((405, 405), (325, 325), (325, 405))
    assert BASE.encode() not in answer.content.replace(f"{BASE}id/dataset/".encode(), b"")


def points(ran: Ran) -> tuple[int, int]:
    """The points got, and those that could be had."""
    quality = json.loads(ran.out)["check"]["mqa"]
    return quality["points"], quality["reach"]


def test_what_is_checked_is_told_in_a_language(workspace: Path) -> None:
    told = publish(workspace, "--check", "--lang", "fi").out
    assert "325" in told
    assert told != publish(workspace, "--check").out


def test_what_is_to_be_mended_in_the_ontology_alone_does_not_hold_it_up(
    workspace: Path, tmp_path: Path
) -> None:
    ran = publish(workspace, "--check", "--to", f"folder:{tmp_path / 'site'}")
    assert ran.code == 1
    assert (tmp_path / "site" / "index.html").exists()


def test_nothing_is_published_when_the_catalogue_loses_points(tmp_path: Path) -> None:
    described = portal.CATALOGUE.replace('dcat:keyword "elin"@fi , "organ"@sv , "body"@en ;\n', "")
    assert described != portal.CATALOGUE
    folder = portal.write(tmp_path / "workspace", {"data/catalogue.ttl": described})
    ran = publish(folder, "--check", "--to", f"folder:{tmp_path / 'site'}")
    assert ran.code == 1
    assert "295 of 325" in ran.out
    assert not (tmp_path / "site").exists()


def test_a_workspace_that_violates_its_shapes_is_judged_all_the_same(tmp_path: Path) -> None:
    described = portal.CATALOGUE.replace("    dcat:contactPoint contact:us ;\n", "")
    nameless = small.BODY.replace(
        'body:hqh a seutu:Body ; skos:prefLabel "HQH"@fi .', "body:hqh a seutu:Body ."
    )
    changed = {"data/catalogue.ttl": described, "data/small/body.ttl": nameless}
    folder = portal.write(tmp_path / "workspace", changed)
    ran = publish(folder, "--check")
    assert ran.code == 1
    assert ran.err == "The workspace violates its shapes; seutu validate lists the violations.\n"
    assert "contactPointAvailability: " in ran.out
    told = publish(folder, "--check", "--to", f"folder:{tmp_path / 'site'}", "--lang", "sv")
    assert "Ange vem man kan fråga om datamängden" in told.out
    assert told.err.startswith("Inget publicerades, eftersom arbetsytan bryter mot sina former")
    assert not (tmp_path / "site").exists()


def test_official_shapes_that_are_not_there(workspace: Path, tmp_path: Path) -> None:
    ran = publish(workspace, "--check", "--official", tmp_path / "none")
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert str(tmp_path / "none") in ran.err


def test_a_store_holds_it_and_is_then_left_alone(workspace: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "store") as url:
        assert publish(workspace, "--to", f"sparql:{url}", "--dry-run").out.count("add      ") == 7
        assert "7 added, 0 unchanged" in publish(workspace, "--to", f"sparql:{url}").out
        assert "nothing to change, 7 unchanged" in publish(workspace, "--to", f"sparql:{url}").out
        explicit = ("--query-url", f"{url}/query", "--update-url", f"{url}/update")
        # Of a store whose make is not known, it is first to be found out how it keeps a value.
        assert "1 replaced, 6 unchanged" in publish(workspace, "--to", f"sparql:{url}/store", *explicit).out
        assert "7 unchanged" in publish(workspace, "--to", f"sparql:{url}/store", *explicit).out
        query = f"ASK {{ GRAPH <{BASE}graph/data/small/body.ttl> {{ <{BASE}id/body/group> ?p ?o }} }}"
        answer = requests.get(
            f"{url}/query",
            params={"query": query},
            headers={"Accept": "application/sparql-results+json"},
            timeout=LIMIT,
        )
    assert answer.json()["boolean"] is True


def test_two_workspaces_share_a_store_and_an_edited_graph_stays(workspace: Path, tmp_path: Path) -> None:
    named = {"catalogue:small": "catalogue:next", "id/catalogue/small>": "id/catalogue/next>"}
    text = portal.CATALOGUE
    for old, new in named.items():
        text = text.replace(old, new)
    following = small.write(tmp_path / "next", {"data/catalogue.ttl": text})
    mine = f"{BASE}graph/ontology/small.ttl"
    with oxigraph(tmp_path / "store") as url:
        to = ("--to", f"sparql:{url}")
        publish(workspace, *to)
        second = publish(following, *to)
        first = publish(workspace, *to)
        statement = b'<urn:a> <urn:b> "c" .'
        kind = {"Content-Type": "application/n-triples"}
        requests.post(f"{url}/store", params={"graph": mine}, data=statement, headers=kind, timeout=LIMIT)
        edited = publish(workspace, *to)
        overwritten = publish(workspace, *to, "--overwrite")
    assert second.code == first.code == edited.code == 0
    assert f"published by the catalogue {BASE}id/catalogue/small and stay" in second.out
    assert "nothing to change, 7 unchanged" in first.out
    assert f"{mine} was changed since and stays" in edited.out
    assert "1 replaced, 6 unchanged" in overwritten.out


def test_a_store_of_no_known_make_is_told_all_at_once_where_it_takes_updates(
    workspace: Path, tmp_path: Path
) -> None:
    with oxigraph(tmp_path / "store") as url, serving(passing_on(url)) as server:
        to = ("--to", f"sparql:{server.url}/store", "--query-url", f"{server.url}/query")
        first = publish(workspace, *to, "--update-url", f"{server.url}/update")
        paths = {request.path.partition("?")[0] for request in server.requests}
    assert "7 added" in first.out
    assert paths == {"/store", "/query", "/update"}


def test_a_store_without_an_address_for_updates(workspace: Path) -> None:
    ran = publish(workspace, "--to", "sparql:http://a.example/store", "--query-url", "http://a.example/query")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "seutu: --query-url: a store is published to by SPARQL updates; give their address with --update-url.\n"
    )


def test_a_store_that_is_not_there(workspace: Path) -> None:
    ran = publish(workspace, "--to", f"sparql:http://127.0.0.1:{free_port()}")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be reached" in ran.err
    assert "Traceback" not in ran.err


def test_a_portal_shows_it_and_is_then_left_alone(workspace: Path) -> None:
    there = StandIn()
    with serving(there.handle) as server:
        to = ("--to", f"ckan:{server.url}", "--organisation", ORGANISATION)
        refused = publish(workspace, *to, SEUTU_TOKEN="wrong-secret")
        nothing = dict(there.datasets)
        first = publish(workspace, *to, SEUTU_TOKEN=TOKEN)
        again = publish(workspace, *to, SEUTU_TOKEN=TOKEN)
    assert nothing == {}
    assert first.code == again.code == 0
    assert "3 added, 0 unchanged" in first.out
    assert "nothing to change, 3 unchanged" in again.out
    assert sorted(there.datasets) == ["seutu-bodies", "seutu-shapes", "seutu-terms"]
    assert {dataset["owner_org"] for dataset in there.datasets.values()} == {ORGANISATION}
    assert refused.code == 2
    assert "credentials" in refused.err
    assert "wrong-secret" not in refused.err + refused.out


@pytest.mark.slow  # each publication has a copy of the packaged ontology
def test_a_workspace_of_ones_own_is_published_under_its_base(tmp_path: Path) -> None:
    own, there = tmp_path / "own", StandIn()
    assert seutu("new", own, "--title", "Own", "--base", OTHER, "--languages", "en").code == 0
    query = (
        f"ASK {{ GRAPH <{OTHER}graph/data/statements.ttl> {{ <{OTHER}id/working-group-prepares> ?p ?o }} }}"
    )
    with oxigraph(tmp_path / "store") as url:
        first, again = (publish(own, "--to", f"sparql:{url}") for _ in range(2))
        answer = requests.get(
            f"{url}/query",
            params={"query": query},
            headers={"Accept": "application/sparql-results+json"},
            timeout=LIMIT,
        )
    assert first.code == 0
    assert "nothing to change" in again.out
    assert answer.json()["boolean"] is True
    assert not [line for line in first.out.splitlines() if BASE in line]
    with serving(there.handle) as server:
        to = ("--to", f"ckan:{server.url}", "--organisation", ORGANISATION)
        shown, later = (publish(own, *to, SEUTU_TOKEN=TOKEN) for _ in range(2))
    assert "1 added, 0 unchanged" in shown.out
    assert "nothing to change, 1 unchanged" in later.out
    found = there.datasets["x-programme-data"]
    assert (found["title"], found["url"]) == ("Own", f"{OTHER}id/programme-data.html")


def test_what_was_edited_on_a_portal_stays_until_it_is_overwritten(workspace: Path) -> None:
    there = StandIn()
    with serving(there.handle) as server:
        to = ("--to", f"ckan:{server.url}", "--organisation", ORGANISATION)
        publish(workspace, *to, SEUTU_TOKEN=TOKEN)
        there.datasets["seutu-terms"]["title"] = "Edited"
        kept = publish(workspace, *to, SEUTU_TOKEN=TOKEN)
        overwritten = publish(workspace, *to, "--overwrite", SEUTU_TOKEN=TOKEN)
    assert (
        "stays    title of seutu-terms was changed there since and stays; --overwrite replaces it" in kept.out
    )
    assert "replaced seutu-terms (title)" in overwritten.out


def test_credentials_come_from_a_file_that_only_its_owner_reads(workspace: Path, tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text(f"token = {TOKEN}\n")
    there = StandIn()
    with serving(there.handle) as server:
        to = ("--to", f"ckan:{server.url}", "--organisation", ORGANISATION, "--credentials", secrets)
        secrets.chmod(0o644)
        refused = publish(workspace, *to)
        secrets.chmod(0o600)
        done = publish(workspace, *to)
    assert refused.code == 2
    assert TOKEN not in refused.err
    assert (done.code, len(there.datasets)) == (0, 3)


@pytest.mark.parametrize("to", ["sparql", "ckan"])
def test_a_kind_that_there_is_not(workspace: Path, to: str) -> None:
    ran = publish(workspace, "--to", f"{to}:http://127.0.0.1:1", "--kind", "nosuch")
    assert ran.code == 2
    assert "'nosuch'" in ran.err


def test_several_places_at_once_as_json(workspace: Path, tmp_path: Path) -> None:
    sites = [tmp_path / "one", tmp_path / "two"]
    to = [part for site in sites for part in ("--to", f"folder:{site}")]
    content = json.loads(publish(workspace, *to, "--dry-run", "--format", "json").out)
    assert [plan["target"] for plan in content["targets"]] == list(map(str, sites))
    assert {plan["done"] for plan in content["targets"]} == {False}


@pytest.mark.slow
def test_our_own_workspace_passes_the_check_and_is_published(tmp_path: Path) -> None:
    ran = publish(ROOT, "--check", "--to", f"folder:{tmp_path / 'site'}", "--format", "json")
    content = json.loads(ran.out)
    assert (ran.code, content["check"]["complete"]) == (0, True)
    assert [plan["unchanged"] for plan in content["targets"]] == [0]
    assert (tmp_path / "site" / "index.html").exists()


def test_under_another_base_everything_is(workspace: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert publish(workspace, "--to", f"folder:{site}", "--base", OTHER).code == 0
    origins = [f"{BASE}id/dataset/{name}".encode() for name in ("bodies", "shapes", "terms")]
    left = []
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for origin in origins:
            content = content.replace(origin, b"")
        if b"w3id.org/seutu" in content:
            left.append(path.relative_to(site).as_posix())
    assert left == []


def test_one_case_is_published_with_what_is_shared(tmp_path: Path) -> None:
    text = portal.CATALOGUE.replace(
        "dataset:bodies a dcat:Dataset", "dataset:bodies a dcat:Dataset , seutu:Case"
    )
    other = "@prefix dataset: <https://w3id.org/seutu/id/dataset/> .\n@prefix seutu: <https://w3id.org/seutu/ont#> .\n"
    other += (
        f"<{BASE}graph/data/other/body.ttl> seutu:holdsCase dataset:other . dataset:other a seutu:Case .\n"
    )
    folder = small.write(tmp_path / "two", {"data/catalogue.ttl": text, "data/other/body.ttl": other})
    ran = publish(folder, "--case", "bodies", "--to", f"folder:{tmp_path / 'public'}")
    assert (ran.code, ran.err) == (0, "")
    assert "dataset/other" not in (tmp_path / "public" / "latest" / "seutu.nq").read_text("utf-8")


def test_a_case_that_there_is_not(workspace: Path, tmp_path: Path) -> None:
    ran = publish(workspace, "--case", "nowhere", "--to", f"folder:{tmp_path / 'public'}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "'nowhere'" in ran.err
