"""Exports as files on disk: their bytes, what came of reading them, and files made of them without a review.

The thing a reader would get wrong: of several files either all can be read or nothing is done with any. An entry that
cannot be read is no fault of its file; it is listed with its line and reason, and is not in what is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import InputError, NotAllowedError
from reviewkit.export.reports import format_of
from reviewkit.export.workbook import Sheet, workbook
from reviewkit.model import nobody
from reviewkit.store.folder import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from reviewkit.formats import Export
    from reviewkit.model import Record, Rejection, Told

_NUMBERED = re.compile(r"column [1-9]\d*")


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that could not be read."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """What came of one file: as many entries as records and rejected ones together."""

    file: str
    """As it was named."""
    format: str
    platform: str
    """Which the content tells; empty if it does not."""
    entries: int
    records: int
    rejected: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class ReadExport:
    """A file and what is in it."""

    path: Path
    data: bytes
    columns: Mapping[str, str]
    """What was said of columns that it has."""
    export: Export


def account(file: Path, described: str, records: int, rejections: Sequence[Rejection]) -> Account:
    """Return what came of a file; `described` is its format, and behind it the platform in brackets if it is known."""
    format_, _, platform = described.partition(" (")
    rejected = tuple(Unread(one.line, one.reason) for one in rejections)
    return Account(str(file), format_, platform.removesuffix(")"), records + len(rejected), records, rejected)


def described(export: Export) -> str:
    """Return format and platform in words: `RIS (EBSCOhost)`."""
    return f"{export.format} ({export.dialect})" if export.dialect else export.format


def content(path: Path) -> bytes:
    """Return the bytes of a file. Raises `InputError` for one that cannot be read or, unread, for one too large."""
    try:
        formats.refuse_large(path.stat().st_size, str(path))
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path and your right to read it."
        ) from error


def read(paths: Sequence[Path], columns: Mapping[str, str] | None = None, told: Told = nobody) -> list[ReadExport]:
    """Return what is in these files, in their order. Raises `InputError` if one of them cannot be read as a whole.

    `columns` says what columns of tables hold; each table takes what is said of its own.
    """
    files = [(path, content(path)) for path in paths]
    own = _own_columns(files, columns or {})
    return [
        ReadExport(path, data, said, formats.read(data, str(path), said, told))
        for (path, data), said in zip(files, own, strict=True)
    ]


def _own_columns(files: Sequence[tuple[Path, bytes]], columns: Mapping[str, str]) -> list[Mapping[str, str]]:
    """Return for each file what is said of columns that it has; one alone is asked for all of them."""
    if len(files) == 1 or not columns:
        return [columns] * len(files)
    there = [formats.columns(data, str(path)) for path, data in files]
    lost = [name for name in columns if not any(_has(name, one) for one in there)]
    if lost:
        raise InputError(
            f'none of these files has a column "{lost[0]}"',
            where=", ".join(str(path) for path, _ in files),
            remedy="Give each table's columns the names that its header has.",
        )
    return [{name: field for name, field in columns.items() if _has(name, one)} for one in there]


def _has(name: str, columns: Mapping[str, str]) -> bool:
    return name in columns or (bool(columns) and _NUMBERED.fullmatch(name) is not None)


# ------------------------------------------------------------------------------------------------- files from files


def accounts(paths: Sequence[Path], columns: Mapping[str, str] | None = None) -> list[Account]:
    """Return what comes of reading each file. Raises `InputError` if one of them cannot be read as a whole."""
    return [_account(one) for one in read(paths, columns)]


def convert(
    paths: Sequence[Path], out: Path, columns: Mapping[str, str] | None = None, *, replace: bool = False
) -> list[Account]:
    """Write the records of all files into one whose ending says how, and return what came of each.

    Nothing is written unless all can be read. Raises `InputError`, `StorageError`, and `NotAllowedError` for an ending
    that is not written and for a file that is there, unless it may be replaced; one of `paths` never is.
    """
    format_ = format_of(out.name)
    if not out.parent.is_dir():
        raise NotAllowedError(f'there is no folder "{out.parent}"', remedy="Check the path, or make the folder.")
    if out.resolve() in {path.resolve() for path in paths}:
        raise NotAllowedError(f'"{out}" is one of the files to read', remedy="Give -o another name.")
    if out.exists() and not replace:
        raise NotAllowedError(f'"{out}" is there already', remedy="Give -o another name, or replace it with --force.")
    done = read(paths, columns)
    write_whole(out, _written((record for one in done for record in one.export.records), format_))
    return [_account(one) for one in done]


def _account(one: ReadExport) -> Account:
    return account(one.path, described(one.export), len(one.export.records), one.export.rejections)


def _written(records: Iterable[Record], format_: str) -> bytes:
    if format_ != "XLSX":
        return formats.write(records, format_)
    heads, *rows = formats.table(records)
    return workbook([Sheet("records", heads, rows)])
