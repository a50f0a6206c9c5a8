"""The fields of BibTeX, in lower case: databases write them in any case."""

from __future__ import annotations

from reviewkit.formats.dialects import Dialect, Family, tags
from reviewkit.formats.identifiers import ebsco

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
    language="language langid",
    mentions="note annote",
    publisher="publisher school institution",
    url="url",
)

BIBTEX = Family(
    Dialect(name="", tags=_BIBTEX),
    (
        Dialect(
            name="reviewkit",
            own=True,
            tags={
                **_BIBTEX,
                **tags(accession="accession", types="types", database="database", peer_reviewed="annotation"),
            },
            marks=(("source", "reviewkit"),),
        ),
        Dialect(
            name="EBSCOhost",
            tags={**_BIBTEX, **tags(mentions="url note", codes="url")},
            marks=(("url", "ebscohost.com"),),
            numbers=ebsco,
            stopped_titles=True,
        ),
        Dialect(
            name="Scopus",
            tags={
                **_BIBTEX,
                **tags(
                    keywords="author_keywords+keywords",
                    types="entrytype+document_type+type",
                    accession="pmid",
                    accession_else="url",
                    database="source",
                ),
            },
            marks=(("source", "Scopus"), ("url", "scopus.com")),
        ),
        Dialect(
            name="Web of Science",
            tags={
                **_BIBTEX,
                **tags(
                    pages="pages article-number",
                    keywords="keywords+keywords-plus",
                    issn="issn+eissn+isbn",
                    accession="unique-id key",
                ),
            },
            marks=(("unique-id", ":"), ("key", "WOS:"), ("key", "ISI:")),
        ),
        Dialect(name="Zotero", tags=_BIBTEX, marks=(("file", "Zotero"), ("file", "zotero"))),
    ),
    frozenset({"entrytype", "key"}),
)
PERSONS = frozenset({"author", "editor"})
READ = frozenset(
    tag
    for dialect in (BIBTEX.base, *BIBTEX.dialects)
    for groups in dialect.tags.values()
    for group in groups
    for tag in group
)
"""Fields whose LaTeX is read."""
