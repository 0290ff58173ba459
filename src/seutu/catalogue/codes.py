"""The code lists of DCAT-AP 3.0.1 that a catalogue needs: EU authority tables, ADMS, IANA.

Only codes and their English labels are listed, so that the values in a catalogue can be described and checked without
the network. A licence without a label here is known too; see `LICENCES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from seutu.rdf.namespaces import expand

AUTHORITY = "http://publications.europa.eu/resource/authority/"
"""The namespace of EU authority tables: followed by the table's name, a slash and the code."""

IANA = "https://www.iana.org/assignments/media-types/"
"""The namespace of media types, followed by a name such as ``text/turtle``."""

PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"
"""The namespace of the ADMS publisher types; their scheme is ``1.0`` below it."""

LICENCE_KINDS = "http://purl.org/adms/licencetype/"
"""The namespace of the ADMS licence types."""

SHA256 = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
"""The IRI of SHA-256 in the code-list shapes of DCAT-AP, which use ``https``, unlike SPDX's namespace."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: the IRI of its scheme, and its English label."""

    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class Format:
    """The format of files with one extension: the IRIs of its EU file type and IANA media type, and the latter's name.

    The MQA of data.europa.eu gives points for ``non_proprietary`` and for ``machine_readable`` formats.
    """

    file_type: str
    media_type: str
    media_type_name: str
    title: str
    non_proprietary: bool
    machine_readable: bool


# A table is a list of codes with labels, separated by semicolons.
_TABLES = {
    "access-right": """
        CONFIDENTIAL confidential; NON_PUBLIC non-public; NORMAL normal; PUBLIC public;
        RESTRICTED restricted; SENSITIVE sensitive""",
    "country": """
        EST Estonia; FIN Finland; LVA Latvia; SWE Sweden""",
    "data-theme": """
        AGRI Agriculture, fisheries, forestry and food; ECON Economy and finance;
        EDUC Education, culture and sport; ENER Energy; ENVI Environment; GOVE Government and public sector;
        HEAL Health; INTR International issues; JUST Justice, legal system and public safety;
        REGI Regions and cities; SOCI Population and society; TECH Science and technology; TRAN Transport""",
    "dataset-type": """
        APROF Application profile; ATTO_LEX ATTO table – EUR-Lex domain;
        ATTO_PUB ATTO table – Publications domain; CODE_LIST Code list; CORE_COMP Core component;
        DIRECTORY Directory; DOMAIN_MODEL Domain model; DSCRP_SERV Service description;
        GEOSPATIAL Geospatial data; GLOSSARY Glossary; HVD High-value dataset;
        IEPD Information exchange package description; MAPPING Mapping; NAL Name authority list;
        ONTOLOGY Ontology; RELEASE Release; SCHEMA Schema; STATISTICAL Statistical data;
        STYLES Style sheets; SYNTAX_ECD_SCHEME Syntax encoding scheme; SYNTHETIC_DATA Synthetic data;
        TAXONOMY Taxonomy; TEST_DATA Test data; THESAURUS Thesaurus""",
    "distribution-status": """
        COMPLETED completed; DEPRECATED deprecated; DEVELOP under development; WITHDRAWN withdrawn""",
    "file-type": """
        CSV CSV; GEOJSON GeoJSON; GML GML; GPKG GeoPackage; HTML HTML; JSON JSON; JSON_LD JSON-LD; ODS ODS;
        PDF PDF; PNG PNG; RDF RDF; RDFA RDFa; RDF_N_QUADS RDF N-Quads; RDF_N_TRIPLES RDF N-Triples;
        RDF_TRIG RDF TriG; RDF_TURTLE RDF Turtle; RDF_XML RDF/XML; SPARQLQ SPARQL query;
        SPARQLQRES SPARQL query results; SVG SVG; TSV TSV; TXT Plain text; XHTML XHTML; XLS XLS; XLSX XLSX;
        XML XML; YAML YAML; ZIP ZIP""",
    "frequency": """
        10MIN every ten minutes; 12HRS every twelve hours; 15MIN every fifteen minutes; 1MIN every minute;
        30MIN every thirty minutes; 5MIN every five minutes; ANNUAL annual; ANNUAL_2 semiannual;
        ANNUAL_3 three times a year; AS_NEEDED as needed; BIDECENNIAL bidecennial; BIENNIAL biennial;
        BIHOURLY bihourly; BIMONTHLY bimonthly; BIWEEKLY biweekly; CONT continuous; DAILY daily;
        DAILY_2 twice a day; DECENNIAL decennial; HOURLY hourly; IRREG irregular; MONTHLY monthly;
        MONTHLY_2 semimonthly; MONTHLY_3 three times a month; NEVER never; NOT_PLANNED not planned;
        OTHER other; QUADRENNIAL quadrennial; QUARTERLY quarterly; QUINQUENNIAL quinquennial;
        TRIDECENNIAL tridecennial; TRIENNIAL triennial; TRIHOURLY trihourly; UNKNOWN unknown;
        UPDATE_CONT continuously updated; WEEKLY weekly; WEEKLY_2 semiweekly; WEEKLY_3 three times a week""",
    "language": """
        ENG English; FIN Finnish; NOB Norwegian Bokmål; NOR Norwegian; SWE Swedish""",
    "licence": """
        CC0 Creative Commons CC0 1.0 Universal; CC_BY Creative Commons Attribution 4.0 International;
        CC_BYSA Creative Commons Attribution–ShareAlike 4.0 International;
        CC_BYSA_3_0 Creative Commons Attribution–ShareAlike 3.0 Unported;
        CC_BYSA_4_0 Creative Commons Attribution–ShareAlike 4.0 International;
        CC_BY_3_0 Creative Commons Attribution 3.0 Unported;
        CC_BY_4_0 Creative Commons Attribution 4.0 International;
        CC_PDM_1_0 Creative Commons Public Domain Mark 1.0 Universal;
        EUPL_1_2 European Union Public Licence v. 1.2; MIT The MIT License""",
    "planned-availability": """
        AVAILABLE available; EXPERIMENTAL experimental; STABLE stable; TEMPORARY temporary""",
}

SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        AUTHORITY + "access-right": "Access right",
        AUTHORITY + "country": "Country",
        AUTHORITY + "data-theme": "Data theme",
        AUTHORITY + "dataset-type": "Dataset type",
        AUTHORITY + "distribution-status": "Distribution status",
        AUTHORITY + "file-type": "File type",
        AUTHORITY + "frequency": "Frequency",
        AUTHORITY + "language": "Language",
        AUTHORITY + "licence": "Licence",
        AUTHORITY + "planned-availability": "Planned availability",
        LICENCE_KINDS + "1.0": "Licence type",
        PUBLISHER_TYPES + "1.0": "Publisher type",
    }
)
"""The IRI of each scheme that a code here is in, and its English title."""

_PUBLISHERS = """
    Academia-ScientificOrganisation Academia/Scientific organisation; Company Company;
    IndustryConsortium Industry consortium; LocalAuthority Local Authority;
    NationalAuthority National authority; NonGovernmentalOrganisation Non-Governmental Organisation;
    NonProfitOrganisation Non-Profit Organisation; PrivateIndividual(s) Private Individual(s);
    RegionalAuthority Regional authority; StandardisationBody Standardisation body;
    SupraNationalAuthority Supra-national authority"""


def _read(namespace: str, scheme: str, table: str) -> dict[str, Code]:
    rows = (row.strip().split(" ", 1) for row in " ".join(table.split()).split(";"))
    return {namespace + code: Code(scheme, label) for code, label in rows}


_CODES = _read(PUBLISHER_TYPES, PUBLISHER_TYPES + "1.0", _PUBLISHERS)
_CODES |= _read(LICENCE_KINDS, LICENCE_KINDS + "1.0", "Attribution Attribution; PublicDomain Public domain")
for _name, _table in _TABLES.items():
    _CODES |= _read(f"{AUTHORITY}{_name}/", AUTHORITY + _name, _table)


def described(iri: str) -> Code | None:
    """Return the code of an IRI, with its scheme and label; None for an IRI that is not in a list here."""
    return _CODES.get(iri)


def known() -> list[str]:
    """Return the IRIs of all codes that `described` knows, in order."""
    return sorted(_CODES)


LICENCES = frozenset(
    f"{AUTHORITY}licence/{code}"
    for code in (
        "0BSD AFL_3_0 AGPL_3_0 AGPL_3_0_OR_LATER APACHE_1_1 APACHE_2_0 APL_1_0 APSL_2_0 ARTISTIC_1_0 ARTISTIC_2_0"
        " BSD_2_CLAUSE BSD_3_CLAUSE BSD_3_CLAUSECLEAR BSD_3_CLAUSE_LBNL BSD_PLUS_PATENT BSL_1_0 CATOSL_1_1 CC0 CC_BY"
        " CC_BYNC CC_BYNCND CC_BYNCND_1_0 CC_BYNCND_2_0 CC_BYNCND_2_5 CC_BYNCND_3_0 CC_BYNCND_4_0 CC_BYNCSA"
        " CC_BYNCSA_1_0 CC_BYNCSA_2_0 CC_BYNCSA_2_5 CC_BYNCSA_3_0 CC_BYNCSA_4_0 CC_BYNC_1_0 CC_BYNC_2_0 CC_BYNC_2_5"
        " CC_BYNC_3_0 CC_BYNC_4_0 CC_BYND CC_BYND_1_0 CC_BYND_2_0 CC_BYND_2_5 CC_BYND_3_0 CC_BYND_4_0 CC_BYSA"
        " CC_BYSA_1_0 CC_BYSA_2_0 CC_BYSA_2_5 CC_BYSA_3_0 CC_BYSA_3_0_NL CC_BYSA_4_0 CC_BY_1_0 CC_BY_2_0 CC_BY_2_5"
        " CC_BY_3_0 CC_BY_3_0_AT CC_BY_3_0_NL CC_BY_4_0 CC_PDM_1_0 CDDL_1_0 CECILL_2_1 CECILL_B_1_0 CECILL_C_1_0"
        " CLARIN_ACA_1_0 CNRI_PYTHON COM_REUSE CPAL_1_0 CPL_1_0 DFSL_1_0 DLDE_BYNC_1_0 DLDE_BY_1_0 DLDE_BY_2_0"
        " DLDE_ZERO_2_0 ECL_1_0 ECL_2_0 ECOS_2_0 EFL_1_0 EFL_2 ENTESSA EPL_1_0 EPL_2_0 ETALAB_2_0 EUPL_1_0 EUPL_1_1"
        " EUPL_1_2 EUROGEO_2022 EUROGEO_2024 EU_DATAGRID FAIR FRAMEWORX_1_0 GNU_FDL GNU_FDL_1_1 GNU_FDL_1_2"
        " GNU_FDL_1_3 GNU_FDL_1_3_OR_LATER GPL_2_0 GPL_2_0_OR_LATER GPL_3_0 GPL_3_0_OR_LATER HPND HROD IODL_1_0"
        " IODL_2_0 IPA IPL_1_0 ISA_OML ISA_OML_1_1 ISC LGPL_2_1 LGPL_2_1_OR_LATER LGPL_3_0 LGPL_3_0_OR_LATER"
        " LILIQ_P_1_1 LILIQ_RPLUS_1_1 LILIQ_R_1_1 LPL_1_0 LPL_1_02 LPPL_1_3C MIROS MIT MOTOSOTO MPL_1_0 MPL_1_1"
        " MPL_2_0 MS_PL MS_RL MULTICS NASA_1_3 NAUMEN NCSA NGPL NLOD_1_0 NLOD_2_0 NOKIA NPOSL_3_0 NTP OCLC_2_0 ODC_BL"
        " ODC_BY ODC_PDDL OFL_1_1 OGL_1_0 OGL_2_0 OGL_3_0 OGL_NC OGL_NC_2_0 OGL_ROU_1_0 OGTSL OPL_2_1 OSL_1_0"
        " OSL_2_1 OSL_3_0 PHP_3_0 POSTGRE_SQL PSEUL PYTHON_2_0 QPL_1_0 RPL_1_1 RPL_1_5 RPSL_1_0 RSCPL SIMPL_2_0"
        " SLEEPYCAT SPL_1_0 UCL_1_0 UNLICENCE UPL_1_0 VSL_1_0 W3C WATCOM_1_0 WXWINDOWS XNET ZLIB ZPL_2_0"
    ).split()
)
"""Every licence of the EU table, also those without a label here."""

FILE_TYPES = frozenset(
    f"{AUTHORITY}file-type/{code}"
    for code in (
        "7Z AAB AAC AKN4EU AKN4EU_ZIP APK APPX ARC ARCINFO_COV ARC_GZ ARJ ATOM AZW BIN BITS BMP BWF BZIP2 CSS CSV"
        " DAPK DBF DCR DEB DGN DMG DMP DOC DOCX DTD_SGML DTD_XML DWG DXF E00 EAR ECW EPS EPUB ETSI_XML EXE FMX2"
        " FMX3 FMX4 FMX4_ZIP GDB GEOJSON GEOTIFF GIF GML GMZ GPKG GRID GRID_ASCII GTFS GZIP HDF HDT HTML HTML5"
        " HTML_SIMPL ICS IMMC_XML INDD IPA ISO ISO_ZIP JAR JATS JPEG JPEG2000 JS JSON JSON_LD KML KMZ LAS LAZ LEG"
        " LHA LPK LZIP LZMA LZO MAP_PRVW MAP_SRVC MBOX MDB METS METS_ZIP MHTML MIF_MID MOBI MOP MP3 MPEG2 MPEG4"
        " MPEG4_AVC MRSID MSG_HTTP MSI MXD N3 NETCDF OAPK OCTET ODB ODC ODF ODG ODP ODS ODT OVF OWL PDF PDF1X"
        " PDFA1A PDFA1B PDFA2A PDFA2B PDFA3 PDFUA PDFX PDFX1A PDFX2A PDFX4 PL PNG PPS PPSX PPT PPTX PS PSD PWP QGS"
        " RAR RDF RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_THRIFT RDF_TRIG RDF_TRIX RDF_TURTLE RDF_XML REST RPM RSS RTF"
        " SB3 SCHEMA_XML SDMX SGML SHP SKOS_XML SPARQLQ SPARQLQRES SQL STL SVG SWM TAB TAB_RSTR TAR TAR_GZ TAR_XZ"
        " TIFF TIFF_FX TMX TSV TXT UNGEN WAR WARC WARC_GZ WAV WCS_SRVC WFS_SRVC WIM WMS_SRVC WORLD XHTML XHTML5"
        " XHTML_SIMPL XLIFF XLS XLSB XLSM XLSX XML XSLFO XSLT XYZ XZ YAML Z ZIP"
    ).split()
)
"""Every file type of the EU table, also those without a label here."""

NON_PROPRIETARY = frozenset(
    f"{AUTHORITY}file-type/{code}"
    for code in (
        "ATOM CSV GEOJSON GML GPKG HTML ICS JSON JSON_LD KML N3 NETCDF ODS ODT OWL PNG RDF RDFA RDF_N_QUADS"
        " RDF_N_TRIPLES RDF_TRIG RDF_TRIX RDF_TURTLE RDF_XML RSS SPARQLQ SPARQLQRES SVG TSV TXT XHTML XML YAML ZIP"
    ).split()
)
"""The file types with an open specification that is not owned by anybody."""

MACHINE_READABLE = frozenset(
    f"{AUTHORITY}file-type/{code}"
    for code in (
        "CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE"
        " RDF_XML RSS SHP XLS XLSX XML"
    ).split()
)
"""The file types that the MQA counts as structured; ``SVG``, ``HTML`` and ``TXT`` are not among them."""

_FORMATS = """
    csv CSV text/csv Comma-separated values
    html HTML text/html Web page
    json JSON application/json JSON
    jsonld JSON_LD application/ld+json JSON-LD
    nq RDF_N_QUADS application/n-quads N-Quads
    nt RDF_N_TRIPLES application/n-triples N-Triples
    rdf RDF_XML application/rdf+xml RDF/XML
    rq SPARQLQ application/sparql-query SPARQL query
    svg SVG image/svg+xml SVG picture
    trig RDF_TRIG application/trig TriG
    ttl RDF_TURTLE text/turtle Turtle
    txt TXT text/plain Plain text
    xml XML application/xml XML
    zip ZIP application/zip ZIP archive"""


def _format(code: str, media_type: str, title: str) -> Format:
    iri = f"{AUTHORITY}file-type/{code}"
    return Format(iri, IANA + media_type, media_type, title, iri in NON_PROPRIETARY, iri in MACHINE_READABLE)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        extension: _format(code, media_type, title)
        for extension, code, media_type, title in (
            line.strip().split(" ", 3) for line in _FORMATS.strip().splitlines()
        )
    }
)
"""The formats of published files, by file extension without the dot."""

_CLASSES = """
    adms:status skos:Concept
    dcat:compressFormat dcterms:MediaType
    dcat:contactPoint vcard:Kind
    dcat:dataset dcat:Dataset
    dcat:distribution dcat:Distribution
    dcat:landingPage foaf:Document
    dcat:mediaType dcterms:MediaType dcterms:MediaTypeOrExtent
    dcat:packageFormat dcterms:MediaType
    dcat:servesDataset dcat:Dataset
    dcat:service dcat:DataService
    dcat:theme skos:Concept
    dcat:themeTaxonomy skos:ConceptScheme
    dcatap:applicableLegislation eli:LegalResource
    dcatap:availability skos:Concept
    dcterms:accessRights dcterms:RightsStatement
    dcterms:accrualPeriodicity dcterms:Frequency
    dcterms:conformsTo dcterms:Standard
    dcterms:creator foaf:Agent
    dcterms:format dcterms:MediaTypeOrExtent
    dcterms:language dcterms:LinguisticSystem
    dcterms:license dcterms:LicenseDocument
    dcterms:provenance dcterms:ProvenanceStatement
    dcterms:publisher foaf:Agent
    dcterms:rights dcterms:RightsStatement
    dcterms:spatial dcterms:Location
    dcterms:temporal dcterms:PeriodOfTime
    dcterms:type skos:Concept
    foaf:homepage foaf:Document
    foaf:page foaf:Document
    spdx:algorithm spdx:ChecksumAlgorithm
    spdx:checksum spdx:Checksum"""

CLASS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        expand(name): tuple(map(expand, classes))
        for name, *classes in (line.split() for line in _CLASSES.strip().splitlines())
    }
)
"""The classes that DCAT-AP requires of a property's values, by the property's IRI."""

_KINDS = """
    CC0 PublicDomain; CC_BY Attribution; CC_BY_1_0 Attribution; CC_BY_2_0 Attribution; CC_BY_2_5 Attribution;
    CC_BY_3_0 Attribution; CC_BY_4_0 Attribution; CC_PDM_1_0 PublicDomain"""

LICENCE_KIND_OF: Mapping[str, str] = MappingProxyType(
    {
        f"{AUTHORITY}licence/{code}": LICENCE_KINDS + kind
        for code, kind in (entry.split() for entry in _KINDS.split(";"))
    }
)
"""The ADMS type of a licence, by the licence's IRI, if it has exactly one type."""
