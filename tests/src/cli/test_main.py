"""The command line: verbs, options, streams, exit codes, and what it does not import."""

import ast
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seutu import __version__
from seutu.cli.main import VERBS, cli
from seutu.workspace import scratch
from tests.helpers import small
from tests.helpers.running import ROOT, environment, seutu


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.write(tmp_path_factory.mktemp("workspace"))


BASIS = "For all dates; according to all sources, in all layers.\n"


def inside(folder: Path, *args: str) -> Result:
    """Run a command in this process, which is quicker, where only its output is looked at."""
    return CliRunner().invoke(cli, ["--workspace", str(folder), *args], catch_exceptions=False)


def test_without_a_verb_it_helps() -> None:
    ran = seutu()
    assert ran.code == 0
    for verb in ("ask", "query", "validate", "infer", "build"):
        assert f"\n  {verb} " in ran.out
    assert "..." not in ran.out.partition("Commands:")[2]


def test_version() -> None:
    assert seutu("--version").out == f"seutu {__version__}\n"


def test_ask_without_a_name_lists_the_questions(folder: Path) -> None:
    assert inside(folder, "ask").stdout.splitlines()[-1].split() == [
        "who-decides",
        "Who",
        "decides",
        "what?",
    ]
    assert "Kuka päättää mistä?" in inside(folder, "ask", "--lang", "fi").stdout


def test_ask_finds_questions_by_their_words_in_any_language(folder: Path) -> None:
    ran = seutu("--workspace", folder, "ask", "päättää", "--lang", "fi")
    assert ran.code == 2
    assert (
        ran.err == "seutu: Minkään kysymyksen nimi ei ole ”päättää”; se esiintyy luetelluissa kysymyksissä.\n"
    )
    assert "who-decides" in ran.out
    none = seutu("--workspace", folder, "ask", "meteorology")
    assert (none.code, none.out) == (2, "")
    assert none.err.startswith("seutu: No question 'meteorology'.")


def test_ask_answers_with_the_lines(folder: Path) -> None:
    ran = seutu("--workspace", folder, "ask", "who-decides")
    assert (ran.code, ran.err) == (0, BASIS)
    assert ran.out.splitlines()[-1].split() == ["Municipalities", "decides", "9,", "10"]


def test_ask_in_another_language(folder: Path) -> None:
    assert "Kunnat" in inside(folder, "ask", "who-decides", "--lang", "fi").stdout
    assert "Kunnat" in inside(folder, "ask", "--lang", "fi", "who-decides").stdout
    assert "Kunnat" in seutu("--workspace", folder, "ask", "who-decides", env={"SEUTU_LANG": "fi"}).out


def test_the_help_of_a_question_is_its_header(folder: Path) -> None:
    printed = inside(folder, "ask", "who-decides", "--help").stdout
    for words in (
        "Who decides what?",
        "Which function does each body have?",
        "--on DATE",
        "As of this day",
    ):
        assert words in printed
    # The codes of a list that no reader has.
    assert "CQ10" not in printed
    assert "[required]" in inside(folder, "ask", "function-of", "--help").stdout
    assert "--from-year YEAR" in inside(folder, "ask", "function-of", "--help").stdout


@pytest.mark.parametrize("name", ["Kunnat", "kunnat", "Municipalities", "body:municipalities"])
def test_a_thing_is_named_as_people_name_it(folder: Path, name: str) -> None:
    assert "decides" in inside(folder, "ask", "function-of", "--body", name).stdout


def test_both_engines_answer_the_same(folder: Path) -> None:
    for fmt in ("table", "csv", "json"):
        fast, reference = (
            inside(
                folder, "ask", "who-decides", "--on", "2008-01-01", "--format", fmt, "--engine", engine
            ).stdout
            for engine in ("fast", "reference")
        )
        if fmt == "json":
            fast, reference = (
                json.dumps(sorted(json.loads(text)["results"]["bindings"], key=str))
                for text in (fast, reference)
            )
        assert fast == reference


def test_query_takes_a_file_a_text_or_standard_input(folder: Path, tmp_path: Path) -> None:
    text = "ASK { ?s ?p ?o }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    assert seutu("--workspace", folder, "query", tmp_path / "q.rq").out == "true\n"
    assert seutu("--workspace", folder, "query", "-e", text).out == "true\n"
    assert seutu("--workspace", folder, "query", "-", stdin=text.encode()).out == "true\n"


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


def test_query_knows_what_is_inferred_unless_told_not_to(folder: Path) -> None:
    text = "SELECT ?s { ?s a seutu:Statement }"
    assert len(inside(folder, "query", "-e", text, "--format", "csv").stdout.split()) == 3
    assert len(inside(folder, "query", "-e", text, "--format", "csv", "--no-infer").stdout.split()) == 1


def test_infer_writes_only_what_is_new(folder: Path) -> None:
    assert len(inside(folder, "infer", "--format", "ntriples").stdout.splitlines()) == 2


def test_validate_finds_nothing_and_exits_0(folder: Path) -> None:
    ran = seutu("--workspace", folder, "validate")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 violations, 0 warnings in 3 files.\n")


NAMELESS = "<urn:x> a <https://w3id.org/seutu/ont#Body> .\n"
WITHOUT_EVIDENCE = "<urn:y> a <https://w3id.org/seutu/ont#DecisionRole> .\n"


def test_findings_go_to_stdout_and_exit_1(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text("\n\n" + NAMELESS, encoding="utf-8")
    ran = seutu("--workspace", folder, "validate", "more.ttl", cwd=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("more.ttl:3: violation: <urn:x> skos:prefLabel: A body has a name.")
    assert ran.err == "1 violation, 0 warnings in 4 files.\n"
    alone = seutu("--workspace", folder, "validate", "--alone", "more.ttl", cwd=tmp_path)
    assert (alone.code, alone.out) == (1, ran.out)
    assert alone.err == "1 violation, 0 warnings in 1 file.\n"


def test_severity_says_what_exits_1(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(WITHOUT_EVIDENCE, encoding="utf-8")
    assert seutu("--workspace", folder, "validate", more).code == 0
    assert seutu("--workspace", folder, "validate", more, "--severity", "warning").code == 1


def test_other_shapes_can_be_given(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none.ttl").write_text(
        "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> .\n", encoding="utf-8"
    )
    (tmp_path / "more.ttl").write_text(NAMELESS, encoding="utf-8")
    ran = seutu("--workspace", folder, "validate", tmp_path / "more.ttl", "--shapes", tmp_path / "none.ttl")
    assert ran.code == 0


@pytest.mark.parametrize("fmt", ["text", "json", "turtle", "github", "junit"])
def test_a_report_has_every_format(folder: Path, tmp_path: Path, fmt: str) -> None:
    (tmp_path / "more.ttl").write_text(NAMELESS, encoding="utf-8")
    result = inside(folder, "validate", str(tmp_path / "more.ttl"), "--format", fmt, "--lang", "fi")
    assert result.exit_code == 1
    assert "Elimellä on nimi." in result.stdout
    if fmt == "json":
        assert json.loads(result.stdout)["conforms"] is False


def test_build_tells_on_one_screen(folder: Path, tmp_path: Path) -> None:
    ran = seutu("--workspace", folder, "build", "--out", "out", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    for word in ("Loaded", "Inferred", "Validated", "Answered", "Wrote"):
        assert f"\n{word} " in "\n" + ran.out
    assert len(ran.out.splitlines()) <= 24
    assert (tmp_path / "out/manifest.json").exists()


def test_a_build_with_violations_is_written_and_exits_1(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"data/more.ttl": NAMELESS})
    ran = seutu("--workspace", folder, "build", "--out", tmp_path / "out")
    assert ran.code == 1
    assert "A body has a name." in ran.out
    assert (tmp_path / "out/manifest.json").exists()


def test_a_format_left_out_of_a_build_is_told_and_exits_1(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"data/odd.ttl": "<urn:a> <urn:p:1> <urn:b> ."})
    ran = seutu("--workspace", folder, "build", "--out", tmp_path / "out")
    assert (ran.code, ran.err) == (1, "")
    told = "RDF/XML: the predicate <urn:p:1> ends in no XML name; use another format."
    assert f"\nLeft out   seutu.rdf: {told}\n" in ran.out


def test_a_killed_build_is_mended_and_told(folder: Path, tmp_path: Path) -> None:
    assert seutu("--workspace", folder, "build", "--out", "out", cwd=tmp_path).err == ""
    left = scratch.create(tmp_path, "out")
    left.note_swap(tmp_path / "out")
    (tmp_path / "out").rename(left.earlier)
    ran = seutu("--workspace", folder, "build", "--out", "out", cwd=tmp_path)
    told = "out: an earlier build had been killed, and what stood here before was put back first.\n"
    assert (ran.code, ran.err) == (0, told)


def test_the_nearest_workspace_upwards_is_used(folder: Path) -> None:
    assert "who-decides" in seutu("ask", cwd=folder / "data/small").out
    assert "who-decides" in seutu("ask", env={"SEUTU_WORKSPACE": str(folder)}).out


def test_colour_is_for_terminals(folder: Path) -> None:
    assert "\x1b" not in seutu("--workspace", folder, "ask").out
    coloured = CliRunner().invoke(cli, ["--workspace", str(folder), "ask"], color=True)
    assert "\x1b[1m" in coloured.stdout
    plain = CliRunner(env={"NO_COLOR": "1"}).invoke(cli, ["--workspace", str(folder), "ask"], color=True)
    assert "\x1b" not in plain.stdout


def test_a_terminal_without_the_letters_still_gets_the_answer(folder: Path) -> None:
    env = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    ran = seutu("--workspace", folder, "ask", "who-decides", env=env)
    assert (ran.code, ran.err) == (0, BASIS)
    assert "\\u2500" in ran.out
    assert "Municipalities" in ran.out


ROOMS_OF_AN_ANSWER = set("answer api cli errors inference language phrases query rdf text workspace".split())
IMPORTED = """
import sys
from seutu.cli.main import main
code = main(sys.argv[1:])
print(sorted(set(sys.modules) & {"rdflib", "pyshacl", "owlrl", "shifty"}), file=sys.stderr)
print(sorted({name.split(".")[1] for name in sys.modules if name.startswith("seutu.")}), file=sys.stderr)
sys.exit(code)
"""


def imported(*args: str) -> tuple[set[str], set[str]]:
    """The engines and the rooms that a command line imports."""
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTED, *args], env=environment(), capture_output=True, text=True, check=True
    )
    engines, rooms = (set(ast.literal_eval(line)) for line in ran.stderr.splitlines()[-2:])
    return engines, rooms


def test_asking_imports_no_engine_it_does_not_need(folder: Path) -> None:
    for args in (
        ["ask"],
        ["ask", "who-decides", "--text"],
        ["ask", "who-decides", "--help"],
        ["infer"],
        ["--help"],
    ):
        engines, _ = imported("--workspace", str(folder), *args)
        assert engines == set(), args


def test_an_answer_imports_only_the_rooms_that_it_needs(folder: Path) -> None:
    asked = "--workspace", str(folder), "ask", "who-decides"
    imported(*asked)
    _, rooms = imported(*asked)
    assert rooms == ROOMS_OF_AN_ANSWER


def test_importing_seutu_imports_nothing() -> None:
    code = "import sys; before = set(sys.modules); import seutu; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert not {"pyoxigraph", "click", "rdflib", "seutu.api"} & set(ran.stdout.split())


def test_every_public_name_is_there() -> None:
    import seutu as package

    for name in package.__all__:
        assert getattr(package, name) is not None
        assert name in dir(package)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    rows = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z }"
    command = f"{sys.executable} -m seutu --workspace {folder} query -e '{rows}' --format csv | head -1"
    ran = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"a,b,c\r\n", b"")


@pytest.mark.parametrize(
    ("sent", "code", "words"), [(signal.SIGINT, 130, b"Interrupted\n"), (signal.SIGTERM, 143, b"")]
)
def test_an_interrupted_build_leaves_the_earlier_one(
    tmp_path: Path, sent: signal.Signals, code: int, words: bytes
) -> None:
    many = "".join(f"<urn:x:{n}> <urn:p:p{n % 7}> {n} .\n" for n in range(60_000))
    folder = small.write(tmp_path / "workspace", {"data/many.ttl": many})
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text('{"builder": "seutu", "files": []}', encoding="utf-8")
    # Where the tests run in the background, Ctrl-C is ignored, and what they start would ignore it too.
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "seutu", "--workspace", str(folder), "build", "--out", str(out)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    signal.signal(signal.SIGINT, heeded)
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".out.*.part")) and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(sent)
    printed, told = running.communicate(timeout=60)
    assert (running.returncode, printed, told) == (code, b"", words)
    assert [path.name for path in out.iterdir()] == ["manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]


# It takes the most options, and hands them on.
MOST_LINES = {"publish": 30}


def test_commands_have_short_bodies() -> None:
    modules = (ROOT / "src/seutu/cli").glob("*.py")
    commands = [
        node
        for module in modules
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any("command" in ast.unparse(d) or "group" in ast.unparse(d) for d in node.decorator_list)
    ]
    assert {command.name for command in commands} == {"cli", *VERBS}
    for command in commands:
        assert ast.get_docstring(command), command.name
        first, last = command.body[1], command.body[-1]
        assert (last.end_lineno or 0) - first.lineno + 1 < MOST_LINES.get(command.name, 20), command.name


def test_infer_names_the_axioms_that_no_rule_infers_from(tmp_path: Path) -> None:
    extra = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<urn:a> owl:sameAs <urn:b> .\n"
    folder = small.write(tmp_path / "workspace", {"data/same.ttl": extra})
    ran = seutu("--workspace", folder, "infer")
    assert ran.code == 0
    assert "owl:sameAs" in ran.err
    assert ran.err.startswith("No rule infers from ")
    assert ran.err.endswith("; add one, or use --engine reference.\n")
    assert "say the same" not in seutu("infer", "--help").out


def test_a_file_that_does_not_parse_is_annotated_for_github(tmp_path: Path) -> None:
    folder = small.write(tmp_path / "workspace", {"data/bad.ttl": "@prefix n: <urn:n:> .\nn:a n:b .\n"})
    ran = seutu("--workspace", folder, "validate", "--format", "github")
    assert ran.code == 2
    assert ran.out.startswith("::error file=data/bad.ttl,line=2::data/bad.ttl:2")
    assert ran.out.count("\n") == 1
    assert ran.err.startswith("seutu: data/bad.ttl:2")
    assert seutu("--workspace", folder, "validate").out == ""
