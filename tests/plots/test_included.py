"""The pictures of the included studies: what is in them, that all of it lies on the page, and that they repeat."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.criteria.nouns import Extraction, Field
from reviewkit.extraction.summaries import Held, Summary, summaries
from reviewkit.flow.diagram import svg
from reviewkit.flow.diagram.terminal import columns_taken
from reviewkit.flow.table import as_csv
from reviewkit.model import Answer
from reviewkit.plots.shares import axis_end, field_bars
from reviewkit.plots.themes import BARE, Themes, theme_matrix
from reviewkit.plots.years import year_columns
from tests.plots.test_plots import on_the_page

HOSTILE = "<script>]]>&\u202e محمد 王小明 😀 " + "very long " * 40
CHOICES = ("language", "=power", HOSTILE)
FIELD = Field("themes", "Themes <b>", "several", CHOICES)


def summary(given_: list[tuple[str, ...] | None], field: Field = FIELD) -> Summary:
    studies = [
        Held(f"Study {n}", () if values is None else (Answer(field.id, values),)) for n, values in enumerate(given_)
    ]
    (found,) = summaries(Extraction((field,)), studies)
    return found


answers = st.lists(
    st.none() | st.sets(st.sampled_from(CHOICES)).map(lambda own: tuple(one for one in CHOICES if one in own)),
    max_size=30,
)


@given(answers)
@settings(max_examples=20, deadline=None)
def test_every_answer_has_a_bar_with_its_number_and_nothing_is_cut_off(given_: list[tuple[str, ...] | None]) -> None:
    found = summary(given_)
    plot = field_bars(found, ["Not in it: 2 studies not coded yet."])
    assert all(map(on_the_page, plot.pages))
    assert all(columns_taken(one) <= 78 for one in plot.text.splitlines())
    assert [row[1] for row in plot.tables[0].rows] == [one.n for one in found.shares]
    drawn = [one for page in plot.pages for one in page.rectangles if one.height == 13.0][1:]
    assert len(drawn) == sum(one.n > 0 for one in found.shares)


def test_the_longest_bar_fits_and_percentages_above_a_hundred_are_explained() -> None:
    plot = field_bars(summary([("language",), ("language", "=power"), (), None]))
    assert "of the 3 studies with an answer. 1 without an answer is not counted." in plot.pages[0].description
    assert "add up to more than 100" in plot.pages[0].description
    assert "not reported: 1 (33.3%)." in plot.pages[0].description
    assert [axis_end(one) for one in (0, 0.1, 0.11, 0.5, 1)] == [0.1, 0.1, 0.2, 0.6, 1.0]


@pytest.mark.parametrize(
    ("years", "columns"),
    [([2004, 2004, 2006], ["2004", "2005", "2006"]), ([1980, 2019], [f"{y}-{y + 1}" for y in range(1980, 2020, 2)])],
)
def test_years_without_a_study_have_their_place(years: list[int], columns: list[str]) -> None:
    plot = year_columns(years)
    (page,), (table,) = plot.pages, plot.tables
    assert [row[0] for row in table.rows] == columns
    assert sum(int(row[1] or 0) for row in table.rows) == len(years)
    assert on_the_page(page)


@given(st.lists(st.none() | st.integers(1500, 2099), max_size=40))
@settings(max_examples=20, deadline=None)
def test_every_study_is_in_a_column_or_said_to_have_no_year(years: list[int | None]) -> None:
    plot = year_columns(years)
    counted = sum(int(row[1] or 0) for row in plot.tables[0].rows)
    unknown = years.count(None)
    assert counted + unknown == len(years)
    assert ("without a year" in plot.text) is bool(unknown)
    assert len(plot.tables[0].rows) <= 30
    assert all(map(on_the_page, plot.pages))


ROWS = [
    Themes("Guo 2005", (True, True, False), (3, 0, 1)),
    Themes("=1+1 <b>", (False, False, False), (0, 0, 0)),
    Themes(HOSTILE, (True, False, True), (120, 0, 0)),
]


def test_a_cell_tells_quoted_from_coded_and_names_what_does_not_fit_together() -> None:
    plot = theme_matrix(FIELD, ROWS)
    (table,) = plot.tables
    assert [row[1:] for row in table.rows] == [(3, BARE, 1), ("", "", ""), (120, "", BARE), (123, 0, 1)]
    assert [box.dashed for box in plot.pages[0].rectangles[1:]] == [False, True, False]
    assert any(note.startswith("Dashed") for note in table.notes)
    assert not any(note.startswith("Dashed") for note in theme_matrix(FIELD, ROWS[1:]).tables[0].notes)
    assert all(map(on_the_page, plot.pages))
    assert all(columns_taken(one) <= 78 for one in plot.text.splitlines())
    assert "'=1+1" in as_csv(table)
    assert "<script>" not in svg.svg(plot.pages[0])


def test_two_hundred_studies_by_twenty_themes_go_over_pages_that_say_so_and_repeat() -> None:
    field = Field("t", "Themes", "several", tuple(f"theme number {n}" for n in range(20)))
    rows = [Themes(f"Study {n}", (True,) * 20, tuple((n * k) % 4 for k in range(20))) for n in range(200)]
    first, second = theme_matrix(field, rows), theme_matrix(field, rows)
    assert [svg.svg(page) for page in first.pages] == [svg.svg(page) for page in second.pages]
    assert all(map(on_the_page, first.pages))
    assert first.pages[0].title == f"Themes by study, page 1 of {len(first.pages)}"
    assert sum(page.description.count("Study ") for page in first.pages) == 2 * len(rows)


def test_a_field_of_very_many_choices_goes_over_pages() -> None:
    field = Field("origin", "Origin", "one", tuple(f"Country {n}" for n in range(60)))
    plot = field_bars(summary([(f"Country {n % 60}",) for n in range(200)], field))
    assert len(plot.pages) == 3
    assert all(map(on_the_page, plot.pages))
