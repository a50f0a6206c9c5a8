"""What the searches looked for: the terms of criteria/search.toml and of each search's own query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.highlight import query_terms

if TYPE_CHECKING:
    from reviewkit.review.session import Session


class Terms:
    """The words that brought the records in."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session
        self._read: dict[str, tuple[str, ...]] = {}

    def searched(self) -> tuple[str, ...]:
        """Return every term, as a person wrote it, each once: what `highlight.Marker` takes."""
        blocks = self._session.criteria.search.blocks
        queries = [search.query for search in self._session.state.searches().values()]
        self._read = {query: self._read.get(query) or query_terms(query) for query in queries}
        lists = [terms for block in blocks for terms in (block.terms, *block.written_out.values())]
        return tuple(dict.fromkeys(term for terms in (*lists, *self._read.values()) for term in terms))
