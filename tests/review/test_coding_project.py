"""The coding as a REFI-QDA project: what goes into it, and that it repeats."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from reviewkit.export.qda import Written
from tests.export.test_qda import check, selections, tag
from tests.making import sync
from tests.pdfs import pdf
from tests.review.test_coding import ALL, code, reviews

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from reviewkit.review import Review

PAGE = (
    "Mothers said that nobody asked them and that trust took ye-\nars to grow, if it grew at all in that place.\nEnd."
)


def opened(review: Review, path: Path) -> tuple[list[str], Written]:
    """What a program that imports the file finds."""
    review.coding_tables.write(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as file:
        content = {name: file.read(name) for name in file.namelist()}
    texts = {name: data.decode() for name, data in content.items() if name.endswith(".txt")}
    pdfs = {name: name for name in content if name.endswith(".pdf")}
    return list(content), Written(content["project.qde"], texts, pdfs)


def texts(root: Element, name: str) -> list[str]:
    return [one.text or "" for one in root.iter() if tag(one) == name]


def test_codes_quotations_evidence_memos_and_fields_are_in_the_file_and_ones_own_memo_is_not(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path, double=False)
    first, second = ada.coding.queue()
    (tmp_path / "paper.pdf").write_bytes(pdf("Title", PAGE))
    ada.full_texts.attach(first, tmp_path / "paper.pdf")
    trust, old = (ada.coding.new_code(name, "themes/trust").subject for name in ("Trust <&>", "trusting"))
    loose = ada.coding.new_code("Loose").subject
    ada.coding.memo(old, "what I called it before")
    ada.coding.quote(first, "in no text at all 😀", "2", [old])
    ada.coding.merge(old, trust)
    ada.coding.quote(first, "trust took years to grow", "2", [trust, loose], note="slow")
    ada.coding.quote(second, "no file of this one", codes=[loose])
    ada.coding.answer(first, "themes", ("trust", "power"), quotation="nobody asked them", page="2")
    code(ada, first, {"design": ("survey",), "n": ("40",)})
    for memo, own in (("for all", False), ("secret", True)):
        ada.coding.memo(first, memo, own=own)
        ada.coding.memo("review", f"{memo} of the review", own=own)
    sync(ada, grace)
    names, made = opened(ada, tmp_path / "codes.qdpx")
    root = check(made)
    assert names == sorted(names)
    assert len(made.pdfs) == 1
    assert sorted(selections(made)) == [
        ("in no text at all 😀", ["Trust <&>"]),
        ("no file of this one", ["Loose"]),
        ("nobody asked them", ["trust", "power"]),
        ("trust took ye-ars to grow", ["Trust <&>", "Loose"]),
    ]
    assert sorted(texts(root, "PlainTextContent")) == ["for all", "for all of the review", "what I called it before"]
    assert texts(root, "FloatValue") == ["40"]
    assert texts(root, "BooleanValue") == ["true", "true"]
    tree = {
        one.get("name"): [below.get("name") for below in one if tag(below) == "Code"]
        for one in root.iter()
        if tag(one) == "Code"
    }
    assert tree["Themes"] == ["trust", "power"]
    assert tree["trust"] == ["Trust <&>"]
    assert [one.get("name") for one in root.iter() if tag(one) == "User"] == ["Ada"]
    again = opened(ada, tmp_path / "again.qdpx")
    assert again == (names, made)
    assert (tmp_path / "again.qdpx").read_bytes() == (tmp_path / "codes.qdpx").read_bytes()
    _, graces = opened(grace, tmp_path / "grace.qdpx")  # who has no file of the report
    assert len(selections(graces)) == 4
    assert not graces.pdfs


def test_a_pdf_without_words_goes_along_and_a_project_without_codes_is_one(tmp_path: Path) -> None:
    ada, grace = reviews(tmp_path)
    first, second = ada.coding.queue()
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    (tmp_path / "page.txt").write_text("Only words.", encoding="utf-8")
    ada.full_texts.attach(first, tmp_path / "scan.pdf")
    ada.full_texts.attach(second, tmp_path / "page.txt")
    code(grace, first, ALL)  # double coded, so nothing of it is Ada's to see
    grace.coding.quote(first, "words", codes=[grace.coding.new_code("hers", "themes/power").subject])
    sync(ada, grace)
    _, made = opened(ada, tmp_path / "codes.qdpx")
    root = check(made)
    assert (len(made.pdfs), sorted(made.texts.values())) == (1, ["Only words."])
    assert "hers" not in made.qde.decode()
    assert selections(made) == []
    assert [tag(one) for one in root] == ["CodeBook", "Variables", "Cases", "Sources"] + ["Description"] * bool(
        texts(root, "Description")
    )
