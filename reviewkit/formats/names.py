"""Authors' names in the forms that put the family name first without a comma, such as `Furlanello T.` and `Sirola A`.

Left as it is, the last word of such a name would be taken for the family name.
"""

from __future__ import annotations

import re

_INVERTED = re.compile(r"([^,;]*[^,;\s.]) ((?:[A-Z]\.?-?){1,4}(?: (?:Jr|Sr|2nd|3rd)\.?)?)")
_DOTTED = re.compile(r"([^,;]*[^,;\s.]) ((?:[A-Z]\.[ -]?){1,5})")
_BETWEEN = re.compile(r", ?(?:(?:&|and) )?| (?:&|and) ")
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?)+")
_AND = re.compile(r"\s+(?:and|&)\s+")
_OFFICE = re.compile(r"\b(?:of|for|ministry|department|universit\w+|institut\w+|council|commission)\b", re.IGNORECASE)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_NOBODY = frozenset({"[no author name available]", "[no authors listed]"})


def several(value: str) -> list[str]:
    """Return the authors of one field: separated by semicolons, bars, `and` or `&`, or as in a list of references.

    `and` separates only where each part is `Family, Given`, and no institution is named: a Ministry of Education,
    Culture and Sports, Norway stays whole.
    """
    if ";" in value:
        return value.split(";")
    if "|" in value:
        return value.split("|")
    words = _BETWEEN.split(value)
    if len(words) > 2 and len(words) % 2 == 0 and all(map(_INITIALS.fullmatch, words[1::2])):
        return [f"{family}, {initials}" for family, initials in zip(words[::2], words[1::2], strict=True)]
    parts = [] if _OFFICE.search(value) else _AND.split(value)
    return parts if len(parts) > 1 and all(part.count(",") == 1 for part in parts) else [value]


def inverted(name: str) -> str:
    """Return `Sirola, A` for `Sirola A`; any other name as it is. Only for platforms that write all names so."""
    match = _INVERTED.fullmatch(name)
    return f"{match.group(1)}, {match.group(2)}" if match else name


def separated(value: str) -> str:
    """Return the authors of one cell with semicolons between them, each `Family, Given` where that can be told.

    Read are `Li, Yuting ; Yuan, Cairu`, Scopus's `Furlanello T.; Masti R.` and PubMed's `Sirola A, Nyrhinen J.`; a
    cell such as `John Smith, Jane Doe` is not told apart from one `Family, Given` and stays whole.
    """
    if value.casefold() in _NOBODY:
        return ""
    if value.startswith(("['", '["')) and value.endswith(("']", '"]')):  # ASReview's, a list as Python writes it
        value = "; ".join(one or other for one, other in _QUOTED.findall(value))
    if "|" in value and ";" not in value:
        value = value.replace("|", ";")
    if ";" in value:
        return "; ".join(_dotted(name.strip()) for name in value.split(";"))
    names = value.removesuffix(".").split(", ")
    if len(names) > 1 and all(map(_INVERTED.fullmatch, names)):
        return "; ".join(map(inverted, names))
    return _dotted(value)


def _dotted(name: str) -> str:
    match = _DOTTED.fullmatch(name)
    return f"{match.group(1)}, {match.group(2)}" if match else name
