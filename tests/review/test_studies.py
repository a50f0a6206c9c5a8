from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewkit.errors import NotAllowedError
from reviewkit.model import Stage, short_id
from tests.making import decide_all, sync, two_devices

if TYPE_CHECKING:
    from pathlib import Path

    from reviewkit.model import ReportId
    from reviewkit.review import Review


def reports(review: Review) -> list[ReportId]:
    return sorted(review.session.state.reports())


def test_reports_put_together_are_one_study_for_both(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, 4)
    first, second, third, fourth = reports(ada)
    assert ada.studies.link(second, first) is not None
    sync(ada, grace)
    grace.studies.link(third, second)
    sync(ada, grace)
    for review in (ada, grace):
        assert [one.reports for one in review.studies.all()] == [(first, second, third)]
        assert review.studies.of(third).id == first
        assert review.studies.of(fourth).reports == (fourth,)
    assert ada.studies.link(first, third) is None


def test_a_pair_is_taken_apart_by_either_and_can_be_put_together_again(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, 3)
    first, second, third = reports(ada)
    ada.studies.link(first, second)
    ada.studies.link(second, third)
    sync(ada, grace)
    with pytest.raises(NotAllowedError, match="nobody has put") as refused:
        grace.studies.unlink(first, third)
    assert f"{short_id(first)} and {short_id(second)}" in refused.value.remedy
    grace.studies.unlink(second, first)
    sync(ada, grace)
    assert [one.reports for one in ada.studies.all()] == [(second, third)]
    ada.studies.link(first, second)
    sync(ada, grace)
    assert grace.studies.all() == ada.studies.all()
    assert len(grace.studies.all()[0].reports) == 3
    with pytest.raises(NotAllowedError, match="one report"):
        ada.studies.link(first, first)


def test_the_flow_and_the_export_tell_studies_from_reports(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path, 4)
    for stage in Stage:
        for review in (ada, grace):
            decide_all(review, stage)
            sync(ada, grace)
    assert not any("studies" in one for one in ada.results.sentences(ada.results.document()))
    first, second, *_ = reports(ada)
    ada.studies.link(first, second)
    assert "Included: 3 studies (in 4 reports)." in ada.results.sentences(ada.results.document())
    rows = list(csv.DictReader(io.StringIO(ada.exporting.as_csv())))
    studies = {row["report"]: row["study"] for row in rows}
    assert studies[short_id(second)] == studies[short_id(first)] == short_id(first)
    assert len(set(studies.values())) == 3


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3), st.integers(0, 3)), max_size=8))
def test_both_see_the_same_studies_whatever_they_did(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[bool, bool, int, int]]
) -> None:
    ada, grace = two_devices(tmp_path_factory.mktemp("studies"), 4)
    known = reports(ada)
    for is_ada, together, a, b in acts:
        studies = (ada if is_ada else grace).studies
        try:
            (studies.link if together else studies.unlink)(known[a], known[b])
        except NotAllowedError:
            continue
    sync(ada, grace)
    sync(ada, grace)
    assert ada.studies.all() == grace.studies.all()
    members = [report for study in ada.studies.all() for report in study.reports]
    assert len(members) == len(set(members))
