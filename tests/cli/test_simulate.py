"""`reviewkit simulate`, outside any review."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reviewkit.cli import run
from reviewkit.review.simulating import at_best

if TYPE_CHECKING:
    from collections.abc import Sequence

WILSON = Path(__file__).parents[1] / "data" / "screening" / "wilson_2019.csv.gz"
MEASURES = ["wss95", "recall10", "atd", "atd_norm", "loss", "seconds"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(labels: Sequence[str], abstract: str = "about {} in snow", title: str = "{} number {}") -> str:
    """A CSV of wolves, which are relevant where a label says so, and bears."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["title", "abstract", "Included?"])
    for place, label in enumerate(labels):
        animal = "wolves and dens" if place % 3 == 0 else "bears and caves"
        writer.writerow([title.format(animal, place), abstract.format(animal), label])
    return out.getvalue()


def kinds(yes: str, no: str, number: int = 24) -> list[str]:
    return [yes if place % 3 == 0 else no for place in range(number)]


def simulated(path: Path | str, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[dict[str, Any], str]:
    assert run(["simulate", str(path), "--label", "included?", "--seeds", "2", *more, "--json"]) == 0
    said = capsys.readouterr()
    return json.loads(said.out), said.err


def refused(path: Path | str, capsys: pytest.CaptureFixture[str], label: str = "Included?") -> str:
    assert run(["simulate", str(path), "--label", label]) == 1
    return capsys.readouterr().err


def test_a_real_set_is_replayed_for_each_seed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", str(WILSON), "--label", "included", "--seeds", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert [found[name] for name in ("file", "records", "relevant", "interval")] == [str(WILSON), 2333, 23, 10]
    assert [list(seed) for seed in found["seeds"]] == [["seed", *MEASURES]] * 3
    assert list(found["mean"]) == MEASURES
    for name in MEASURES:
        assert found["mean"][name] == pytest.approx(sum(seed[name] for seed in found["seeds"]) / 3)
    assert found["mean"]["wss95"] > 0.85  # ASReview's default comes to 0.81
    assert found["mean"]["loss"] < 0.032


def test_the_table_states_the_interval_and_what_a_perfect_ranking_would_save(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.csv").write_text(table(kinds("yes", "no")), encoding="utf-8")
    assert run(["simulate", "a.csv", "--label", "Included?", "--seeds", "2", "--interval", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert "24 records, 8 relevant; learned anew after every 3 records" in lines[0]
    assert lines[2].split() == ["seed", *MEASURES]
    assert [line.split()[0] for line in lines[3:6]] == ["0", "1", "mean"]
    assert lines[-1].startswith("This is a small review: even after a perfect ranking, ")


def test_the_size_of_the_reference_case_is_called_small() -> None:
    best = at_best(143, 47)
    assert (best.read, round(best.saved, 2), best.small) == (107, 0.25, True)
    assert not at_best(5000, 200).small


@pytest.mark.parametrize(
    ("yes", "no"), [("1", "0"), ("Yes", "no"), ("TRUE", "False"), ("include", "Excluded"), ("1.0", "0.0")]
)
def test_labels_are_understood_and_records_without_one_left_out(
    folder: Path, capsys: pytest.CaptureFixture[str], yes: str, no: str
) -> None:
    labels = kinds(yes, no)
    labels[:4] = ["", "NA", "", "-1"]
    (folder / "a.csv").write_text(table(labels), encoding="utf-8")
    found, said = simulated("a.csv", capsys)

    assert (found["records"], found["relevant"]) == (20, 6)
    assert "4 of 24 records have no label and are left out." in said
    assert found["mean"]["recall10"] > 0


def test_the_same_file_packed_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = table(kinds("1", "0"))
    (folder / "a.csv").write_text(text, encoding="utf-8", newline="")
    (folder / "b.csv.gz").write_bytes(gzip.compress(text.encode()))
    (plain, _), (packed, _) = simulated("a.csv", capsys), simulated("b.csv.gz", capsys)
    assert [{**seed, "seconds": 0} for seed in plain["seeds"]] == [{**seed, "seconds": 0} for seed in packed["seeds"]]


def test_a_label_column_that_is_taken_for_a_field_is_read_as_labels(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = table(kinds("1", "0")).replace("Included?", "source", 1)
    (folder / "a.csv").write_text(text, encoding="utf-8")
    assert run(["simulate", "a.csv", "--label", "source", "--seeds", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["relevant"] == 8


@pytest.mark.parametrize(
    ("abstract", "title", "note"),
    [
        ("", "{} number {}", "No record has an abstract"),
        ("", "the same", "No word tells some records from others"),
        ("über {} im Schnee", "Gänse, Füchse: {} {}", ""),
        ("{} 雪の中で", "研究 {} {}", ""),
    ],
    ids=["no abstracts", "all duplicates", "German", "Japanese"],
)
def test_poor_sets_work_and_it_is_said_why_they_are_poor(
    folder: Path, capsys: pytest.CaptureFixture[str], abstract: str, title: str, note: str
) -> None:
    (folder / "a.csv").write_text(table(kinds("1", "0"), abstract, title), encoding="utf-8")
    found, said = simulated("a.csv", capsys)
    assert len(found["seeds"]) == 2
    assert note in said
    assert bool(note) == bool(found["notes"])


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        (["1", "0"], "needs another of each"),
        (kinds("1", "1"), "needs another of each"),
        (kinds("0", "0"), "needs another of each"),
        (kinds("1", ""), "Write 0 or no where a record was read and is not relevant"),
        (kinds("", ""), "nothing of 24"),
        (kinds("2", "perhaps"), 'holds what is no label: "perhaps" (16), "2" (8)'),
    ],
    ids=["two reports", "all relevant", "none relevant", "1 and blank", "all blank", "odd labels"],
)
def test_labels_that_nothing_can_be_learned_from_are_refused_with_a_reason(
    folder: Path, capsys: pytest.CaptureFixture[str], labels: list[str], reason: str
) -> None:
    (folder / "a.csv").write_text(table(labels), encoding="utf-8")
    said = refused("a.csv", capsys)
    assert reason in said
    assert "a.csv" in said


def test_a_missing_label_column_is_answered_with_those_that_are_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.csv").write_text(table(kinds("1", "0")), encoding="utf-8")
    said = refused("a.csv", capsys, "verdict")
    assert 'there is no column "verdict"; the columns are title, abstract, Included?' in said


@pytest.mark.parametrize(
    "data",
    [b"", b"\x1f\x8bnot packed", gzip.compress(b"x" * 500, mtime=0)[:-9], b"no table at all"],
    ids=["empty", "not packed", "cut short", "no table"],
)
def test_a_file_that_cannot_be_read_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (folder / "a.csv.gz").write_bytes(data)
    assert refused("a.csv.gz", capsys)
    assert refused("missing.csv", capsys)


def test_labels_may_stand_in_a_tag(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        f"TY  - JOUR\nTI  - {'wolves' if place % 3 == 0 else 'bears'} {place}\nC1  - {int(place % 3 == 0)}\nER  - \n"
        for place in range(12)
    ]
    (folder / "a.ris").write_text("".join(entries), encoding="utf-8")
    assert run(["simulate", "a.ris", "--label", "C1", "--seeds", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["relevant"] == 4


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_picture_is_the_same_each_time(folder: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    (folder / "a.csv").write_text(table(kinds("1", "0")), encoding="utf-8")
    for name in ("one", "two"):
        simulated("a.csv", capsys, "--picture", f"{name}.{kind}")
    assert (folder / f"one.{kind}").read_bytes() == (folder / f"two.{kind}").read_bytes()


def test_another_kind_of_picture_is_refused_before_anything_is_computed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", "missing.csv", "--label", "x", "--picture", "a.gif"]) == 1
    assert "a.gif" in capsys.readouterr().err


def test_of_columns_that_differ_in_capitals_the_one_written_just_so_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "title,Included?,included?\n" + "".join(
        f"{animal} {place},no,{label}\n"
        for place, (animal, label) in enumerate([("wolf", "yes"), ("bear", "no"), ("wolf", "yes"), ("bear", "no")])
    )
    (tmp_path / "two.csv").write_text(table, encoding="utf-8")
    found, said = simulated(tmp_path / "two.csv", capsys, "--seeds", "9")

    assert found["relevant"] == 2
    assert "There are only 4 pairs of records to start from" in said
