"""Matrices: a column for each value of one variable, and passages in the cells."""

import pyoxigraph as ox
import pytest

from seutu.answer import matrix
from seutu.answer.answer import Answer
from seutu.api import Workspace
from seutu.language.labels import Labels
from seutu.query.definition import parse_header
from seutu.rdf.model import Term
from tests.helpers import cases

QUESTION = """\
# title: Matrix
# matrix: function
SELECT ?body ?function ?matter ?evidence { ?body ?function ?matter , ?evidence }
"""


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{name}")


def order(term: Term) -> tuple[int, ...]:
    return (["decides", "prepares", "x/decides"].index(str(term)[21:-1]),)


def pivoted(*rows: str) -> Answer:
    store = ox.Store()
    solutions = tuple(tuple(None if name == "-" else iri(name) for name in row.split()) for row in rows)
    variables = ("body", "function", "matter", "evidence")
    answer = Answer(variables, solutions, Labels(store), parse_header("matrix.rq", QUESTION))
    return matrix.pivoted(answer, order)


def shown(answer: Answer) -> list[str]:
    return [
        " ".join("-" if cell is None else str(cell)[21:-1] for cell in cells) for cells in answer.solutions
    ]


def test_each_value_is_a_column_in_the_order_of_its_place() -> None:
    answer = pivoted("board prepares plan l1", "council decides plan l2")
    assert answer.variables == ("body", "decides", "prepares", "matter", "evidence")
    assert shown(answer) == ["board - l1 plan l1", "council l2 - plan l2"]


def test_functions_in_one_matter_are_one_row_and_in_two_are_two() -> None:
    answer = pivoted("board prepares plan l1", "board decides plan l2", "board decides budget l3")
    assert shown(answer) == ["board l2 l1 plan l2", "board l2 l1 plan l1", "board l3 - budget l3"]
    assert [len(row.evidence) for row in answer.rows] == [2, 1]


def test_a_cell_with_two_passages_makes_two_rows() -> None:
    answer = pivoted("board decides - l1", "board decides - l2", "board prepares - l1")
    assert shown(answer) == ["board l1 l1 - l1", "board l2 - - l2"]


def test_a_row_without_a_value_stays() -> None:
    assert shown(pivoted("board - plan l1")) == ["board plan l1"]


def test_two_values_with_one_last_part_are_two_columns() -> None:
    answer = pivoted("board decides plan l1", "board x/decides plan l2")
    assert answer.variables[1:3] == ("decides", "decides_2")


def test_an_answer_to_another_question_stays_as_it_is() -> None:
    text = QUESTION.replace("# matrix: function\n", "")
    answer = Answer((), (), Labels(ox.Store()), parse_header("matrix.rq", text))
    assert matrix.pivoted(answer, order) is answer


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("matrix")
    workspace = cases.opened(root)
    own = (
        cases.HEAD
        + """\
@prefix my: <https://example.org/function/> .
graph:own.ttl seutu:holdsLayer layer:stated ; seutu:holdsCase dataset:vaasa .
my:puts-its-seal-on skos:prefLabel "sinetöi"@fi , "puts its seal on"@en ;
    skos:inScheme <https://w3id.org/seutu/concept/function> .
statement:seal a seutu:DecisionRole ; seutu:body body:steering-group ; seutu:function my:puts-its-seal-on ;
    seutu:modality modality:asserted ; seutu:evidence source:v5-section .
"""
    )
    (root / "data" / "own.ttl").write_text(own, encoding="utf-8")
    return Workspace.open(workspace.root)


def test_a_function_of_the_workspace_is_a_column_after_those_of_the_package(workspace: Workspace) -> None:
    answer = workspace.ask("responsibility-matrix", "fi")
    assert answer.variables[3:9] == ("body", "matter", "period", "decides", "handles", "puts_its_seal_on")
    assert [answer.headings("fi")[name] for name in answer.variables[6:9]] == [
        "Päättää",
        "Käsittelee",
        "Sinetöi",
    ]


@pytest.mark.parametrize("fmt", ["csv", "json", "markdown", "table"])
def test_every_format_has_the_columns(workspace: Workspace, fmt: str) -> None:
    found = workspace.ask("responsibility-matrix", "en").render(fmt)
    assert "puts_its_seal_on" in found or "Puts its seal on" in found


def test_both_engines_draw_one_matrix(workspace: Workspace) -> None:
    fast, reference = (
        workspace.ask("responsibility-matrix", "en", engine=engine) for engine in ("fast", "reference")
    )
    assert fast.variables == reference.variables
    assert set(fast.solutions) == set(reference.solutions)


def test_each_row_is_explained_by_the_statements_of_its_functions(workspace: Workspace) -> None:
    found = workspace.ask("responsibility-matrix", "en", case="vaasa").render("table", explain=True)
    assert "puts its seal on" in found
    assert "Ohjausryhmä handles" in found


def test_a_source_cited_as_a_whole_is_shown_by_its_sign(workspace: Workspace) -> None:
    assert "| ministry |  |  | S1 |" in workspace.ask("responsibility-matrix", "en", body="ministry").render(
        "markdown"
    )
