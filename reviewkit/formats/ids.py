"""What a file itself calls its entries: a column or tag whose name is an id's and whose values tell all entries apart.

The thing a reader would get wrong: this id is for finding an entry again in the file that it came from, and says
nothing of whether two entries are one paper. The whole file decides which it is: `id` may well hold a group's number.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reviewkit.formats.entry import Entry

    Called = Mapping[str, str]
    """What one entry has under each name that may be an id's."""

_NAMES = (
    *("recordid", "recordno", "recordnumber", "recnumber", "id", "refid", "referenceid", "refno", "rowid", "itemid"),
    *("articleid", "documentid", "docid", "studyid", "entryid", "citationid", "covidence", "key", "citationkey"),
    *("citekey", "bibtexkey", "uniqueid", "uid", "uuid", "identifier", "an", "accessionnumber", "accession", "ut"),
    *("utuniquewosid", "eid", "pmid", "pubmedid", "ericnumber", "column1", "unnamed0", "x", "rownames", "index", "no"),
)
"""In lower case without blanks and punctuation, the likeliest first; `column 1` is a column without a name."""
_RANK = {name: rank for rank, name in enumerate(_NAMES)}
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def noted(entries: Iterable[Entry], into: list[Called]) -> Iterator[Entry]:
    """Pass entries on, and append for each what it has under the names of ids; nothing where it cannot be read."""
    for entry in entries:
        found: dict[str, str] = {}
        for tag, value in entry.pairs:
            name = _name(tag)
            if name and value:
                found.setdefault(name, value)
        into.append(found)
        yield entry


def chosen(called: Sequence[Called]) -> tuple[str, ...]:
    """Return each entry's id, empty where it has none: of the likeliest name that tells all that can be read apart."""
    readable = [entry for entry in called if entry]
    names = sorted({name for entry in readable for name in entry}, key=_RANK.__getitem__)
    best = next((name for name in names if _tells_apart(name, readable)), "")
    return tuple(entry.get(best, "") for entry in called)


def _tells_apart(name: str, called: Sequence[Called]) -> bool:
    values = [entry[name] for entry in called if name in entry]
    return len(values) == len(called) == len(set(values))


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    name = _NOT_NAME.sub("", tag.lower())
    return name if name in _RANK else ""
