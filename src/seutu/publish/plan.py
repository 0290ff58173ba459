"""The changes that publishing makes, or would make, at a target; the same for every kind of target."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from seutu.phrases import ENGLISH, NOTHING, Phrase, joined

Action = Literal["add", "replace", "remove"]

_TO_DO: dict[Action, Phrase] = {
    "add": Phrase("add"),
    "replace": Phrase("replace"),
    "remove": Phrase("remove"),
}
_DONE: dict[Action, Phrase] = {
    "add": Phrase("added"),
    "replace": Phrase("replaced"),
    "remove": Phrase("removed"),
}
_MARGIN = 8  # width of the verbs, in English


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a file, a named graph, or a dataset of a portal, by its name there.

    A change may stand for several files, such as all files of a folder: ``count`` is their number.
    """

    action: Action
    what: str
    detail: Phrase = NOTHING
    count: int = 1

    def text_in(self, done: bool, lang: str = ENGLISH) -> tuple[str, str]:
        """Return the verb and its object; ``done`` is True if the change has been made."""
        word = (_DONE if done else _TO_DO)[self.action].text_in(lang)
        what = self.what.text_in(lang) if isinstance(self.what, Phrase) else self.what
        return word, what + (f" ({self.detail.text_in(lang)})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes of publishing at ``target``, in order, and the number of files or graphs that are unchanged.

    ``warnings`` are sentences about content that can be published but should be corrected. ``stays`` are sentences
    about existing content that is not touched.
    """

    target: str
    changes: tuple[Change, ...]
    unchanged: int = 0
    warnings: tuple[Phrase, ...] = ()
    stays: tuple[Phrase, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def text(self, done: bool, lang: str = ENGLISH) -> str:
        """Return a line for each change and warning, and one with the counts; ``done`` as in `Change.text_in`."""
        rows = [change.text_in(done, lang) for change in self.changes]
        rows += [(Phrase("warning").text_in(lang), warning.text_in(lang)) for warning in self.warnings]
        rows += [(Phrase("stays").text_in(lang), sentence.text_in(lang)) for sentence in self.stays]
        margin = max((len(word) for word, _ in rows), default=0)
        lines = [f"{word.ljust(max(margin, _MARGIN))} {what}" for word, what in rows]
        return "".join(f"{line}\n" for line in [*lines, self._summary(done).text_in(lang)])

    def json(self, done: bool) -> str:
        """Return the plan as a JSON document."""
        content = {
            "target": self.target,
            "done": done,
            "unchanged": self.unchanged,
            "changes": [
                {"action": change.action, "what": change.what, "detail": change.detail, "count": change.count}
                for change in self.changes
            ],
            "warnings": list(self.warnings),
            "stays": list(self.stays),
        }
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def _summary(self, done: bool) -> Phrase:
        if not self.changes:
            return Phrase(
                "{target}: nothing to change, {unchanged} unchanged.",
                target=self.target,
                unchanged=self.unchanged,
            )
        given = {"target": self.target, "changes": joined(self._counts()), "unchanged": self.unchanged}
        if done:
            return Phrase("{target}: {changes}, {unchanged} unchanged.", **given)
        return Phrase("{target}: would be {changes}, {unchanged} unchanged.", **given)

    def _counts(self) -> Iterator[Phrase]:
        counts = Counter[Action]()
        for change in self.changes:
            counts[change.action] += change.count
        if counts["add"]:
            yield Phrase("{count} added", count=counts["add"])
        if counts["replace"]:
            yield Phrase("{count} replaced", count=counts["replace"])
        if counts["remove"]:
            yield Phrase("{count} removed", count=counts["remove"])
