"""A CKAN portal's Action API (version 3), asked through ckanapi over connections of ours; its errors in a sentence."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

import requests

from seutu.errors import ParameterError, PublishError
from seutu.phrases import Phrase
from seutu.remote.ckanfields import Json, Package
from seutu.remote.web import USER_AGENT, Web, checked

if TYPE_CHECKING:
    from ckanapi import RemoteCKAN

# What CKAN answers with JSON of its own; ckanapi turns it into exceptions.
_SPOKEN = frozenset(
    {HTTPStatus.OK, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
)
_NOT_CKAN = Phrase("look whether this is the address of a CKAN portal")


class Absent(PublishError):
    """The portal has no such dataset or organisation, or shows it to no one of ours."""


class Portal:
    """One portal; ``place`` is its address. Make the `Web` with the scheme ``bare``: CKAN takes a token as it is."""

    def __init__(self, url: str, web: Web) -> None:
        """Take its address and the connection.

        Raises `PublishError` for what is no address, `ParameterError` for a user and a password, which CKAN takes from
        people alone.
        """
        # Imported here, because it takes a while and only portals need it.
        from ckanapi import RemoteCKAN

        if web.credentials.user:
            raise ParameterError(
                Phrase("A CKAN portal takes a token, no user and password: make one there for SEUTU_TOKEN.")
            )
        self.place, self._web = checked(url), web
        web.session.hooks["response"].append(self._look)
        # What only asks goes by GET, which may be repeated.
        self._reader = RemoteCKAN(self.place, user_agent=USER_AGENT, session=web.session, get_only=True)
        self._writer = RemoteCKAN(self.place, user_agent=USER_AGENT, session=web.session)

    def ask(self, action: str, data: Mapping[str, str]) -> Package:
        """The result of an action that changes nothing. Raises `Absent`, or `PublishError`."""
        how = {"timeout": self._web.timeout, "allow_redirects": False}
        found = self._call(self._reader, action, data, how)
        if not found:
            raise PublishError(self._at(action), Phrase("gave no answer as CKAN does"), _NOT_CKAN)
        return found

    def tell(self, action: str, data: Mapping[str, Json]) -> Package:
        """The result of an action that changes something; it is sent once. Raises `Absent`, or `PublishError`."""
        return self._call(self._writer, action, data, {"timeout": self._web.timeout})

    def _call(
        self, client: "RemoteCKAN", action: str, data: Mapping[str, Json], how: Mapping[str, object]
    ) -> Package:
        from ckanapi import errors

        try:
            with self._web.explaining(self._at(action)):
                result = client.call_action(action, dict(data), requests_kwargs=dict(how))
        except errors.NotFound:
            raise Absent(
                self._at(action),
                Phrase("knows no {name}", name=_named(data)),
                Phrase("look whether the name is right"),
            ) from None
        except errors.NotAuthorized:
            raise self._unwanted(action) from None
        except errors.ValidationError as error:
            told = self._web.hidden(_complaint(error.error_dict))
            problem = Phrase("refused {name} ({told})", name=_named(data), told=told)
            raise PublishError(self._at(action), problem, Phrase("correct that in the catalogue")) from None
        except (errors.CKANAPIError, errors.ServerIncompatibleError):
            raise PublishError(self._at(action), Phrase("gave no answer as CKAN does"), _NOT_CKAN) from None
        return result if isinstance(result, dict) else {}

    def _look(self, response: requests.Response, *_: object, **__: object) -> None:
        kind = response.headers.get("Content-Type", "")
        if response.status_code not in _SPOKEN or (not response.ok and "json" not in kind):
            self._web.refuse(response)

    def _unwanted(self, action: str) -> PublishError:
        if not self._web.credentials:
            remedy = Phrase("make one there, and set SEUTU_TOKEN or give a file with it")
            return PublishError(self._at(action), Phrase("wants a token, and none was given"), remedy)
        remedy = Phrase("look whether the token is right and its user may edit datasets of the organisation")
        return PublishError(self._at(action), Phrase("the credentials were not accepted"), remedy)

    def _at(self, action: str) -> str:
        return f"{self.place}/api/action/{action}"


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
