"""From appraisals to where each study stands, and what one act of appraising wrote together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.appraisal.comparing import answers, differing
from reviewkit.fold.studies import Kind, Studies
from reviewkit.model import Appraisal, Decision, Resolution, SeedSearched, Settled, Stage, Undo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reviewkit.fold import studies
    from reviewkit.model import Body, Event, EventId, Report, Reviewer

    Own = studies.Own[Appraisal]
    Standing = studies.Standing[Appraisal, Settled]

_KIND = Kind(Appraisal, Settled, answers, differing, Stage.QUALITY)


class Appraisals(Studies):
    """What raters have said of studies."""

    def appraised(self, up: Sequence[Report]) -> Standing:
        """Return where the study of these reports, those of it that are up for appraisal, stands."""
        return next(self.all_appraised([up]))

    def all_appraised(self, studies: Sequence[Sequence[Report]]) -> Iterator[Standing]:
        """Yield where each study stands, as `appraised` does."""
        return self.said_of_studies(_KIND, studies)

    def own_appraisal_heads(self, standing: Standing, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which somebody has appraised a study: what the next appraisal replaces."""
        return self.own_of_study(standing, actor, Appraisal)

    def own_settlements(self, standing: Standing, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which somebody has settled a study."""
        return self.own_of_study(standing, actor, Settled)

    def appraises_blind(self, standing: Standing, actor: Reviewer) -> bool:
        """Return whether nothing of a colleague's on a study's quality has been visible to somebody so far."""
        reports = standing.reports
        if self._rules.quality_excludes and not all(self.is_blind(one, Stage.QUALITY, actor) for one in reports):
            return False
        alone = any(rules.needed(report) < 2 for rules in self._past_rules for report in reports)
        return self.has_not_seen(_KIND, standing, actor, lambda _: alone)

    def blind_appraisals(self, standing: Standing, not_blind: Collection[str]) -> dict[Reviewer, Appraisal]:
        """Return each rater's last finished appraisal that was made blind, as `last_blind` does."""
        return self.last_blind(_KIND, standing, not_blind)

    def about_appraisal(self, standing: Standing) -> list[Event]:
        """Return the appraisals of a study, finished or not, and the undos of some."""
        return self.about_study(_KIND, standing)

    # ---------------------------------------------------------------------------------------------- written at once

    def together_with(self, act: Event) -> list[tuple[Event, Event]]:
        """Return all that one act of a person wrote, as far as it still counts: each event, and the head that says so.

        Finishing an appraisal writes the decisions that follow from it right behind it, and settling one the
        resolutions.
        """
        return self._appraised_with(act) or super().together_with(act)

    def _appraised_with(self, act: Event) -> list[tuple[Event, Event]]:
        """Return an appraisal or settlement and what was written right behind it on the same study."""
        if not isinstance(act.body, Appraisal | Settled) and not _is_at_quality(act.body):
            return []
        behind: list[Event] = []
        for event in self._ledger.newest_first(act.actor, act.device):
            if isinstance(event.body, Appraisal | Settled) and event.seq <= act.seq:
                found = [event, *(one for one in reversed(behind) if self._is_same_study(one, event))]
                together = act.id in {one.id for one in found}
                return [(one, head) for one in found for head in self._heads_of(one)] if together else []
            if not _is_at_quality(event.body):
                if event.seq <= act.seq:
                    break
                behind = []
            else:
                behind.append(event)
        return []

    def _is_same_study(self, one: Event, other: Event) -> bool:
        reports = self.report_of(one.subject), self.report_of(other.subject)
        studies = {self.study_of(report) for report in reports if report is not None}
        return None not in reports and len(studies) == 1

    def seed_searches(self) -> list[Event]:
        """Return what indexes said of seeds, as far as it counts, sorted by id."""
        events = [event for about in self._facts[SeedSearched].values() for event in about.values()]
        return sorted((event for event in events if self._is_head(event)), key=lambda event: event.id)


def _is_at_quality(body: Body) -> bool:
    return isinstance(body, Decision | Resolution | Undo) and body.stage is Stage.QUALITY
