"""Every table against its own description, read as a stranger would, and the typing of columns against any content."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu import Workspace
from seutu.answer.answer import Answer
from seutu.answer.csvw import CONTEXT, About, datatype_of, group_json, table, table_json
from seutu.language.labels import Labels
from seutu.rdf.model import Term
from seutu.rdf.namespaces import BASE, PREFIXES
from tests.loading import ROOT

ABOUT = About(
    "https://example.org/licence",
    "https://example.org/publisher",
    "https://example.org/dataset",
    {"en": "Tables", "fi": "Taulukot", "sv": "Tabeller"},
)
VARIABLE = re.compile(r"(?:[A-Za-z0-9_.]|%[0-9A-F]{2})+")
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
READS: Mapping[str, Callable[[str], object]] = {
    "anyURI": IRI.fullmatch,
    "string": re.compile(r"(?s).*").fullmatch,
    "integer": re.compile(r"[+-]?\d+").fullmatch,
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)").fullmatch,
    "boolean": re.compile(r"true|false|1|0").fullmatch,
    "gYear": re.compile(r"-?\d{4,}").fullmatch,
    "gYearMonth": re.compile(r"-?\d{4,}-\d\d").fullmatch,
    "date": date.fromisoformat,
}


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def tabled() -> list[str]:
    """The questions that are published as tables: those that need no value."""
    questions = workspace().questions
    return sorted(name for name in questions if not any(one.required for one in questions[name].parameters))


def faults(text: str, described: Mapping[str, Any]) -> Iterable[str]:
    """What a reader who knows only the standard would complain of."""
    dialect, schema = described["dialect"], described["tableSchema"]
    newline = dialect["lineTerminators"][0]
    assert text.endswith(newline)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect["delimiter"],
        quotechar=dialect["quoteChar"],
        doublequote=dialect["doubleQuote"],
        strict=True,
    )
    header, *rows = reader
    columns = schema["columns"]
    names = [column["name"] for column in columns]
    if len(header) != len(columns) or len(set(names)) != len(names):
        yield "columns"
    for heading, column in zip(header, columns, strict=True):
        if heading != column["titles"]["en"][0] or not VARIABLE.fullmatch(column["name"]):
            yield f"heading {heading}"
    for number, row in enumerate(rows, start=2):
        for cell, column in zip(row, columns, strict=True):
            if not fits(cell, column, schema["null"]):
                yield f"line {number}: {column['name']}: {cell!r}"


def fits(cell: str, column: Mapping[str, Any], null: str) -> bool:
    if cell == null:
        return not column.get("required")
    parts = cell.split(column["separator"]) if "separator" in column else [cell]
    datatype = column["datatype"]
    if isinstance(datatype, dict):
        return datatype["base"] == "string" and all(re.fullmatch(datatype["format"], part) for part in parts)
    try:
        return all(READS[datatype](part) for part in parts)
    except ValueError:
        return False


@pytest.mark.parametrize("name", tabled())
def test_a_table_is_as_its_description_says(name: str) -> None:
    answer = workspace().ask(name)
    described = json.loads(table_json(answer, f"{name}.csv", ABOUT))
    assert list(faults(answer.render("csv"), described)) == []


@pytest.mark.parametrize("name", tabled())
def test_a_table_says_what_it_is_in_three_languages(name: str) -> None:
    described = json.loads(table_json(workspace().ask(name), f"{name}.csv", ABOUT))
    assert described["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    for texts in (described["dc:title"], described["dc:description"]):
        assert [text["@language"] for text in texts] == ["fi", "sv", "en"]
        assert all(text["@value"] for text in texts)
    for column in described["tableSchema"]["columns"]:
        assert sorted(column["titles"]) == ["en", "fi", "sv"]
        assert all(title for titles in column["titles"].values() for title in titles)
    assert described["dc:license"] == {"@id": "https://example.org/licence"}
    assert described["dc:isPartOf"] == {"@id": "https://example.org/dataset"}


def column_of(name: str, column: str, **places: str) -> dict[str, Any]:
    described = table(workspace().ask(name, **places), "any.csv", ABOUT)
    columns: list[dict[str, Any]] = json.loads(json.dumps(described))["tableSchema"]["columns"]
    return next(one for one in columns if one["name"] == column)


def test_columns_of_real_tables_are_typed() -> None:
    assert column_of("role-counts", "roles")["datatype"] == "integer"
    assert column_of("measurements", "value")["datatype"] == "decimal"
    assert column_of("realisations", "day")["datatype"] == "date"
    assert column_of("periods", "begins")["datatype"] == "gYear"
    assert column_of("timeline", "begins")["datatype"]["format"].startswith("-?[0-9]{4,}")
    assert column_of("dates", "begins")["datatype"]["base"] == "string"
    assert column_of("codes", "code")["datatype"] == "string"
    assert column_of("commitment", "wording", case="jamsa")["lang"] == "fi"
    # Sources in two languages have no language in common.
    assert "lang" not in column_of("commitment", "wording")


def test_things_have_their_address_and_their_name_beside_them() -> None:
    assert column_of("roles", "body") == {
        "name": "body",
        "titles": {"fi": ["Toimielin"], "sv": ["Organ"], "en": ["body", "Body"]},
        "datatype": {"base": "string", "format": "[A-Za-z][A-Za-z0-9+.-]*:.+"},
        "valueUrl": "{+body}",
        "required": True,
    }
    assert column_of("roles", "body_label") == {
        "name": "body_label",
        "titles": {"fi": ["Toimielin (nimi)"], "sv": ["Organ (namn)"], "en": ["body_label", "Body (name)"]},
        "datatype": "string",
        "lang": "en",
        "required": True,
    }


def test_evidence_is_several_addresses_and_several_places_in_one_cell() -> None:
    places = column_of("roles", "evidence_label")
    assert column_of("roles", "evidence")["separator"] == " "
    assert places["separator"] == "; "
    assert places["titles"]["en"] == ["evidence_label", "Source (sign and place)"]
    assert [text["@language"] for text in places["dc:description"]] == ["fi", "sv", "en"]


def test_places_with_a_semicolon_in_their_name_are_not_taken_apart() -> None:
    answer = answer_of("thing evidence", [["it", "a"], ["it", "b"]])
    semicolon = ox.Literal("A; that is", language="en")
    assert isinstance(answer.labels.store, ox.Store)
    answer.labels.store.add(ox.Quad(thing("a"), ox.NamedNode(PREFIXES["skos"] + "prefLabel"), semicolon))
    columns: Any = table(answer, "any.csv", About())["tableSchema"]
    assert "separator" not in columns["columns"][-1]


def test_what_is_not_known_is_not_said() -> None:
    described = table(workspace().ask("roles"), "roles.csv", About())
    assert not {"dc:license", "dc:publisher", "dc:isPartOf"} & described.keys()


def test_all_tables_together_stand_in_order_and_say_what_is_common_once() -> None:
    tables = [table(workspace().ask(name), f"{name}.csv", ABOUT) for name in ("ties", "aims", "roles")]
    group = json.loads(group_json(tables, ABOUT))
    assert [one["url"] for one in group["tables"]] == ["aims.csv", "roles.csv", "ties.csv"]
    assert group["@context"] == json.loads(json.dumps(CONTEXT))
    assert [text["@value"] for text in group["dc:title"]] == ["Taulukot", "Tabeller", "Tables"]
    assert "@context" not in group["tables"][0]


def test_no_base_is_written_into_a_description_save_where_the_data_has_it() -> None:
    assert BASE not in table_json(workspace().ask("roles"), "roles.csv", ABOUT)


# --- Typing -------------------------------------------------------------------------------------------


def thing(name: str) -> ox.NamedNode:
    return ox.NamedNode("https://example.org/" + name)


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def answer_of(variables: str, rows: Iterable[Iterable[str]]) -> Answer:
    solutions = tuple(tuple(thing(name) for name in row) for row in rows)
    return Answer(tuple(variables.split()), solutions, Labels(ox.Store()))


TYPED = st.one_of(
    st.builds(lambda n: literal(str(n), "integer"), st.integers()),
    st.builds(lambda n: literal(str(n), "nonNegativeInteger"), st.integers(min_value=0)),
    st.builds(
        lambda n: literal(f"{n:f}", "decimal"), st.decimals(allow_nan=False, allow_infinity=False, places=2)
    ),
    st.builds(lambda flag: literal(str(flag).lower(), "boolean"), st.booleans()),
    st.builds(lambda day: literal(day.isoformat(), "date"), st.dates(date(1000, 1, 1))),
    st.builds(lambda year: literal(str(year), "gYear"), st.integers(1000, 9999)),
    st.builds(lambda day: literal(day.isoformat()[:7], "gYearMonth"), st.dates(date(1000, 1, 1))),
    st.builds(thing, st.sampled_from("abc")),
)
TEXT = st.builds(
    ox.Literal, st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1)
)
COLUMN = st.one_of(
    st.lists(st.none() | TYPED), st.lists(st.none() | TYPED | TEXT), *(st.lists(one) for one in (TYPED, TEXT))
)


@given(COLUMN)
def test_every_value_fits_the_type_of_its_column(terms: list[Term | None]) -> None:
    column = {"datatype": datatype_of(terms)}
    for term in terms:
        if isinstance(term, ox.NamedNode | ox.Literal):
            assert fits(term.value, column, null="\0")


@given(COLUMN, st.randoms())
def test_neither_order_nor_gaps_change_the_type(terms: list[Term | None], chance: Any) -> None:
    shuffled = [*terms, None]
    chance.shuffle(shuffled)
    assert datatype_of(shuffled) == datatype_of(terms)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], "string"),
        ([None], "string"),
        ([thing("a"), None], "anyURI"),
        ([thing("a"), ox.Literal("a")], "string"),
        ([literal("1", "nonNegativeInteger"), literal("-2", "integer")], "integer"),
        ([literal("1", "integer"), literal("1.5", "decimal")], "decimal"),
        ([literal("2002", "gYear")], "gYear"),
        ([literal("true", "boolean"), literal("1", "integer")], "string"),
        ([literal("P1Y", "duration")], "string"),
        ([ox.Literal("a", language="fi")], "string"),
        ([ox.Literal("12")], "string"),
    ],
)
def test_a_column_has_the_narrowest_type(terms: list[Term | None], expected: str) -> None:
    assert datatype_of(terms) == expected


def test_days_and_years_together_are_dates_of_any_precision() -> None:
    found = datatype_of([literal("2002", "gYear"), literal("2007-12-31", "date")])
    assert isinstance(found, dict)
    pattern = str(found["format"])
    assert re.fullmatch(pattern, "2002-07")
    assert not re.fullmatch(pattern, "2002-7")


def test_an_empty_table_is_described_too() -> None:
    answer = answer_of("thing evidence", [])
    described = json.loads(table_json(answer, "any.csv", About()))
    assert list(faults(answer.render("csv"), described)) == []
    assert [column["datatype"] for column in described["tableSchema"]["columns"]] == [
        "string", "anyURI", "string",
    ]  # fmt: skip


def test_nothing_is_required_of_an_empty_table() -> None:
    described = table_json(answer_of("thing evidence", []), "any.csv", About())
    assert '"required"' not in described


@pytest.mark.parametrize(
    ("langs", "expected"), [(["fi", "fi"], "fi"), (["fi", "sv"], None), (["fi", ""], None)]
)
def test_a_column_has_a_language_if_all_its_texts_have_it(langs: list[str], expected: str | None) -> None:
    # Of things of their own, or one language would stand for all.
    rows = tuple((thing(f"t{at}"), ox.Literal("a", language=lang or None)) for at, lang in enumerate(langs))
    answer = Answer(("it", "text"), rows, Labels(ox.Store()))
    columns: Any = table(answer, "any.csv", About())["tableSchema"]
    assert columns["columns"][-1].get("lang") == expected


@given(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=6))
def test_any_variable_makes_a_name(variable: str) -> None:
    answer = answer_of("", [])
    named = Answer((f"_{variable}", variable), (), answer.labels)
    columns: Any = table(named, "any.csv", About())["tableSchema"]
    names = [column["name"] for column in columns["columns"]]
    assert all(VARIABLE.fullmatch(name) and not name.startswith("_") for name in names)
