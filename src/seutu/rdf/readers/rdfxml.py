"""RDF/XML in any encoding and with entities, made into such as the parser takes: UTF-8, entities put in, XML literals
canonical (RDF/XML 7.2.17), so that the same statements come out with the lines of the original.
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
_DEPTHS = 10  # elements for each level of nesting, for they are no danger by themselves
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
# The bytes that a file in an encoding of two or four bytes begins with (XML 1.0, appendix F).
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
# Letters that a name may hold (XML 1.0, fifth edition, 2.3), some of which expat does not know yet.
_LETTERS = re.compile(
    "[\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf"
    "\ufdf0-\ufffd\U00010000-\U000effff]"
)
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_VALUE = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def decoded(data: bytes, origin: str) -> str:
    """The text of an XML file in the encoding that it begins with or declares (XML 1.0, 4.3.3), without declaration.

    Line ends are line feeds, and there are as many as before. Raises `InputError`.
    """
    encoding = next((name for start, name in _STARTS if data.startswith(start)), "")
    said = _DECLARATION.match(data[:200].decode("latin-1")) if not encoding else None
    name = (said[1] if said else None) or encoding or "utf-8"
    if not _ENCODINGS.fullmatch(name) or (said and name.lower().startswith(("utf-16", "utf-32"))):
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
    """A text that the parser reads right, and the language that stands in it for none.

    Raises `InputError` for what is not well-formed, nests too deep, or has entities that grow too much.
    """
    if "<!DOCTYPE" in text or _NO_LANGUAGE.search(text) or _PARSE_TYPE.search(text):
        rewriting = _Rewriting(text, origin)
        return rewriting.run(), rewriting.no_language
    if text.count("<") > NESTING.value() * _DEPTHS:
        _Depth(_judged(text, origin), origin).run()
    else:
        _judged(text, origin)
    return text, ""


def without_language(quads: Iterable[ox.Quad], language: str) -> Iterator[ox.Quad]:
    """The statements with plain literals for those of that language."""
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.Literal) and value.language == language:
            yield ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value), quad.graph_name)
        else:
            yield quad


def _judged(text: str, origin: str) -> str:
    """A text that expat finds well-formed: the same, or one with other letters in its place, line for line.

    The parser of RDF takes what ends too early, and drops what it began to say. Raises `InputError`.
    """
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        told = expat.ErrorString(error.code)
        plain = _LETTERS.sub(lambda match: f"\u00f8{ord(match[0]):x}", text)
        if told != expat.errors.XML_ERROR_INVALID_TOKEN or plain == text:
            _refuse(error, origin, text)
    else:
        return text
    try:
        expat.ParserCreate().Parse(plain, True)
    except expat.ExpatError as error:
        _refuse(error, origin, text)
    return plain


class _Depth:
    """A reading of a text for its well-formedness and the depth of its elements."""

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

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - expat's
        self.depth += 1
        if self.depth > self.limit:
            raise too_deep(self.origin, self.limit, self.parser.CurrentLineNumber)

    def end(self, name: str) -> None:  # noqa: ARG002 - expat's
        self.depth -= 1


class _Rewriting(_Depth):
    """A reading that writes the same document anew, line for line."""

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
        self.grow(sum(map(len, attributes)))
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        declared = {key[6:]: value for key, value in pairs if key == "xmlns" or key.startswith("xmlns:")}
        self.scopes.append(self.scopes[-1] | declared if declared else self.scopes[-1])
        if self.literal:
            self.at(self.literal.start, name, pairs, self.scopes[-1])
            return
        kind = next((key for key, value in pairs if self.is_literal(key, value)), None)
        written = "".join(f' {key}="{_escaped(value, _VALUE)}"' for key, value in map(self.plain, pairs))
        self.write(f"<{name}{self.newlines()}{written}>")
        if kind:
            self.allowed(pairs)
            self.literal = canonicalxml.Literal()

    def is_literal(self, key: str, value: str) -> bool:
        prefix, _, local = key.rpartition(":")
        return local == "parseType" and value not in _KNOWN and self.scopes[-1].get(prefix) == _RDF

    def allowed(self, pairs: list[tuple[str, str]]) -> None:
        for key, _ in pairs:
            prefix, _, local = key.rpartition(":")
            ours = self.scopes[-1].get(prefix) == _RDF and local in ("ID", "parseType")
            if not ours and prefix != "xmlns" and not key.startswith("xml"):
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
        self.write(f"</{name}{self.newlines()}>")

    def characters(self, data: str) -> None:
        self.grow(len(data))
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

    def at(
        self, do: "canonicalxml.Start", name: str, pairs: list[tuple[str, str]], scope: dict[str, str]
    ) -> None:
        try:
            do(name, pairs, scope)
        except KeyError as error:
            self.refuse(
                Phrase("the prefix '{prefix}:' is not declared", prefix=error.args[0]),
                Phrase("declare it in the element or around it"),
            )

    def grow(self, by: int) -> None:
        self.size += by
        if self.size > self.most:
            remedy = Phrase("write it out, or raise the limit with {variable}", variable=EXPANSION.variable)
            self.refuse(
                Phrase("its entities add more than {limit} characters here", limit=EXPANSION.value()),
                remedy,
            )

    def newlines(self) -> str:
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
    told, column = expat.ErrorString(error.code) or "syntax error", error.offset + 1
    if "amplification" in told:
        problem, remedy = (
            Phrase("its entities grow to more than a hundred times the file"),
            Phrase("write them out"),
        )
    elif told == expat.errors.XML_ERROR_NO_ELEMENTS and text.strip():
        problem, remedy = (
            Phrase("ends before its outermost element does"),
            Phrase("get the whole file, or close what is open"),
        )
    elif told == expat.errors.XML_ERROR_NO_ELEMENTS:
        problem, remedy = (
            Phrase("is empty, and RDF/XML has an outermost element"),
            Phrase("write <rdf:RDF>, or delete the file"),
        )
    else:
        problem, remedy = (
            Phrase("is not well-formed XML here ({message})", message=told),
            Phrase("correct it here or just before"),
        )
    raise InputError(origin, problem, remedy, error.lineno, column) from None
