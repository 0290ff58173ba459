"""What to do for each metric of the MQA, by its name there; kept apart from how the metrics are measured."""

from collections.abc import Mapping
from types import MappingProxyType

from seutu.judges.advice import Advice

ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        "keywordAvailability": Advice(
            "Give the dataset keywords (dcat:keyword).",
            "Anna aineistolle avainsanoja (dcat:keyword).",
            "Ge datamängden nyckelord (dcat:keyword).",
        ),
        "categoryAvailability": Advice(
            "Give the dataset a theme of the EU list data-theme (dcat:theme).",
            "Anna aineistolle teema EU:n luettelosta data-theme (dcat:theme).",
            "Ge datamängden ett tema ur EU:s lista data-theme (dcat:theme).",
        ),
        "spatialAvailability": Advice(
            "Say which area the dataset is about (dcterms:spatial).",
            "Kerro, mitä aluetta aineisto koskee (dcterms:spatial).",
            "Ange vilket område datamängden gäller (dcterms:spatial).",
        ),
        "temporalAvailability": Advice(
            "Say which time the dataset is about (dcterms:temporal).",
            "Kerro, mitä aikaa aineisto koskee (dcterms:temporal).",
            "Ange vilken tid datamängden gäller (dcterms:temporal).",
        ),
        "accessUrlStatusCode": Advice(
            "Let the access URL answer with a status from 200 to 399: publish, then check again.",
            "Varmista, että pääsyosoite vastaa tilakoodilla 200–399: julkaise ja tarkista uudelleen.",
            "Se till att åtkomstadressen svarar med statuskod 200–399: publicera och kontrollera igen.",
        ),
        "downloadUrlAvailability": Advice(
            "Give each distribution an address to download it from (dcat:downloadURL).",
            "Anna jokaiselle jakelulle latausosoite (dcat:downloadURL).",
            "Ge varje distribution en nedladdningsadress (dcat:downloadURL).",
        ),
        "downloadUrlStatusCode": Advice(
            "Let the download URL answer with a status from 200 to 399: publish, then check again.",
            "Varmista, että latausosoite vastaa tilakoodilla 200–399: julkaise ja tarkista uudelleen.",
            "Se till att nedladdningsadressen svarar med statuskod 200–399: publicera och kontrollera igen.",
        ),
        "formatAvailability": Advice(
            "Give each distribution its format (dcterms:format).",
            "Anna jokaiselle jakelulle tiedostomuoto (dcterms:format).",
            "Ge varje distribution ett format (dcterms:format).",
        ),
        "mediaTypeAvailability": Advice(
            "Give each distribution its media type (dcat:mediaType).",
            "Anna jokaiselle jakelulle mediatyyppi (dcat:mediaType).",
            "Ge varje distribution en medietyp (dcat:mediaType).",
        ),
        "formatMediaTypeVocabularyAlignment": Advice(
            "Take the format from the EU list file-type and the media type from the IANA list, each by its IRI.",
            "Ota tiedostomuoto EU:n luettelosta file-type ja mediatyyppi IANAn luettelosta, kumpikin IRInä.",
            "Ta formatet ur EU:s lista file-type och medietypen ur IANA:s lista, båda med sin IRI.",
        ),
        "formatMediaTypeNonProprietary": Advice(
            "Give the dataset at least one distribution in a format that nobody owns, such as CSV or Turtle.",
            "Anna aineistolle vähintään yksi jakelu muodossa, jota kukaan ei omista, kuten CSV tai Turtle.",
            "Ge datamängden minst en distribution i ett format som ingen äger, till exempel CSV eller Turtle.",
        ),
        "formatMediaTypeMachineInterpretable": Advice(
            "Give the dataset at least one distribution in a structured format, such as CSV, JSON or Turtle.",
            "Anna aineistolle vähintään yksi jakelu rakenteisessa muodossa, kuten CSV, JSON tai Turtle.",
            "Ge datamängden minst en distribution i ett strukturerat format, till exempel CSV, JSON eller Turtle.",
        ),
        "dcatApCompliance": Advice(
            "Mend what violates the shapes of DCAT-AP; the findings say where.",
            "Korjaa se, mikä rikkoo DCAT-AP:n muotoja; havainnot kertovat missä.",
            "Rätta det som bryter mot DCAT-AP:s former; fynden säger var.",
        ),
        "licenceAvailability": Advice(
            "Give each distribution a licence (dcterms:license).",
            "Anna jokaiselle jakelulle käyttölupa (dcterms:license).",
            "Ge varje distribution en licens (dcterms:license).",
        ),
        "knownLicence": Advice(
            "Name the licence by its IRI in the EU list licence, such as that of CC_BY_4_0 (dcterms:license).",
            "Ilmoita käyttölupa IRInä EU:n luettelosta licence, esimerkiksi CC_BY_4_0 (dcterms:license).",
            "Ange licensen med dess IRI ur EU:s lista licence, till exempel CC_BY_4_0 (dcterms:license).",
        ),
        "accessRightsAvailability": Advice(
            "Say who may have access to the dataset (dcterms:accessRights).",
            "Kerro, kenellä on pääsy aineistoon (dcterms:accessRights).",
            "Ange vem som har åtkomst till datamängden (dcterms:accessRights).",
        ),
        "accessRightsVocabularyAlignment": Advice(
            "Take the access rights from the EU list access-right.",
            "Ota pääsyoikeus EU:n luettelosta access-right.",
            "Ta åtkomsträttigheten ur EU:s lista access-right.",
        ),
        "contactPointAvailability": Advice(
            "Say whom to write to about the dataset (dcat:contactPoint).",
            "Kerro, keneltä aineistosta voi kysyä (dcat:contactPoint).",
            "Ange vem man kan fråga om datamängden (dcat:contactPoint).",
        ),
        "publisherAvailability": Advice(
            "Name the publisher of the dataset (dcterms:publisher).",
            "Nimeä aineiston julkaisija (dcterms:publisher).",
            "Ange datamängdens utgivare (dcterms:publisher).",
        ),
        "rightsAvailability": Advice(
            "Give each distribution a statement of rights (dcterms:rights).",
            "Anna jokaiselle jakelulle oikeuksien kuvaus (dcterms:rights).",
            "Ge varje distribution en beskrivning av rättigheterna (dcterms:rights).",
        ),
        "byteSizeAvailability": Advice(
            "Give each distribution its size in bytes (dcat:byteSize).",
            "Anna jokaiselle jakelulle koko tavuina (dcat:byteSize).",
            "Ge varje distribution dess storlek i byte (dcat:byteSize).",
        ),
        "dateIssuedAvailability": Advice(
            "Give the dataset and each distribution the day it was issued (dcterms:issued).",
            "Anna aineistolle ja jokaiselle jakelulle julkaisupäivä (dcterms:issued).",
            "Ge datamängden och varje distribution en utgivningsdag (dcterms:issued).",
        ),
        "dateModifiedAvailability": Advice(
            "Give the dataset and each distribution the day it was last changed (dcterms:modified).",
            "Anna aineistolle ja jokaiselle jakelulle viimeisin muutospäivä (dcterms:modified).",
            "Ge datamängden och varje distribution dagen för den senaste ändringen (dcterms:modified).",
        ),
    }
)
"""A metric's name to what to do for its points."""
