"""The verb `explain`: a thing in sentences, or the proof of a statement."""

import json
from pathlib import Path

import pytest

from seutu.errors import ParameterError
from tests.helpers import small
from tests.helpers.commands import inside

RULE = "CONSTRUCT { ?thing a ?super } WHERE { ?thing a ?class . ?class rdfs:subClassOf ?super }"
PROVED = ("statement:1", "rdf:type", "seutu:Statement")


def test_a_thing_is_explained_by_any_of_its_names(folder: Path) -> None:
    first, *others = (inside(folder, "explain", name) for name in ("body:hqh", "HQH"))
    assert first.exit_code == 0
    assert "HQH" in first.stdout
    assert {ran.stdout for ran in others} == {first.stdout}


def test_json_is_for_a_program(folder: Path) -> None:
    assert json.loads(inside(folder, "explain", "body:hqh", "--format", "json").stdout)


def test_a_statement_that_follows_is_proved(tmp_path: Path) -> None:
    ran = inside(small.write(tmp_path, {"queries/rules/10-superclass.rq": RULE}), "explain", *PROVED)
    assert ran.exit_code == 0
    assert "10-superclass" in ran.stdout


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_what_neither_is_said_nor_follows_exits_1(folder: Path, lang: str) -> None:
    ran = inside(folder, "explain", "body:hqh", "rdf:type", "seutu:Statement", "--lang", lang)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "'body:hqh'" in ran.stderr


def test_a_proof_needs_a_value(folder: Path) -> None:
    with pytest.raises(
        ParameterError, match="A proof needs a value: seutu explain 'body:hqh' 'rdf:type' VALUE"
    ):
        inside(folder, "explain", "body:hqh", "rdf:type")
