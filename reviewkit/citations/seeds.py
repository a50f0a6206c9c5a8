"""How a seed is found in an index: by DOI, else another number, else title, year and author, which a person judges.

The thing a reader would get wrong: nothing is taken for a seed because its words are alike. A person says which work it
is, which fills in its DOI; from then on it is asked for by that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.citations.nouns import Seed


def identified(seed: Seed) -> bool:
    """Return whether any index can be asked for a seed by a number."""
    return bool(seed.doi or seed.numbers("PMID") or seed.numbers("OpenAlex"))


def question(title: str, authors: Sequence[str], year: int | None) -> str:
    """Return the words that a work is looked for by: first author, year, title."""
    return " ".join(filter(None, (*authors[:1], str(year or ""), title)))
