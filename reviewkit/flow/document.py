"""What `make flow` prints: the table, what stands behind it, agreement, and where a published table differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.flow import table as tables
from reviewkit.flow.search_results import as_table
from reviewkit.text import line, markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reviewkit.agreement import Agreement, Estimate, Measures
    from reviewkit.flow.search_results import SearchResults
    from reviewkit.model import Stage


@dataclass(frozen=True, slots=True)
class Document:
    """The parts, in the order in which they are printed."""

    title: str
    watermark: str
    table: SearchResults
    agreement: Mapping[Stage, Measures]
    notes: tuple[str, ...]
    """Sentences below: where a published table differs, what is still arriving."""
    studies: tuple[int, int] | None = None
    """How many studies are included, and in how many reports, where the two differ."""


def sentences(document: Document) -> list[str]:
    """Return how the records became the reports of the table's first column, one sentence a route and a total."""
    return [
        f"{row.label}: {row.identified} record{'s' * (row.identified != 1)} identified, "
        f"{row.duplicates} removed as {'duplicates' if row.duplicates != 1 else 'a duplicate'}, "
        f"{_removed(row.removed)}{_removed_other(row.removed_other)}{row.screened} "
        f"{_screened(row.not_read)}."
        for row in document.table.rows
    ] + _studies(document.studies)


def _studies(found: tuple[int, int] | None) -> list[str]:
    """Return what PRISMA 2020 has in its last box: `Included: 25 studies (in 27 reports).`."""
    if found is None:
        return []
    studies, reports = found
    return [f"Included: {studies} {'study' if studies == 1 else 'studies'} (in {reports} reports)."]


def _removed(removed: Mapping[str, int]) -> str:
    """Return what rules took out, in PRISMA's words: `12 marked as ineligible by automation tools (language 12), `."""
    if not removed:
        return ""
    each = ", ".join(f"{rule} {number}" for rule, number in removed.items())
    return f"{sum(removed.values())} marked as ineligible by automation tools ({each}), "


def _removed_other(number: int) -> str:
    return f"{number} removed for other reasons, " if number else ""


def _screened(not_read: int) -> str:
    return f"to screen, {not_read} of them not read after stopping" if not_read else "screened"


def agreement_sentences(document: Document) -> list[str]:
    """Return percent agreement, kappa and AC1 of each stage on blind votes, and a warning where kappa misleads."""
    return [f"Agreement at {stage.words}: {measured(found)}" for stage, found in document.agreement.items()]


def measured(found: Measures) -> str:
    """Return percent agreement, kappa and AC1 in a sentence, and a warning where kappa misleads."""
    kappa = f"{'Cohen' if len(found.raters) <= 2 else 'Fleiss'}'s kappa"
    if found.percent_agreement.value is None:
        return f"{found.percent_agreement.undefined}."
    share = f"{found.percent_agreement.value:.1%} of {found.n} report{'s' * (found.n != 1)}{_agreed(found)}"
    said = f"{share}, {estimated(kappa, found.kappa)}, {estimated('AC1', found.ac1, interval=False)}."
    return " ".join([said, *found.warnings])


def _agreed(found: Measures) -> str:
    """Return on how many reports two raters agreed."""
    if found.table is None:
        return ""
    return f" ({sum(row[place] for place, row in enumerate(found.table.counts))} agreed)"


def estimated(name: str, found: Estimate, *, interval: bool = True) -> str:
    """Return a statistic with its interval as it stands in a sentence, or why it is undefined."""
    if found.value is None:
        return f"{name} {found.undefined}"
    known = interval and found.low is not None and found.high is not None
    return f"{name} {found.value:.2f}" + (f" (95% interval {found.low:.2f} to {found.high:.2f})" if known else "")


def pair_sentences(stage: Stage, pairs: Mapping[str, Agreement]) -> list[str]:
    """Return the agreement of each two people at a stage, for teams of which somebody left or joined."""
    return [f"Agreement of {both} at {stage.words}: {_of_pair(found)}" for both, found in pairs.items()]


def _of_pair(found: Agreement) -> str:
    kappa = f"{found.kappa:.2f}" if found.kappa is not None else found.undefined
    return (
        f"{found.percent or 0:.1%} of {found.n} report{'s' * (found.n != 1)} ({found.agreed} agreed), "
        f"Cohen's kappa {kappa}."
    )


def as_text(document: Document, width: int = 78) -> str:
    """Return the document for a terminal."""
    import textwrap

    def wrapped(text: str) -> str:
        return textwrap.fill(line(text), width, subsequent_indent="  ")

    parts = [wrapped(document.title)]
    if document.watermark:
        parts.append(wrapped(document.watermark))
    parts += [tables.as_text(as_table(document.table), width)]
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
    parts.append(tables.as_markdown(as_table(document.table)))
    parts += ["".join(f"- {markdown(sentence)}\n" for sentence in group) for group in _groups(document)]
    return "\n".join(parts)
