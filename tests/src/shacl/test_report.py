"""A report for people and for machines."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from seutu.errors import ParameterError
from seutu.rdf.namespaces import BASE, expand
from seutu.shacl.findings import findings_in
from seutu.shacl.report import FORMATS, Finding, Report

HERE = ox.NamedNode(BASE + "id/body/x")
FINDING = Finding(
    focus=HERE,
    path=f"<{expand('skos:prefLabel')}>",
    value=ox.Literal('a: 100 %,\n<b> & "c"', language="fi"),
    component=expand("sh:MinCountConstraintComponent"),
    shape=expand("shape:Body-name"),
    severity="violation",
    messages={"en": "A name is missing.", "fi": "Nimi puuttuu.", "": "?"},
    file="data/x.ttl",
    line=3,
)
WARNING = replace(
    FINDING, severity="warning", component="a-check", shape=None, path=None, value=HERE, line=None
)
REPORT = Report.of([WARNING, FINDING])


def test_the_gravest_stands_first_whatever_the_order() -> None:
    assert REPORT.findings == (FINDING, WARNING)
    assert Report.of([FINDING, WARNING]) == REPORT


def test_only_violations_stop_conformance() -> None:
    assert not REPORT.passes
    assert Report.of([WARNING]).passes
    assert Report.of([]).passes
    assert REPORT.count("violation") == REPORT.count("warning") == 1
    assert REPORT.count("info") == 0
    assert REPORT.at_least("warning") == [FINDING, WARNING]
    assert REPORT.at_least("violation") == [FINDING]


def test_text_is_a_line_a_finding() -> None:
    first, second = Report.of([replace(FINDING, value=None), WARNING]).text("en").splitlines()
    assert first == "data/x.ttl:3: violation: body:x skos:prefLabel: A name is missing."
    assert second == "data/x.ttl: warning: body:x: A name is missing."


@pytest.mark.parametrize(
    ("lang", "words"), [("fi", "virhe: "), ("fi", "Nimi puuttuu."), ("sv", "fel: "), ("sv", ": ?")]
)
def test_text_speaks_the_readers_language(lang: str, words: str) -> None:
    assert words in REPORT.text(lang).splitlines()[0] if "\n" not in words else True


def test_a_finding_without_words_names_its_constraint() -> None:
    assert replace(FINDING, messages={}).message("en") == "sh:MinCountConstraintComponent"
    assert replace(WARNING, messages={}).message("en") == "a-check"


def test_json_holds_everything() -> None:
    told = json.loads(REPORT.json())
    assert told["conforms"] is False
    assert told["findings"][0]["value"] == {"type": "literal", "value": FINDING.value.value, "xml:lang": "fi"}  # type: ignore[union-attr]
    assert told["findings"][1]["focus"] == {"type": "uri", "value": HERE.value}
    assert told["findings"][0]["line"] == 3


def test_turtle_is_a_shacl_report() -> None:
    deep = replace(FINDING, path="(^((<http://n/p>/<http://n/q>)*))|<http://n/r>", file=None, line=None)
    own = replace(deep, severity="http://n/Grave", shape="_:b")
    report = Report.of([deep, own])
    store = ox.Store()
    store.load(report.turtle(), format=ox.RdfFormat.TURTLE)
    again = Report.of(findings_in(store, ox.Store()))
    assert [replace(finding, shape=None) for finding in again.findings] == [
        replace(finding, shape=None) for finding in report.findings
    ]
    assert report.turtle() == report.turtle()


def test_a_check_stands_in_turtle_by_its_name() -> None:
    assert "check/a-check" in Report.of([WARNING]).turtle()


def test_github_gets_a_command_a_line() -> None:
    first, second = REPORT.github("en").splitlines()
    assert first.startswith("::error file=data/x.ttl,line=3,title=shape%3ABody-name::body:x skos:prefLabel")
    assert "100 %25" in first
    assert second == "::warning file=data/x.ttl,title=a-check::body:x: A name is missing."


def test_junit_is_xml_with_a_case_a_finding() -> None:
    odd = replace(FINDING, messages={"en": "\x00 & ]]> \n"})
    suite = ElementTree.fromstring(Report.of([odd, WARNING]).junit())
    assert suite.attrib["tests"] == "2"
    assert suite.attrib["failures"] == "1"
    assert [case[0].tag for case in suite] == ["failure", "system-out"]
    assert ElementTree.fromstring(Report.of([]).junit()).attrib["tests"] == "1"


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_is_the_same_twice_and_for_nothing_found(fmt: str) -> None:
    assert REPORT.render(fmt) == REPORT.render(fmt)
    assert isinstance(Report.of([]).render(fmt), str)


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(ParameterError, match="text, json, turtle, github, junit"):
        REPORT.render("html")


# What a literal, a path or a message can hold, and how it is shown: nothing starts a line or moves what stands before.
UNSEEN = {
    "a\nx.ttl:1: violation: forged": "a\\nx.ttl:1: violation: forged",
    "a\rb\tc": "a\\rb\\tc",
    "\x1b[2Jgone": "\\u001B[2Jgone",
    "a\u2028b\u0085c": "a\\u2028b\\u0085c",
    "\u202eturned\u2066": "\\u202Eturned\\u2066",
    "ä – å 💡 漢": "ä – å 💡 漢",
}


@pytest.mark.parametrize(("text", "shown"), UNSEEN.items(), ids=ascii)
def test_a_finding_is_one_line_in_which_nothing_is_hidden(text: str, shown: str) -> None:
    finding = replace(WARNING, messages={"": text}, value=ox.Literal(text))
    line = Report.of([finding]).text()
    assert line.endswith(f": {shown}\n")
    assert line.count("\n") == 1
    command = Report.of([finding]).github()
    assert command.count("\n") == 1
    assert command.endswith(f": {shown.replace('%', '%25')}\n")


def test_a_warning_passes_and_does_not_conform() -> None:
    report = Report.of([WARNING])
    assert (report.conforms, report.passes) == (False, True)
    assert json.loads(report.json())["conforms"] is False
    assert json.loads(report.json())["passes"] is True
    assert "sh:conforms false" in report.turtle()
    assert "sh:conforms true" in Report.of([]).turtle()
