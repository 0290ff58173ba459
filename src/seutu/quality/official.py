"""The SHACL shapes that SEMIC publishes for DCAT-AP 3.0.1, read from a folder of the user."""

from pathlib import Path

import pyoxigraph as ox

from seutu.errors import InputError, reason
from seutu.phrases import Phrase
from seutu.rdf import model

NAMES = ("shapes.ttl", "range.ttl", "shapes_recommended.ttl", "mdr-vocabularies.shape.ttl")
"""The files that are read: the mandatory constraints, the classes of values, the recommendations, and the code lists of
values.

A fifth file, ``deprecateduris.ttl``, is not read: it reports terms that were renamed since earlier versions, and it
requires ``adms:status`` from a list that version 3 dropped, contrary to ``mdr-vocabularies.shape.ttl``.
"""

# This property is not part of SHACL, and processors ignore it; the shapes have the same constraint with sh:node
# elsewhere.
_NOT_SHACL = model.node("sh:shape")


def read(folder: Path) -> bytes:
    """Return the shapes of all files as one N-Triples document.

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
