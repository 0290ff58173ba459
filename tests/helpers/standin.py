"""A stand-in for a CKAN portal, not CKAN itself: the part of its Action API that publishing uses, as documented.

It answers in CKAN's envelopes (``success``, ``result``, ``error`` with ``__type``), adds what a portal adds of its own,
writes numbers as it likes, and refuses what the documentation says is refused. What the documentation does not say it
cannot know.
"""

import json
import re
import uuid
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.helpers.serving import Reply, Request

TOKEN = "right"
ORGANISATION = "5b2f6f0e-0000-4000-8000-000000000001"

_NAME = re.compile(r"[a-z0-9_-]{2,100}")
_TAG = re.compile(r"[\w .-]{2,100}")
_ADDED = {
    "metadata_created",
    "metadata_modified",
    "num_resources",
    "num_tags",
    "organization",
    "isopen",
    "license_title",
}


class Failure(Exception):
    """What CKAN answers instead of a result."""

    def __init__(self, status: int, kind: str, **said: Any) -> None:
        super().__init__(kind)
        self.status, self.said = status, {"__type": kind, **said}


class StandIn:
    """A portal with one organisation; its datasets by name, as it shows them."""

    def __init__(self) -> None:
        self.datasets: dict[str, dict[str, Any]] = {}
        self.token = TOKEN
        self._clock = 0

    def handle(self, request: Request) -> Reply:
        url = urlsplit(request.path)
        action, query = url.path.removeprefix("/api/action/"), dict(parse_qsl(url.query))
        data = json.loads(request.body) if request.body else query
        known: dict[str, Callable[[dict[str, Any]], Any]] = {
            "package_show": self._show,
            "package_create": self._create,
            "package_update": self._update,
            "package_delete": self._delete,
            "dataset_purge": self._purge,
            "organization_show": self._organisation,
            "status_show": lambda _: {"ckan_version": "2.12.0"},
        }
        try:
            if action not in known:
                raise Failure(400, "Bad Request", message=f"Action name not known: {action}")
            if request.method == "POST":
                self._authorise(request)
            result = known[action](data)
        except Failure as failure:
            return _reply(failure.status, {"success": False, "error": failure.said})
        return _reply(200, {"success": True, "result": result})

    def _authorise(self, request: Request) -> None:
        if request.headers.get("Authorization") != self.token:
            raise Failure(403, "Authorization Error", message="Access denied: User not authorized")

    def _show(self, data: dict[str, Any]) -> dict[str, Any]:
        found = [each for each in self.datasets.values() if data.get("id") in (each["name"], each["id"])]
        if not found:
            raise Failure(404, "Not Found Error", message="Not found")
        return deepcopy(found[0])

    def _create(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("name") in self.datasets:
            raise Failure(409, "Validation Error", name=["That URL is already in use."])
        return self._keep(data, str(uuid.uuid5(uuid.NAMESPACE_OID, str(data.get("name")))))

    def _update(self, data: dict[str, Any]) -> dict[str, Any]:
        earlier = self._show({"id": data.get("id") or data.get("name")})
        made = self._keep(data, earlier["id"])
        if made["name"] != earlier["name"]:
            del self.datasets[earlier["name"]]
        return made

    def _delete(self, data: dict[str, Any]) -> None:
        self.datasets[self._show(data)["name"]]["state"] = "deleted"

    def _purge(self, data: dict[str, Any]) -> None:
        raise Failure(
            403, "Authorization Error", message=f"Access denied: no sysadmin may purge {data['id']}"
        )

    def _organisation(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("id") not in ("seudut", ORGANISATION):
            raise Failure(404, "Not Found Error", message="Not found")
        return {"id": ORGANISATION, "name": "seudut"}

    def _keep(self, data: dict[str, Any], identifier: str) -> dict[str, Any]:
        _validate(data)
        self._clock += 1
        made = {key: value for key, value in data.items() if key not in _ADDED}
        made |= {"id": identifier, "type": "dataset", "private": False, "isopen": True, "num_tags": 1}
        made.setdefault("state", "active")
        made["metadata_created"] = made["metadata_modified"] = f"2026-01-01T00:00:{self._clock:02}"
        made["owner_org"] = ORGANISATION if data.get("owner_org") == "seudut" else data.get("owner_org")
        made["tags"] = [
            {"name": tag["name"], "display_name": tag["name"], "id": str(number), "state": "active"}
            for number, tag in enumerate(sorted(data.get("tags", []), key=lambda tag: str(tag["name"])))
        ]
        made["extras"] = sorted(data.get("extras", []), key=lambda extra: str(extra["key"]))
        made["resources"] = [
            {"created": "2026", "cache_url": None, **each, "position": place, "package_id": identifier}
            for place, each in enumerate(data.get("resources", []))
        ]
        for resource in made["resources"]:
            size = resource.get("size")
            resource["size"] = None if size is None else str(size)
            resource["state"] = "active"
        self.datasets[made["name"]] = made
        return deepcopy(made)


def _validate(data: dict[str, Any]) -> None:
    problems: dict[str, Any] = {}
    if not _NAME.fullmatch(str(data.get("name", ""))):
        problems["name"] = ["Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_"]
    if data.get("owner_org") not in (None, "seudut", ORGANISATION):
        problems["owner_org"] = ["Organization does not exist"]
    wrong = [tag["name"] for tag in data.get("tags", []) if not _TAG.fullmatch(tag["name"])]
    if wrong:
        problems["tags"] = [{"name": [f'Tag "{wrong[0]}" is not valid.']}]
    keys = [extra["key"] for extra in data.get("extras", [])]
    if len(keys) != len(set(keys)):
        problems["extras"] = ["There are multiple extras with the same name"]
    for resource in data.get("resources", []):
        try:
            uuid.UUID(resource["id"])
        except ValueError:
            problems["resources"] = [{"id": ["Badly formed hexadecimal UUID string"]}]
    if problems:
        raise Failure(409, "Validation Error", **problems)


def _reply(status: int, content: object) -> Reply:
    return Reply(status, json.dumps(content).encode(), {"Content-Type": "application/json;charset=utf-8"})
