"""What nests too deep is refused before a parser is given it, and what only looks so is not."""

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.rdf.readers import nesting

TURTLE, JSON = ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD
DEEP = 10_000

TOO_DEEP = {
    "lists": (TURTLE, "<a:s> <a:p> \n" + "(" * DEEP + ")" * DEEP + " ."),
    "brackets": (TURTLE, "<a:s> <a:p> \n" + "[ <a:p> " * DEEP + "]" * DEEP + " ."),
    "unclosed": (TURTLE, "<a:s> <a:p> \n" + "[ <a:p> (" * DEEP),
    "triple terms": (TURTLE, "<a:s> <a:p> \n" + "<<( <a:s> <a:p> " * DEEP + "1" + " )>>" * DEEP + " ."),
    "reified": (TURTLE, "<a:s> <a:p> \n" + "<< <a:s> <a:p> " * DEEP + "1" + " >>" * DEEP + " ."),
    "annotations": (TURTLE, "<a:s> <a:p> 1 \n" + "{| <a:s> <a:p> " * DEEP + " |}" * DEEP + " ."),
    "N-Triples": (ox.RdfFormat.N_TRIPLES, "\n" + "<<( <a:s> <a:p> " * DEEP + '"1"' + " )>>" * DEEP + " ."),
    "beside strings": (TURTLE, "<a:s> <a:p> \n" + '[ <a:p> \']\', """]""", <a:]> ; <a:p> ' * DEEP),
    "after a comment": (TURTLE, "\n# c\r<a:s> <a:p> " + "(" * DEEP + ")" * DEEP + " ."),
    "objects": (JSON, "\n" + '{"a:p":' * DEEP + "1" + "}" * DEEP),
    "arrays": (JSON, '{"a:p":\n' + "[" * DEEP + "]" * DEEP + "}"),
    "contexts": (JSON, "\n" + '{"@context":{"a":{"@context":' * DEEP),
}

FLAT = {
    "brackets in strings": (
        TURTLE,
        "".join("<a:s> <a:p> '[', \"[\", '''[''', \"\"\"[\"\"\" . # [\n" for _ in range(DEEP)),
    ),
    "brackets in a comment": (TURTLE, f"# {'[' * DEEP}\n"),
    "brackets in names": (TURTLE, r"a:s a:p a:\(, <http://a/(> ." * DEEP),
    "many lists": (TURTLE, "<a:s> <a:p> ( 1 [ <a:p> ( 2 ) ] ) .\n" * DEEP),
    "many triple terms": (TURTLE, "<a:s> <a:p> <<( <a:s> <a:p> <<( <a:s> <a:p> 1 )>> )>> .\n" * DEEP),
    "a long list": (TURTLE, "<a:s> <a:p> (" + " (1)" * DEEP + ") ."),
    "strings in JSON": (JSON, '{"a:p": [' + '"[{\\"[", ' * DEEP + "1]}"),
    "many objects": (JSON, '{"a:p": [' + '{"a:p": [{}]}, ' * DEEP + "1]}"),
}


@pytest.mark.parametrize("name", TOO_DEEP)
def test_what_nests_too_deep_is_refused_at_its_line(name: str) -> None:
    fmt, text = TOO_DEEP[name]
    with pytest.raises(InputError, match=r"^f:2: nests more than 50?00? levels.*SEUTU_MAX_NESTING"):
        nesting.check_depth(text, fmt, "f")


@pytest.mark.parametrize("name", FLAT)
def test_what_only_has_many_marks_is_not(name: str) -> None:
    fmt, text = FLAT[name]
    nesting.check_depth(text, fmt, "f")


def test_the_limit_can_be_raised_and_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"a:p":' * 20 + "1" + "}" * 20
    nesting.check_depth(text, JSON, "f")
    monkeypatch.setenv("SEUTU_MAX_NESTING", "19")
    with pytest.raises(InputError, match="nests more than 19 levels"):
        nesting.check_depth(text, JSON, "f")
    monkeypatch.setenv("SEUTU_MAX_NESTING", "20")
    nesting.check_depth(text, JSON, "f")
