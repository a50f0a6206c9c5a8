"""The words of other programs for include, exclude, unsure and nothing yet.

The thing a reader would get wrong: a number means nothing by itself. `-1` is "not seen" in old ASReview files and
"excluded" in Rayyan's log, so each dialect says which numbers it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping


def _table(include: str, exclude: str, unsure: str = "", nothing: str = "") -> dict[str, Verdict | None]:
    rows = ((include, Verdict.INCLUDE), (exclude, Verdict.EXCLUDE), (unsure, Verdict.UNSURE), (nothing, None))
    return {word: verdict for words, verdict in rows for word in words.split(",") if word} | {"": None}


_WORDS = _table(
    "include,included,yes,y,in,relevant,accept,accepted,keep",
    "exclude,excluded,no,n,out,irrelevant,not relevant,reject,rejected",
    "unsure,maybe,uncertain,unclear,borderline,?",
    "na,n/a,nan,none,null,-,undecided,unscreened,not screened,not seen,pending,not vetted,awaiting,to do,todo",
)
NUMBERS = _table("1,1.0,true,t", "0,0.0,false,f")
SPREADSHEET = {**_WORDS, **NUMBERS}
ASREVIEW = {**SPREADSHEET, "-1": None, "-1.0": None, "<na>": None}
RAYYAN = _table("included", "excluded", "maybe", "undecided")


def verdict(text: str, words: Mapping[str, Verdict | None]) -> tuple[Verdict | None, str]:
    """Return what a text decides, None if nothing, and what is wrong with it if it is no word of the table."""
    plain = " ".join(text.split()).casefold().rstrip(".")
    if plain in words:
        return words[plain], ""
    return None, f'"{" ".join(text.split())[:60]}" is no decision that is known'
