"""All that is known of a thing, said in sentences: who says it, how, for what time, where, and what is not said."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import pyoxigraph as ox

from seutu import sentences, table
from seutu.errors import ParameterError
from seutu.labels import SILENT, Labels
from seutu.namespaces import PREFIXES
from seutu.phrases import Phrase, counted
from seutu.rdf import RDF_TYPE, Quads, Term, node, objects

FORMATS = ("text", "markdown", "json")


_STATEMENT, _SENTENCE, _SUBCLASS = node("seutu:Statement"), node("seutu:sentence"), node("rdfs:subClassOf")
EVIDENCE, _ALSO, _DEFINITION = node("seutu:evidence"), node("skos:altLabel"), node("skos:definition")
_PLURAL_NAME, _PLURAL_FORM = node("seutu:pluralName"), node("seutu:pluralForm")
_PLACES = (EVIDENCE, *map(node, ("seutu:namedIn", "seutu:periodNamedIn")))
_DURING, _LAYER = node("seutu:during"), node("seutu:layer")
# Told of every statement beside its sentence, in this order.
_MANNER = tuple(
    map(node, ("seutu:modality", "seutu:layer", "seutu:during", "seutu:confidence", "seutu:underReading"))
)
_LAYERS = tuple(map(node, ("layer:stated", "layer:read", "layer:context")))
LAYERS = frozenset(_LAYERS)
"""The layers there are."""

# How a statement is said, and where: no part in what it says.
MANNERS = frozenset({node("seutu:modality"), node("seutu:layer"), node("seutu:confidence")})
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
        Place(_iri(one), labels.cited([one]), tuple(labels.quoted(one)), labels.line(one) is None)
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
        (labels.shown(part), sentences.listed(_values(labels, statement, part), labels.lang))
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


def sentence(statement: ox.NamedNode, labels: Labels) -> str:
    """What a statement says, by the template of its class, else as its class and the values of its properties."""
    for kind in _kinds(labels.store, statement):
        template = labels.text(kind, _SENTENCE)
        if template:
            read = sentences.read(template)
            words = {name: _words(labels, statement, ox.NamedNode(OURS + name)) for name in read.names}
            return read.filled(words, labels.lang)
    return _plain(statement, labels)


def _plain(statement: ox.NamedNode, labels: Labels) -> str:
    kinds = ", ".join(labels.shown(kind) for kind in _kinds(labels.store, statement))
    properties = {
        quad.predicate
        for quad in labels.store.quads_for_pattern(statement, None, None, None)
        if quad.predicate.value.startswith(OURS) and quad.predicate not in {*_MANNER, EVIDENCE}
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
    return [text] if text else sorted({labels.shown(one) for one in found})


def _words(labels: Labels, thing: ox.NamedNode, part: ox.NamedNode) -> sentences.Words:
    """The values of a property in both numbers, and whether a verb that goes with them is in the plural."""
    found = [one for one in objects(labels.store, thing, part) if isinstance(one, ox.NamedNode)]
    values = _values(labels, thing, part)
    forms = sorted(labels.text(one, _PLURAL_FORM) or labels.shown(one) for one in found)
    names = {
        value.value
        for one in found
        for value in objects(labels.store, one, _PLURAL_NAME)
        if isinstance(value, ox.Literal)
    }
    return sentences.Words(tuple(values), tuple(forms or values), len(values) > 1 or labels.lang in names)


def _kinds(store: Quads, thing: Term) -> list[ox.NamedNode]:
    """The narrowest classes that a thing is of."""
    found = {one for one in objects(store, thing, RDF_TYPE) if isinstance(one, ox.NamedNode)}
    wider = {above for one in found for above in objects(store, one, _SUBCLASS) if above != one}
    return sorted(found - wider, key=str)


def _order(statement: ox.NamedNode, labels: Labels) -> tuple[int, int, str, str]:
    layers = [_LAYERS.index(one) for one in objects(labels.store, statement, _LAYER) if one in _LAYERS]
    passages = labels.in_order(objects(labels.store, statement, EVIDENCE))
    first = passages[0] if passages else None
    line = labels.line(first) if first is not None else None
    return min(layers, default=len(_LAYERS)), line or 0, str(first), statement.value


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
    named = ", ".join(place.cited for place in explanation.places)
    pairs = (
        (Phrase("also called"), "; ".join(explanation.also)),
        (Phrase("definition"), explanation.definition or ""),
        (_named(explanation.places), named),
    )
    return [f"    {name.told(explanation.lang)}: {table.one_line(value)}" for name, value in pairs if value]


def _named(places: Sequence[Place]) -> Phrase:
    """What stands before the places where a thing is named: lines of one source, sources, or both."""
    if not any(place.whole for place in places):
        return counted(len(places), Phrase("named in line"), Phrase("named in lines"))
    if all(place.whole for place in places):
        return counted(len(places), Phrase("named in the source"), Phrase("named in the sources"))
    return Phrase("named in")


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
