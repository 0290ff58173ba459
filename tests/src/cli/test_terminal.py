"""How far a long command is: told on a terminal, with the time left once it is known."""

import io
import sys
import time

import pytest

from seutu.cli import terminal as console
from seutu.phrases import NOTHING, Phrase


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("passed", "share", "words"),
    [
        (0, 0.5, ""),
        (1.9, 0.1, ""),
        (60, 0, ""),
        (60, 1, ""),
        (60, 0.95, "a few seconds left"),
        (60, 0.75, "about 20 s left"),
        (60, 0.41, "about 90 s left"),
        (60, 0.39, "about 2 min left"),
        (600, 0.1, "about 90 min left"),
        (600, 0.05, "about 3 h left"),
    ],
)
def test_the_time_left_is_round(passed: float, share: float, words: str) -> None:
    assert console.time_left(passed, share) == words


def test_a_terminal_is_shown_the_share_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, clock = Terminal(), iter([1000.0, 1000.0, 1060.0, 1090.0])
    monkeypatch.setattr(sys, "stderr", seen)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with console.progress(Phrase("Building")) as told:
        told(0)
        told(0.25)
        told(0.5)
    words = seen.getvalue()
    assert "Building" in words
    assert words.index("25%  about 3 min left") < words.index("50%  about 90 s left")
    assert words.endswith(("\n", "\x1b[?25h"))


def test_nothing_is_shown_where_no_terminal_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", seen)
    with console.progress(Phrase("Building")) as told:
        told(0.5)
    assert seen.getvalue() == ""


@pytest.mark.parametrize(
    ("terminal", "shares", "words"), [(True, [], "\nNo answer yet.\n"), (True, [0.1], ""), (False, [], "")]
)
def test_who_waits_is_told_once(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, shares: list[float], words: str
) -> None:
    seen, handed_on = Terminal() if terminal else io.StringIO(), list[float]()
    monkeypatch.setattr(sys, "stderr", seen)
    # With no time to wait what is said is said at once, and what is not said is not said within a while.
    with console.message_if_slow(Phrase("No answer yet."), handed_on.append, 0 if words else 60) as told:
        for share in shares:
            told(share)
        for _ in range(400):
            if not words or seen.getvalue():
                break
            time.sleep(0.01)
    assert seen.getvalue() == words
    assert handed_on == shares


def test_who_does_not_wait_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    with (
        console.message_if_slow(Phrase("No answer yet."), lambda _: None, 0.2) as told,
        console.message_if_slow(NOTHING, told, 0),
    ):
        told(0)
        time.sleep(0.4)
    assert seen.getvalue() == ""
