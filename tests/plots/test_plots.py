"""The pictures of the appraisal: what is in them, that all of it lies on the page, and that they repeat."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.agreement import Measures, Scale, measures, ratings
from reviewkit.criteria.nouns import NOT_APPLICABLE, UNCLEAR, Quality, QualityCriterion
from reviewkit.flow.diagram import svg
from reviewkit.flow.diagram.layout import WIDTH, Drawing
from reviewkit.flow.diagram.terminal import columns_taken
from reviewkit.flow.diagram.widths import width
from reviewkit.flow.table import as_csv
from reviewkit.plots.bars import counts, summary_bars
from reviewkit.plots.forest import agreement_forest
from reviewkit.plots.lights import traffic_lights
from reviewkit.plots.looks import looks
from reviewkit.plots.nouns import Plot, Row
from reviewkit.plots.parts import TALLEST

DESIGNS = ("survey", "interviews")
INSTRUMENT = Quality(
    scale=("met", "partly met", "not met"),
    ordinal=True,
    judgements=("good", "weak"),
    designs=DESIGNS,
    criteria=(
        QualityCriterion("validity", "validity", ("survey",)),
        QualityCriterion("clarity", "Ясность изложения", DESIGNS),
        QualityCriterion("long", "Is the sampling strategy relevant to address the research question? " * 2, DESIGNS),
    ),
)
VALUES = (*INSTRUMENT.scale, UNCLEAR, NOT_APPLICABLE, "a word of an older scale")
rows = st.lists(
    st.builds(
        Row,
        study=st.sampled_from(
            ["Guo 2005", "Núñez-Büttner von Hohenlohe-Langenburg et al. 2011", "王小明 2019", "محمد علي 2020", ""]
        ),
        design=st.sampled_from([*DESIGNS, "case study"]),
        ratings=st.dictionaries(st.sampled_from(["validity", "clarity", "long", "gone"]), st.sampled_from(VALUES)),
        judgement=st.sampled_from(["", "good", "weak", "gone"]),
        reports=st.integers(1, 3),
        excluded=st.booleans(),
    ),
    max_size=50,
)


def measured(pairs: list[tuple[str, str]], scale: Scale = Scale.NOMINAL) -> Measures:
    cells = [
        (f"{n}", who, said) for n, pair in enumerate(pairs) for who, said in zip(("Ada", "Grace"), pair, strict=True)
    ]
    return measures(ratings(cells, ("not met", "met"), scale=scale))


def on_the_page(drawing: Drawing) -> bool:
    """Whether nothing is cut off at an edge, and no letter is too small to be read at 160 mm."""
    ends = [
        (text.x - width(text.words, text.size) / 2 * text.centred, width(text.words, text.size, bold=text.bold))
        for text in drawing.texts
        if not text.upright
    ]
    tall = [text.y - width(text.words, text.size) for text in drawing.texts if text.upright]
    xs = [x for line in drawing.lines for x, _ in line.points] + [disc.x + disc.radius for disc in drawing.discs]
    return (
        all(start >= 0 and start + room <= WIDTH + 1 for start, room in ends)
        and all(top >= 0 for top in tall)
        and all(0 <= x <= WIDTH for x in xs)
        and min(text.size for text in drawing.texts) >= 7
        and drawing.height <= TALLEST
    )


@given(rows, st.booleans())
@settings(max_examples=15, deadline=None)
def test_every_study_has_a_row_on_some_page_and_nothing_is_cut_off(given_: list[Row], by_rater: bool) -> None:
    each = [replace(row, rater="Ada" if by_rater else "") for row in given_]
    for plot in (traffic_lights(each, INSTRUMENT, ["A note."]), summary_bars(each, INSTRUMENT)):
        assert all(map(on_the_page, plot.pages))
        assert all(columns_taken(line) <= 78 for line in plot.text.splitlines())
    lights = traffic_lights(each, INSTRUMENT)
    assert sum(len(table.rows) for table in lights.tables) == len(each)
    assert sum(len(page.description.splitlines()) for page in lights.pages) >= len(each)


@given(rows)
@settings(max_examples=15, deadline=None)
def test_the_parts_of_a_bar_add_up_to_the_studies_whose_design_asks_for_it(given_: list[Row]) -> None:
    by_name = {bar.name: bar for bar in counts(given_, INSTRUMENT)}
    for one in INSTRUMENT.criteria:
        asked = [row for row in given_ if row.design in one.designs]
        assert (by_name[one.name].total if one.name in by_name else 0) == len(asked)
    for bar in counts(given_, INSTRUMENT, by_reports=True):
        assert bar.total == sum(row.reports for row in given_ if bar.overall or _asks(row, bar.name))


def _asks(row: Row, name: str) -> bool:
    return any(one.name == name and row.design in one.designs for one in INSTRUMENT.criteria)


def test_a_rating_for_another_design_is_no_part_of_a_bar() -> None:
    (bar,) = [
        one
        for one in counts([Row("A", "interviews", {"validity": "met", "clarity": "met"})], INSTRUMENT)
        if not one.overall and one.counts == {"met": 1}
    ]
    assert bar.name == "Ясность изложения"


def test_each_study_once_or_as_often_as_it_has_reports() -> None:
    two = [Row("A", "survey", {"validity": "met"}, reports=3), Row("B", "survey", {"validity": "not met"})]
    assert counts(two, INSTRUMENT)[0].counts == {"met": 1, "not met": 1}
    assert counts(two, INSTRUMENT, by_reports=True)[0].counts == {"met": 3, "not met": 1}
    assert "Each study counts once." in summary_bars(two, INSTRUMENT).text


@pytest.mark.parametrize("points", [2, 3, 4, 5, 7, 30])
def test_ratings_differ_without_their_colour(points: int) -> None:
    found = looks([str(point) for point in range(points)])
    assert len({one.symbol for one in found.values()}) == points + 2
    if points <= 5:
        scale = list(found.values())[:points]
        assert len({one.slopes for one in scale}) == points


@pytest.mark.parametrize("points", [2, 3, 4, 5, 7])
def test_worse_is_darker_and_black_can_be_read_on_it(points: int) -> None:
    light = [_luminance(one.fill) for one in list(looks([str(p) for p in range(points)]).values())[:points]]
    assert light == sorted(light, reverse=True)
    assert all((one + 0.05) / 0.05 >= 4.5 for one in light)  # WCAG 2.1, 1.4.3
    if points <= 3:
        assert all(a - b > 0.15 for a, b in pairwise(light))


def _luminance(fill: str) -> float:
    parts = [int(fill[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


AGREEMENT = {
    "validity": measured([("met", "met")] * 20 + [("met", "not met")] * 2 + [("not met", "not met")] * 5),
    "one <b>word</b>": measured([("met", "met")] * 3),
    "opposites": measured([("met", "not met"), ("not met", "met")] * 4),
    "one study": measured([("met", "not met")]),
}


def plots() -> list[Plot]:
    each = [
        Row(f"Study {n}", DESIGNS[n % 2], {"validity": VALUES[n % 5], "clarity": VALUES[n % 3]}, "good")
        for n in range(100)
    ]
    return [traffic_lights(each, INSTRUMENT), summary_bars(each, INSTRUMENT), agreement_forest(AGREEMENT)]


def test_the_same_ratings_give_the_same_bytes_with_title_and_description_in_them() -> None:
    for first, second in zip(plots(), plots(), strict=True):
        drawn = [svg.svg(page) for page in first.pages]
        assert drawn == [svg.svg(page) for page in second.pages]
        for text, page in zip(drawn, first.pages, strict=True):
            root = ElementTree.fromstring(text)
            title, about = (root.findtext(f"{{http://www.w3.org/2000/svg}}{tag}") for tag in ("title", "desc"))
            assert title == page.title
            assert about
            assert "<text" in text


def test_a_hundred_studies_go_over_several_pages_that_say_so() -> None:
    pages = plots()[0].pages
    assert [page.title for page in pages] == [f"Ratings of each study, page {n} of 3" for n in (1, 2, 3)]


def test_the_forest_holds_what_is_undefined_and_what_has_no_interval() -> None:
    plot = agreement_forest(AGREEMENT)
    (table,) = plot.tables
    kappa = {row[0]: row[4] for row in table.rows}
    assert kappa["one <b>word</b>"] is None
    assert kappa["opposites"] == -1
    assert any("undefined, because both raters" in note for note in table.notes)
    assert all(map(on_the_page, plot.pages))
    assert "kappa undefined" in plot.pages[0].description
    assert "one &lt;b&gt;word" in svg.svg(plot.pages[0])


def test_nothing_rated_has_no_picture() -> None:
    for plot in (traffic_lights([], INSTRUMENT), summary_bars([], INSTRUMENT), agreement_forest({})):
        assert plot.pages == ()
        assert "Nothing yet." in plot.text


def test_no_formula_gets_into_a_table() -> None:
    (table,) = traffic_lights([Row("=1+1", "survey", {"validity": "=2"}, "good")], INSTRUMENT).tables
    assert "'=1+1" in as_csv(table)
    assert ",=" not in as_csv(table)
