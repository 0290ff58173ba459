"""The words of a SPARQL text: tokens, the form, variables, prefixes, and the place of a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.query import lexer


def words(text: str) -> list[str]:
    return [token.text for token in lexer.tokenize(text)]


def test_strings_comments_and_iris_are_one_word_or_none() -> None:
    text = 'SELECT ?a { ?a <http://a#SELECT> "# {" } # ASK'
    assert words(text) == ["SELECT", "?a", "{", "?a", "<http://a#SELECT>", '"# {"', "}"]


@given(st.text(max_size=100))
def test_every_token_stands_where_it_says(text: str) -> None:
    found = lexer.tokenize(text)
    assert all(text.startswith(token.text, token.start) for token in found)
    starts = [token.start for token in found]
    assert starts == sorted(set(starts))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX a: <b> SELECT * {}", "SELECT"),
        ("base <b> ask {}", "ASK"),
        ("CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("DESCRIBE <a>", "DESCRIBE"),
        ("WITH <a> DELETE {} WHERE {}", "UPDATE"),
        ("# SELECT", ""),
        ("'SELECT'", ""),
    ],
)
def test_the_form_of_a_query(text: str, form: str) -> None:
    assert lexer.form(lexer.tokenize(text)) == form


@pytest.mark.parametrize("text", ["SERVICE <a> {}", "trueSERVICE<a>{}", "service:a"])
def test_a_call_to_another_machine_is_found(text: str) -> None:
    assert lexer.service_clause(lexer.tokenize(f"SELECT * {{ {text} }}"))


def test_a_string_calls_no_other_machine() -> None:
    assert lexer.service_clause(lexer.tokenize("SELECT * { ?a ?b 'SERVICE' } # SERVICE")) is None


def test_declared_prefixes() -> None:
    found = lexer.declared(lexer.tokenize("PREFIX a: <http://a/> prefix : <b> SELECT * { a:b a:c '<d>' }"))
    assert found == {"a": "http://a/", "": "b"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT ?a (COUNT(?b) AS ?c) WHERE { ?a ?d ?b }", ("a", "c")),
        ("SELECT DISTINCT ?a FROM <g> { ?b ?c ?a }", ("a",)),
        ("SELECT * { ?a ?b ?c }", None),
        ("ASK { ?a ?b ?c }", None),
    ],
)
def test_projected_variables(text: str, names: tuple[str, ...] | None) -> None:
    assert lexer.projected(lexer.tokenize(text)) == names


def test_computed_variables() -> None:
    text = "SELECT (1 AS ?a) { VALUES (?b ?c) { (1 2) } VALUES ?d { 3 } BIND(?e AS ?f) }"
    assert lexer.computed(lexer.tokenize(text)) == {"a", "b", "c", "d", "f"}


def test_bound_is_settled_for_given_variables_and_columns_are_kept() -> None:
    text = 'FILTER(!BOUND(?on) || BOUND( ?x )) "BOUND(?on)"'
    found = lexer.replace_bound(text, frozenset({"on"}))
    assert found == 'FILTER(!true       || BOUND( ?x )) "BOUND(?on)"'
    assert len(found) == len(text)


def test_a_construct_is_revealed_with_its_subqueries() -> None:
    text = (
        "CONSTRUCT { ?a a ?b } WHERE { { SELECT ?a { ?a ?p ?b } } { SELECT (COUNT(?x) AS ?n) { ?x ?y ?z } } }"
    )
    assert lexer.select_all_variables(text) == (
        "SELECT *  WHERE { { SELECT * { ?a ?p ?b } } { SELECT (COUNT(?x) AS ?n) { ?x ?y ?z } } }"
    )

    assert lexer.line_and_column("ab\r\nc", 4) == (2, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_and_column_of_a_place(end: str) -> None:
    text = f"abc{end}{end}de"
    assert lexer.line_and_column(text, 2) == (1, 3)
    assert lexer.line_and_column(text, text.index("e")) == (3, 2)


def test_a_fault_is_explained_at_its_word() -> None:
    def refuse(text: str) -> None:
        line = text[: text.index("no:x")].count("\n") + 1
        raise SyntaxError(f"error at {line}:1: expected one of")

    line, column, problem = lexer.explain("ASK {\n  ?a no:x 1 }", refuse, ())
    assert (line, column) == (2, 6)
    assert problem.startswith("the prefix 'no:' is not declared")
