"""The pictures of the included studies, as people get them: files, tables and the page of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.making import sync
from tests.review.test_coding import ALL, code, reviews

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.plots.nouns import Plot
    from reviewkit.review import Review

RATED = {"ratings", "summary", "agreement"}


def drawn(review: Review) -> dict[str, Plot]:
    return {one.name: one for one in review.pictures.plots() if one.name not in RATED}


def test_studies_are_drawn_by_year_by_field_and_by_theme_and_say_who_is_left_out(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, articles=3)
    first, second, third = ada.coding.queue()
    assert list(drawn(ada)) == ["studies_by_year"]
    trust = ada.coding.new_code("trust", "themes/trust").subject
    for text in ("one", "two"):
        ada.coding.quote(first, text, codes=[trust])
    for review in (ada, grace):
        code(review, first, ALL)
    code(ada, second, ALL)
    code(grace, second, ALL | {"themes": ("power",)})
    code(grace, third, ALL)  # which Ada has not coded, so for her it is open
    sync(ada, grace)
    found = drawn(ada)
    assert list(found) == ["studies_by_year", "field_design", "field_themes", "matrix_themes"]
    left = "Not in it: 1 study not coded yet and 1 study on which the coders differ."
    assert [left in one.pages[0].description for one in found.values()] == [False, True, True, True]
    assert sum(int(row[1] or 0) for row in found["studies_by_year"].tables[0].rows) == 3
    assert [row[1] for row in found["field_design"].tables[0].rows] == [1, 0]
    assert [row[1:] for row in found["matrix_themes"].tables[0].rows] == [(2, ""), (2, 0)]
    files, _ = ada.pictures.write(None, list(found.values()), ["svg"])
    assert {file.name for file in files} == {f"{name}.{ending}" for name in found for ending in ("svg", "csv")}
    page = ada.reporting.page()
    assert all(page.count(one.title) >= 2 for one in found.values())  # a heading, and what leads there
