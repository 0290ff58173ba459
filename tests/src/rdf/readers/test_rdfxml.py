"""RDF/XML in all the forms that XML has, its literals, its entities, and the lines of its faults."""

import pyoxigraph as ox
import pytest

from seutu.errors import InputError, ParameterError
from seutu.rdf import reading

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = f'<r:RDF xmlns:r="{RDF}" xmlns:e="http://e/"'
GRAPH = ox.NamedNode("http://g/")


def read(data: str | bytes) -> list[str]:
    given = data if isinstance(data, bytes) else data.encode()
    return [str(quad.triple) for quad in reading.read(given, ox.RdfFormat.RDF_XML, GRAPH, "x.rdf")]


def values(inside: str, head: str = HEAD) -> list[str]:
    """The values that the properties written inside a description give."""
    told = read(f'{head}><r:Description r:about="http://x">{inside}</r:Description></r:RDF>')
    return [line.removeprefix("<http://x> <http://e/p> ") for line in told]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "shift_jis"]
)
def test_a_file_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    letters = "ソ" if encoding == "shift_jis" else "Jämsä"
    declared = encoding.removesuffix("-sig").upper()
    text = f"""<?xml version='1.0' encoding="{declared}" standalone='yes'?>\n{HEAD}>
        <r:Description r:about="http://x" e:p="{letters}"/></r:RDF>"""
    assert read(text.encode(encoding)) == [f'<http://x> <http://e/p> "{letters}"']


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_sixteen_bits_need_no_mark(encoding: str) -> None:
    text = f'<?xml version="1.0"?>{HEAD}><r:Description r:about="http://x" e:p="ä"/></r:RDF>'
    assert read(text.encode(encoding)) == ['<http://x> <http://e/p> "ä"']


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b'<?xml version="1.0" encoding="rot13"?><a/>', 1, "the encoding 'rot13'"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', 1, "the encoding 'UTF-16'"),
        (b'<?xml version="1.0" encoding="cp99999"?><a/>', 1, "unknown encoding 'cp99999'"),
        (b'<?xml version="1.0"?>\n<a>\xe4</a>', 2, "is not UTF-8 from here on"),
        (b'<?xml version="1.0" encoding="us-ascii"?>\n\n<a>\xe4</a>', 3, "is not US-ASCII from here on"),
    ],
)
def test_a_wrong_encoding_is_told(data: bytes, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert (caught.value.line, words in str(caught.value)) == (line, True)


@pytest.mark.parametrize(
    ("inside", "lang", "expected"),
    [
        ('<e:p xml:lang="">v</e:p>', "", ['"v"']),
        ('<e:p xml:lang="">v</e:p><e:p>w</e:p>', "fi", ['"v"', '"w"@fi']),
        ("<e:p xml:lang = ''>v</e:p>", "fi", ['"v"']),
        ('<e:p r:datatype="http://t" xml:lang="">v</e:p>', "fi", ['"v"^^<http://t>']),
        ('<e:p>xml:lang=""</e:p>', "fi", ['"xml:lang=\\"\\""@fi']),
        ("<e:p>x-none0</e:p><e:p xml:lang=''>x-none1</e:p>", "fi", ['"x-none0"@fi', '"x-none1"']),
    ],
)
def test_an_empty_language_is_none(inside: str, lang: str, expected: list[str]) -> None:
    assert values(inside, f'{HEAD} xml:lang="{lang}"') == expected


@pytest.mark.parametrize(
    ("declared", "inside", "expected"),
    [
        ('<!ENTITY n "v">', "<e:p>&n;</e:p>", '"v"'),
        ("<!ENTITY n 'v'>", "<e:p>&n;</e:p>", '"v"'),
        ("<!ENTITY n 'a\"b'>", "<e:p>&n;</e:p>", '"a\\"b"'),
        ("<!ENTITY m 'v'><!ENTITY n '&m;&m;'>", "<e:p>&n;&#65;</e:p>", '"vvA"'),
        ("<!ENTITY n '&#38;#60;b>'>", "<e:p>&n;</e:p>", '"<b>"'),
        ("<!-- ' --><!ENTITY % o 'q'><!ENTITY n 'v'>", "<e:p>&n;</e:p>", '"v"'),
        ("<!ATTLIST e:p r:datatype CDATA 'http://t'>", "<e:p>v</e:p>", '"v"^^<http://t>'),
    ],
)
def test_entities_are_put_in(declared: str, inside: str, expected: str) -> None:
    assert values(inside, f"<!DOCTYPE r:RDF [{declared}]>{HEAD}") == [expected]


def test_a_file_as_protege_writes_it() -> None:
    text = f"""<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [
    <!ENTITY owl "http://www.w3.org/2002/07/owl#" >
    <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#" >
]>
<rdf:RDF xmlns="http://e/" xml:base="http://e/" xmlns:rdf="{RDF}" xmlns:owl="http://www.w3.org/2002/07/owl#">
    <owl:Class rdf:about="&owl;Thing"><n rdf:datatype="&xsd;int">1</n></owl:Class>
</rdf:RDF>"""
    owl = "http://www.w3.org/2002/07/owl#"
    assert read(text.replace("\n", "\r\n")) == [
        f"<{owl}Thing> <{RDF}type> <{owl}Class>",
        f'<{owl}Thing> <http://e/n> "1"^^<http://www.w3.org/2001/XMLSchema#int>',
    ]


BOMB = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))


@pytest.mark.parametrize(
    ("declared", "inside", "words"),
    [
        (BOMB, "<e:p>&a9;</e:p>", "its entities"),
        (BOMB, "<e:p e:q='&a9;'/>", "its entities"),
        (f"<!ENTITY n '{'x' * 100_000}'>", f"<e:p>{'&n;' * 30}</e:p>", "add more than 1000000 characters"),
        (f"<!ENTITY n '{'x' * 100_000}'>", f"<e:p e:q='{'&n;' * 30}'/>", "add more than 1000000 characters"),
        (f"<!ATTLIST e:p e:q CDATA '{'x' * 100_000}'>", "<e:p/>" * 30, "add more than 1000000 characters"),
        ("<!ENTITY n SYSTEM 'file:///etc/passwd'>", "<e:p>&n;</e:p>", "external entity"),
        ("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "<e:p>&a;</e:p>", "recursive entity"),
        ("", "<e:p>&n;</e:p>", "undefined entity"),
    ],
)
def test_entities_that_grow_or_lie_elsewhere_are_refused(
    declared: str, inside: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEUTU_MAX_EXPANSION", "1000000")
    with pytest.raises(InputError, match=r"^x.rdf:1") as caught:
        values(inside, f"<!DOCTYPE r:RDF [{declared}]>{HEAD}")
    assert words in str(caught.value)


def test_a_limit_can_be_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEUTU_MAX_EXPANSION", "10")
    document = f"<!DOCTYPE r:RDF [<!ENTITY n '{'x' * 600}'>]>{HEAD}"
    with pytest.raises(InputError, match="raise the limit with SEUTU_MAX_EXPANSION"):
        values("<e:p>&n;&n;&n;</e:p>", document)
    monkeypatch.setenv("SEUTU_MAX_EXPANSION", "5000")
    assert values("<e:p>&n;&n;&n;</e:p>", document) == [f'"{"x" * 1800}"']


@pytest.mark.parametrize("value", ["much", "0", "-1", "9" * 12, "9" * 40])
def test_a_limit_that_is_no_number_is_told(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEUTU_MAX_NESTING", value)
    with pytest.raises(ParameterError, match=r"SEUTU_MAX_NESTING is .*; write a "):
        reading.read(b"", ox.RdfFormat.TURTLE, GRAPH, "x.ttl")


def test_an_entity_of_a_schema_that_is_not_read_is_told() -> None:
    with pytest.raises(InputError, match=r"x.rdf:2.*'&n;' is not declared"):
        read(f'<!DOCTYPE r:RDF SYSTEM "http://e/x.dtd">\n{HEAD}><e:T e:p="a"><e:p>&n;</e:p></e:T></r:RDF>')


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<b xmlns="http://h/">x</b>', '<b xmlns="http://h/">x</b>'),
        ("<e:b>x</e:b>", '<e:b xmlns:e="http://e/">x</e:b>'),
        ("a<!-- c --><?pi x y?><?q?>", "a<!-- c --><?pi x y?><?q?>"),
        ('<b z="1" a="&lt;&quot;&#9;\'"/>', '<b a="&lt;&quot;&#x9;\'" z="1"></b>'),
        ("<e:b><e:c/><f xmlns:e='http://f/' e:x='1'/></e:b>", None),
        ("<![CDATA[<&>]]>&#13;", "&lt;&amp;&gt;&#xD;"),
        ("<b xmlns='http://h/'><c xmlns=''/></b>", '<b xmlns="http://h/"><c xmlns=""></c></b>'),
        ('<b xml:lang=""/>', '<b xml:lang=""></b>'),
        ("<b\n>é\n</b>", "<b>é\n</b>"),
        ("", ""),
    ],
)
def test_an_xml_literal_is_in_canonical_form(inside: str, expected: str | None) -> None:
    expected = (
        expected
        if expected is not None
        else ('<e:b xmlns:e="http://e/"><e:c></e:c><f xmlns:e="http://f/" e:x="1"></f></e:b>')
    )
    found = reading.read(
        f'{HEAD}><e:T><e:p r:parseType="Literal">{inside}</e:p></e:T></r:RDF>'.encode(),
        ox.RdfFormat.RDF_XML,
        GRAPH,
        "x",
    )
    assert found[-1].object == ox.Literal(expected, datatype=ox.NamedNode(f"{RDF}XMLLiteral"))


@pytest.mark.parametrize(
    ("inside", "line", "words"),
    [
        ("<e:p>\n", 3, "mismatched tag"),
        ("\n<p/>", 3, ": XML namespaces are required"),
        ('\n<e:p xml:lang="e_n">v</e:p>', 3, "language tag"),
        ('\n\n<e:p r:resource="http://x y"/>', 4, "IRI"),
        (
            '\n<e:p r:datatype="http://www.w3.org/1999/02/22-rdf-syntax-ns#langString" xml:lang="en">v</e:p>',
            3,
            "tag",
        ),
        ('\n<e:p r:datatype="http://www.w3.org/1999/02/22-rdf-syntax-ns#l&#97;ngString">v</e:p>', 3, "tag"),
        ("\n<f:p/>", 3, "'f:' is not declared"),
        ('\n<e:p r:parseType="Literal">\n<f:p/></e:p>', 4, "'f:' is not declared"),
        ('\n<e:p r:parseType="Literal" e:q="1"/>', 3, "'e:q' as well"),
        ('\n<e:p r:resource="x"/>', 3, "relative"),
        ('\n<e:p r:ID="a" xml:base="http://b"/>\n<e:p r:ID="a" xml:base="http://b"/>', 4, "rdf:ID"),
        ('\n<e:p r:parseType="Literal"/><e:p>\n</e:p>\n\n<e:p r:resource="http://x y"/>', 6, "IRI"),
    ],
)
def test_a_fault_is_told_with_its_line(inside: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f'{HEAD}>\n<r:Description r:about="http://x">{inside}</r:Description>\n\n\n\n</r:RDF>')
    assert (caught.value.line, words in str(caught.value)) == (line, True), str(caught.value)


def test_deep_elements_are_refused() -> None:
    for element in ("e:p", "e:p r:parseType='Literal'"):
        with pytest.raises(InputError, match="nests more than 5000 levels"):
            read(f"{HEAD}>" + f"<e:T><{element}>" * 100_000 + "</e:p></e:T>" * 100_000 + "</r:RDF>")


def test_a_long_list_in_nested_elements_is_no_bomb() -> None:
    nested = "<r:Description><r:first>1</r:first><r:rest>" * 1000 + "</r:rest></r:Description>" * 1000
    assert len(read(f"{HEAD}><e:T><e:p>{nested}</e:p></e:T></r:RDF>")) == 2 + 1000 + 1000


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "is empty"),
        (b" \n", 2, "is empty"),
        (b'<?xml version="1.0"?>', 1, "is empty"),
        (b"\xff\xfe", 1, "is empty"),
        (b"<!-- c -->\n", 2, "ends before its outermost element"),
        (
            f"{HEAD}>\n<r:Description r:about='http://x'><e:p>v".encode(),
            2,
            "ends before its outermost element",
        ),
        (f"{HEAD}>\n<r:Description e:p='v'/>".encode(), 2, "ends before its outermost element"),
        (f"{HEAD}>\n<e:T/></r:RDF>\n<e:T/>".encode(), 3, "junk after document element"),
        (f"{HEAD}>\n<e:T e:p='1' e:p='2'/></r:RDF>".encode(), 2, "duplicate attribute"),
        (f"{HEAD}>\n<e:T e:p='😀'><e:😀</e:T></r:RDF>".encode(), 2, "not well-formed XML"),
        (f'\n<?xml version="1.0"?>{HEAD}/>'.encode(), 2, "not at start of entity"),
    ],
)
def test_what_is_no_whole_document_is_refused(data: bytes, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert (caught.value.line, words in str(caught.value)) == (line, True), str(caught.value)


@pytest.mark.parametrize("letter", ["ä", "\u0220", "\u0370", "\u2c00", "😀"])
def test_names_have_the_letters_of_the_fifth_edition(letter: str) -> None:
    inside = f"<e:{letter}>1</e:{letter}>"
    assert values(inside) == [f'<http://x> <http://e/{letter}> "1"']
    assert len(values(inside * 6000)) == 6000
