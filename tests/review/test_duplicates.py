"""What comparing counts, and what is called one paper and two at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import LinkVerdict, Route, Search
from tests.making import article, sync, two_devices
from tests.review.test_groups import three_in_one

if TYPE_CHECKING:
    from pathlib import Path

_TITLE = "Family support through childcare services"
WHOLE = {"TI": f"{_TITLE}: the needs of refugees", "AU": "Dolan, N", "SP": "147", "EP": "165", "VL": "", "AB": ""}
BRIEF = WHOLE | {"TI": _TITLE, "JO": ""}


def test_an_import_counts_only_the_uncertain_pairs_that_wait_for_a_person(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=2)
    path = tmp_path / "doubt.ris"
    path.write_text(article(10, **WHOLE) + article(10, **BRIEF), encoding="utf-8")
    first = ada.searches.import_file(path, Search("Scopus", Route.DATABASE))
    (pair,) = ada.duplicates.waiting()
    assert first.uncertain == 1
    ada.duplicates.link(pair.a, pair.b, LinkVerdict.SAME)
    path.write_text(article(10, **WHOLE), encoding="utf-8")
    again = ada.searches.import_file(path, Search("Update", Route.DATABASE))
    assert (again.linked, again.uncertain) == (1, 0)
    assert ada.duplicates.waiting() == []


def test_what_is_called_one_and_two_is_counted_listed_and_on_the_agenda_until_people_agree(tmp_path: Path) -> None:
    ada, grace, (one, two, three) = three_in_one(tmp_path)
    other = next(report.records[0] for report in ada.session.state.reports().values() if len(report.records) == 1)
    assert ada.duplicates.odds() == ada.home().odds == 0
    a, b = sorted((one, other))
    ada.duplicates.link(a, b, LinkVerdict.SAME)
    grace.duplicates.link(a, b, LinkVerdict.DIFFERENT)
    grace.duplicates.link(two, three, LinkVerdict.DIFFERENT)
    sync(ada, grace)
    for review in (ada, grace):
        found = review.duplicates.at_odds()
        assert review.duplicates.odds() == review.home().odds == len(found) == len(review.meeting.agenda().pairs)
        assert (found[0].a.id, found[0].b.id, found[0].by) == (a, b, ("Ada",))
        assert [(against.a, against.b, against.by) for against in found[0].against] == [(a, b, ("Grace",))]
        assert {against.by for contradiction in found[1:] for against in contradiction.against} == {("Grace",)}
        text = review.meeting.as_markdown(review.meeting.agenda())
        assert "- Ada: same\n- Grace: different" in text
        assert "- The rules: same (same DOI" in text
    grace.groups.join(a, b)
    grace.groups.join(two, three)
    assert grace.duplicates.at_odds() == []
