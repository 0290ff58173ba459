"""The ontology as tools for OWL 2 DL load it: every term of one kind, and a reasoner that finds no contradiction."""

import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.build import build as building
from seutu.rdf.model import RDF_TYPE
from seutu.rdf.namespaces import PREFIXES, expand
from seutu.rdf.serialisation import serialise
from tests.loading import ROOT

OBJECT, DATA, ANNOTATION = map(
    expand, ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
)
BUILT_IN = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
# Of the datatypes that the ontology may name, all that it does; OWL 2 Syntax, section 4, has the others.
DATATYPES = {expand(name) for name in ("rdfs:Literal xsd:boolean xsd:decimal xsd:integer xsd:string").split()}
# Section 4 lets tools support further datatypes. Values are as exact as their sources, so the data use these.
BEYOND = {expand(name) for name in ("xsd:date", "xsd:gYear", "xsd:gYearMonth")}

Triples = set[ox.Triple]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "out"
    building.build(Workspace.open(ROOT), folder)
    return folder


@pytest.fixture(scope="module", params=["ontology", "seutu", "seutu-inferred"])
def held(request: pytest.FixtureRequest, built: Path) -> Triples:
    return {quad.triple for quad in ox.parse(path=str(built / f"{request.param}.nt"))}


def kinds(held: Triples) -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for triple in held:
        if triple.predicate == RDF_TYPE and isinstance(triple.subject, ox.NamedNode):
            assert isinstance(triple.object, ox.NamedNode)
            found[triple.subject.value].add(triple.object.value)
    return found


def test_every_property_is_of_one_kind_and_has_values_of_that_kind(held: Triples) -> None:
    of = kinds(held)
    wrong = set[str]()
    for triple in held:
        name = triple.predicate.value
        if name.startswith(BUILT_IN):
            continue
        (kind,) = of[name] & {OBJECT, DATA, ANNOTATION} or {"undeclared"}
        literal = isinstance(triple.object, ox.Literal)
        if kind == "undeclared" or (kind == OBJECT and literal) or (kind == DATA and not literal):
            wrong.add(f"{kind}: {triple}")
    assert wrong == set()


def test_every_class_is_declared(held: Triples) -> None:
    of = kinds(held)
    used = {one for classes in of.values() for one in classes if not one.startswith(BUILT_IN)}
    assert {one for one in used if expand("owl:Class") not in of[one]} == set()


def test_ranges_are_datatypes_of_owl_2(held: Triples) -> None:
    of = kinds(held)
    ranges = {
        triple.object.value
        for triple in held
        if triple.predicate.value == expand("rdfs:range")
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.NamedNode)
        and DATA in of[triple.subject.value]
    }
    assert ranges <= DATATYPES


def test_only_days_months_and_years_are_of_other_datatypes(held: Triples) -> None:
    of = kinds(held)
    datatypes = {
        triple.object.datatype.value
        for triple in held
        if isinstance(triple.object, ox.Literal) and DATA in of[triple.predicate.value]
    }
    assert datatypes - BEYOND <= {*DATATYPES, expand("rdf:langString")}


# --- The reasoner -----------------------------------------------------------------------------------

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, which is not here; `make java` installs it"
)
IGNORE = "--ignoreUnsupportedDatatypes"


def reasoned(path: Path, *options: str) -> str:
    """What HermiT says of the consistency of a file in RDF/XML, and of its classes that can have no member."""
    package = find_spec("owlready2")
    assert package is not None
    assert package.origin is not None
    hermit = Path(package.origin).parent / "hermit"
    command = ["java", "-Xmx1000M", "-cp", f"{hermit}:{hermit / 'HermiT.jar'}"]
    command += ["org.semanticweb.HermiT.cli.CommandLine", *options, "-k", "-U", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    return done.stdout + done.stderr


SOUND = """\
http://www.w3.org/2002/07/owl#Thing is satisfiable.
Classes equivalent to 'owl:Nothing':
\towl:Nothing
"""


def in_xml(held: Iterable[ox.Triple | ox.Quad], path: Path) -> Path:
    path.write_bytes(serialise(held, ox.RdfFormat.RDF_XML))
    return path


@pytest.mark.slow
@needs_java
def test_the_ontology_is_sound_as_it_is_built(built: Path) -> None:
    assert reasoned(built / "ontology.rdf") == SOUND


@pytest.mark.slow
@needs_java
@pytest.mark.parametrize("stem", ["seutu", "seutu-inferred"])
def test_it_is_sound_with_the_data(built: Path, stem: str) -> None:
    """Nothing is taken out: the reasoner only takes a value of a datatype that it does not know for some value."""
    assert reasoned(built / f"{stem}.rdf", IGNORE) == SOUND


@pytest.mark.slow
@needs_java
def test_the_reasoner_refuses_the_data_for_nothing_but_such_values(built: Path, tmp_path: Path) -> None:
    assert "UnsupportedDatatypeException" in reasoned(built / "seutu.rdf")
    held = {quad.triple for quad in ox.parse(path=str(built / "seutu.nt"))}
    texts = {
        ox.Triple(one.subject, one.predicate, ox.Literal(one.object.value))
        if isinstance(one.object, ox.Literal) and one.object.datatype.value in BEYOND
        else one
        for one in held
    }
    assert reasoned(in_xml(texts, tmp_path / "texts.rdf")) == SOUND


# A contradiction of each sort that the ontology and what it restates of others can show.
FAULTS = {
    "two-classes-of-ours": ("ex:one a seutu:Body , seutu:Programme .", "Inconsistent ontology"),
    "two-classes-of-org": ("ex:one a seutu:Body . ex:two org:role ex:one .", "Inconsistent ontology"),
    "a-number-as-text": ('ex:one seutu:value "7" .', "Inconsistent ontology"),
    "a-class-without-members": (
        "ex:Odd a owl:Class ; rdfs:subClassOf seutu:Statement , seutu:Source .",
        "<https://example.org/Odd>",
    ),
}


@pytest.mark.slow
@needs_java
@pytest.mark.parametrize("fault", FAULTS)
def test_a_contradiction_is_found(built: Path, tmp_path: Path, fault: str) -> None:
    text, expected = FAULTS[fault]
    prefixes = {**PREFIXES, "ex": "https://example.org/"}
    turtle = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items()) + text
    wrong = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    held = {quad.triple for quad in ox.parse(path=str(built / "ontology.nt"))}
    assert expected in reasoned(in_xml(held | wrong, tmp_path / "wrong.rdf"))


# The header alone imports; what it imports is the ontology as it is built.
@pytest.mark.slow
@needs_java
@pytest.mark.parametrize(
    "path",
    sorted({*(ROOT / "ontology").glob("*.ttl")} - {ROOT / "ontology" / "seutu.ttl"}),
    ids=lambda path: path.stem,
)
def test_a_module_can_be_loaded_alone(path: Path, tmp_path: Path) -> None:
    assert reasoned(in_xml(ox.parse(path=str(path)), tmp_path / "module.rdf")) == SOUND
