"""The exceptions of Seutu, as one small hierarchy.

``str()`` of an error is one English sentence with the problem and the remedy, and ``text_in("fi")`` is the same in
Finnish. The command line prints it after ``seutu:`` and exits with the class's ``exit_code``.
"""

import errno
from collections.abc import Iterable, Mapping

from seutu.phrases import Phrase, and_more, any_of, counted, joined

# Known names that a message lists; of more, it lists only the nearest.
_NEAREST = 3
_FEW = 12
# Candidates for an ambiguous name that a message lists.
_MANY = 10
# IRIs that a message lists: they are long.
_LISTED = 3


class SeutuError(Exception):
    """A failure caused by the input or the environment, not by a fault in the code."""

    exit_code = 2

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)

    @property
    def sentence(self) -> Phrase:
        """The problem and the remedy."""
        message = self.args[0]
        return message if isinstance(message, Phrase) else Phrase(str(message))

    def text_in(self, lang: str) -> str:
        """The sentence in a language."""
        return self.sentence.text_in(lang)

    def __str__(self) -> str:
        return str(self.sentence)


class InputError(SeutuError):
    """A file that cannot be used: ``data/x.ttl:12: problem; remedy.``"""

    def __init__(
        self, path: str, problem: Phrase, remedy: Phrase, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(path, problem, remedy, line, column)
        self.path, self.problem, self.remedy, self.line, self.column = path, problem, remedy, line, column

    @property
    def sentence(self) -> Phrase:
        """The place, the problem and the remedy."""
        return _at(_place(self.path, self.line, self.column), self.problem, self.remedy)


class ShapesError(InputError):
    """Shapes that are not well-formed SHACL; ``shape`` is the IRI of the faulty one."""

    def __init__(
        self, path: str, problem: Phrase, remedy: Phrase, line: int | None = None, shape: str | None = None
    ) -> None:
        super().__init__(path, problem, remedy, line)
        self.shape = shape


class QuerySyntaxError(SeutuError):
    """A query or query header that does not parse; ``name`` is the name of its file, or ``query`` for a text."""

    def __init__(self, name: str, line: int | None, column: int | None, problem: Phrase) -> None:
        super().__init__(name, line, column, problem)
        self.name, self.line, self.column, self.problem = name, line, column, problem

    @property
    def sentence(self) -> Phrase:
        """The place and the problem."""
        place = _place(self.name, self.line, self.column)
        return Phrase("{place}: {problem}.", place=place, problem=self.problem)


class NotAQuery(SeutuError):
    """An update, or other text that would change data, where a query is required."""

    def __init__(self, name: str = "query", problem: Phrase | None = None) -> None:
        super().__init__(name, problem)
        self.name = name
        self.problem = problem or Phrase("is an update, and nothing here is ever changed")

    @property
    def sentence(self) -> Phrase:
        """The problem, and the query forms to write."""
        return _at(self.name, self.problem, Phrase("write SELECT, ASK, CONSTRUCT or DESCRIBE"))


class TimeExceeded(SeutuError):
    """A query that took longer than its time limit."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(name, seconds)
        self.name, self.seconds = name, seconds

    @property
    def sentence(self) -> Phrase:
        """The time limit and the remedy."""
        problem = Phrase("no result within {seconds:g} s", seconds=self.seconds)
        return _at(self.name, problem, Phrase("give --timeout more, or ask for less with LIMIT"))


class ParameterError(SeutuError):
    """A parameter that is missing or unknown, or has a value of the wrong type."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence)


class UnknownName(SeutuError):
    """An unknown name of some kind; the sentence proposes the nearest known names.

    ``kind`` stands after "No" in the sentence, so its translation has the form required there.
    """

    def __init__(
        self, kind: Phrase, name: str, known: Iterable[str] = (), sharing: Iterable[str] = ()
    ) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(set(known)))
        self.sharing = tuple(dict.fromkeys(sharing))
        """Names with the first word in common, the nearest first, proposed before all but the most similar ones."""
        super().__init__(kind, name, self.known, self.sharing)

    @property
    def nearest(self) -> list[str]:
        """Up to three of the known names, the nearest first, ignoring case."""
        # Imported here, because the import is slow and few runs end in this error.
        from difflib import get_close_matches

        folded: dict[str, str] = {}
        for name in self.known:
            folded.setdefault(name.casefold(), name)
        # A slip of the pen first, then a word in common, then what is less alike.
        slips, similar = (
            [folded[match] for match in get_close_matches(self.name.casefold(), folded, _NEAREST, cutoff)]
            for cutoff in (0.9, 0.8 if self.sharing else 0.6)
        )
        return list(dict.fromkeys([*slips, *self.sharing, *similar]))[:_NEAREST]

    @property
    def sentence(self) -> Phrase:
        """The unknown name, and the nearest known ones."""
        return Phrase("No {kind} '{name}'. {advice}", kind=self.kind, name=self.name, advice=self._advice())

    def _advice(self) -> Phrase:
        if self.nearest:
            return Phrase("Did you mean {names}?", names=any_of(map(_quoted, self.nearest)))
        if not self.known:
            return Phrase("No {kind} is known here.", kind=self.kind)
        if len(self.known) <= _FEW:
            return Phrase("Known: {names}.", names=", ".join(self.known))
        return Phrase("{count} are known, none of them similar.", count=len(self.known))


class AmbiguousName(SeutuError):
    """A name of several resources; the sentence lists the first of them, `candidates` has them all."""

    def __init__(self, name: str, candidates: Iterable[str]) -> None:
        self.name, self.candidates = name, tuple(sorted(set(candidates)))
        super().__init__(name, self.candidates)

    @property
    def sentence(self) -> Phrase:
        """The name, and the resources that have it."""
        listed = and_more(", ".join(self.candidates[:_MANY]), len(self.candidates) - _MANY)
        return Phrase(
            "'{name}' names more than one thing: write one of {listed}.", name=self.name, listed=listed
        )


class OtherKind(SeutuError):
    """A name of resources of other kinds than the required ones.

    ``kinds`` are the names of the required kinds, ``others`` the resources that have the name, with their kinds.
    """

    def __init__(self, kinds: Iterable[Phrase], name: str, others: Mapping[str, Phrase]) -> None:
        self.kinds, self.name, self.others = tuple(kinds), name, dict(others)
        super().__init__(self.kinds, name, self.others)

    @property
    def sentence(self) -> Phrase:
        """The required kinds, and the resources that have the name."""
        wanted = any_of(self.kinds)
        things = [
            Phrase("{thing} ({kind})", thing=thing, kind=kind) if kind else Phrase(thing)
            for thing, kind in sorted(self.others.items())
        ]
        if [*self.others] == [self.name]:
            return Phrase("{thing} is no {wanted}.", thing=things[0], wanted=wanted)
        return Phrase(
            "'{name}' is no {wanted}; it names {things}.",
            name=self.name,
            wanted=wanted,
            things=joined(things),
        )


class _Unusable(SeutuError):
    """Something at a place that cannot be used: ``place: problem; remedy.``"""

    def __init__(self, place: str, problem: Phrase, remedy: Phrase) -> None:
        super().__init__(place, problem, remedy)
        self._place, self.problem, self.remedy = place, problem, remedy

    @property
    def sentence(self) -> Phrase:
        """The place, the problem and the remedy."""
        return _at(self._place, self.problem, self.remedy)


class WorkspaceError(_Unusable):
    """A folder that is not a workspace, or lacks a part that every workspace has."""

    @property
    def path(self) -> str:
        """The folder or file."""
        return self._place


class OutputError(_Unusable):
    """Output that cannot be written; what was at its path before is unchanged."""

    @property
    def path(self) -> str:
        """The path of the output."""
        return self._place


def reason(error: OSError) -> Phrase:
    """Return the message of an operating system error."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or Phrase(error.strerror or str(error))


_REASONS: Mapping[int, Phrase] = {
    errno.ENOENT: Phrase("No such file or directory"),
    errno.EISDIR: Phrase("Is a directory"),
    errno.ENOTDIR: Phrase("Not a directory"),
    errno.EACCES: Phrase("Permission denied"),
    errno.EPERM: Phrase("Operation not permitted"),
    errno.EEXIST: Phrase("File exists"),
    errno.ENOTEMPTY: Phrase("Directory not empty"),
    errno.ENOSPC: Phrase("No space left on device"),
    errno.EROFS: Phrase("Read-only file system"),
    errno.ENAMETOOLONG: Phrase("File name too long"),
    errno.ELOOP: Phrase("Too many levels of symbolic links"),
    errno.EIO: Phrase("Input/output error"),
    errno.EFBIG: Phrase("File too large"),
    errno.EMFILE: Phrase("Too many open files"),
}


def uncapitalised(sentence: str) -> str:
    """Return the message of a parser with a small first letter, unless its first word has other capitals.

    "Unexpected end" becomes "unexpected end"; "XML namespaces", "JSON-LD" and "IRIs" stay.
    """
    first, _, _ = sentence.partition(" ")
    return sentence if first[1:] != first[1:].lower() else f"{sentence[:1].lower()}{sentence[1:]}"


def _place(path: str, line: int | None, column: int | None) -> str:
    return ":".join(
        [path] + [str(number) for number in (line, column if line else None) if number is not None]
    )


def _at(place: str, problem: Phrase, remedy: Phrase) -> Phrase:
    return Phrase("{place}: {problem}; {remedy}.", place=place, problem=problem, remedy=remedy)


def _quoted(name: str) -> Phrase:
    return Phrase("'{name}'", name=name)


class TemplateError(SeutuError):
    """A sentence template that cannot be parsed, with the offset ``at`` of the faulty character.

    ``place`` is its file and line, if known.
    """

    def __init__(self, template: str, at: int, problem: Phrase, place: str = "") -> None:
        super().__init__(template, at, problem, place)
        self.template, self.at, self.problem, self.place = template, at, problem, place

    @property
    def sentence(self) -> Phrase:
        """The template, the problem and the remedy."""
        message = Phrase(
            'Template "{template}", character {number}: {problem}; correct it in ontology/.',
            template=self.template,
            number=self.at + 1,
            problem=self.problem,
        )
        return joined([f"{self.place}: ", message], "") if self.place else message


class PublishError(_Unusable):
    """A server that refused a request, failed or was not reached: ``https://x.org/store: problem; remedy.``"""

    @property
    def place(self) -> str:
        """The address of the server."""
        return self._place


class VanishedError(OutputError):
    """Published IRIs that a new version no longer describes; ``turtle`` is a file that withdraws them."""

    def __init__(self, path: str, iris: Iterable[str], turtle: str) -> None:
        self.iris, self.turtle = tuple(iris), turtle
        few = ", ".join(f"<{iri}>" for iri in self.iris[:_LISTED])
        super().__init__(
            path,
            Phrase(
                "{count} published there before would vanish: {iris}",
                count=self._count(),
                iris=and_more(few, len(self.iris) - _LISTED),
            ),
            Phrase(
                "put them back, or withdraw each in data/withdrawn.ttl with 'owl:deprecated true', and "
                "dcterms:isReplacedBy if something replaces it"
            ),
        )

    def _count(self) -> Phrase:
        return counted(len(self.iris), Phrase("an IRI"), Phrase("{count} IRIs", count=len(self.iris)))
