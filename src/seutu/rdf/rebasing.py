"""Publication under another base: it replaces `BASE` in the IRIs of texts, graphs and prefixes.

All published files pass through here, so that data, ontology, shapes, queries, catalogue, tables and pages agree; all
other code uses `BASE`. IRIs that begin with a given prefix can be excluded.
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

# The end of an IRI: the next character does not continue it. A full stop may end a sentence.
_END = rb"(?![\w~%/#?-]|\.\w)"
_SLASH = rb"(?:/|\\/|%2[Ff]|&#x2[Ff];|&#47;)"
_SHOWN = 40  # bytes after the base that an error shows
_STEP = r"(?!\.\.?/)(?:[^\s/?#<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+"
_BASE = re.compile(rf"https?://(?:[^\s/?#@<>\"{{}}|\\^`%])+/(?:(?:{_STEP})/)*")


@dataclass(frozen=True)
class Rebasing:
    """The replacement of `BASE` by ``base``, except in IRIs that begin with one of ``kept`` or are in ``single``."""

    base: str = BASE
    kept: tuple[str, ...] = ()
    single: tuple[str, ...] = ()

    @classmethod
    def to(cls, base: str, kept: Iterable[str] = ()) -> "Rebasing":
        """Return the rebasing to ``base``, except IRIs that begin with one of ``kept``.

        Raises `ParameterError` for a base that is not an absolute web address with a slash at its end, or contains
        `BASE`, and for a kept IRI that does not begin with `BASE`.
        """
        _check_base(base)
        _check_kept(kept)
        return cls(base, tuple(sorted(set(kept))))

    @classmethod
    def from_options(cls, base: str | None, kept: Iterable[str] = ()) -> "Rebasing":
        """Return the rebasing of the options --base and --keep. Raises as `to`, and for --keep without --base."""
        if base is None and (iris := list(kept)):
            raise ParameterError(
                Phrase("--keep: '{iri}' is kept anyway without another --base.", iri=iris[0])
            )
        return cls() if base is None else cls.to(base, kept)

    @property
    def changes(self) -> bool:
        """True if the base differs from `BASE`."""
        return self.base != BASE

    def also_keeping(self, iris: Iterable[str]) -> "Rebasing":
        """Return the same rebasing that also keeps these exact IRIs."""
        return replace(self, single=tuple(sorted({*self.single, *iris})))

    def data(self, content: bytes) -> bytes:
        """UTF-8 text with every IRI rebased."""
        return self._pattern.sub(self.base.encode(), content) if self.changes else content

    def text(self, content: str) -> str:
        """Text with every IRI rebased."""
        return self.data(content.encode()).decode() if self.changes else content

    def prefixes(self, prefixes: Mapping[str, str]) -> dict[str, str]:
        """Prefixes with rebased namespaces."""
        return {name: self.text(iri) for name, iri in prefixes.items()}

    def quads(self, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Rebased quads; each literal keeps its datatype, which a store might change."""
        lines = self.text("".join(f"{quad} .\n" for quad in quads))
        return list(ox.parse(lines, format=ox.RdfFormat.N_QUADS, lenient=True))

    def remaining(self, content: bytes | mmap) -> Iterator[str]:
        """IRIs under `BASE` in published content that are not kept, in any escaping."""
        for match in self._escaped_pattern.finditer(content) if self.changes else ():
            if not (self._keeps and self._keeps.match(content, match.start())):
                yield bytes(content[match.start() : match.end() + _SHOWN]).decode(errors="replace")

    def require_none_remaining(self, path: str, content: bytes | mmap) -> None:
        """Raise `OutputError`, naming the file at ``path``, if `remaining` finds an IRI in its content."""
        for iri in self.remaining(content):
            raise OutputError(
                path,
                Phrase("would still name {left!r}", left=iri),
                Phrase("write it as other IRIs are, or --keep it"),
            )

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        # A kept IRI begins with the base, so the pattern only compares the part after it.
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
    def _escaped_pattern(self) -> re.Pattern[bytes]:
        # Slashes may be escaped, as in JSON or in a URL query, and the last one may be missing.
        scheme, _, rest = BASE.rstrip("/").partition("://")
        parts = _SLASH.join(map(_quoted, rest.split("/")))
        return re.compile(b"(?:" + _quoted(scheme) + rb"(?::|%3[Aa])" + _SLASH + b"{2})?" + parts)


def _check_base(base: str) -> None:
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


def _check_kept(iris: Iterable[str]) -> None:
    for iri in iris:
        if not iri.startswith(BASE):
            raise ParameterError(
                Phrase(
                    "--keep: '{iri}' does not begin with {base}, so it is kept anyway.",
                    iri=iri,
                    base=BASE,
                )
            )


def is_address(base: str) -> bool:
    """Return whether a text is a web address with a slash at its end and without user, query and fragment."""
    try:
        urlsplit(base).port  # noqa: B018 - raises for an invalid port
        return bool(_BASE.fullmatch(base)) and ox.NamedNode(base).value == base
    except ValueError:
        return False


def _quoted(text: str) -> bytes:
    return re.escape(text.encode())
