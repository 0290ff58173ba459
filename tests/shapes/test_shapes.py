"""Each constraint of the shapes against its own neighbours: files a line apart, of which one is wrong in that one way.

Every fixture is a small world on top of `context.ttl`. All are validated in one run, each under names of its own, and
an invalid one must be found wrong for the one reason that its ``# expects:`` line gives, and for no other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from seutu.api import Workspace
from seutu.inference.closure import closure
from seutu.query.graphs import Graphs
from seutu.rdf.namespaces import BASE
from seutu.shacl.report import Finding
from seutu.validation import reference
from seutu.validation.checks import validate
from tests.loading import ROOT, store_of
from tests.questions.asking import of_case

HERE = Path(__file__).parent
EXAMPLE = "https://example.org/"
SHAPE = BASE + "shape#"
EXPECTS = re.compile(r"^# expects: shape:(\S+) sh:(\S+)$", re.MULTILINE)

VALID = sorted(HERE.glob("*/valid.*.ttl"))
INVALID = sorted(HERE.glob("*/invalid.*.ttl"))
FIXTURES = [*VALID, *INVALID]

# What makes a shape report something: each name begins that of the constraint component that it reports.
CONSTRAINING = (
    "class closed datatype disjoint hasValue in languageIn maxCount minCount minExclusive minInclusive minLength node"
    " nodeKind or pattern qualifiedMinCount sparql uniqueLang xone"
).split()
COMPONENTS = {SH[name]: "SPARQL" if name == "sparql" else name[0].upper() + name[1:] for name in CONSTRAINING}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
# What is said of a shape and constrains nothing by itself.
PLAIN = {
    RDF.type, SH.ignoredProperties, SH.message, SH.path, SH.property, SH.qualifiedValueShape, SH.severity,
    SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf,
}  # fmt: skip

Key = tuple[str, str | None, str, str, str | None, str]


def name_of(path: Path) -> str:
    """The name of a fixture: ``body/valid.person``."""
    return path.relative_to(HERE).with_suffix("").as_posix()


def expected(path: Path) -> list[tuple[str, str]]:
    return EXPECTS.findall(path.read_text(encoding="utf-8"))


def key(finding: Finding) -> Key:
    value = str(finding.value)
    return (str(finding.focus), finding.path, value, finding.component, finding.shape, finding.severity)


def reason(finding: Finding) -> tuple[str, str]:
    return (str(finding.shape).removeprefix(SHAPE), finding.component.removeprefix(str(SH)))


# --- The worlds ---------------------------------------------------------------------------------------


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@cache
def context() -> tuple[ox.Triple, ...]:
    return tuple(quad.triple for quad in store_of(HERE / "context.ttl"))


@cache
def world(path: Path) -> tuple[ox.Triple, ...]:
    """What a fixture says, with names that no other fixture has; a line more means a source of its own, too."""
    said = [quad.triple for quad in store_of(path)]
    if any(triple.predicate.value == BASE + "ont#lineNumber" for triple in said):
        said += context()
    own = {str(triple.subject)[1:-1] for triple in said}
    return tuple(_renamed(triple, own, EXAMPLE + name_of(path) + "/") for triple in said)


def _renamed(triple: ox.Triple, own: set[str], prefix: str) -> ox.Triple:
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.NamedNode) and subject.value in own:
        subject = ox.NamedNode(subject.value.replace(EXAMPLE, prefix))
    if isinstance(value, ox.NamedNode) and value.value in own:
        value = ox.NamedNode(value.value.replace(EXAMPLE, prefix))
    return ox.Triple(subject, triple.predicate, value)


def closed(paths: Iterable[Path]) -> Graphs:
    """The ontology, the context and the worlds of these fixtures, with all that follows."""
    files = [file for file in workspace().files if file.path.startswith("ontology/")]
    ontology = [
        quad
        for file in files
        for quad in workspace().asserted().quads_for_pattern(None, None, None, file.graph)
    ]
    triples = [*context(), *(triple for path in paths for triple in world(path))]

    def fill(store: Graphs) -> None:
        store.extend(ontology)
        store.extend(ox.Quad(*triple) for triple in triples)

    return closure(fill, workspace().rules, workspace().prefixes)[0]


@cache
def findings() -> dict[str, list[Finding]]:
    """What the fast engine finds, by the name of the fixture; what it finds elsewhere, under no name."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in validate(closed(FIXTURES), workspace().shapes).findings:
        place = re.match(rf"<{EXAMPLE}(\w+/[^/]+)/", str(finding.focus))
        found[place[1] if place else ""].append(finding)
    return found


def assert_engines_agree(data: Graphs) -> None:
    fast, slow = (engine(data, workspace().shapes).findings for engine in (validate, reference.validate))
    assert set(map(key, slow)) ^ set(map(key, fast)) == set()
    assert len(slow) == len(fast)


# --- What the shapes are ------------------------------------------------------------------------------


@cache
def shapes() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


def reporting() -> Iterator[Node]:
    """The shapes whose results reach the report: those with a target, and the property shapes of these."""
    targeted = {shape for target in TARGETS for shape in shapes().subjects(target)}
    yield from targeted | {inner for shape in targeted for inner in shapes().objects(shape, SH.property)}


def constraints() -> set[tuple[str, str]]:
    """The pairs of shape and component that can be reported."""
    return {
        (str(shape).removeprefix(SHAPE), COMPONENTS[URIRef(str(predicate))] + "ConstraintComponent")
        for shape in reporting()
        for predicate in shapes().predicates(shape)
        if predicate not in PLAIN
    }


def speaking() -> set[Node]:
    """The shapes that have something of their own to say: all property shapes, and node shapes that report."""
    named = {name for name, _ in constraints()}
    return {*shapes().subjects(RDF.type, SH.PropertyShape), *(URIRef(SHAPE + name) for name in named)}


# --- Tests --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_a_valid_fixture_conforms(path: Path) -> None:
    assert expected(path) == []
    assert [reason(finding) for finding in findings()[name_of(path)]] == []


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_an_invalid_fixture_is_wrong_in_the_one_way_it_says(path: Path) -> None:
    assert len(expected(path)) == 1
    assert [reason(finding) for finding in findings()[name_of(path)]] == expected(path)


def test_nothing_is_wrong_with_what_the_fixtures_share() -> None:
    assert [(*key(finding),) for finding in findings()[""]] == []


def test_every_constraint_has_an_invalid_neighbour_and_every_neighbour_a_constraint() -> None:
    assert {pair for path in INVALID for pair in expected(path)} == constraints()


def test_every_topic_has_shapes_and_fixtures() -> None:
    topics = {path.stem for path in (ROOT / "ontology").glob("*.ttl")} - {"alignments", "sentences"}
    assert topics == {path.stem for path in (ROOT / "shapes").glob("*.ttl")}
    assert topics <= {path.parent.name for path in VALID}


def test_every_class_of_the_ontology_is_targeted() -> None:
    ontology = Graph()
    for path in (ROOT / "ontology").glob("*.ttl"):
        ontology.parse(path)
    targets = set(shapes().objects(None, SH.targetClass))
    declared = {
        one for one in ontology.subjects(RDFS.isDefinedBy) if (one, RDFS.subClassOf, None) in ontology
    }
    uncovered = {
        one for one in declared - targets if not targets & set(ontology.objects(one, RDFS.subClassOf))
    }
    assert uncovered == set()


def test_no_two_files_declare_the_same_shape() -> None:
    files = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "shapes").glob("*.ttl"))]
    declared = [name for text in files for name in re.findall(r"^shape:(\S+) a ", text, re.MULTILINE)]
    assert len(declared) > 100
    assert [name for name in set(declared) if declared.count(name) > 1] == []


def test_every_shape_has_a_name() -> None:
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    named = [shape for kind in kinds for shape in shapes().subjects(RDF.type, kind)]
    assert all(isinstance(shape, URIRef) and shape.startswith(SHAPE) for shape in named)
    assert {*shapes().objects(None, SH.property), *shapes().objects(None, SH.sparql)} <= set(named)


def test_blank_nodes_are_for_lists_alone() -> None:
    lists = [one for path in (SH.ignoredProperties, SH["or"], SH.xone, SH["in"], SH.languageIn) for one in
             shapes().objects(None, path)]  # fmt: skip
    cells = {cell for one in lists for cell in cells_of(one)}
    named = {one for one in shapes().subjects(RDF.first) if isinstance(one, URIRef)}
    assert cells == {one for one in shapes().subjects() if not isinstance(one, URIRef)} | named


def cells_of(head: Node) -> Iterator[Node]:
    """The nodes of a list, which may go on in one that has a name."""
    while head != RDF.nil:
        yield head
        head = next(shapes().objects(head, RDF.rest))


def test_every_shape_that_reports_says_so_in_three_languages_and_its_severity_if_not_the_default() -> None:
    for shape in speaking():
        messages = [
            str(text.language) for text in shapes().objects(shape, SH.message) if hasattr(text, "language")
        ]
        assert sorted(messages) == ["en", "fi", "sv"], shape
        severities = set(shapes().objects(shape, SH.severity))
        assert severities <= {SH.Warning, SH.Info}, shape
        assert len(severities) < 2, shape


def test_severity_and_message_stand_on_the_shape_not_on_its_query() -> None:
    said = {RDF.type, SH.prefixes, SH.select, URIRef(BASE + "ont#locality")}
    for query in shapes().subjects(RDF.type, SH.SPARQLConstraint):
        assert set(shapes().predicates(query)) == said


def test_the_data_conforms_save_for_a_contact_that_is_nobody_s() -> None:
    report = validate(workspace().closed(), workspace().shapes)
    assert report.passes
    assert [reason(finding) for finding in report.findings] == [
        ("ContactShape-placeholder", "InConstraintComponent")
    ]


# In two halves, for the reference engine uses one core.
@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
def test_engines_agree_on_every_fixture(half: int) -> None:
    assert_engines_agree(closed(FIXTURES[half::2]))


# With all cases together pyshacl takes most of an hour.
@pytest.mark.long
@pytest.mark.parametrize("case", ["jamsa", "central-baltic", "vaasa"])
def test_engines_agree_on_the_data(case: str) -> None:
    assert_engines_agree(of_case(case).closed())
