"""References as five styles print them, from records; and lists of them as paper and PDFs break them over lines."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.model import Record


def _parts(name: str) -> tuple[str, str]:
    family, _, given = name.partition(", ")
    return family, given


def _initials(given: str, dot: str, between: str) -> str:
    words = given.replace("-", " ").replace(".", ". ").split()
    return between.join(f"{word[0].upper()}{dot}" for word in words)


def _pages(record: Record) -> str:
    return record.pages.replace("-", "\u2013")


def _dotted(text: str) -> str:
    return text if text.endswith(("?", "!", ".")) else f"{text}."


def apa(record: Record) -> str:
    """APA 6 and 7: `Family, F. G., & Family, H. (2009). Title. Journal, 1(2), 3–4. https://doi.org/…`."""
    names = [f"{family}, {_initials(given, '.', ' ')}".rstrip(", ") for family, given in map(_parts, record.authors)]
    byline = ", ".join(names[:-1]) + ", & " + names[-1] if len(names) > 1 else names[0]
    issue = f"({record.issue})" if record.issue else ""
    doi = f" https://doi.org/{record.doi}" if record.doi else ""
    place = f"{record.journal}, {record.volume}{issue}, {_pages(record)}."
    return f"{byline} ({record.year}). {_dotted(record.title)} {place}{doi}"


def harvard(record: Record) -> str:
    """Harvard: `Family, F.G. and Family, H. (2009) ‘Title’, Journal, vol. 1, no. 2, pp. 3-4.`."""
    names = [f"{family}, {_initials(given, '.', '')}".rstrip(", ") for family, given in map(_parts, record.authors)]
    byline = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    issue = f", no. {record.issue}" if record.issue else ""
    doi = f" doi: {record.doi}." if record.doi else ""
    return (
        f"{byline} ({record.year}) \u2018{record.title}\u2019, {record.journal}, vol. {record.volume}{issue}, "
        f"pp. {record.pages}.{doi}"
    )


def vancouver(record: Record) -> str:
    """Vancouver without its number: `Family FG, Family H. Title. Journal. 2009;1(2):3-4.`; six authors, then et al."""
    names = [f"{family} {_initials(given, '', '')}".strip() for family, given in map(_parts, record.authors)]
    byline = ", ".join(names[:6]) + (", et al" if len(names) > 6 else "")
    issue = f"({record.issue})" if record.issue else ""
    doi = f" doi: {record.doi}" if record.doi else ""
    return (
        f"{byline}. {_dotted(record.title)} {record.journal}. {record.year};{record.volume}{issue}:{record.pages}.{doi}"
    )


def chicago(record: Record) -> str:
    """Chicago author-date: `Family, Given, and Given Family. 2009. “Title.” Journal 1 (2): 3–4.`."""
    title = f"\u201c{_dotted(record.title)}\u201d"
    return f"{_in_full(record)} {record.year}. {title} {record.journal} {_chicago_place(record)}"


def _in_full(record: Record) -> str:
    parted = [_parts(name) for name in record.authors]
    names = [record.authors[0], *(f"{given} {family}".strip() for family, given in parted[1:])]
    return _dotted(", ".join(names[:-1]) + ", and " + names[-1] if len(names) > 1 else names[0])


def _chicago_place(record: Record) -> str:
    issue = f" ({record.issue})" if record.issue else ""
    doi = f" doi:{record.doi}." if record.doi else ""
    return f"{record.volume}{issue}: {_pages(record)}.{doi}"


def mla(record: Record) -> str:
    """MLA 8: `Family, Given, et al. “Title.” Journal, vol. 1, no. 2, 2009, pp. 3-4.`."""
    byline = f"{record.authors[0]}, et al." if len(record.authors) > 2 else _in_full(record)
    issue = f", no. {record.issue}" if record.issue else ""
    return (
        f"{byline} \u201c{_dotted(record.title)}\u201d {record.journal}, vol. {record.volume}{issue}, {record.year}, "
        f"pp. {record.pages}."
    )


STYLES: dict[str, Callable[[Record], str]] = {
    "APA": apa,
    "Harvard": harvard,
    "Vancouver": vancouver,
    "Chicago": chicago,
    "MLA": mla,
}


def numbered(references: Sequence[str]) -> list[str]:
    """Each with its number, as Vancouver has it."""
    return [f"{number}. {one}" for number, one in enumerate(references, 1)]


def columned(references: Sequence[str], width: int) -> list[str]:
    """The lines of a list in a column of that width."""
    return [line for one in references for line in textwrap.wrap(one, width, break_on_hyphens=True)]


def paged(
    lines: Sequence[str], height: int, head: str = "EARLY YEARS EDUCATION JOURNAL", foot: str = "N. Author"
) -> str:
    """Lines on pages of that height, each with a head that has its number, and a foot."""
    pages = [lines[at : at + height] for at in range(0, len(lines), height)]
    return "\f".join("\n".join([f"{head} {100 + n}", *page, foot]) for n, page in enumerate(pages))
