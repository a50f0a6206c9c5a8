"""Which reports their own records call retracted.

The thing a reader would get wrong: a record that says nothing tells nothing. Most retractions are not in an export,
since it was made before them; a provider of retractions is asked elsewhere.
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
_TYPES = frozenset(
    {"retracted publication", "retraction of publication", "retracted article", "retraction", "retracted"}
)


def is_retracted(record: Record) -> bool:
    """Return whether a record's types or the beginning of its title say that the report was retracted.

    `Retracted: A study`, `[Retracted] A study`, `Retraction notice to: ...`; PubMed's types. A title that merely
    begins with the word, as of a study on retractions, does not say so.
    """
    said = any(folded(type_) in _TYPES for type_ in record.types)
    return said or _MARKED.match(record.title) is not None
