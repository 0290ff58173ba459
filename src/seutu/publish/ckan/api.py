"""A CKAN portal's Action API (version 3): actions as JSON over HTTP, and its errors in a sentence.

What CKAN answers is an object with ``success`` and either ``result`` or ``error``, whose ``__type`` names the kind of
error (CKAN API guide, "Making an API request").
"""

from collections.abc import Mapping
from http import HTTPStatus

import requests

from seutu.errors import ParameterError, PublishError
from seutu.phrases import Phrase
from seutu.publish.ckan.fields import Json, Package
from seutu.remote.http import HttpClient, checked_url

# The statuses that CKAN gives an answer of its own with.
_SPOKEN = frozenset(
    {HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
)
_NOT_CKAN = Phrase("look whether this is the address of a CKAN portal")


class Absent(PublishError):
    """The portal has no such dataset or organisation, or shows it to no one of ours."""


class Portal:
    """One portal; ``place`` is its address. Its `HttpClient` must have the scheme ``bare``: CKAN takes a bare token."""

    def __init__(self, url: str, web: HttpClient) -> None:
        """Take its address and the connection.

        Raises `PublishError` for what is no address, `ParameterError` for a user and a password, which CKAN takes from
        people alone.
        """
        if web.credentials.user:
            raise ParameterError(
                Phrase("A CKAN portal takes a token, no user and password: make one there for SEUTU_TOKEN.")
            )
        self.place, self._web = checked_url(url), web

    def ask(self, action: str, data: Mapping[str, str]) -> Package:
        """The result of an action that changes nothing. Raises `Absent`, or `PublishError`."""
        # By GET, which may be repeated.
        found = self._result(action, data, self._send("GET", action, params=data))
        if not found:
            raise PublishError(self._at(action), Phrase("gave no answer as CKAN does"), _NOT_CKAN)
        return found

    def tell(self, action: str, data: Mapping[str, Json]) -> Package:
        """The result of an action that changes something; it is sent once. Raises `Absent`, or `PublishError`."""
        return self._result(action, data, self._send("POST", action, json=data))

    def _send(
        self,
        method: str,
        action: str,
        params: Mapping[str, str] | None = None,
        json: Mapping[str, Json] | None = None,
    ) -> requests.Response:
        url = self._at(action)
        with self._web.network_errors(url):
            response = self._web.session.request(
                method, url, params=params, json=json, timeout=self._web.timeout, allow_redirects=False
            )
        kind = response.headers.get("Content-Type", "")
        if response.status_code not in _SPOKEN or (not response.ok and "json" not in kind):
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
                    self._at(action),
                    Phrase("knows no {name}", name=_named(data)),
                    Phrase("look whether the name is right"),
                )
            case "Authorization Error":
                return self._unwanted(action)
            case "Validation Error":
                told = self._web.hidden(_complaint(error))
                problem = Phrase("refused {name} ({told})", name=_named(data), told=told)
                return PublishError(self._at(action), problem, Phrase("correct that in the catalogue"))
            case _:
                return PublishError(self._at(action), Phrase("gave no answer as CKAN does"), _NOT_CKAN)

    def _unwanted(self, action: str) -> PublishError:
        if not self._web.credentials:
            remedy = Phrase("make one there, and set SEUTU_TOKEN or give a file with it")
            return PublishError(self._at(action), Phrase("wants a token, and none was given"), remedy)
        remedy = Phrase("look whether the token is right and its user may edit datasets of the organisation")
        return PublishError(self._at(action), Phrase("the credentials were not accepted"), remedy)

    def _at(self, action: str) -> str:
        return f"{self.place}/api/action/{action}"


def _answer(response: requests.Response) -> Mapping[str, object]:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _named(data: Mapping[str, Json]) -> str:
    return f"'{data.get('name') or data.get('id') or ''}'"


def _complaint(problems: Mapping[str, object]) -> Phrase:
    """CKAN's own words on the first field that it complains about, and how many more there are."""
    fields = {name: value for name, value in problems.items() if not name.startswith("_")}
    told = [f"{name}: {_words(value)}" for name, value in sorted(fields.items()) if _words(value)]
    if not told:
        said = problems.get("message")
        return Phrase(str(said)) if said else Phrase("it does not say why")
    if len(told) == 1:
        return Phrase(told[0])
    return Phrase("{first}; and {more} more", first=told[0], more=len(told) - 1)


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(each)}" for key, each in value.items() if _words(each))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return " ".join(str(value).split()).rstrip(".")
