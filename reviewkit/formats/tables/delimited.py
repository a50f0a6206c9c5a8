"""The columns of CSV files, tab-delimited files and workbooks: names in lower case, no blanks or punctuation."""

from __future__ import annotations

from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.identifiers import ebsco, national_library, numbered, works
from reviewkit.formats.tables.tagged import WOS_COLUMNS

_CSV = tags(
    title="title articletitle documenttitle primarytitle papertitle ti t1",
    authors="authors author contributors creators authornames authorname au",
    year=(
        "publicationyear pubyear publishedyear yearpublished yearofpublication year py publicationdate coverdate date"
        " issued"
    ),
    journal=(
        "publicationtitle sourcetitle journaltitle journalname nameofjournal journal journalbook secondarytitle"
        " containertitle booktitle source"
    ),
    volume="volume vl",
    issue="issue number is",
    pages="pages pagerange pagenumbers",
    first_page="pagestart startpage sp",
    last_page="pageend endpage ep",
    abstract="abstract abstractnote abstracttext notesabstract ab",
    keywords="keywords+keyword+authorkeywords+indexkeywords+subjects+descriptors+manualtags+kw",
    doi="doi digitalobjectidentifier doinumber doilink doiurl",
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
                    journal="source journaltitle",
                    first_page="pagestart firstpage",
                    types="doctypes+pubtypes+doctype",
                    codes="plink url shortdbname",
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
                **tags(
                    database="source", authors="authors author", first_page="pagestart artno", accession="pubmedid+eid"
                ),
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
        Dialect(
            name="OpenAlex",
            tags={
                **_CSV,
                **tags(
                    title="title displayname",
                    authors="authorshipsauthordisplayname authornames authorshipsrawauthorname",
                    journal="primarylocationsourcedisplayname primarylocationdisplayname",
                    volume="bibliovolume",
                    issue="biblioissue",
                    first_page="bibliofirstpage",
                    last_page="bibliolastpage",
                    keywords="keywordsdisplayname keywords",
                    doi="doi idsdoi",
                    issn="primarylocationsourceissn primarylocationissns primarylocationsourceissnl",
                    accession="idspmid+pmid+id",
                    types="type",
                    publisher="primarylocationsourcehostorganizationname primarylocationhostorganization",
                    url="primarylocationlandingpageurl",
                ),
            },
            marks=(("id", "openalex.org/W"),),
            numbers=works,
        ),
        Dialect(
            name="Zotero",
            tags={**_CSV, **tags(keywords="manualtags+automatictags", mentions="extra")},
            marks=(("abstractnote", ""), ("itemtype", "")),
        ),
        Dialect(name="Rayyan", tags=_CSV, marks=(("key", "rayyan-"), ("rayyankey", ""))),
        Dialect(name="Covidence", tags=_CSV, marks=(("covidence", ""),)),
    ),
    frozenset(),
)

COLUMNS = frozenset(tag for tags_ in CSV.base.all_tags.values() for tag in tags_)
"""The columns that any platform's table may have."""
PERSONS, KEYWORDS = (
    frozenset(name for dialect in (CSV.base, *CSV.dialects) for group in dialect.tags[field] for name in group)
    for field in ("authors", "keywords")
)
"""The columns that name persons, and those that hold keywords, in any platform's table."""
TITLES = frozenset(group[0] for group in CSV.base.tags["title"])
