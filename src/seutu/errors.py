"""Every failure Seutu knows, as one small tree.

``str()`` of an error is one sentence that says what is wrong and what to do about it; the command line prints it after
``seutu:`` and leaves with the class's ``exit_code``.
"""

from collections.abc import Iterable, Mapping

# As many names as a reader takes in at a glance; of more, only the nearest are told.
_FEW = 12
# Of IRIs, which are long, fewer are listed.
_LISTED = 3


class SeutuError(Exception):
    """Any failure that is the input's fault or the surroundings', not a fault in the code."""

    exit_code = 2


class InputError(SeutuError):
    """A file handed to us cannot be used: ``data/x.ttl:12: problem; remedy.``"""

    def __init__(
        self, path: str, problem: str, remedy: str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(path, problem, remedy, line, column)
        self.path, self.problem, self.remedy, self.line, self.column = path, problem, remedy, line, column

    def __str__(self) -> str:
        return f"{_place(self.path, self.line, self.column)}: {self.problem}; {self.remedy}."


class ShapesError(InputError):
    """The shapes are not well-formed SHACL, so nothing can be validated against them; ``shape`` is the IRI at fault."""

    def __init__(
        self, path: str, problem: str, remedy: str, line: int | None = None, shape: str | None = None
    ) -> None:
        super().__init__(path, problem, remedy, line)
        self.shape = shape


class QuerySyntaxError(SeutuError):
    """A query, or the header of one, does not parse; ``name`` is the file's name, or ``query`` for a text."""

    def __init__(self, name: str, line: int | None, column: int | None, problem: str) -> None:
        super().__init__(name, line, column, problem)
        self.name, self.line, self.column, self.problem = name, line, column, problem

    def __str__(self) -> str:
        return f"{_place(self.name, self.line, self.column)}: {self.problem}."


class NotAQuery(SeutuError):
    """An update, or something else that would change data, where only a query belongs."""

    def __init__(
        self, name: str = "query", problem: str = "is an update, and nothing here is ever changed"
    ) -> None:
        super().__init__(name, problem)
        self.name, self.problem = name, problem

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}; write SELECT, ASK, CONSTRUCT or DESCRIBE."


class TimeExceeded(SeutuError):
    """A query took longer than it was given."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(name, seconds)
        self.name, self.seconds = name, seconds

    def __str__(self) -> str:
        return f"{self.name}: no result within {self.seconds:g} s; give --timeout more, or ask for less with LIMIT."


class ParameterError(SeutuError):
    """A parameter is missing, unknown or has a value of another type than it must."""


class UnknownName(SeutuError):
    """No such thing of this kind; the sentence proposes the nearest names there are."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(set(known)))
        super().__init__(kind, name, self.known)

    @property
    def nearest(self) -> list[str]:
        """Up to three of the known names, the most similar first, whatever their case."""
        # Imported here, because few runs end in this error and all would wait for it.
        from difflib import get_close_matches

        folded: dict[str, str] = {}
        for name in self.known:
            folded.setdefault(name.casefold(), name)
        return [folded[match] for match in get_close_matches(self.name.casefold(), folded, n=3, cutoff=0.6)]

    def __str__(self) -> str:
        return f"No {self.kind} {_quoted(self.name)}. {self._advice()}"

    def _advice(self) -> str:
        if self.nearest:
            return f"Did you mean {_any_of(self.nearest)}?"
        if not self.known:
            return f"No {self.kind} is known here."
        if len(self.known) <= _FEW:
            return f"Known: {', '.join(self.known)}."
        return f"{len(self.known)} are known, none of them similar."


class AmbiguousName(SeutuError):
    """A name stands for several things; the sentence lists them all."""

    def __init__(self, kind: str, name: str, candidates: Iterable[str]) -> None:
        self.kind, self.name, self.candidates = kind, name, tuple(sorted(set(candidates)))
        super().__init__(kind, name, self.candidates)

    def __str__(self) -> str:
        listed = ", ".join(self.candidates)
        return f"{_quoted(self.name)} names more than one {self.kind}: write one of {listed}."


class OtherKind(SeutuError):
    """A name stands for things of other kinds than the one that is wanted; the sentence says of which.

    ``kinds`` are the names of the kinds wanted, ``others`` the things that the name stands for, with theirs.
    """

    def __init__(self, kinds: Iterable[str], name: str, others: Mapping[str, str]) -> None:
        self.kinds, self.name, self.others = tuple(kinds), name, dict(others)
        super().__init__(self.kinds, name, self.others)

    def __str__(self) -> str:
        wanted = " or ".join(self.kinds)
        told = [f"{thing} ({kind})" if kind else thing for thing, kind in sorted(self.others.items())]
        if [*self.others] == [self.name]:
            return f"{told[0]} is no {wanted}."
        return f"{_quoted(self.name)} is no {wanted}; it names {', '.join(told)}."


class WorkspaceError(SeutuError):
    """The folder is not a workspace, or lacks a part that every workspace has."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(path, problem, remedy)
        self.path, self.problem, self.remedy = path, problem, remedy

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; {self.remedy}."


class OutputError(SeutuError):
    """Something cannot be written where it was to go; what stood there before is untouched."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(path, problem, remedy)
        self.path, self.problem, self.remedy = path, problem, remedy

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; {self.remedy}."


def begun_small(sentence: str) -> str:
    """What a parser says, for the middle of a sentence: its first letter small, unless the word has other capitals.

    So "Unexpected end" is begun small, and "XML namespaces", "JSON-LD" and "IRIs" are not.
    """
    first, _, _ = sentence.partition(" ")
    return sentence if first[1:] != first[1:].lower() else f"{sentence[:1].lower()}{sentence[1:]}"


def _place(path: str, line: int | None, column: int | None) -> str:
    return ":".join(
        [path] + [str(number) for number in (line, column if line else None) if number is not None]
    )


def _quoted(name: str) -> str:
    return f"'{name}'"


def _any_of(names: list[str]) -> str:
    quoted = [_quoted(name) for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


class TemplateError(SeutuError):
    """A template of a sentence that cannot be read, with the character at which it fails, counted from 1."""

    def __init__(self, template: str, at: int, problem: str) -> None:
        super().__init__(f'Template "{template}", character {at + 1}: {problem}; correct it in ontology/.')


class PublishError(SeutuError):
    """A place on the network did not take or give what was asked of it: ``https://x.org/store: problem; remedy.``"""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(place, problem, remedy)
        self.place, self.problem, self.remedy = place, problem, remedy

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}; {self.remedy}."


class VanishedError(OutputError):
    """IRIs that were published are no more said anything of; ``turtle`` is a file that withdraws them."""

    def __init__(self, path: str, iris: Iterable[str], turtle: str) -> None:
        self.iris, self.turtle = tuple(iris), turtle
        few = ", ".join(f"<{iri}>" for iri in self.iris[:_LISTED])
        more = f" and {len(self.iris) - _LISTED} more" if len(self.iris) > _LISTED else ""
        count = "an IRI" if len(self.iris) == 1 else f"{len(self.iris)} IRIs"
        super().__init__(
            path,
            f"{count} published there before would vanish: {few}{more}",
            "put them back, or withdraw each in data/withdrawn.ttl with 'owl:deprecated true', and "
            "dcterms:isReplacedBy if something replaces it",
        )
