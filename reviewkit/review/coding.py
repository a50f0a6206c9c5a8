"""Coding studies by the codebook, each coder alone where a field is double coded, and settling where coders differ.

The thing a reader would get wrong: every answer replaces all that the coder has said of the study so far, so that
nothing is lost before it is finished; only what is finished counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.extraction import answering
from reviewkit.extraction.answering import known_field, ordered
from reviewkit.extraction.comparing import together
from reviewkit.model import Coding as Said
from reviewkit.model import Draft, Reconciled, short_id
from reviewkit.review.codes import Codes
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.fold.codings import Standing
    from reviewkit.model import Answer, Event, ReportId, Reviewer, Settlement
    from reviewkit.review.settling import Settling

_MOST_NAMED = 4


class Coding(Codes):
    """What coders do with studies."""

    def answer(
        self,
        report: ReportId,
        field: str,
        values: Sequence[str],
        *,
        quotation: str = "",
        page: str = "",
        note: str = "",
    ) -> Event:
        """Answer a field; no values say `not reported`. What the answer rests on stays where nothing else is given.

        Raises `NotAllowedError` for what the field cannot hold.
        """
        new = answering.answer(known_field(self.codebook, field), values)

        def changed(own: Said) -> Said:
            old = {one.field: one for one in own.answers}
            given = answering.changed(old.get(field), new, quotation=quotation, page=page, note=note)
            return replace(own, answers=ordered(self.codebook, [*own.answers, given]))

        return self._change_own(report, field, changed)

    def clear(self, report: ReportId, field: str) -> Event:
        """Take the own answer to a field out, so that it is open again. Raises `NotAllowedError` if there is none."""

        def changed(own: Said) -> Said:
            if all(one.field != field for one in own.answers):
                raise NotAllowedError(f'you have not answered "{line(field)}"')
            return replace(own, answers=tuple(one for one in own.answers if one.field != field))

        return self._change_own(report, field, changed)

    def finish(self, report: ReportId) -> Event:
        """Say that the study is coded; from now on colleagues who have finished theirs see it, and the other way.

        Raises `NotAllowedError` that names what is missing.
        """
        actor, standing = self._coder(report)
        own = standing.by.get(actor)
        if own is not None and own.finished:
            raise NotAllowedError(f"you have finished the coding of {short_id(standing.up[0].id)} already")
        lacking = self.view(report).missing
        if lacking:
            more = f" and {len(lacking) - _MOST_NAMED} more" if len(lacking) > _MOST_NAMED else ""
            raise NotAllowedError(
                f"the coding of {short_id(standing.up[0].id)} lacks {', '.join(lacking[:_MOST_NAMED])}{more}"
            )
        return self._write(standing, replace(own.says if own is not None else Said(), finished=True), actor)

    def _change_own(self, report: ReportId, field: str, changed: Callable[[Said], Said]) -> Event:
        """Write the own coding anew; one that was finished is taken up again."""
        actor, standing = self._coder(report)
        own = standing.by.get(actor)
        before = own.says if own is not None else Said()
        answered = {one.field for one in before.answers} - {
            one.field for one in answering.retired(self.codebook, before.answers)
        }
        if standing.needed > 1 and standing.is_over and actor in standing.finished and field in answered:
            raise NotAllowedError(
                "this coding is finished, and so is the colleague's",
                remedy="A change of mind is part of settling it: see where the two differ.",
            )
        return self._write(standing, replace(changed(before), finished=False), actor)

    def _write(self, standing: Standing, said: Said, actor: Reviewer) -> Event:
        state = self._session.state
        body = replace(said, blind=state.codes_blind(standing, actor))
        before = state.own_coding_heads(standing, actor)
        return self._session.write([Draft(standing.up[0].id, body, before)])[-1]

    # ---------------------------------------------------------------------------------------------- settling

    def alike(self, report: ReportId) -> tuple[Answer, ...]:
        """Return what all who finished a study and answered a field say alike, in the order of the codebook."""
        standing = self._standing(report)
        if not standing.may_see(self._session.reviewer) or not standing.finished:
            raise NotAllowedError(f"the coding of {short_id(standing.up[0].id)} is not finished")
        return ordered(self.codebook, self._alike(standing))

    def _alike(self, standing: Standing) -> tuple[Answer, ...]:
        return together([own.says for own in standing.finished.values()], standing.differing)

    def settling(self, report: ReportId) -> Settling:
        """Return in whose name the one who acts would settle a study."""
        return self._settling(self._standing(report), self._session.acting())

    def settle(
        self,
        report: ReportId,
        answers: Sequence[Answer],
        by: Sequence[str] = (),
        how: Settlement | None = None,
        note: str = "",
    ) -> Event:
        """Write what the coders agreed on: `by` all who coded (the default), or the adjudicator alone.

        Fields that are not among the answers are as all say alike. Raises `NotAllowedError` while not all have
        finished, if a field that they differ on is left out, or if these people cannot settle it, or not in that way.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        standing = self._standing(report)
        self._check_over(standing, "coding")
        given = [self._checked(one) for one in answers]
        left = [one for one in standing.differing if one not in {said.field for said in given}]
        if left:
            raise NotAllowedError(f"what was agreed on lacks an answer to {', '.join(left)}")
        names, found = self._who(standing, actor, by)
        if how is not None and how is not found:
            raise NotAllowedError(f"{', '.join(names)} settle this by {found}, not by {how}")
        settles = tuple(sorted(act for own in standing.finished.values() for act in own.acts))
        agreed = ordered(self.codebook, [*self._alike(standing), *given])
        body = Reconciled(agreed, settles, names, found, note.strip())
        return session.write([Draft(standing.up[0].id, body, session.state.own_reconciliations(standing, actor))])[-1]

    def _checked(self, given: Answer) -> Answer:
        new = answering.answer(known_field(self.codebook, given.field), given.values)
        return answering.changed(replace(given, values=()), new)
