"""Tables as text: nothing in a cell breaks the form of the table, whatever it is."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from seutu.text import table

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ROWS = st.integers(1, 4).flatmap(
    lambda count: st.lists(st.lists(CELLS, min_size=count, max_size=count), min_size=1, max_size=5)
)
PLAIN = st.text("abcåäö -", max_size=60)


@given(ROWS)
def test_csv_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    written = table.separated_by_commas(rows[0], rows[1:])
    expected = [row if row != [""] else [] for row in rows]  # a lone empty cell is an empty line
    assert list(csv.reader(io.StringIO(written, newline=""))) == expected


@given(ROWS)
def test_tsv_has_a_line_for_each_row_and_a_tab_between_cells(rows: list[list[str]]) -> None:
    lines = table.separated_by_tabs(rows[0], rows[1:]).split("\n")[:-1]
    assert [line.count("\t") for line in lines] == [len(row) - 1 for row in rows]


@given(ROWS)
def test_markdown_has_a_line_for_each_row_and_one_below_the_headings(rows: list[list[str]]) -> None:
    lines = table.markdown(rows[0], rows[1:]).split("\n")[:-1]
    assert len(lines) == len(rows) + 1
    assert lines[1] == "|" + " --- |" * len(rows[0])


@given(PLAIN, st.integers(1, 40))
def test_wrapped_lines_are_no_wider_and_lose_no_letter(text: str, width: int) -> None:
    lines = table.wrap(text, width)
    assert all(table.width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.tuples(PLAIN, PLAIN), max_size=5), st.integers(20, 80))
def test_an_aligned_table_fits_the_terminal(rows: list[tuple[str, str]], width: int) -> None:
    lines = table.aligned(["one", "two"], rows, width).splitlines()
    assert all(table.width_of(line) <= width for line in lines)
    assert set(lines[1]) == {table.RULE, " "}


def test_wide_letters_take_two_columns_and_combining_ones_none() -> None:
    assert [table.width_of(text) for text in ("ab", "漢字", "o\u0308", "")] == [2, 4, 1, 0]


def test_nothing_in_a_cell_commands_a_terminal_or_is_markup() -> None:
    assert table.one_line("a\x1b[31m\nb\u202e ") == "a [31m b"
    assert table.unmarked("a|b `c` [d](e) *f* <g>") == r"a\|b \`c\` \[d](e) \*f\* \<g>"
