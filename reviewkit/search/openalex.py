"""The open API of OpenAlex: works by cursor, a hundred a page, `meta.count` being how many there are.

Source: developers.openalex.org (paging: until `meta.next_cursor` is null or there are no results; per_page at most 100;
`select` for the fields of works; a free key, and credits by request since February 2026).
"""

from __future__ import annotations

from typing import Any

from reviewkit.search.paging import Page, Source

_FIELDS = (
    "id", "doi", "title", "display_name", "publication_year", "publication_date", "ids", "language",
    "primary_location", "type", "authorships", "biblio", "is_retracted", "open_access", "keywords",
    "abstract_inverted_index",
)  # fmt: skip


def _first(query: str, size: int) -> dict[str, str]:
    return {"filter": query, "select": ",".join(_FIELDS), "per_page": str(size), "cursor": "*"}


def _page(answer: Any, _: int) -> Page:
    total, items, cursor = int(answer["meta"]["count"]), len(answer["results"]), answer["meta"].get("next_cursor")
    return Page(total, items, {"cursor": str(cursor)} if cursor and items else None)


OPENALEX = Source(
    key="openalex",
    name="OpenAlex",
    database="OpenAlex",
    platform="openalex",
    site="api.openalex.org",
    base="https://api.openalex.org/works",
    rate=5.0,
    size=100,
    key_name="api_key",
    price="$0.001 for each page of 100 (of $1 free a day with a key)",
    first=_first,
    page=_page,
)
