"""Validation of files with their inferred statements, by shapes and checks, with the place of each finding."""

from collections.abc import Sequence

from seutu.errors import ShapesError
from seutu.phrases import Phrase
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.shacl import languages
from seutu.shacl.report import Report
from seutu.validation import casing, inferred, locations, own, templates
from seutu.validation.locations import Origins
from seutu.workspace.contents import Contents


def report(
    contents: Contents, store: model.Quads, shape_files: Sequence[File], engine: str = "fast"
) -> Report:
    """Return the report on a store, by the given shapes and the checks; ``engine`` is fast or reference.

    Raises `ShapesError` with the place of the faulty shape, and `QuerySyntaxError`.
    """
    if engine == "fast":
        from seutu.validation.checks import validate
    else:
        from seutu.validation.reference import validate
    try:
        with contents.paths_in_errors():
            shapes = [quad for file in shape_files for quad in file.read()]
            if shape_files is contents.shape_files:
                shapes = languages.adapted(shapes, contents.layers.required, contents.layers.welcome)
            found = validate(store, shapes, own.checks(contents.checks, contents.layers), contents.prefixes)
            explained = inferred.with_origins(found.findings, store)
            return Report.of([*explained, *casing.findings(store), *templates.faults(store)])
    except ShapesError as error:
        raise locations.located(error, shape_files) from None


def workspace_report(contents: Contents) -> Report:
    """Return the report on all files, with places; raises the errors of `report`, and `InputError`."""
    store, files = contents.closed(), contents.files
    found = report(contents, store, contents.shape_files)
    return locations.placed(found, store, files, contents.own_files, origins(contents, contents.shape_files))


def origins(contents: Contents, shape_files: Sequence[File]) -> Origins:
    """Return the places of the shapes and the checks."""
    return Origins(shape_files, contents.check_paths)


def remarks(shape_files: Sequence[File]) -> tuple[Phrase, ...]:
    """Return the remarks on files of shapes that the user gave."""
    from seutu.shacl import wellformed

    return tuple(wellformed.remarks({file.path: file.read() for file in shape_files}))
