from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Stage, Verdict
from tests.making import sync, two_devices
from tests.review.editing import edit

if TYPE_CHECKING:
    from pathlib import Path

TITLE = Stage.TITLE_ABSTRACT


def test_the_deviations_write_themselves_and_are_the_same_on_both_devices(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, articles=4)
    edit(
        "review.toml",
        '# registration = "PROSPERO CRD42000000000"',
        'registration = "PROSPERO CRD42019123456"',
        ada,
        grace,
    )
    first, second, *_ = ada.screening.queue(TITLE)
    ada.screening.decide(first, TITLE, Verdict.INCLUDE)
    assert ada.protocol.deviations() == []
    edit("screening.toml", "Written in English.", "Written in English or French.", ada, grace)
    [waiting] = ada.protocol.deviations()
    assert waiting.by is None
    ada.screening.decide(second, TITLE, Verdict.INCLUDE)
    sync(ada, grace)
    grace.screening.decide(first, TITLE, Verdict.INCLUDE)
    grace.rulings.record("language", "Bilingual abstracts count.")
    sync(ada, grace)
    text = ada.protocol.as_markdown()
    assert text == grace.protocol.as_markdown()
    assert text.startswith("# Deviations from the protocol PROSPERO CRD42019123456\n")
    assert "## 3 May 2026, Ada, after 1 decision\n\n- criterion English (language), include: " in text
    assert "“Written in English.” became “Written in English or French.”" in text
    assert (
        "## 3 May 2026, Grace, after 3 decisions\n\n- ruling on English (language): “Bilingual abstracts count.”"
        in text
    )
    assert len(ada.protocol.deviations()) == 2


def test_nothing_changed_is_said_in_a_sentence(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    assert "have not changed" in ada.protocol.as_text()
    assert "names no registration" in ada.protocol.as_text()
