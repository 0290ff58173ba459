"""An answer: folding, evidence, labels, gaps, and every way of printing it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.answer.answer import FORMATS, Answer
from seutu.answer.formats import rendered
from seutu.errors import ParameterError, SeutuError
from seutu.language.labels import Labels
from seutu.phrases import LANGUAGES
from seutu.query import definition
from seutu.rdf.namespaces import PREFIXES, expand
from seutu.text import table
from tests.helpers import small
from tests.questions.asking import workspace

# What is drawn needs a question that says how: see test_picture.
PRINTED = [fmt for fmt in FORMATS if fmt != "svg"]


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    for name in ("ontology/small.ttl", "data/sources/deck.ttl", "data/small/body.ttl"):
        store.load(small.FILES[name].encode(), format=ox.RdfFormat.TURTLE)
    return store


def ask(
    store: ox.Store, text: str = small.WHO_DECIDES, bindings: Mapping[str, definition.Term] | None = None
) -> Answer:
    read = definition.parse_header("q.rq", text)
    return Answer.of(definition.run(store, text, bindings=bindings), Labels(store), read, bindings)


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def answer_of(cells: list[str], variable: str = "x") -> Answer:
    terms = tuple((ox.Literal(cell),) for cell in cells)
    return Answer((variable,), terms, Labels(ox.Store()))


def test_rows_that_differ_in_evidence_alone_are_one(store: ox.Store) -> None:
    answer = ask(store)
    assert len(answer.solutions) == 3
    assert answer.columns == ("body", "function", "on")
    assert [len(row.evidence) for row in answer.rows] == [1, 2]


def test_evidence_is_ordered_by_line_as_a_number(store: ox.Store) -> None:
    lines = [str(passage).rpartition("/")[2] for passage in ask(store).evidence]
    assert lines == ["9>", "10>"]
    assert ask(store).render().splitlines()[-1].endswith("9, 10")


def test_lines_of_several_sources_name_their_source(store: ox.Store) -> None:
    line, source = node("source:other/line/3"), node("source:other")
    store.add(ox.Quad(line, node("seutu:inSource"), source))
    store.add(ox.Quad(line, node("seutu:lineNumber"), ox.Literal(3)))
    passages = [line, ox.NamedNode(f"{PREFIXES['source']}deck/line/9")]
    assert Labels(store).cited(passages) == "Slides l. 9; source:other l. 3"


def test_without_an_evidence_column_nothing_is_folded(store: ox.Store) -> None:
    answer = ask(store, "SELECT ?t { ?r seutu:evidence ?e ; a ?t }")
    assert len(answer.rows) == 3


@pytest.mark.parametrize(
    ("lang", "heading", "cell"),
    [("en", "Body", "Municipalities"), ("fi", "Elin", "Kunnat"), ("sv", "Body", "Kunnat")],
)
def test_labels_and_headings_follow_the_language(store: ox.Store, lang: str, heading: str, cell: str) -> None:
    lines = ask(store).render(lang=lang).splitlines()
    assert lines[0].startswith(heading)
    assert lines[-1].startswith(cell)


def test_iris_shows_curies(store: ox.Store) -> None:
    lines = ask(store).render(iris=True).splitlines()
    assert lines[-1].split()[:2] == ["body:municipalities", "function:decides"]


def test_what_has_no_label_is_a_curie(store: ox.Store) -> None:
    answer = ask(store, "SELECT ?r { ?r a seutu:DecisionRole } ORDER BY ?r")
    assert answer.render().splitlines()[-2:] == ["statement:1", "statement:2"]


def test_a_column_that_repeats_the_asker_is_left_out(store: ox.Store) -> None:
    day = ox.Literal("2005-01-01", datatype=node("xsd:date"))
    answer = ask(store, bindings={"on": day})
    assert len(answer.rows) == 1
    assert "2005" not in answer.render()
    assert ",2005-01-01," in answer.render("csv")


def test_text_prints_the_words_of_the_source(store: ox.Store) -> None:
    printed = ask(store).render(text=True)
    assert printed.endswith(
        " l. 9  - Kunnat päättävät\n       The municipalities decide\nl. 10  - Ryhmä valmistelee\n"
    )
    assert "The municipalities" not in ask(store).render(lang="fi", text=True)


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["Nothing is recorded.", "not stated in the source: the meaning of HQH (line 11)"]),
        ("fi", ["Mitään ei ole kirjattu.", "ei sanota lähteessä: HQH:n merkitys (rivi 11)"]),
        ("sv", ["Inget är antecknat.", "anges inte i källan: HQH:n merkitys (rad 11)"]),
    ],
)
def test_no_rows_print_the_recorded_gap(store: ox.Store, lang: str, lines: list[str]) -> None:
    answer = ask(store, small.FUNCTION_OF, {"body": node("body:hqh")})
    assert answer.render(lang=lang).splitlines() == lines


def test_no_rows_and_no_gap_say_so(store: ox.Store) -> None:
    answer = ask(store, small.FUNCTION_OF, {"body": node("body:nobody")})
    assert answer.render() == "Nothing is recorded.\n"
    assert (
        answer.render("csv") == "body,body_label,function,function_label,from_year,evidence,evidence_label\n"
    )


def test_the_header_of_a_question_says_which_columns_have_labels(store: ox.Store) -> None:
    declared = small.FUNCTION_OF.replace("\nSELECT", "# literals: function\n\nSELECT", 1)
    found, nothing = (
        ask(store, declared, {"body": node(name)}) for name in ("body:municipalities", "body:nobody")
    )
    assert found.render("tsv").splitlines()[0] == nothing.render("tsv").strip()
    assert nothing.render("csv") == "body,body_label,function,from_year,evidence,evidence_label\n"
    assert f",{PREFIXES['function']}decides,," in found.render("csv")


def test_csv_has_a_label_beside_each_iri(store: ox.Store) -> None:
    head, first, _ = ask(store).render("csv").splitlines()
    assert head == "body,body_label,function,function_label,on,evidence,evidence_label"
    assert first == (
        f"{PREFIXES['body']}group,Group,{PREFIXES['function']}prepares,prepares,,"
        f"{PREFIXES['source']}deck/line/10,l. 10"
    )
    assert '"Ryhmä, ""pieni"""' in ask(store).render("csv", "fi")


def test_tsv_escapes_what_would_break_a_row() -> None:
    assert answer_of(["a\tb\nc\\d"]).render("tsv") == "x\na\\tb\\nc\\\\d\n"


def test_json_is_sparqls_own(store: ox.Store) -> None:
    answer = ask(store)
    ours = json.loads(answer.render("json"))
    result = definition.run(store, small.WHO_DECIDES)
    assert isinstance(result, ox.QuerySolutions)
    theirs = json.loads(result.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    key = json.dumps
    assert ours["head"] == theirs["head"]
    assert sorted(map(key, ours["results"]["bindings"])) == sorted(map(key, theirs["results"]["bindings"]))


TERMS = st.one_of(
    st.builds(ox.Literal, st.text()),
    st.builds(lambda text: ox.Literal(text, language="fi"), st.text()),
    st.builds(ox.Literal, st.integers(-(2**63), 2**63 - 1)),
    st.builds(lambda number: ox.NamedNode(f"urn:x:{number}"), st.integers(0, 9)),
    st.builds(lambda number: ox.BlankNode(f"b{number}"), st.integers(0, 9)),
    st.none(),
)


@given(st.lists(st.tuples(TERMS, TERMS)))
def test_json_reads_back(rows: list[tuple[definition.Term | None, ...]]) -> None:
    written = Answer(("a", "b"), tuple(rows), Labels(ox.Store())).json()
    read = ox.parse_query_results(written.encode(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(read, ox.QuerySolutions)
    assert [tuple(solution) for solution in read] == rows


@given(st.lists(st.text(), min_size=1))
def test_csv_reads_back(cells: list[str]) -> None:
    import csv
    import io

    printed = answer_of(cells).render("csv")
    read = list(csv.reader(io.StringIO(printed, newline=""), lineterminator="\n"))
    assert [row[0] if row else "" for row in read[1:]] == cells


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3)), st.integers(30, 100))
def test_a_table_keeps_to_its_width(rows: list[list[str]], width: int) -> None:
    printed = table.aligned(["A", "B", "C"], rows, width)
    assert max(map(table.width_of, printed.split("\n"))) <= width


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_no_cell_commands_the_terminal(rows: list[list[str]]) -> None:
    for printed in (table.aligned(["A", "B"], rows), table.markdown(["A", "B"], rows)):
        assert not [char for char in printed if char != "\n" and (char < " " or "\x7f" <= char <= "\x9f")]
        assert len(printed.split("\n")) == len(rows) + 3


@given(st.text(), st.integers(8, 40))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    lines = table.wrap(text, width)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))
    assert all(table.width_of(line) <= max(width, 2) for line in lines)


def test_wide_and_combining_letters_are_counted() -> None:
    assert table.width_of("日本") == 4
    assert table.width_of("ä") == 1
    assert table.width_of("a\u0308") == 1


def test_markdown_takes_nothing_for_markup() -> None:
    assert answer_of(["a|b<i>*"]).render("markdown") == "| x |\n| --- |\n| a\\|b\\<i>\\* |\n"


def test_an_unknown_format_is_told(store: ox.Store) -> None:
    with pytest.raises(ParameterError, match="table, csv, tsv, json, markdown"):
        ask(store).render("yaml")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fmt", PRINTED)
def test_printing_twice_is_the_same(store: ox.Store, fmt: str, lang: str) -> None:
    assert ask(store).render(fmt, lang) == ask(store).render(fmt, lang)


def test_only_a_select_is_an_answer(store: ox.Store) -> None:
    with pytest.raises(SeutuError, match="only SELECT gives a table"):
        Answer.of(definition.run(store, "ASK { ?s ?p ?o }"), Labels(store))


@pytest.mark.parametrize(
    ("text", "fmt", "start"),
    [
        ("ASK { ?s ?p ?o }", None, "true\n"),
        ("ASK { ?s ?p 'no' }", None, "false\n"),
        ("ASK { ?s ?p ?o }", "json", '{"head"'),
        ("SELECT ?n { ?b skos:prefLabel 'HQH'@fi ; a ?n }", None, "n\n"),
        ("SELECT ?n { ?b skos:prefLabel 'HQH'@fi ; a ?n }", "csv", "n\r\n"),
        ("SELECT ?n { ?b skos:prefLabel 'HQH'@fi ; a ?n }", "xml", "<?xml"),
        ("CONSTRUCT WHERE { ?b skos:prefLabel 'HQH'@fi }", None, "@prefix"),
        ("CONSTRUCT WHERE { ?b skos:prefLabel 'HQH'@fi }", "ntriples", "<https:"),
        ("DESCRIBE <https://w3id.org/seutu/id/body/hqh>", "ntriples", "<https:"),
    ],
)
def test_any_result_is_printed(store: ox.Store, text: str, fmt: str | None, start: str) -> None:
    printed = rendered(definition.run(store, text), fmt, Labels(store))
    assert (printed if isinstance(printed, str) else printed.decode()).startswith(start)


@pytest.mark.parametrize(
    ("text", "fmt"),
    [
        ("ASK { ?s ?p ?o }", "csv"),
        ("SELECT ?s { ?s ?p ?o }", "turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv"),
    ],
)
def test_a_format_that_does_not_fit_is_told(store: ox.Store, text: str, fmt: str) -> None:
    with pytest.raises(ParameterError, match=f"'{fmt}'.*one of"):
        rendered(definition.run(store, text), fmt, Labels(store))


@pytest.mark.parametrize("fmt", PRINTED)
def test_an_answer_without_columns_can_be_printed(fmt: str) -> None:
    assert Answer((), ((),), Labels(ox.Store())).render(fmt)


def test_columns_give_way_to_their_longest_word_first() -> None:
    printed = table.aligned(["A", "B"], [["one two three four five six", "regional development"]], 30)
    assert "development" in printed
    assert "three" in printed
    assert max(map(table.width_of, printed.splitlines())) <= 30


def test_labels_fall_back_to_finnish_then_english_then_any() -> None:
    store, thing = ox.Store(), ox.NamedNode("urn:x")
    naming = node("skos:prefLabel")
    for lang in ("de", "en", "fi", "sv"):
        store.add(ox.Quad(thing, naming, ox.Literal(lang.upper(), language=lang)))
        labels = Labels(store, "sv")
        assert labels.label(thing) == lang.upper()
    assert replace(labels, iris=True).shown(thing) == "<urn:x>"


def odd(text: str, fmt: str) -> str | bytes:
    node = ox.NamedNode("urn:x")
    store = ox.Store()
    store.add(ox.Quad(node, node, ox.Literal(text)))
    form = "CONSTRUCT { ?s ?p ?o }" if fmt == "rdfxml" else "SELECT ?o"
    return rendered(definition.run(store, f"{form} {{ ?s ?p ?o }}"), fmt, Labels(store))


@pytest.mark.parametrize("fmt", ["xml", "rdfxml"])
@pytest.mark.parametrize("text", ["\x00", "\x01", "a\x0bb", "\x1f", "\ufffe", "\uffff"])
def test_what_no_xml_can_hold_is_refused(text: str, fmt: str) -> None:
    with pytest.raises(SeutuError, match=rf"U\+{ord(text.strip('ab')):04X}|control character"):
        odd(text, fmt)
    assert text in json.loads(odd(text, "json"))["results"]["bindings"][0]["o"]["value"]


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb\n\tc", "\x7f\x85\u2028\ufffd\U0001f600", "<&>]]>\"'"])
def test_text_comes_back_from_xml_as_it_was(text: str) -> None:
    written = odd(text, "xml")
    assert "".join(ElementTree.fromstring(written).itertext()) == text
    read = ox.parse_query_results(written, format=ox.QueryResultsFormat.XML)
    assert isinstance(read, ox.QuerySolutions)
    assert [row["o"] for row in read] == [ox.Literal(text)]


def test_jsonl_has_a_row_on_each_line_as_json_has_it() -> None:
    store = ox.Store()
    text = 'SELECT ?a ?b { VALUES (?a ?b) { ("x\\ny"@fi <urn:b>) (UNDEF 2) } }'
    lines = str(rendered(definition.run(store, text), "jsonl", Labels(store))).splitlines()
    whole = rendered(definition.run(store, text), "json", Labels(store))
    assert list(map(json.loads, lines)) == json.loads(whole)["results"]["bindings"]
    assert len(lines) == 2
    with pytest.raises(ParameterError, match="write one of json, xml"):
        rendered(definition.run(store, "ASK {}"), "jsonl", Labels(store))


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("en", "1,003.98"), ("fi", "1\N{NO-BREAK SPACE}003,98"), ("sv", "1\N{NO-BREAK SPACE}003,98")],
)
def test_number_is_written_for_people_as_in_their_language(lang: str, shown: str) -> None:
    number = ox.Literal("1003.98", datatype=node("xsd:decimal"))
    answer = Answer(("x",), ((number,),), Labels(ox.Store()))
    assert answer.render(lang=lang).splitlines()[-1] == shown
    assert answer.render("csv", lang).splitlines()[-1] == "1003.98"


@pytest.mark.parametrize("value", ["007", "+5", "1e3", "-0"])
def test_number_in_another_form_stays_as_it_is(value: str) -> None:
    answer = Answer(("x",), ((ox.Literal(value, datatype=node("xsd:decimal")),),), Labels(ox.Store()))
    assert answer.render(lang="fi").splitlines()[-1] == value


def test_statement_is_shown_to_people_as_it_is_said() -> None:
    answer = workspace().ask("amounts", "en")
    assert "Means or sign of commitment: financing decision" in answer.render()
    assert "statement:committed-by-funding" in answer.render(iris=True)
    assert "skos:" not in workspace().ask("identifiers", "sv").render()
    assert "reading:" not in workspace().ask("evidence", "fi").render()
