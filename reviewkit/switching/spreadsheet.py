"""A plain table in which people kept their decisions, in one of three shapes.

- Ours, as `export` and `export-decisions` write it: `title_abstract: Ada`, `title_abstract: Ada (reasons)`, and
  `title_abstract: Ada (note)`.
- Long: a row a decision, with columns called reviewer (or screener, rater), decision (or verdict, vote), and, if there
  are such, reason, note, stage. Without a column of reviewers the decisions are nobody's in particular.
- Wide: a column a reviewer, called by the reviewer's name.
Papers are found by the columns report (our short id), doi, title, year, authors and accession numbers.
The thing a reader would get wrong: in a wide table any column of yes and no looks like a reviewer ("open access"). All
of them are offered, and only those that somebody names are brought over.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import tables
from reviewkit.model import Stage
from reviewkit.switching import source as source_
from reviewkit.switching import verdicts
from reviewkit.switching.nouns import Label, Labels, Row
from reviewkit.text import block, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.formats.entry import Entry
    from reviewkit.switching.source import Source

_OURS = re.compile(rf"({'|'.join(Stage)}): (.+?)")
_REASONS, _NOTE = " (reasons)", " (note)"
_ROLES = {
    "report": ("report", "report id", "reviewkit", "short id"),
    "reviewer": ("reviewer", "screener", "rater", "reviewer name", "screened by", "user"),
    "decision": ("decision", "verdict", "vote", "screening decision", "human decision", "judgement"),
    "reason": ("reason", "reasons", "exclusion reason", "exclusion reasons", "reason for exclusion"),
    "note": ("note", "notes", "comment", "comments", "remarks"),
    "tags": ("tags", "tag", "labels"),
    "stage": ("stage", "phase"),
}
_ROLE = {name: role for role, names in _ROLES.items() for name in names}
_STAGES = {word: stage for stage in Stage for word in (stage.value, stage.words, stage.value.replace("_", " "))} | {
    "title/abstract": Stage.TITLE_ABSTRACT,
    "abstract": Stage.TITLE_ABSTRACT,
    "fulltext": Stage.FULL_TEXT,
}
_LISTED = re.compile(r"\s*[;|]\s*")


def labels(found: Source, name: str) -> Labels:
    """Return what a table says. Raises InputError if no column holds decisions, or two that do have one name."""
    columns = decision_columns(found)
    roles = _roles(found.columns)
    if not columns and "decision" not in roles:
        raise InputError(
            f"no column holds decisions; the columns are {', '.join(line(one)[:40] for one in found.columns[:40])}",
            where=f"{name}, line 1",
            remedy="Call the column of decisions `decision` (and that of names `reviewer`), or have a column of "
            "include, exclude and unsure called by the name of each reviewer.",
        )
    twice = [column for column, number in Counter(found.columns).items() if number > 1 and column in columns]
    if twice:
        raise InputError(f'two columns are called "{line(twice[0])}"', where=f"{name}, line 1", remedy="Rename one.")
    rows = tuple(_row(found, entry, roles, columns) for entry in found.entries)
    return Labels("spreadsheet", rows, found.unread, named=bool(columns) or "reviewer" in roles)


def decision_columns(found: Source) -> list[str]:
    """Return the columns that hold one reviewer's decisions each, none where the table is long."""
    ours = [column for column in found.columns if _ours(column)]
    if ours or "decision" in _roles(found.columns):
        return ours
    known = {column for column in found.columns if column in tables.CSV_COLUMNS or _plain(column) in _ROLE}
    said: dict[str, list[bool]] = {column: [] for column in found.columns if column and column not in known}
    for entry in found.entries:
        for column, value in source_.cells(entry).items():
            if column in said:
                said[column].append(not verdicts.verdict(value, verdicts.SPREADSHEET)[1])
    return [column for column, good in said.items() if sum(good) * 2 > len(good)]


def _ours(column: str) -> re.Match[str] | None:
    plain = source_.unguarded(column)
    return None if plain.endswith((_REASONS, _NOTE, ": settled by")) else _OURS.fullmatch(plain)


def _plain(column: str) -> str:
    return " ".join(column.replace("_", " ").split()).casefold()


def _roles(columns: Iterable[str]) -> dict[str, str]:
    """Return the column of each role; the first of several."""
    found: dict[str, str] = {}
    for column in columns:
        role = _ROLE.get(_plain(column))
        if role is not None:
            found.setdefault(role, column)
    return found


def _row(found: Source, entry: Entry, roles: Mapping[str, str], columns: list[str]) -> Row:
    cells = source_.cells(entry)
    by_role = {role: cells.get(column, "") for role, column in roles.items()}
    own = tuple(_of_column(cells, column) for column in columns) if columns else (_of_row(by_role, roles),)
    return Row(
        line=entry.line,
        record=source_.paper(found, entry, frozenset(roles.values())),
        report=by_role.get("report", ""),
        labels=own,
        tags=_listed(by_role.get("tags", "")),
    )


def _of_column(cells: Mapping[str, str], column: str) -> Label:
    verdict, fault = verdicts.verdict(cells.get(column, ""), verdicts.SPREADSHEET)
    match = _ours(column)
    if match is None:
        return Label(line(source_.unguarded(column)), verdict, fault=fault)
    return Label(
        name=match.group(2),
        verdict=verdict,
        reasons=_listed(cells.get(column + _REASONS, "")),
        note=block(cells.get(column + _NOTE, "")).strip(),
        stage=Stage(match.group(1)),
        fault=fault,
    )


def _of_row(cells: Mapping[str, str], roles: Mapping[str, str]) -> Label:
    verdict, fault = verdicts.verdict(cells.get("decision", ""), verdicts.SPREADSHEET)
    stage = _STAGES.get(_plain(cells.get("stage", "")))
    if stage is None and cells.get("stage", "").strip():
        fault = fault or f'"{line(cells["stage"])[:60]}" is no stage'
    return Label(
        name=line(cells.get("reviewer", "")) or line(roles["decision"]),
        verdict=verdict,
        reasons=_listed(cells.get("reason", "")),
        note=block(cells.get("note", "")).strip(),
        stage=stage,
        fault=fault,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for one in _LISTED.split(text) if (part := line(one))))
