"""CSV on the Web: the metadata of the CSV of an answer, with the meaning of its columns.

Standard: Metadata Vocabulary for Tabular Data (W3C Recommendation, 17 December 2015). A table's metadata lies beside it
as ``<table>.csv-metadata.json``; `group_json` has those of all tables in one file, ``csv-metadata.json``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

import pyoxigraph as ox

from seutu.answer.answer import Answer
from seutu.phrases import LANGUAGES
from seutu.query.definition import EVIDENCE, Texts
from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES

Metadata = dict[str, object]

CONTEXT = ("http://www.w3.org/ns/csvw", {"@language": "en"})
"""The JSON-LD context that the standard prescribes; texts without a language are English."""

DIALECT: Mapping[str, object] = {
    "delimiter": ",",
    "doubleQuote": True,
    "encoding": "utf-8",
    "header": True,
    "lineTerminators": ["\n"],
    "quoteChar": '"',
}
"""The dialect of the CSV; see `table.separated_by_commas`."""

_LABEL = "_label"
_XSD = PREFIXES["xsd"]
_WHOLE = frozenset(
    (
        "byte int integer long negativeInteger nonNegativeInteger nonPositiveInteger positiveInteger short"
        " unsignedByte unsignedInt unsignedLong unsignedShort"
    ).split()
)
_PLAIN = frozenset("boolean date dateTime decimal double gYear gYearMonth".split())
# A date has the precision of its source, and a column may have several.
_DATES = frozenset("date gYear gYearMonth".split())
_ANY_DATE: Metadata = {"base": "string", "format": "-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?"}

# For a column with a valueUrl the type is a string, because readers that insert a value of the type anyURI into a
# template produce another address.
_IRI: Metadata = {"base": "string", "format": "[A-Za-z][A-Za-z0-9+.-]*:.+"}

_NAMED: Texts = {"fi": "{} (nimi)", "sv": "{} (namn)", "en": "{} (name)"}
_CITED: Texts = {"fi": "{} (merkki ja paikka)", "sv": "{} (tecken och plats)", "en": "{} (sign and place)"}
_CITED_DESCRIPTION: Texts = {
    "fi": "Lähde merkkinään ja kohta paikkanaan siinä, esimerkiksi S1 s. 3; kokonainen lähde pelkkänä merkkinään.",
    "sv": "Källan med sitt tecken och textställets plats i den, till exempel S1 s. 3; en hel källa bara med tecknet.",
    "en": "The source by its sign and the place in it, such as S1 p. 3; a whole source by its sign alone.",
}


@dataclass(frozen=True, slots=True)
class About:
    """The properties of all tables: IRIs of the licence, the publisher and the dataset, each empty if unknown.

    ``title`` and ``description`` are those of the group of tables, by language.
    """

    licence: str = ""
    publisher: str = ""
    dataset: str = ""
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)

    def described(self) -> Metadata:
        """The IRIs as common properties of a table."""
        properties = {"dc:license": self.licence, "dc:publisher": self.publisher, "dc:isPartOf": self.dataset}
        return {name: {"@id": iri} for name, iri in properties.items() if iri}


def table(answer: Answer, url: str, about: About) -> Metadata:
    """The description of the table that ``answer.render("csv")`` writes to ``url``, relative to the description.

    Title and description are those of the question; the datatypes of the columns are those of the rows.
    """
    title, description = (answer.query.title, answer.query.question) if answer.query else ({}, {})
    return {
        "url": url,
        **_texts(title, description),
        **about.described(),
        "dialect": dict(DIALECT),
        "tableSchema": {"columns": _columns(answer), "null": ""},
    }


def table_json(answer: Answer, url: str, about: About) -> str:
    """The description of one table, to lie beside it; see `table`."""
    return _json({"@context": CONTEXT, **table(answer, url, about)})


def group_json(tables: Iterable[Metadata], about: About) -> str:
    """The description of several tables, each as `table` describes it, in the order of their addresses."""
    inside = sorted(tables, key=lambda one: str(one["url"]))
    return _json(
        {
            "@context": CONTEXT,
            "@type": "TableGroup",
            **_texts(about.title, about.description),
            **about.described(),
            "tables": inside,
        }
    )


def datatype_of(terms: Iterable[Term | None]) -> str | Metadata:
    """Return the narrowest datatype of the standard for the terms of a column; unbound cells do not count.

    For a mixture of days, months and years it is a string of one of these forms; for other mixtures, and for no terms,
    any string.
    """
    kinds = frozenset(_kind(term) for term in terms if term is not None)
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds and kinds <= _DATES:
        return dict(_ANY_DATE)
    return "decimal" if kinds == {"integer", "decimal"} else "string"


def _kind(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return "anyURI"
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(_XSD):
        return "string"
    name = term.datatype.value.removeprefix(_XSD)
    return "integer" if name in _WHOLE else name if name in _PLAIN else "string"


def _columns(answer: Answer) -> list[Metadata]:
    headings, rows = answer.machine_cells(answer.labels)
    by_language = {lang: answer.headings(lang) for lang in LANGUAGES}
    columns = []
    for index, heading in enumerate(headings):
        variable = heading.removesuffix(_LABEL)
        is_label = heading != variable and headings[index - 1] == variable
        texts = {lang: titles[variable if is_label else heading] for lang, titles in by_language.items()}
        filled = bool(rows) and all(row[index] for row in rows)
        properties = _label(answer, variable) if is_label else _value(answer, heading)
        templates = (_CITED if variable == EVIDENCE else _NAMED) if is_label else {}
        column = {
            "name": _name(heading),
            "titles": _titles(
                heading, {lang: templates.get(lang, "{}").format(texts[lang]) for lang in texts}
            ),
        }
        columns.append(column | properties | ({"required": True} if filled else {}))
    return columns


def _value(answer: Answer, variable: str) -> Metadata:
    """The properties of a column of values: the datatype, and the language or address if all values have one."""
    if variable == EVIDENCE:
        return {"datatype": "anyURI", "separator": " "}
    terms = _terms(answer, variable)
    datatype = datatype_of(terms)
    if datatype == "anyURI":
        return {"datatype": dict(_IRI), "valueUrl": f"{{+{_name(variable)}}}"}
    languages = {term.language for term in terms if isinstance(term, ox.Literal)}
    language = languages.pop() if len(languages) == 1 else None
    properties: Metadata = {"datatype": datatype}
    return properties | ({"lang": language} if language else {})


def _label(answer: Answer, variable: str) -> Metadata:
    """The properties of the column of labels beside a column of resources."""
    if variable != EVIDENCE:
        return {"datatype": "string", "lang": answer.labels.lang}
    properties: Metadata = {"datatype": "string", **_described("dc:description", _CITED_DESCRIPTION)}
    # A source without a sign goes by its name, which may have a semicolon in it.
    parts = [answer.labels.cited([passage]) for passage in answer.evidence]
    return properties if any("; " in part for part in parts) else properties | {"separator": "; "}


def _terms(answer: Answer, variable: str) -> list[Term]:
    at = answer.columns.index(variable)
    return [term for row in answer.rows if (term := row.cells[at]) is not None]


def _name(heading: str) -> str:
    """The name of a column for a heading, which is also the name of a variable in URI templates."""
    name = quote(heading, safe="")
    return f"column{name}" if name.startswith("_") else name


def _titles(heading: str, texts: Texts) -> Metadata:
    """The titles by language; the first English title is the heading in the CSV."""
    return {lang: [heading, text] if lang == "en" else [text] for lang, text in texts.items()}


def _texts(title: Texts, description: Texts) -> Metadata:
    return _described("dc:title", title) | _described("dc:description", description)


def _described(name: str, texts: Texts) -> Metadata:
    values: Sequence[object] = [
        {"@value": texts[lang], "@language": lang} for lang in LANGUAGES if lang in texts
    ]
    return {name: values} if values else {}


def _json(content: Metadata) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
