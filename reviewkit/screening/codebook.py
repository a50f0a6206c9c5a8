"""How the criteria are read, on paper: the codebook with its rulings, and the protocol's deviations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria.changes import texts
from reviewkit.text import line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.criteria import Reason
    from reviewkit.screening.deviations import Deviation

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling as it is printed."""

    text: str
    time: str
    by: str
    about: str = ""
    """The report that it was made on, in a line; empty if there is none or if it must not be named."""


def day(time: str) -> str:
    """Return the day of a UTC time in words, `3 May 2026`; empty for what is no time."""
    try:
        found = datetime.date.fromisoformat(time[:10])
    except ValueError:
        return ""
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def beside(precedent: Precedent) -> str:
    """Return a ruling as it stands beside its criterion: `Sami counts (ruling of 3 May 2026)`."""
    return (
        f"{precedent.text} (ruling of {day(precedent.time)})" if day(precedent.time) else f"{precedent.text} (ruling)"
    )


def as_markdown(title: str, criteria: Sequence[Reason], rulings: Mapping[str, Sequence[Precedent]]) -> str:
    """Return the codebook: each criterion in its order with its texts and rulings, then rulings on those gone."""
    parts = [f"# Codebook: {markdown(title)}\n"]
    parts += [_criterion(one, rulings.get(one.id, ())) for one in criteria]
    known = {one.id for one in criteria}
    parts += [
        f"## {markdown(criterion)} (no longer a criterion)\n\n{_list(map(_precedent, found))}"
        for criterion, found in rulings.items()
        if criterion not in known
    ]
    return "\n".join(parts)


def _criterion(reason: Reason, rulings: Iterable[Precedent]) -> str:
    said = {part: text for part, text in texts(reason).items() if text and part not in ("name", "notes")}
    rows = [f"**{part}:** {markdown(text)}" for part, text in said.items()]
    rows += [markdown(note) for note in reason.notes] + [_precedent(one) for one in rulings]
    return f"## {markdown(reason.name)} ({markdown(reason.id)})\n\n{_list(rows)}"


def _precedent(one: Precedent) -> str:
    about = f", on {markdown(one.about)}" if one.about else ""
    return f"{markdown(one.text)} (ruling of {day(one.time) or 'an unknown day'}, {markdown(one.by)}{about})"


def _list(rows: Iterable[str]) -> str:
    return "".join(f"- {row}\n" for row in rows)


# ------------------------------------------------------------------------------------------------ deviations


def heading(registration: str) -> str:
    """Return what the deviations are deviations from."""
    return f"Deviations from the protocol {line(registration)}" if registration else "Deviations from the protocol"


def introduction(registration: str, found: Sequence[Deviation]) -> str:
    """Return a sentence that says what follows, or that nothing does."""
    unregistered = "" if registration else " The review names no registration in criteria/review.toml."
    if not found:
        return f"The criteria have not changed since the first import or decision, and nothing was ruled.{unregistered}"
    return (
        "What changed after the first import or decision, in order; who and when are those of the first act under "
        f"the new rules.{unregistered}"
    )


def when(one: Deviation) -> str:
    """Return when a deviation began, and after how much work."""
    number = f"after {one.decisions} decision{'s' * (one.decisions != 1)}"
    if one.by is None:
        return f"Not on record before somebody's next act, {number}"
    return f"{day(one.time) or 'An unknown day'}, {one.by}, {number}"


def amended(before: str, after: str) -> str:
    """Return an old and a new text side by side."""
    if not before:
        return f"“{after}”"
    return f"“{before}” became “{after}”" if after else f"“{before}” was taken out"


def deviations_as_markdown(registration: str, found: Sequence[Deviation]) -> str:
    """Return the deviations as Markdown."""
    parts = [f"# {markdown(heading(registration))}\n", f"{markdown(introduction(registration, found))}\n"]
    parts += [
        f"## {markdown(when(one))}\n\n"
        + _list(f"{markdown(a.what)}: {markdown(amended(a.before, a.after))}" for a in one.amendments)
        for one in found
    ]
    return "\n".join(parts)


def deviations_as_text(registration: str, found: Sequence[Deviation]) -> str:
    """Return the deviations for a terminal, a line each."""
    rows = [line(heading(registration)), line(introduction(registration, found))]
    for one in found:
        rows += ["", line(when(one)), *(f"  {line(f'{a.what}: {amended(a.before, a.after)}')}" for a in one.amendments)]
    return "\n".join(rows)
