"""A letter to an author, asking for the full text of a report."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.model import Record

_WIDTH = 72


def letter(record: Record, review: str, sender: str) -> str:
    """Return the text of a letter, in lines of at most 72 characters: whom it is to, what is asked for, and why.

    `review` is the title of the review, `sender` who signs. Nothing is stated that the record does not say.
    """
    said = [
        f"Dear {_addressee(record)},",
        f"for a systematic review, “{line(review)}”, we would like to read your paper",
        citation(record),
        "Unfortunately we could not get hold of its full text through our libraries. Would you be so kind as to send "
        "us a copy, for our own reading only, or tell us where we could find it? The accepted manuscript would serve "
        "us just as well.",
        "If other papers report on the same study, we would be glad to hear of them too.",
        "Thank you very much for your help.",
        f"With kind regards,\n{line(sender)}",
    ]
    paragraphs = (f"Subject: Request for a full text: {_short(record)}", *said)
    return "\n\n".join(_wrapped(one, indent=one is said[2]) for one in paragraphs) + "\n"


def _wrapped(paragraph: str, *, indent: bool) -> str:
    lead = "    " if indent else ""
    return "\n".join(
        textwrap.fill(one, _WIDTH, initial_indent=lead, subsequent_indent=lead) for one in paragraph.split("\n")
    )


def _addressee(record: Record) -> str:
    """Return the first author as one writes a name: `Judy Whitmarsh`."""
    if not record.authors:
        return "author"
    family, _, given = line(record.authors[0]).partition(",")
    return f"{given.strip()} {family}".strip()


def _short(record: Record) -> str:
    return textwrap.shorten(line(record.title) or "your paper", 60, placeholder=" …")


def citation(record: Record) -> str:
    """Return the record as in a list of references; parts that it lacks are left out."""
    year = f" ({record.year})" if record.year else ""
    authors = "; ".join(line(name) for name in record.authors)
    volume = line(record.volume) + (f"({line(record.issue)})" if record.issue.strip() else "")
    place = ", ".join(part for part in (f"{line(record.journal)} {volume}".strip(), line(record.pages)) if part)
    parts = [f"{authors}{year}".strip(), line(record.title), place]
    parts = [f"{part.rstrip('.')}." for part in parts if part]
    return " ".join([*parts, *([f"https://doi.org/{record.doi}"] if record.doi else [])])
