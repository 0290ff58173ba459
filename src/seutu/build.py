"""A workspace as files to publish: serialisations, tables, the validation report, and a manifest with hashes.

The same workspace gives the same bytes. Everything is written beside the output folder and moved into its place at the
end, so that a build which fails, is interrupted or killed leaves the earlier one as it was; see `output`. What a format
cannot hold is left out and told.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu import output, rdf
from seutu.errors import OutputError
from seutu.header import LARGEST
from seutu.labels import LANGUAGES
from seutu.namespaces import BASE
from seutu.output import BUILDER, MANIFEST
from seutu.report import Report
from seutu.serialisation import Ordered, Sink

if TYPE_CHECKING:
    from seutu.workspace import Workspace

EXTENSIONS = {
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "nq": "nquads",
    "trig": "trig",
}
"""What is written for each graph: the file's extension and the format's name."""

Progress = Callable[[float], None]
"""Told again and again which share of the work is done, from 0 to 1."""

# Which queries name which terms is for the checks to know, and no part of what is published.
_QUERIES = ox.NamedNode(BASE + "graph/queries")
# How long things take, as measured: to write a statement in each format and to put it in order, beside writing a line;
# and to answer a question, beside writing a line of each statement.
_EFFORTS = {"ttl": 2, "nt": 1, "jsonld": 2, "rdf": 2, "nq": 1, "trig": 2}
_ORDERING = 2
_ANSWERING = 0.1


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a build: its path below the output folder, size, hash, and how many triples it holds if any."""

    path: str
    bytes: int
    sha256: str
    triples: int | None = None


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A file that a build had to leave out, and the sentence that says why."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, in the order of the paths, and the report it contains.

    ``unwritten`` are the files in whose format the data cannot be written; ``recovered`` says, in a sentence, what was
    done about an earlier build that had been killed, and is empty when none had; ``undrawn`` are the questions whose
    answers are too large for a picture, which is no fault.
    """

    folder: Path
    files: tuple[Written, ...]
    report: Report
    unwritten: tuple[Unwritten, ...] = ()
    recovered: str = ""
    undrawn: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was written, and nothing found that is wrong."""
        return self.report.conforms and not self.unwritten


@dataclass(frozen=True, slots=True)
class _Product:
    """A file to make, and the effort that its being made counts for; a graph counts its own as it is written."""

    path: str
    write: Callable[[Sink], object]
    triples: int | None = None
    effort: float = 0

    @classmethod
    def of(cls, path: str, content: Callable[[], bytes | str], effort: float = 0) -> "_Product":
        """What is made in one piece."""
        return cls(path, lambda sink: sink(_encoded(content())), effort=effort)


class _Meter:
    """Tells which share of an effort is behind us."""

    def __init__(self, whole: float, progress: Progress) -> None:
        self._whole, self._done, self._progress = whole, 0.0, progress

    def add(self, effort: float, times: int = 1) -> None:
        self._done += effort * times
        self._progress(min(self._done / self._whole, 1.0) if self._whole else 1.0)


def build(workspace: "Workspace", out: Path, progress: Progress = lambda _: None) -> Built:
    """Write everything that a workspace publishes into the folder ``out``, in place of an earlier build.

    A file in whose format the data cannot be written is left out and told. Raises `OutputError` when the folder holds
    something else than a build or cannot be written; ``out`` is then as it was. What makes the workspace unusable
    raises as `Workspace` says.
    """
    place = out.resolve()
    recovered = output.prepare(place, out)
    report = workspace.validate()
    with output.replacing(place, out) as scratch:
        progress(0.0)
        drawn, undrawn = _drawn(workspace)
        meter = _Meter(_effort(workspace, drawn), progress)
        # None is kept when it is made, for it holds all that it writes.
        made = list(map(partial(_made, scratch, meter), _products(workspace, report, drawn, meter)))
        made.sort(key=lambda file: file.path)
        written = tuple(file for file in made if isinstance(file, Written))
        unwritten = tuple(file for file in made if isinstance(file, Unwritten))
        _write(scratch, _Product.of(MANIFEST, lambda: _manifest(written, unwritten)))
    progress(1.0)
    return Built(out, written, report, unwritten, recovered, undrawn)


def _effort(workspace: "Workspace", drawn: Sequence[str]) -> float:
    said, closed = len(workspace.asserted()), len(workspace.closed())
    answers = len(_tabled(workspace)) + len(drawn) * len(LANGUAGES)
    return (_ORDERING + sum(_EFFORTS.values())) * (said + closed) + answers * _ANSWERING * closed


def _products(
    workspace: "Workspace", report: Report, drawn: Sequence[str], meter: _Meter
) -> Iterator[_Product]:
    yield from _graphs("seutu", workspace.asserted(), workspace.prefixes, meter)
    yield from _graphs("seutu-inferred", workspace.closed(), workspace.prefixes, meter)
    effort = _ANSWERING * len(workspace.closed())
    for name in _tabled(workspace):
        yield _Product.of(f"tables/{name}.csv", partial(_answer, workspace, name, "en", "csv"), effort)
    for name in drawn:
        for lang in LANGUAGES:
            picture = partial(_answer, workspace, name, lang, "svg")
            yield _Product.of(f"pictures/{name}.{lang}.svg", picture, effort)
    yield _Product.of("report.ttl", lambda: report.turtle(workspace.prefixes))
    yield _Product.of("report.json", report.json)
    yield _Product.of("report.txt", lambda: report.text("en", workspace.prefixes))


def _graphs(stem: str, store: ox.Store, prefixes: Mapping[str, str], meter: _Meter) -> Iterator[_Product]:
    ordered = Ordered.of_store(store, without=_QUERIES)
    meter.add(_ORDERING, ordered.quads)
    for extension, name in EXTENSIONS.items():
        fmt = rdf.format_named(name)
        advance = partial(meter.add, _EFFORTS[extension])
        count = ordered.quads if fmt.supports_datasets and extension != "jsonld" else ordered.triples
        yield _Product(f"{stem}.{extension}", partial(ordered.write, fmt, prefixes, advance=advance), count)


def _answer(workspace: "Workspace", name: str, lang: str, fmt: str) -> str:
    return workspace.ask(name, lang).render(fmt)


def _encoded(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _drawn(workspace: "Workspace") -> tuple[list[str], tuple[str, ...]]:
    """The questions whose answers are drawn, and those whose answers are too large for a picture."""
    tabled = _tabled(workspace)
    rows = {name: len(workspace.ask(name).rows) for name in workspace.drawable if name in tabled}
    return [name for name in rows if rows[name] <= LARGEST], tuple(
        name for name in rows if rows[name] > LARGEST
    )


def _tabled(workspace: "Workspace") -> list[str]:
    return sorted(
        name
        for name, question in workspace.questions.items()
        if not any(parameter.required for parameter in question.parameters)
    )


def _made(scratch: Path, meter: _Meter, product: _Product) -> Written | Unwritten:
    try:
        made = _write(scratch, product)
    except OutputError as error:  # the format's fault; what is the disk's is an OSError
        (scratch / product.path).unlink()
        return Unwritten(product.path, str(error))
    meter.add(product.effort)
    return made


def _write(scratch: Path, product: _Product) -> Written:
    target, digest = scratch / product.path, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:

        def sink(piece: bytes) -> None:
            file.write(piece)
            digest.update(piece)

        product.write(sink)
        size = file.tell()
    return Written(product.path, size, digest.hexdigest(), product.triples)


def _manifest(files: Iterable[Written], unwritten: Iterable[Unwritten]) -> bytes:
    rows = [
        {"path": file.path, "bytes": file.bytes, "sha256": file.sha256}
        | ({} if file.triples is None else {"triples": file.triples})
        for file in files
    ]
    left_out = [{"path": file.path, "problem": file.problem} for file in unwritten]
    content = {"builder": BUILDER, "files": rows} | ({"unwritten": left_out} if left_out else {})
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
