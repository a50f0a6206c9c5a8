"""The worked example in data/: the published numbers come out of its events."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from reviewkit.cli import run
from reviewkit.review import Review
from tests.example import build as example
from tests.example.exports import included

ROOT = Path(__file__).parents[2]
WRITTEN = ("flow.md", "flow.csv", "flow.svg")
CELLS = {
    "Academic Search Premier and ERIC": (143, 47, 19, 18),
    "Manual search (based on the references in the relevant articles)": (15, 15, 7, 6),
    "Hand search": (1, 1, 1, 1),
    "Total": (159, 63, 27, 25),
}


def copy_of_the_example(place: Path) -> Path:
    for part in ("criteria", "data/searches", "data/records", "data/journal"):
        shutil.copytree(ROOT / part, place / part)
    return place


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """A fresh clone of the example, opened on a new device by nobody in particular."""
    return Review.open(copy_of_the_example(tmp_path / "clone"), state=tmp_path / "state")


def test_the_table_is_the_published_one_with_totals_that_add_up(review: Review) -> None:
    rows = review.results.table().rows
    assert {row.label: tuple(len(cell.reports) for cell in row.cells) for row in rows} == CELLS
    assert all(not cell.pending for row in rows for cell in row.cells)


def test_the_cells_that_differ_from_the_published_table_are_named(review: Review) -> None:
    notes = review.results.document().notes
    assert len(notes) == 3
    assert "prints 158, the events add up to 159" in notes[1]
    assert "prints 62, the events add up to 63" in notes[2]


def test_the_included_set_is_the_25_articles_of_the_reference_case(review: Review) -> None:
    rows = list(csv.DictReader(io.StringIO(review.exporting.as_csv())))
    published = {article.title for articles in included().values() for article in articles}
    assert {row["title"] for row in rows} == published
    assert len(rows) == 25
    assert all("invented" in row["watermark"] for row in rows)


def test_everything_in_the_folder_can_be_read_and_nothing_is_left_to_do(review: Review) -> None:
    assert review.faults() == []
    assert review.duplicates.is_complete()
    assert review.home().pending == 0


def test_flow_prints_and_writes_the_same_bytes_on_any_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = []
    for device in ("one", "two"):
        folder = copy_of_the_example(tmp_path / device / "clone")
        monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / device / "state"))
        assert run(["--review", str(folder), "flow"]) == 0
        assert "143           47           19           18" in capsys.readouterr().out
        written.append([(folder / "data/out" / name).read_bytes() for name in WRITTEN])
    assert written[0] == written[1]
    golden = ROOT / "tests/data/example"
    assert written[0] == [(golden / name).read_bytes() for name in WRITTEN]


@pytest.mark.slow
def test_driving_the_program_again_makes_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWKIT_STATE", "restored at the end")
    shutil.copytree(ROOT / "criteria", tmp_path / "review/criteria")
    (tmp_path / "state").mkdir()
    example.build(tmp_path / "review", tmp_path / "state")
    again = Review.open(tmp_path / "review", state=tmp_path / "fresh")
    rows = again.results.table().rows
    assert {row.label: tuple(len(cell.reports) for cell in row.cells) for row in rows} == CELLS
