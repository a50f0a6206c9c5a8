"""The tags of RIS, nbib, Web of Science's text and EndNote's .enw.

The thing a reader would get wrong: the order of PY, Y1 and DA. ProQuest's DA is not the date of the paper.
"""

from __future__ import annotations

from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.identifiers import ebsco, medline, national_library, numbered

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

_EBSCO = Dialect(
    name="EBSCOhost",
    tags={**_RIS, **tags(doi="DO L3", mentions="N1 UR", codes="UR DB")},
    marks=(("DP", "EBSCOhost"), ("UR", "ebscohost.com"), ("N1", "Accession Number: "), ("ID", "Accession Number:")),
    numbers=ebsco,
    stopped_titles=True,
)
_PROQUEST = Dialect(
    name="ProQuest",
    tags=_RIS,
    marks=(
        *(("UR", "proquest.com"), ("UR", "proquest-com"), ("L2", "proquest"), ("DP", "ProQuest")),
        *(("N1", "Last updated - "), ("N1", "SubjectsTermNotLitGenreText")),
    ),
    numbers=numbered("ProQuest"),
)

RIS = Family(
    Dialect(name="", tags=_RIS),
    (
        Dialect(
            name="reviewkit",
            own=True,
            tags={**_RIS, **tags(types="M3", peer_reviewed="N1")},
            marks=(("DP", "reviewkit export"),),
        ),
        Dialect(name="reviewkit", own=True, tags=_RIS, marks=(("DP", "reviewkit"),)),
        _EBSCO,
        _PROQUEST,
        Dialect(
            name="Ovid",
            tags={
                **_RIS,
                **tags(authors="A1 AU A2 ED", accession="AN+ID+UI+UT", types="TY+M3+PT", language="LA LG", codes="DB"),
            },
            marks=(
                *(("L2", "ovid"), ("UR", "ovidsp"), ("UR", "ovid.com"), ("VN", "Ovid"), ("XT", "Ovid"), ("DB", "Ovid")),
                ("", "Ovid"),
            ),
            numbers=medline,
        ),
        Dialect(
            name="Scopus",
            tags={
                **_RIS,
                **tags(accession="AN+ID+UT+C2", accession_else="UR", first_page="SP C7"),
            },
            marks=(("DB", "Scopus"), ("UR", "scopus.com")),
            numbers=national_library("C2"),
        ),
        Dialect(
            name="Web of Science",
            tags=_RIS,
            marks=(("AN", "WOS:"), ("UR", "webofscience"), ("N1", "Web of Science")),
        ),
        Dialect(name="ERIC", tags=_RIS, marks=(("UR", "eric.ed.gov"), ("L1", "files.eric.ed.gov"))),
        Dialect(name="PubMed", tags=_RIS, marks=(("UR", "pubmed.ncbi"),), numbers=national_library("AN", "ID")),
        Dialect(name="Zotero", tags=_RIS, marks=(("L1", "Zotero"), ("L1", "zotero"), ("DP", "Zotero"))),
    ),
    frozenset({"TY", ""}),
)

# ------------------------------------------------------------------------------------------------------------ nbib

_NBIB = tags(
    title="TI BTI",
    authors="FAU+CN AU ED",
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
_ERIC = {
    **_NBIB,
    **tags(
        authors="AU",
        year="DP SO",
        doi_else="AID",
        issn="ISSN+ISBN",
        accession="OID",
        url="LID AID",
        database="OWN",
    ),
}

NBIB = Family(
    Dialect(name="", tags={**_NBIB, **tags(doi="LID AID")}),
    (
        # Reports (ED numbers) have no journal; the tag holds their publisher.
        Dialect(name="ERIC", tags={**_ERIC, **tags(journal="", publisher="JT")}, marks=(("OID", "ED"),)),
        Dialect(name="ERIC", tags=_ERIC, marks=(("OWN", "ERIC"),)),
        Dialect(name="PubMed", tags={**_NBIB, **tags(doi="LID AID")}, marks=(("OWN", "NLM"), ("PMID", ""))),
    ),
    frozenset({"OWN"}),
)

# -------------------------------------------------------------------------------------------------- Web of Science
# Also the columns of its tab-delimited files, which are the same in lower case.

_WOS = tags(
    title="TI",
    authors="AF AU BF BA CA GP BE ED",
    year="PY EY EA",
    journal="SO BS SE J9 JI",
    volume="VL",
    issue="IS",
    first_page="BP AR",
    last_page="EP",
    abstract="AB",
    keywords="DE+ID",
    doi="DI D2",
    issn="SN+EI+BN",
    accession="UT+PM",
    types="DT",
    language="LA",
    publisher="PU",
)
WOS = Family(
    Dialect(name="Web of Science", tags=_WOS, numbers=national_library("PM")),
    (),
    frozenset({"PT"}),
)
WOS_COLUMNS = {field: tuple(tuple(map(str.lower, group)) for group in groups) for field, groups in _WOS.items()}

# ------------------------------------------------------------------------------------------------------------- enw

_ENW = tags(
    title="%T",
    authors="%A %E",
    year="%D %8",
    journal="%J %B",
    volume="%V",
    issue="%N",
    pages="%P",
    abstract="%X",
    keywords="%K",
    doi="%R",
    doi_else="%U",
    issn="%@",
    accession="%M+%F",
    types="%0+%9",
    language="%G",
    database="%~",
    publisher="%I",
    url="%U",
)
ENW = Family(
    Dialect(name="", tags=_ENW),
    (
        Dialect(
            name="EBSCOhost",
            tags={**_ENW, **tags(codes="%U")},
            marks=(("%U", "ebscohost.com"), ("%W", "EBSCOhost")),
            numbers=ebsco,
            stopped_titles=True,
        ),
        Dialect(
            name="ProQuest", tags=_ENW, marks=(("%U", "proquest.com"), ("%W", "ProQuest")), numbers=numbered("ProQuest")
        ),
        Dialect(name="PubMed", tags=_ENW, marks=(("%W", "NLM"),), numbers=national_library("%M")),
        Dialect(name="Web of Science", tags=_ENW, marks=(("%M", "WOS:"),)),
        Dialect(name="Scopus", tags={**_ENW, **tags(accession_else="%U")}, marks=(("%U", "scopus.com"),)),
    ),
    frozenset({"%0"}),
)
