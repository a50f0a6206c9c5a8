"""criteria/review.toml: who decides on what.

A reviewer's name becomes part of a file's name (`<reviewer>@<device>.jsonl`) on every colleague's computer, so it has
to do for Windows, macOS and Linux alike, and two names must not differ in case only. Names are kept in Unicode's
composed form (NFC), since macOS and Windows type one and the same é differently.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
import uuid
from typing import TYPE_CHECKING

from reviewkit.criteria.nouns import Published, Review, StoppingRule, Update
from reviewkit.criteria.wording import repeated
from reviewkit.model import Reviewer, Route

if TYPE_CHECKING:
    from reviewkit.criteria.tables import Table

_LONGEST = 64
_MOST_BYTES = 200
"""Of 255 that a file's name may have; the rest is for the device and the ending."""
_UNFIT = frozenset('/\\:*?"<>|@')
_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
"""What Windows keeps for itself, whatever ending follows (Microsoft, Naming Files, Paths, and Namespaces)."""
_ADDRESS = re.compile(r"postgres(ql)?://([\w.-]+|\[[0-9A-Fa-f:]+\])?(:[0-9]+)?/[^/?#@\s]+")
_LARGEST_SEED = 2**63 - 1
_MOST_STUDIES = 10**6
_LEAST_SURE, _MOST_SURE = 50, 99
"""Per cent."""
_COLUMNS = 4
"""Numbers in a row of the search-results table."""


def name_fault(name: str) -> str:
    """Return why a name does not do for a reviewer; empty if it does."""
    rules = (
        (not name.strip(), "it is empty"),
        (name != name.strip(), "it begins or ends with a blank"),
        (name.startswith("."), "it begins with a dot"),
        (name.endswith("."), "it ends with a dot, which Windows drops"),
        (not _UNFIT.isdisjoint(name), 'none of / \\ : * ? " < > | @ can be in a name'),
        (any(_is_invisible(character) for character in name), "there is a character in it that cannot be seen"),
        (name.casefold().partition(".")[0].rstrip() in _DEVICES, "Windows keeps that name for itself"),
        (_is_long(name), f"it is longer than {_LONGEST} characters"),
    )
    return next((why for broken, why in rules if broken), "")


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith(("C", "Z")) and character != " "


def _is_long(name: str) -> bool:
    return len(name) > _LONGEST or len(name.encode(errors="replace")) > _MOST_BYTES


def _alike(name: str) -> str:
    return " ".join(name.casefold().split())


def review_of(root: Table) -> Review:
    """Return what review.toml says."""
    reviewers = _reviewers(root)
    adjudicator = _adjudicator(root, reviewers)
    deciding = root.table("screening")
    labels = root.table("labels")
    decisions = deciding.whole("decisions", 1, 2)
    named = {route: labels.text(route.value) for route in Route}
    return Review(
        id=_identity(root),
        title=root.text("title", required=True),
        question=root.text("question", required=True),
        reviewers=reviewers,
        registration=root.text("registration"),
        adjudicator=adjudicator,
        watermark=root.text("watermark"),
        decisions=2 if decisions is None else decisions,
        dual_share=deciding.share("dual_share", 1.0),
        seed=deciding.whole("seed", -_LARGEST_SEED, _LARGEST_SEED) or 0,
        shares=_shares(deciding.table("shares"), reviewers),
        labels={route: label for route, label in named.items() if label},
        published=_published(root.table("published")) if root.has("published") else None,
        update=_update(root.table("update")) if root.has("update") else None,
        stopping=_stopping(root.table("stopping")) if root.has("stopping") else None,
        renamed=_renamed(root.table("renamed"), {*reviewers, adjudicator}),
        database=_database(root),
    )


def _database(root: Table) -> str:
    text = root.text("database")
    if text and not _ADDRESS.fullmatch(text):
        root.fault(
            "database",
            "holds more than where the database is, or is no address of one",
            'Write database = "postgresql://HOST/NAME". Who you are, passwords and how to connect are each person\'s '
            "own: ~/.pgpass, PGUSER, a service file, or REVIEWKIT_DATABASE.",
        )
        return ""
    return text


def _stopping(table: Table) -> StoppingRule:
    """Return the rule; 100 % is none, since to be sure of all one reads all."""
    asked = {key: table.whole(key, _LEAST_SURE, _MOST_SURE) for key in ("target", "confidence")}
    for key, number in asked.items():
        if number is None and not table.has(key):
            table.fault(key, "is missing", f"Add {key} = 95, or take [stopping] out to read everything.")
    return StoppingRule(asked["target"] or _MOST_SURE, asked["confidence"] or _MOST_SURE)


def _shares(table: Table, reviewers: tuple[Reviewer, ...]) -> dict[Reviewer, float]:
    shares = {Reviewer(unicodedata.normalize("NFC", name)): table.share(name, 1.0) for name in table.names()}
    for name, share in shares.items():
        if name not in reviewers:
            table.fault(name, f'"{name}" is not among the reviewers', f"They are {', '.join(reviewers)}.")
        if not share:
            table.fault(name, "a share of nothing", "Write a number above 0 and up to 1, or take the reviewer out.")
    return shares


def _published(table: Table) -> Published:
    source = table.text("source", required=True, example="Author (2020), Table 3")
    rows = table.table("rows")
    return Published(source, {label: rows.counts(label, _COLUMNS) for label in rows.names()})


def _update(table: Table) -> Update:
    since = _date(table, "since")
    counts = [table.whole(f"previous_{what}", 0, _MOST_STUDIES) for what in ("studies", "reports")]
    studies, reports = (number or 0 for number in counts)
    if since and counts != [None, None]:
        table.fault(
            "since",
            "says the same as previous_studies, and the program would count twice",
            "Keep since where the earlier version was made in this folder, else the two numbers.",
        )
    if not table.has("since") and None in counts:
        both = "previous_studies = 18, previous_reports = 19"
        table.fault("", "does not say what there was before", f'Write since = "2024-01-31", or {both}.')
    if reports < studies:
        table.fault("previous_reports", f"{reports} reports cannot be of {studies} studies", "Each study has a report.")
    return Update(since, studies, reports)


def _date(table: Table, key: str) -> str:
    text = table.text(key)
    try:
        return datetime.date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        table.fault(key, f'"{text}" is no date', f'Write it as year, month, day: {key} = "2024-01-31".')
        return ""


def _renamed(table: Table, deciding: set[Reviewer | None]) -> dict[Reviewer, Reviewer]:
    present = {
        Reviewer(unicodedata.normalize("NFC", old)): _name(table, old, table.text(old, required=True, example="Ada"))
        for old in table.names()
    }
    for old, new in present.items():
        if old in deciding:
            table.fault(old, f'"{old}" still decides', "Take that name out of the reviewers first, or this line out.")
        elif new in present:
            table.fault(old, f'"{new}" is renamed as well', f'Write the name that counts now: "{present[new]}".')
    return present


def _identity(root: Table) -> str:
    example = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    text = root.text("id", required=True, example=example)
    try:
        valid = str(uuid.UUID(text)) == text.lower() and uuid.UUID(text).int != 0
    except ValueError:
        valid = False
    if text and not valid:
        remedy = (
            "`reviewkit init` writes one into a new review; take it over from a colleague's folder if yours is lost."
        )
        root.fault("id", f'"{text}" is not a UUID', remedy)
    return text.lower()


def _reviewers(root: Table) -> tuple[Reviewer, ...]:
    names = [_name(root, "reviewers", name) for name in root.texts("reviewers", required=True, example="Ada Lovelace")]
    for again in repeated(filter(None, names), _alike):
        root.fault(
            "reviewers", f'"{again}" is there twice', "Give each person a name of their own, not only another case."
        )
    return tuple(names)


def _name(root: Table, key: str, name: str) -> Reviewer:
    composed = unicodedata.normalize("NFC", name)
    why = name_fault(composed) if composed else ""
    if why:
        root.fault(key, f'"{composed}" does not do as a name: {why}', 'Write a plain name, such as "Ada Lovelace".')
    return Reviewer(composed)


def _adjudicator(root: Table, reviewers: tuple[Reviewer, ...]) -> Reviewer | None:
    name = _name(root, "adjudicator", root.text("adjudicator", example="Grace Hopper"))
    if not name:
        return None
    for reviewer in reviewers:
        if name != reviewer and _alike(name) == _alike(reviewer):
            root.fault(
                "adjudicator", f'"{name}" and "{reviewer}" are hard to tell apart', f'Write "{reviewer}" in both.'
            )
    return name
