"""Which records call their report retracted.

The thing a reader would get wrong: a record that says nothing tells nothing. Most retractions are not in an export,
since it was made before them; a service is asked for them, and what it says is filled in, so that the record merged of
a report's records says it too. That one is to be asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reviewkit.text import folded

if TYPE_CHECKING:
    from reviewkit.model import Record

_MARKED = re.compile(
    r"^\W*(retracted|withdrawn|retraction( note| notice)?( of| to)?)\b[^:\]]{0,20}[:\]]", re.IGNORECASE
)
RETRACTED = "Retracted Publication"
"""The type that a report has of which somebody said so; PubMed's."""
_TYPES = frozenset(
    {"retracted publication", "retraction of publication", "retracted article", "retraction", "retracted"}
)


def is_retracted(record: Record) -> bool:
    """Return whether a record's types or the beginning of its title say that the report was retracted.

    `Retracted: A study`, `[Retracted] A study`, `Retraction notice to: ...`; PubMed's types. A title that merely
    begins with the word, as of a study on retractions, does not say so.
    """
    said = any("retract" in type_.casefold() and folded(type_) in _TYPES for type_ in record.types)
    return said or _MARKED.match(record.title) is not None
