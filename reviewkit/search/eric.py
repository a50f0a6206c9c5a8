"""The open API of ERIC: results by `start` and `rows`, `response.numFound` being how many there are.

Source: api.ies.ed.gov/eric; recorded answers show docs without author or description, and fields that have to be asked
for by name (`source`, `url`). An unknown field name is passed over. 2,000 rows were answered; fewer are asked for here,
so that a page that is cut costs little.
"""

from __future__ import annotations

from typing import Any

from reviewkit.search.paging import Page, Source

_FIELDS = (
    "id", "title", "author", "source", "publicationdateyear", "description", "subject", "peerreviewed",
    "publicationtype", "language", "issn", "isbn", "publisher", "url", "institution", "sponsor", "educationlevel",
    "audience", "identifiersgeo", "identifierslaw", "identifierstest", "e_fulltextauth",
)  # fmt: skip


def _first(query: str, size: int) -> dict[str, str]:
    return {"search": query, "format": "json", "fields": ",".join(_FIELDS), "start": "0", "rows": str(size)}


def _page(answer: Any, before: int) -> Page:
    response = answer["response"]
    total, items = int(response["numFound"]), len(response["docs"])
    so_far = before + items
    return Page(total, items, {"start": str(so_far)} if so_far < total else None)


ERIC = Source(
    key="eric",
    name="ERIC API",
    database="ERIC",
    platform="eric-api",
    site="api.ies.ed.gov/eric",
    base="https://api.ies.ed.gov/eric/",
    rate=1.0,
    size=500,
    key_name="",
    price="free",
    first=_first,
    page=_page,
)
