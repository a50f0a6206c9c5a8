"""Letters that Unicode's decomposition leaves as they are, in the plain spelling that other exports have.

The thing a reader would get wrong: accents are no matter here, `text.folded` takes them off; but `ø` and `ł` are
letters of their own to Unicode, and `α` is spelt `alpha` by half of the databases.
"""

import unicodedata
from functools import lru_cache

_PLAIN = {"æ": "ae", "œ": "oe", "Æ": "ae", "Œ": "oe", "ı": "i", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th"}


def spelt(text: str) -> str:
    """Return a text with Greek letters by their names and crossed letters without their stroke."""
    return text if text.isascii() else "".join(map(_spelt, text))


@lru_cache(maxsize=1024)
def _spelt(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith(("GREEK SMALL LETTER ", "GREEK CAPITAL LETTER ")) and " WITH " not in name:
        return name.rsplit(" ", 1)[1].lower()
    if name.startswith("LATIN ") and " WITH STROKE" in name:
        return name.split(" WITH ")[0].rsplit(" ", 1)[1].lower()
    return _PLAIN.get(character, character)
