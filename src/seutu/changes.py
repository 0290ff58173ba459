"""What publishing would change at a place, or has changed there: the same words for every kind of place."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Action = Literal["add", "replace", "remove"]

Progress = Callable[[float], None]
"""Told again and again which share of the work is done, from 0 to 1."""

_DID: dict[Action, str] = {"add": "added", "replace": "replaced", "remove": "removed"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: a file, a named graph, or a dataset of a portal, by the name it has there.

    It may stand for several, as a folder for its files: ``count`` is how many.
    """

    action: Action
    what: str
    detail: str = ""
    count: int = 1

    def line(self, done: bool) -> str:
        """The change on one line; ``done`` says whether it has happened."""
        word = _DID[self.action] if done else self.action
        return f"{word:<8} {self.what}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that publishing changes at ``target``, in order, and how many things are there already as they should be.

    ``warnings`` are sentences about what can be published as it is and had better not be; ``stays`` are sentences
    about what lies there and is left as it is.
    """

    target: str
    changes: tuple[Change, ...]
    unchanged: int = 0
    warnings: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def text(self, done: bool) -> str:
        """A line a change, one a warning, and one with the counts; ``done`` says whether it has happened."""
        lines = [change.line(done) for change in self.changes]
        lines += [f"warning  {warning}" for warning in self.warnings]
        lines += [f"stays    {sentence}" for sentence in self.stays]
        return "".join(f"{line}\n" for line in [*lines, self._sum(done)])

    def json(self, done: bool) -> str:
        """The same for a machine."""
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

    def _sum(self, done: bool) -> str:
        if not self.changes:
            return f"{self.target}: nothing to change, {self.unchanged} unchanged."
        counts = Counter[Action]()
        for change in self.changes:
            counts[change.action] += change.count
        told = ", ".join(f"{counts[action]} {word}" for action, word in _DID.items() if counts[action])
        return f"{self.target}: {told if done else f'would be {told}'}, {self.unchanged} unchanged."
