"""The build of a workspace: serialisations, tables, the validation report, and a manifest with hashes.

The same workspace gives the same bytes. All files are written beside the output folder and moved into it at the end, so
a build that fails, is interrupted or is killed leaves the earlier one unchanged; see `output`. A file whose format
cannot represent the data is left out and reported.
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
    """A file that a build left out, and a sentence with the reason."""

    path: str
    problem: Phrase


@dataclass(frozen=True, slots=True)
class Built:
    """The files that a build wrote, ordered by path, and the validation report.

    ``stays`` are sentences about files that were not touched, because they are not ours or were edited. ``unwritten``
    are the files whose format cannot represent the data. ``recovered`` is a sentence about the recovery from an earlier
    build that was killed, empty if there was none. ``undrawn`` are the questions with too many rows for a picture,
    which is not an error.
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
        """True if every file was written and the report has no violations."""
        return self.report.passes and not self.unwritten


def build(  # noqa: PLR0913 - five independent options
    workspace: "Workspace",
    out: Path,
    progress: Progress = lambda _: None,
    *,
    rebasing: Rebasing | None = None,
    endpoint: str | None = None,
    overwrite: bool = False,
) -> Built:
    """Write all files that a workspace publishes into the folder ``out``, in place of an earlier build.

    Files that Seutu did not write stay, and so do files of Seutu that were edited since, unless ``overwrite`` allows
    them to be replaced.

    A workspace with a description for portals gets a catalogue, which names a SPARQL ``endpoint`` if one is given.
    ``rebasing`` replaces the base of all IRIs. A file whose format cannot represent the data is left out and reported.
    Raises `OutputError` when the folder is another kind of Seutu output or cannot be written, or when an IRI would keep
    the old base; ``out`` is then unchanged. Also raises the errors of `Workspace` and `Description`.
    """
    place = output.real_path(out)
    output.refuse_sources(place, out, workspace.root, BUILD, SOURCES)
    recovered = output.prepare(place, out, overwrite=overwrite)
    report = workspace.validate()
    products = Products(workspace, rebasing or Rebasing(), endpoint)
    with output.replacing(place, out, overwrite=overwrite) as writing:
        progress(0.0)
        files = _write_products(products, writing, report, progress)
        written = tuple(file for file in files if isinstance(file, Written))
        unwritten = tuple(file for file in files if isinstance(file, Unwritten))
        _refuse_left(writing.folder, products)
        _write(writing, Product(MANIFEST, lambda sink: sink(_manifest(written, unwritten))))
    progress(1.0)
    return Built(out, written, report, unwritten, recovered, products.undrawn, tuple(writing.stays))


def _write_products(
    products: Products, writing: Writing, report: Report, progress: Progress
) -> list[Written | Unwritten]:
    meter = Meter(products.effort(), progress)
    make = partial(_write_or_leave_out, writing, meter)
    # Products are not collected, because each holds the whole data that it writes.
    files = list(map(make, products.of_workspace(report, meter)))
    record = products.record([file for file in files if isinstance(file, Written)])
    files += map(make, products.of_record(record))
    return sorted(files, key=lambda file: file.path)


def _write_or_leave_out(writing: Writing, meter: Meter, product: Product) -> Written | Unwritten:
    try:
        made = _write(writing, product)
    except OutputError as error:  # an error of the format; errors of the disk are OSErrors
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
    """Raise `OutputError` if an IRI, in any notation, is left under the base that all others have left."""
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
