"""Calls over the network: what is repeated, what is not, and the sentence for each thing that can go wrong."""

import base64
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import PublishError
from seutu.remote.credentials import Credentials
from seutu.remote.http import USER_AGENT, HttpClient, Limits, Scheme, checked_url, shown_url
from tests.helpers.serving import Handle, Reply, Request, free_port, serving

QUICK = Limits(connect=2, read=0.3, tries_again=3, wait=0, longest=0.1)
SECRET = "se/cr+et=="


def always(reply: Reply) -> Handle:
    return lambda _: reply


def failing_first(times: int, reply: Reply) -> Handle:
    return lambda request: reply if request.number <= times else Reply(body=b"done")


def refused(handle: Handle, method: str = "GET", credentials: Credentials | None = None) -> tuple[str, int]:
    """The sentence, without the address, and how many requests there were."""
    with serving(handle) as server, HttpClient(credentials, limits=QUICK) as web:
        with pytest.raises(PublishError) as caught:
            web.call(method, server.url + "/x?token=geheim", b"body" if method != "GET" else None)
        sentence = str(caught.value)
        assert sentence.startswith(f"{server.url}/x: ")
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return sentence.removeprefix(f"{server.url}/x: "), len(server.requests)


def test_an_answer() -> None:
    with serving(always(Reply(201, b"made"))) as server, HttpClient(limits=QUICK) as web:
        answer = web.call("PUT", server.url, b"data", headers={"Content-Type": "text/x"})
    assert (answer.status, answer.content) == (201, b"made")
    assert server.requests[0].body == b"data"
    assert server.requests[0].headers["Content-Type"] == "text/x"
    assert server.requests[0].headers["User-Agent"] == USER_AGENT
    assert "Authorization" not in server.requests[0].headers


def test_a_status_that_the_caller_knows() -> None:
    with serving(always(Reply(404))) as server, HttpClient(limits=QUICK) as web:
        assert web.call("GET", server.url, also=frozenset({404})).status == 404


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_may_pass_is_asked_again(status: int, method: str) -> None:
    with serving(failing_first(2, Reply(status))) as server, HttpClient(limits=QUICK) as web:
        assert web.call(method, server.url).content == b"done"
    assert len(server.requests) == 3


@pytest.mark.parametrize("reply", [Reply(503), Reply(silent=True)])
def test_a_post_is_sent_once(reply: Reply) -> None:
    _, requests = refused(always(reply), "POST")
    assert requests == 1


def test_tries_have_an_end() -> None:
    sentence, requests = refused(always(Reply(503, b"too busy")))
    assert requests == 1 + QUICK.tries_again
    assert sentence == "failed (HTTP 503: too busy); try again later, or ask those who run it."


def test_a_server_cannot_make_us_wait_for_long() -> None:
    handle = failing_first(1, Reply(503, headers={"Retry-After": "86400"}))
    with serving(handle) as server, HttpClient(limits=Limits(wait=0, longest=0)) as web:
        assert web.call("GET", server.url).content == b"done"


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(400, b"\n  no such\tgraph.\nmore\n"), "refused what was asked (HTTP 400: no such graph);"),
        (Reply(500, b"<html><head><title>x</title></head><p>Oops"), "failed (HTTP 500: Oops); try again"),
        (Reply(500), "failed (HTTP 500); try again later"),
        (Reply(599, "ä".encode() * 1000), "failed (HTTP 599: "),
        (Reply(404), "nothing is there (HTTP 404); look whether the address is right."),
        (Reply(401), "wants credentials, and none were given; set SEUTU_TOKEN, or SEUTU_USER and"),
        (Reply(403), "wants credentials, and none were given; set SEUTU_TOKEN"),
        (
            Reply(403, b"The server is read-only"),
            "wants credentials, and none were given (HTTP 403: The server is read-only); set SEUTU_TOKEN",
        ),
        (
            Reply(302, headers={"Location": "https://u:geheim@other.example/y?z=geheim"}),
            "sends on to https://other.example/y (HTTP 302); give the address it sends on to.",
        ),
        (Reply(302), "refused what was asked (HTTP 302);"),
    ],
)
def test_what_a_server_refuses(reply: Reply, sentence: str) -> None:
    told, _ = refused(always(reply))
    assert told.startswith(sentence)
    assert len(told) < 400
    assert "geheim" not in told


def test_redirects_are_not_followed_with_credentials() -> None:
    with serving(always(Reply())) as other:
        handle = always(Reply(307, headers={"Location": other.url}))
        told, _ = refused(handle, "PUT", Credentials(token=SECRET))
        assert other.requests == []
    assert told.startswith(f"sends on to {other.url}")


@pytest.mark.parametrize("credentials", [Credentials(token=SECRET), Credentials(user="dba", password=SECRET)])
@pytest.mark.parametrize("status", [401, 403, 400, 500])
def test_a_server_that_repeats_what_it_was_sent(credentials: Credentials, status: int) -> None:
    def echo(request: Request) -> Reply:
        return Reply(status, f"you sent {request.headers['Authorization']} and {SECRET}".encode())

    told, _ = refused(echo, credentials=credentials)
    assert SECRET not in told
    assert base64.b64encode(SECRET.encode()).decode() not in told
    assert "you sent" in told
    assert ("the credentials were not accepted" in told) == (status in (401, 403))


def test_how_credentials_are_sent() -> None:
    def sent(credentials: Credentials, scheme: Scheme = "usual") -> str:
        with serving(always(Reply())) as server, HttpClient(credentials, scheme=scheme, limits=QUICK) as web:
            web.call("GET", server.url)
        return server.requests[0].headers["Authorization"]

    assert sent(Credentials(token="abc")) == "Bearer abc"
    assert sent(Credentials(token="abc"), "bare") == "abc"
    basic = base64.b64encode("u:ä€".encode()).decode()
    assert sent(Credentials(user="u", password="ä€")) == f"Basic {basic}"


def test_credentials_by_digest() -> None:
    def handle(request: Request) -> Reply:
        if request.headers.get("Authorization", "").startswith("Digest username"):
            return Reply(body=b"in")
        challenge = 'Digest realm="x", nonce="1", qop="auth", algorithm="MD5"'
        return Reply(401, headers={"WWW-Authenticate": challenge})

    with (
        serving(handle) as server,
        HttpClient(Credentials(user="dba", password=SECRET), scheme="digest", limits=QUICK) as web,
    ):
        assert web.call("PUT", server.url, b"data").content == b"in"
    assert server.requests[-1].body == b"data"
    assert not any(SECRET in str(request) for request in server.requests)


def test_no_credentials_are_taken_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serving(always(Reply())) as server, HttpClient(limits=QUICK) as web:
        web.call("GET", server.url)
    assert "Authorization" not in server.requests[0].headers


def test_nobody_listens() -> None:
    url = f"http://127.0.0.1:{free_port()}/store"
    with HttpClient(limits=QUICK) as web, pytest.raises(PublishError) as caught:
        web.call("GET", url)
    wanted = f"{url}: cannot be reached (Connection refused); look whether the address is right and the server runs."
    assert str(caught.value) == wanted


def test_no_such_host() -> None:
    with HttpClient(limits=QUICK) as web, pytest.raises(PublishError, match="cannot be reached"):
        web.call("GET", "http://host.invalid/")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_server_that_does_not_answer(method: str) -> None:
    ended = threading.Event()

    def handle(_: Request) -> Reply:
        ended.wait(20)
        return Reply()

    try:
        told, requests = refused(handle, method)
    finally:
        ended.set()
    assert told == "timed out after 0.3 s; try again later, or ask those who run it."
    assert requests == (1 if method == "POST" else 2)


def test_a_silent_server_is_given_up_within_minutes() -> None:
    limits = Limits()
    longest = 2 * limits.read + limits.longest
    assert longest <= 150


@pytest.mark.parametrize("reply", [Reply(body=b"half", missing=1000), Reply(silent=True)])
def test_a_server_that_breaks_off(reply: Reply) -> None:
    told, _ = refused(always(reply))
    assert told == "broke the connection off; try again later, or ask those who run it."


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout {key} -out {certificate}"
    subprocess.run(command.split(), check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(always(Reply()), context) as server, HttpClient(limits=QUICK) as web:
        with pytest.raises(
            PublishError, match=r"its certificate was not accepted \(self.signed certificate\); ask"
        ):
            web.call("GET", server.url)
        assert server.requests == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "https://user:geheim@example.org/",
            "https://example.org/: has credentials in it; take them out and set",
        ),
        ("https://geheim@example.org/", "https://example.org/: has credentials in it; "),
        ("ftp://example.org/", "ftp://example.org/: is not a web address; write it in full"),
        ("example.org", "example.org: is not a web address; "),
        ("", ": is not a web address; "),
        ("http://", "is not a web address; "),
        ("https://example.org/?key=geheim", "https://example.org/: has a query or a fragment; "),
        ("https://[bad/", "is not a web address; "),
        ("https://example.org:port/", "is not a web address; "),
    ],
)
def test_an_address_that_is_none(url: str, sentence: str) -> None:
    with pytest.raises(PublishError) as caught:
        checked_url(url)
    assert sentence in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_an_address() -> None:
    assert checked_url("https://example.org/x/") == "https://example.org/x"
    assert checked_url("http://127.0.0.1:7878") == "http://127.0.0.1:7878"


@given(*[st.text(st.characters(exclude_characters="/?#\\", codec="utf-8"))] * 2)
def test_a_secret_in_an_address_is_not_shown(user: str, more: str) -> None:
    url = f"https://{user}:geheim{more}@example.org/"
    assert "geheim" not in shown_url(url)
    with pytest.raises(PublishError) as caught:
        checked_url(url)
    assert "geheim" not in str(caught.value)
