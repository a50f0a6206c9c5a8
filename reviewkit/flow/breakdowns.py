"""The flow and what stands behind it as tables: boxes by route or round, reasons, near misses, agreement, searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.counts import (
    ASSESSED,
    DUPLICATES,
    IDENTIFIED,
    INCLUDED,
    NO_REASON,
    NOT_READ,
    REMOVED,
    REMOVED_OTHER,
    SCREENED,
    SOUGHT,
    UNSETTLED_REASON,
    key,
)
from reviewkit.flow.narrowing import Round
from reviewkit.flow.table import Column, Table, counted
from reviewkit.model import Record, Stage, Status, short_id
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reviewkit.agreement import Estimate, Measures
    from reviewkit.flow.counts import Boxes, Flow
    from reviewkit.flow.table import Value
    from reviewkit.model import RecordId, Route, SearchId
    from reviewkit.views import SearchCount

_FULL, _QUALITY = Stage.FULL_TEXT, Stage.QUALITY
ROWS = {
    IDENTIFIED: "Records identified",
    DUPLICATES: "Duplicate records removed",
    REMOVED: "Records marked as ineligible by automation tools",
    REMOVED_OTHER: "Records removed for other reasons",
    SCREENED: "Records screened",
    key(Stage.TITLE_ABSTRACT, Status.EXCLUDED): "Records excluded",
    NOT_READ: "Records not read after stopping",
    key(Stage.TITLE_ABSTRACT, Status.PENDING): "Records that wait for a decision",
    key(Stage.TITLE_ABSTRACT, Status.CONFLICT): "Records in conflict",
    SOUGHT: "Reports sought for retrieval",
    key(_FULL, Status.NOT_RETRIEVED): "Reports not retrieved",
    key(_FULL, Status.AWAITING): "Reports awaited",
    key(_FULL, Status.PENDING): "Reports that wait for a decision",
    ASSESSED: "Reports assessed for eligibility",
    key(_FULL, Status.EXCLUDED): "Reports excluded",
    key(_FULL, Status.CONFLICT): "Reports in conflict",
    key(_QUALITY, Status.EXCLUDED): "Reports excluded after quality assessment",
    key(_QUALITY, Status.PENDING): "Reports that wait for their quality assessment",
    key(_QUALITY, Status.CONFLICT): "Reports whose quality is in conflict",
    INCLUDED: "Reports of included studies",
}
"""The boxes in the order of the diagram, in the words of PRISMA 2020 as far as it has them."""
_STUDIES = "Studies included in review"
_ROUND_HEADS = {Round.PREVIOUS: "Previous version", Round.UPDATE: "Update"}
_REASON_WORDS = {UNSETTLED_REASON: "reasons that differ, not settled", NO_REASON: "no reason given"}


def reason_words(reason: str, names: Mapping[str, str]) -> str:
    """Return a reason as people read it: the criterion's name, or its id where there is none any more."""
    return line(names.get(reason) or _REASON_WORDS.get(reason, reason))


def by_route(flow: Flow, labels: Mapping[Route, str]) -> Table:
    """Return every box by route."""
    columns = {line(labels[route]): (own, route.value) for route, own in flow.routes.items()}
    return _boxes("by_route", "All boxes by route", columns | {"Total": (flow.total, "")}, flow)


def by_round(rounds: Mapping[Round, Flow], whole: Flow) -> Table:
    """Return every box by round of searching; without an update there is one round."""
    columns = {_ROUND_HEADS[one]: (flow.total, one.value) for one, flow in rounds.items()}
    notes = (
        ("A record that the update brings of a report known before counts as a duplicate of the update.",)
        if rounds
        else ("criteria/review.toml names no [update], so all searches are one round.",)
    )
    total = {} if rounds else {"All searches": (whole.total, "")}
    return _boxes("by_round", "All boxes by round of searching", columns | total, whole, notes)


def _boxes(
    name: str, caption: str, columns: Mapping[str, tuple[Boxes, str]], flow: Flow, notes: tuple[str, ...] = ()
) -> Table:
    rows: list[tuple[Value, ...]] = []
    links = []
    for box, words in ROWS.items():
        numbers = [len(boxes.get(box, ())) for boxes, _ in columns.values()]
        rows.append((words, *numbers))
        links.append(("", *(f"{prefix}.{box}" if prefix else box for _, prefix in columns.values())))
    studies = [len(flow.studies_in(boxes.get(INCLUDED, ()))) for boxes, _ in columns.values()]
    rows.append((_STUDIES, *studies))
    links.append(("",) * (len(columns) + 1))
    heads = (Column(""), *map(counted, columns))
    return Table(name, caption, heads, tuple(rows), notes=notes, boxes=tuple(links))


def reasons(flow: Flow, names: Mapping[str, str]) -> Table:
    """Return how many reports each reason excluded, stage by stage, most first."""
    rows, links = [], []
    for stage in Stage:
        excluded = key(stage, Status.EXCLUDED)
        for box, number in reasons_at(flow.total, excluded).items():
            reason = box.removeprefix(f"{excluded}.")
            rows.append((stage.words, reason_words(reason, names), number))
            links.append(("", "", box))
    columns = (Column("Stage"), Column("Reason"), counted("Reports"))
    note = "A report counts once at a stage, under its primary reason: the first of the criteria that it fails."
    return Table("reasons", "Reasons for exclusion", columns, tuple(rows), notes=(note,), boxes=tuple(links))


def reasons_at(boxes: Boxes, excluded: str) -> dict[str, int]:
    """Return the boxes below one, such as `full_text.excluded`, with how many they hold, most first."""
    below = {box: len(own) for box, own in boxes.items() if box.startswith(f"{excluded}.")}
    return {box: below[box] for box in ranked(below)}


def ranked(numbers: Mapping[str, int]) -> list[str]:
    """Return boxes in the order in which they are told: the fullest first."""
    return sorted(numbers, key=lambda box: (-numbers[box], box))


def near_misses(flow: Flow, names: Mapping[str, str], records: Mapping[RecordId, Record]) -> Table:
    """Return the reports excluded at full text or later, cited and with their reason (PRISMA 2020, item 16b)."""
    rows = []
    for stage in (_FULL, _QUALITY):
        excluded = key(stage, Status.EXCLUDED)
        for box in reasons_at(flow.total, excluded):
            reason = reason_words(box.removeprefix(f"{excluded}."), names)
            for one in flow.total[box]:
                record = records[one]
                rows.append((cited(record), stage.words, reason, record.doi or "", short_id(one)))
    rows.sort(key=lambda row: (row[0].casefold(), row[-1]))
    columns = (Column("Report"), Column("Stage"), Column("Reason"), Column("DOI"), Column("Record"))
    note = "Reports that were read in full and excluded; a reader might have expected some of them."
    return Table("near_misses", "Excluded near misses", columns, tuple(rows), notes=(note,))


def cited(record: Record) -> str:
    """Return a record as a reference: `Howard, Lipinoga (2010). Closing down openings. Language 30(1), 33-47`."""
    authors = [line(author.partition(",")[0]) for author in record.authors[:6]]
    names = ", ".join([*authors, "et al."] if len(record.authors) > len(authors) else authors) or "No author"
    issue = f"({line(record.issue)})" if record.issue else ""
    place = " ".join(part for part in (line(record.journal), f"{line(record.volume)}{issue}") if part)
    pages = f", {line(record.pages)}" if record.pages and place else ""
    title = line(record.title).rstrip(".") or "(no title)"
    return f"{names} ({record.year or 'n.d.'}). {title}." + (f" {place}{pages}" if place else "")


def agreement(found: Mapping[Stage, Measures]) -> Table:
    """Return the agreement on include and exclude at each stage."""
    columns = (
        Column("Stage"),
        counted("Reports rated twice"),
        Column("Percent agreement", numeric=True, share=True),
        *(Column(head, numeric=True) for head in ("Kappa", "95% low", "95% high", "PABAK", "AC1")),
    )
    rows = tuple(
        (stage.words, one.n, one.percent_agreement.value, *_kappa(one.kappa), one.pabak.value, one.ac1.value)
        for stage, one in found.items()
    )
    notes = tuple(f"{stage.words}: {warning}" for stage, one in found.items() for warning in one.warnings)
    return Table("agreement", "Agreement on blind decisions", columns, rows, notes=notes)


def _kappa(found: Estimate) -> tuple[Value, ...]:
    return found.value, found.low, found.high


def searches(found: Sequence[SearchCount], rounds: Mapping[SearchId, Round]) -> Table:
    """Return the log of the searches (PRISMA-S, items 1, 8, 9, 13 and 15); `rounds` by search, where there are any."""
    texts = ("Search", "Route", "Databases", "Platform", "Date", "Query", "Limits")
    columns = (
        *map(Column, texts),
        *map(counted, ("Announced", "Records", "Not readable")),
        Column("Files"),
        *([Column("Round")] if rounds else []),
    )
    rows = tuple(
        (*_said(one), one.search.announced, one.records, len(one.rejections), ", ".join(map(line, one.files)))
        + ((_ROUND_HEADS[rounds[one.id]],) if rounds else ())
        for one in found
    )
    return Table("searches", "Search log", columns, rows)


def _said(one: SearchCount) -> Iterable[str]:
    search = one.search
    said = (search.name, search.route.value, ", ".join(search.databases), search.platform, search.date)
    return map(line, (*said, search.query, search.limits))
