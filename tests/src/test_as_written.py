"""A thousand odd values, through everything that the tool writes: each comes out as it went in."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from seutu import Workspace
from seutu.build import build
from seutu.build.release import Release, release
from seutu.compare.difference import compare
from seutu.compare.revision import read
from seutu.publish.sparql.graphlist import catalogue_of
from seutu.publish.sparql.graphs import GraphPublication
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.rdf.rebasing import Rebasing
from seutu.remote.http import HttpClient
from seutu.remote.sparql import SparqlStore, endpoints
from tests.helpers import portal
from tests.helpers.serving import oxigraph

XSD = PREFIXES["xsd"]
COUNT = 1000
_SIGNS = ("", "+", "-")
_ZONES = ("", "Z", "+00:00", "-00:00", "+02:00", "+14:00")


def odd_values() -> list[ox.Literal]:
    """A thousand literals, all different, most of which a store rewrites; the same each time."""
    chance = random.Random(7)
    found: dict[ox.Literal, None] = {}
    while len(found) < COUNT:
        text, datatype = chance.choice(_KINDS)(chance)
        found[ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))] = None
    return list(found)


def _whole(chance: random.Random) -> tuple[str, str]:
    kinds = (
        "integer int long short byte nonNegativeInteger positiveInteger unsignedInt negativeInteger decimal"
    )
    return f"{chance.choice(_SIGNS)}{'0' * chance.randint(0, 3)}{chance.randint(0, 120)}", chance.choice(
        kinds.split()
    )


def _broken(chance: random.Random) -> tuple[str, str]:
    places = "".join(chance.choice("0123456789") for _ in range(chance.randint(1, 25)))
    return f"{chance.choice(_SIGNS)}{chance.randint(0, 30)}.{places}0", "decimal"


def _floating(chance: random.Random) -> tuple[str, str]:
    text = chance.choice(
        ("1E3", "1e-3", "+1.50e00", "INF", "-INF", "+INF", "NaN", "1.0", "00.1", "-0", "1.10E400")
    )
    return text + chance.choice(
        ("", "")
    ) if "E" in text or "N" in text else f"{text}{chance.choice(('', '0'))}", (
        chance.choice(("double", "float"))
    )


def _time(chance: random.Random) -> tuple[str, str]:
    zone, year = chance.choice(_ZONES), chance.choice(("2008", "0001", "-0044", "12008"))
    clock = chance.choice(("24:00:00", "10:00:00.0", "10:00:00.120", "00:00:00"))
    forms = {
        "dateTime": f"{year}-06-30T{clock}{zone}",
        "date": f"{year}-06-30{zone}",
        "time": f"{clock}{zone}",
        "gYear": f"{year}{zone}",
        "gYearMonth": f"{year}-06{zone}",
        "gMonthDay": f"--06-30{zone}",
        "gMonth": f"--06{zone}",
        "gDay": f"---30{zone}",
        "dateTimeStamp": f"{year}-06-30T{clock}{zone or 'Z'}",
    }
    datatype = chance.choice(sorted(forms))
    return forms[datatype], datatype


def _duration(chance: random.Random) -> tuple[str, str]:
    number = chance.randint(0, 90)
    return chance.choice(
        (
            (f"P{number}M", "duration"),
            (f"PT{number}M", "dayTimeDuration"),
            (f"P0Y{number}M", "yearMonthDuration"),
            (f"-P{number}DT0S", "duration"),
        )
    )


def _other(chance: random.Random) -> tuple[str, str]:
    return chance.choice(
        (("1", "boolean"), ("0", "boolean"), (" 7 ", "integer"), ("seven", "integer"), ("", "date"))
    )


_KINDS = (_whole, _broken, _floating, _time, _duration, _other)


@pytest.fixture(scope="module")
def values() -> list[ox.Literal]:
    return odd_values()


def lines(values: Iterable[ox.Literal]) -> str:
    """Statements with these values, several of a thing, and of each of five properties."""
    return "".join(
        f"<{BASE}id/thing/t{number // 4}> <{BASE}ont#odd{number % 5}> {value} .\n"
        for number, value in enumerate(values)
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, values: list[ox.Literal]) -> Path:
    place = portal.write(tmp_path_factory.mktemp("odd") / "workspace")
    (place / "data" / "odd.nt").write_text(lines(values), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def workspace(root: Path) -> Workspace:
    return Workspace.open(root)


@pytest.fixture(scope="module")
def released(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release(workspace, tmp_path_factory.mktemp("built") / "build")


def written(quads: Iterable[ox.Quad | ox.Triple]) -> Counter[str]:
    """The odd statements among others, as N-Triples."""
    triples = {quad.triple if isinstance(quad, ox.Quad) else quad for quad in quads}
    return Counter(str(triple) for triple in triples if f"{BASE}ont#odd" in str(triple.predicate))


@pytest.fixture(scope="module")
def expected(values: list[ox.Literal]) -> Counter[str]:
    return written(ox.parse(lines(values), format=ox.RdfFormat.N_TRIPLES))


def test_the_workspace_has_them_as_written(workspace: Workspace, expected: Counter[str]) -> None:
    assert written(workspace.asserted()) == expected
    assert written(workspace.closed()) == expected


def test_a_second_opening_finds_them_kept(
    root: Path, expected: Counter[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEUTU_CACHE", str(tmp_path))
    first = Workspace.open(root)
    first.closed()
    first.remember()
    monkeypatch.setattr(Workspace, "closure", None)  # nothing is worked out anew
    assert written(Workspace.open(root).closed()) == expected


@pytest.mark.parametrize("stem", ["seutu", "seutu-inferred"])
@pytest.mark.parametrize("extension", ["ttl", "nt", "jsonld", "rdf", "nq", "trig"])
def test_every_file_of_a_build_has_them(
    released: Release, expected: Counter[str], stem: str, extension: str
) -> None:
    path = released.built.folder / f"{stem}.{extension}"
    assert written(ox.parse(path=str(path))) == expected


@pytest.mark.parametrize("extension", ["ttl", "nt", "jsonld", "rdf", "nq", "trig"])
def test_another_reader_finds_them_too(
    released: Release, expected: Counter[str], extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What rdflib reads it would otherwise write in its own way.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    formats = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}
    dataset = rdflib.Dataset(default_union=True)
    path = released.built.folder / f"seutu.{extension}"
    with path.open("rb") as file:
        dataset.parse(file, format=formats.get(extension, extension))
    assert written(_of_rdflib(dataset)) == expected


def _of_rdflib(dataset: rdflib.Dataset) -> Iterator[ox.Triple]:
    for subject, predicate, value in dataset.triples((None, None, None)):
        if isinstance(value, rdflib.Literal) and isinstance(subject, rdflib.URIRef) and not value.language:
            datatype = ox.NamedNode(str(value.datatype or f"{XSD}string"))
            literal = ox.Literal(str(value), datatype=datatype)
            yield ox.Triple(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), literal)


def test_a_rebased_build_has_them(workspace: Workspace, expected: Counter[str], tmp_path: Path) -> None:
    base = "https://example.org/x/"
    build.build(workspace, tmp_path / "out", rebasing=Rebasing.to(base))
    moved = Counter(line.replace(BASE, base) for line in expected)
    found = (quad.triple for quad in ox.parse(path=str(tmp_path / "out" / "seutu.nq")))
    assert Counter({str(one) for one in found if f"{base}ont#odd" in str(one.predicate)}) == moved


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_shapes_judge_what_is_written(
    workspace: Workspace, values: list[ox.Literal], tmp_path: Path, engine: str
) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<urn:s> a sh:NodeShape ; sh:targetSubjectsOf <{BASE}ont#odd0> ; sh:property <urn:p> .\n"
        f'<urn:p> sh:path <{BASE}ont#odd0> ; sh:pattern "^[0-9]+$" .\n',
        encoding="utf-8",
    )
    report = workspace.validate(shapes=[shapes], engine=engine)
    blamed = Counter(finding.value for finding in report.findings if finding.shape == "urn:p")
    assert blamed == Counter(
        value for value in values[::5] if not value.value.isascii() or not value.value.isdigit()
    )


def test_a_store_takes_them_and_needs_them_once(
    released: Release, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with oxigraph(tmp_path_factory.mktemp("store")) as url, HttpClient() as web:
        store, whose = SparqlStore(endpoints(url, "oxigraph"), web), catalogue_of(released.catalogue)
        publication = GraphPublication(store, released.graphs, BASE, catalogue=whose)
        assert publication.carry_out().changes
        assert not publication.plan().changes


# What a person would not see, and RDF takes for another value.
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.0", "1.00"),
        ("007", "7"),
        ('"5"^^xsd:int', "5"),
        ('"1"^^xsd:boolean', "true"),
        ('"2008-06-30T24:00:00"^^xsd:dateTime', '"2008-07-01T00:00:00"^^xsd:dateTime'),
    ],
)
def test_a_difference_in_writing_is_a_difference(tmp_path: Path, one: str, other: str) -> None:
    for name, value in (("old", one), ("new", other)):
        text = f"@prefix xsd: <{XSD}> . <x:a> <x:p> {value} ."
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    old, new = (read(str(tmp_path / f"{name}.ttl"), tmp_path) for name in ("old", "new"))
    assert compare(old, new).summary() == "1 thing differs: 0 statements added, 0 removed, 1 changed."
    assert not compare(old, old)
