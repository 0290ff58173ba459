"""Whatever a file holds, reading it ends with statements or with one sentence, within bounds of memory and time.

`SEUTU_FUZZ_EXAMPLES` asks for more examples of each kind than the usual number.
"""

# ruff: noqa: E501 - a text is easier to read whole

import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from seutu.rdf import model
from tests.helpers.running import ROOT, environment

pytestmark = pytest.mark.slow

FORMATS = list(model.FORMATS)
CHILD = ROOT / "tests" / "helpers" / "child.py"
EXAMPLES = int(os.environ.get("SEUTU_FUZZ_EXAMPLES", "300"))
CHECKED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize="SEUTU_FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
R = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
VALID = {
    "turtle": '@prefix a: <http://a/> .\n@base <http://b/> .\na:x a a:C ; a:p 1, 2.5, 1e3, true, \'x\'@en-GB--ltr, """y\n"""^^a:d ;'
    " a:q [ a:r ( 1 [] _:z ) ] , <<( a:x a:p _:z )>> . << a:x a:p 1 >> a:q 2 .\na:x a:p 1 {| a:q '\\u00e4' |} .\n",
    "ntriples": '<http://a> <http://b> "x\\n\\u00e4"@en .\n_:a <http://b> "1"^^<http://c> . # c\n<http://a> <http://b>'
    " <<( _:a <http://b> <http://c> )>> .\n",
    "nquads": '<http://a> <http://b> "x" <http://g> .\n_:a <http://b> _:c _:g .\n',
    "trig": "@prefix a: <http://a/> .\na:g { a:x a:p [ a:q 1 ] . }\nGRAPH _:g { a:x a:p ( 1 2 ) }\na:x a:p 'y' .\n",
    "jsonld": '{"@context": {"a": "http://a/", "k": {"@id": "a:k", "@container": "@type"}, "@language": "fi"},\n'
    '"@id": "a:x", "@type": "a:C", "a:p": [1, 2.5, true, null, "x", {"@value": "y", "@type": "a:d"}],'
    '"k": {"a:T": {"@id": "a:y"}}, "a:l": {"@list": [1, {"@id": "_:b"}]}, "@graph": [{"a:p": {"@json": 1}}]}',
    "rdfxml": f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE r:RDF [<!ENTITY e "http://e/"> <!ENTITY f \'&e;&e;\'>]>\n'
    f'<r:RDF xmlns:r="{R}" xmlns:e="&e;" xml:base="http://b/" xml:lang="fi"><!-- c -->\n<r:Description r:about="x" e:p="&f;">'
    '<e:p xml:lang="">v</e:p><e:p r:parseType="Literal"><b xmlns="http://h/">&lt;<!-- c --></b></e:p>'
    '<e:p r:parseType="Collection"><e:T/><e:T r:ID="y"/></e:p><e:p r:datatype="&e;d"><![CDATA[<]]></e:p>'
    '<e:p r:nodeID="z"/><e:p r:resource="q"/></r:Description></r:RDF>',
}
# What the grammars are made of; in any order, and any number of times.
PIECES = {
    "turtle": "<http://a> _:b [ ] ( ) <<( )>> << >> {| |} 'x' \"y\" ''' \"\"\" @en @en--ltr ^^ a . ; , 1 -1.5 1e3 true a:b"
    " @prefix PREFIX @base a: : \\ # ~ \n".split(" "),
    "jsonld": '{ } [ ] : , "@id" "@type" "@value" "@language" "@direction" "@context" "@graph" "@list" "@set" "@reverse"'
    ' "@container" "@nest" "@included" "@version" "@base" "@vocab" "@import" "@json" "@index" "@none" "http://a" "a:b"'
    ' "x y" "_:b" 1 1e400 -0.0 true null "" "\\ud800" "ltr"'.split(" "),
    "rdfxml": [
        *"<e:p> </e:p> <e:p/> <r:Description> </r:Description> &e; &amp; &#0; &#65; <!-- --> <![CDATA[ ]]> <?p x?> < >".split(),
        *"r:parseType='Literal' r:parseType='Resource' r:parseType='Triple' r:ID='x' r:about='y' r:resource='z'".split(),
        *"xml:lang='' xml:base='x' xmlns='h' xmlns:e='' r:nodeID='n' r:datatype='d' r:li r:_1 e:q='v' text é".split(),
        "<!DOCTYPE r:RDF [<!ENTITY e '&#38;e;'>]>",
    ],
}
PIECES |= {name: [*PIECES["turtle"], "{", "}", "GRAPH"] for name in ("trig", "ntriples", "nquads")}
OPENINGS = {
    "turtle": [
        "(",
        "[ <a:p> ",
        "<<( <a:s> <a:p> ",
        "<< <a:s> <a:p> ",
        "<a:s> <a:p> 1 {| <a:p> ",
        '"""',
        "<a:",
        "#",
    ],
    "jsonld": [
        '{"a:p":',
        "[",
        '{"@list":[',
        '{"@context":{"a":{"@id":"a:b","@context":',
        '{"@graph":[',
        '{"@reverse":{"a:p":',
    ],
    "rdfxml": [
        "<r:Description><e:p>",
        "<e:p r:parseType='Literal'>",
        "<e:p r:parseType='Triple'>",
        "<!--",
        "&e;",
        "<e:p a='",
    ],
}
OPENINGS |= dict.fromkeys(("trig", "ntriples", "nquads"), OPENINGS["turtle"])


class Reader:
    """The process that reads; another is started for one that ended."""

    def __init__(self) -> None:
        self.process = self.started()

    def started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(CHILD)]
        return subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def read(self, fmt: str, data: bytes) -> str:
        """How the reading of these bytes ended, be it with the process."""
        assert self.process.stdin
        assert self.process.stdout
        with suppress(BrokenPipeError):
            self.process.stdin.write(struct.pack(">ii", FORMATS.index(fmt), len(data)) + data)
            self.process.stdin.flush()
        answer = self.process.stdout.readline().decode()
        if not answer:
            self.process.communicate(timeout=60)
            code, self.process = self.process.returncode, self.started()
            return f"ended with {code}"
        return answer.strip()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.process.kill()
    made.process.communicate()


def settled(reader: Reader, fmt: str, data: bytes) -> None:
    answer = reader.read(fmt, data)
    assert answer.startswith(("read ", "refused ")), f"{answer} on {data[:2000]!r}"


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_valid_files_are_read(reader: Reader, fmt: str) -> None:
    assert reader.read(fmt, VALID[fmt].encode()).startswith("read ")


def test_a_process_that_ends_is_noticed(reader: Reader) -> None:
    reader.process.kill()
    reader.process.wait(60)
    assert reader.read("turtle", b"x") == "ended with -9"
    assert reader.read("turtle", b"") == "read 0"


@pytest.mark.parametrize("fmt", FORMATS)
def test_any_bytes(reader: Reader, fmt: str) -> None:
    @CHECKED
    @given(st.binary(max_size=200))
    def check(data: bytes) -> None:
        settled(reader, fmt, data)

    check()


@pytest.mark.parametrize("fmt", FORMATS)
def test_valid_files_with_some_of_it_changed(reader: Reader, fmt: str) -> None:
    change = st.tuples(
        st.integers(0, 2000), st.integers(0, 30), st.one_of(st.binary(max_size=4), pieces(fmt))
    )

    @CHECKED
    @given(st.lists(change, min_size=1, max_size=4), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
    def check(changes: list[tuple[int, int, bytes]], encoding: str) -> None:
        data = VALID[fmt].encode(encoding)
        for at, cut, put in changes:
            start = at % (len(data) + 1)
            data = data[:start] + put + data[start + cut :]
        settled(reader, fmt, data)

    check()


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_words_of_a_format_in_any_order(reader: Reader, fmt: str) -> None:
    head, tail = ("", "") if fmt != "rdfxml" else (f"<r:RDF xmlns:r='{R}' xmlns:e='http://e/'>", "</r:RDF>")

    @CHECKED
    @given(st.lists(pieces(fmt), max_size=40), st.booleans())
    def check(words: list[bytes], framed: bool) -> None:
        text = b" ".join(words)
        settled(reader, fmt, head.encode() + text + tail.encode() if framed else text)

    check()


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("times", [400, 5_000, 200_000])
def test_anything_many_times_over(reader: Reader, fmt: str, times: int) -> None:
    for before in ("", VALID[fmt], "<a:s> <a:p> ", f"<r:RDF xmlns:r='{R}' xmlns:e='http://e/'>"):
        for opening in OPENINGS[fmt]:
            settled(reader, fmt, (before + opening * times).encode())


def pieces(fmt: str) -> st.SearchStrategy[bytes]:
    return st.sampled_from([piece.encode() for piece in PIECES[fmt]])
