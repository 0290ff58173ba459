"""The table of what was measured: a row a command, each beside the first of its task and its own last size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.measure import Command, Sample, middle

HEAD = """\
| task | size | process | median, s | from – to, s | runs | times | peak, MB | growth |
|---|---|---|--:|--:|--:|--:|--:|--:|"""
NOTHING = ""


@dataclass(slots=True)
class Table:
    """Writes the rows, and remembers what a command took a statement at the size before."""

    before: dict[tuple[str, str], float] = field(default_factory=dict)

    def rows(
        self,
        task: str,
        size: str,
        statements: int,
        commands: Sequence[Command],
        samples: Sequence[Sequence[Sample]],
    ) -> Iterator[str]:
        """Yield the rows of one task at one size; the others are compared with its first command."""
        first = samples[0]
        for command, taken in zip(commands, samples, strict=True):
            done = all(sample.done for sample in taken)
            growth = self.growth(task, command.label, middle(taken) / statements) if done else NOTHING
            peak = f"{max(sample.peak_bytes for sample in taken) / 1e6:.0f}"
            figures = (*figures_of(taken), str(len(taken)), times(taken, first), peak, growth)
            yield line(task, size, command.label, *figures)
            if command.parts:
                yield from self.part_rows(task, size, statements, taken)

    def part_rows(self, task: str, size: str, statements: int, taken: Sequence[Sample]) -> Iterator[str]:
        """Yield the rows for the middle and the slowest part of what a command did."""
        each = [json.loads(sample.written) for sample in taken if sample.done]
        if not each:
            return
        parts = sorted((median(one[name] for one in each), name) for name in each[0])
        for label, (seconds, name) in (
            ("the middle one", parts[len(parts) // 2]),
            ("the slowest", parts[-1]),
        ):
            every = [Sample(one[name], 0) for one in each]
            growth = self.growth(task, label, seconds / statements)
            told = f"{label} of {len(parts)}, `{name}`"
            yield line(task, size, told, *figures_of(every), str(len(every)), NOTHING, NOTHING, growth)

    def growth(self, task: str, label: str, now: float) -> str:
        """Return what a statement costs, divided by what it cost at the size before."""
        before = self.before.get((task, label))
        self.before[task, label] = now
        return NOTHING if before is None else f"{now / before:.2f}"


def figures_of(taken: Sequence[Sample]) -> tuple[str, str]:
    """Return the median and the spread; of what was ended at the limit, that it took longer."""
    seconds = sorted(sample.seconds for sample in taken)
    if not all(sample.done for sample in taken):
        return f"> {seconds[-1]:.0f}", NOTHING
    return f"{median(seconds):.3f}", f"{seconds[0]:.3f} – {seconds[-1]:.3f}"


def times(taken: Sequence[Sample], first: Sequence[Sample]) -> str:
    """Return how many times longer something took than the first command, where that is known."""
    if not all(sample.done for sample in first):
        return NOTHING
    more = "" if all(sample.done for sample in taken) else "> "
    return f"{more}{middle(taken) / middle(first):.2f}"


def line(*cells: str) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
