"""The files of a new workspace: a description, an example that validates, and what checks it at each commit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from seutu.errors import OutputError, ParameterError, reason
from seutu.phrases import LANGUAGES, Phrase
from seutu.rdf.rebasing import Rebasing

PINNED = "requirements.txt"
"""The file that names the version of the package."""

_EXAMPLE = Path(__file__).parent / "example"
_BASE = "https://example.org/x/"
_PLACES = {
    "data/catalogue.ttl": "catalogue.ttl",
    "data/source.ttl": "source.ttl",
    "data/statements.ttl": "statements.ttl",
    "README.md": "README.md",
    PINNED: PINNED,
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/validate.yml": "validate.yml",
}
_CODES = {"fi": "FIN", "sv": "SWE", "en": "ENG"}
_AUTHORITY = "http://publications.europa.eu/resource/authority/language/"
_EXACT = "en"  # the language of the example's source
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"@(\w+)')
_MARK = re.compile(r'"(\w+)"')
_VERSION = re.compile(r"^seutu==(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Wanted:
    """What a new workspace is to be: its title, base and languages, the version of the package, and the day."""

    title: str
    base: str
    languages: Sequence[str]
    version: str
    day: str

    def check(self) -> None:
        """Raise `ParameterError` for a title, base or language that cannot be."""
        if not Rebasing.to(self.base).changes:
            raise ParameterError(
                Phrase("--base: '{base}' is Seutu's own; give one of yours.", base=self.base)
            )
        if not self.title.strip() or not self.title.isprintable():
            raise ParameterError(Phrase("--title: write a title on one line."))
        for language in self.languages:
            if language not in LANGUAGES:
                raise ParameterError(
                    Phrase(
                        "--languages: the example is not in '{language}'; choose from {known}, and add others to "
                        "data/catalogue.ttl later.",
                        language=language,
                        known=", ".join(LANGUAGES),
                    )
                )


def files(wanted: Wanted) -> dict[str, str]:
    """Return the files of a new workspace by path."""
    return {
        path: _filled((_EXAMPLE / name).read_text("utf-8"), path, wanted) for path, name in _PLACES.items()
    }


def write(folder: Path, made: Mapping[str, str]) -> None:
    """Write the files of a new workspace. Raises `OutputError` when one of them exists; nothing is overwritten."""
    for path in made:
        if (folder / path).exists() or (folder / path).is_symlink():
            remedy = Phrase("give a folder without it")
            raise OutputError(
                str(folder / path), Phrase("exists already, and nothing is overwritten"), remedy
            )
    try:
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with (folder / path).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        problem = Phrase("cannot be written ({reason})", reason=reason(error))
        raise OutputError(str(folder), problem, Phrase("give a folder that can be written")) from None


def pinned(root: Path) -> str:
    """Return the version of the package that a workspace names; empty when it names none."""
    try:
        found = _VERSION.search((root / PINNED).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found else ""


def _filled(text: str, path: str, wanted: Wanted) -> str:
    is_turtle = path.endswith(".ttl")
    title = wanted.title.replace("\\", "\\\\").replace('"', '\\"') if is_turtle else wanted.title
    welcome = [] if _EXACT in wanted.languages else [_EXACT]
    values = {
        "REQUIRED": _listed(f'"{language}"' for language in sorted(set(wanted.languages))),
        "WELCOME": _listed(f'"{language}"' for language in welcome),
        "CODES": _listed(f"<{_AUTHORITY}{_CODES[language]}>" for language in wanted.languages),
        "VERSION": wanted.version,
        "DAY": wanted.day,
    }
    text = _in_languages(text, wanted.languages, welcome) if is_turtle else text
    filled = re.sub(r"\b(?:REQUIRED|WELCOME|CODES|VERSION|DAY)\b", lambda match: values[match[0]], text)
    return filled.replace(_BASE, wanted.base).replace("TITLE", title)


def _in_languages(turtle: str, languages: Sequence[str], welcome: Sequence[str]) -> str:
    """Return Turtle without the labels in other languages, and the marks of their translations."""
    lines: list[str] = []
    for line in turtle.split("\n"):
        kept = _kept(line, languages, welcome)
        if kept is not None:
            lines.append(kept)
        elif line.endswith("."):
            lines[-1] = f"{lines[-1].removesuffix(';')}."
    return "\n".join(lines)


def _kept(line: str, languages: Sequence[str], welcome: Sequence[str]) -> str | None:
    predicate = line.strip().partition(" ")[0]
    if predicate == "seutu:welcomeLanguage":
        return line if welcome else None
    if predicate == "seutu:ownTranslation":
        found = [match for match in _MARK.finditer(line) if match[1] in languages]
    elif predicate != "seutu:verbatim" and _TEXT.search(line):
        found = [match for match in _TEXT.finditer(line) if match[1] in languages]
    else:
        return line
    return f"    {predicate} {_listed(match[0] for match in found)} {line[-1]}" if found else None


def _listed(values: Iterable[str]) -> str:
    return " , ".join(values)
