"""What to do about a fault, in the three languages of the project."""

from dataclasses import dataclass

from seutu.phrases import LANGUAGES


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence that says what is wrong or wanted and how to mend it, in English, Finnish and Swedish."""

    en: str
    fi: str
    sv: str

    def said(self, lang: str) -> str:
        """The sentence in that language; in English when it is none of the three."""
        return {"fi": self.fi, "sv": self.sv}.get(lang, self.en)

    def json(self) -> dict[str, str]:
        """The sentence by language."""
        return {lang: self.said(lang) for lang in LANGUAGES}
