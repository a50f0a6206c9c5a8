from __future__ import annotations

from pathlib import Path

from reviewkit.model import Stage, Verdict
from tests.making import decide_all, open_review, two_devices
from tests.store.test_store import database, journal
from tests.test_fold import summary


def test_a_database_older_than_its_own_journal_learns_it_before_it_writes(tmp_path: Path) -> None:
    """As after a restored backup: else two events would bear one place in the device's history."""
    ada, _ = two_devices(tmp_path, articles=4)
    ada.close()
    older = {path: path.read_bytes() for path in database(ada).parent.iterdir() if path.is_file()}
    ada = open_review(ada.session.folder, "Ada", 40, state=ada.session.folder.parent / "state of Ada 1")
    decide_all(ada, Stage.TITLE_ABSTRACT)
    expected = summary(ada.session.state)
    ada.close()
    for path in database(ada).parent.glob("review.sqlite*"):
        path.unlink()
    for path, content in older.items():
        path.write_bytes(content)
    again = open_review(ada.session.folder, "Ada", 50, state=ada.session.folder.parent / "state of Ada 1")
    assert summary(again.session.state) == expected
    again.screening.decide(min(again.session.state.reports()), Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    seqs = sorted(event.seq for event in again.session.state.events())
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(journal(again).read_bytes().splitlines()) == len(seqs)
