"""The portal's answers: refusals, silence, and what is not a portal."""

import threading
from dataclasses import replace

import pytest

from seutu.errors import ParameterError, PublishError
from seutu.publish.ckan.api import Portal
from seutu.publish.ckan.publication import PortalOptions
from seutu.remote.credentials import Credentials
from seutu.remote.http import HttpClient, Limits
from tests.helpers.ckan import (
    QUICK,
    at_request,
    failing,
    publication,
    publish,
    said,
)
from tests.helpers.serving import Reply, Request, free_port, serving
from tests.helpers.standin import TOKEN, StandIn

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


def test_a_wrong_token(portal: StandIn) -> None:
    publish(portal.handle)
    before = said(portal)
    told = failing(
        portal.handle, "the credentials were not accepted; look whether the token is right", token="wr0ng"
    )
    assert "wr0ng" not in told
    assert failing(
        portal.handle, "wants a token, and none was given; make one there, and set SEUTU_TOKEN", token=""
    )
    assert said(portal) == before


def test_a_portal_that_repeats_the_token() -> None:
    def echo(request: Request) -> Reply:
        return Reply(500, f"you are {request.headers['Authorization']}".encode())

    assert "wr0ng" not in failing(echo, r"failed \(HTTP 500: you are \[hidden\]\)", token="wr0ng")


def test_a_user_is_no_token() -> None:
    with (
        HttpClient(Credentials(user="me", password="x")) as web,
        pytest.raises(ParameterError, match="takes a token"),
    ):
        Portal("https://example.org", web)


def test_no_such_organisation(portal: StandIn) -> None:
    failing(
        portal.handle,
        "organization_show: knows no 'ei'; look whether the name is right",
        PortalOptions(organisation="ei"),
    )


def test_a_portal_that_does_not_answer(portal: StandIn) -> None:
    ended = threading.Event()

    def wait(_: Request) -> Reply:
        ended.wait(20)
        return Reply(500)

    with serving(at_request(2, wait, portal.handle)) as server:
        limits = Limits(connect=5, read=0.5, tries_again=0)
        with (
            HttpClient(limits=limits) as web,
            pytest.raises(PublishError, match=r"timed out after 0\.5 s; try again later"),
        ):
            publication(server.url, web).plan()
        ended.set()


def test_nobody_listens() -> None:
    with (
        HttpClient(limits=QUICK) as web,
        pytest.raises(PublishError, match=r"cannot be reached \(Connection refused\)"),
    ):
        publication(f"http://127.0.0.1:{free_port()}", web).plan()


def test_what_asks_is_asked_again_and_what_tells_is_not(portal: StandIn) -> None:
    counted: list[str] = []

    def handle(request: Request) -> Reply:
        counted.append(request.method)
        busy = request.method == "POST" or counted.count("GET") < 3
        return Reply(503, b"busy") if busy else portal.handle(request)

    limits = replace(QUICK, tries_again=3)
    with (
        serving(handle) as server,
        HttpClient(Credentials(token=TOKEN), scheme="bare", limits=limits) as web,
        pytest.raises(PublishError, match=r"failed \(HTTP 503: busy\)"),
    ):
        publication(server.url, web).carry_out()
    assert counted.count("POST") == 1


@pytest.mark.parametrize("result", ["[]", "null", "{}", '"yes"', "[1]"])
def test_what_answers_and_is_no_portal(result: str) -> None:
    body = f'{{"success": true, "result": {result}}}'.encode()
    kind = {"Content-Type": "application/json"}
    with pytest.raises(PublishError, match=r"gave no answer as CKAN does; .*; nothing was changed"):
        publish(lambda _: Reply(200, body, kind))
