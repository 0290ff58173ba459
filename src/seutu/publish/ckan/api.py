"""The Action API (version 3) of a CKAN portal: actions as JSON over HTTP, and errors as sentences.

A response of CKAN is an object with ``success`` and either ``result`` or ``error``; ``__type`` of the latter names the
kind of error (CKAN API guide, "Making an API request").
"""

from collections.abc import Mapping
from http import HTTPStatus

import requests

from seutu.errors import ParameterError, PublishError
from seutu.phrases import Phrase
from seutu.publish.ckan.fields import Json, Package
from seutu.remote.http import HttpClient, checked_url

# The HTTP statuses of responses that CKAN itself writes.
_CKAN_STATUSES = frozenset(
    {HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
)
_NOT_CKAN = Phrase("look whether this is the address of a CKAN portal")


class Absent(PublishError):
    """The portal has no such dataset or organisation, or does not show it to this user."""


class Portal:
    """One portal; ``place`` is its address. The `HttpClient` must have the scheme ``bare``: CKAN takes a bare token."""

    def __init__(self, url: str, web: HttpClient) -> None:
        """Store the address and the connection.

        Raises `PublishError` for a URL that is not an address, and `ParameterError` for a user name and password, which
        CKAN accepts only in a browser.
        """
        if web.credentials.user:
            raise ParameterError(
                Phrase("A CKAN portal takes a token, no user and password: make one there for SEUTU_TOKEN.")
            )
        self.place, self._web = checked_url(url), web

    def read(self, action: str, data: Mapping[str, str]) -> Package:
        """Return the result of an action that only reads. Raises `Absent`, or `PublishError`."""
        # GET requests may be repeated.
        found = self._result(action, data, self._send("GET", action, params=data))
        if not found:
            raise PublishError(self._url(action), Phrase("gave no answer as CKAN does"), _NOT_CKAN)
        return found

    def write(self, action: str, data: Mapping[str, Json]) -> Package:
        """Return the result of an action that writes; the request is sent once. Raises `Absent`, or `PublishError`."""
        return self._result(action, data, self._send("POST", action, json=data))

    def _send(
        self,
        method: str,
        action: str,
        params: Mapping[str, str] | None = None,
        json: Mapping[str, Json] | None = None,
    ) -> requests.Response:
        url = self._url(action)
        with self._web.network_errors(url):
            response = self._web.session.request(
                method, url, params=params, json=json, timeout=self._web.timeout, allow_redirects=False
            )
        kind = response.headers.get("Content-Type", "")
        if response.status_code not in _CKAN_STATUSES or (not response.ok and "json" not in kind):
            self._web.raise_refusal(response)
        return response

    def _result(self, action: str, data: Mapping[str, Json], response: requests.Response) -> Package:
        answer = _answer(response)
        result = answer.get("result")
        if answer.get("success"):
            return result if isinstance(result, dict) else {}
        error = answer.get("error")
        raise self._fault(action, data, error if isinstance(error, dict) else {})

    def _fault(self, action: str, data: Mapping[str, Json], error: Mapping[str, object]) -> PublishError:
        match error.get("__type"):
            case "Not Found Error":
                return Absent(
                    self._url(action),
                    Phrase("knows no {name}", name=_named(data)),
                    Phrase("look whether the name is right"),
                )
            case "Authorization Error":
                return self._unauthorised(action)
            case "Validation Error":
                message = self._web.hidden(_validation_message(error))
                problem = Phrase("refused {name} ({told})", name=_named(data), told=message)
                return PublishError(self._url(action), problem, Phrase("correct that in the catalogue"))
            case _:
                return PublishError(self._url(action), Phrase("gave no answer as CKAN does"), _NOT_CKAN)

    def _unauthorised(self, action: str) -> PublishError:
        if not self._web.credentials:
            remedy = Phrase("make one there, and set SEUTU_TOKEN or give a file with it")
            return PublishError(self._url(action), Phrase("wants a token, and none was given"), remedy)
        remedy = Phrase("look whether the token is right and its user may edit datasets of the organisation")
        return PublishError(self._url(action), Phrase("the credentials were not accepted"), remedy)

    def _url(self, action: str) -> str:
        return f"{self.place}/api/action/{action}"


def _answer(response: requests.Response) -> Mapping[str, object]:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _named(data: Mapping[str, Json]) -> str:
    return f"'{data.get('name') or data.get('id') or ''}'"


def _validation_message(problems: Mapping[str, object]) -> Phrase:
    """Return CKAN's own message about the first field that is invalid, and the number of further ones."""
    fields = {name: value for name, value in problems.items() if not name.startswith("_")}
    messages = [
        f"{name}: {_message_text(value)}" for name, value in sorted(fields.items()) if _message_text(value)
    ]
    if not messages:
        message = problems.get("message")
        return Phrase(str(message)) if message else Phrase("it does not say why")
    if len(messages) == 1:
        return Phrase(messages[0])
    return Phrase("{first}; and {more} more", first=messages[0], more=len(messages) - 1)


def _message_text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key}: {_message_text(each)}" for key, each in value.items() if _message_text(each)
        )
    if isinstance(value, list):
        return ", ".join(filter(None, map(_message_text, value)))
    return " ".join(str(value).split()).rstrip(".")
