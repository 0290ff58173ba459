"""A query within a time."""

from pathlib import Path

from tests.helpers.running import seutu


def test_a_query_within_its_time_answers_as_ever(folder: Path) -> None:
    for text in (
        "SELECT ?s { ?s a seutu:Body }",
        "SELECT ?s { ?s a nothing:Body }",
        "ASK { FILTER(<urn:f>(1)) }",
    ):
        command = ("--workspace", folder, "query", "-e", text)
        assert seutu(*command, "--timeout", "60") == seutu(*command)


def test_a_query_that_takes_too_long_is_ended(folder: Path) -> None:
    endless = "".join(f" ?x{number} ?y{number} ?z{number} ." for number in range(8))
    endless = f"SELECT (COUNT(*) AS ?n) {{{endless}}}"
    ran = seutu("--workspace", folder, "query", "-e", endless, "--timeout", "0.5")
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err == "seutu: query: no result within 0.5 s; give --timeout more, or ask for less with LIMIT.\n"
    )
