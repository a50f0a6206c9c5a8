"""What holds of two who share a folder holds of two who meet on a server: the same tests, brought level there."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from reviewkit.review.server import settings
from reviewkit.store.server import setup
from tests.making import MEETING, REVIEW_ID
from tests.store.server.team import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from _pytest.mark.structures import ParameterSet

    from reviewkit.review import Review
    from tests.postgres import Base

_QUICK = {
    "test_tags": ("test_tags_are_ones_own_and_the_last_said_counts",),
    "test_studies": ("test_reports_put_together_are_one_study_for_both",),
    "test_rulings": ("test_a_ruling_stands_beside_its_criterion_at_every_stage_for_everybody",),
    "test_repairs": ("test_two_who_repair_one_entry_differently_have_the_same_record_and_check_names_it",),
    "test_duplicates": ("test_what_is_called_one_and_two_is_counted_listed_and_on_the_agenda_until_people_agree",),
    "test_appraising": ("test_an_appraisal_stays_with_the_study_when_the_report_it_was_written_on_leaves",),
    "test_coding": ("test_where_coders_differ_they_settle_it_together",),
}
_SLOW = {
    "test_groups": (
        "test_a_join_that_a_colleague_contradicts_is_said_and_not_followed",
        "test_a_split_is_one_act_against_all_others_and_is_taken_back_as_one",
        "test_an_update_of_a_search_brings_only_new_reports_into_the_queue",
    ),
    "test_pilots": (
        "test_a_pilot_is_read_by_all_even_where_one_decision_is_enough_and_its_votes_are_blind",
        "test_the_agreement_of_a_round_stays_as_it_was_blind_after_the_conflicts_are_settled",
        "test_drawing_depends_on_nothing_that_a_colleague_alone_has_decided",
    ),
    "test_appraising": (
        "test_two_raters_agree_and_the_flow_knows",
        "test_differences_are_settled_and_a_late_change_reopens_nothing_unsaid",
        "test_a_report_that_joins_an_appraised_study_waits_until_its_raters_have_let_it_follow",
    ),
    "test_coding": (
        "test_codes_are_renamed_merged_and_taken_back_and_quotations_follow",
        "test_codings_stay_with_a_study_put_together_and_taken_apart",
        "test_coding_begun_while_one_coder_was_enough_does_not_spoil_what_comes_after",
        "test_a_memo_of_ones_own_is_shown_to_nobody_else",
    ),
    "test_studies": ("test_the_flow_and_the_export_tell_studies_from_reports",),
    "test_stopping": ("test_imports_after_the_stop_and_pilots_are_read_and_going_on_brings_all_back",),
}


def _tests() -> Iterator[ParameterSet]:
    for table, marks in ((_QUICK, ()), (_SLOW, (pytest.mark.slow,))):
        for name, tests in table.items():
            module = importlib.import_module(f"tests.review.{name}")
            for test in tests:
                yield pytest.param(getattr(module, test), id=f"{name}.{test}", marks=marks)


@pytest.mark.parametrize("test", _tests())
def test_it_holds_on_a_server_as_in_a_folder(
    test: Callable[[Path], None], base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = Team(base, tmp_path, monkeypatch)

    def by_server(*both: Review) -> None:
        with base.connect() as owner:  # who sees to it that the server knows the criteria
            setup.set_up(owner, REVIEW_ID, (), settings(both[0].session.state.rules))
        for review in (*both, *both):
            team.be(str(review.session.reviewer))
            review.server.meet()
        monkeypatch.delenv("REVIEWKIT_DATABASE")

    before = MEETING.set(by_server)
    try:
        test(tmp_path)
    finally:
        MEETING.reset(before)
