"""HTTP requests: each has time limits, is retried where that is safe, and fails with a one-sentence error.

Idempotent methods (RFC 9110, 9.2.2) are retried, and any request that did not reach the server. A redirect is not
followed but reported as an error, so that credentials are sent only to the given server.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Literal, NoReturn, Self
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.util.retry import Retry

from seutu.errors import PublishError
from seutu.phrases import Phrase
from seutu.remote.credentials import VARIABLES, Credentials

USER_AGENT = f"seutu/{version('seutu')}"
"""The value of the ``User-Agent`` header."""

DONE = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT})
"""The status codes of success."""

Scheme = Literal["usual", "digest", "bare"]
"""The authentication scheme: "usual" sends a token as Bearer (RFC 6750) and a user as Basic (RFC 7617), "digest" sends
a user as Digest (RFC 7616), and "bare" sends a token without a scheme, as CKAN requires.
"""

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
_TRANSIENT = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_LONGEST_DETAIL = 200
_NO_CREDENTIALS = Phrase(
    "set {token}, or {user} and {password}, or give a file with them",
    token=VARIABLES["token"],
    user=VARIABLES["user"],
    password=VARIABLES["password"],
)
_RETRY_LATER = Phrase("try again later, or ask those who run it")


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds, and the number of retries.

    ``wait`` is the pause before the first retry; each further pause is twice as long, up to ``longest``, which also
    limits the ``Retry-After`` of a server.
    """

    connect: float = 10
    read: float = 60
    tries_again: int = 4
    wait: float = 0.5
    longest: float = 30


@dataclass(frozen=True, slots=True)
class Response:
    """The status and body of a response."""

    status: int
    content: bytes


class HttpClient:
    """An HTTP client with credentials for one server; as a context manager it closes its connections at the end."""

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        scheme: Scheme = "usual",
        limits: Limits | None = None,
    ) -> None:
        """Take the credentials and the scheme by which they are sent."""
        self.credentials = credentials or Credentials()
        self.limits = limits or Limits()
        self.session = requests.Session()
        self.session.headers["User-Agent"] = USER_AGENT
        # Without it requests would take credentials from the user's .netrc.
        self.session.auth = _authentication(self.credentials, scheme)
        for start in ("http://", "https://"):
            self.session.mount(start, HTTPAdapter(max_retries=_retry(self.limits)))

    @property
    def timeout(self) -> tuple[float, float]:
        """The time limits to connect and to read, for requests that are made through `session` itself."""
        return self.limits.connect, self.limits.read

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def call(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        also: frozenset[int] = frozenset(),
    ) -> Response:
        """Send a request and return its response; ``also`` are status codes beyond `DONE` that the caller handles.

        Raises `PublishError` for any other status code, and when there is no response.
        """
        with self.network_errors(url):
            response = self.session.request(
                method, url, data=body, headers=headers, allow_redirects=False, timeout=self.timeout
            )
        if response.status_code not in DONE | also:
            self.raise_refusal(response)
        return Response(response.status_code, response.content)

    @contextmanager
    def network_errors(self, url: str) -> Iterator[None]:
        """Turn network errors of a request to ``url`` into a `PublishError`."""
        try:
            yield
        except requests.RequestException as error:
            problem, remedy = _fault(error, self.limits)
            raise PublishError(shown_url(url), self.hidden(problem), remedy) from None

    def hidden(self, problem: Phrase) -> Phrase:
        """Return a phrase without the secrets that a network error may repeat."""
        if not problem.arguments:
            return Phrase(self.credentials.hidden_in(problem))
        parts = {
            name: self.hidden(part) if isinstance(part, Phrase) else part
            for name, part in problem.arguments.items()
        }
        hidden = {
            name: self.credentials.hidden_in(part) if type(part) is str else part
            for name, part in parts.items()
        }
        return Phrase(problem.english, **hidden)

    def raise_refusal(self, response: requests.Response) -> NoReturn:
        """Raise the `PublishError` for a response with another status code."""
        detail = self.credentials.hidden_in(_first_line(response.text))
        problem, remedy = _refusal(response, detail, bool(self.credentials))
        raise PublishError(shown_url(response.request.url or response.url), problem, remedy)


def _retry(limits: Limits) -> Retry:
    return Retry(
        total=limits.tries_again,
        # A wrong port refuses at once, and at every retry.
        connect=min(limits.tries_again, 2),
        # Each retry takes the whole time limit, while a person waits.
        read=min(limits.tries_again, 1),
        redirect=0,
        allowed_methods=_IDEMPOTENT,
        status_forcelist=_TRANSIENT,
        backoff_factor=limits.wait,
        backoff_max=limits.longest,
        retry_after_max=int(limits.longest),
        raise_on_status=False,
    )


class _Authorization(AuthBase):
    """Authentication by a fixed ``Authorization`` header, without one if the value is empty."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._value:
            request.headers["Authorization"] = self._value
        return request


def _authentication(credentials: Credentials, scheme: Scheme) -> AuthBase:
    if credentials.token:
        return _Authorization(credentials.token if scheme == "bare" else f"Bearer {credentials.token}")
    if credentials.user and scheme == "digest":
        return HTTPDigestAuth(credentials.user, credentials.password)
    if credentials.user:
        # As bytes, because requests would encode text as Latin-1.
        return HTTPBasicAuth(credentials.user.encode(), credentials.password.encode())
    return _Authorization("")


def checked_url(url: str) -> str:
    """An address as given, without the slash at its end.

    Raises `PublishError` for a text that is not an HTTP address, and for an address with credentials, a query or a
    fragment.
    """
    parts = _parts(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise PublishError(
            shown_url(url),
            Phrase("is not a web address"),
            Phrase("write it in full, as https://example.org/"),
        )
    if "@" in parts.netloc:
        raise PublishError(
            shown_url(url),
            Phrase("has credentials in it"),
            Phrase("take them out and {remedy}", remedy=_NO_CREDENTIALS),
        )
    if parts.query or parts.fragment:
        raise PublishError(
            shown_url(url), Phrase("has a query or a fragment"), Phrase("give the address without it")
        )
    return url.rstrip("/")


def shown_url(url: str) -> str:
    """A URL as messages show it: without user, password, query and fragment."""
    parts = _parts(url)
    if parts is None:
        return Phrase("the address")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # Reading a port that is not a number raises an error.
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _fault(error: requests.RequestException, limits: Limits) -> tuple[Phrase, Phrase]:
    if isinstance(error, requests.exceptions.SSLError):
        return Phrase("its certificate was not accepted ({error})", error=_reason(error)), Phrase(
            "ask those who run it"
        )
    if isinstance(error, requests.ConnectTimeout):
        return (
            Phrase("did not answer within {connect:g} s", connect=limits.connect),
            Phrase("look whether the address is right and reachable"),
        )
    if isinstance(error, requests.Timeout) or "Read timed out" in str(error):
        return Phrase("timed out after {read:g} s", read=limits.read), _RETRY_LATER
    if "NewConnectionError" in str(error) or "NameResolutionError" in str(error):
        return (
            Phrase("cannot be reached ({error})", error=_reason(error)),
            Phrase("look whether the address is right and the server runs"),
        )
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.ConnectionError):
        return Phrase("broke the connection off"), _RETRY_LATER
    return Phrase("cannot be asked ({name})", name=type(error).__name__), Phrase(
        "look whether the address is right"
    )


def _reason(error: Exception) -> Phrase:
    """The message of the operating system, without the text that the libraries add around it."""
    found = re.search(
        r"\[Errno -?\d+\] ([^'\")]+)|\(_ssl\.c|certificate verify failed: ([^(\"']+)", str(error)
    )
    message = next((part.strip() for part in found.groups() if part), "") if found else ""
    return Phrase(message) if message else Phrase("no reason given")


def _unauthorized(why: str, message: str, has_credentials: bool) -> tuple[Phrase, Phrase]:
    """The problem and remedy of a status 401 or 403; ``why`` is the reason that a read-only store gives with 403."""
    if has_credentials:
        problem = Phrase("the credentials were not accepted ({message})", message=message)
        return problem, Phrase("look whether they are right and allow it")
    if why:
        return Phrase("wants credentials, and none were given ({message})", message=why), _NO_CREDENTIALS
    return Phrase("wants credentials, and none were given"), _NO_CREDENTIALS


def _refusal(response: requests.Response, detail: str, has_credentials: bool) -> tuple[Phrase, Phrase]:
    status = HTTPStatus(response.status_code) if response.status_code in set(HTTPStatus) else None
    message = f"HTTP {response.status_code}" + (f": {detail}" if detail else "")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        why = message if detail and status == HTTPStatus.FORBIDDEN else ""
        return _unauthorized(why, message, has_credentials)
    if status == HTTPStatus.NOT_FOUND:
        return Phrase("nothing is there (HTTP 404)"), Phrase("look whether the address is right")
    if response.is_redirect:
        target = shown_url(response.headers["Location"])
        return Phrase(
            "sends on to {target} (HTTP {status_code})", target=target, status_code=response.status_code
        ), Phrase("give the address it sends on to")
    if status == HTTPStatus.TOO_MANY_REQUESTS or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Phrase("failed ({message})", message=message), _RETRY_LATER
    return Phrase("refused what was asked ({message})", message=message), Phrase(
        "look whether this is the right kind of server"
    )


def _first_line(text: str) -> str:
    """The first line of a response that is not empty, shortened and without markup."""
    plain = re.sub(r"<(style|script|head)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    lines = (" ".join(line.split()) for line in plain.splitlines())
    first = next((line for line in lines if line), "").rstrip(".;")
    first = "".join(letter for letter in first if letter.isprintable())
    return first if len(first) <= _LONGEST_DETAIL else first[: _LONGEST_DETAIL - 1] + "…"
