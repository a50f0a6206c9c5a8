"""What `make flow` prints: the table, what stands behind it, agreement, and where a published table differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow import table as tables
from reviewkit.text import line, markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.agreement import Agreement
    from reviewkit.flow.table import Table
    from reviewkit.model import Reviewer, Stage


@dataclass(frozen=True, slots=True)
class Document:
    """The parts, in the order in which they are printed."""

    title: str
    watermark: str
    table: Table
    agreement: Mapping[Stage, Agreement]
    notes: tuple[str, ...]
    """Sentences below: where a published table differs, what is still arriving."""


def sentences(document: Document) -> list[str]:
    """Return how the records became the reports of the table's first column, one sentence a route and a total."""
    return [
        f"{row.label}: {row.identified} record{'s' * (row.identified != 1)} identified, "
        f"{row.duplicates} removed as {'duplicates' if row.duplicates != 1 else 'a duplicate'}, "
        f"{row.identified - row.duplicates} screened."
        for row in document.table.rows
    ]


def agreement_sentences(document: Document) -> list[str]:
    """Return percent agreement and kappa of each stage on blind votes, saying how `unsure` was counted."""
    return [f"Agreement at {stage.words}: {_agreement(found)}" for stage, found in document.agreement.items()]


def pair_sentences(stage: Stage, pairs: Mapping[tuple[Reviewer, Reviewer], Agreement]) -> list[str]:
    """Return the agreement of each pair of people at a stage, for teams of which somebody left or joined."""
    return [
        f"Agreement of {a} and {b} at {stage.words}: {_agreement(found)}" for (a, b), found in sorted(pairs.items())
    ]


def _agreement(found: Agreement) -> str:
    if found.percent is None:
        return "no report has two independent votes yet."
    kappa = f"Cohen's kappa {found.kappa:.2f}" if found.kappa is not None else f"Cohen's kappa {found.undefined}"
    return f"{found.percent:.1%} of {found.n} reports ({found.agreed} agreed), {kappa}."


def as_text(document: Document, width: int = 78) -> str:
    """Return the document for a terminal."""
    import textwrap

    def wrapped(text: str) -> str:
        return textwrap.fill(line(text), width, subsequent_indent="  ")

    parts = [wrapped(document.title)]
    if document.watermark:
        parts.append(wrapped(document.watermark))
    parts += [tables.as_text(document.table, width)]
    parts += ["\n".join(wrapped(sentence) for sentence in group) for group in _groups(document)]
    return "\n\n".join(parts) + "\n"


def _groups(document: Document) -> list[Sequence[str]]:
    groups = (sentences(document), agreement_sentences(document), document.notes)
    return [group for group in groups if group]


def as_markdown(document: Document) -> str:
    """Return the document as Markdown."""
    parts = [f"# {markdown(document.title)}\n"]
    if document.watermark:
        parts.append(f"> {markdown(document.watermark)}\n")
    parts.append(tables.as_markdown(document.table))
    parts += ["".join(f"- {markdown(sentence)}\n" for sentence in group) for group in _groups(document)]
    return "\n".join(parts)
