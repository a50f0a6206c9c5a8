"""Records to files for other programs: RIS, BibTeX, CSV and CSL JSON, in the fields that Zotero and EndNote expect.

Reading such a file gives the same records again, white space and what only `raw` and `unmapped` hold apart. The thing a
reader would get wrong: a record's types are the words of its database, which no format has a place for; they are
written twice, as the nearest type of the format and, for ourselves, word by word. Each file says who wrote it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.formats import latex
from reviewkit.formats.entry import SEPARATOR
from reviewkit.text import cell, folded
from reviewkit.text import line as one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reviewkit.model import Record

_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKUP = re.compile(r"<(?=/?[A-Za-z])")
_RANGE = re.compile(r"([^-]+)-([^-]+)")

# A word within a type to the type that RIS, BibTeX and CSL have for it; the first that fits.
_KINDS = (
    ("review", "JOUR", "article", "article-journal"),
    ("chap", "CHAP", "incollection", "chapter"),
    ("incollection", "CHAP", "incollection", "chapter"),
    ("conf", "CPAPER", "inproceedings", "paper-conference"),
    ("proceeding", "CPAPER", "inproceedings", "paper-conference"),
    ("book", "BOOK", "book", "book"),
    ("thes", "THES", "phdthesis", "thesis"),
    ("dissertation", "THES", "phdthesis", "thesis"),
    ("rprt", "RPRT", "techreport", "report"),
    ("jour", "JOUR", "article", "article-journal"),
    ("article", "JOUR", "article", "article-journal"),
    ("report", "RPRT", "techreport", "report"),
)
_OTHER = ("", "GEN", "misc", "document")


def write(records: Iterable[Record], format_: str, *, note: str = "") -> bytes:
    """Return a file of these records in their order: UTF-8, lines ended by LF. `format_` is one of `FORMATS`.

    `note` is put to every entry, as notes are in that format; CSV has none.
    """
    if format_ not in _WRITERS:
        raise InputError(
            f'"{format_}" is not written', where="the output", remedy=f"Choose one of {', '.join(FORMATS)}."
        )
    return _WRITERS[format_](list(records), _plain(note)).encode()


def _kind(record: Record) -> tuple[str, str, str, str]:
    types = " ".join(record.types).casefold()
    return next((kind for kind in _KINDS if kind[0] in types), _OTHER)


def _plain(value: str) -> str:
    """Return a value as one line; what reads like an HTML entity is kept from being read as one."""
    return _ENTITY.sub("&amp;", one_line(value))


def _reviewed(record: Record) -> str:
    return "" if record.peer_reviewed is None else f"Peer-reviewed: {'yes' if record.peer_reviewed else 'no'}"


# ------------------------------------------------------------------------------------------------------------- RIS


def _ris(records: Sequence[Record], note: str) -> str:
    return "\n".join(_ris_entry(record, note) for record in records)


def _ris_entry(record: Record, note: str) -> str:
    rows = [
        ("TY", _kind(record)[1]),
        ("DP", "reviewkit export"),
        ("TI", record.title),
        *(("AU", author) for author in record.authors),
        ("PY", str(record.year or "")),
        *(("T2", record.journal), ("VL", record.volume), ("IS", record.issue)),
        *_first_and_last(record.pages),
        ("AB", record.abstract),
        *(("KW", keyword) for keyword in record.keywords),
        ("DO", record.doi or ""),
        *(("SN", number) for number in (*record.issn, *record.isbn)),
        *(("AN", number) for number in record.accession),
        *(("M3", kind) for kind in record.types),
        *(("N1", _reviewed(record)), ("N1", note)),
        *(("LA", record.language), ("DB", record.database), ("PB", record.publisher), ("UR", record.url)),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, value in rows if (text := _plain(value))) + "ER  - \n"


def _first_and_last(pages: str) -> list[tuple[str, str]]:
    match = _RANGE.fullmatch(pages)
    if match and match.group(1) != match.group(2):
        return [("SP", match.group(1)), ("EP", match.group(2))]
    return [("SP", pages)]


# ---------------------------------------------------------------------------------------------------------- BibTeX

_FAMILY = re.compile(r"[a-z]+")


def _bibtex(records: Sequence[Record], note: str) -> str:
    return "\n".join(_bibtex_entry(record, number, note) for number, record in enumerate(records, 1))


def _bibtex_entry(record: Record, number: int, note: str) -> str:
    kind = _kind(record)[2]
    within = "booktitle" if kind in ("incollection", "inproceedings") and record.title else "journal"
    rows = [
        ("title", latex.escaped(_plain(record.title))),
        ("author", " and ".join(_bibtex_name(_plain(author)) for author in record.authors)),
        (within, latex.escaped(_plain(record.journal))),
        ("year", str(record.year or "")),
        *((tag, latex.address(_plain(value))) for tag, value in (("volume", record.volume), ("number", record.issue))),
        (
            "pages",
            latex.escaped(_plain(record.pages)).replace("-", "--")
            if _RANGE.fullmatch(record.pages)
            else latex.escaped(_plain(record.pages)),
        ),
        ("abstract", latex.escaped(_plain(record.abstract))),
        ("keywords", latex.escaped(_bibtex_keywords([_plain(word) for word in record.keywords]))),
        ("doi", latex.address(record.doi or "")),
        ("issn", ", ".join(record.issn)),
        ("isbn", ", ".join(record.isbn)),
        ("language", latex.escaped(_plain(record.language))),
        ("publisher", latex.escaped(_plain(record.publisher))),
        ("url", latex.address(_plain(record.url))),
        ("database", latex.escaped(_plain(record.database))),
        ("accession", latex.escaped(_plain(SEPARATOR.join(record.accession)))),
        ("types", latex.escaped(_plain(SEPARATOR.join(record.types)))),
        ("annotation", _reviewed(record)),
        ("note", latex.escaped(note)),
        ("source", "reviewkit"),
    ]
    fields = "".join(f",\n  {tag} = {{{text}}}" for tag, text in rows if text)
    return f"@{kind}{{{_key(record, number)}{fields}\n}}\n"


def _key(record: Record, number: int) -> str:
    """Return a key that no other entry of the file has: `berg2020-12`."""
    family = _FAMILY.match(folded(record.authors[0])) if record.authors else None
    return f"{family.group() if family else 'anonymous'}{record.year or ''}-{number}"


def _bibtex_name(name: str) -> str:
    """Return a name; in braces where BibTeX would take it apart: an institution, or a name with `and` in it."""
    escaped = latex.escaped(name)
    return escaped if ", " in name and " and " not in f" {name} ".casefold() else f"{{{escaped}}}"


def _bibtex_keywords(words: Sequence[str]) -> str:
    return "; ".join(words) + ";" if any("," in word for word in words) else ", ".join(words)


# ------------------------------------------------------------------------------------------------------------- CSV


def _csv(records: Sequence[Record], _: str) -> str:
    out = io.StringIO()
    heads, *rows = table(records)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def table(records: Iterable[Record]) -> list[list[str]]:
    """Return these records as rows below a header, as `read` takes them; formulas are still to be made harmless."""
    return [list(_COLUMNS), *([_guarded(_plain(value)) for value in _cells(record)] for record in records)]


def _cells(record: Record) -> list[str]:
    reviewed = "" if record.peer_reviewed is None else "yes" if record.peer_reviewed else "no"
    return [
        *(record.title, "; ".join(record.authors), str(record.year or ""), record.journal),
        *(record.volume, record.issue, record.pages, record.abstract, "; ".join(record.keywords), record.doi or ""),
        *("; ".join(record.issn), "; ".join(record.isbn), SEPARATOR.join(record.accession)),
        *(SEPARATOR.join(record.types), reviewed, record.language, record.database, record.publisher, record.url),
        "reviewkit",
    ]


def _guarded(value: str) -> str:
    """Return a cell with one more apostrophe if it begins with one, as reading takes one for a guard."""
    return f"'{value}" if value.startswith("'") else value


_COLUMNS = (
    *("title", "authors", "year", "journal", "volume", "issue", "pages", "abstract", "keywords", "doi", "issn", "isbn"),
    *("accession", "types", "peer_reviewed", "language", "database", "publisher", "url", "written_by"),
)

# -------------------------------------------------------------------------------------------------------- CSL JSON


def _csl(records: Sequence[Record], note: str) -> str:
    items = [_item(record, number, note) for number, record in enumerate(records, 1)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _item(record: Record, number: int, note: str) -> dict[str, object]:
    item = {
        "id": _key(record, number),
        "type": _kind(record)[3],
        "title": _unmarked(record.title),
        "author": [_csl_name(_plain(author)) for author in record.authors],
        "issued": {"date-parts": [[record.year]]} if record.year else None,
        "container-title": _unmarked(record.journal),
        "volume": _plain(record.volume),
        "issue": _plain(record.issue),
        "page": _plain(record.pages),
        "abstract": _unmarked(record.abstract),
        "keyword": _plain("; ".join(record.keywords)),
        "DOI": record.doi,
        "ISSN": ", ".join(record.issn),
        "ISBN": ", ".join(record.isbn),
        "PMID": next((number[5:] for number in record.accession if number.startswith("PMID:")), ""),
        "language": _plain(record.language),
        "publisher": _plain(record.publisher),
        "URL": _plain(record.url),
        "source": _plain(record.database),
        "note": note,
        "custom": {
            "written_by": "reviewkit",
            "accession": list(record.accession),
            "types": [_plain(kind) for kind in record.types],
            "peer_reviewed": record.peer_reviewed,
        },
    }
    return {key: value for key, value in item.items() if value not in (None, "", [])}


def _unmarked(value: str) -> str:
    """Return a text in which nothing is read as markup."""
    return _MARKUP.sub("&lt;", _plain(value))


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


_WRITERS: dict[str, Callable[[Sequence[Record], str], str]] = {
    "RIS": _ris,
    "BibTeX": _bibtex,
    "CSV": _csv,
    "CSL JSON": _csl,
}
FORMATS = tuple(_WRITERS)
"""The formats that `write` knows."""
