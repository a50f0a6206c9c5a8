"""A document as Markdown; the same bytes for the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from reviewkit.flow.table import Table, as_markdown
from reviewkit.report.nouns import Bullets, Said, ToWrite
from reviewkit.text import markdown

if TYPE_CHECKING:
    from reviewkit.report.nouns import Paper, Part, Section

TO_WRITE = "To be written:"


def paper_as_markdown(paper: Paper) -> str:
    """Return the document as Markdown."""
    head = [f"# {markdown(paper.title)}\n"]
    if paper.watermark:
        head.append(f"> {markdown(paper.watermark)}\n")
    return "\n".join([*head, *map(_section, paper.sections)])


def _section(section: Section) -> str:
    return "\n".join([f"{'#' * section.level} {markdown(section.heading)}\n", *map(_part, section.parts)])


def _part(part: Part) -> str:
    match part:
        case Said():
            return f"{markdown(part.text)}\n"
        case ToWrite():
            return f"**{TO_WRITE}** {markdown(part.text)}\n"
        case Bullets():
            return "".join(f"- {markdown(item)}\n" for item in part.items)
        case Table():
            notes = "".join(f"\n{markdown(note)}\n" for note in part.notes)
            return f"**{markdown(part.caption)}**\n\n{as_markdown(part)}{notes}"
        case _:
            assert_never(part)
