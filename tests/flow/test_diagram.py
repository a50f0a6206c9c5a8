"""The diagram: nothing on top of anything else, readable, official where asked, and the same bytes everywhere."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.flow.diagram import Diagram, Drawn, Included, diagram, fitting, layout, pictures, svg, terminal
from reviewkit.flow.diagram.widths import width, wrapped
from reviewkit.model import Route, Status
from tests.flow.flows import INCLUDED, drawn, excluded, stands

_LONG = "language of publication that none of us reads well enough to tell"
_REASONS = [
    _LONG,
    *(f"reason {number}" for number in range(13)),
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
]
_DATABASES = ["中国知网", "Library, Information Science & Technology Abstracts", *(f"Base {n}" for n in range(10))]
MANY = drawn(
    [
        *((Route.DATABASE, excluded(1, reason), 20 - place) for place, reason in enumerate(_REASONS)),
        *((route, excluded(0), 3) for route in Route),
        *((route, INCLUDED, 2) for route in Route),
        (Route.DATABASE, excluded(2, "reliability"), 2),
        (Route.DATABASE, stands(Status.PENDING), 7),
        (Route.CITATION, stands(Status.INCLUDED, Status.AWAITING), 2),
        (Route.HAND, stands(Status.INCLUDED, Status.CONFLICT), 1),
    ],
    _DATABASES,
)
UPDATED = replace(MANY, previous=Included(18, 19), total=Included(32, 33), within="update.")
EMPTY = drawn([])
HOSTILE = drawn(
    [(Route.DATABASE, excluded(1, "=1+1\n<b>\"a\", 'b' & \x1b[31m$x^2$\u202e"), 3), (Route.HAND, INCLUDED, 1)],
    ["<script>alert(1)</script>"],
)
ALL = {"many": MANY, "updated": UPDATED, "empty": EMPTY, "hostile": HOSTILE, "one": drawn([(Route.HAND, INCLUDED, 1)])}


def numbers(shown: Diagram, name: str) -> dict[str, int | None]:
    return {item.words: item.number for box in shown.boxes if box.name == name for item in box.items}


@pytest.mark.parametrize("official", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_no_box_lies_on_another_and_every_text_is_inside_its_own_and_large_enough(name: str, official: bool) -> None:
    found = layout.drawing(diagram(ALL[name], official=official))
    rectangles = found.rectangles
    for place, a in enumerate(rectangles):
        assert a.x >= 0
        assert a.x + a.width <= layout.WIDTH
        assert a.y + a.height <= found.height
        for b in rectangles[place + 1 :]:
            apart = a.x + a.width < b.x or b.x + b.width < a.x or a.y + a.height < b.y or b.y + b.height < a.y
            assert apart, (a, b)
    bottom = max(one.y + one.height for one in rectangles)
    for text in found.texts:
        assert text.size >= 7
        if text.upright or text.centred or text.y > bottom:
            continue
        right = text.x + width(text.words, text.size)
        assert any(
            one.x <= text.x
            and right <= one.x + one.width
            and one.y < text.y - text.size * 0.7 < text.y < one.y + one.height
            for one in rectangles
        ), text


@pytest.mark.parametrize("name", ALL)
def test_no_arrow_goes_through_a_box(name: str) -> None:
    found = layout.drawing(diagram(ALL[name]))
    for arrow in found.arrows:
        for (x0, y0), (x1, y1) in zip(arrow.points, arrow.points[1:], strict=False):
            left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
            for one in found.rectangles:
                through = left < one.x + one.width - 0.01 and right > one.x + 0.01
                assert not (through and top < one.y + one.height - 0.01 and bottom > one.y + 0.01), (arrow, one)


def test_every_box_of_the_drawing_leaves_by_what_enters_it() -> None:
    shown = diagram(MANY)
    for column, boxes in (("databases", "screened sought assessed appraised"), ("other", "screened sought assessed")):
        for name in boxes.split():
            here = next(iter(numbers(shown, f"{column}.{name}").values())) or 0
            indented = {item.words for box in shown.boxes for item in box.items if item.indent}
            beside = numbers(shown, f"{column}.{name}.out")
            out = sum(number or 0 for words, number in beside.items() if words not in indented)
            after = {"screened": "sought", "sought": "assessed", "assessed": "appraised"}.get(name)
            on = next(iter(numbers(shown, f"{column}.{after}").values())) if after else None
            assert on is None or here - out == on


def test_the_official_diagram_has_no_box_of_ours_and_says_in_notes_what_they_held() -> None:
    shown = diagram(MANY, official=True)
    assert not any(box.marked or any(item.marked for item in box.items) for box in shown.boxes)
    assert {box.name for box in shown.boxes if box.name.startswith("other")} == {
        *("other.identified", "other.sought", "other.sought.out", "other.assessed", "other.assessed.out"),
    }
    said = " ".join(shown.footnotes)
    assert "2 were excluded after quality assessment (reliability 2)" in said
    assert "records that wait for a decision 7" in said
    assert "28 were screened" in said
    assert "\u2020" not in said


@pytest.mark.parametrize("official", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_what_is_written_fits_a_page_and_tells_every_number_still(name: str, official: bool) -> None:
    shown = diagram(ALL[name], official=official)
    found = fitting.fitted(shown)
    assert found.height / layout.WIDTH * layout.MILLIMETRES <= fitting.TALLEST
    told = " ".join(text.words for text in found.texts).replace("\u00a0", " ")
    items = [item for box in shown.boxes for item in box.items if item.number is not None]
    assert len(re.findall(r"\(n = ", told)) >= len(items)
    assert min(text.size for text in found.texts) >= layout.SMALLEST


def test_a_diagram_that_fits_is_drawn_as_it_is() -> None:
    assert fitting.fitted(diagram(ALL["one"])) == layout.drawing(diagram(ALL["one"]))


def test_an_updated_review_has_previous_new_and_total_studies() -> None:
    shown = diagram(UPDATED)
    assert shown.headings[0].words == "Previous studies"
    assert numbers(shown, "previous")["Studies included in previous version of review"] == 18
    assert numbers(shown, "included")["New studies included in review"] == 14
    assert numbers(shown, "total")["Total studies included in review"] == 32
    assert ("previous", "total") in shown.arrows


def test_a_review_of_databases_alone_has_no_column_for_other_methods() -> None:
    assert diagram(EMPTY).columns == diagram(drawn([(Route.REGISTER, INCLUDED, 1)])).columns == 2
    assert diagram(ALL["one"]).columns == 4


def test_every_number_names_a_box_that_can_be_asked_for() -> None:
    from reviewkit.flow.counts import is_box

    keys = [item.box for box in diagram(MANY).boxes for item in box.items if item.number is not None]
    assert sum(not key for key in keys) == 1  # studies, which are no box
    assert all(is_box(key) for key in keys if key)


@pytest.mark.parametrize("name", ALL)
def test_the_svg_is_well_formed_with_title_and_text_and_nothing_that_acts(name: str) -> None:
    shown = diagram(ALL[name])
    text = svg.svg(layout.drawing(shown))
    root = ElementTree.fromstring(text)
    assert [child.tag.rpartition("}")[2] for child in root[:2]] == ["title", "desc"]
    words = "".join(root.itertext())
    assert "<script" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert root.get("width") == "160mm"
    assert words.count("Records screened") >= 1
    assert svg.svg(layout.drawing(diagram(ALL[name]))) == text


def test_a_retracted_report_among_the_included_is_flagged() -> None:
    flagged = replace(ALL["one"], retracted=tuple(ALL["one"].flow.total["included"]))
    assert numbers(diagram(flagged), "included")["of which retracted"] == 1


@pytest.mark.parametrize("format_", pictures.FORMATS)
def test_pictures_are_what_they_are_called_and_tell_what_they_could_not_draw(format_: str) -> None:
    data, missing = pictures.picture(layout.drawing(diagram(HOSTILE)), format_)
    assert data.startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[format_])
    assert missing == ()
    if format_ == "pdf":
        from pypdf import PdfReader

        page = PdfReader(io.BytesIO(data)).pages[0]
        assert float(page.mediabox.width) == pytest.approx(layout.WIDTH, abs=0.1)
        assert "Records identified from" in page.extract_text()


@pytest.mark.parametrize("columns", [40, 78, 100])
@pytest.mark.parametrize("name", ALL)
def test_in_a_terminal_no_line_is_wider_than_it(name: str, columns: int) -> None:
    text = terminal.as_text(diagram(ALL[name]), columns)
    wide = re.compile("[\u2e80-\u9fff]")
    assert all(len(line) + len(wide.findall(line)) <= columns for line in text.splitlines())
    assert "\x1b" not in text
    assert "(n = " in text


@given(st.text(), st.floats(20, 200))
@settings(max_examples=100, deadline=None)
def test_wrapped_text_keeps_its_letters_and_fits(text: str, room: float) -> None:
    lines = wrapped(text, room, 7)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 7) <= room or len(line) == 1 for line in lines)


def test_the_diagram_of_nothing_is_all_zeros() -> None:
    shown = diagram(Drawn(EMPTY.flow, Included(0, 0)))
    assert {item.number for box in shown.boxes for item in box.items} == {0, None}
