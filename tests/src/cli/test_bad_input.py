"""What people get wrong, each told in one sentence: where, what, and what to do. Run as the user runs it."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.helpers import small
from tests.helpers.running import Ran, environment, seutu

Content = str | bytes | None

QUESTION = "queries/questions/who-decides.rq"
RULE = "queries/rules/10-superclass.rq"
CHECK = "queries/checks/no-evidence.rq"
SHAPE = "shapes/body.ttl"
BODY = "data/small/body.ttl"
LINES = small.BODY.splitlines(keepends=True)
PREFIXES = "".join(line for line in LINES if line.startswith("@prefix"))
AT = PREFIXES.count("\n")


@dataclass(frozen=True, slots=True)
class Case:
    """Arguments, files that the workspace has in place of its own, files beside it, and what stderr must hold."""

    args: tuple[str, ...]
    told: tuple[str, ...]
    changed: Mapping[str, Content] = field(default_factory=dict)
    beside: Mapping[str, str | bytes] = field(default_factory=dict)
    stdin: bytes = b""


def data(*told: str, body: Content, args: tuple[str, ...] = ("ask", "who-decides")) -> Case:
    return Case(args, told, {BODY: body})


def more(name: str, content: str | bytes, *told: str) -> Case:
    return Case(("validate", name), told, beside={name: content})


def asked(text: str, *told: str) -> Case:
    return Case(("query", "-e", text), told)


JSON_LD = '{\n  "@context": {"name": "urn:name"},\n  "@id": "urn:x"\n  "name": "x"\n}'
RDF_XML = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<r:Description>\n</r:RDF>'

CASES = {
    # days, sources and things
    "a day that does not exist": Case(
        ("ask", "who-decides", "--on", "2008-02-30"),
        ("--on: '2008-02-30' is not a day of the calendar; write one as",),
    ),
    "a period for a day": Case(
        ("ask", "who-decides", "--on", "2007–2010"),
        ("--on: '2007–2010' is not a day of the calendar; write one as",),
    ),
    "a source that does not exist": Case(
        ("ask", "who-decides", "--according-to", "nobody"), ("No source or layer 'nobody'.",)
    ),
    "a thing for a source": Case(
        ("ask", "who-decides", "--according-to", "Kunnat"), ("'Kunnat' is neither a source nor a layer; ",)
    ),
    "nothing of that name to explain": Case(
        ("explain", "Kunnax"), ("No thing 'Kunnax'. Did you mean 'Kunnat'",)
    ),
    "half a proof": Case(("explain", "Kunnat", "seutu:x"), ("A proof needs a value: ",)),
    "an explanation in no known form": Case(
        ("explain", "Kunnat", "--format", "turtle"), ("No format 'turtle'",)
    ),
    "sentences for a machine": Case(
        ("ask", "who-decides", "--explain", "--format", "csv"),
        ("--explain needs --format table or markdown",),
    ),
    "a picture of what is not drawn": Case(("ask", "who-decides", "--format", "svg"), ("has no picture",)),
    "a template that is none": Case(
        ("explain", "Kunnat"),
        ("character ", "has no counterpart; correct it in ontology/"),
        {"ontology/sentences.ttl": PREFIXES + 'seutu:DecisionRole seutu:sentence "{body"@en .\n'},
    ),
    "a template that is none, in an answer": Case(
        ("ask", "who-decides", "--explain"),
        (
            f"ontology/sentences.ttl:{PREFIXES.count(chr(10)) + 1}: Template",
            "has no counterpart; correct it in ontology/",
        ),
        {"ontology/sentences.ttl": PREFIXES + 'seutu:DecisionRole seutu:sentence "{body"@en .\n'},
    ),
    # workspaces
    "no such workspace": Case(("--workspace", "nowhere", "ask"), ("nowhere: is not a folder; ",)),
    "a file for a workspace": Case(
        ("--workspace", "x.ttl", "ask"), ("x.ttl: is not a folder; ",), beside={"x.ttl": ""}
    ),
    "no data": Case(
        ("ask", "who-decides"), ("has no RDF in data/; ",), {BODY: None, "data/sources/deck.ttl": None}
    ),
    "no data, validated": Case(
        ("validate",), ("has no RDF in data/; ",), {BODY: None, "data/sources/deck.ttl": None}
    ),
    # files of data
    "broken turtle": data(f"{BODY}:{AT + 2}:", "; ", body=PREFIXES + "\nbody:a seutu:holder .\n"),
    "broken turtle, validated": data(
        f"{BODY}:{AT + 2}:", body=PREFIXES + "\nbody:a ; .\n", args=("validate",)
    ),
    "broken turtle, inferred": data(f"{BODY}:{AT + 2}:", body=PREFIXES + "\nbody:a ; .\n", args=("infer",)),
    "broken turtle, queried": data(
        f"{BODY}:{AT + 2}:", body=PREFIXES + "\nbody:a ; .\n", args=("query", "-e", "ASK { ?s ?p ?o }")
    ),
    "broken turtle, built": data(f"{BODY}:{AT + 2}:", body=PREFIXES + "\nbody:a ; .\n", args=("build",)),
    "undeclared prefix": data(
        f"{BODY}:{AT + 2}:",
        "the prefix 'nope:' is not declared; declare it",
        body=PREFIXES + "\nbody:a nope:b 1 .\n",
    ),
    "undeclared prefix first of all": data(f"{BODY}:1:", "'nope:'", body="nope:a nope:b 1 .\n"),
    "not UTF-8": data(f"{BODY}:3: is not UTF-8", "save the file as UTF-8", body=b"\n\n# J\xe4ms\xe4\n"),
    "relative IRI": data(f"{BODY}:{AT + 1}:", "relative", body=PREFIXES + "<a> seutu:holder body:a .\n"),
    "broken ontology": Case(
        ("ask", "who-decides"), ("ontology/small.ttl:1:",), {"ontology/small.ttl": "x # owl:Ontology"}
    ),
    # files given
    "no such file": Case(("validate", "nofile.ttl"), ("nofile.ttl: cannot be read", "; give a file")),
    "a folder for a file": Case(("validate", "d.ttl"), ("d.ttl: cannot be read",), beside={"d.ttl/x": ""}),
    "empty file": more("empty.ttl", "", "empty.ttl: holds no statement; "),
    "unknown format": more("x.docx", "PK", "x.docx: its extension names no RDF format; ", ".ttl"),
    "broken n-triples": more("x.nt", "<urn:a> <urn:b> <urn:c> .\n<urn:a> 1 .\n", "x.nt:2:"),
    "broken n-quads": more("x.nq", "\n<urn:a> <urn:b> .\n", "x.nq:2:"),
    "broken trig": more("x.trig", "<urn:g> {\n<urn:a> <urn:b> }\n", "x.trig:2:"),
    "broken json-ld": more("x.jsonld", JSON_LD, "x.jsonld:4:"),
    "broken rdf/xml": more("x.rdf", RDF_XML, "x.rdf:3:"),
    "relative IRI in json-ld": more("x.jsonld", '{"@id": "a", "urn:p": 1}', "x.jsonld", "relative"),
    "not UTF-8, given": more("x.ttl", b"\n\xff", "x.ttl:2: is not UTF-8"),
    "null bytes": more("x.ttl", b"\0\0\0\0", "x.ttl:1:"),
    # queries
    "syntax error": asked("SELECT ?s {\n ?s ?p }", "query:2:8: '}' cannot stand here; "),
    "syntax error in a file": Case(
        ("query", "q.rq"),
        ("q.rq:1:8: 'WHERE' cannot stand here",),
        beside={"q.rq": "SELECT WHERE { ?s ?p ?o }"},
    ),
    "syntax error on standard input": Case(("query", "-"), ("query:1:1: 'x' cannot stand here",), stdin=b"x"),
    "prefix in a query": asked(
        "ASK { nope:a ?p ?o }", "query:1:7: the prefix 'nope:' is not declared; write"
    ),
    "update": asked("DELETE WHERE { ?s ?p ?o }", "query: is an update", "; write SELECT"),
    "service": asked(
        "ASK { SERVICE <urn:x> { ?s ?p ?o } }", "query:1:7: SERVICE asks another machine", "--federate"
    ),
    "empty query": asked("", "query:1:1: the query ends too early; complete it"),
    "no query at all": Case(("query",), ("Give one query: a FILE",)),
    "two queries": Case(("query", "q.rq", "-e", "ASK {}"), ("Give one query",)),
    "no such query": Case(("query", "q.rq"), ("q.rq: cannot be read", "; give a file")),
    "query not UTF-8": Case(
        ("query", "q.rq"), ("q.rq:2: is not UTF-8",), beside={"q.rq": b"ASK\n{ ?s ?p '\xff' }"}
    ),
    "format for another form": Case(
        ("query", "-e", "ASK {}", "--format", "csv"),
        ("No format 'csv' for this query; write one of json, xml",),
    ),
    # questions
    "unknown question": Case(
        ("ask", "who-decide"), ("No question 'who-decide'. Did you mean 'who-decides'?",)
    ),
    "unknown verb": Case(("aks",), ("No command 'aks'. Did you mean 'ask'?",)),
    "unknown option": Case(("ask", "who-decides", "--onn", "x"), ("No option '--onn'. Did you mean '--on'",)),
    "unknown language": Case(("ask", "who-decides", "--lang", "de"), ("'de' is not one of fi, sv, en",)),
    "unknown answer format": Case(
        ("ask", "who-decides", "--format", "xls"), ("'xls' is not one of table, csv",)
    ),
    "parameter missing": Case(("ask", "function-of"), ("'function-of' needs a value: add --body <iri>.",)),
    "parameter without value": Case(("ask", "function-of", "--body"), ("'--body' requires an argument",)),
    "extra argument": Case(("ask", "who-decides", "now"), ("unexpected extra argument (now)",)),
    "a day that is none": Case(
        ("ask", "who-decides", "--on", "2019-02-31"),
        ("--on: '2019-02-31' is not a day of the calendar; write",),
    ),
    "a year that is none": Case(
        ("ask", "function-of", "--body", "Kunnat", "--from-year", "x"),
        ("--from-year: 'x' is not a year; write",),
    ),
    "a thing that is none": Case(
        ("ask", "function-of", "--body", "Kunat"), ("'Kunat'", "Did you mean 'Kunnat'")
    ),
    "a value that is no text": Case(
        ("ask", "function-of", "--body", "\udcff"),
        ("--body: the value is not readable text; write it in UTF-8.",),
    ),
    "broken question": Case(
        ("ask", "who-decides"),
        (f"{QUESTION}:", "cannot stand here"),
        {QUESTION: "# title: T\n\nSELECT ?s { ?s }"},
    ),
    "broken header": Case(
        ("ask", "who-decides"), (f"{QUESTION}:1: unknown key 'titel'",), {QUESTION: "# titel: T\n\nASK {}"}
    ),
    "an update for a question": Case(
        ("ask", "who-decides"), (f"{QUESTION}: is an update",), {QUESTION: "CLEAR ALL"}
    ),
    "question not UTF-8": Case(
        ("ask", "who-decides"), (f"{QUESTION}:1: is not UTF-8",), {QUESTION: b"# \xe4"}
    ),
    # rules, checks and shapes
    "broken rule": Case(
        ("infer",), (f"{RULE}:3:", "; "), {RULE: "# title: T\n\nCONSTRUCT { ?s ?p } WHERE {}"}
    ),
    "rule that constructs nothing": Case(("infer",), (f"{RULE}: a rule is a CONSTRUCT",), {RULE: "ASK {}"}),
    "broken check": Case(("validate",), (f"{CHECK}:1:",), {CHECK: "SELECT ?focus { ?focus }"}),
    "check without focus": Case(
        ("validate",), (f"{CHECK}: a check", "?focus"), {CHECK: "SELECT ?s { ?s ?p ?o }"}
    ),
    "broken shapes": Case(("validate",), (f"{SHAPE}:1:",), {SHAPE: "x"}),
    "ill-formed shape": Case(
        ("validate",),
        (f"{SHAPE}:", "; "),
        {SHAPE: small.SHAPES.replace("sh:minCount 1", 'sh:minCount "one"')},
    ),
    "shape without a path": Case(
        ("validate",), (f"{SHAPE}:", "; "), {SHAPE: small.SHAPES.replace("sh:path skos:prefLabel ;", "")}
    ),
    "no such shapes": Case(("validate", "--shapes", "no.ttl"), ("no.ttl: cannot be read",)),
    "unknown engine": Case(("validate", "--engine", "best"), ("'best' is not one of fast, reference",)),
    # output
    "a file for an output folder": Case(
        ("build", "--out", "f"), ("f: is a file; give a folder",), beside={"f": "x"}
    ),
    "below a file": Case(("build", "--out", "f/g"), ("f/g: ", "; "), beside={"f": "x"}),
    "a folder with a manifest of others": Case(
        ("build", "--out", "d"), ("d: holds a manifest.json", "--overwrite"), beside={"d/manifest.json": "{}"}
    ),
    "where nothing can be written": Case(
        ("build", "--out", "/proc/seutu"), ("/proc/seutu: cannot be written", "; ")
    ),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def is_one_sentence(ran: Ran, code: int = 2) -> bool:
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err
    assert ran.err.startswith("seutu: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith((".\n", "?\n"))
    assert ran.code == code
    return True


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_is_told_in_one_sentence(tmp_path: Path, case: Case) -> None:
    folder = small.write(tmp_path / "workspace", case.changed)
    beside = tmp_path / "beside"
    beside.mkdir()
    for name, content in case.beside.items():
        (beside / name).parent.mkdir(exist_ok=True)
        (beside / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = contents(tmp_path)
    ran = seutu("--workspace", folder, *case.args, cwd=beside, stdin=case.stdin)
    assert is_one_sentence(ran)
    for words in case.told:
        assert words in ran.err
    assert ran.out == ""
    assert contents(tmp_path) == before


@pytest.mark.parametrize("target", ["/proc/self/mem", "/nowhere"])
def test_a_file_that_cannot_be_read(tmp_path: Path, target: str) -> None:
    folder = small.write(tmp_path)
    (folder / "data/small/secret.ttl").symlink_to(target)
    ran = seutu("--workspace", folder, "ask", "who-decides")
    assert is_one_sentence(ran)
    assert "data/small/secret.ttl: cannot be read" in ran.err


@pytest.mark.parametrize("name", [BODY, QUESTION, RULE, CHECK, SHAPE, "ontology/small.ttl"])
def test_a_byte_order_mark_and_other_line_ends_make_no_difference(tmp_path: Path, name: str) -> None:
    odd = b"\xef\xbb\xbf" + small.FILES[name].replace("\n", "\r\n").encode()
    plain, other = small.write(tmp_path / "plain"), small.write(tmp_path / "other", {name: odd})
    for args in (["ask", "who-decides"], ["validate"], ["infer"]):
        one = seutu("--workspace", plain, *args)
        two = seutu("--workspace", other, *args)
        assert (two.code, two.out, two.err) == (one.code, one.out, one.err)


def test_an_empty_file_among_the_data_is_harmless(tmp_path: Path) -> None:
    folder = small.write(tmp_path, {"data/empty.ttl": ""})
    assert seutu("--workspace", folder, "ask", "who-decides").code == 0


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_an_ill_typed_literal_is_a_finding(tmp_path: Path, engine: str) -> None:
    folder = small.write(tmp_path, {BODY: small.BODY.replace("2007-01-01", "2019-02-31")})
    ran = seutu("--workspace", folder, "validate", "--engine", engine)
    assert ran.code == 1
    line = 1 + next(n for n, text in enumerate(LINES) if text.startswith("statement:2"))
    assert ran.out.startswith(f"{BODY}:{line}: violation: statement:2 seutu:from")
    assert "2019-02-31" in ran.out
    assert ran.err == "1 violation, 0 warnings in 3 files.\n"


def test_a_file_that_may_not_grow_stops_a_build_and_leaves_the_earlier_one(tmp_path: Path) -> None:
    folder, out = small.write(tmp_path / "workspace"), tmp_path / "out"
    assert seutu("--workspace", folder, "build", "--out", out).code == 0
    before = contents(tmp_path)
    limited = [
        "sh",
        "-c",
        'ulimit -f 4 && exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "seutu",
        "--workspace",
        str(folder),
    ]
    ran = subprocess.run(
        [*limited, "build", "--out", str(out)], env=environment(), capture_output=True, text=True, check=False
    )
    assert is_one_sentence(Ran(ran.returncode, ran.stdout, ran.stderr))
    assert "a file would be larger than is allowed here; make room and build again" in ran.stderr
    assert contents(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "workspace"]


def test_a_result_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    folder = small.write(tmp_path)
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "seutu", "--workspace", str(folder), "ask", "who-decides"],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert is_one_sentence(Ran(ran.returncode, "", ran.stderr))
    assert "the result cannot be read or written (No space left on device)" in ran.stderr


def test_a_fault_of_ours_is_a_sentence_too_and_debug_shows_it(tmp_path: Path) -> None:
    folder = small.write(tmp_path)
    broken = "import seutu.workspace.contents as w, sys; from seutu.cli.main import main; "
    broken += "w.Path = None; sys.exit(main())"
    command = [sys.executable, "-c", broken, "--workspace", str(folder), "ask"]
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("seutu: internal error (TypeError: ")
    assert ran.stderr.count("\n") == 1
    command.insert(3, "--debug")
    ran = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert "Traceback" in ran.stderr
