"""What the tests of queries share: files read into stores, and graphs compared as sets of triples."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from seutu.query.definition import Query, parse_header

ROOT = Path(__file__).parent.parent


def queries(kind: str) -> list[Path]:
    """The query files of one kind: questions, checks or rules."""
    return sorted((ROOT / "queries" / kind).glob("*.rq"))


def folders(place: Path) -> set[str]:
    """The names of the test folders below ``place``."""
    return {path.name for path in place.iterdir() if path.is_dir() and not path.name.startswith("__")}


def parsed(path: Path) -> Query:
    """The query that a file holds."""
    return parse_header(path.name, path.read_text(encoding="utf-8"))


def store_of(*paths: Path) -> ox.Store:
    """A store with these files; a Turtle file stands in the default graph, a TriG file in its own graphs."""
    store = ox.Store()
    for path in paths:
        store.load(path=path, format=ox.RdfFormat.from_extension(path.suffix[1:]))
    return store


def dataset_of(path: Path) -> Dataset:
    """A TriG file as the reference library reads it, its default graph the union of all."""
    dataset = Dataset(default_union=True)
    dataset.parse(data=path.read_text(encoding="utf-8"), format="trig")
    return dataset


def triples_of(quads: Iterable[ox.Quad]) -> set[str]:
    """The triples of some quads, whatever graphs they stand in."""
    return {str(quad.triple) for quad in quads}
