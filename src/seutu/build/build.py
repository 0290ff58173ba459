"""A workspace as files to publish: serialisations, tables, the validation report, and a manifest with hashes.

The same workspace gives the same bytes. Everything is written beside the output folder and moved into its place at the
end, so that a build which fails, is interrupted or killed leaves the earlier one as it was; see `output`. What a format
cannot hold is left out and told.
"""

import hashlib
import json
import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from seutu.build.products import Meter, Product, Products
from seutu.catalogue.manifest import Written
from seutu.errors import OutputError
from seutu.phrases import NOTHING, Phrase
from seutu.progress import Progress
from seutu.rdf.rebasing import Rebasing
from seutu.shacl.report import Report
from seutu.workspace import output
from seutu.workspace.folders import SOURCES
from seutu.workspace.output import Writing
from seutu.workspace.standing import BUILD, MANIFEST

if TYPE_CHECKING:
    from seutu.api import Workspace


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A file that a build had to leave out, and the sentence that says why."""

    path: str
    problem: Phrase


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, in the order of the paths, and the report it contains.

    ``stays`` says in sentences what was left as it is, being not ours or edited; ``unwritten`` are the files in whose
    format the data cannot be written; ``recovered`` says, in a sentence, what was done about an earlier build that had
    been killed, and is empty when none had; ``undrawn`` are the questions whose answers are too large for a picture,
    which is no fault.
    """

    folder: Path
    files: tuple[Written, ...]
    report: Report
    unwritten: tuple[Unwritten, ...] = ()
    recovered: Phrase = NOTHING
    undrawn: tuple[str, ...] = ()
    stays: tuple[Phrase, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything was written, and nothing found that is wrong."""
        return self.report.passes and not self.unwritten


def build(  # noqa: PLR0913 - five things to choose, none of which follows from another
    workspace: "Workspace",
    out: Path,
    progress: Progress = lambda _: None,
    *,
    rebasing: Rebasing | None = None,
    endpoint: str | None = None,
    overwrite: bool = False,
) -> Built:
    """Write everything that a workspace publishes into the folder ``out``, in place of an earlier build.

    What is not ours there stays, and so do files of ours that were edited since, unless ``overwrite`` lets them be
    replaced.

    A workspace that describes itself for portals gets a catalogue, which names a SPARQL ``endpoint`` if one is given.
    ``rebasing`` puts all of it under another base. A file in whose format the data cannot be written is left out and
    told. Raises `OutputError` when the folder is of another kind of ours or cannot be written, or when an IRI would be
    left under the old base; ``out`` is then as it was. What makes the workspace unusable raises as `Workspace`
    says, a description that cannot be used as `Description` does.
    """
    place = output.spot(out)
    output.refuse_sources(place, out, workspace.root, BUILD, SOURCES)
    recovered = output.prepare(place, out, overwrite=overwrite)
    report = workspace.validate()
    products = Products(workspace, rebasing or Rebasing(), endpoint)
    with output.replacing(place, out, overwrite=overwrite) as writing:
        progress(0.0)
        made = _made_of(products, writing, report, progress)
        written = tuple(file for file in made if isinstance(file, Written))
        unwritten = tuple(file for file in made if isinstance(file, Unwritten))
        _refuse_left(writing.folder, products)
        _write(writing, Product(MANIFEST, lambda sink: sink(_manifest(written, unwritten))))
    progress(1.0)
    return Built(out, written, report, unwritten, recovered, products.undrawn, tuple(writing.stays))


def _made_of(
    products: Products, writing: Writing, report: Report, progress: Progress
) -> list[Written | Unwritten]:
    meter = Meter(products.effort(), progress)
    make = partial(_made, writing, meter)
    # None is kept when it is made, for it holds all that it writes.
    made = list(map(make, products.of_workspace(report, meter)))
    told = products.record([file for file in made if isinstance(file, Written)])
    made += map(make, products.of_record(told))
    return sorted(made, key=lambda file: file.path)


def _made(writing: Writing, meter: Meter, product: Product) -> Written | Unwritten:
    try:
        made = _write(writing, product)
    except OutputError as error:  # the format's fault; what is the disk's is an OSError
        (writing.folder / product.path).unlink()
        return Unwritten(product.path, error.sentence)
    meter.add(product.effort)
    return made


def _write(writing: Writing, product: Product) -> Written:
    target, digest = writing.file(product.path), hashlib.sha256()
    with target.open("wb") as file:

        def sink(piece: bytes) -> None:
            file.write(piece)
            digest.update(piece)

        product.write(sink)
        size = file.tell()
    return Written(product.path, size, digest.hexdigest(), product.triples)


def _refuse_left(scratch: Path, products: Products) -> None:
    """Whatever way an IRI was written, none may be left under the base that all others have left."""
    if not products.rebasing.changes:
        return
    rebasing = products.rebasing.also_keeping(products.origins)
    for path in sorted(path for path in scratch.rglob("*") if path.is_file() and path.stat().st_size):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            rebasing.require_none_remaining(path.relative_to(scratch).as_posix(), content)


def _manifest(files: Iterable[Written], unwritten: Iterable[Unwritten]) -> bytes:
    rows = [
        {"path": file.path, "bytes": file.bytes, "sha256": file.sha256}
        | ({} if file.triples is None else {"triples": file.triples})
        for file in files
    ]
    left_out = [{"path": file.path, "problem": file.problem} for file in unwritten]
    content = {"builder": BUILD.builder, "files": rows} | ({"unwritten": left_out} if left_out else {})
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
