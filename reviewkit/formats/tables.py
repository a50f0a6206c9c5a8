"""What the tags of each platform mean: a table a dialect.

Counted in genuine exports of 2013 to 2025. A row names the tags of a field in order of preference, `+` reads several
together; tags that no row names, and the values that lost to a preferred tag, stay in a record's `unmapped`.
The thing a reader would get wrong: the order of PY, Y1 and DA. ProQuest's DA is not the date of the paper.
"""

from __future__ import annotations

from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.identifiers import ebsco, numbered

# ------------------------------------------------------------------------------------------------------------- RIS

_RIS = tags(
    title="T1 TI CT BT",
    authors="A1+AU A2 ED",
    year="PY Y1 DA",
    journal="JF JO T2 BT JA J2 J1",
    volume="VL VO",
    issue="IS CP",
    first_page="SP",
    last_page="EP",
    abstract="AB N2",
    keywords="KW",
    doi="DO DI",
    doi_else="L3 M3 UR L1 L2 N1",
    issn="SN",
    accession="AN+ID+UT",
    types="TY+M3",
    language="LA",
    database="DB",
    publisher="PB",
    url="UR LK L2 L1",
)

RIS = Dialect(name="", tags=_RIS)
HAND = Dialect(name="reviewkit", tags=_RIS, marks=(("DP", "reviewkit"),))
EBSCO = Dialect(
    name="EBSCOhost",
    tags={**_RIS, **tags(doi="DO L3", mentions="N1 UR")},
    marks=(("DP", "EBSCOhost"), ("UR", "ebscohost.com"), ("N1", "Accession Number: "), ("ID", "Accession Number:")),
    numbers=ebsco,
    stopped_titles=True,
)
PROQUEST = Dialect(
    name="ProQuest",
    tags=_RIS,
    marks=(
        *(("UR", "proquest.com"), ("UR", "proquest-com"), ("L2", "proquest"), ("DP", "ProQuest")),
        *(("N1", "Last updated - "), ("N1", "SubjectsTermNotLitGenreText")),
    ),
    numbers=numbered("ProQuest"),
)
OVID = Dialect(
    name="Ovid",
    tags=_RIS,
    marks=(("L2", "ovid"), ("UR", "ovidsp"), ("UR", "ovid.com"), ("VN", "Ovid"), ("", "Ovid")),
)
SCOPUS = Dialect(
    name="Scopus",
    tags={**_RIS, **tags(mentions="UR")},
    marks=(("DB", "Scopus"), ("UR", "scopus.com")),
)
WEB_OF_SCIENCE = Dialect(
    name="Web of Science", tags=_RIS, marks=(("AN", "WOS:"), ("UR", "webofscience"), ("N1", "Web of Science"))
)

# ------------------------------------------------------------------------------------------------------------ nbib

_NBIB = tags(
    title="TI BTI",
    authors="FAU AU CN ED",
    year="DP",
    journal="JT TA",
    volume="VI",
    issue="IP",
    pages="PG",
    abstract="AB",
    keywords="OT+MH",
    issn="IS+ISBN",
    accession="PMID",
    types="PT",
    language="LA",
    publisher="PB",
)

PUBMED = Dialect(
    name="PubMed",
    tags={**_NBIB, **tags(doi="LID AID")},
    marks=(("OWN", "NLM"), ("PMID", "")),
)
ERIC = Dialect(
    name="ERIC",
    tags={**_NBIB, **tags(doi_else="AID", issn="ISSN+ISBN", accession="OID", year="DP SO", url="LID AID")},
    marks=(("OWN", "ERIC"),),
)
ERIC_REPORT = Dialect(
    # Reports (ED numbers) have no journal; the tag holds their publisher.
    name="ERIC",
    tags={**ERIC.tags, **tags(journal="", publisher="JT")},
    marks=(("OID", "ED"),),
)

# ---------------------------------------------------------------------------------------------------------- BibTeX

_BIBTEX = tags(
    title="title booktitle",
    authors="author editor",
    year="year date",
    journal="journal journaltitle booktitle",
    volume="volume",
    issue="number issue",
    pages="pages",
    abstract="abstract",
    keywords="keywords+keyword",
    doi="doi",
    doi_else="url note",
    issn="issn+isbn",
    accession="an+pmid+key",
    types="entrytype+type",
    language="language",
    publisher="publisher school institution",
    url="url",
)

BIBTEX = Dialect(name="", tags=_BIBTEX)
EBSCO_BIBTEX = Dialect(
    name="EBSCOhost",
    tags={**_BIBTEX, **tags(mentions="url")},
    marks=(("url", "ebscohost.com"),),
    numbers=ebsco,
    stopped_titles=True,
)

# ------------------------------------------------------------------------------------------------------------- CSV
# Column names in lower case without blanks and punctuation.

_CSV = tags(
    title="title articletitle documenttitle primarytitle ti t1",
    authors="authors author contributors creators au",
    year="publicationyear pubyear year py publicationdate coverdate date issued",
    journal="publicationtitle sourcetitle journaltitle journal journalbook secondarytitle containertitle source",
    volume="volume vl",
    issue="issue number is",
    pages="pages pagerange",
    first_page="pagestart startpage sp",
    last_page="pageend endpage ep",
    abstract="abstract abstractnote notesabstract ab",
    keywords="keywords+authorkeywords+indexkeywords+subjects+descriptors+manualtags+kw",
    doi="doi digitalobjectidentifier",
    doi_else="url link",
    issn="issn+issns+eissn+isbn+isbns",
    accession="an+accessionnumber+ericnumber+pmid+pubmedid+eid+ut",
    types="doctypes+pubtypes+documenttype+itemtype+publicationtype+type",
    peer_reviewed="peerreviewed",
    language="language languageoforiginaldocument",
    database="longdbname database databasename shortdbname",
    publisher="publisher",
    url="plink url link urls",
)

CSV = Dialect(name="", tags=_CSV)
EBSCO_CSV = Dialect(
    name="EBSCOhost",
    tags={**_CSV, **tags(journal="source")},
    marks=(("plink", "ebsco"), ("shortdbname", "")),
    numbers=ebsco,
    stopped_titles=True,
)
PUBMED_CSV = Dialect(name="PubMed", tags=_CSV, marks=(("journalbook", ""),))
SCOPUS_CSV = Dialect(
    name="Scopus", tags={**_CSV, **tags(database="source")}, marks=(("eid", "2-s2.0-"), ("source", "Scopus"))
)
ZOTERO_CSV = Dialect(name="Zotero", tags=_CSV, marks=(("abstractnote", ""), ("itemtype", "")))

CSV_COLUMNS = frozenset(name for groups in _CSV.values() for group in groups for name in group)
TITLE_COLUMNS = frozenset(group[0] for group in _CSV["title"])

FAMILIES = {
    "RIS": Family(RIS, (HAND, EBSCO, PROQUEST, OVID, SCOPUS, WEB_OF_SCIENCE), frozenset({"TY", ""})),
    "nbib": Family(
        Dialect(name="", tags={**_NBIB, **tags(doi="LID AID")}), (ERIC_REPORT, ERIC, PUBMED), frozenset({"OWN"})
    ),
    "BibTeX": Family(BIBTEX, (EBSCO_BIBTEX,), frozenset({"entrytype", "key"})),
    "CSV": Family(CSV, (EBSCO_CSV, PUBMED_CSV, SCOPUS_CSV, ZOTERO_CSV), frozenset()),
}
