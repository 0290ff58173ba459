"""All that is known of a thing, said in sentences: who says it, how, for what time, where, and what is not said."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from seutu.errors import ParameterError
from seutu.language import sentences
from seutu.language.labels import SILENT, Labels
from seutu.language.places import QUOTES
from seutu.phrases import Phrase
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects
from seutu.rdf.namespaces import PREFIXES
from seutu.text import numbers, table

FORMATS = ("text", "markdown", "json")


_STATEMENT, _SENTENCE, _SUBCLASS = node("seutu:Statement"), node("seutu:sentence"), node("rdfs:subClassOf")
EVIDENCE, _ALSO, _DEFINITION = node("seutu:evidence"), node("skos:altLabel"), node("skos:definition")
_LEAD, _NAME_WITHIN = node("seutu:leadIn"), node("seutu:nameInSentence")
_PLURAL_NAME, _PLURAL_FORM = node("seutu:pluralName"), node("seutu:pluralForm")
# What a concept is called, in one and in several, of what is present and of what is past.
_FORMS = {False: (None, _PLURAL_FORM), True: (node("seutu:pastForm"), node("seutu:pastPluralForm"))}
_PLACES = (EVIDENCE, *map(node, ("seutu:namedIn", "seutu:periodNamedIn")))
_DURING, _LAYER, _MODALITY = node("seutu:during"), node("seutu:layer"), node("seutu:modality")
_TENSE, _PAST, _LAST_DAY = node("seutu:tense"), node("tense:past"), node("seutu:lastDay")
_ONTOLOGY, _MODIFIED = ox.NamedNode(PREFIXES["seutu"].rstrip("#")), node("dcterms:modified")
# Where a statement speaks of other statements.
_OF_STATEMENTS = frozenset({"reads", "premise"})
# Told of every statement beside its sentence, in this order.
_UNDER_READING = node("seutu:underReading")
_MANNER = (
    *map(node, ("seutu:modality", "seutu:layer", "seutu:during", "seutu:confidence")),
    _UNDER_READING,
)
_LAYERS = tuple(map(node, ("layer:stated", "layer:read", "layer:context")))
LAYERS = frozenset(_LAYERS)
"""The layers there are."""

_WITHIN_QUOTES = str.maketrans("“”", "‘’")

# How a statement is said, and where: no part in what it says.
MANNERS = frozenset(
    {node("seutu:modality"), node("seutu:layer"), node("seutu:confidence"), node("seutu:case")}
)
OURS = PREFIXES["seutu"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: a passage with its words, or a ``whole`` source with its name and where it is found."""

    iri: str
    cited: str
    words: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One statement in words: its sentence, then how it is said, as pairs of a name and a value, and where."""

    iri: str
    sentence: str
    manner: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of one thing, in one language; ``gaps`` is what its sources are recorded not to say."""

    iri: str
    lang: str
    name: str
    kinds: tuple[str, ...]
    also: tuple[str, ...]
    definition: str | None
    places: tuple[Place, ...]
    statements: tuple[Told, ...]
    gaps: tuple[str, ...]

    def render(self, fmt: str = "text") -> str:
        """It in one of `FORMATS`. Raises `ParameterError` naming them for any other."""
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
    """What the store of ``labels`` knows of a thing, in their language. Raises `TemplateError`."""
    store = labels.store
    texts = {value.value for value in objects(store, thing, _ALSO) if isinstance(value, ox.Literal)}
    return Explanation(
        iri=thing.value,
        lang=labels.lang,
        name=labels.label(thing) or _first(labels.quoted(thing)) or labels.curie(thing),
        kinds=tuple(labels.shown(kind) for kind in _kinds(store, thing)),
        also=tuple(sorted(texts)),
        definition=labels.text(thing, _DEFINITION),
        places=places(labels, (value for place in _PLACES for value in objects(store, thing, place))),
        statements=told(_statements_of(store, thing), labels),
        gaps=_gaps(labels, thing),
    )


def _gaps(labels: Labels, thing: ox.NamedNode) -> tuple[str, ...]:
    """What is not said of a thing, or in a statement about it."""
    about = (thing, *sorted(_statements_of(labels.store, thing), key=str))
    return tuple(dict.fromkeys(gap for one in about for gap in labels.gaps(one)))


def told(statements: Iterable[Term], labels: Labels) -> tuple[Told, ...]:
    """Statements in words, the stated before the read and the context, each layer in the order of its source."""
    found = [node for node in set(statements) if isinstance(node, ox.NamedNode)]
    return tuple(_told(statement, labels) for statement in sorted(found, key=lambda one: _order(one, labels)))


def places(labels: Labels, passages: Iterable[Term]) -> tuple[Place, ...]:
    """Passages and sources, in order, with their words."""
    found = labels.in_order(passages)
    return tuple(
        Place(_iri(one), labels.cited([one]), tuple(labels.quoted(one)), not labels.is_passage(one))
        for one in found
    )


def _statements_of(store: Quads, thing: ox.NamedNode) -> set[Term]:
    """The statements that a thing has a part in; of a statement also the statement itself."""
    pointing = store.quads_for_pattern(None, None, thing, None)
    parts = {
        quad.subject
        for quad in pointing
        if quad.predicate.value.startswith(OURS) and quad.predicate not in MANNERS
    }
    return {one for one in {*parts, thing} if is_statement(store, one)}


def is_statement(store: Quads, node: Term) -> bool:
    """Whether a node is a statement."""
    return _STATEMENT in objects(store, node, RDF_TYPE)


def _told(statement: ox.NamedNode, labels: Labels) -> Told:
    store = labels.store
    manner = tuple(
        (labels.shown(part), sentences.listed(_manner(labels, statement, part), labels.lang))
        for part in _MANNER
        if objects(store, statement, part)
    )
    if not objects(store, statement, _DURING):
        manner += ((labels.shown(_DURING), Phrase("no period given").told(labels.lang)),)
    return Told(
        iri=statement.value,
        sentence=sentence(statement, labels),
        manner=manner,
        places=places(labels, objects(store, statement, EVIDENCE)),
    )


def _manner(labels: Labels, statement: ox.NamedNode, part: ox.NamedNode) -> list[str]:
    """How a statement is said in one respect; a reading by what it asks, in quotation marks."""
    values = _values(labels, statement, part)
    if part != _UNDER_READING or labels.iris:
        return values
    opening, closing = QUOTES[labels.lang]
    return [f"{opening}{value.translate(_WITHIN_QUOTES)}{closing}" for value in values]


def sentence(statement: ox.NamedNode, labels: Labels) -> str:
    """What a statement says, by the template of its class, else as its class and the values of its properties.

    In front stands whose word it is, unless its own source says it, and how it is said, unless its template shows that.
    """
    template = _template(statement, labels)
    if template is None:
        return _plain(statement, labels)
    leads = ", ".join(filter(None, (_lead(statement, one, template, labels) for one in (_LAYER, _MODALITY))))
    said = _filled(template, statement, labels)
    return sentences.capital(f"{leads}: {said}" if leads else said)


def _template(statement: ox.NamedNode, labels: Labels) -> sentences.Template | None:
    texts = (labels.text(kind, _SENTENCE) for kind in _kinds(labels.store, statement))
    return next((sentences.read(text) for text in texts if text), None)


def _lead(
    statement: ox.NamedNode, part: ox.NamedNode, template: sentences.Template, labels: Labels
) -> str | None:
    """What stands before a sentence for the layer or modality of its statement; None if the sentence shows it."""
    name = part.value.removeprefix(OURS)
    told = {condition.concept for condition in template.conditions if condition.name == name}
    for concept in objects(labels.store, statement, part):
        text = None if _last(concept) in told else labels.text(concept, _LEAD)
        if text:
            return _filled(sentences.read(text), statement, labels)
    return None


def _filled(template: sentences.Template, statement: ox.NamedNode, labels: Labels) -> str:
    names = template.names | {condition.name for condition in template.conditions}
    past = _is_past(statement, labels)
    parts = {name: _property(labels.store, statement, name) for name in names}
    words = {name: _words(labels, statement, part, past=past) for name, part in parts.items()}
    if past:
        words["tense"] = sentences.Words(concepts=frozenset({_last(_PAST)}))
    for name in names & _OF_STATEMENTS:
        found = objects(labels.store, statement, ox.NamedNode(OURS + name))
        words[name] = sentences.Words(tuple(sorted(_as_words(one, labels) for one in found)))
    return template.filled(words, labels.lang)


def _property(store: Quads, statement: ox.NamedNode, name: str) -> ox.NamedNode:
    """The property of a statement that a template names: ours, unless only another's has that name."""
    ours = ox.NamedNode(OURS + name)
    used = {quad.predicate for quad in store.quads_for_pattern(statement, None, None, None)}
    others = (one for one in used if local_name(one) == name)
    return ours if ours in used else min(others, key=str, default=ours)


def local_name(term: Term) -> str:
    """The last part of the IRI of a property, after the last # or /."""
    return term.value.rpartition("#")[2].rpartition("/")[2] if isinstance(term, ox.NamedNode) else ""


def _as_words(thing: Term, labels: Labels) -> str:
    """What a statement says, in quotation marks; what is none, or speaks of statements itself, is named."""
    if isinstance(thing, ox.NamedNode) and not labels.iris and is_statement(labels.store, thing):
        template = _template(thing, labels)
        if template and not template.names & _OF_STATEMENTS:
            opening, closing = QUOTES[labels.lang]
            return f"{opening}{sentence(thing, labels).removesuffix('.')}{closing}"
    return _called(labels, thing)


def _is_past(statement: ox.NamedNode, labels: Labels) -> bool:
    """Whether a statement is told as past: as its source tells it, else if its period was over when the terms were last
    changed; where the primary source itself speaks, its words decide, not the calendar.
    """
    told = objects(labels.store, statement, _TENSE)
    if told or _LAYERS[0] in objects(labels.store, statement, _LAYER):
        return _PAST in told
    ends = [
        day
        for period in objects(labels.store, statement, _DURING)
        for day in _days(labels, period, _LAST_DAY)
    ]
    return any(end < today for end in ends for today in _days(labels, _ONTOLOGY, _MODIFIED))


def _days(labels: Labels, thing: Term, part: ox.NamedNode) -> list[str]:
    return [one.value for one in objects(labels.store, thing, part) if isinstance(one, ox.Literal)]


def _plain(statement: ox.NamedNode, labels: Labels) -> str:
    kinds = ", ".join(labels.shown(kind) for kind in _kinds(labels.store, statement))
    properties = {
        quad.predicate
        for quad in labels.store.quads_for_pattern(statement, None, None, None)
        if quad.predicate.value.startswith(OURS) and quad.predicate not in {*_MANNER, *MANNERS, EVIDENCE}
    }
    pairs = (
        f"{labels.shown(one)}: {sentences.listed(_values(labels, statement, one), labels.lang)}"
        for one in sorted(properties, key=labels.shown)
    )
    return f"{'; '.join([kinds, *pairs])}."


def _values(labels: Labels, thing: ox.NamedNode, part: ox.NamedNode) -> list[str]:
    """The values of a property as people read them; of a text in several languages, the reader's."""
    found = objects(labels.store, thing, part)
    text = (
        labels.text(thing, part)
        if any(isinstance(one, ox.Literal) and one.language for one in found)
        else None
    )
    return [text] if text else sorted({_called(labels, one) for one in found})


def _called(labels: Labels, term: Term) -> str:
    """What a thing is called within a sentence; a number in the digits and marks of the language."""
    number = numbers.written(term, labels.lang)
    return number or (None if labels.iris else _form(labels, term, _NAME_WITHIN)) or labels.shown(term)


def _form(labels: Labels, term: Term, naming: ox.NamedNode) -> str | None:
    """A form of a name in the reader's language; that of another language would not do."""
    found = objects(labels.store, term, naming)
    return next(
        (one.value for one in found if isinstance(one, ox.Literal) and one.language == labels.lang), None
    )


def _words(labels: Labels, thing: ox.NamedNode, part: ox.NamedNode, *, past: bool = False) -> sentences.Words:
    """The values of a property in both numbers, and whether a verb that goes with them is in the plural."""
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
        concepts=frozenset(map(_last, found)),
    )


def _inflected(labels: Labels, found: Sequence[ox.NamedNode], form: ox.NamedNode | None) -> list[str]:
    """What the things found are called in a form of their names; nothing if none of them has such a form."""
    texts = {term: form and _form(labels, term, form) for term in found}
    return (
        sorted(text or _called(labels, term) for term, text in texts.items()) if any(texts.values()) else []
    )


def _last(term: Term) -> str:
    """The last step of an IRI."""
    return term.value.rpartition("/")[2] if isinstance(term, ox.NamedNode) else ""


def _kinds(store: Quads, thing: Term) -> list[ox.NamedNode]:
    """The narrowest classes that a thing is of."""
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
    lines = [_heading(explanation), *_described(explanation), ""]
    for one in explanation.statements:
        lines += [*told_as_text(one), ""]
    lines += [*_silences(explanation), ""] if explanation.gaps else []
    lines += _cited_sources(explanation)
    return "\n".join(lines).rstrip() + "\n"


def _silences(explanation: Explanation) -> list[str]:
    silent = SILENT.told(explanation.lang)
    return [f"{silent[:1].upper()}{silent[1:]}: {gap}" for gap in explanation.gaps]


def _cited_sources(explanation: Explanation) -> list[str]:
    """Each source that is cited as a whole, once, with where it is found."""
    found = {place.cited: place for one in explanation.statements for place in one.places if place.whole}
    margin = max(map(len, found), default=0)
    return [
        f"{sign.ljust(margin)}  {table.one_line(', '.join(place.words))}"
        for sign, place in sorted(found.items())
    ]


def told_as_text(one: Told, indent: str = "") -> list[str]:
    """A statement as lines for a terminal: the sentence, then how it is said, then the words it rests on."""
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


def _described(explanation: Explanation) -> list[str]:
    named = "; ".join(place.cited for place in explanation.places)
    pairs = (
        (Phrase("also called"), "; ".join(explanation.also)),
        (Phrase("definition"), explanation.definition or ""),
        (Phrase("named in"), named),
    )
    return [f"    {name.told(explanation.lang)}: {table.one_line(value)}" for name, value in pairs if value]


def _markdown(explanation: Explanation) -> str:
    lines = [f"# {_heading(explanation)}", "", *(f"-{line[3:]}" for line in _described(explanation)), ""]
    for one in explanation.statements:
        lines += [*told_as_markdown(one), ""]
    lines += [f"- {gap}" for gap in _silences(explanation)]
    return "\n".join(lines).rstrip() + "\n"


def told_as_markdown(one: Told) -> list[str]:
    """A statement as Markdown: an item, how it is said in italics, and the words as quotations."""
    manner = "; ".join(f"{name}: {value}" for name, value in one.manner)
    lines = [f"- {table.one_line(one.sentence)}  ", f"  *{manner}*", ""]
    for place in one.places:
        words = " / ".join(table.one_line(text) for text in place.words)
        lines.append(f"  > {place.cited}: {words}")
    return lines
