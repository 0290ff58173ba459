"""Redirects by Accept header: one table for an interpreter of the directives, and for Apache where there is one."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.site.negotiation import TYPES, htaccess
from tests.helpers.rewriting import Answer, Request, answer

SITE = "https://example.org/seutu/"
DOCUMENTS = [
    "concept/layer", "concept/layer/stated", "graph/inferred", "id/checksum/seutu.ttl",
    "id/checksum/readme", "graph/data/jamsa/body.ttl", "graph/data/jamsa/body.2009.ttl",
    "id/body/ako", "id/catalogue/seutu", "id/catalogue/seutu/rights", "id/distribution/seutu.ttl",
    "id/distribution/seutu.ttl/checksum", "id/source/deck/line/49", "ont", "ont/0.1.0", "ont/body", "shape",
    "shape/prefix/owl",
]  # fmt: skip
MISSING = {"rdf": ["concept/layer/stated"], "nt": []}
TEXT = htaccess(SITE, DOCUMENTS, MISSING)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
OWLAPI = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
PROFILED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'

# The header, and the extension that it gets for a document; none is 406.
HEADERS = [
    ("", "html"),
    ("*/*", "html"),
    ("*/*;q=0.1", "html"),
    ("*/*;q=0", None),
    ("text/*", "html"),
    ("application/*", "jsonld"),
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("text/turtle", "ttl"),
    ("TEXT/Turtle", "ttl"),
    ("application/x-turtle", "ttl"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
    (PROFILED, "jsonld"),
    (PROFILED + ";q=0.4, text/turtle;q=0.5", "ttl"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdf"),
    (BROWSER, "html"),
    (JENA, "ttl"),
    (OWLAPI, "rdf"),
    (JAVA, "html"),
    ("text/turtle, application/rdf+xml", "ttl"),
    ("application/rdf+xml, text/turtle", "ttl"),
    ("text/turtle;q=0.8, application/rdf+xml", "rdf"),
    ("text/turtle;q=0.8, application/rdf+xml;q=0.9", "rdf"),
    ("text/turtle;q=0.85, application/rdf+xml;q=0.9", "rdf"),
    ("text/turtle;q=0.95, application/rdf+xml;q=0.9", "ttl"),
    ("text/turtle;q=0.9, application/rdf+xml;q=0.905", "rdf"),
    ("text/turtle;q=0.999, application/rdf+xml;q=1.000", "rdf"),
    ("text/turtle ; q = 0.2 , application/n-triples ; q = 0.3", "nt"),
    ("text/turtle;charset=utf-8;q=0.2, text/html;q=0.1", "ttl"),
    ("text/html;q=0.5, text/turtle;q=.6", "ttl"),
    ("text/html;q=0, */*", "ttl"),
    ("text/html;q=0, text/turtle;q=0.0, */*;q=0.5", "jsonld"),
    ("text/*;q=0, */*", "jsonld"),
    ("text/turtle;q=0", None),
    ("text/turtle;q=0.000, text/html;q=0", None),
    ("text/turtle, */*", "ttl"),
    ("*/*, text/turtle", "ttl"),
    ("text/turtle;q=0.5, */*;q=0.8", "html"),
    ("text/*;q=0.3, text/turtle;q=0.2, */*;q=0.1", "html"),
    ("application/*;q=0.8, text/html;q=0.7", "jsonld"),
    ("image/png", None),
    ("image/png, text/turtle;q=0.1", "ttl"),
    ("application/xml", None),
    ("text/turtle-star", None),
    ("x-text/turtle", None),
    ("application/n-triples;q=0.5, application/n-triples-star", "nt"),
]

# The path, the header, and where it leads below the site.
PATHS = [
    *((path, "text/turtle", f"{path}.ttl") for path in DOCUMENTS),
    *((path, BROWSER, f"{path}.html") for path in DOCUMENTS),
    *((f"{path}.{one}", "text/turtle", f"{path}.{one}") for path in DOCUMENTS for one in TYPES),
    ("id/body/unknown", "text/turtle", "id/body/unknown.ttl"),
    ("concept/layer/stated", "application/rdf+xml, text/html;q=0.1", "concept/layer/stated.html"),
    ("", "text/turtle", ""),
    ("0.1.0/seutu.ttl", "text/html", "0.1.0/seutu.ttl"),
    ("0.1.0/tables/roles.csv", "", "0.1.0/tables/roles.csv"),
    ("0.1.0/", "text/turtle", "0.1.0/"),
    ("10.0.0-rc1/seutu.nt", "", "10.0.0-rc1/seutu.nt"),
    ("latest/seutu.ttl", "image/png", "latest/seutu.ttl"),
    ("latest", "", "latest"),
    (".well-known/void", "text/html", ".well-known/void"),
    ("iris.txt", "", "iris.txt"),
    ("sitemap.xml", "text/html", "sitemap.xml"),
    ("index.html", "", "index.html"),
    ("logo.svg", "text/turtle", "logo.svg"),
]
TABLE = [
    *(("id/body/ako", accept, f"id/body/ako.{one}" if one else None) for accept, one in HEADERS),
    *PATHS,
    ("concept/layer/stated", "application/rdf+xml", None),
]


def expected(place: str | None, site: str = SITE) -> Answer:
    return Answer(406) if place is None else Answer(303, site + place)


def test_the_table_is_long_enough() -> None:
    assert len({accept for accept, _ in HEADERS}) >= 40


@pytest.mark.parametrize(("path", "accept", "place"), TABLE)
def test_where_a_request_leads(path: str, accept: str, place: str | None) -> None:
    assert answer(TEXT, Request(path, accept)) == expected(place)


@pytest.mark.parametrize(("path", "accept", "place"), TABLE)
def test_in_the_folder_itself_files_are_sent_and_nothing_loops(
    path: str, accept: str, place: str | None
) -> None:
    files = [f"{one}.{extension}" for one in DOCUMENTS for extension in TYPES]
    said = answer(TEXT, Request(path, accept, "example.org", "/seutu/", files))
    for _ in range(2):
        if said.status != 303:
            break
        path = said.location.removeprefix(SITE)
        said = answer(TEXT, Request(path, accept, "example.org", "/seutu/", files))
    assert said.status == (406 if place is None else 200 if path in files else 404)


@pytest.mark.parametrize("path", ["favicon.ico", "nothing", "idx/body/ako", "queries/roles", "shapes"])
def test_what_is_none_of_ours_is_left_alone(path: str) -> None:
    assert answer(TEXT, Request(path, "text/turtle")) == Answer(404)


WEIGHTS = st.sampled_from(["0", "0.1", "0.25", "0.5", "0.50", "0.501", "0.9", "1", "1.0"])


@given(
    st.lists(st.tuples(st.sampled_from(list(TYPES)), WEIGHTS), max_size=5, unique_by=lambda pair: pair[0]),
    WEIGHTS,
)
def test_the_greatest_weight_wins(named: list[tuple[str, str]], rest: str) -> None:
    header = ", ".join([*(f"{TYPES[one][0]};q={weight}" for one, weight in named), f"*/*;q={rest}"])
    weights = {one: float(rest) for one in TYPES} | {one: float(weight) for one, weight in named}
    mentioned = {one for one, _ in named}
    best = max(weights.values())
    winners = [one for one in TYPES if weights[one] == best]
    chosen = next((one for one in winners if one in mentioned), winners[0])
    assert answer(TEXT, Request("id/body/ako", header)) == (
        expected(f"id/body/ako.{chosen}") if best else Answer(406)
    )


def test_where_no_thing_is_called_after_a_file_every_extension_is_one() -> None:
    rules = htaccess(SITE, ["id/body/ako", "graph/inferred"])
    for path in ("id/body/ako.ttl", "graph/inferred.rdf"):
        assert answer(rules, Request(path, "text/html")) == expected(path)
    assert answer(rules, Request("graph/inferred", "text/turtle")) == expected("graph/inferred.ttl")


def test_the_interpreter_refuses_what_it_does_not_know() -> None:
    with pytest.raises(AssertionError, match="unknown directive"):
        answer("RewriteMap x y", Request("x"))
    with pytest.raises(KeyError):
        answer("RewriteCond %{HTTPS} on\nRewriteRule ^ - [L]", Request("x"))


# --- Apache itself ------------------------------------------------------------------------------------

# A folder whose name has in it what mod_rewrite, or Apache itself, would take for something else.
ODD = "my 10%1 data a&b+c(d)$1"
APACHE = shutil.which("apache2") or shutil.which("httpd")
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authz_core", "mime", "dir", "rewrite", "headers")
CONFIGURATION = """\
ServerRoot "{root}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{root}/pid"
ErrorLog "{root}/log"
Mutex pthread
{modules}
TypesConfig /dev/null
DocumentRoot "{root}/www"
DirectoryIndex index.html
<Directory "{root}/www">
    AllowOverride All
    Require all granted
    Options FollowSymLinks
</Directory>
"""


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of two folders: /ids with the .htaccess alone, and /seutu with files too."""
    if APACHE is None:
        pytest.skip("no apache2 or httpd on the PATH")
    if not all((MODULES / f"mod_{name}.so").exists() for name in NEEDED):
        pytest.skip(f"Apache's modules are not in {MODULES}")
    root = tmp_path_factory.mktemp("apache")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    write(root, port)
    process = subprocess.Popen([APACHE, "-X", "-f", str(root / "conf")], stderr=subprocess.PIPE)
    try:
        wait(process, port)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def write(root: Path, port: int) -> None:
    root.chmod(0o755)
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in NEEDED)
    (root / "conf").write_text(CONFIGURATION.format(root=root, port=port, modules=modules), "utf-8")
    sites = {
        "ids": SITE,
        "seutu": f"http://127.0.0.1:{port}/seutu/",
        ODD: f"http://127.0.0.1:{port}/{quoted(ODD)}/",
    }
    sites["idn"] = f"http://jämsä.example:{port}/idn/"
    for folder, site in sites.items():
        (root / "www" / folder).mkdir(parents=True)
        (root / "www" / folder / ".htaccess").write_text(htaccess(site, DOCUMENTS, MISSING), "utf-8")
    for path in DOCUMENTS:
        for extension in TYPES:
            file = root / "www/seutu" / f"{path}.{extension}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{path} as {extension}", "utf-8")
    void = root / "www/seutu/.well-known/void"
    void.parent.mkdir()
    void.write_text("", "utf-8")


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        assert process.poll() is None, "Apache has ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("Apache does not answer")


def ask(
    port: int, path: str, accept: str, host: str = "127.0.0.1"
) -> tuple[Answer, http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Host": f"{host}:{port}", **({"Accept": accept} if accept else {})}
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return Answer(response.status, response.getheader("Location", "")), response
    finally:
        connection.close()


@pytest.mark.parametrize(("path", "accept", "place"), TABLE)
def test_apache_says_the_same(apache: int, path: str, accept: str, place: str | None) -> None:
    said, response = ask(apache, f"/ids/{path}", accept)
    assert said == expected(place)
    assert response.getheader("Access-Control-Allow-Origin") == "*"
    assert response.getheader("Vary") == "Accept"


@pytest.mark.parametrize(("path", "accept", "place"), TABLE)
def test_apache_sends_the_files_of_the_folder_itself(
    apache: int, path: str, accept: str, place: str | None
) -> None:
    if place not in {f"{one}.{extension}" for one in DOCUMENTS for extension in TYPES}:
        return
    said, response = ask(apache, f"/seutu/{path}", accept)
    if path != place:
        assert said == Answer(303, f"http://127.0.0.1:{apache}/seutu/{place}")
        said, response = ask(apache, f"/seutu/{place}", accept)
    assert said == Answer(200)
    types = response.getheader("Content-Type", "").split(";")[0]
    assert types == TYPES[str(place).rpartition(".")[2]][0]


def test_apache_loops_for_nothing(apache: int) -> None:
    assert ask(apache, "/seutu/id/body/unknown", "text/turtle")[0] == Answer(
        303, f"http://127.0.0.1:{apache}/seutu/id/body/unknown.ttl"
    )
    assert ask(apache, "/seutu/id/body/unknown.ttl", "text/turtle")[0] == Answer(404)
    assert ask(apache, "/seutu/0.1.0/none.ttl", "")[0] == Answer(404)
    said, response = ask(apache, "/seutu/.well-known/void", "text/html")
    assert (said.status, response.getheader("Content-Type", "").split(";")[0]) == (200, "text/turtle")


def quoted(path: str) -> str:
    return quote(path, safe="&+()$")


@pytest.mark.parametrize(
    ("folder", "host"), [(quoted(ODD), "127.0.0.1"), ("idn", "xn--jms-qlac.example")], ids=["odd", "idn"]
)
def test_any_address_is_redirected_to_as_it_is(apache: int, folder: str, host: str) -> None:
    start = f"http://{host}:{apache}/"
    said, _ = ask(apache, f"/{folder}/id/body/kunnat", "text/turtle", host)
    assert said == Answer(303, f"{start}{folder}/id/body/kunnat.ttl")
    for missing in ("id/body/unknown.ttl", "0.1.0/none.ttl", "latest/none.html"):
        assert ask(apache, f"/{folder}/{missing}", "", host)[0] == Answer(404)
