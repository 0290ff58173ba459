"""A query with its header: its texts, its parameters, and its evaluation on a store.

The header is the comment lines at the start of a query file, ``# key: value``, with a language where it matters
(``# title@fi: ...``; without one it is English)::

    # title: Who prepares, recommends and decides?
    # param: on date optional As of this day
    # param@fi: on Tilanne annettuna päivänä
    # param: body iri optional Only this body
    # kind: body seutu:Body
    # columns: Body | Function | Words
    # literals: wording
    # answers: CQ13 CQ14
    # picture: decisions

A ``matrix`` names the variable that has a column for each of its values. A ``kind`` lists the classes or concept
schemes of the values of a parameter. A rule may have ``# rests: one``: each of its conclusions rests on one statement,
beside the statements of the schema. A rule or a check may declare its `seutu.query.locality`: ``# locality: forward``.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from seutu.errors import NotAQuery, ParameterError, QuerySyntaxError, UnknownName
from seutu.phrases import Phrase
from seutu.query import engine, header, lexer, locality
from seutu.query.header import PICTURES, SEVERITIES, Header, Line
from seutu.query.locality import Locality
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES

TYPES = ("iri", "concept", "date", "year", "integer", "text", "boolean")
"""The types of parameters; ``concept`` is the IRI of a concept in a scheme."""

_THINGS = ("iri", "concept")

EVIDENCE = "evidence"
"""The column of passages: rows that differ in it alone are one answer with several passages."""

DAY = "on"
"""The parameter for the day of the answer."""

WITHIN = ("case", "programme", "region")
"""What every question can be asked for: a parameter of its own by that name, else the statements that hold there."""

RESERVED = frozenset(
    {"name", "lang", "format", "text", "iris", "engine", "help", "according_to", "explain", EVIDENCE}
)
"""Names that parameters must not have, because they are options of the command line."""

Term = model.Term
Result = model.Result
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: the name of its variable, its type, and its description by language.

    ``kinds`` are the IRIs of the classes or concept schemes of its values; empty if any resource is allowed.
    """

    name: str
    type: str
    required: bool
    about: Texts
    kinds: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The parameter as the command line writes it: ``as_of`` is ``--as-of``."""
        return "--" + self.name.replace("_", "-")


Resolve = Callable[[str, Parameter], str]
"""A function that resolves the name given for a parameter to an IRI."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its text, its form (select, ask, construct, describe), and the entries of its header.

    ``variables`` are the columns of a select in order; ``columns`` the headings in the header, by language and
    variable; ``extra`` the texts of a check (``problem``, ``solution``) by language; ``picture`` the picture of its
    answer, one of `PICTURES`, or ""; ``matrix`` the variable that has a column for each of its values, or "";
    ``literals`` the columns of texts, numbers and days; ``rests_on_one`` true if each conclusion of a rule rests on one
    statement, beside the statements of the schema; ``locality`` the data that a rule or a check needs, None when it is
    not declared.
    """

    name: str
    text: str
    kind: str
    variables: tuple[str, ...]
    title: Texts
    question: Texts
    columns: Mapping[str, Texts]
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]
    severity: str
    extra: Mapping[str, Texts]
    picture: str = ""
    matrix: str = ""
    literals: frozenset[str] = frozenset()
    rests_on_one: bool = False
    locality: Locality | None = None

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; raises `UnknownName` with the nearest."""
        for parameter in self.parameters:
            if name in (parameter.name, parameter.option, parameter.option[2:]):
                return parameter
        raise UnknownName(
            Phrase("parameter of {query}", query=self.name),
            name,
            [parameter.name for parameter in self.parameters],
        )


def parse_header(name: str, text: str) -> Query:
    """Parse the text of a query file into a `Query`; ``name`` is the name of the file, and of the query.

    Raises `QuerySyntaxError` with the line for an unknown key, a malformed line or a parameter that the query does not
    select, and `NotAQuery` for an update.
    """
    text = text.removeprefix("\ufeff")
    tokens = lexer.tokenize(text)
    _check_limits(name, text, tokens)
    kind = _kind(name, text, tokens)
    read = header.read(name, text)
    variables = lexer.projected(tokens) or ()
    prefixes = {**PREFIXES, **lexer.declared(tokens)}
    parameters = tuple(_parameters(read, variables, prefixes))
    return Query(
        name=name.rpartition("/")[2].removesuffix(".rq"),
        text=text,
        kind=kind,
        variables=variables,
        title=read.texts("title"),
        question=read.texts("question"),
        columns=_columns(read, variables),
        parameters=parameters,
        answers=tuple(word for line in read.all("answers") for word in re.split(r"[,\s]+", line.value)),
        severity=_severity(read),
        extra={key: read.texts(key) for key in ("problem", "solution")},
        picture=_picture(read, variables),
        matrix=_matrix(read, variables, parameters),
        literals=_literals(read, variables, parameters),
        rests_on_one=_rests_on_one(read),
        locality=_locality(read, kind, prefixes),
    )


def _check_limits(name: str, text: str, tokens: Sequence[lexer.Token]) -> None:
    fault = engine.limit_fault(text, tokens)
    if fault:
        raise QuerySyntaxError(name, *fault)


def _kind(name: str, text: str, tokens: Sequence[lexer.Token]) -> str:
    form = lexer.form(tokens)
    if form == "UPDATE":
        raise NotAQuery(name)
    if not form:
        problem = Phrase("no query begins here; write SELECT, ASK, CONSTRUCT or DESCRIBE")
        raise QuerySyntaxError(
            name, *lexer.line_and_column(text, tokens[0].start if tokens else len(text)), problem
        )
    return form.lower()


def _columns(read: Header, variables: Sequence[str]) -> Mapping[str, Texts]:
    """Headings by language and variable: from lines for all columns, and from lines for one column."""
    columns: dict[str, dict[str, str]] = {}
    for line in read.all("columns"):
        headings = tuple(heading.strip() for heading in line.value.split("|"))
        if len(headings) > len(variables):
            problem = Phrase(
                "{count} headings for {columns} columns; give at most one for each variable",
                count=len(headings),
                columns=len(variables),
            )
            raise read.fault(line, problem)
        columns[line.lang] = dict(zip(variables, headings, strict=False))
    for line in read.all("column"):
        variable, _, heading = line.value.partition(" ")
        if variable not in variables or not heading:
            problem = Phrase(
                "'{value}' is not a heading; write a variable that stands after SELECT, a space, and the heading",
                value=line.value,
            )
            raise read.fault(line, problem)
        columns.setdefault(line.lang, {})[variable] = heading.strip()
    return columns


def _picture(read: Header, variables: Sequence[str]) -> str:
    for line in read.all("picture"):
        if line.value not in PICTURES:
            raise read.fault(
                line,
                Phrase(
                    "'{value}' is not a picture; write one of {pictures}",
                    value=line.value,
                    pictures=", ".join(PICTURES),
                ),
            )
        missing = [f"?{column}" for column in PICTURES[line.value] if column not in variables]
        if missing:
            raise read.fault(
                line,
                Phrase(
                    "the picture '{picture}' needs {missing} too; add them after SELECT",
                    picture=line.value,
                    missing=", ".join(missing),
                ),
            )
        return line.value
    return ""


def _matrix(read: Header, variables: Sequence[str], parameters: Sequence[Parameter]) -> str:
    """The variable that has a column for each of its values; such a question has evidence, and no picture."""
    for line in read.all("matrix"):
        if line.value not in variables or line.value == EVIDENCE or EVIDENCE not in variables:
            problem = Phrase(
                "'{value}' makes no matrix; name a variable that stands after SELECT, beside ?evidence",
                value=line.value,
            )
        elif any(parameter.name == line.value for parameter in parameters):
            problem = Phrase("'{value}' is a parameter; a matrix is of another variable", value=line.value)
        elif any(read.all("picture")):
            problem = Phrase("a question with a matrix has no picture; remove one of the two lines")
        else:
            return line.value
        raise read.fault(line, problem)
    return ""


def _literals(read: Header, variables: Sequence[str], parameters: Sequence[Parameter]) -> frozenset[str]:
    """The columns that the header lists as literals, and those of parameters with literal values."""
    named = {name: line for line in read.all("literals") for name in line.value.split()}
    for name, line in named.items():
        if name not in variables:
            raise read.fault(
                line, Phrase("'{name}' is not a column; name variables that stand after SELECT", name=name)
            )
    return frozenset(named).union(each.name for each in parameters if each.type not in _THINGS)


def _rests_on_one(read: Header) -> bool:
    for line in read.all("rests"):
        if line.value != "one":
            raise read.fault(
                line,
                Phrase("'{value}' is not what a rule can say it rests on; write 'one'", value=line.value),
            )
        return True
    return False


def _locality(read: Header, kind: str, prefixes: Mapping[str, str]) -> Locality | None:
    for line in read.all("locality"):
        try:
            declared = locality.read(line.value, prefixes)
        except ValueError as error:
            problem, remedy = error.args
            raise read.fault(line, Phrase("{problem}; {remedy}", problem=problem, remedy=remedy)) from None
        if declared.absent and kind == "construct":
            # A conclusion from an absence in one unit may be false for the whole.
            raise read.fault(line, Phrase("the locality of a rule is not 'absent'; remove the line"))
        return declared
    return None


def _severity(read: Header) -> str:
    for line in read.all("severity"):
        if line.value not in SEVERITIES:
            raise read.fault(
                line,
                Phrase(
                    "'{value}' is not a severity; write one of {severities}",
                    value=line.value,
                    severities=", ".join(SEVERITIES),
                ),
            )
        return line.value
    return SEVERITIES[0]


def _parameters(read: Header, variables: Sequence[str], prefixes: Mapping[str, str]) -> Iterator[Parameter]:
    declared = [line for line in read.all("param") if line.lang == "en"]
    names = {line.value.split()[0] for line in declared}
    translated: dict[str, dict[str, str]] = {name: {} for name in names}
    for line in read.all("param"):
        name, _, about = line.value.partition(" ")
        if name not in names:
            raise read.fault(line, Phrase("no '# param: {name} ...' declares it; add one", name=name))
        if line.lang != "en":
            translated[name][line.lang] = about.strip()
    kinds = dict(_kinds(read, declared, prefixes))
    for line in declared:
        parameter = _parameter(read, line, variables, translated)
        yield replace(parameter, kinds=kinds.get(parameter.name, ()))


def _kinds(
    read: Header, declared: Sequence[Line], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    resources = {name for name, kind in (_first_two(line.value) for line in declared) if kind in _THINGS}
    for line in read.all("kind"):
        name, *kinds = line.value.split()
        if name not in resources:
            raise read.fault(
                line,
                Phrase(
                    "'{name}' is not a parameter that takes a thing; name one of type iri or concept",
                    name=name,
                ),
            )
        if not kinds:
            raise read.fault(
                line, Phrase("'{name}' has no kind; write classes or concept schemes after it", name=name)
            )
        yield name, tuple(_expanded(read, line, kind, prefixes) for kind in kinds)


def _first_two(text: str) -> tuple[str, str]:
    first, second = [*text.split(None, 2), ""][:2]
    return first, second


def _expanded(read: Header, line: Line, kind: str, prefixes: Mapping[str, str]) -> str:
    if kind.startswith("<") and kind.endswith(">"):
        return kind[1:-1]
    prefix, colon, local = kind.partition(":")
    if not colon or prefix not in prefixes:
        raise read.fault(
            line,
            Phrase(
                "'{kind}' is not a kind; write prefix:Name with a declared prefix, or <an IRI>", kind=kind
            ),
        )
    return prefixes[prefix] + local


def _parameter(
    read: Header, line: Line, variables: Sequence[str], translated: Mapping[str, Mapping[str, str]]
) -> Parameter:
    name, kind, rest = [*line.value.split(None, 2), "", ""][:3]
    if kind not in TYPES:
        raise read.fault(
            line,
            Phrase(
                "'{kind}' is not a type of parameter; write one of {types}", kind=kind, types=", ".join(TYPES)
            ),
        )
    if name in RESERVED:
        raise read.fault(line, Phrase("'{name}' is an option of every question; rename it", name=name))
    if name not in variables:
        raise read.fault(
            line, Phrase("the parameter '{name}' is not selected; add ?{name} after SELECT", name=name)
        )
    word, _, about = rest.partition(" ")
    if word not in ("optional", "required"):
        word, about = "required", rest
    english = {"en": about.strip()} if about.strip() else {}
    return Parameter(name, kind, word == "required", {**english, **translated[name]})


def run(  # noqa: PLR0913 - six independent parameters
    store: model.Quads,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    bindings: Mapping[str, Term] | None = None,
    *,
    name: str = "query",
    federation: bool = False,
) -> Result:
    """Run a query on the dataset of its ``FROM`` clauses, else on the union of all graphs.

    ``bindings`` are values for some of its variables; they are not inserted as text, so injection is not possible.
    Raises `NotAQuery` for an update, and `QuerySyntaxError` with line and column for a syntax error, a ``SERVICE``
    clause without ``federation``, an unknown function, and a query that is too deep or too long for the engine.
    Standard: SPARQL 1.1, section 13.2.
    """
    text, values = text.removeprefix("\ufeff"), dict(bindings or {})
    tokens = lexer.tokenize(text)
    _check_query(name, text, tokens, federation)

    def parse(candidate: str) -> Result:
        return engine.ask(store, candidate, prefixes)

    try:
        return engine.ask(store, lexer.replace_bound(text, frozenset(values)), prefixes, values)
    except SyntaxError:
        raise QuerySyntaxError(name, *lexer.explain(text, parse, prefixes)) from None
    except RuntimeError as error:
        fault = engine.unknown_function(text, tokens, prefixes, str(error))
        if fault:
            raise QuerySyntaxError(name, *fault) from None
        raise ParameterError(
            Phrase("{name}: {error}; select every variable that is given a value.", name=name, error=error)
        ) from error


def _check_query(name: str, text: str, tokens: Sequence[lexer.Token], federation: bool) -> None:
    if lexer.form(tokens) == "UPDATE":
        raise NotAQuery(name)
    _check_limits(name, text, tokens)
    service = None if federation else lexer.service_clause(tokens)
    if service:
        problem = Phrase("SERVICE asks another machine, which is off; remove it, or allow it with --federate")
        raise QuerySyntaxError(name, *lexer.line_and_column(text, service.start), problem)


def bind(query: Query, values: Mapping[str, str], resolve: Resolve) -> dict[str, Term]:
    """The values of a query's parameters as RDF terms, by variable.

    ``resolve`` turns a name into an IRI. Raises `ParameterError` for a parameter that is missing or ill-typed, and
    `UnknownName` for one that the query does not have.
    """
    bound = {}
    for key, value in values.items():
        parameter = query.parameter(key)
        bound[parameter.name] = bind_value(parameter, value, resolve)
    for parameter in query.parameters:
        if parameter.required and parameter.name not in bound:
            raise ParameterError(
                Phrase(
                    "'{query}' needs a value: add {option} <{type}>.",
                    query=query.name,
                    option=parameter.option,
                    type=parameter.type,
                )
            )
    return bound


def bind_value(parameter: Parameter, text: str, resolve: Resolve) -> Term:
    """The RDF term of a text, with the type of the parameter. Raises `ParameterError` with the expected form."""
    if any("\ud800" <= character <= "\udfff" or character == "\0" for character in text):
        raise ParameterError(
            Phrase("{option}: the value is not readable text; write it in UTF-8.", option=parameter.option)
        )
    if parameter.type in _THINGS:
        return _iri(parameter, resolve(text, parameter))
    if parameter.type == "text":
        return ox.Literal(text)
    reads, datatype, expected = _TYPED[parameter.type]
    if not reads(text.strip()):
        raise ParameterError(
            Phrase(
                "{option}: '{text}' is not {expected}.", option=parameter.option, text=text, expected=expected
            )
        )
    return ox.Literal(text.strip(), datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def _iri(parameter: Parameter, iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        problem = Phrase(
            "{option}: '{iri}' is not an IRI; write it in full or as prefix:name.",
            option=parameter.option,
            iri=iri,
        )
        raise ParameterError(problem) from None


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


_TYPED: Mapping[str, tuple[Callable[[str], object], str, Phrase]] = {
    "date": (_is_day, "date", Phrase("a day of the calendar; write one as 2008-06-30")),
    "year": (re.compile(r"[0-9]{4}").fullmatch, "gYear", Phrase("a year; write one as 2008")),
    "integer": (
        re.compile(r"[+-]?[0-9]{1,18}").fullmatch,
        "integer",
        Phrase("a whole number; write one as 12"),
    ),
    "boolean": (
        re.compile(r"true|false").fullmatch,
        "boolean",
        Phrase("true or false; write one of the two"),
    ),
}
