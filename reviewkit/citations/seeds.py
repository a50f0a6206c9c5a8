"""How a seed is found in an index: by DOI, else another number, else title, year and author, which a person judges.

The thing a reader would get wrong: nothing is taken for a seed because its words are alike. A person says which work it
is, which fills in its DOI; from then on it is asked for by that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.citations.nouns import Seed

_LACKING = "it has no DOI"
"""What the indexes say of a seed that they cannot be asked for; the numbers that would do stand behind it."""


def identified(seed: Seed) -> bool:
    """Return whether any index can be asked for a seed by a number."""
    return bool(seed.doi or seed.numbers("PMID") or seed.numbers("OpenAlex"))


def lacks_number(fault: str) -> bool:
    """Return whether a fault is that the index takes no number that the seed has: asking again would not help."""
    return fault.startswith(_LACKING)


def still_lacks(seed: Seed, fault: str) -> bool:
    """Return whether a seed has none of the numbers either that it is said to lack."""
    has = seed.doi or ("PubMed" in fault and seed.numbers("PMID"))
    return lacks_number(fault) and not (has or ("or OpenAlex" in fault and seed.numbers("OpenAlex")))


def question(title: str, authors: Sequence[str], year: int | None) -> str:
    """Return the words that a work is looked for by: first author, year, title."""
    return " ".join(filter(None, (*authors[:1], str(year or ""), title)))
