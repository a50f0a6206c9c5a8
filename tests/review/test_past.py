"""A review that an earlier version wrote opens, and its numbers are what they were."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest

from reviewkit.errors import StorageError
from tests.making import open_review
from tests.review.past import PAST, build
from tests.store.test_store import database

if TYPE_CHECKING:
    from pathlib import Path

VERSIONS = sorted(path.name for path in PAST.iterdir())


@pytest.mark.parametrize("version", VERSIONS)
def test_a_review_of_an_earlier_version_opens_with_its_numbers(tmp_path: Path, version: str) -> None:
    folder = tmp_path / "review"
    shutil.copytree(PAST / version, folder, ignore=shutil.ignore_patterns("expected"))
    review = open_review(folder, "Ada", 7)
    assert review.faults() == []
    assert [str(one) for one in review.integrity.verify().findings] == []
    review.results.write_flow()
    review.exporting.write(folder / "data/out/included.csv")
    for name in ("flow.csv", "included.csv"):
        then = _table((PAST / version / "expected" / name).read_text(encoding="utf-8"))
        now = _table((folder / "data/out" / name).read_text(encoding="utf-8"))
        assert {column: now.get(column) for column in then} == then  # a later version may have more columns


def _table(text: str) -> dict[str, list[str]]:
    """The cells below each heading."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return {name: [row[at] for row in rows] for at, name in enumerate(head)}


def test_the_kept_reviews_hold_every_kind_of_event(tmp_path: Path) -> None:
    kinds = {type(event.body).__name__ for event in build(tmp_path).session.state.events()}
    assert len(kinds) == 9


def test_a_journal_line_of_a_newer_program_is_refused_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "review"
    shutil.copytree(PAST / VERSIONS[0], folder)
    path = next((folder / "data/journal").glob("Grace@*"))
    path.write_bytes(path.read_bytes().replace(b'"v":1', b'"v":2', 1))
    (fault,) = open_review(folder, "Ada", 7).faults()
    assert "format 2" in str(fault)
    assert "up to 1" in str(fault)


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    import sqlite3

    ada = build(tmp_path)
    ada.close()
    path = database(ada)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE fact SET value = '99' WHERE name = 'schema'")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="schema 99"):
        open_review(ada.session.folder, "Ada")
    assert path.read_bytes() == before
