from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from reviewkit.errors import InputError
from reviewkit.report.boxes import Entry, Listing, label, order
from reviewkit.report.drawing import safe
from reviewkit.report.page import Contents, page
from tests.report.pages import HOSTILE, SVG, contents


class Read(HTMLParser):
    """Tags, ids, targets and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.targets += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_in_the_page_can_act_or_be_fetched() -> None:
    text = page(contents())
    found = Read(text)
    assert not {"script", "iframe", "object", "embed", "form", "link", "img", "foreignobject"} & set(found.tags)
    assert not {name for name in found.attributes if name.startswith("on")} | found.attributes & {"style", "src"}
    assert {target.partition(":")[0] for target in found.targets if not target.startswith("#")} == {"https"}
    assert set(re.findall(r"url\(.", text)) == {"url(#"}
    assert found.tags.count("style") == 1


def test_the_policy_forbids_everything_but_the_pages_own_style() -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page(contents()))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_hostile_text_is_shown_as_text() -> None:
    found = Read(page(contents()))
    assert found.text.count(HOSTILE[0]) >= 4
    assert HOSTILE[3] in found.text
    assert not any(character in found.text for character in "\x00\x1b\u202e\ufffe")


def test_every_link_inside_the_page_has_its_place_and_every_place_is_one() -> None:
    found = Read(page(contents()))
    assert len(found.ids) == len(set(found.ids))
    assert {target[1:] for target in found.targets if target.startswith("#")} <= set(found.ids)
    assert "#l-included" in found.targets


def test_the_same_contents_are_the_same_bytes() -> None:
    assert page(contents()) == page(contents())


@pytest.mark.parametrize(("watermark", "number"), [("Worked example: invented.", 1), ("", 0)])
def test_the_watermark_stands_at_the_head(watermark: str, number: int) -> None:
    assert page(contents(watermark=watermark)).count('<header><p class="watermark"') == number


def test_a_list_that_is_too_long_says_how_to_get_all_of_it() -> None:
    long = Listing("screened", "Screened", 10, tuple(Entry(f"paper {n}") for n in range(4)), 1)
    text = page(Contents("T", "", "", (), (), (long,)))
    assert text.count("<li><bdi>") == 4
    assert "5 more are not listed here; `reviewkit export FILE --box screened` writes all of them." in text


def test_what_is_undecided_is_counted_and_not_listed() -> None:
    listing = Listing("screened", "Screened", 3, (Entry("known"),), 2)
    assert "2 that are still undecided are left out." in page(Contents("T", "", "", (), (), (listing,), blind=True))


def test_an_empty_review_has_a_page() -> None:
    assert "There are no records yet." in page(Contents("T", "", "", (), (), ()))


def test_a_drawing_keeps_its_shapes_and_links_its_boxes() -> None:
    drawn = safe(SVG, {"included": "#l-included"})
    assert '<a href="#l-included"><g data-box="included"><rect' in drawn
    assert "Included (n = 2)" in drawn
    assert not re.search("script|onclick|foreignObject", drawn)


@pytest.mark.parametrize(
    "text",
    ["", "<p>no</p>", "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'],
)
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="the drawing is no SVG"):
        safe(text, {})


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("identified", "Records identified"),
        ("full_text.excluded.language", "Excluded at full text: LANGUAGE"),
        ("removed.language", "Records marked as ineligible by automation tools: LANGUAGE"),
        ("title_abstract.not_read", "Records not read after stopping"),
        ("identified.ERIC", "Records identified: ERIC"),
        ("citation+hand.quality.included", "citation, hand: Included at quality"),
        ("update.website.included", "Update: website: Included"),
        ("something.new", "something: NEW"),
    ],
)
def test_boxes_are_told_in_words(box: str, words: str) -> None:
    assert label(box, str.upper) == words


def test_lists_stand_in_the_order_of_the_flow_all_routes_first() -> None:
    boxes = [
        "included",
        "hand.identified",
        "screened",
        "full_text.excluded.language",
        "full_text.excluded",
        "identified",
    ]
    assert sorted(boxes, key=order) == [boxes[5], boxes[2], boxes[4], boxes[3], boxes[0], boxes[1]]
