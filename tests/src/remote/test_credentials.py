"""Credentials: where they come from, what is refused, and that they show nowhere."""

import base64
import json
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import InputError, ParameterError
from seutu.remote.credentials import HIDDEN, Credentials, from_environment, from_file

SECRETS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_categories=["C", "Z"]), min_size=4
)


def kept(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_from_the_environment() -> None:
    assert not from_environment({})
    assert from_environment({"SEUTU_TOKEN": "t0ken"}) == Credentials(token="t0ken")
    pair = {"SEUTU_USER": "dba", "SEUTU_PASSWORD": "pass word"}
    assert from_environment(pair) == Credentials(user="dba", password="pass word")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SEUTU_USER": "dba"}, "there is a user without a password; give both."),
        ({"SEUTU_PASSWORD": "geheim"}, "there is a password without a user; give both."),
        ({"SEUTU_TOKEN": "geheim", "SEUTU_USER": "dba"}, "leave one of the two."),
        ({"SEUTU_TOKEN": "ge heim"}, "the token has a space or a character beyond ASCII; copy it again."),
        ({"SEUTU_TOKEN": "geheim\r\nX: y"}, "copy it again."),
        ({"SEUTU_USER": "dba", "SEUTU_PASSWORD": "geheim\n"}, "cannot be sent; copy it again."),
        (
            {"SEUTU_USER": "a:b", "SEUTU_PASSWORD": "geheim"},
            "has a colon, which HTTP cannot send; give another user.",
        ),
    ],
)
def test_what_cannot_be_used_from_the_environment(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(ParameterError) as caught:
        from_environment(values)
    assert str(caught.value).endswith(sentence)
    assert "geheim" not in str(caught.value)


def test_from_a_file(tmp_path: Path) -> None:
    path = kept(tmp_path / "mine", "# for the portal\n\n token = t0ken= \n")
    assert from_file(path) == Credentials(token="t0ken=")
    path = kept(tmp_path / "mine", "user=dba\npassword = ä b=c\n")
    assert from_file(path) == Credentials(user="dba", password="ä b=c")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_read(tmp_path: Path, mode: int) -> None:
    path = kept(tmp_path / "mine", "token = geheim\n", mode)
    with pytest.raises(InputError) as caught:
        from_file(path)
    assert str(caught.value) == f"{path}: can be read by others than you; run: chmod 600 '{path}'."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("token: geheim\n", "1: is not in the form of credentials; "),
        ("token = a\nsecret = geheim\n", "2: is not in the form of credentials; "),
        ("geheim\n", "1: is not in the form"),
        ("", ": holds no credentials; write lines such as"),
        ("token =\n", ": holds no credentials; "),
        ("user = dba\n", ": there is a user without a password; give both."),
        ("user = dba\npassword = geheim\ntoken = geheim\n", "leave one of the two."),
    ],
)
def test_a_file_that_says_something_else(tmp_path: Path, text: str, sentence: str) -> None:
    path = kept(tmp_path / "mine", text)
    with pytest.raises(InputError) as caught:
        from_file(path)
    assert sentence in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read \(No such file or directory\); give the file with"):
        from_file(tmp_path / "none")
    with pytest.raises(InputError, match="cannot be read"):
        from_file(tmp_path)
    path = kept(tmp_path / "mine", "")
    path.write_bytes(b"token = \xff\n")
    with pytest.raises(InputError, match="is not UTF-8; save the file as UTF-8"):
        from_file(path)


def test_printing_shows_nothing() -> None:
    for secret in (Credentials(token="geheim"), Credentials(user="dba", password="geheim")):
        for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]}"):
            assert "geheim" not in shown
            assert "dba" not in shown


@given(SECRETS, SECRETS)
def test_what_a_server_repeats_is_hidden(secret: str, user: str) -> None:
    secret = f"«{secret} /»"
    credentials = Credentials(user=user, password=secret)
    basic = base64.b64encode(f"{user}:{secret}".encode()).decode()
    forms = [secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], basic]
    for form in forms:
        assert credentials.hidden_in(f"<{form}>") == f"<{HIDDEN}>"
    assert Credentials().hidden_in("as it is") == "as it is"
