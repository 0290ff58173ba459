"""Queries as they are published: they run where nobody knows the prefix table, and find what they find here."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, URIRef, Variable
from rdflib.term import Identifier
from rdflib.util import from_n3

from seutu import Workspace
from seutu.errors import UnknownName
from seutu.query.definition import parse_header
from seutu.query.portable import with_dataset, with_prefixes
from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES
from tests.loading import ROOT, queries
from tests.questions.asking import of_case

Rows = set[tuple[object, ...]]

DECLARED = re.compile(r"^PREFIX ([\w-]+): <([^>]*)>\n", re.MULTILINE)
ALL = [path for kind in ("questions", "checks", "rules") for path in queries(kind)]
QUESTIONS = queries("questions")
WITHOUT_VALUES = [
    path
    for path in QUESTIONS
    if not any(each.required for each in parse_header(path.name, path.read_text("utf-8")).parameters)
]
# Of everything there is, the reference engine would not come to an end.
ABOUT = {"about": {"thing": f"{PREFIXES['body']}ako"}}
BARE = "SELECT ?x ?evidence { ?x a seutu:Body ; skos:prefLabel ?name }\n"


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


CASES = ("jamsa", "central-baltic", "vaasa")


@cache
def answering(question: str) -> str:
    """The first case in which a question finds something: rdflib needs long to go through all."""
    text = workspace().questions[question].text
    return next(case for case in CASES if list(cast("ox.QuerySolutions", of_case(case).query(text))))


@cache
def dataset(case: str) -> Dataset:
    return of_case(case).dataset()


def without_declarations(text: str) -> str:
    return DECLARED.sub("", text)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_prefixes_are_those_used_in_order_and_the_rest_is_as_it_was(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    published = with_prefixes(without_declarations(text), workspace().prefixes)
    declared = DECLARED.findall(published)
    assert declared == sorted(declared)
    assert {name for name, _ in declared} == {name for name, _ in DECLARED.findall(text)}
    assert without_declarations(published).split() == without_declarations(text).split()
    assert with_prefixes(published, {}) == published
    was, now = parse_header("one", text), parse_header("one", published)
    assert (was.title, was.parameters, was.variables) == (now.title, now.parameters, now.variables)


def found(text: str) -> Rows:
    """What pyoxigraph finds when nothing is declared for it, in the union of all graphs."""
    result = workspace().closed().query(text, use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    return {tuple(map(plain, row)) for row in result}


def plain(term: Term | None) -> object:
    return None if term is None else from_n3(str(term))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_published_question_finds_elsewhere_what_it_finds_here(path: Path) -> None:
    assert found(published(path)) == expected(path)


@pytest.mark.slow
@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_published_question_finds_the_same_with_the_reference_engine(path: Path) -> None:
    values: dict[str, Identifier] = {name: URIRef(iri) for name, iri in ABOUT.get(path.stem, {}).items()}
    case = answering(path.stem)
    rows = dataset(case).query(published(path), initBindings=values).bindings
    names = workspace().questions[path.stem].variables
    found = {tuple(values.get(name) or row.get(Variable(name)) for name in names) for row in rows}
    right = {
        row
        for row in expected(path, of_case(case))
        if all(row[names.index(name)] == one for name, one in values.items())
    }
    assert right
    assert found == right


def published(path: Path) -> str:
    return with_prefixes(without_declarations(path.read_text(encoding="utf-8")))


def expected(path: Path, asked: Workspace | None = None) -> Rows:
    answer = (asked or workspace()).query(workspace().questions[path.stem].text)
    assert isinstance(answer, ox.QuerySolutions)
    return {tuple(map(plain, row)) for row in answer}


def test_prefixes_stand_below_the_header() -> None:
    published = with_prefixes("# title: One\n" + BARE)
    assert published == (
        f"# title: One\nPREFIX seutu: <{PREFIXES['seutu']}>\nPREFIX skos: <{PREFIXES['skos']}>\n\n{BARE}"
    )


def test_what_the_query_declares_itself_is_kept_if_it_is_used() -> None:
    text = "PREFIX b: <https://example.org/b#> PREFIX a: <https://example.org/a#> # why\nASK { ?x a b:C }\n"
    assert with_prefixes(text) == "PREFIX b: <https://example.org/b#>\n  # why\nASK { ?x a b:C }\n"
    own = f"PREFIX skos: <https://example.org/skos#>\n{BARE}"
    assert "PREFIX skos: <https://example.org/skos#>\n" in with_prefixes(own)


def test_only_names_are_taken_for_names() -> None:
    text = '# dcat: in a comment\nSELECT * { ?x ?y "foaf:name", <prov:Entity>, _:blank ; ?z seutu:a }# eli:this\n'
    assert [name for name, _ in DECLARED.findall(with_prefixes(text))] == ["seutu"]


def test_prefixes_stand_behind_a_base() -> None:
    published = with_prefixes("BASE <https://example.org/>\nASK { <a> a seutu:Body }\n")
    assert published.startswith("BASE <https://example.org/>\nPREFIX seutu: ")
    assert isinstance(ox.Store().query(published), ox.QueryBoolean)


def test_a_prefix_that_nobody_knows_is_told() -> None:
    with pytest.raises(UnknownName, match=r"prefix.*'nobody'"):
        with_prefixes("ASK { ?x a nobody:Thing }")


@given(st.lists(st.sampled_from(sorted(PREFIXES)), max_size=6), st.booleans(), st.text("#\n aA", max_size=8))
def test_any_choice_of_prefixes_is_declared_once_each(names: list[str], declared: bool, note: str) -> None:
    header = "".join(f"# {line}\n" for line in note.split("\n") if note)
    own = "".join(f"prefix {name}: <{PREFIXES[name]}>\n" for name in dict.fromkeys(names)) if declared else ""
    text = f"{header}{own}SELECT * {{ ?x ?y {', '.join(f'{name}:one' for name in names) or '?z'} }}\n"
    published = with_prefixes(text)
    assert [name for name, _ in DECLARED.findall(published)] == sorted(set(names))
    assert published.startswith(header)
    assert published.lower().count("prefix ") == len(set(names))
    ox.Store().query(published)


def graphs() -> list[str]:
    return [graph.value for graph in workspace().closed().named_graphs() if isinstance(graph, ox.NamedNode)]


def asked(path: Path) -> Counter[tuple[object, ...]]:
    """What `ask` finds, row by row."""
    found = workspace().query(workspace().questions[path.stem].text)
    assert isinstance(found, ox.QuerySolutions)
    return Counter(tuple(map(plain, row)) for row in found)


@cache
def bare_store() -> ox.Store:
    """What is said and follows, in a store that is asked as it comes: its default graph is empty."""
    store = ox.Store()
    store.extend(workspace().closed())
    return store


@pytest.mark.parametrize("path", WITHOUT_VALUES, ids=lambda path: path.stem)
def test_both_forms_of_a_question_find_what_ask_finds(path: Path) -> None:
    named = with_dataset(published(path), graphs())
    found = bare_store().query(named)
    assert isinstance(found, ox.QuerySolutions)
    assert {tuple(map(plain, row)) for row in found} == set(asked(path))
    assert set(asked(path)) == expected(path)
    unnamed = bare_store().query(published(path))
    assert isinstance(unnamed, ox.QuerySolutions)
    assert not expected(path) or {tuple(map(plain, row)) for row in unnamed} != expected(path)


@pytest.mark.slow
@pytest.mark.parametrize("path", WITHOUT_VALUES, ids=lambda path: path.stem)
def test_the_form_that_names_its_graphs_finds_the_same_with_rdflib(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As docs/queries.md says: else rdflib looks for the graphs on the web.
    monkeypatch.setattr("rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS", False)
    case = answering(path.stem)
    rows = separate(case).query(with_dataset(published(path), graphs())).bindings
    names = [Variable(name) for name in workspace().questions[path.stem].variables]
    assert {tuple(row.get(name) for name in names) for row in rows} == expected(path, of_case(case))


@cache
def separate(case: str) -> Dataset:
    whole = Dataset(default_union=False)
    for graph in dataset(case).graphs():
        for triple in graph:
            whole.graph(graph.identifier).add(triple)
    return whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * \nCLAUSES{ ?s ?p ?o }"),
        ("SELECT (COUNT(*) AS ?n)\nWHERE { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n)\nCLAUSESWHERE { ?s ?p ?o }"),
        ("ASK { ?s ?p ?o }", "ASK \nCLAUSES{ ?s ?p ?o }"),
        ("CONSTRUCT { ?s ?p ?o }\n{ ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o }\nCLAUSES{ ?s ?p ?o }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT \nCLAUSESWHERE { ?s ?p ?o }"),
        ("DESCRIBE <urn:where>", "DESCRIBE <urn:where>\nCLAUSES"),
        ("ASK FROM <urn:c> { ?s ?p ?o }", "ASK FROM <urn:c> { ?s ?p ?o }"),
    ],
)
def test_graphs_are_named_before_the_pattern(text: str, expected: str) -> None:
    clauses = "FROM <urn:a>\nFROM <urn:b>\nFROM NAMED <urn:a>\nFROM NAMED <urn:b>\n"
    named = with_dataset(text, ["urn:b", "urn:a"])
    assert named == expected.replace("CLAUSES", clauses)
    ox.Store().query(named)
