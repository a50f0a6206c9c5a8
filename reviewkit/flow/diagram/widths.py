"""How wide a text is in a font, without any font: so that the same bytes come out wherever the diagram is drawn.

The widths are those of DejaVu Sans, which is wider than Arial, Helvetica and Liberation Sans: what fits here fits in
whatever a reader's program takes. Pictures are drawn in DejaVu Sans itself.
"""

from __future__ import annotations

import unicodedata

_ASCII = (
    "318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636 636 636 337 337 "
    "838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748 787 603 787 695 635 611 732 684 989 "
    "685 611 685 390 337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 579 278 974 634 612 635 635 411 521 "
    "392 634 592 818 592 592 525 636 337 636 838"
)
"""Of the characters from the blank to the tilde, in thousandths of the font's size."""
_WIDTHS = {chr(32 + place): int(width) for place, width in enumerate(_ASCII.split())} | {
    "\u00a0": 318, "\u2020": 500, "\u2013": 500, "\u2014": 1000, "\u2018": 318, "\u2019": 318,
    "\u201c": 518, "\u201d": 518, "\u2026": 1000, "\u00df": 630, "\u00c6": 974, "\u00e6": 982, "\u00d8": 787,
    "\u00f8": 612, "\u0141": 562, "\u0142": 284, "\u0110": 775, "\u0111": 635, "\u0152": 1070, "\u0153": 1023,
    "\u0131": 278,
}  # fmt: skip
_WIDE = 1000
_OTHER = 820
"""Of letters that are not Latin: above the mean of Cyrillic, Greek, Hebrew and Arabic."""
_BOLD = 1.13
"""How much wider the bold face is."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in the unit of the font's size."""
    return sum(map(_of, text)) * size * (_BOLD if bold else 1) / 1000


def _of(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _WIDTHS.get(unicodedata.normalize("NFKD", character)[0], _OTHER)


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Return a text as lines none of which is wider than the room; a word that is wider is broken where it must be."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        lines[-1:] = _broken(word, room, size, bold=bold)
    return lines


def _broken(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and width(parts[-1] + character, size, bold=bold) > room:
            parts.append("")
        parts[-1] += character
    return parts
