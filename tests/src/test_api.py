"""A folder opened: its files, questions, rules and shapes, and where its faults are."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.api import Workspace
from seutu.errors import (
    InputError,
    ParameterError,
    QuerySyntaxError,
    ShapesError,
    UnknownName,
    WorkspaceError,
)
from seutu.inference.closure import INFERRED
from seutu.rdf import model
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.shacl.report import Finding, Report
from tests.helpers import small

ROOT = Path(__file__).resolve().parents[2]
CHECKS = "queries/checks/no-evidence.rq"
NAMELESS = """\
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix body: <https://w3id.org/seutu/id/body/> .


body:new a seutu:Body .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XML = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="https://w3id.org/seutu/ont#">'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(small.write(tmp_path))


def changed(folder: Path, files: dict[str, str | bytes | None]) -> Workspace:
    return Workspace.open(small.write(folder, files))


def only(report: Report) -> Finding:
    assert len(report.findings) == 1, report.text()
    return report.findings[0]


def test_each_file_is_a_graph_of_its_own(workspace: Workspace) -> None:
    graphs = {graph.value.removeprefix(BASE) for graph in workspace.asserted().named_graphs()}
    assert graphs == {
        "graph/ontology/small.ttl",
        "graph/data/sources/deck.ttl",
        "graph/data/small/body.ttl",
        "graph/queries",
    }
    assert [file.path for file in workspace.files] == [
        "ontology/small.ttl",
        "data/small/body.ttl",
        "data/sources/deck.ttl",
    ]


def test_prefixes_of_the_files_join_the_table(workspace: Workspace) -> None:
    assert workspace.prefixes["line"] == BASE + "id/source/deck/line/"
    assert workspace.prefixes.items() >= PREFIXES.items()


def test_what_follows_is_apart_from_what_is_said(workspace: Workspace) -> None:
    inferred = workspace.inferred()
    assert {str(quad.subject)[-2:-1] for quad in inferred} == {"1", "2"}
    assert {quad.graph_name for quad in inferred} == {INFERRED}
    assert set(workspace.closed()) == set(workspace.asserted()) | set(inferred)
    assert workspace.infer() == inferred


def test_which_query_uses_which_term_is_on_record(workspace: Workspace) -> None:
    uses = workspace.asserted().quads_for_pattern(
        ox.NamedNode(BASE + "graph/queries/checks/no-evidence.rq"),
        None,
        None,
        ox.NamedNode(BASE + "graph/queries"),
    )
    assert {quad.object for quad in uses} == {
        ox.NamedNode(PREFIXES["seutu"] + name) for name in ("Statement", "evidence")
    }


def test_questions_are_read_when_asked_for(workspace: Workspace) -> None:
    assert list(workspace.questions) == ["function-of", "who-decides"]
    assert workspace.questions["who-decides"].title["fi"] == "Kuka päättää mistä?"
    assert "none" not in workspace.questions
    assert len(workspace.questions) == 2
    assert [check.name for check in workspace.checks] == ["no-evidence"]
    assert [rule.name for rule in workspace.rules] == ["10-superclass"]


def test_a_question_is_answered(workspace: Workspace) -> None:
    answer = workspace.ask("who-decides", "en", body="Kunnat")
    assert len(answer.rows) == 1
    assert len(answer.rows[0].evidence) == 2


@pytest.mark.parametrize("name", ["who-decides", "function-of"])
def test_both_engines_answer_alike(workspace: Workspace, name: str) -> None:
    fast = workspace.ask(name, body="Group")
    slow = workspace.ask(name, engine="reference", body="Group")
    assert sorted(fast.rows, key=str) == sorted(slow.rows, key=str) != []


def test_an_unknown_question_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match=r"Did you mean 'who-decides'\?"):
        workspace.ask("who-decide")


def test_an_unknown_engine_is_told(workspace: Workspace) -> None:
    for call in (
        workspace.infer,
        workspace.validate,
        lambda engine: workspace.ask("who-decides", engine=engine),
    ):
        with pytest.raises(ParameterError, match="write fast or reference"):
            call(engine="swift")


def test_any_query_runs_with_or_without_what_follows(workspace: Workspace) -> None:
    text = "ASK { ?x a seutu:Statement }"
    assert workspace.query(text)
    assert not workspace.query(text, infer=False)


def test_the_small_workspace_is_sound(workspace: Workspace) -> None:
    assert workspace.validate().findings == ()
    assert workspace.validate(engine="reference").findings == ()


def test_a_finding_has_its_place(tmp_path: Path) -> None:
    report = changed(tmp_path, {"data/new.ttl": NAMELESS}).validate()
    found = only(report)
    assert (found.file, found.line) == ("data/new.ttl", 5)
    assert report.text("en").startswith(
        "data/new.ttl:5: violation: body:new skos:prefLabel: A body has a name."
    )


def test_a_finding_of_a_check_has_its_place(tmp_path: Path) -> None:
    text = small.BODY.replace("seutu:evidence line:10 .", "seutu:about 3 .")
    found = only(changed(tmp_path, {"data/small/body.ttl": text}).validate())
    assert (found.component, found.file, found.line) == ("no-evidence", "data/small/body.ttl", 16)


def test_the_place_is_the_file_that_says_the_odd_thing(tmp_path: Path) -> None:
    day = (
        NAMELESS.partition("\n")[0] + '\n<https://w3id.org/seutu/id/statement/2> seutu:from "2007-13-01" .\n'
    )
    found = only(changed(tmp_path, {"data/a.ttl": "", "data/z.ttl": day}).validate())
    assert (found.file, found.line) == ("data/z.ttl", 2)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (
            "data/x.trig",
            "@prefix seutu: <https://w3id.org/seutu/ont#> .\n<http://n/g> {\n<http://n/x> a seutu:Body }",
            3,
        ),
        (
            "data/x.nq",
            f"<http://n/x> {TYPE} <https://w3id.org/seutu/ont#Body> <http://n/g> .",
            1,
        ),
        (
            "data/x.nt",
            f"\n<http://n/x> {TYPE} <https://w3id.org/seutu/ont#Body> .",
            2,
        ),
        ("data/x.jsonld", '{\n"@id": "http://n/x",\n"@type": "https://w3id.org/seutu/ont#Body"}', 2),
        (
            "data/x.rdf",
            XML + '\n<s:Body r:about="http://n/x"/></r:RDF>',
            2,
        ),
        ("data/x.ttl", "[] a <https://w3id.org/seutu/ont#Body> .", 1),
    ],
)
def test_every_format_has_places(tmp_path: Path, name: str, text: str, line: int) -> None:
    found = only(changed(tmp_path, {name: text}).validate())
    assert (found.file, found.line) == (name, line)


def test_further_files_are_validated_with_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "new.ttl"
    other.parent.mkdir()
    other.write_text(NAMELESS + "<https://w3id.org/seutu/id/body/hqh> seutu:from 1 .", "utf-8")
    before = len(workspace.closed())
    for report in (workspace.validate([other]), workspace.validate([other], alone=True)):
        assert only(report).line == 5
    assert len(workspace.closed()) == before


def test_files_alone_lack_the_rest_of_the_data(tmp_path: Path) -> None:
    workspace = changed(tmp_path, {"data/new.ttl": NAMELESS})
    named = tmp_path / "names.ttl"
    named.write_text(
        '<https://w3id.org/seutu/id/body/new> <http://www.w3.org/2004/02/skos/core#prefLabel> "N"@en .'
    )
    assert workspace.validate([named]).findings == ()
    assert workspace.validate([named], alone=True).findings == ()
    assert only(workspace.validate([tmp_path / "data/new.ttl"], alone=True)).line == 5


def test_a_file_of_the_workspace_is_there_once(workspace: Workspace) -> None:
    inside = workspace.root / "data" / "small" / "body.ttl"
    assert workspace.validate([inside]).findings == ()


def test_other_shapes_can_be_used(workspace: Workspace, tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(small.SHAPES.replace("sh:minCount 1", "sh:minCount 3"), "utf-8")
    assert len(workspace.validate(shapes=[shapes]).findings) == 3


def test_faulty_shapes_are_told_with_their_place(tmp_path: Path) -> None:
    shapes = small.SHAPES.replace("sh:minCount 1", "sh:minCuont 1")
    with pytest.raises(ShapesError, match=r"^shapes/body.ttl:9: the shape shape:Body-name uses sh:minCuont"):
        changed(tmp_path, {"shapes/body.ttl": shapes}).validate()


@pytest.mark.parametrize(
    "inner",
    [
        'sh:sparql [ sh:select "SELECT $this { { SELECT ?x { $this ?p ?x } } }" ]',
        'sh:sparql [ sh:select "ASK {}" ]',
        "sh:property [ sh:path x:p ; sh:not x:S ]",
        "sh:property x:nowhere",
        "sh:not [ sh:property x:nowhere ]",
        "sh:property [ sh:path x:p ; x:my-min 3 ] . x:C sh:parameter [ sh:path x:my-min ] ; sh:validator []",
    ],
)
def test_what_stands_within_a_faulty_shape_has_a_place_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], inner: str
) -> None:
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix x: <http://x/> .\n"
    shapes = f"{head}x:S sh:targetClass x:T ; {inner} .\n"
    with pytest.raises(ShapesError, match=r"^shapes/more.ttl:3: the (shape|component) ") as caught:
        changed(tmp_path, {"shapes/more.ttl": shapes}).validate()
    assert "_:" not in str(caught.value)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("data/x.ttl", "<http://a> <http://b>\nx:c .", "data/x.ttl:2"),
        ("data/x.ttl", b"\n\xff", "data/x.ttl:2: is not UTF-8"),
        ("data/x.nq", "nope", "data/x.nq:1"),
        ("shapes/x.ttl", "nope", "shapes/x.ttl:1"),
        ("queries/rules/20-x.rq", "\nCONSTRUCT { ?a ?b } WHERE { ?a ?b ?c }", "queries/rules/20-x.rq:2"),
        ("queries/rules/20-x.rq", "SELECT * { ?a ?b ?c }", "queries/rules/20-x.rq: a rule is a CONSTRUCT"),
        ("queries/rules/20-x.rq", b"\xe4", "queries/rules/20-x.rq:1: is not UTF-8"),
        (CHECKS, "# severity: grave\nSELECT ?focus { ?focus ?b ?c }", f"{CHECKS}:1"),
        (CHECKS, "SELECT ?focus { ?focus foo:b ?c }", f"{CHECKS}:1:24: the prefix 'foo:'"),
    ],
)
def test_a_faulty_file_is_told_with_its_place(
    tmp_path: Path, name: str, content: str | bytes, words: str
) -> None:
    with pytest.raises((InputError, QuerySyntaxError)) as caught:
        changed(tmp_path, {name: content}).validate()
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("name", ["none.ttl", "data", "README"])
def test_a_file_that_cannot_be_read_is_told(workspace: Workspace, name: str) -> None:
    with pytest.raises(InputError):
        workspace.validate([workspace.root / name])


def test_an_empty_file_is_told(workspace: Workspace, tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("# nothing\n")
    with pytest.raises(InputError, match="holds no statement"):
        workspace.validate([empty])


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "data/.x.ttl": "nope",
        "data/.git/x.ttl": "nope",
        "data/x.txt": "nope",
    }
    assert len(changed(tmp_path, files).files) == 3


def test_shapes_and_queries_may_be_absent(tmp_path: Path) -> None:
    workspace = changed(
        tmp_path, {name: None for name in small.FILES if name.startswith(("shapes", "queries"))}
    )
    assert workspace.validate().passes
    assert list(workspace.questions) == []
    assert workspace.inferred() == []


def test_data_may_not(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="has no RDF in data/"):
        changed(tmp_path / "a", {name: None for name in small.FILES if name.startswith("data")})
    with pytest.raises(WorkspaceError, match="is not a folder"):
        Workspace.open(tmp_path / "none")


def test_the_nearest_folder_upwards_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write(tmp_path)
    monkeypatch.chdir(tmp_path / "data" / "small")
    assert Workspace.open().root == tmp_path


def test_without_one_the_workspace_that_came_along_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Workspace.open().root == ROOT


def test_rdflib_gets_copies(workspace: Workspace) -> None:
    graph, dataset = workspace.graph(), workspace.dataset()
    assert len(graph) == len({quad.triple for quad in workspace.closed()})
    assert len(workspace.graph(inferred=False)) < len(graph)
    assert len(list(dataset.graphs())) >= 5
    rows = graph.query('SELECT ?s { ?s skos:prefLabel "Kunnat"@fi }')
    assert len(list(rows)) == 1


def test_opening_does_not_change_a_file(tmp_path: Path) -> None:
    workspace = Workspace.open(small.write(tmp_path))
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    workspace.validate()
    workspace.ask("who-decides")
    assert before == {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def ours() -> Workspace:
    return Workspace.open(ROOT)


def test_every_finding_in_this_repository_has_a_place(ours: Workspace) -> None:
    assert [finding for finding in ours.validate().findings if not finding.file] == []


def test_the_prefixes_of_its_files_do_not_contradict_the_table(ours: Workspace) -> None:
    for file in (*ours.files, *ours.shape_files):
        for prefix, iri in model.declared(file.data, file.format).items():
            assert PREFIXES.get(prefix, iri) == iri, (file.path, prefix)


def test_every_thing_it_names_is_found_on_a_line(ours: Workspace) -> None:
    for file in ours.files:
        store = ox.Store()
        file.add_to(store)
        for subject in {quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode)}:
            assert file.line_of(subject.value) is not None, (file.path, subject)


def test_no_statement_of_it_stands_in_two_files(ours: Workspace) -> None:
    # The engine takes all graphs as one without folding what they share, so a COUNT would count it twice.
    assert len(ours.closed()) == len({quad.triple for quad in ours.closed()})
