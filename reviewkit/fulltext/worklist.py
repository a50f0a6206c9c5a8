"""The list that a library works from: what is sought, where it was published, and a link that looks for it.

The link follows OpenURL 1.0 (ANSI/NISO Z39.88-2004, key/encoded-value format `journal`), which library link resolvers
understand. A setting with names in braces, such as `https://library.example/find?doi={doi}`, is filled in instead, and
`{query}` stands for all of what OpenURL says.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from reviewkit.errors import InputError
from reviewkit.model import Access, short_id
from reviewkit.text import cell, line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.model import Record, Report

ACCESSES: Mapping[Access | None, str] = {
    None: "open",
    Access.RETRIEVED: "retrieved",
    Access.AWAITING: "awaiting",
    Access.NOT_RETRIEVED: "not retrieved",
}
"""How it stands with a full text; None: nobody has said anything yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report whose full text is sought, and how it stands with that."""

    report: Report
    record: Record
    """The best of each field across the report's records."""
    access: Access | None
    reason: str = ""
    date: str = ""
    """ISO date on which it was noted, UTC; empty if nobody has noted anything."""
    files: tuple[str, ...] = ()
    """Names of the files that people have put to it, wherever they are."""
    here: bool = False
    """One of them is on this device."""
    study: str = ""
    """Short id of the study that it is reported with; empty if the report is alone in its study."""

    @property
    def status(self) -> str:
        """Return how it stands in one or two words."""
        return ACCESSES[self.access]


_FIELDS: Mapping[str, Callable[[Record], str]] = {
    "doi": lambda record: record.doi or "",
    "title": lambda record: record.title,
    "authors": lambda record: "; ".join(record.authors),
    "year": lambda record: str(record.year or ""),
    "journal": lambda record: record.journal,
    "issn": lambda record: "; ".join(record.issn),
    "volume": lambda record: record.volume,
    "issue": lambda record: record.issue,
    "pages": lambda record: record.pages,
}
COLUMNS = ("report", *_FIELDS, "link", "status", "reason", "date")


def as_csv(rows: Sequence[Wanted], resolver: str) -> str:
    """Return a work list as CSV with LF line ends, in the order given. Raises `InputError` for a bad resolver."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in rows:
        bibliographic = [of(one.record) for of in _FIELDS.values()]
        own = [short_id(one.report.id), *bibliographic, link(resolver, one.record), one.status, one.reason, one.date]
        writer.writerow([cell(text) for text in own])
    return out.getvalue()


def link(resolver: str, record: Record) -> str:
    """Return the address at which a library's link resolver looks for a record; empty without a resolver.

    Raises `InputError` for a resolver that is no web address or has an unknown name in braces.
    """
    address = resolver.strip()
    if not address:
        return ""
    if not re.match(r"https?://[^\s/]", address):
        raise InputError(
            f'"{line(address)}" is no web address', where="link resolver", remedy="It begins with https://."
        )
    names = re.findall(r"\{(\w*)\}", address)
    return _filled(address, names, record) if names else _open_url(address, record)


def _values(record: Record) -> dict[str, str]:
    own = {name: line(of(record)) for name, of in _FIELDS.items()}
    return own | {"issn": line(record.issn[0]) if record.issn else "", "author": line(_first_author(record))}


def _first_author(record: Record) -> str:
    return record.authors[0].partition(",")[0] if record.authors else ""


def _filled(template: str, names: Sequence[str], record: Record) -> str:
    values = {name: quote(value, safe="") for name, value in _values(record).items()} | {"query": _query(record)}
    unknown = sorted(set(names).difference(values))
    if unknown:
        raise InputError(
            f"{{{unknown[0]}}} is not known", where="link resolver", remedy=f"There are {', '.join(sorted(values))}."
        )
    return re.sub(r"\{(\w*)\}", lambda found: values[found.group(1)], template)


def _open_url(base: str, record: Record) -> str:
    return f"{base}{'&' if '?' in base else '?'}{_query(record)}"


def _query(record: Record) -> str:
    """Return a record as OpenURL has it."""
    values = _values(record)
    keys = {"atitle": "title", "jtitle": "journal", "aulast": "author", "date": "year"}
    keys |= {name: name for name in ("issn", "volume", "issue", "pages")}
    told = {f"rft.{key}": values[name] for key, name in keys.items() if values[name]}
    identity = {"rft_id": f"info:doi/{record.doi}"} if record.doi else {}
    fixed = {"url_ver": "Z39.88-2004", "rft_val_fmt": "info:ofi/fmt:kev:mtx:journal", "rft.genre": "article"}
    return urlencode(fixed | identity | told, quote_via=quote)
