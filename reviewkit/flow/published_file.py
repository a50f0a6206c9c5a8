"""A published table or diagram as a file, TOML or CSV, to the numbers in print.

TOML, every part of which may be absent:

    source = "Author (2020), Table 3"
    columns = ["Results", "Included"]            # the search-results table's four unless given
    [rows]
    "Hand search" = ["", 1]                      # "" is an empty cell
    "Total" = [158, 25]
    [diagram]                                    # keys: `published.BOXES`
    databases = 143
    [diagram.reasons]
    "wrong language" = 12
    [diagram.other]
    sought = 15
    [[share]]
    what = "quantitative designs"
    number = 8
    percent = "33%"                              # as printed: its decimals count
    of = 25

CSV is one of these by its header: `box,number`, or `what,number,percent,of`, or a table whose first column names the
rows; columns of what is pending, as in reviewkit's own flow.csv, are left out.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from reviewkit.criteria.tables import File
from reviewkit.criteria.wording import LARGE
from reviewkit.errors import CriteriaError, InputError
from reviewkit.flow.published import BOXES, InPrint, Share
from reviewkit.flow.search_results import COLUMNS
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.criteria.tables import Table

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%?")
_REMEDY = "`reviewkit flow --help` names the two forms; a table is one row a line, the first cell its name."
_SHARE = ["what", "number", "percent", "of"]
_BOX = ["box", "number"]
_TEXT = re.compile(r"reasons\.|other\.reasons\.")
"""What keys begin with that name a reason in the paper's own words."""


def read(text: str, name: str) -> InPrint:
    """Return the numbers in a file; its ending says which form it has.

    Raises `CriteriaError` with every fault of a TOML file, `InputError` for a CSV file that is none of the three.
    """
    return _from_csv(text, name) if name.lower().endswith(".csv") else _from_toml(text, name)


# ------------------------------------------------------------------------------------------------- TOML


def _from_toml(text: str, name: str) -> InPrint:
    file = File(name, text)
    root = file.root
    columns = root.texts("columns") or COLUMNS
    rows, diagram = root.table("rows"), root.table("diagram")
    found = InPrint(
        root.text("source") or name,
        columns,
        {line(label): rows.counts(label, len(columns)) for label in rows.names()},
        _boxes(diagram, "") | _boxes(diagram.table("other"), "other."),
        tuple(_share(one) for one in root.tables("share")),
    )
    file.note_unknown_keys()
    if not file.faults and not (found.rows or found.diagram or found.shares):
        root.fault("", "holds no number", "Write [rows], [diagram] or [[share]] with what is in print.")
    if file.faults:
        raise CriteriaError(tuple(file.faults), where=name, remedy="Mend these first; nothing was compared.")
    return found


def _boxes(table: Table, prefix: str) -> dict[str, int]:
    own = [box.removeprefix(prefix) for box in BOXES if box.startswith(prefix) and "." not in box.removeprefix(prefix)]
    reasons = table.table("reasons")
    numbers = {f"{prefix}{box}": table.whole(box, 0, LARGE) for box in own}
    numbers |= {f"{prefix}reasons.{line(reason)}": reasons.whole(reason, 0, LARGE) for reason in reasons.names()}
    return {box: number for box, number in numbers.items() if number is not None}


def _share(table: Table) -> Share:
    what = table.text("what", required=True, example="quantitative designs")
    number, of = (table.whole(key, least, LARGE) for key, least in (("number", 0), ("of", 1)))
    written = table.text("percent", required=True, example="33%")
    percent = _percent(written)
    if percent is None and written:
        table.fault("percent", f'"{written}" is no percentage', 'Write it as it is printed: percent = "33%".')
    for key, value in (("number", number), ("of", of)):
        if value is None and not table.has(key):
            table.fault(key, "is missing", f"Add {key} = 25.")
    return Share(what, number or 0, percent or Decimal(0), of or 1)


def _percent(written: str) -> Decimal | None:
    found = _PERCENT.fullmatch(written.strip())
    return Decimal(found.group(1).replace(",", ".")) if found else None


# ------------------------------------------------------------------------------------------------- CSV


def _from_csv(text: str, name: str) -> InPrint:
    try:
        rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True) if any(row)]
    except csv.Error as error:
        raise InputError(f"is no CSV ({error})", where=name, remedy=_REMEDY) from error
    if len(rows) < 2:
        raise InputError("holds no number", where=name, remedy=_REMEDY)
    heads = [line(head) for head in rows[0]]
    body = [[line(cell) for cell in row] + [""] * (len(heads) - len(row)) for row in rows[1:]]
    if heads == _BOX:
        return InPrint(name, diagram={_box(row, name): _whole(row[1], row, name) for row in body})
    if heads == _SHARE:
        return InPrint(name, shares=tuple(_share_of(row, name) for row in body))
    kept = [place for place, head in enumerate(heads) if place and not head.endswith(": pending")]
    numbers = {row[0]: tuple(_cell(row[place], row, name) for place in kept) for row in body}
    return InPrint(name, tuple(heads[place] for place in kept), numbers)


def _box(row: Sequence[str], name: str) -> str:
    if row[0] not in BOXES and not _TEXT.match(row[0]):
        raise _fault(f'"{row[0]}" is no box of the diagram; they are {_listed(BOXES)}', row, name)
    return row[0]


def _share_of(row: Sequence[str], name: str) -> Share:
    percent, of = _percent(row[2]), _whole(row[3], row, name)
    if percent is None or not of:
        raise _fault("a share needs a percentage as printed, and what it is of", row, name)
    return Share(row[0], _whole(row[1], row, name), percent, of)


def _cell(text: str, row: Sequence[str], name: str) -> int | None:
    return _whole(text, row, name) if text else None


def _whole(text: str, row: Sequence[str], name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGE))):
        raise _fault(f'"{text}" is no whole number', row, name)
    return int(text)


def _fault(what: str, row: Sequence[str], name: str) -> InputError:
    return InputError(what, where=f'{name}, row "{row[0]}"', remedy=_REMEDY)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
