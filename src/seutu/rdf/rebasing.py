"""Everything under another domain: the base of our IRIs replaced in texts, graphs and prefixes, wherever it stands.

What is published goes through here on its way out, so that data, ontology, shapes, queries, catalogue, tables and pages
agree; nothing before that knows of another base. Some IRIs may be said to be kept, by what they begin with.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from mmap import mmap
from urllib.parse import urlsplit

import pyoxigraph as ox

from seutu.errors import OutputError, ParameterError
from seutu.phrases import Phrase
from seutu.rdf.namespaces import BASE

# Where one IRI ends: what follows does not make it another. A full stop may end a sentence.
_END = rb"(?![\w~%/#?-]|\.\w)"
_SLASH = rb"(?:/|\\/|%2[Ff]|&#x2[Ff];|&#47;)"
_SHOWN = 40  # bytes of what is left that are told, beyond the base
_STEP = r"(?!\.\.?/)(?:[^\s/?#<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+"
_BASE = re.compile(rf"https?://(?:[^\s/?#@<>\"{{}}|\\^`%])+/(?:(?:{_STEP})/)*")


@dataclass(frozen=True)
class Rebasing:
    """From `BASE` to ``base``, save IRIs that begin with one of ``kept`` or are one of ``single``."""

    base: str = BASE
    kept: tuple[str, ...] = ()
    single: tuple[str, ...] = ()

    @classmethod
    def to(cls, base: str, kept: Iterable[str] = ()) -> "Rebasing":
        """The rebasing that a person asks for.

        Raises `ParameterError` for a base that is no absolute web address ending in a slash, or has ours in it, and for
        a kept IRI that does not begin with our base.
        """
        if not is_address(base):
            raise ParameterError(
                Phrase(
                    "--base: '{base}' cannot begin IRIs; write a web address with a slash at its end and no "
                    "user, query or fragment, such as https://example.org/x/.",
                    base=base,
                )
            )
        if base.startswith(BASE) and base != BASE:
            raise ParameterError(
                Phrase(
                    "--base: '{base}' lies within {ours}, the base there is; give another one.",
                    base=base,
                    ours=BASE,
                )
            )
        if base != BASE and (known := BASE.partition("://")[2]) in base:
            raise ParameterError(
                Phrase(
                    "--base: '{base}' has {known} in it, by which the old base is known; give another one.",
                    base=base,
                    known=known,
                )
            )
        for iri in kept:
            if not iri.startswith(BASE):
                raise ParameterError(
                    Phrase(
                        "--keep: '{iri}' does not begin with {base}, so it is kept anyway.",
                        iri=iri,
                        base=BASE,
                    )
                )
        return cls(base, tuple(sorted(set(kept))))

    @classmethod
    def wanted(cls, base: str | None, kept: Iterable[str] = ()) -> "Rebasing":
        """The same where a person may have asked for none. Raises `ParameterError` for what is kept of nothing too."""
        if base is None and (iris := list(kept)):
            raise ParameterError(
                Phrase("--keep: '{iri}' is kept anyway without another --base.", iri=iris[0])
            )
        return cls() if base is None else cls.to(base, kept)

    @property
    def changes(self) -> bool:
        """Whether anything becomes another."""
        return self.base != BASE

    def keeping(self, iris: Iterable[str]) -> "Rebasing":
        """The same, with these IRIs kept too, and nothing that merely begins like them."""
        return replace(self, single=tuple(sorted({*self.single, *iris})))

    def data(self, content: bytes) -> bytes:
        """UTF-8 text with every IRI of ours under the other base."""
        return self._pattern.sub(self.base.encode(), content) if self.changes else content

    def text(self, content: str) -> str:
        """The same of a text."""
        return self.data(content.encode()).decode() if self.changes else content

    def prefixes(self, prefixes: Mapping[str, str]) -> dict[str, str]:
        """A table of prefixes whose namespaces are those of the rebased IRIs."""
        return {name: self.text(iri) for name, iri in prefixes.items()}

    def quads(self, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Quads under the other base, each literal with the datatype that it has (a store may give it another)."""
        lines = self.text("".join(f"{quad} .\n" for quad in quads))
        return list(ox.parse(lines, format=ox.RdfFormat.N_QUADS, lenient=True))

    def left(self, content: bytes | mmap) -> Iterator[str]:
        """IRIs under `BASE` that a published content still has and that nobody said to keep, however escaped."""
        for match in self._anywhere.finditer(content) if self.changes else ():
            if not (self._keeps and self._keeps.match(content, match.start())):
                yield bytes(content[match.start() : match.end() + _SHOWN]).decode(errors="replace")

    def refuse_left(self, path: str, content: bytes | mmap) -> None:
        """Raise `OutputError`, naming the file at ``path``, when its content has what `left` finds."""
        for left in self.left(content):
            raise OutputError(
                path,
                Phrase("would still name {left!r}", left=left),
                Phrase("write it as other IRIs are, or --keep it"),
            )

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        # What is kept begins with the base, so that only what comes after it is looked at.
        after = (iri.removeprefix(_quoted(BASE)) for iri in self._kept)
        kept = b"|".join(after)
        return re.compile(_quoted(BASE) + (b"(?!" + kept + b")" if self._kept else b""))

    @cached_property
    def _keeps(self) -> re.Pattern[bytes] | None:
        return re.compile(b"|".join(self._kept)) if self._kept else None

    @cached_property
    def _kept(self) -> list[bytes]:
        return [*map(_quoted, self.kept), *(_quoted(iri) + _END for iri in self.single)]

    @cached_property
    def _anywhere(self) -> re.Pattern[bytes]:
        # Slashes may be escaped, as in JSON or in the value of a URL's query, and the last one may be missing.
        scheme, _, rest = BASE.rstrip("/").partition("://")
        parts = _SLASH.join(map(_quoted, rest.split("/")))
        return re.compile(b"(?:" + _quoted(scheme) + rb"(?::|%3[Aa])" + _SLASH + b"{2})?" + parts)


def is_address(base: str) -> bool:
    """Whether a text is a web address that IRIs can begin with: it ends in a slash, with no user, query or fragment."""
    try:
        urlsplit(base).port  # noqa: B018 - raises for one that there cannot be
        return bool(_BASE.fullmatch(base)) and ox.NamedNode(base).value == base
    except ValueError:
        return False


def _quoted(text: str) -> bytes:
    return re.escape(text.encode())
