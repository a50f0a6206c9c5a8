"""The columns of CSV files, tab-delimited files and workbooks: names in lower case, no blanks or punctuation."""

from __future__ import annotations

from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.identifiers import ebsco, national_library, numbered
from reviewkit.formats.tables.tagged import WOS_COLUMNS

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

CSV = Family(
    Dialect(name="", tags=_CSV),
    (
        Dialect(
            name="reviewkit",
            own=True,
            tags={**_CSV, **tags(accession="accession", types="types", database="database")},
            marks=(("writtenby", "reviewkit"),),
        ),
        Dialect(
            name="EBSCOhost",
            tags={
                **_CSV,
                **tags(
                    journal="source journaltitle", first_page="pagestart firstpage", types="doctypes+pubtypes+doctype"
                ),
            },
            marks=(("plink", "ebsco"), ("shortdbname", "")),
            numbers=ebsco,
            stopped_titles=True,
        ),
        Dialect(name="PubMed", tags=_CSV, marks=(("journalbook", ""),)),
        Dialect(
            name="Scopus",
            tags={
                **_CSV,
                **tags(database="source", authors="authors", first_page="pagestart artno", accession="pubmedid+eid"),
            },
            marks=(("eid", "2-s2.0-"), ("source", "Scopus")),
        ),
        Dialect(
            name="Web of Science",
            tags=WOS_COLUMNS,
            marks=(("ut", "WOS:"), ("ut", "MEDLINE:"), ("pt", "")),
            numbers=national_library("pm"),
        ),
        Dialect(
            name="Web of Science",
            tags={
                **_CSV,
                **tags(
                    title="articletitle",
                    authors="authorfullnames authors bookauthorfullnames bookauthors",
                    keywords="authorkeywords+keywordsplus",
                    pages="",
                    first_page="startpage articlenumber",
                    doi="doi bookdoi",
                    issn="issn+eissn+isbn",
                    accession="utuniquewosid+pubmedid+ut",
                    types="documenttype",
                ),
            },
            marks=(("utuniquewosid", ""),),
        ),
        Dialect(
            name="ProQuest",
            tags={
                **_CSV,
                **tags(
                    title="title documenttitle",
                    journal="pubtitle publicationtitle",
                    year="year pubdate publicationyear publicationdate",
                    keywords="subjectterms+subjects+identifierkeywords+keywords+classification+subject",
                    accession="storeid+accessionnumber+proquestdocumentid",
                    types="documenttype+articletype+sourcetype",
                    doi="digitalobjectidentifier doi",
                    url="documenturl url",
                    pages="pages pagination",
                    first_page="startpage firstpage",
                ),
            },
            marks=(("storeid", ""), ("documenturl", "proquest"), ("proquestdocumentid", "")),
            numbers=numbered("ProQuest"),
        ),
        Dialect(name="Zotero", tags=_CSV, marks=(("abstractnote", ""), ("itemtype", ""))),
    ),
    frozenset(),
)

COLUMNS = frozenset(tag for tags_ in CSV.base.all_tags.values() for tag in tags_)
"""The columns that any platform's table may have."""
PERSONS = frozenset(
    name for dialect in (CSV.base, *CSV.dialects) for group in dialect.tags["authors"] for name in group
)
TITLES = frozenset(group[0] for group in CSV.base.tags["title"])
