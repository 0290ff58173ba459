"""The one way to the network: every call has time limits, is repeated where that is safe, and fails in one sentence.

What may be repeated is what HTTP calls idempotent (RFC 9110, 9.2.2), and any call that did not reach the server. A
redirect is not followed, so that credentials go nowhere but where they were meant to; it is told instead.
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
"""What a server reads of us."""

DONE = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT})
"""The answers of a server that did what it was asked."""

Scheme = Literal["usual", "digest", "bare"]
"""How credentials are sent: a token as a Bearer (RFC 6750) and a user as Basic (RFC 7617); a user as Digest (RFC 7616);
or a token as it is, which is how CKAN wants it.
"""

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE"})
_PASSING = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_LONGEST_TOLD = 200
_NO_CREDENTIALS = Phrase(
    "set {token}, or {user} and {password}, or give a file with them",
    token=VARIABLES["token"],
    user=VARIABLES["user"],
    password=VARIABLES["password"],
)
_LATER = Phrase("try again later, or ask those who run it")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait, in seconds, and how often to try again.

    ``wait`` is the first pause between two tries; each next is twice as long, up to ``longest``, which bounds also what
    a server asks for in ``Retry-After``.
    """

    connect: float = 10
    read: float = 60
    tries_again: int = 4
    wait: float = 0.5
    longest: float = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    content: bytes


class Web:
    """Calls to one server on behalf of one who publishes; used in a ``with``, which closes the connections."""

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        scheme: Scheme = "usual",
        limits: Limits | None = None,
    ) -> None:
        """Take whose calls they are, and how the server wants to be told."""
        self.credentials = credentials or Credentials()
        self.limits = limits or Limits()
        self.session = requests.Session()
        self.session.headers["User-Agent"] = USER_AGENT
        # Without it requests would look for credentials in the user's .netrc, which no one asked it to.
        self.session.auth = _authentication(self.credentials, scheme)
        for start in ("http://", "https://"):
            self.session.mount(start, HTTPAdapter(max_retries=_retry(self.limits)))

    @property
    def timeout(self) -> tuple[float, float]:
        """How long a call may take to connect and to be answered; what asks through `session` itself passes it."""
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
    ) -> Answer:
        """Ask a server for something; ``also`` are statuses beyond `DONE` that the caller knows what to do with.

        Raises `PublishError` for every other answer, and for none.
        """
        with self.explaining(url):
            response = self.session.request(
                method, url, data=body, headers=headers, allow_redirects=False, timeout=self.timeout
            )
        if response.status_code not in DONE | also:
            self.refuse(response)
        return Answer(response.status_code, response.content)

    @contextmanager
    def explaining(self, url: str) -> Iterator[None]:
        """Turn what goes wrong on the way to ``url`` into a `PublishError`."""
        try:
            yield
        except requests.RequestException as error:
            problem, remedy = _fault(error, self.limits)
            raise PublishError(shown(url), self.hidden(problem), remedy) from None

    def hidden(self, problem: Phrase) -> Phrase:
        """A phrase without the secrets that an error of the network may repeat."""
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

    def refuse(self, response: requests.Response) -> NoReturn:
        """Raise the `PublishError` for an answer that is none we hoped for."""
        said = self.credentials.hidden_in(_first_line(response.text))
        problem, remedy = _refusal(response, said, bool(self.credentials))
        raise PublishError(shown(response.request.url or response.url), problem, remedy)


def _retry(limits: Limits) -> Retry:
    return Retry(
        total=limits.tries_again,
        # A wrong port refuses at once and will again.
        connect=min(limits.tries_again, 2),
        # Who waits for an answer waits the whole limit each time, and a person is waiting too.
        read=min(limits.tries_again, 1),
        redirect=0,
        allowed_methods=_IDEMPOTENT,
        status_forcelist=_PASSING,
        backoff_factor=limits.wait,
        backoff_max=limits.longest,
        retry_after_max=int(limits.longest),
        raise_on_status=False,
    )


class _Token(AuthBase):
    """Sends one header, or none if it is empty."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._value:
            request.headers["Authorization"] = self._value
        return request


def _authentication(credentials: Credentials, scheme: Scheme) -> AuthBase:
    if credentials.token:
        return _Token(credentials.token if scheme == "bare" else f"Bearer {credentials.token}")
    if credentials.user and scheme == "digest":
        return HTTPDigestAuth(credentials.user, credentials.password)
    if credentials.user:
        # As bytes, for requests would write them as Latin-1.
        return HTTPBasicAuth(credentials.user.encode(), credentials.password.encode())
    return _Token("")


def checked(url: str) -> str:
    """An address as given, without the slash at its end.

    Raises `PublishError` when it is no HTTP address or has credentials in it, where every error would show them.
    """
    parts = _parts(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise PublishError(
            shown(url),
            Phrase("is no address on the web"),
            Phrase("write it in full, as https://example.org/"),
        )
    if "@" in parts.netloc:
        raise PublishError(
            shown(url),
            Phrase("has credentials in it"),
            Phrase("take them out and {remedy}", remedy=_NO_CREDENTIALS),
        )
    if parts.query or parts.fragment:
        raise PublishError(
            shown(url), Phrase("has a query or a fragment"), Phrase("give the address without it")
        )
    return url.rstrip("/")


def shown(url: str) -> str:
    """A URL for people: no user, no password, no query."""
    parts = _parts(url)
    if parts is None:
        return Phrase("the address")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # A port that is no number is told when it is asked for.
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
        return Phrase("timed out after {read:g} s", read=limits.read), _LATER
    if "NewConnectionError" in str(error) or "NameResolutionError" in str(error):
        return (
            Phrase("cannot be reached ({error})", error=_reason(error)),
            Phrase("look whether the address is right and the server runs"),
        )
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.ConnectionError):
        return Phrase("broke the connection off"), _LATER
    return Phrase("cannot be asked ({name})", name=type(error).__name__), Phrase(
        "look whether the address is right"
    )


def _reason(error: Exception) -> Phrase:
    """What the system said, out of the many words that the layers above it put around."""
    found = re.search(
        r"\[Errno -?\d+\] ([^'\")]+)|\(_ssl\.c|certificate verify failed: ([^(\"']+)", str(error)
    )
    said = next((part.strip() for part in found.groups() if part), "") if found else ""
    return Phrase(said) if said else Phrase("no reason given")


def _unwelcome(why: str, told: str, known: bool) -> tuple[Phrase, Phrase]:
    """A store that only reads says ``why`` with the status for credentials, whoever asks."""
    if known:
        problem = Phrase("the credentials were not accepted ({told})", told=told)
        return problem, Phrase("look whether they are right and allow it")
    if why:
        return Phrase("wants credentials, and none were given ({told})", told=why), _NO_CREDENTIALS
    return Phrase("wants credentials, and none were given"), _NO_CREDENTIALS


def _refusal(response: requests.Response, said: str, known: bool) -> tuple[Phrase, Phrase]:
    status = HTTPStatus(response.status_code) if response.status_code in set(HTTPStatus) else None
    told = f"HTTP {response.status_code}" + (f": {said}" if said else "")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _unwelcome(told if said and status == HTTPStatus.FORBIDDEN else "", told, known)
    if status == HTTPStatus.NOT_FOUND:
        return Phrase("nothing is there (HTTP 404)"), Phrase("look whether the address is right")
    if response.is_redirect:
        target = shown(response.headers["Location"])
        return Phrase(
            "sends on to {target} (HTTP {status_code})", target=target, status_code=response.status_code
        ), Phrase("give the address it sends on to")
    if status == HTTPStatus.TOO_MANY_REQUESTS or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Phrase("failed ({told})", told=told), _LATER
    return Phrase("refused what was asked ({told})", told=told), Phrase(
        "look whether this is the right kind of server"
    )


def _first_line(text: str) -> str:
    """The first line of an answer that says something, short and without markup."""
    plain = re.sub(r"<(style|script|head)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    lines = (" ".join(line.split()) for line in plain.splitlines())
    first = next((line for line in lines if line), "").rstrip(".;")
    first = "".join(letter for letter in first if letter.isprintable())
    return first if len(first) <= _LONGEST_TOLD else first[: _LONGEST_TOLD - 1] + "…"
