from __future__ import annotations

import csv
import io
from pathlib import Path

from reviewkit.model import Search, Stage, Verdict
from tests.making import article, decide_all, sync, two_devices

TITLE = '=HYPERLINK("http://evil") – Mütter, "Väter" & 子ども'


def test_a_row_tells_what_the_report_is_and_how_it_was_decided(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    (tmp_path / "odd.ris").write_text(article(70, TI=TITLE, AU="Ødegård, Åse"), encoding="utf-8")
    ada.searches.import_file(tmp_path / "odd.ris", Search("By hand"))
    sync(ada, grace)
    for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
        decide_all(ada, stage)
        sync(ada, grace)
        decide_all(grace, stage)
        sync(ada, grace)
    text = ada.results.as_csv()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert text == grace.results.as_csv()
    assert len(rows) == 3
    odd = next(row for row in rows if "Mütter" in row["title"])
    assert odd["title"] == f"'{TITLE}"
    assert (odd["authors"], odd["searches"], odd["full_text"]) == ("Ødegård, Åse", "By hand", "included")
    assert (odd["title_abstract: Ada"], odd["title_abstract: Grace"]) == ("include", "include")


def test_an_unfinished_review_exports_nobodys_hidden_decision(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=2)
    decide_all(grace, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    assert "exclude" not in ada.results.as_csv("screened")
