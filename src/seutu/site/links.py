"""Links from a page to IRIs: relative within the folder if the IRI has a page there, so the folder can be moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

# Other schemes may run a script, or cannot be followed by a browser.
_SCHEMES = ("http://", "https://", "mailto:")
# The characters of an IRI that are not escaped, beside letters and digits; non-ASCII letters are escaped.
_IRI_SIGNS = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Links:
    """The places of resources: ``places`` maps an IRI to its path below the folder, with a fragment if it has one."""

    places: Mapping[str, str]

    def href(self, iri: str, origin: str) -> str:
        """Return the link from the page at the path ``origin`` to an IRI; empty when the IRI cannot be a link."""
        place = self.places.get(iri)
        if place is not None:
            return relative(place, origin)
        return quote(iri, safe=_IRI_SIGNS) if iri.startswith(_SCHEMES) else ""


def relative(place: str, origin: str) -> str:
    """Return the relative link from the page at the path ``origin`` to another path below the same folder."""
    path, hash_, fragment = place.partition("#")
    return "../" * origin.count("/") + quote(path) + hash_ + quote(fragment)
