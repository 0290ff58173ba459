"""Reference pages in Markdown, made from headers: one for each question, each check and each file of shapes."""

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from seutu.phrases import ENGLISH, LANGUAGES, Phrase
from seutu.query import header
from seutu.query.definition import EVIDENCE, Parameter, Query
from seutu.query.graphs import Graphs
from seutu.query.headings import heading
from seutu.rdf.file import File
from seutu.rdf.namespaces import compact, expand
from seutu.shacl.paths import path_of
from seutu.text import table
from seutu.workspace import output
from seutu.workspace.folders import SOURCES
from seutu.workspace.standing import BUILD, MANIFEST

if TYPE_CHECKING:
    from seutu.api import Workspace

_HEADER = re.compile(r"\A(?:#[^\n]*\n)+")
_FENCE = re.compile(r"`{3,}")
_LEVELS = {"Warning": "warning", "Info": "info"}
_WHOLE = "none declared, so every workspace is checked whole"


def pages(workspace: "Workspace") -> dict[str, str]:
    """The text of each page by its path.

    Raises `QuerySyntaxError` for a malformed header, and `InputError` for a file of shapes that cannot be read.
    """
    prefixes = workspace.prefixes
    questions = [
        (one.name, _in_english(one.title), _question(one, prefixes)) for one in _questions(workspace)
    ]
    checks = [(one.name, _in_english(one.title), _check(one)) for one in workspace.checks]
    shapes = [(_stem(file), file.path, _shapes(file, prefixes)) for file in workspace.shape_files]
    sections = {"questions": questions, "checks": checks, "shapes": shapes}
    found = {f"{kind}/index.md": _index(kind.title(), made) for kind, made in sections.items()}
    found |= {f"{kind}/{_page(name)}": text for kind, made in sections.items() for name, _, text in made}
    listed = "".join(f"- [{kind.title()}]({kind}/index.md): {len(made)}\n" for kind, made in sections.items())
    return found | {"index.md": f"# Questions, checks and shapes\n\n{listed}"}


def write(workspace: "Workspace", out: Path) -> int:
    """Write the pages into the folder ``out``, in place of earlier ones; return their number.

    What is not ours there stays. Raises `OutputError` for a folder that cannot be written, and what `pages` raises.
    """
    place, made = output.real_path(out), pages(workspace)
    output.refuse_sources(place, out, workspace.root, BUILD, SOURCES)
    output.prepare(place, out)
    with output.replacing(place, out) as writing:
        rows = []
        for path, text in sorted(made.items()):
            data = text.encode()
            writing.file(path).write_bytes(data)
            rows.append({"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
        manifest = {"builder": BUILD.builder, "files": rows}
        writing.file(MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return len(made)


def _questions(workspace: "Workspace") -> Iterator[Query]:
    return (question for _, question in sorted(workspace.questions.items()))


def _in_english(texts: Mapping[str, str]) -> str:
    return texts.get("en") or next(iter(texts.values()), "")


def _page(name: str) -> str:
    """The name of a page's file, other than that of the index."""
    return f"{name}.page.md" if name.casefold() == "index" else f"{name}.md"


def _stem(file: File) -> str:
    return file.path.partition("/")[2].replace("/", "-").removesuffix(".ttl")


def _index(title: str, made: Sequence[tuple[str, str, str]]) -> str:
    lines = (
        f"- [{table.unmarked(name)}]({quote(_page(name))}): {table.unmarked(about)}\n"
        for name, about, _ in made
    )
    return f"# {title}\n\n" + "".join(lines)


def _question(question: Query, prefixes: Mapping[str, str]) -> str:
    words = {"title": question.title, "question": question.question}
    facts = {
        "picture": question.picture,
        "matrix": question.matrix,
        "competency questions": ", ".join(question.answers),
    }
    return "\n".join(
        [
            f"# {table.unmarked(question.name)}\n",
            _texts(words),
            *_facts(facts),
            *_parameters(question.parameters, prefixes),
            *_columns(question),
            _sparql(question),
        ]
    )


def _check(check: Query) -> str:
    words = {
        "title": check.title,
        "problem": check.extra.get("problem", {}),
        "solution": check.extra.get("solution", {}),
    }
    declared = next((line.value for line in header.read(check.name, check.text).all("locality")), _WHOLE)
    facts = {"severity": check.severity, "locality": declared}
    return "\n".join([f"# {table.unmarked(check.name)}\n", _texts(words), *_facts(facts), _sparql(check)])


def _texts(words: Mapping[str, Mapping[str, str]]) -> str:
    """The texts of a header, a row each, a column for each language."""
    rows = [[key, *(texts.get(lang, "") for lang in LANGUAGES)] for key, texts in words.items()]
    return table.markdown(["", *LANGUAGES], rows)


def _facts(facts: Mapping[str, str]) -> Iterator[str]:
    lines = [f"- {key}: {table.unmarked(value)}\n" for key, value in facts.items() if value]
    if lines:
        yield "".join(lines)


def _parameters(parameters: Iterable[Parameter], prefixes: Mapping[str, str]) -> Iterator[str]:
    rows = [
        [
            parameter.option,
            parameter.type,
            "required" if parameter.required else "optional",
            ", ".join(compact(kind, prefixes) for kind in parameter.kinds),
            *(parameter.about.get(lang, "") for lang in LANGUAGES),
        ]
        for parameter in parameters
    ]
    if rows:
        yield "## Parameters\n"
        yield table.markdown(["parameter", "type", "", "kinds", *LANGUAGES], rows)


def _columns(question: Query) -> Iterator[str]:
    rows = [
        [
            f"?{variable}",
            "literal" if variable in question.literals else "",
            *(_heading(question, variable, lang) for lang in LANGUAGES),
        ]
        for variable in question.variables
    ]
    if rows:
        yield "## Columns\n"
        yield table.markdown(["variable", "", *LANGUAGES], rows)


def _heading(question: Query, variable: str, lang: str) -> str:
    """The heading in an answer: the question's own, else the usual one; empty where the answer shows the variable."""
    own = question.columns.get(lang, {}).get(variable) or question.columns.get(ENGLISH, {}).get(variable)
    usual = Phrase("Source").text_in(lang) if variable == EVIDENCE else ""
    return own or heading(variable, lang) or usual


def _sparql(query: Query) -> str:
    """The query without its header, in a fence longer than any within it."""
    text = _HEADER.sub("", query.text.removeprefix("\ufeff").replace("\r\n", "\n")).strip("\n")
    fence = "`" * max(3, *(len(found) + 1 for found in _FENCE.findall(text)), 3)
    return f"## SPARQL\n\n{fence}sparql\n{text}\n{fence}\n"


def _shapes(file: File, prefixes: Mapping[str, str]) -> str:
    """The named shapes of a file, each with its path, severity and messages."""
    store = Graphs(file.read())
    rows = [
        [compact(shape.value, prefixes), *_shape(store, shape, prefixes)] for shape in _with_messages(store)
    ]
    headings = ["shape", "path", "severity", *LANGUAGES]
    return f"# {table.unmarked(file.path)}\n\n" + table.markdown(headings, rows)


def _with_messages(store: Graphs) -> list[ox.NamedNode]:
    told = {quad.subject for quad in store.quads_for_pattern(None, _sh("message"), None, None)}
    return sorted((one for one in told if isinstance(one, ox.NamedNode)), key=lambda one: one.value)


def _shape(store: Graphs, shape: ox.NamedNode, prefixes: Mapping[str, str]) -> Iterator[str]:
    found = {quad.predicate: quad.object for quad in store.quads_for_pattern(shape, None, None, None)}
    path = path_of(store, found[_sh("path")]) if _sh("path") in found else ""
    yield re.sub(r"<([^<>]*)>", lambda iri: compact(iri[1], prefixes), path)
    severity = found.get(_sh("severity"))
    level = severity.value.rpartition("#")[2] if isinstance(severity, ox.NamedNode) else ""
    yield _LEVELS.get(level, "violation")
    for lang in LANGUAGES:
        messages = store.quads_for_pattern(shape, _sh("message"), None, None)
        yield " ".join(sorted(_said(quad.object) for quad in messages if _language(quad.object) == lang))


def _said(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _language(term: object) -> str:
    return (term.language or "en") if isinstance(term, ox.Literal) else ""


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(f"sh:{name}"))


if __name__ == "__main__":
    from seutu.api import Workspace

    write(Workspace.open(Path()), Path(sys.argv[1]))
