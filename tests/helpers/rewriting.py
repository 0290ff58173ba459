"""The few directives of Apache's mod_rewrite that our .htaccess uses, interpreted as Apache documents them.

Unknown directives, flags and variables raise, so that nothing is passed over in silence.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_IGNORED = frozenset({"Options", "AddDefaultCharset", "AddType", "ForceType", "Header"})


@dataclass(frozen=True)
class Answer:
    """A status, and where it redirects to; 200 stands for a file that is sent, 404 for none."""

    status: int
    location: str = ""


@dataclass
class Request:
    """A request for a path below the folder of the .htaccess, which is served at ``folder`` of ``host``."""

    path: str
    accept: str = ""
    host: str = "example.net"
    folder: str = "/"
    files: Collection[str] = ()
    env: dict[str, str] = field(default_factory=dict)

    def variable(self, name: str) -> str:
        if name.startswith("ENV:"):
            return self.env.get(name.removeprefix("ENV:"), "")
        known = {
            "HTTP_ACCEPT": self.accept,
            "HTTP_HOST": self.host,
            "REQUEST_URI": self.folder + self.path,
            "REQUEST_FILENAME": self.path,
        }
        return known[name]


@dataclass(frozen=True)
class Rule:
    pattern: str
    target: str
    flags: tuple[str, ...]
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]


def rules(text: str) -> Iterator[Rule]:
    conditions: list[tuple[str, str, tuple[str, ...]]] = []
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith(("#", "<")) or words[0] in _IGNORED:
            continue
        name, *rest = words
        if name == "RewriteEngine":
            assert rest == ["On"]
        elif name == "RewriteCond":
            conditions.append((rest[0], rest[1], _flags(rest[2:])))
        elif name == "RewriteRule":
            yield Rule(rest[0], rest[1], _flags(rest[2:]), tuple(conditions))
            conditions = []
        else:
            raise AssertionError(f"unknown directive {line}")
    assert not conditions


def _flags(words: list[str]) -> tuple[str, ...]:
    assert len(words) <= 1, words
    return tuple(words[0].strip("[]").split(",")) if words else ()


def answer(text: str, request: Request) -> Answer:
    """What the server says, by rules that all act in one pass."""
    return follow(list(rules(text)), request)


def follow(known: Sequence[Rule], request: Request) -> Answer:
    """The same by rules that are read already."""
    for rule in known:
        matched = re.search(rule.pattern, request.path)
        if not matched:
            continue
        last = _hold(rule, request, matched)
        if last is None:
            continue
        done = _apply(rule, request, matched, last)
        if done:
            return done
    return Answer(200 if request.path in request.files else 404)


def _hold(rule: Rule, request: Request, matched: re.Match[str]) -> re.Match[str] | None:
    last: re.Match[str] | None = matched
    for test, pattern, flags in rule.conditions:
        assert set(flags) <= {"NC"}
        subject = _expanded(test, request, matched, None)
        if pattern == "-f":
            if subject not in request.files:
                return None
            continue
        found = re.search(pattern.removeprefix("!"), subject, re.IGNORECASE if "NC" in flags else 0)
        if bool(found) == pattern.startswith("!"):
            return None
        last = found or last
    return last


def _apply(rule: Rule, request: Request, matched: re.Match[str], last: re.Match[str]) -> Answer | None:
    status = 0
    for flag in rule.flags:
        name, _, value = flag.partition("=")
        if name == "E":
            variable, _, content = value.partition(":")
            request.env[variable] = _expanded(content, request, matched, last)
        elif name == "R":
            status = int(value)
        else:
            assert name == "L", flag
    if status:
        return Answer(status, "" if rule.target == "-" else _expanded(rule.target, request, matched, last))
    assert rule.target == "-"
    return Answer(200 if request.path in request.files else 404) if "L" in rule.flags else None


def _expanded(text: str, request: Request, matched: re.Match[str], last: re.Match[str] | None) -> str:
    def value(found: re.Match[str]) -> str:
        if found["variable"]:
            return request.variable(found["variable"])
        groups: Mapping[str, re.Match[str] | None] = {"$": matched, "%": last}
        source = groups[found[0][0]]
        assert source is not None
        return source[int(found[0][1])] or ""

    return re.sub(r"%\{(?P<variable>[^}]+)\}|[$%][0-9]", value, text)
