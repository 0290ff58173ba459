"""Publication of a small catalogue to a stand-in for a CKAN portal."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from seutu.errors import PublishError
from seutu.publish.ckan.api import Portal
from seutu.publish.ckan.publication import PortalOptions, PortalPublication
from seutu.publish.plan import Plan
from seutu.remote.credentials import Credentials
from seutu.remote.http import HttpClient, Limits
from tests.helpers.serving import Handle, Reply, serving
from tests.helpers.standin import TOKEN, StandIn

BASE = "https://example.org/x/"
DATA = Path(__file__).parent.parent / "src" / "publish" / "ckan" / "data"
QUICK = Limits(connect=5, read=5, tries_again=0, wait=0)
CATALOGUE = [quad.triple for quad in ox.parse(path=str(DATA / "catalogue.ttl"))]
OWN = PortalOptions(organisation="seudut", lang="en")
Shown = dict[str, dict[str, Any]]


def changed(old: str, new: str) -> list[ox.Triple]:
    data = ox.serialize(CATALOGUE, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    assert old in data.decode()
    text = data.decode().replace(old, new)
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]


NEWER = changed("The first dataset", "The first dataset, mended")


def publication(
    url: str, web: HttpClient, catalogue: list[ox.Triple] = CATALOGUE, wanted: PortalOptions = OWN
) -> PortalPublication:
    return PortalPublication(Portal(url, web), catalogue, BASE, wanted)


def publish(
    handle: Handle, catalogue: list[ox.Triple] = CATALOGUE, wanted: PortalOptions = OWN, token: str = TOKEN
) -> Plan:
    with serving(handle) as server, HttpClient(Credentials(token=token), scheme="bare", limits=QUICK) as web:
        return publication(server.url, web, catalogue, wanted).carry_out()


def planned(handle: Handle, catalogue: list[ox.Triple] = CATALOGUE, wanted: PortalOptions = OWN) -> Plan:
    with serving(handle) as server, HttpClient(limits=QUICK) as web:
        return publication(server.url, web, catalogue, wanted).plan()


def lines(plan: Plan) -> list[tuple[str, str, str]]:
    return [(change.action, change.what, change.detail) for change in plan.changes]


def said(portal: StandIn) -> Shown:
    """What the portal shows, save when it was changed."""
    kept = {name: deepcopy(each) for name, each in portal.datasets.items() if each["state"] == "active"}
    for each in kept.values():
        del each["metadata_modified"], each["metadata_created"]
    return kept


def failing(handle: Handle, sentence: str, wanted: PortalOptions = OWN, token: str = TOKEN) -> str:
    with pytest.raises(PublishError, match=sentence) as caught:
        publish(handle, NEWEST, wanted, token)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
    return str(caught.value)


# Both datasets change.
NEWEST = changed("help@seutu.fi", "apu@seutu.fi")


FAULTS: Mapping[str, tuple[Handle, str]] = {
    "fails": (lambda _: Reply(500, b"<h1>Server Error</h1>"), r"failed \(HTTP 500: Server Error\)"),
    "refuses": (
        lambda _: Reply(
            409,
            b'{"success": false, "error": {"__type": "Validation Error", "title": ["Missing value"]}}',
            {"Content-Type": "application/json"},
        ),
        r"refused '.*' \(title: Missing value\); correct that in the catalogue",
    ),
    "breaks off": (lambda _: Reply(silent=True), "broke the connection off"),
    "answers half": (lambda _: Reply(body=b'{"succ', missing=99), "broke the connection off"),
    "is no portal": (
        lambda _: Reply(body=b"<html>"),
        "gave no answer as CKAN does; look whether this is the address",
    ),
    "sends on": (lambda _: Reply(301, headers={"Location": "https://a.fi/"}), "sends on to https://a.fi/"),
}


def at_request(number: int, fault: Handle, well: Handle) -> Handle:
    return lambda request: fault(request) if request.number == number else well(request)
