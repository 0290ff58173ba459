"""What files say, checked: with what follows from it, by shapes and by checks, each finding at its place."""

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
    """What does not hold in a store, by some shapes and by the checks; ``engine`` is fast or reference.

    Raises `ShapesError` with the place of the shape at fault, and `QuerySyntaxError`.
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
            told = inferred.told(found.findings, store)
            return Report.of([*told, *casing.alike(store), *templates.faults(store)])
    except ShapesError as error:
        raise locations.located(error, shape_files) from None


def whole(contents: Contents) -> Report:
    """What does not hold in all that some contents say; raises what `report` raises, and `InputError`."""
    store, files = contents.closed(), contents.files
    found = report(contents, store, contents.shape_files)
    return locations.placed(found, store, files, contents.own_files, origins(contents, contents.shape_files))


def origins(contents: Contents, shape_files: Sequence[File]) -> Origins:
    """Where the shapes and the checks stand."""
    return Origins(shape_files, contents.check_paths)


def remarks(shape_files: Sequence[File]) -> tuple[Phrase, ...]:
    """What is to be said of files of shapes that somebody gave."""
    from seutu.shacl import wellformed

    return tuple(wellformed.remarks({file.path: file.read() for file in shape_files}))
