"""One file of a build, in the form of its manifest and catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a build: its path below the output folder, size, hash, and number of triples, if it is RDF."""

    path: str
    bytes: int
    sha256: str
    triples: int | None = None

    @property
    def extension(self) -> str:
        """The extension of its name, without the dot."""
        return self.path.rpartition(".")[2]
