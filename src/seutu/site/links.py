"""From a page to what an IRI stands for: within the folder if it is there, so that the folder may stand anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

# Other schemes may run a script, and lead nowhere when one clicks on them.
_SCHEMES = ("http://", "https://", "mailto:")
# What an IRI may have beside letters and digits; letters of other alphabets are encoded.
_IRI_SIGNS = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Links:
    """Where things are: ``places`` holds for an IRI the path below the folder, with a fragment if it has one."""

    places: Mapping[str, str]

    def href(self, iri: str, origin: str) -> str:
        """The link from the page at the path ``origin`` to an IRI; empty when nothing can be linked to."""
        place = self.places.get(iri)
        if place is not None:
            return relative(place, origin)
        return quote(iri, safe=_IRI_SIGNS) if iri.startswith(_SCHEMES) else ""


def relative(place: str, origin: str) -> str:
    """The link from the page at the path ``origin`` to another path below the same folder."""
    path, hash_, fragment = place.partition("#")
    return "../" * origin.count("/") + quote(path) + hash_ + quote(fragment)
