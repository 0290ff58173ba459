"""The SHACL that SEMIC publishes for DCAT-AP 3.0.1, read from a folder in which a user keeps it."""

from pathlib import Path

import pyoxigraph as ox

from seutu.errors import InputError, reason
from seutu.phrases import Phrase
from seutu.rdf import model

NAMES = ("shapes.ttl", "range.ttl", "shapes_recommended.ttl", "mdr-vocabularies.shape.ttl")
"""What is read: what must hold, of which class values are, what should be there, and from which code lists values come.

A fifth file, ``deprecateduris.ttl``, is not: it tells those who come from earlier versions what was renamed, and it
wants ``adms:status`` from the list that version 3 gave up, against what ``mdr-vocabularies.shape.ttl`` wants.
"""

# SHACL has no such property, and processors pass over it; the shapes name the same constraint by sh:node elsewhere.
_NOT_SHACL = model.node("sh:shape")


def read(folder: Path) -> bytes:
    """The shapes of all files as one N-Triples document.

    Raises `InputError` when a file is missing, cannot be read or is not well-formed.
    """
    shapes = ox.Store()
    for name in NAMES:
        model.load(
            shapes, _content(folder / name), ox.RdfFormat.TURTLE, ox.DefaultGraph(), str(folder / name)
        )
    for quad in list(shapes.quads_for_pattern(None, _NOT_SHACL, None, None)):
        shapes.remove(quad)
    return model.ntriples(shapes)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = Phrase("give the folder with {names} of DCAT-AP 3.0.1", names=", ".join(NAMES))
        raise InputError(
            str(path), Phrase("cannot be read ({reason})", reason=reason(error)), remedy
        ) from None
