"""The paths of XML elements and JSON keys: what leads to a value, from the entry down.

XML paths are joined by `/`, an attribute stands behind `@`; JSON paths are joined by `.`, the elements of a list bear
its path. `markup.py` and `jsontext.py` say which parts of an entry are read as one value.
"""

from __future__ import annotations

from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.identifiers import ebsco, national_library, plain, works

# ------------------------------------------------------------------------------------------------------------- XML

_EBSCO = tags(
    title="artinfo/tig/atl dissinfo/disstl bkinfo/btl jinfo/jtl",
    authors="artinfo/aug/au bkinfo/aug/au dissinfo/aug/au chapinfo/aug/au",
    year="pubinfo/dt@year pubinfo/dt",
    journal="jinfo/jtl",
    volume="pubinfo/vid",
    issue="pubinfo/iid",
    pages="artinfo/pages",
    first_page="artinfo/ppf",
    abstract="artinfo/ab",
    keywords="artinfo/sug/subj+artinfo/sug/keyword+artinfo/keyword",
    doi="artinfo/ui@doi",
    issn="jinfo/issn+bkinfo/isbn+pubinfo/isbn",
    accession="header@uiTerm+artinfo/ui@pmid",
    types="artinfo/pubtype+artinfo/doctype",
    peer_reviewed="artinfo/peerReviewed",
    language="language",
    database="header@longDbName header@shortDbName",
    publisher="pubinfo/pub",
    url="displayInfo/pLink/url",
    codes="displayInfo/pLink/url header@shortDbName",
)
_PUBMED = tags(
    title="Article/ArticleTitle BookDocument/ArticleTitle BookDocument/Book/BookTitle Article/VernacularTitle",
    authors="Article/AuthorList/Author BookDocument/AuthorList/Author BookDocument/Book/AuthorList/Author",
    year=(
        "Article/Journal/JournalIssue/PubDate/Year Article/Journal/JournalIssue/PubDate/MedlineDate"
        " BookDocument/Book/PubDate/Year Article/ArticleDate/Year"
    ),
    journal="Article/Journal/Title Article/Journal/ISOAbbreviation MedlineJournalInfo/MedlineTA",
    volume="Article/Journal/JournalIssue/Volume",
    issue="Article/Journal/JournalIssue/Issue",
    pages="Article/Pagination/MedlinePgn",
    first_page="Article/Pagination/StartPage",
    last_page="Article/Pagination/EndPage",
    abstract="Article/Abstract/AbstractText BookDocument/Abstract/AbstractText",
    keywords="KeywordList/Keyword+MeshHeadingList/MeshHeading/DescriptorName+BookDocument/KeywordList/Keyword",
    doi="Article/ELocationID@doi PubmedData/ArticleIdList/ArticleId@doi BookDocument/ArticleIdList/ArticleId@doi",
    issn="Article/Journal/ISSN+BookDocument/Book/Isbn",
    accession="PMID+BookDocument/PMID",
    types="Article/PublicationTypeList/PublicationType+BookDocument/PublicationType",
    language="Article/Language BookDocument/Language",
    publisher="BookDocument/Book/Publisher/PublisherName",
)
_ENDNOTE = tags(
    title="titles/title",
    authors="contributors/authors/author contributors/secondary-authors/author",
    year="dates/year dates/pub-dates/date",
    journal="periodical/full-title titles/secondary-title alt-periodical/full-title periodical/abbr-1",
    volume="volume",
    issue="number",
    pages="pages",
    abstract="abstract",
    keywords="keywords/keyword",
    doi="electronic-resource-num",
    doi_else="urls/related-urls/url urls/web-urls/url",
    issn="isbn",
    accession="accession-num",
    types="ref-type@name+work-type",
    language="language",
    database="remote-database-name",
    publisher="publisher",
    url="urls/related-urls/url urls/web-urls/url",
)
XML = Family(
    Dialect(name="", tags=_ENDNOTE),
    (
        Dialect(
            name="EBSCOhost",
            tags=_EBSCO,
            marks=(("header@uiTerm", ""), ("header@shortDbName", "")),
            numbers=ebsco,
            stopped_titles=True,
        ),
        Dialect(
            name="PubMed",
            tags=_PUBMED,
            marks=(("PMID", ""), ("BookDocument/PMID", "")),
            numbers=national_library("PMID", "BookDocument/PMID"),
        ),
        Dialect(
            name="EndNote",
            tags=_ENDNOTE,
            marks=(("remote-database-provider", "NLM"),),
            numbers=national_library("accession-num"),
        ),
        Dialect(name="EndNote", tags=_ENDNOTE, marks=(("ref-type", ""), ("source-app", ""), ("rec-number", ""))),
    ),
    frozenset({"ref-type", "ref-type@name", "source-app", "rec-number", "database"}),
)

# ------------------------------------------------------------------------------------------------------------ JSON

_CSL = tags(
    title="title",
    authors="author editor",
    year="issued published published-print published-online",
    journal="container-title collection-title event-title",
    volume="volume",
    issue="issue number",
    pages="page article-number",
    abstract="abstract",
    keywords="keyword+subject",
    doi="DOI",
    doi_else="URL",
    issn="ISSN+ISBN",
    accession="PMID+id",
    mentions="note",
    types="type+genre",
    language="language",
    database="source",
    publisher="publisher",
    url="URL",
)
_OPENALEX = tags(
    title="title display_name",
    authors="authorships.author.display_name authorships.raw_author_name",
    year="publication_year publication_date",
    journal="primary_location.source.display_name host_venue.display_name",
    volume="biblio.volume",
    issue="biblio.issue",
    first_page="biblio.first_page",
    last_page="biblio.last_page",
    abstract="abstract_inverted_index",
    keywords="keywords.display_name keywords.keyword",
    doi="doi ids.doi",
    issn="primary_location.source.issn+host_venue.issn",
    accession="ids.pmid+id",
    types="type",
    language="language",
    publisher="primary_location.source.host_organization_name host_venue.publisher",
    url="primary_location.landing_page_url host_venue.url",
)
_ERIC = tags(
    title="title",
    authors="author",
    year="publicationdateyear",
    journal="source",
    abstract="description",
    keywords="subject",
    doi_else="url",
    issn="issn+isbn",
    accession="id",
    types="publicationtype",
    peer_reviewed="peerreviewed",
    language="language",
    publisher="publisher",
    url="url",
)
_REFERENCE = tags(
    title="article-title volume-title",
    authors="author",
    year="year",
    journal="journal-title series-title",
    volume="volume",
    issue="issue",
    first_page="first-page",
    doi="DOI",
    doi_else="unstructured",
    publisher="publisher",
)
"""An entry of a list of references as a publisher has deposited it at Crossref."""
_SEMANTIC_SCHOLAR = tags(
    title="title",
    authors="authors.name",
    year="year publicationDate",
    journal="journal.name venue",
    volume="journal.volume",
    pages="journal.pages",
    abstract="abstract",
    doi="externalIds.DOI",
    accession="externalIds.PubMed",
    types="publicationTypes",
    url="url",
)
JSON = Family(
    Dialect(name="", tags=_CSL, numbers=plain),
    (
        Dialect(
            name="reviewkit",
            own=True,
            tags={
                **_CSL,
                **tags(
                    accession="custom.accession",
                    types="custom.types",
                    peer_reviewed="custom.peer_reviewed",
                    keywords="keyword",
                ),
            },
            marks=(("custom.written_by", "reviewkit"),),
        ),
        Dialect(name="OpenAlex", tags=_OPENALEX, marks=(("id", "openalex.org/W"),), numbers=works),
        Dialect(name="ERIC", tags=_ERIC, marks=(("publicationdateyear", ""), ("peerreviewed", ""))),
        Dialect(
            name="Semantic Scholar",
            tags=_SEMANTIC_SCHOLAR,
            marks=(("paperId", ""),),
            numbers=national_library("externalIds.PubMed"),
        ),
        Dialect(name="Crossref", tags=_REFERENCE, marks=(("as", "reference"),)),
        Dialect(name="Zotero", tags=_CSL, marks=(("id", "zotero.org/"),)),
        Dialect(name="Crossref", tags=_CSL, marks=(("prefix", "10."), ("member", ""))),
    ),
    frozenset({"type", "id"}),
    unreadable="no title, author or number is in this part of the file",
)
