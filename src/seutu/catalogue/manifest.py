"""One file that a build wrote: what a manifest and a catalogue tell of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a build: its path below the output folder, size, hash, and how many triples it holds if any."""

    path: str
    bytes: int
    sha256: str
    triples: int | None = None

    @property
    def extension(self) -> str:
        """What its name ends in, without the dot."""
        return self.path.rpartition(".")[2]
