"""Findings of an engine's report, and of the rows of a check."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest

from seutu.errors import QuerySyntaxError
from seutu.query.definition import parse_header
from seutu.query.graphs import Graphs
from seutu.shacl.findings import finding_of, findings_in, validate_check

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> ."
A, B = ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:b")
SH_RESULT, SH_PATH = (ox.NamedNode(f"http://www.w3.org/ns/shacl#{name}") for name in ("result", "resultPath"))
BOTH = {"en": "It is wrong. Mend it.", "fi": "Se on väärin."}
CHECK = """\
# title: Title
# problem: It is wrong.
# problem@fi: Se on väärin
# solution: Mend it
# severity: warning
SELECT ?focus ?path ?value ?message { ?focus ?path ?value }
"""


def graphs(text: str) -> Graphs:
    return Graphs(ox.parse(f"{HEAD} {text}", format=ox.RdfFormat.TURTLE))


def result(text: str) -> str:
    return f"[] a sh:ValidationReport ; sh:result [ sh:focusNode :a ; {text} ] ."


def test_a_result_has_its_parts() -> None:
    text = result(
        "sh:resultPath :p ; sh:value 5 ; sh:sourceShape :s ; sh:resultSeverity sh:Warning ; "
        'sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:resultMessage "no"@en , "ei"@fi'
    )
    (found,) = findings_in(graphs(text), graphs(""))
    assert (found.focus, found.path, found.shape, found.severity) == (A, "<urn:x:p>", "urn:x:s", "warning")
    assert isinstance(found.value, ox.Literal)
    assert found.component.endswith("#MinCountConstraintComponent")
    assert found.messages == {"en": "no", "fi": "ei"}


@pytest.mark.parametrize(
    ("severity", "word"),
    [("", "violation"), ("sh:resultSeverity sh:Info", "info"), ("sh:resultSeverity :odd", "urn:x:odd")],
)
def test_the_severity_is_a_word_or_an_iri(severity: str, word: str) -> None:
    (found,) = findings_in(graphs(result(severity)), graphs(""))
    assert found.severity == word


def test_a_path_is_looked_up_in_the_shapes_where_the_report_has_none() -> None:
    shapes = graphs("_:path sh:inversePath :p .")
    (path,) = {quad.subject for quad in shapes}
    report = graphs(result("sh:sourceShape :s"))
    (node,) = (quad.object for quad in report if quad.predicate == SH_RESULT)
    assert isinstance(node, ox.BlankNode)
    report.add(ox.Quad(node, SH_PATH, path))
    (found,) = findings_in(report, shapes)
    assert found.path == "^<urn:x:p>"


def test_an_engines_own_message_claims_no_more_than_was_found() -> None:
    (found,) = findings_in(graphs(result('sh:resultMessage "Value 5 is less than minimum 6"')), graphs(""))
    assert found.messages == {"": "Value 5 is not at least 6, or cannot be compared with it"}


def test_details_of_a_result_are_no_findings() -> None:
    assert len(findings_in(graphs(result("sh:detail [ sh:focusNode :b ]")), graphs(""))) == 1


@pytest.mark.parametrize(
    ("row", "path", "messages"),
    [
        ({"focus": A, "path": B}, "<urn:x:b>", BOTH),
        (
            {"focus": A, "message": ox.Literal("x")},
            None,
            {"en": "It is wrong: x. Mend it.", "fi": "Se on väärin: x."},
        ),
        (
            {"focus": A, "path": ox.Literal("p"), "message": B},
            None,
            {"en": "It is wrong. Mend it.", "fi": "Se on väärin."},
        ),
    ],
)
def test_a_row_of_a_check_is_a_finding(
    row: Mapping[str, ox.NamedNode | ox.Literal], path: str | None, messages: dict[str, str]
) -> None:
    found = finding_of(parse_header("a.rq", CHECK), row)
    assert (found.focus, found.path, found.component, found.severity) == (A, path, "a", "warning")
    assert found.messages == messages


def test_a_check_without_a_problem_says_its_title_or_its_name() -> None:
    text = "SELECT ?focus { ?focus ?p ?o }"
    assert finding_of(parse_header("a.rq", f"# title: Title\n{text}"), {"focus": A}).messages == {
        "en": "Title."
    }
    assert finding_of(parse_header("a.rq", text), {"focus": A}).messages == {"": "a."}


@pytest.mark.parametrize("text", ["SELECT ?thing { ?thing ?p ?o }", "ASK {}", "SELECT * { ?focus ?p ?o }"])
def test_what_selects_no_focus_is_not_a_check(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="a check is a SELECT with"):
        validate_check(parse_header("a.rq", text))
