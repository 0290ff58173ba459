"""RDF/XML in any encoding and with entities, rewritten for the parser: entities are expanded and XML literals are made
canonical (RDF/XML 7.2.17). The statements and the line numbers stay the same.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf.limits import EXPANSION, NESTING
from seutu.rdf.namespaces import PREFIXES
from seutu.rdf.readers import canonicalxml
from seutu.rdf.readers.nesting import too_deep

_RDF = PREFIXES["rdf"]
_DEPTHS = 10  # elements may nest deeper than the limit, because they are less costly
_KNOWN = ("Resource", "Collection", "Triple")
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["'][\d.]+["'](?:\s+encoding\s*=\s*["']([A-Za-z][\w.-]*)["'])?"""
    r"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>"""
)
_ENCODINGS = re.compile(
    r"utf-?8|utf-?(?:16|32)(?:-?[bl]e)?|iso-?(?:8859-\d+|10646-ucs-2|2022-jp)|(?:us-)?ascii|latin-?\d+"
    r"|(?:windows-|cp)\d+|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb(?:18030|k|2312)|big5|mac(?:intosh|-?roman)",
    re.IGNORECASE,
)
# The first bytes of files in UTF-16, UTF-32 and UTF-8 (XML 1.0, appendix F).
_STARTS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_NO_LANGUAGE = re.compile(r"""xml:lang\s*=\s*(?:""|'')""")
_PARSE_TYPE = re.compile(r"""parseType\s*=\s*["'](?!(?:Resource|Collection|Triple)["'])""")
# Letters in names (XML 1.0, fifth edition, 2.3), some of which expat does not know yet.
_LETTERS = re.compile(
    "[\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf"
    "\ufdf0-\ufffd\U00010000-\U000effff]"
)
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_VALUE = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def decoded(data: bytes, origin: str) -> str:
    """The text of an XML file in the encoding of its first bytes or its declaration, which is removed (XML 1.0, 4.3.3).

    Line ends become line feeds; the number of lines stays the same. Raises `InputError`.
    """
    encoding = next((name for start, name in _STARTS if data.startswith(start)), "")
    declaration = _DECLARATION.match(data[:200].decode("latin-1")) if not encoding else None
    name = (declaration[1] if declaration else None) or encoding or "utf-8"
    if not _ENCODINGS.fullmatch(name) or (declaration and name.lower().startswith(("utf-16", "utf-32"))):
        remedy = Phrase("save the file as UTF-8 and declare that, or nothing")
        raise InputError(
            origin, Phrase("declares the encoding '{name}', in which it cannot be read", name=name), remedy, 1
        )
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Phrase("is not {name} from here on", name=name.upper())
        raise InputError(
            origin, problem, Phrase("save the file as UTF-8, or declare its encoding"), line
        ) from None
    except LookupError:
        raise InputError(
            origin, Phrase("has an unknown encoding '{name}'", name=name), Phrase("save the file as UTF-8"), 1
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return (
        _DECLARATION.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text, count=1)
        if text[:5] == "<?xml"
        else text
    )


def prepared(text: str, origin: str) -> tuple[str, str]:
    """A text that the parser reads correctly, and the language tag in it that replaces an empty one.

    Raises `InputError` for a text that is not well-formed, nests too deep, or has entities that expand too much.
    """
    if "<!DOCTYPE" in text or _NO_LANGUAGE.search(text) or _PARSE_TYPE.search(text):
        rewriter = _Rewriter(text, origin)
        return rewriter.run(), rewriter.no_language
    if text.count("<") > NESTING.value() * _DEPTHS:
        _DepthCheck(_accepted_by_expat(text, origin), origin).run()
    else:
        _accepted_by_expat(text, origin)
    return text, ""


def without_language(quads: Iterable[ox.Quad], language: str) -> Iterator[ox.Quad]:
    """The quads, with plain literals in place of the literals of a language."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and value.language == language:
            yield ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value), quad.graph_name)
        else:
            yield quad


def _accepted_by_expat(text: str, origin: str) -> str:
    """Return the text if expat accepts it, else the text with other letters for those that expat does not know.

    The RDF parser accepts a truncated text and drops its last statement. Raises `InputError`.
    """
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        plain = _LETTERS.sub(lambda match: f"\u00f8{ord(match[0]):x}", text)
        if message != expat.errors.XML_ERROR_INVALID_TOKEN or plain == text:
            _refuse(error, origin, text)
    else:
        return text
    try:
        expat.ParserCreate().Parse(plain, True)
    except expat.ExpatError as error:
        _refuse(error, origin, text)
    return plain


class _DepthCheck:
    """A check of the well-formedness of a text and the depth of its elements."""

    def __init__(self, text: str, origin: str) -> None:
        self.text, self.origin = text, origin
        self.depth, self.limit = 0, NESTING.value() * _DEPTHS
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def run(self) -> str:
        try:
            self.parser.Parse(self.text, True)
        except expat.ExpatError as error:
            _refuse(error, self.origin, self.text)
        return self.text

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - the signature of expat
        self.depth += 1
        if self.depth > self.limit:
            raise too_deep(self.origin, self.limit, self.parser.CurrentLineNumber)

    def end(self, name: str) -> None:  # noqa: ARG002 - the signature of expat
        self.depth -= 1


class _Rewriter(_DepthCheck):
    """A check that also writes the document again, with the same lines."""

    def __init__(self, text: str, origin: str) -> None:
        super().__init__(text, origin)
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.CharacterDataHandler = self.characters
        self.parser.CommentHandler = self.comment
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.ExternalEntityRefHandler = self.external
        self.parser.SkippedEntityHandler = self.skipped
        self.no_language = next(name for name in map("x-none{}".format, range(10000)) if name not in text)
        self.out: list[str] = []
        self.lines, self.size, self.most = 1, 0, len(text) + EXPANSION.value()
        self.scopes: list[dict[str, str]] = [{"xml": "http://www.w3.org/XML/1998/namespace"}]
        self.literal: canonicalxml.Literal | None = None

    def run(self) -> str:
        super().run()
        return "".join(self.out)

    def start(self, name: str, attributes: list[str]) -> None:
        super().start(name, attributes)
        self.count_characters(sum(map(len, attributes)))
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        declared = {key[6:]: value for key, value in pairs if key == "xmlns" or key.startswith("xmlns:")}
        self.scopes.append(self.scopes[-1] | declared if declared else self.scopes[-1])
        if self.literal:
            self.write_tag_of_literal(self.literal.start, name, pairs, self.scopes[-1])
            return
        kind = next((key for key, value in pairs if self.is_literal(key, value)), None)
        written = "".join(f' {key}="{_escaped(value, _VALUE)}"' for key, value in map(self.plain, pairs))
        self.write(f"<{name}{self.missing_line_ends()}{written}>")
        if kind:
            self.check_attributes(pairs)
            self.literal = canonicalxml.Literal()

    def is_literal(self, key: str, value: str) -> bool:
        prefix, _, local = key.rpartition(":")
        return local == "parseType" and value not in _KNOWN and self.scopes[-1].get(prefix) == _RDF

    def check_attributes(self, pairs: list[tuple[str, str]]) -> None:
        for key, _ in pairs:
            prefix, _, local = key.rpartition(":")
            is_rdf = self.scopes[-1].get(prefix) == _RDF and local in ("ID", "parseType")
            if not is_rdf and prefix != "xmlns" and not key.startswith("xml"):
                remedy = Phrase("take one of the two away")
                self.refuse(
                    Phrase("an element of rdf:parseType has the attribute '{key}' as well", key=key), remedy
                )

    def plain(self, pair: tuple[str, str]) -> tuple[str, str]:
        key, value = pair
        if key == "xml:lang" and not value:
            return key, self.no_language
        if self.is_literal(key, value):
            return f"{key.rpartition(':')[0]}:datatype", f"{_RDF}XMLLiteral"
        return pair

    def end(self, name: str) -> None:
        super().end(name)
        self.scopes.pop()
        if self.literal and self.literal.open:
            self.literal.end(name)
            return
        if self.literal:
            self.write(_escaped("".join(self.literal.out), _TEXT))
            self.literal = None
        self.write(f"</{name}{self.missing_line_ends()}>")

    def characters(self, data: str) -> None:
        self.count_characters(len(data))
        if self.literal:
            self.literal.characters(data)
        else:
            self.write(_escaped(data, _TEXT))

    def comment(self, data: str) -> None:
        if self.literal:
            self.literal.out.append(f"<!--{data}-->")

    def instruction(self, target: str, data: str) -> None:
        if self.literal:
            self.literal.out.append(f"<?{target} {data}?>" if data else f"<?{target}?>")

    def external(self, *_: object) -> int:
        self.refuse(
            Phrase("names an external entity, and none is read"),
            Phrase("write into the file what it stands for"),
        )

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.refuse(
                Phrase("the entity '&{name};' is not declared", name=name),
                Phrase("declare it in the DOCTYPE, or write it out"),
            )

    def write_tag_of_literal(
        self, do: "canonicalxml.Start", name: str, pairs: list[tuple[str, str]], scope: dict[str, str]
    ) -> None:
        try:
            do(name, pairs, scope)
        except KeyError as error:
            self.refuse(
                Phrase("the prefix '{prefix}:' is not declared", prefix=error.args[0]),
                Phrase("declare it in the element or around it"),
            )

    def count_characters(self, by: int) -> None:
        self.size += by
        if self.size > self.most:
            remedy = Phrase("write it out, or raise the limit with {variable}", variable=EXPANSION.variable)
            self.refuse(
                Phrase("its entities add more than {limit} characters here", limit=EXPANSION.value()),
                remedy,
            )

    def missing_line_ends(self) -> str:
        return "\n" * max(0, self.parser.CurrentLineNumber - self.lines)

    def write(self, text: str) -> None:
        self.lines += text.count("\n")
        self.out.append(text)

    def refuse(self, problem: Phrase, remedy: Phrase) -> NoReturn:
        raise InputError(self.origin, problem, remedy, self.parser.CurrentLineNumber)


def _escaped(text: str, table: dict[str, str]) -> str:
    for letter, reference in table.items():
        if letter in text:
            text = text.replace(letter, reference)
    return text


def _refuse(error: expat.ExpatError, origin: str, text: str) -> NoReturn:
    message, column = expat.ErrorString(error.code) or "syntax error", error.offset + 1
    if "amplification" in message:
        problem, remedy = (
            Phrase("its entities grow to more than a hundred times the file"),
            Phrase("write them out"),
        )
    elif message == expat.errors.XML_ERROR_NO_ELEMENTS and text.strip():
        problem, remedy = (
            Phrase("ends before its outermost element does"),
            Phrase("get the whole file, or close what is open"),
        )
    elif message == expat.errors.XML_ERROR_NO_ELEMENTS:
        problem, remedy = (
            Phrase("is empty, and RDF/XML has an outermost element"),
            Phrase("write <rdf:RDF>, or delete the file"),
        )
    else:
        problem, remedy = (
            Phrase("is not well-formed XML here ({message})", message=message),
            Phrase("correct it here or just before"),
        )
    raise InputError(origin, problem, remedy, error.lineno, column) from None
