"""The rendering of a difference: as text for a terminal, as Markdown for release notes, as JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from seutu.answer.answer import json_of
from seutu.compare.difference import ADDED, CHANGED, MOVED, REMOVED, Change, Difference, Thing, Version
from seutu.compare.statements import ListValue, NodeValue, Value
from seutu.errors import ParameterError
from seutu.language.labels import Labels
from seutu.phrases import Phrase, counted
from seutu.rdf.namespaces import PREFIXES
from seutu.text import table

FORMATS = ("text", "json", "markdown")

# The length of two values together, beyond which each gets its own line.
_LONG = 90
_XSD = PREFIXES["xsd"]
_BARE = frozenset(_XSD + name for name in ("boolean", "integer", "decimal"))
_NAMES = {ADDED: "added", REMOVED: "removed", CHANGED: "changed"}
_HEADINGS = (Phrase("Property"), Phrase("Before"), Phrase("After"))
_QUERIES = Phrase("Queries")


@dataclass(frozen=True, slots=True)
class DifferenceRenderer:
    """A renderer of differences; resources are named by labels of the new version, else of the old, else short IRIs."""

    new: Labels
    old: Labels

    @classmethod
    def of(cls, old: Version, new: Version, lang: str = "en", *, iris: bool = False) -> "DifferenceRenderer":
        """Return the renderer of two versions in one language; with ``iris``, it shows short IRIs instead of labels."""
        prefixes = {**old.prefixes, **new.prefixes}
        return cls(Labels(new.store, lang, prefixes, iris), Labels(old.store, lang, prefixes, iris))

    @property
    def lang(self) -> str:
        """The language of the output."""
        return self.new.lang

    def render(self, difference: Difference, fmt: str = "text") -> str:
        """Return the difference in one of `FORMATS`; an empty text if there is no difference and the format is text.

        Raises `ParameterError`, which names the formats, for any other.
        """
        if fmt not in FORMATS:
            raise ParameterError(
                Phrase(
                    "No format '{fmt}' for a difference; write one of {formats}.",
                    fmt=fmt,
                    formats=", ".join(FORMATS),
                )
            )
        if fmt == "json":
            return json.dumps(self._json(difference), ensure_ascii=False, indent=2) + "\n"
        lines = self._markdown(difference) if fmt == "markdown" else self._text(difference)
        return "".join(f"{line}\n" for line in lines)

    def _text(self, difference: Difference) -> Iterator[str]:
        for thing in difference.things:
            yield self._heading(thing)
            for change in thing.changes:
                yield from self._line(change)
            for (old, new), words in self._moves(thing):
                yield f"  {MOVED} {words}: {old} -> {new}"
        if difference.queries:
            yield f"{CHANGED} {_QUERIES.text_in(self.lang)}"
            yield from (f"  {mark} {table.one_line(path)}" for mark, path in difference.queries)

    def _line(self, change: Change) -> Iterator[str]:
        old, new = self.values(change)
        start = f"  {change.mark} {self.shown(change.predicate)}:"
        if change.mark != CHANGED:
            yield f"{start} {old or new}"
        elif len(old) + len(new) <= _LONG:
            yield f"{start} {old} -> {new}"
        else:
            yield from (start, f"      {REMOVED} {old}", f"      {ADDED} {new}")

    def _markdown(self, difference: Difference) -> Iterator[str]:
        for thing in difference.things:
            yield f"### {table.unmarked(self._heading(thing))}\n"
            rows = [
                [change.mark, self.shown(change.predicate), *self.values(change)] for change in thing.changes
            ]
            rows += [[MOVED, words, old, new] for (old, new), words in self._moves(thing)]
            yield table.markdown(("", *(one.text_in(self.lang) for one in _HEADINGS)), rows)
        if difference.queries:
            yield f"### {_QUERIES.text_in(self.lang)}\n"
            yield table.markdown(("", Phrase("File").text_in(self.lang)), difference.queries)

    def _heading(self, thing: Thing) -> str:
        name = self._curie(thing.subject)
        shown = self._label(thing.subject) or self._types(thing)
        return f"{thing.mark} {name} ({shown})" if shown and shown != name else f"{thing.mark} {name}"

    def _types(self, thing: Thing) -> str:
        """Return the classes of a blank node, as its label means nothing to readers."""
        if not isinstance(thing.subject, ox.BlankNode):
            return ""
        types = [change.new or change.old for change in thing.changes if self._is_type(change)]
        return ", ".join(self.shown(value) for value in types if value is not None)

    def _is_type(self, change: Change) -> bool:
        return change.predicate.value == PREFIXES["rdf"] + "type"

    def _moves(self, thing: Thing) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the old and the new graphs, and the number of statements as a phrase."""
        routes = Counter((", ".join(move.old), ", ".join(move.new)) for move in thing.moves)
        for route, count in sorted(routes.items()):
            yield (
                (table.one_line(route[0]), table.one_line(route[1])),
                counted(count, Phrase("1 statement"), Phrase("{count} statements", count=count)).text_in(
                    self.lang
                ),
            )

    def values(self, change: Change) -> tuple[str, str]:
        """Return the old and the new value in readable and different forms; "" for a value that does not exist."""
        old, new = ("" if value is None else self.shown(value) for value in (change.old, change.new))
        if old != new or change.old is None or change.new is None:
            return old, new
        plain = replace(self, new=replace(self.new, iris=True), old=replace(self.old, iris=True))
        old, new = plain.shown(change.old), plain.shown(change.new)
        return (old, new) if old != new else (ascii(_exact(change.old)), ascii(_exact(change.new)))

    def shown(self, value: Value) -> str:
        """Return a value on one line: a label or short IRI, a literal in quotation marks, a list or node in
        brackets.
        """
        match value:
            case ListValue():
                return f"( {' '.join(map(self.shown, value.items))} )"
            case NodeValue():
                pairs = [
                    f"{self.shown(predicate)} {self.shown(part)}" for predicate, part in value.statements
                ]
                return f"[ {' ; '.join(pairs)} ]" if pairs else "[ ]"
            case ox.Triple():
                parts = (value.subject, value.predicate, value.object)
                return f"<<( {' '.join(map(self.shown, parts))} )>>"
            case ox.Literal():
                return self._literal(value)
            case _:
                return self._label(value) or self._curie(value)

    def _literal(self, literal: ox.Literal) -> str:
        if literal.datatype.value in _BARE:
            return table.one_line(literal.value)
        # In N-Triples syntax, with line ends and quotation marks escaped.
        text = table.one_line(str(ox.Literal(literal.value)))
        if literal.language:
            return f"{text}@{literal.language}"
        plain = literal.datatype.value == _XSD + "string"
        return text if plain else f"{text}^^{self._curie(literal.datatype)}"

    def _curie(self, node: ox.NamedNode | ox.BlankNode) -> str:
        return table.one_line(self.new.curie(node) if isinstance(node, ox.NamedNode) else str(node))

    def _label(self, node: ox.NamedNode | ox.BlankNode) -> str | None:
        """Return the label of a resource; a passage is named by its place."""
        for labels in (self.new, self.old):
            found = labels.cited_in_words([node]) if labels.is_passage(node) else labels.label(node)
            if found and not labels.iris:
                return table.one_line(found)
        return None

    def _json(self, difference: Difference) -> dict[str, object]:
        marks = (*_NAMES, MOVED)
        return {
            "counts": {_NAMES.get(mark, "moved"): difference.count(mark) for mark in marks},
            "things": [self._json_thing(thing) for thing in difference.things],
            "queries": [{"change": _NAMES[mark], "path": path} for mark, path in difference.queries],
        }

    def _json_thing(self, thing: Thing) -> dict[str, object]:
        label = self._label(thing.subject)
        content: dict[str, object] = {"thing": json_of(thing.subject), "change": _NAMES[thing.mark]}
        statements = [
            {"change": _NAMES[change.mark], "predicate": change.predicate.value}
            | {
                name: _json(value)
                for name, value in (("old", change.old), ("new", change.new))
                if value is not None
            }
            for change in thing.changes
        ] + [
            {"change": "moved", "predicate": move.predicate.value, "value": _json(move.value)}
            | {"from": list(move.old), "to": list(move.new)}
            for move in thing.moves
        ]
        return content | ({"label": label} if label else {}) | {"statements": statements}


def _exact(value: Value) -> str:
    return json.dumps(_json(value), ensure_ascii=False)


def _json(value: Value) -> dict[str, object]:
    """Return a value in SPARQL's JSON format, extended by lists and nodes described in place."""
    if isinstance(value, ListValue):
        return {"type": "list", "items": [_json(item) for item in value.items]}
    if isinstance(value, NodeValue):
        parts = [{"predicate": predicate.value, "value": _json(part)} for predicate, part in value.statements]
        return {"type": "node", "statements": parts}
    return json_of(value)
