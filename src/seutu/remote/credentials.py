"""Credentials: a token, or a user with a password, from the environment or a file that only its owner can read.

They are never an argument of a command, which other users of the machine can list. They are hidden when printed, in
errors, and in the responses of servers that repeat a request.
"""

import base64
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

from seutu.errors import InputError, ParameterError, reason
from seutu.phrases import Phrase

VARIABLES: Mapping[str, str] = {"token": "SEUTU_TOKEN", "user": "SEUTU_USER", "password": "SEUTU_PASSWORD"}
"""The environment variables of the credentials."""

HIDDEN = "[hidden]"
"""The text that replaces a secret."""

_LINE = re.compile(r"(\w+)\s*=\s*(.*)")
_FORM_REMEDY = Phrase("write lines such as 'token = ...', or 'user = ...' and 'password = ...'")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """A token, or a user and a password; all are empty without credentials. Printing it hides them."""

    token: str = ""
    user: str = ""
    password: str = ""

    def __bool__(self) -> bool:
        return bool(self.token or self.user)

    def __repr__(self) -> str:
        return f"Credentials({HIDDEN if self else ''})"

    def hidden_in(self, text: str) -> str:
        """The text without the secrets, plain, URL-encoded, JSON-escaped or encoded for Basic authentication."""
        for form in sorted(self._forms(), key=len, reverse=True):
            text = text.replace(form, HIDDEN)
        return text

    def _forms(self) -> set[str]:
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode() if self.user else ""
        secrets = [secret for secret in (self.token, self.password, pair) if secret]
        return {form for secret in secrets for form in _encoded(secret)}


def _encoded(secret: str) -> Iterator[str]:
    yield from (secret, quote(secret, safe=""), quote(secret), quote_plus(secret))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    yield base64.b64encode(secret.encode()).decode()


def from_environment(environment: Mapping[str, str]) -> Credentials:
    """Credentials of ``SEUTU_TOKEN``, or of ``SEUTU_USER`` and ``SEUTU_PASSWORD``; empty if none is set.

    Raises `ParameterError` for half a pair, for both kinds at once, and for a value that cannot be sent.
    """
    values = {name: environment.get(variable, "") for name, variable in VARIABLES.items()}
    fault = _fault(values)
    if fault:
        names, (problem, remedy) = ", ".join(VARIABLES.values()), fault
        raise ParameterError(
            Phrase("{names}: {problem}; {remedy}.", names=names, problem=problem, remedy=remedy)
        )
    return Credentials(**values)


def from_file(path: Path) -> Credentials:
    """Credentials of a file of lines ``token = ...``, or ``user = ...`` and ``password = ...``; ``#`` begins a comment.

    Raises `InputError` for a file that others than its owner may read (on POSIX systems), that cannot be read, or that
    has other lines.
    """
    text = _read(path)
    values = dict.fromkeys(VARIABLES, "")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            found = _LINE.fullmatch(line.strip())
            # The line itself may be a secret and is not repeated.
            if found is None or found[1] not in VARIABLES:
                raise InputError(str(path), Phrase("is not in the form of credentials"), _FORM_REMEDY, number)
            values[found[1]] = found[2]
    fault = _fault(values) or (
        None if any(values.values()) else (Phrase("holds no credentials"), _FORM_REMEDY)
    )
    if fault:
        raise InputError(str(path), *fault)
    return Credentials(**values)


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            # The permissions of the opened file, which cannot be replaced by another one meanwhile.
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & _OTHERS:
                raise InputError(
                    str(path),
                    Phrase("can be read by others than you"),
                    Phrase("run: chmod 600 '{path}'", path=path),
                )
            return file.read()
    except UnicodeDecodeError:
        raise InputError(str(path), Phrase("is not UTF-8"), Phrase("save the file as UTF-8")) from None
    except OSError as error:
        problem = Phrase("cannot be read ({reason})", reason=reason(error))
        raise InputError(str(path), problem, Phrase("give the file with your credentials")) from None


def _fault(values: Mapping[str, str]) -> tuple[Phrase, Phrase] | None:
    """The problem with the values and its remedy; None if there is none."""
    if values["token"] and (values["user"] or values["password"]):
        return Phrase("there is a token and also a user or a password"), Phrase("leave one of the two")
    if bool(values["user"]) != bool(values["password"]):
        problem = (
            Phrase("there is a user without a password")
            if values["user"]
            else Phrase("there is a password without a user")
        )
        return problem, Phrase("give both")
    if not re.fullmatch(r"[!-~]*", values["token"]):
        return Phrase("the token has a space or a character beyond ASCII"), Phrase("copy it again")
    if not values["user"].isascii() or not (values["user"] + values["password"]).isprintable():
        return Phrase("the user or the password has a character that cannot be sent"), Phrase("copy it again")
    if ":" in values["user"]:
        return Phrase("the user's name has a colon, which HTTP cannot send"), Phrase("give another user")
    return None
