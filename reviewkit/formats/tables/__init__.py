"""What the tags of each platform mean: a table a dialect.

Counted in genuine exports of 2013 to 2025. A row names the tags of a field in order of preference, `+` reads several
together; tags that no row names, and the values that lost to a preferred tag, stay in a record's `unmapped`.
"""

from __future__ import annotations

from reviewkit.formats.tables import bibtex, delimited, structured, tagged

CSV_COLUMNS = delimited.COLUMNS
FAMILIES = {
    "RIS": tagged.RIS,
    "nbib": tagged.NBIB,
    "Web of Science text": tagged.WOS,
    "EndNote text": tagged.ENW,
    "BibTeX": bibtex.BIBTEX,
    "CSV": delimited.CSV,
    "Excel": delimited.CSV,
    "XML": structured.XML,
    "JSON": structured.JSON,
}
