"""Explanations: the statements about a resource as sentences, with their manner, period and evidence, and its gaps."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from seutu.errors import ParameterError
from seutu.language import sentences
from seutu.language.labels import NOT_STATED_TEXT, Labels
from seutu.language.places import QUOTES
from seutu.phrases import Phrase
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects
from seutu.rdf.namespaces import PREFIXES
from seutu.text import numbers, table

FORMATS = ("text", "markdown", "json")


_STATEMENT, _SENTENCE, _SUBCLASS = node("seutu:Statement"), node("seutu:sentence"), node("rdfs:subClassOf")
EVIDENCE, _ALT_LABEL, _DEFINITION = node("seutu:evidence"), node("skos:altLabel"), node("skos:definition")
_LEAD_IN, _NAME_IN_SENTENCE = node("seutu:leadIn"), node("seutu:nameInSentence")
_PLURAL_NAME, _PLURAL_FORM = node("seutu:pluralName"), node("seutu:pluralForm")
# The forms of the name of a concept: singular and plural, in the present and in the past (true).
_FORMS = {False: (None, _PLURAL_FORM), True: (node("seutu:pastForm"), node("seutu:pastPluralForm"))}
_PLACE_PROPERTIES = (EVIDENCE, *map(node, ("seutu:namedIn", "seutu:periodNamedIn")))
_DURING, _LAYER, _MODALITY = node("seutu:during"), node("seutu:layer"), node("seutu:modality")
_TENSE, _PAST, _LAST_DAY = node("seutu:tense"), node("tense:past"), node("seutu:lastDay")
_ONTOLOGY, _MODIFIED = ox.NamedNode(PREFIXES["seutu"].rstrip("#")), node("dcterms:modified")
# The properties whose values are statements.
_STATEMENT_VALUED = frozenset({"reads", "premise"})
# The properties shown after the sentence of a statement, in this order.
_UNDER_READING = node("seutu:underReading")
_MANNER_SHOWN = (
    *map(node, ("seutu:modality", "seutu:layer", "seutu:during", "seutu:confidence")),
    _UNDER_READING,
)
_LAYERS = tuple(map(node, ("layer:stated", "layer:read", "layer:context")))
LAYERS = frozenset(_LAYERS)
"""All layers."""

_INNER_QUOTES = str.maketrans("“”", "‘’")

# Properties of the manner of a statement and of its place, which are not part of its content.
MANNER_PROPERTIES = frozenset(
    {node("seutu:modality"), node("seutu:layer"), node("seutu:confidence"), node("seutu:case")}
)
NAMESPACE = PREFIXES["seutu"]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage with its words, or a ``whole`` source with its name and bibliographic citation."""

    iri: str
    cited: str
    words: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class ExplainedStatement:
    """One statement: its sentence, its manner as pairs of a name and a value, and its passages."""

    iri: str
    sentence: str
    manner: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation of one resource, in one language; ``gaps`` are the recorded gaps of its sources."""

    iri: str
    lang: str
    name: str
    kinds: tuple[str, ...]
    also: tuple[str, ...]
    definition: str | None
    places: tuple[Place, ...]
    statements: tuple[ExplainedStatement, ...]
    gaps: tuple[str, ...]

    def render(self, fmt: str = "text") -> str:
        """Return the explanation in one of `FORMATS`. Raises `ParameterError` with their names for any other."""
        if fmt == "json":
            return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"
        if fmt not in FORMATS:
            raise ParameterError(
                Phrase(
                    "No format '{fmt}' for an explanation; write one of {formats}.",
                    fmt=fmt,
                    formats=", ".join(FORMATS),
                )
            )
        return _text(self) if fmt == "text" else _markdown(self)


def explained(thing: ox.NamedNode, labels: Labels) -> Explanation:
    """Return the explanation of a resource in the store and the language of ``labels``. Raises `TemplateError`."""
    store = labels.store
    texts = {value.value for value in objects(store, thing, _ALT_LABEL) if isinstance(value, ox.Literal)}
    return Explanation(
        iri=thing.value,
        lang=labels.lang,
        name=labels.label(thing) or _first(labels.quoted(thing)) or labels.curie(thing),
        kinds=tuple(labels.shown(kind) for kind in _kinds(store, thing)),
        also=tuple(sorted(texts)),
        definition=labels.text(thing, _DEFINITION),
        places=places(
            labels, (value for place in _PLACE_PROPERTIES for value in objects(store, thing, place))
        ),
        statements=explained_statements(_statements_of(store, thing), labels),
        gaps=_gaps(labels, thing),
    )


def _gaps(labels: Labels, thing: ox.NamedNode) -> tuple[str, ...]:
    """The gaps about a resource, and about its statements."""
    about = (thing, *sorted(_statements_of(labels.store, thing), key=str))
    return tuple(dict.fromkeys(gap for one in about for gap in labels.gaps(one)))


def explained_statements(statements: Iterable[Term], labels: Labels) -> tuple[ExplainedStatement, ...]:
    """Return statements as sentences: first the stated, then the read, then the context, each in source order."""
    found = [node for node in set(statements) if isinstance(node, ox.NamedNode)]
    return tuple(
        _explained_statement(statement, labels)
        for statement in sorted(found, key=lambda one: _order(one, labels))
    )


def places(labels: Labels, passages: Iterable[Term]) -> tuple[Place, ...]:
    """Passages and sources in order, with their words."""
    found = labels.in_order(passages)
    return tuple(
        Place(_iri(one), labels.cited([one]), tuple(labels.quoted(one)), not labels.is_passage(one))
        for one in found
    )


def _statements_of(store: Quads, thing: ox.NamedNode) -> set[Term]:
    """The statements that refer to a resource; for a statement also itself."""
    pointing = store.quads_for_pattern(None, None, thing, None)
    parts = {
        quad.subject
        for quad in pointing
        if quad.predicate.value.startswith(NAMESPACE) and quad.predicate not in MANNER_PROPERTIES
    }
    return {one for one in {*parts, thing} if is_statement(store, one)}


def is_statement(store: Quads, node: Term) -> bool:
    """Return whether a node is a statement."""
    return _STATEMENT in objects(store, node, RDF_TYPE)


def _explained_statement(statement: ox.NamedNode, labels: Labels) -> ExplainedStatement:
    store = labels.store
    manner = tuple(
        (labels.shown(part), sentences.listed(_manner(labels, statement, part), labels.lang))
        for part in _MANNER_SHOWN
        if objects(store, statement, part)
    )
    if not objects(store, statement, _DURING):
        manner += ((labels.shown(_DURING), Phrase("no period given").text_in(labels.lang)),)
    return ExplainedStatement(
        iri=statement.value,
        sentence=sentence(statement, labels),
        manner=manner,
        places=places(labels, objects(store, statement, EVIDENCE)),
    )


def _manner(labels: Labels, statement: ox.NamedNode, part: ox.NamedNode) -> list[str]:
    """The values of one property of the manner; for a reading its question, in quotation marks."""
    values = _values(labels, statement, part)
    if part != _UNDER_READING or labels.iris:
        return values
    opening, closing = QUOTES[labels.lang]
    return [f"{opening}{value.translate(_INNER_QUOTES)}{closing}" for value in values]


def sentence(statement: ox.NamedNode, labels: Labels) -> str:
    """The sentence of a statement, from the template of its class, else its class and the values of its properties.

    The lead-ins of its layer and its modality come first, unless the template expresses them.
    """
    template = _template(statement, labels)
    if template is None:
        return _sentence_without_template(statement, labels)
    leads = ", ".join(
        filter(None, (_lead_in(statement, one, template, labels) for one in (_LAYER, _MODALITY)))
    )
    text = _filled(template, statement, labels)
    return sentences.capital(f"{leads}: {text}" if leads else text)


def _template(statement: ox.NamedNode, labels: Labels) -> sentences.Template | None:
    texts = (labels.text(kind, _SENTENCE) for kind in _kinds(labels.store, statement))
    return next((sentences.parse(text) for text in texts if text), None)


def _lead_in(
    statement: ox.NamedNode, part: ox.NamedNode, template: sentences.Template, labels: Labels
) -> str | None:
    """The lead-in for the layer or modality of a statement; None if the template expresses it."""
    name = part.value.removeprefix(NAMESPACE)
    expressed = {condition.concept for condition in template.conditions if condition.name == name}
    for concept in objects(labels.store, statement, part):
        text = None if _last_segment(concept) in expressed else labels.text(concept, _LEAD_IN)
        if text:
            return _filled(sentences.parse(text), statement, labels)
    return None


def _filled(template: sentences.Template, statement: ox.NamedNode, labels: Labels) -> str:
    names = template.names | {condition.name for condition in template.conditions}
    past = _is_past(statement, labels)
    parts = {name: _property(labels.store, statement, name) for name in names}
    words = {name: _words_of(labels, statement, part, past=past) for name, part in parts.items()}
    if past:
        words["tense"] = sentences.Words(concepts=frozenset({_last_segment(_PAST)}))
    for name in names & _STATEMENT_VALUED:
        found = objects(labels.store, statement, ox.NamedNode(NAMESPACE + name))
        words[name] = sentences.Words(tuple(sorted(_quoted_statement(one, labels) for one in found)))
    return template.filled(words, labels.lang)


def _property(store: Quads, statement: ox.NamedNode, name: str) -> ox.NamedNode:
    """The property that a template names: ours, unless the statement uses only another of this name."""
    own = ox.NamedNode(NAMESPACE + name)
    used = {quad.predicate for quad in store.quads_for_pattern(statement, None, None, None)}
    others = (one for one in used if local_name(one) == name)
    return own if own in used else min(others, key=str, default=own)


def local_name(term: Term) -> str:
    """The local name of a property: the part of its IRI after the last # or /."""
    return term.value.rpartition("#")[2].rpartition("/")[2] if isinstance(term, ox.NamedNode) else ""


def _quoted_statement(thing: Term, labels: Labels) -> str:
    """The sentence of a statement in quotation marks; the name of another resource, or of a statement on statements."""
    if isinstance(thing, ox.NamedNode) and not labels.iris and is_statement(labels.store, thing):
        template = _template(thing, labels)
        if template and not template.names & _STATEMENT_VALUED:
            opening, closing = QUOTES[labels.lang]
            return f"{opening}{sentence(thing, labels).removesuffix('.')}{closing}"
    return _name_in_sentence(labels, thing)


def _is_past(statement: ox.NamedNode, labels: Labels) -> bool:
    """Return whether a statement is in the past tense.

    The tense of its source decides, and nothing else decides for the primary source. For the others without a tense,
    the period decides: it is past if it ended before the ontology was last modified.
    """
    tenses = objects(labels.store, statement, _TENSE)
    if tenses or _LAYERS[0] in objects(labels.store, statement, _LAYER):
        return _PAST in tenses
    ends = [
        day
        for period in objects(labels.store, statement, _DURING)
        for day in _days(labels, period, _LAST_DAY)
    ]
    return any(end < today for end in ends for today in _days(labels, _ONTOLOGY, _MODIFIED))


def _days(labels: Labels, thing: Term, part: ox.NamedNode) -> list[str]:
    return [one.value for one in objects(labels.store, thing, part) if isinstance(one, ox.Literal)]


def _sentence_without_template(statement: ox.NamedNode, labels: Labels) -> str:
    kinds = ", ".join(labels.shown(kind) for kind in _kinds(labels.store, statement))
    properties = {
        quad.predicate
        for quad in labels.store.quads_for_pattern(statement, None, None, None)
        if quad.predicate.value.startswith(NAMESPACE)
        and quad.predicate not in {*_MANNER_SHOWN, *MANNER_PROPERTIES, EVIDENCE}
    }
    pairs = (
        f"{labels.shown(one)}: {sentences.listed(_values(labels, statement, one), labels.lang)}"
        for one in sorted(properties, key=labels.shown)
    )
    return f"{'; '.join([kinds, *pairs])}."


def _values(labels: Labels, thing: ox.NamedNode, part: ox.NamedNode) -> list[str]:
    """The values of a property as text; of texts in several languages, the one in the reader's language."""
    found = objects(labels.store, thing, part)
    text = (
        labels.text(thing, part)
        if any(isinstance(one, ox.Literal) and one.language for one in found)
        else None
    )
    return [text] if text else sorted({_name_in_sentence(labels, one) for one in found})


def _name_in_sentence(labels: Labels, term: Term) -> str:
    """The name of a resource within a sentence; a number in the format of the language."""
    number = numbers.written(term, labels.lang)
    return (
        number or (None if labels.iris else _localised(labels, term, _NAME_IN_SENTENCE)) or labels.shown(term)
    )


def _localised(labels: Labels, term: Term, naming: ox.NamedNode) -> str | None:
    """A form of a name in the reader's language; None if there is only one in another language."""
    found = objects(labels.store, term, naming)
    return next(
        (one.value for one in found if isinstance(one, ox.Literal) and one.language == labels.lang), None
    )


def _words_of(
    labels: Labels, thing: ox.NamedNode, part: ox.NamedNode, *, past: bool = False
) -> sentences.Words:
    """The values of a property in singular and plural, and the number of a verb that agrees with them."""
    found = [one for one in objects(labels.store, thing, part) if isinstance(one, ox.NamedNode)]
    values = _values(labels, thing, part)
    one, many = _FORMS[past]
    names = {
        value.value
        for term in found
        for value in objects(labels.store, term, _PLURAL_NAME)
        if isinstance(value, ox.Literal)
    }
    singular = tuple(_inflected(labels, found, one) or values)
    return sentences.Words(
        one=singular,
        many=tuple(_inflected(labels, found, many) or singular),
        plural=len(values) > 1 or labels.lang in names,
        concepts=frozenset(map(_last_segment, found)),
    )


def _inflected(labels: Labels, found: Sequence[ox.NamedNode], form: ox.NamedNode | None) -> list[str]:
    """The names of resources in a form; empty if none of the names has this form."""
    texts = {term: form and _localised(labels, term, form) for term in found}
    return (
        sorted(text or _name_in_sentence(labels, term) for term, text in texts.items())
        if any(texts.values())
        else []
    )


def _last_segment(term: Term) -> str:
    """The last segment of an IRI."""
    return term.value.rpartition("/")[2] if isinstance(term, ox.NamedNode) else ""


def _kinds(store: Quads, thing: Term) -> list[ox.NamedNode]:
    """The narrowest classes of a resource."""
    found = {one for one in objects(store, thing, RDF_TYPE) if isinstance(one, ox.NamedNode)}
    wider = {above for one in found for above in objects(store, one, _SUBCLASS) if above != one}
    return sorted(found - wider, key=str)


def _order(statement: ox.NamedNode, labels: Labels) -> tuple[int, tuple[object, ...], str]:
    layers = [_LAYERS.index(one) for one in objects(labels.store, statement, _LAYER) if one in _LAYERS]
    passages = labels.in_order(objects(labels.store, statement, EVIDENCE))
    place = labels.order(passages[0]) if passages else ()
    return min(layers, default=len(_LAYERS)), place, statement.value


def _iri(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _first(texts: Sequence[str]) -> str | None:
    return texts[0] if texts else None


def _text(explanation: Explanation) -> str:
    lines = [_heading(explanation), *_name_lines(explanation), ""]
    for one in explanation.statements:
        lines += [*statement_as_text(one), ""]
    lines += [*_gap_lines(explanation), ""] if explanation.gaps else []
    lines += _source_lines(explanation)
    return "\n".join(lines).rstrip() + "\n"


def _gap_lines(explanation: Explanation) -> list[str]:
    not_stated = NOT_STATED_TEXT.text_in(explanation.lang)
    return [f"{not_stated[:1].upper()}{not_stated[1:]}: {gap}" for gap in explanation.gaps]


def _source_lines(explanation: Explanation) -> list[str]:
    """Each whole source that is cited, once, with its bibliographic citation."""
    found = {place.cited: place for one in explanation.statements for place in one.places if place.whole}
    margin = max(map(len, found), default=0)
    return [
        f"{sign.ljust(margin)}  {table.one_line(', '.join(place.words))}"
        for sign, place in sorted(found.items())
    ]


def statement_as_text(one: ExplainedStatement, indent: str = "") -> list[str]:
    """A statement as lines for a terminal: the sentence, its manner, and the words of its passages."""
    manner = "; ".join(f"{name}: {value}" for name, value in one.manner)
    lines = [f"{indent}{table.one_line(one.sentence)}", f"{indent}    {manner}"]
    for place in one.places:
        first, *more = (place.words[:1] if place.whole else place.words) or ("",)
        lines.append(f"{indent}    {place.cited}  {table.one_line(first)}".rstrip())
        lines += [f"{indent}    {' ' * len(place.cited)}  {table.one_line(words)}" for words in more]
    return lines


def _heading(explanation: Explanation) -> str:
    kinds = f" ({', '.join(explanation.kinds)})" if explanation.kinds else ""
    return f"{table.one_line(explanation.name)}{kinds}"


def _name_lines(explanation: Explanation) -> list[str]:
    named = "; ".join(place.cited for place in explanation.places)
    pairs = (
        (Phrase("also called"), "; ".join(explanation.also)),
        (Phrase("definition"), explanation.definition or ""),
        (Phrase("named in"), named),
    )
    return [
        f"    {name.text_in(explanation.lang)}: {table.one_line(value)}" for name, value in pairs if value
    ]


def _markdown(explanation: Explanation) -> str:
    lines = [f"# {_heading(explanation)}", "", *(f"-{line[3:]}" for line in _name_lines(explanation)), ""]
    for one in explanation.statements:
        lines += [*statement_as_markdown(one), ""]
    lines += [f"- {gap}" for gap in _gap_lines(explanation)]
    return "\n".join(lines).rstrip() + "\n"


def statement_as_markdown(one: ExplainedStatement) -> list[str]:
    """A statement as Markdown: an item, its manner in italics, and the words of its passages as quotations."""
    manner = "; ".join(f"{name}: {value}" for name, value in one.manner)
    lines = [f"- {table.one_line(one.sentence)}  ", f"  *{manner}*", ""]
    for place in one.places:
        words = " / ".join(table.one_line(text) for text in place.words)
        lines.append(f"  > {place.cited}: {words}")
    return lines
